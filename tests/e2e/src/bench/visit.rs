//! One cold visit to a page.

use std::{fs, path::Path, time::Duration};

use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use serde_json::{Value, json};

use super::{
    Candidate, Condition, Sample,
    candidate::{EVERY_ROW, FIRST, IDLE},
    sample::{Took, Work},
};
use crate::{
    feed,
    page::Page,
    prerender::prerender,
    site::{MockResponse, TestSite, media_type},
};

/// How long to wait for a list.
pub(super) const LIMIT: Duration = Duration::from_mins(1);

/// The folder of the built files on the publisher's own server, so that a page needs one connection
/// only.
const DIST: &str = "/key-events";

/// How many updates a visit has. Their median counts.
const UPDATES: usize = 3;

/// The longest list that is prerendered. Pages have no longer ones.
pub(super) const LONGEST_PRERENDERED: usize = 50;

/// The feed before and after updates.
#[derive(Clone, Debug)]
pub struct Feeds {
    /// How many events the first feed has.
    pub count: usize,
    /// The feeds that follow.
    pub after: Vec<String>,
    /// The prerendered list of a short feed. Empty for a long one.
    prerendered: String,
}

/// Serves a feed of `count` events and every candidate's files, compressed if the browser accepts
/// that.
///
/// # Panics
/// When a file can't be read.
pub fn prepare(site: &TestSite, peers: &Path, count: usize) -> Feeds {
    let after = (1..=UPDATES)
        .map(|update| generate(count, update))
        .collect();
    let feed = generate(count, 0);
    let prerendered = if count <= LONGEST_PRERENDERED {
        let feed = serde_json::from_str(&feed).unwrap();
        let limit = count.to_string();
        prerender(&feed, &["--src", "/feed.json", "--limit", &limit])
    } else {
        String::new()
    };
    serve(site, "/feed.json", "application/json", feed.into());
    let files = fs::read_dir(peers).unwrap_or_else(|error| panic!("{}: {error}", peers.display()));
    for file in files {
        let file = file.unwrap().path();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&file).unwrap();
        serve(
            site,
            &format!("/peers/{name}"),
            media_type(&name),
            bytes.into(),
        );
    }
    let hashed = [TestSite::glue(), TestSite::wasm(), TestSite::lazy_chunk()];
    let names = hashed.iter().map(|path| path.rsplit('/').next().unwrap());
    for name in names.chain(["embed.js", "key-events.js"]) {
        serve(
            site,
            &format!("{DIST}/{name}"),
            media_type(name),
            TestSite::file(name),
        );
    }
    Feeds {
        count,
        after,
        prerendered,
    }
}

/// Generates a feed of `count` events, five minutes apart, the latest first. Each update adds one
/// event and edits one.
fn generate(count: usize, updates: usize) -> String {
    const WHO: [&str; 7] = [
        "The council",
        "A spokeswoman",
        "The coast guard",
        "The union",
        "The mayor",
        "The court",
        "The team",
    ];
    const WHAT: [&str; 11] = [
        "opens the hearing",
        "calls for calm",
        "confirms the numbers",
        "puts off the vote",
        "sends two more boats",
        "answers its critics",
        "names a new chair",
        "asks for more time",
        "rejects the offer",
        "closes the northern road",
        "thanks the volunteers",
    ];
    const WHY: [&str; 13] = [
        "after a long night",
        "as the rain goes on",
        "before the deadline",
        "in a short statement",
        "for the third time",
        "against all advice",
        "with a narrow majority",
        "on its own account",
        "at the last moment",
        "without a word",
        "as expected",
        "to everyone’s surprise",
        "once more",
    ];
    let edited = count - updates..count;
    let items = (1..=count + updates).rev().map(|n| {
        let (who, what, why) = (WHO[n % 7], WHAT[n % 11], WHY[n % 13]);
        let mark = if edited.contains(&n) {
            ", corrected"
        } else {
            ""
        };
        let title = format!("{who} {what} {why} ({n}{mark})");
        let mut item = feed::event(&format!("event-{n}"), &title, 0);
        let (day, hour, minute) = (n / 288, n / 12 % 24, n % 12 * 5);
        let (month, day) = (1 + day / 28, 1 + day % 28);
        item["date_published"] = json!(format!(
            "2024-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z"
        ));
        item
    });
    feed::of(items).to_string()
}

