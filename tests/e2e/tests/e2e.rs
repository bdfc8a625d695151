//! Every scenario in every engine.
#![allow(missing_docs)]

mod scenarios {
    pub(crate) mod embedding;
    pub(crate) mod harness;
    pub(crate) mod lifetime;
}

use std::process::ExitCode;

use scenarios::{embedding, harness, lifetime};

fn main() -> ExitCode {
    key_events_e2e::suite::run(&[
        harness::SCENARIOS,
        embedding::SCENARIOS,
        lifetime::SCENARIOS,
    ])
}
