//! A page that is open for a day.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use key_events_e2e::{
    Engine, FakeClock, Gate, MockResponse, Page, Preference, Scenario, TestSite, feed,
    memory::EXPOSE_MEMORY, scenario,
};
use serde_json::{Value, json};

// Without the optimizer, because the code that it compiles is in the heap too.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(two_thousand_changes_leave_no_more_behind_than_two_hundred)
        .preferring(&[Preference::NoOptimizer])
        .within(Duration::from_mins(5)),
    scenario!(six_hundred_elements_leave_no_more_behind_than_four_hundred)
        .preferring(&[Preference::NoOptimizer])
        .within(Duration::from_mins(5)),
];

/// How many events the feed always has.
const EVENTS: usize = 150;

/// Counts updates, and clears what the page and the recorder keep of each.
const COUNT: &str = "<script>
    window.updates = 0;
    addEventListener('key-events-update', ({ detail }) => {
        const { added, changed, removed } = detail;
        // A slow render may be reported together with the next. An event that was edited before it was reported is new.
        if (changed.length != Math.min(added.length, 10) || removed.length != added.length)
            console.error(JSON.stringify(detail));
        updates += added.length;
        delays.length = 0;
        __recorder.shifts.length = 0;
        __recorder.events['key-events-update'].length = 0;
        performance.clearResourceTimings();
        if (updates >= window.wanted) window.reached();
    });
    window.until = (count) => new Promise((done) => {
        window.wanted = count;
        window.reached = done;
        if (updates >= count) done();
    });
    </script>";

async fn two_thousand_changes_leave_no_more_behind_than_two_hundred(site: TestSite, page: Page) {
    let start = (0, Gate::closed());
    let gates = [200, 1_300, 2_000].map(|updates| (updates, Gate::closed()));
    let next = AtomicUsize::new(0);
    let stops: Vec<_> = [&start].into_iter().chain(&gates).cloned().collect();
    site.respond_with("/feed.json", move |_| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let response = MockResponse::json(&document(number).to_string());
        // After so many updates, not counting the first response, the page is idle.
        let stop = stops.iter().find(|(updates, _)| number == updates + 1);
        stop.map_or(response.clone(), |(_, gate)| response.behind(gate))
    });
    let speed = FakeClock {
        times: 10_000,
        limit: 60_000,
    };
    let element = r#"<key-events src="/feed.json" refresh="5" limit="50" remember overview reading-bar></key-events>"#;
    let body = speed.page(&format!("{COUNT}{element}"));
    // The wasm memory never shrinks: its size is the peak. The probe counts what is in use.
    let probe = site.serve_probe();
    site.page("/", &body.replace("{cdn}/key-events.js", &probe));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 50).await;
    widget.wait_count("#probe data", 1).await;
    page.wait_for_lazy_chunk().await;
    start.1.open();
    let mut sizes = Vec::new();
    let mut done = 0;
    for (clicks, (updates, gate)) in gates.iter().enumerate() {
        // A script times out after half a minute.
        for part in done / 100 + 1..=updates / 100 {
            page.run(&format!("return until({part} * 100)")).await;
        }
        site.wait_for_requests("/feed.json", updates + 2).await;
        // The probe renders the count anew. A reader's click would leave the pointer and the focus there, and changes
        // wait for both.
        page.run("document.querySelector('key-events').shadowRoot.querySelector('#probe button').click()")
            .await;
        let pressed = (clicks + 1).to_string();
        widget.wait_texts("#probe button", &[&pressed]).await;
        let allocated = widget.attribute("#probe data", "value").await.unwrap();
        let mut measured = vec![("allocated", allocated.parse().unwrap())];
        measured.extend(javascript_sizes(&page).await);
        sizes.push(measured);
        gate.open();
        done = *updates;
    }
    println!("{}: {sizes:?}", page.engine());
    assert_flat(&sizes, 0, 1.05);
    assert_flat(&sizes, 1, 1.02);
}