/// Serves a file uncompressed and compressed, and never from a cache.
fn serve(site: &TestSite, path: &str, mime: &str, bytes: Bytes) {
    let compressed = MockResponse::new(mime, brotli(&bytes)).header("content-encoding", "br");
    let plain = MockResponse::new(mime, bytes);
    site.respond_with(path, move |request| {
        let accepted = request.headers.get("accept-encoding");
        let brotli = accepted.is_some_and(|accepted| accepted.contains("br"));
        let response = if brotli { &compressed } else { &plain };
        response.clone().header("cache-control", "no-store")
    });
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..BrotliEncoderParams::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params).unwrap();
    compressed
}

/// Opens a candidate's page in a new tab and measures it. `None`: there is no list within
/// [`LIMIT`].
///
/// # Errors
/// When Chromium can't be driven.
pub async fn visit(
    page: &Page,
    site: &TestSite,
    candidate: &Candidate,
    feeds: &Feeds,
    condition: Condition,
) -> Result<Option<Sample>, String> {
    let browser = page.browser();
    browser.reset().await?;
    site.respond("/", document(candidate, feeds));
    page.devtools("Network.enable", json!({})).await;
    page.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
        .await;
    if condition == Condition::Slow {
        let bytes_per_second = 1_600_000 / 8;
        let network = json!({
            "offline": false, "latency": 150,
            "downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second,
        });
        page.devtools("Network.emulateNetworkConditions", network)
            .await;
        page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }))
            .await;
    }
    page.devtools("Performance.enable", json!({})).await;
    let limit = json!({ "script": 1_000 * LIMIT.as_secs(), "pageLoad": 1_000 * LIMIT.as_secs() });
    browser.send("POST", "/timeouts", limit).await?;
    let requests_before = site.requests().len();
    let url = json!({ "url": site.url("/") });
    if let Err(error) = browser.send("POST", "/url", url).await {
        return if error.contains("timeout") {
            Ok(None)
        } else {
            Err(error)
        };
    }
    let loaded = match browser.run("return bench.load", json!([])).await {
        Ok(loaded) => loaded,
        Err(error) if error.contains("timeout") => return Ok(None),
        Err(error) => return Err(error),
    };
    let start = work(page).await;
    let mut sample = Sample {
        listed: number(&loaded["listed"]),
        painted: number(&loaded["painted"]),
        start,
        files: files(&page.run(FILES).await),
        ..Sample::default()
    };
    // The list does not wait for scripts, so their size does not count.
    if candidate.is_prerendered() {
        return Ok(Some(sample));
    }
    if candidate.host == "key-events" {
        page.wait_for_lazy_chunk().await;
    }
    for request in &site.requests()[requests_before..] {
        let path = request.path_only();
        if path.starts_with(DIST) || path.starts_with("/peers") {
            let total = if path.ends_with("_lazy.wasm") {
                &mut sample.wire_lazy
            } else {
                &mut sample.wire
            };
            *total += u32::try_from(request.sent).map_or(f64::NAN, f64::from);
        }
    }
    if condition == Condition::Loopback {
        act(page, candidate, feeds, &mut sample).await;
    }
    Ok(Some(sample))
}

