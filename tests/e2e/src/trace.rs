//! Chromium's trace of a page.

use serde_json::{Value, json};

use crate::{Page, page::until};

/// The categories of layouts, with the scripts that forced them.
const CATEGORIES: [&str; 3] = [
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "disabled-by-default-devtools.timeline.stack",
];

/// Traces an action in a page. Returns the script URLs on the stack of each forced layout and each
/// forced style recalculation.
///
/// In Chromium only, and once per browser: the trace is its first stream.
pub async fn forced_layouts(page: &Page, work: impl AsyncFnOnce()) -> Vec<Vec<String>> {
    let events = record(page, &CATEGORIES, work).await;
    events.iter().filter_map(stack).collect()
}

/// Traces an action in a page. Returns the processor time of the longest task of the page's main thread, in
/// milliseconds. Other than its duration, it does not depend on what else the machine does.
///
/// In Chromium only, and once per browser.
pub async fn longest_task(page: &Page, work: impl AsyncFnOnce()) -> f64 {
    let categories = ["toplevel", "__metadata"];
    let events = record(page, &categories, work).await;
    let is_main = |event: &&Value| {
        event["name"] == "thread_name" && event["args"]["name"] == "CrRendererMain"
    };
    let threads: Vec<_> = events
        .iter()
        .filter(is_main)
        .map(|event| (&event["pid"], &event["tid"]))
        .collect();
    let tasks = events.iter().filter(|event| {
        let name = event["name"].as_str().unwrap_or_default();
        name.ends_with("RunTask") && threads.contains(&(&event["pid"], &event["tid"]))
    });
    let times = tasks.filter_map(|task| task["tdur"].as_f64());
    times.fold(0.0, f64::max) / 1_000.0
}

async fn record(page: &Page, categories: &[&str], work: impl AsyncFnOnce()) -> Vec<Value> {
    let config = json!({ "includedCategories": categories });
    let start = json!({ "traceConfig": config, "transferMode": "ReturnAsStream" });
    page.devtools("Tracing.start", start).await;
    work().await;
    page.devtools("Tracing.end", json!({})).await;
    let part = json!({ "cmd": "IO.read", "params": { "handle": "1" } });
    let read = async || {
        let part = part.clone();
        page.browser().send("POST", "/goog/cdp/execute", part).await
    };
    // The stream is available once the browser has assembled the trace.
    let mut part = until("the trace", read).await;
    let mut text = String::new();
    // The end of what is written so far may come before the end of the trace.
    let mut trace = loop {
        text.push_str(part["data"].as_str().unwrap_or_default());
        if part["eof"] == true
            && let Ok(trace) = serde_json::from_str::<Value>(&text)
        {
            break trace;
        }
        part = read().await.unwrap();
    };
    match trace["traceEvents"].take() {
        Value::Array(events) => events,
        _ => panic!("the trace has no events"),
    }
}

/// The script URLs on the stack, if this is a layout or a style recalculation.
fn stack(event: &Value) -> Option<Vec<String>> {
    if !matches!(event["name"].as_str()?, "Layout" | "UpdateLayoutTree") {
        return None;
    }
    let frames = &event["args"]["beginData"]["stackTrace"];
    let address = |frame: &Value| frame["url"].as_str().unwrap_or_default().to_owned();
    Some(frames.as_array()?.iter().map(address).collect())
}
