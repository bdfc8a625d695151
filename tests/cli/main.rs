//! The command `key-events`, run as a user runs it.
