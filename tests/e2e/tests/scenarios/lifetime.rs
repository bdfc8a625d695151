//! Elements that are inserted, removed and moved.

use key_events_e2e::{
    Engine, Gate, MockResponse, Page, TestSite, feed, memory::EXPOSE_MEMORY, scenarios,
};
use serde_json::{Value, json};

scenarios![
    a_move_in_the_page_keeps_the_list_and_its_state,
    an_element_inserted_many_times_shows_one_list,
    an_element_removed_while_it_loads_is_quiet_and_loads_when_it_is_back,
    an_element_that_comes_and_goes_leaves_nothing_behind,
];

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

async fn a_move_in_the_page_keeps_the_list_and_its_state(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    let body =
        format!(r#"{MODULE}<key-events src="/feed.json"></key-events><main id="there"></main>"#);
    site.page("/", &body);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 10).await;
    widget.click("[part=show-all]").await;
    widget.wait_count("li", 12).await;
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", false).await;
    page.run("there.append(document.querySelector('key-events'))")
        .await;
    assert_eq!(page.document().count("#there > key-events").await, 1);
    widget.wait_count("li", 12).await;
    widget.wait_visible("li", false).await;
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", true).await;
    assert_eq!(site.count("/feed.json"), 1);
}

async fn an_element_inserted_many_times_shows_one_list(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let body = format!(r#"{MODULE}<key-events src="/feed.json"></key-events>"#);
    site.page("/", &body);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", false).await;
    remove_and_insert(&page, 20).await;
    widget.wait_count("li", 3).await;
    assert_eq!(widget.count("section").await, 1);
    // The list is still collapsed, and one click is one toggle.
    widget.wait_visible("li", false).await;
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", true).await;
    assert_eq!(site.count("/feed.json"), 1);
}

/// Removes the element, lets it notice, and inserts it again; so many times.
async fn remove_and_insert(page: &Page, times: usize) {
    let script = "
        const [times] = arguments;
        const element = document.querySelector('key-events');
        const turn = () => new Promise((done) => setTimeout(done));
        return (async () => {
            for (let n = 0; n < times; n++) {
                element.remove();
                await turn();
                document.body.append(element);
                await turn();
            }
        })();";
    page.run_with(script, json!([times])).await;
}

async fn an_element_removed_while_it_loads_is_quiet_and_loads_when_it_is_back(
    site: TestSite,
    page: Page,
) {
    let gate = Gate::closed();
    let response = MockResponse::json(&feed::numbered(3).to_string());
    site.respond("/feed.json", response.clone().behind(&gate));
    let body = format!(r#"{MODULE}<key-events src="/feed.json"></key-events>"#);
    site.page("/", &body);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("section", 1).await;
    page.run("window.element = document.querySelector('key-events'); element.remove()")
        .await;
    site.respond("/feed.json", response);
    gate.open();
    page.run("document.body.append(element)").await;
    widget.wait_count("li", 3).await;
    page.wait_for_events("key-events-error", 0).await;
}

async fn an_element_that_comes_and_goes_leaves_nothing_behind(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(10));
    let body = format!(r#"{EXPOSE_MEMORY}{MODULE}<key-events src="/feed.json"></key-events>"#);
    site.page("/", &body);
    page.open("/").await;
    page.widget().wait_count("li", 10).await;
    // The lazy chunk takes memory too.
    page.wait_for_lazy_chunk().await;
    remove_and_insert(&page, 20).await;
    let after_20 = counts(&page).await;
    remove_and_insert(&page, 180).await;
    let after_200 = counts(&page).await;
    page.widget().wait_count("li", 10).await;
    assert!(after_20[0] > 0);
    for (before, after) in after_20.iter().zip(&after_200) {
        assert!(
            after <= before,
            "after 20: {after_20:?}, after 200: {after_200:?}"
        );
    }
}

/// The size of the wasm memory in bytes, and the numbers of nodes and listeners, where the engine
/// reports them.
async fn counts(page: &Page) -> Vec<u64> {
    let size = page.run("return memory.buffer.byteLength").await;
    let mut counts = vec![size];
    if page.engine() == Engine::Chromium {
        page.devtools("HeapProfiler.collectGarbage", json!({}))
            .await;
        let dom: Value = page.devtools("Memory.getDOMCounters", json!({})).await;
        counts.extend(["nodes", "jsEventListeners"].map(|name| dom[name].clone()));
    }
    counts.iter().map(|count| count.as_u64().unwrap()).collect()
}
