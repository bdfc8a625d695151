//! Every scenario in every engine.
#![allow(missing_docs)]

mod scenarios {
    pub(crate) mod embedding;
    pub(crate) mod harness;
    pub(crate) mod jumps;
    pub(crate) mod place;
}

use std::process::ExitCode;

use scenarios::{embedding, harness, jumps, place};

fn main() -> ExitCode {
    key_events_e2e::suite::run(&[
        harness::SCENARIOS,
        embedding::SCENARIOS,
        jumps::SCENARIOS,
        place::SCENARIOS,
    ])
}
