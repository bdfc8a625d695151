//! Every scenario in every engine.
#![allow(missing_docs)]

mod scenarios {
    pub(crate) mod accessibility;
    pub(crate) mod adoption;
    pub(crate) mod analytics;
    pub(crate) mod builder;
    pub(crate) mod bundlers;
    pub(crate) mod clobbering;
    pub(crate) mod contrast;
    pub(crate) mod demo;
    pub(crate) mod design;
    pub(crate) mod documented_names;
    pub(crate) mod embedding;
    pub(crate) mod faults;
    pub(crate) mod feeds;
    pub(crate) mod focus;
    pub(crate) mod harness;
    pub(crate) mod hostile;
    pub(crate) mod integrity;
    pub(crate) mod isolation;
    pub(crate) mod jump_targets;
    pub(crate) mod jumps;
    pub(crate) mod keyboard;
    pub(crate) mod languages;
    pub(crate) mod lazy_chunk;
    pub(crate) mod lifetime;
    pub(crate) mod nginx;
    pub(crate) mod overview;
    pub(crate) mod page_lifecycle;
    pub(crate) mod pictures;
    pub(crate) mod polling;
    pub(crate) mod prerendered;
    pub(crate) mod reading_bar;
    pub(crate) mod remember;
    pub(crate) mod routers;
    pub(crate) mod scale;
    pub(crate) mod script_api;
    pub(crate) mod scroll_spy;
    pub(crate) mod sizing;
    pub(crate) mod soak;
    pub(crate) mod spoken;
    pub(crate) mod stability;
    pub(crate) mod start_failures;
    pub(crate) mod states;
    pub(crate) mod stories;
    pub(crate) mod targets;
    pub(crate) mod text_and_print;
    pub(crate) mod themes;
    pub(crate) mod time;
    pub(crate) mod timeline;
    pub(crate) mod two_copies;
    pub(crate) mod yew_features;
}

use std::process::ExitCode;

use scenarios::{
    accessibility, adoption, analytics, builder, bundlers, clobbering, contrast, demo, design,
    documented_names, embedding, faults, feeds, focus, harness, hostile, integrity, isolation,
    jump_targets, jumps, keyboard, languages, lazy_chunk, lifetime, nginx, overview,
    page_lifecycle, pictures, polling, prerendered, reading_bar, remember, routers, scale,
    script_api, scroll_spy, sizing, soak, spoken, stability, start_failures, states, stories,
    targets, text_and_print, themes, time, timeline, two_copies, yew_features,
};

fn main() -> ExitCode {
    key_events_e2e::runner::run(&[
        harness::SCENARIOS,
        analytics::SCENARIOS,
        embedding::SCENARIOS,
        lifetime::SCENARIOS,
        lazy_chunk::SCENARIOS,
        integrity::SCENARIOS,
        bundlers::SCENARIOS,
        adoption::scenarios(),
        routers::SCENARIOS,
        two_copies::SCENARIOS,
        stability::SCENARIOS,
        start_failures::SCENARIOS,
        states::SCENARIOS,
        yew_features::SCENARIOS,
        sizing::SCENARIOS,
        script_api::SCENARIOS,
        clobbering::SCENARIOS,
        hostile::SCENARIOS,
        timeline::SCENARIOS,
        scale::SCENARIOS,
        contrast::SCENARIOS,
        builder::SCENARIOS,
        demo::SCENARIOS,
        design::SCENARIOS,
        feeds::SCENARIOS,
        focus::SCENARIOS,
        jump_targets::SCENARIOS,
        jumps::SCENARIOS,
        keyboard::SCENARIOS,
        spoken::SCENARIOS,
        overview::SCENARIOS,
        reading_bar::SCENARIOS,
        languages::SCENARIOS,
        scroll_spy::SCENARIOS,
        polling::SCENARIOS,
        prerendered::SCENARIOS,
        time::SCENARIOS,
        remember::SCENARIOS,
        stories::SCENARIOS,
        nginx::SCENARIOS,
        faults::SCENARIOS,
        page_lifecycle::SCENARIOS,
        soak::SCENARIOS,
        accessibility::SCENARIOS,
        documented_names::SCENARIOS,
        isolation::SCENARIOS,
        targets::SCENARIOS,
        text_and_print::SCENARIOS,
        themes::SCENARIOS,
        pictures::SCENARIOS,
    ])
}
