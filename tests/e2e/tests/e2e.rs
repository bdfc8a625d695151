//! Every scenario in every engine.
#![allow(missing_docs)]

mod scenarios {
    pub(crate) mod accessibility;
    pub(crate) mod contract;
    pub(crate) mod copies;
    pub(crate) mod demo;
    pub(crate) mod embedding;
    pub(crate) mod feeds;
    pub(crate) mod harness;
    pub(crate) mod isolation;
    pub(crate) mod jumps;
    pub(crate) mod lifetime;
    pub(crate) mod looks;
    pub(crate) mod place;
    pub(crate) mod polling;
    pub(crate) mod remember;
    pub(crate) mod stability;
    pub(crate) mod states;
    pub(crate) mod time;
    pub(crate) mod timeline;
    pub(crate) mod writing;
}

use std::process::ExitCode;

use scenarios::{
    accessibility, contract, copies, demo, embedding, feeds, harness, isolation, jumps, lifetime,
    looks, place, polling, remember, stability, states, time, timeline, writing,
};

fn main() -> ExitCode {
    key_events_e2e::suite::run(&[
        harness::SCENARIOS,
        embedding::SCENARIOS,
        lifetime::SCENARIOS,
        copies::SCENARIOS,
        stability::SCENARIOS,
        states::SCENARIOS,
        timeline::SCENARIOS,
        demo::SCENARIOS,
        feeds::SCENARIOS,
        jumps::SCENARIOS,
        place::SCENARIOS,
        polling::SCENARIOS,
        time::SCENARIOS,
        remember::SCENARIOS,
        accessibility::SCENARIOS,
        contract::SCENARIOS,
        isolation::SCENARIOS,
        writing::SCENARIOS,
        looks::SCENARIOS,
    ])
}
