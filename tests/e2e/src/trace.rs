//! What Chromium's own tracing says of a page.

use serde_json::{Value, json};

use crate::{Page, page::until};

/// The categories with every layout of a page, and the script that made it needed.
const CATEGORIES: [&str; 3] = [
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "disabled-by-default-devtools.timeline.stack",
];

/// Does something in a page and returns, for each layout and each new style that a script had to
/// wait for meanwhile, the addresses of the scripts on the stack.
///
/// In Chromium only, and once in a browser's life: the trace is its first stream.
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
    // The stream is there when the browser has put the trace together.
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

/// The addresses on the stack of a layout, if there is one.
fn stack(event: &Value) -> Option<Vec<String>> {
    if !matches!(event["name"].as_str()?, "Layout" | "UpdateLayoutTree") {
        return None;
    }
    let frames = &event["args"]["beginData"]["stackTrace"];
    let address = |frame: &Value| frame["url"].as_str().unwrap_or_default().to_owned();
    Some(frames.as_array()?.iter().map(address).collect())
}
