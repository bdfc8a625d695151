//! The plugin in a real WordPress. It needs time and disk, so it runs with `cargo xtask test --adoption` only.
#![allow(missing_docs)]

mod scenarios {
    pub(crate) mod wordpress;
}

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    if env::var_os("KEY_EVENTS_ADOPTION").is_none() {
        return ExitCode::SUCCESS;
    }
    key_events_e2e::runner::run(&[scenarios::wordpress::SCENARIOS])
}
