//! key-events
