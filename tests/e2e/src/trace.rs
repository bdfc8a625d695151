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
    let config = json!({ "includedCategories": CATEGORIES });
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
    let mut trace = String::new();
    loop {
        trace.push_str(part["data"].as_str().unwrap_or_default());
        if part["eof"] == true {
            break;
        }
        part = read().await.unwrap();
    }
    let trace: Value = serde_json::from_str(&trace).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    events.iter().filter_map(stack).collect()
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