/// Asserts that each of the last sizes is at most so many times that of an earlier measurement.
fn assert_flat(sizes: &[Vec<(&'static str, f64)>], from: usize, limit: f64) {
    let last = sizes.last().unwrap();
    for ((name, early), (_, late)) in sizes[from].iter().zip(last) {
        let growth = late / early;
        assert!(growth <= limit, "{name}: {growth}; {sizes:?}");
    }
}

async fn six_hundred_elements_leave_no_more_behind_than_four_hundred(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(10));
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{EXPOSE_MEMORY}{module}"));
    page.open("/").await;
    let make = "
        const [count] = arguments;
        const turn = () => new Promise((done) => setTimeout(done));
        return (async () => {
            for (let n = 0; n < count; n++) {
                const element = document.createElement('key-events');
                element.setAttribute('src', '/feed.json');
                element.setAttribute('loading', 'eager');
                const ready = new Promise((done) => element.addEventListener('key-events-ready', done, { once: true }));
                document.body.append(element);
                await ready;
                // As soon as the lazy chunk is loaded.
                await element.goTo('no such event');
                element.remove();
                await turn();
                // What the page and the recorder keep of each.
                performance.clearResourceTimings();
                __recorder.shifts.length = 0;
                __recorder.events['key-events-ready'].length = 0;
            }
        })();";
    if page.engine() != Engine::Chromium {
        // Only Chromium collects them on demand. So the memory is made large once, for all that is not collected yet:
        // here only a leak of more than some kilobytes per element makes it grow again.
        let many = "
            const elements = Array.from({ length: arguments[0] }, () => {
                const element = document.createElement('key-events');
                element.setAttribute('src', '/feed.json');
                element.setAttribute('loading', 'eager');
                document.body.append(element);
                return element;
            });
            return Promise.all(elements.map((element) => element.goTo('no such event')))
                .then(() => elements.forEach((element) => element.remove()));";
        page.run_with(many, json!([150])).await;
    }
    let (mut memory, mut sizes) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        // A script times out after half a minute.
        for _ in 0..5 {
            page.run_with(make, json!([40])).await;
        }
        let bytes = page.run("return memory.buffer.byteLength").await;
        memory.push(bytes.as_f64().unwrap());
        sizes.push(javascript_sizes(&page).await);
    }
    println!("{}: {memory:?}, {sizes:?}", page.engine());
    // The wasm memory grows by pages, and its size is the peak. That depends on when the engine collects the elements.
    assert!(memory[2] - memory[1] <= WASM_PAGE, "wasm: {memory:?}");
    assert_flat(&sizes, 1, 1.02);
}

/// The step in which a wasm memory grows, in bytes.
const WASM_PAGE: f64 = 65_536.0;

/// The feed after so many changes. Each adds an event, edits one and removes one. The size stays.
fn document(number: usize) -> Value {
    let events = (number..number + EVENTS).rev().map(|event| {
        let state = if event < number + EVENTS - 10 {
            "after"
        } else {
            "first"
        };
        let id = format!("{event:05}");
        let mut item = feed::event(&id, &format!("Event {id}, {state}"), 0);
        let (day, hour, minute) = (1 + event / 1_440, event / 60 % 24, event % 60);
        item["date_published"] = json!(format!("2024-07-{day:02}T{hour:02}:{minute:02}:00Z"));
        item
    });
    feed::of(events)
}

/// The sizes of what a page has in use, by name, in Chromium, which collects garbage on demand: the JavaScript heap in
/// bytes, and the numbers of nodes and listeners.
async fn javascript_sizes(page: &Page) -> Vec<(&'static str, f64)> {
    let number = |value: &Value| value.as_f64().unwrap();
    let mut sizes = Vec::new();
    if page.engine() == Engine::Chromium {
        for _ in 0..2 {
            page.devtools("HeapProfiler.collectGarbage", json!({}))
                .await;
        }
        let heap = page.devtools("Runtime.getHeapUsage", json!({})).await;
        sizes.push(("heap", number(&heap["usedSize"])));
        let dom = page.devtools("Memory.getDOMCounters", json!({})).await;
        for name in ["nodes", "jsEventListeners"] {
            sizes.push((name, number(&dom[name])));
        }
    }
    sizes
}
