//! Every scenario in every engine.
#![allow(missing_docs)]

mod scenarios {
    pub(crate) mod absence;
    pub(crate) mod accessibility;
    pub(crate) mod clobbering;
    pub(crate) mod contract;
    pub(crate) mod copies;
    pub(crate) mod demo;
    pub(crate) mod embedding;
    pub(crate) mod faults;
    pub(crate) mod feeds;
    pub(crate) mod harness;
    pub(crate) mod isolation;
    pub(crate) mod jumps;
    pub(crate) mod languages;
    pub(crate) mod lazy_chunk;
    pub(crate) mod lifetime;
    pub(crate) mod nginx;
    pub(crate) mod polling;
    pub(crate) mod prerendered;
    pub(crate) mod remember;
    pub(crate) mod scale;
    pub(crate) mod scripts;
    pub(crate) mod scroll_spy;
    pub(crate) mod sizing;
    pub(crate) mod soak;
    pub(crate) mod stability;
    pub(crate) mod starting;
    pub(crate) mod states;
    pub(crate) mod stories;
    pub(crate) mod themes;
    pub(crate) mod time;
    pub(crate) mod timeline;
    pub(crate) mod views;
    pub(crate) mod writing;
}

use std::process::ExitCode;

use scenarios::{
    absence, accessibility, clobbering, contract, copies, demo, embedding, faults, feeds, harness,
    isolation, jumps, languages, lazy_chunk, lifetime, nginx, polling, prerendered, remember,
    scale, scripts, scroll_spy, sizing, soak, stability, starting, states, stories, themes, time,
    timeline, views, writing,
};

fn main() -> ExitCode {
    key_events_e2e::runner::run(&[
        harness::SCENARIOS,
        embedding::SCENARIOS,
        lifetime::SCENARIOS,
        lazy_chunk::SCENARIOS,
        copies::SCENARIOS,
        stability::SCENARIOS,
        starting::SCENARIOS,
        states::SCENARIOS,
        views::SCENARIOS,
        sizing::SCENARIOS,
        scripts::SCENARIOS,
        clobbering::SCENARIOS,
        timeline::SCENARIOS,
        scale::SCENARIOS,
        demo::SCENARIOS,
        feeds::SCENARIOS,
        jumps::SCENARIOS,
        languages::SCENARIOS,
        scroll_spy::SCENARIOS,
        polling::SCENARIOS,
        prerendered::SCENARIOS,
        time::SCENARIOS,
        remember::SCENARIOS,
        stories::SCENARIOS,
        nginx::SCENARIOS,
        faults::SCENARIOS,
        absence::SCENARIOS,
        soak::SCENARIOS,
        accessibility::SCENARIOS,
        contract::SCENARIOS,
        isolation::SCENARIOS,
        writing::SCENARIOS,
        themes::SCENARIOS,
    ])
}
