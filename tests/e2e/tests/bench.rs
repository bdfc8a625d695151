//! Each measured page renders its list, is updated and toggled.
#![allow(missing_docs)]

use std::{env, path::PathBuf};

use key_events_e2e::bench::{self, CANDIDATES, Plan};

#[tokio::test]
async fn every_measured_page_renders_its_list() {
    let Some(peers) = env::var_os("KEY_EVENTS_PEERS") else {
        panic!("KEY_EVENTS_PEERS is not set; `cargo xtask test` does that");
    };
    let plan = Plan {
        counts: vec![50],
        runs: 1,
        only: String::new(),
    };
    let results = bench::run(&plan, &PathBuf::from(peers)).await.unwrap();
    assert_eq!(results.series.len(), 2 * CANDIDATES.len() - 1);
    for series in results.series {
        let [sample] = series.samples.as_slice() else {
            panic!("{} has no list", series.candidate.name);
        };
        assert!(sample.painted >= sample.listed);
        assert_eq!(sample.wire > 0.0, !series.candidate.is_prerendered());
        assert!(series.candidate.name != "key-events" || sample.wire_lazy > 0.0);
    }
}
