//! Measures the widget beside other timelines: with the same feed, in the same browser, in the same
//! run.
//!
//! Every visit is cold: it has a new tab and no cache. `docs/performance.md` describes the method
//! and the results.

mod candidate;
pub mod long_tasks;
mod sample;
mod table;
mod visit;

use std::{path::Path, sync::Arc, time::Duration, time::Instant};

use serde_json::json;

use candidate::EVERY_ROW;

use crate::{
    browser::{Browser, Engine, Preference},
    page::Page,
    site::TestSite,
};

pub use candidate::{CANDIDATES, Candidate};
pub use sample::{Condition, Sample};
pub use table::report;
use visit::LONGEST_PRERENDERED;
pub use visit::{prepare, visit};

/// What to measure, and how often.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The numbers of events.
    pub counts: Vec<usize>,
    /// The number of visits per series. The tables have their median.
    pub runs: usize,
    /// Measures only the candidates whose name contains this.
    pub only: String,
}

/// What was measured, and in which browser.
#[derive(Debug)]
pub struct Results {
    /// The browser's name and version.
    pub browser: String,
    /// All series, in the order in which they were measured.
    pub series: Vec<Series>,
}

/// A candidate with a number of events under one condition, and its samples.
#[derive(Debug)]
pub struct Series {
    /// The candidate.
    pub candidate: &'static Candidate,
    /// How many events the feed has.
    pub count: usize,
    /// The network and the processor.
    pub condition: Condition,
    /// One sample per visit. A visit that takes longer than a minute has none.
    pub samples: Vec<Sample>,
}

/// A candidate whose visit takes this long is not visited again: more visits would not change its
/// median.
const SLOW: Duration = Duration::from_secs(8);

/// Visits every candidate of the plan. `peers` is the folder of the bundled peers.
///
/// # Errors
/// When Chromium can't be started or driven.
pub async fn run(plan: &Plan, peers: &Path) -> Result<Results, String> {
    let browser = Browser::start(Engine::Chromium, &[Preference::NoFrameLimit]).await?;
    let browser = Arc::new(browser);
    let agent = browser.run("return navigator.userAgent", json!([])).await?;
    let agent = agent.as_str().unwrap_or_default();
    let version = agent.split(' ').find(|part| part.contains("Chrome/"));
    let version = version.unwrap_or(agent).replace('/', " ");
    let mut all = Vec::new();
    for count in plan.counts.iter().copied() {
        let site = TestSite::start();
        let page = Page::new(Arc::clone(&browser), site.clone());
        let feeds = prepare(&site, peers, count);
        for condition in [Condition::Loopback, Condition::Slow] {
            let chosen = CANDIDATES
                .iter()
                .filter(|candidate| candidate.name.contains(&plan.only))
                // Its start is the same as that of the other key-events candidates.
                .filter(|candidate| condition == Condition::Loopback || candidate.name != EVERY_ROW)
                .filter(|candidate| count <= LONGEST_PRERENDERED || !candidate.is_prerendered());
            let mut series: Vec<Series> = chosen
                .map(|candidate| Series {
                    candidate,
                    count,
                    condition,
                    samples: Vec::new(),
                })
                .collect();
            let mut slow = vec![false; series.len()];
            // Candidates take turns, so that a disturbance of the machine affects all of them.
            for run in 0..plan.runs {
                for (one, slow) in series.iter_mut().zip(&mut slow) {
                    if *slow {
                        continue;
                    }
                    let start = Instant::now();
                    let sample = visit(&page, &site, one.candidate, &feeds, condition).await?;
                    *slow = sample.is_none() || start.elapsed() > SLOW;
                    eprintln!(
                        "    {count} events, {condition}, visit {} of {}: {}: {}",
                        run + 1,
                        plan.runs,
                        one.candidate.name,
                        sample
                            .as_ref()
                            .map_or("too long".to_owned(), Sample::to_string)
                    );
                    one.samples.extend(sample);
                }
            }
            all.extend(series);
        }
    }
    browser.close().await;
    Ok(Results {
        browser: version,
        series: all,
    })
}