/// Does what a reader and the feed do once the list is rendered.
async fn act(page: &Page, candidate: &Candidate, feeds: &Feeds, sample: &mut Sample) {
    if candidate.host == "key-events" {
        page.run(OWN_ACTIONS).await;
    }
    if candidate.host == "key-events" {
        // The widget renders more rows in idle time.
        let rows = if candidate.rows == FIRST {
            IDLE
        } else {
            candidate.rows
        };
        page.widget().wait_count("li", rows.min(feeds.count)).await;
    }
    if candidate.name == EVERY_ROW {
        // Printing renders every row.
        page.run("dispatchEvent(new Event('beforeprint'))").await;
        page.widget().wait_count("li", feeds.count).await;
    }
    // The first collection releases objects that only the second frees.
    for _ in 0..2 {
        page.devtools("HeapProfiler.collectGarbage", json!({}))
            .await;
    }
    let heap = page.devtools("Runtime.getHeapUsage", json!({})).await;
    let wasm = page
        .run("return window.memory?.buffer.byteLength ?? 0")
        .await;
    let parts = ["usedSize", "embedderHeapUsedSize"].map(|part| number(&heap[part]));
    sample.heap = Some(parts.iter().sum::<f64>() + number(&wasm));
    let mut updates = Vec::new();
    for text in &feeds.after {
        let update = "return bench.updating(arguments[0])";
        updates.push(took(&page.run_with(update, json!([text])).await));
    }
    updates.sort_by(|one, two| one.shown.total_cmp(&two.shown));
    sample.update = updates.get(UPDATES / 2).copied();
    let toggle = "return bench.time(() => void bench.toggle())";
    sample.collapse = Some(took(&page.run(toggle).await));
    sample.expand = Some(took(&page.run(toggle).await));
    if candidate.host == "key-events" {
        let jump =
            "return bench.time(() => void document.querySelector('key-events').goTo('event-5'))";
        sample.jump = Some(took(&page.run(jump).await));
    }
}

/// The actions of key-events. The scripts of the peers define their own.
const OWN_ACTIONS: &str = "
    const element = document.querySelector('key-events');
    bench.update = () => element.refresh();
    bench.toggle = () => element.shadowRoot.querySelector('[part=toggle]').click();";

/// The page of a candidate.
fn document(candidate: &Candidate, feeds: &Feeds) -> MockResponse {
    let config = json!({
        "count": candidate.rows.min(feeds.count), "row": candidate.row, "host": candidate.host,
    });
    let probe = include_str!("../../../bench/probe.js").replace("__PAGE__", &config.to_string());
    let name = |path: String| path.rsplit('/').next().unwrap().to_owned();
    let head = candidate
        .head
        .replace("{cdn}", DIST)
        .replace("{glue}", &name(TestSite::glue()))
        .replace("{wasm}", &name(TestSite::wasm()));
    let plain = || {
        let open = feeds
            .prerendered
            .replace(r#"<template shadowrootmode="open" shadowrootclonable>"#, "");
        open.replace("</template>", "")
    };
    let body = candidate
        .body
        .replace("{cdn}", DIST)
        .replace("{prerendered}", &feeds.prerendered)
        .replace("{plain}", &plain());
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Timeline</title>\
         <link rel=\"icon\" href=\"data:,\">\
         {memory}<script>{probe}</script>{head}</head><body>{body}</body></html>",
        memory = crate::memory::EXPOSE_MEMORY,
    );
    MockResponse::new("text/html; charset=utf-8", html)
}

/// The work of the main thread since the page was opened.
async fn work(page: &Page) -> Work {
    let metrics = page.devtools("Performance.getMetrics", json!({})).await;
    let metric = |name: &str| {
        let all = metrics["metrics"].as_array();
        let found = all.into_iter().flatten().find(|one| one["name"] == name);
        1_000.0 * found.map_or(0.0, |one| number(&one["value"]))
    };
    Work {
        script: metric("ScriptDuration"),
        style: metric("RecalcStyleDuration"),
        layout: metric("LayoutDuration"),
        tasks: metric("TaskDuration"),
    }
}

/// When each request started, and when its response started and ended.
const FILES: &str = "return performance.getEntriesByType('resource')
    .map(({ name, startTime, responseStart, responseEnd }) => [name, startTime, responseStart, responseEnd])";

fn files(all: &Value) -> Vec<(String, [f64; 3])> {
    let all = all.as_array().into_iter().flatten();
    all.map(|one| {
        let name = one[0].as_str().unwrap_or_default();
        let name = name.rsplit('/').next().unwrap_or_default().to_owned();
        (name, [1, 2, 3].map(|at| number(&one[at])))
    })
    .collect()
}

fn took(times: &Value) -> Took {
    let [script, shown] = [0, 1].map(|at| number(&times[at]));
    Took { script, shown }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}
