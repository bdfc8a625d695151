//! Feeds that attack the page, of the project's own making.
//!
//! A [`Payload`] combines a context of HTML or a URL, an encoding and an action. [`feeds`] puts payloads
//! into every string of every format. The page records what they manage to do, with [`DETECTOR`].

mod payload;
mod sinks;

use std::env;

pub use payload::Payload;
pub use sinks::{HostileFeed, feeds};

/// A script for the page, before all others. It defines what payloads call, and records what they do.
pub const DETECTOR: &str = include_str!("hostile/detector.js");

/// How many feeds and payloads a run has.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// How many feeds of each format.
    pub rounds: usize,
    /// How many entries in a feed. Each body has a payload that no other body has.
    pub entries: usize,
}

impl Extent {
    /// A few hundred payloads; more than 5,000 if the environment variable `KEY_EVENTS_HOSTILE` is set.
    pub fn of_this_run() -> Self {
        if env::var_os("KEY_EVENTS_HOSTILE").is_some() {
            Self {
                rounds: 8,
                entries: 100,
            }
        } else {
            Self {
                rounds: 1,
                entries: 45,
            }
        }
    }

    /// The number of payloads in bodies.
    pub fn payloads(self) -> usize {
        self.rounds * self.entries * sinks::FORMATS
    }
}
