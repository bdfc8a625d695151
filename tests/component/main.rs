//! Tests of the widget in a browser, without the loader.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

use js_sys::{Function, Promise};
use key_events::element::Widget;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;
use web_sys::{HtmlElement, ShadowRootInit, ShadowRootMode};

wasm_bindgen_test_configure!(run_in_browser);

const FEED: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
    {"id": "a", "title": "<b>First</b>", "content_text": "x", "date_published": "1969-07-20T20:17:40Z", "tags": ["key-event"]},
    {"id": "b", "title": "Second", "content_text": "x", "url": "https://example.org/b", "date_published": "1969-07-20T19:00:00Z", "tags": ["key-event"]},
    {"id": "c", "title": "Not key", "content_text": "x", "date_published": "1969-07-20T18:00:00Z"}]}"#;

struct Fixture {
    element: HtmlElement,
    root: HtmlElement,
    script: web_sys::Element,
    widget: Widget,
}

impl Fixture {
    fn new(feed: &str, attributes: &[(&str, &str)]) -> Self {
        let script = script("application/json", feed);
        // A unique id, because a failed test leaves its elements behind.
        let id = format!("feed-{}", js_sys::Math::random());
        script.set_id(&id);
        Self::with(script, Some(&format!("#{id}")), attributes)
    }

    fn with(script: web_sys::Element, src: Option<&str>, attributes: &[(&str, &str)]) -> Self {
        let window = web_sys::window().unwrap();
        // The test runner has its options in the fragment, where they look like the route of a page.
        if window.location().hash().unwrap().contains("wbg_style") {
            let (history, path) = (window.history().unwrap(), window.location().pathname());
            history
                .replace_state_with_url(&JsValue::NULL, "", Some(&path.unwrap()))
                .unwrap();
        }
        let document = window.document().unwrap();
        let body = document.body().unwrap();
        let element: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        element.set_attribute("lang", "en-GB").unwrap();
        if let Some(src) = src {
            element.set_attribute("src", src).unwrap();
        }
        element.set_attribute("time-zone", "UTC").unwrap();
        for (name, value) in attributes {
            element.set_attribute(name, value).unwrap();
        }
        body.append_child(&element).unwrap();
        let shadow = element
            .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
            .unwrap();
        let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        shadow.append_child(&root).unwrap();
        let mut widget = Widget::new();
        widget.set_labels("{}", "en-GB".into(), "en-GB".into());
        widget.mount(
            element.clone(),
            root.clone(),
            loader().unchecked_into(),
            false,
            50,
        );
        Self {
            element,
            root,
            script,
            widget,
        }
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        let nodes = self.root.query_selector_all(selector).unwrap();
        (0..nodes.length())
            .map(|index| nodes.get(index).unwrap().text_content().unwrap())
            .collect()
    }

    fn click(&self, selector: &str) {
        let button: HtmlElement = self
            .root
            .query_selector(selector)
            .unwrap()
            .unwrap()
            .unchecked_into();
        button.click();
    }
}

/// A script element at the end of the page.
fn script(kind: &str, text: &str) -> web_sys::Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let script = document.create_element("script").unwrap();
    script.set_attribute("type", kind).unwrap();
    script.set_text_content(Some(text));
    document.body().unwrap().append_child(&script).unwrap();
    script
}

/// Mocks `fetch`. The first route whose key is the end of the URL sets the body; the body `!` is an error
/// status. Records the URLs of all requests.
struct Network {
    own: JsValue,
    requested: js_sys::Array,
}

impl Network {
    fn with(routes: &[(&str, &str)]) -> Self {
        let window = web_sys::window().unwrap();
        let own = js_sys::Reflect::get(&window, &"fetch".into()).unwrap();
        let requested = js_sys::Array::new();
        let table = js_sys::Array::new();
        for (end, body) in routes {
            table.push(&js_sys::Array::of2(&(*end).into(), &(*body).into()));
        }
        let mock = Function::new_with_args(
            "table, requested, request",
            "const url = request.url ?? request;
             requested.push(url);
             const route = table.find(([end]) => url.endsWith(end));
             const status = !route || route[1] == '!' ? 500 : 200;
             return Promise.resolve(new Response(route?.[1], { status }));",
        );
        let mock = mock.bind2(&JsValue::NULL, &table, &requested);
        js_sys::Reflect::set(&window, &"fetch".into(), &mock).unwrap();
        Self { own, requested }
    }

    /// The file names and queries of the requested URLs.
    fn requested(&self) -> Vec<String> {
        let address = |address: JsValue| address.as_string().unwrap();
        let last = |address: String| address.rsplit('/').next().unwrap().to_owned();
        self.requested.iter().map(address).map(last).collect()
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        let window = web_sys::window().unwrap();
        js_sys::Reflect::set(&window, &"fetch".into(), &self.own).unwrap();
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        self.widget.unmount();
        self.element.remove();
        self.script.remove();
    }
}

/// A loader without a prefetched feed.
fn loader() -> JsValue {
    let make = Function::new_no_args(
        "return { takePrefetched() {}, rectOf: (element) => element.getBoundingClientRect(), lazyChunk: { url: '', failure: '' }, isRetry: false, isBlocked: async () => false }",
    );
    make.call0(&JsValue::NULL).unwrap()
}

/// Waits until Yew has rendered, a load that this started is done, and Yew has rendered its result.
async fn settle() {
    yew::scheduler::flush().await;
    timeout(0).await;
    yew::scheduler::flush().await;
}

async fn timeout(milliseconds: i32) {
    let task = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().unwrap();
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
            .unwrap();
    });
    JsFuture::from(task).await.unwrap();
}

/// Waits until the page has had time for a script with the feed.
async fn wait_for_error(page: &Fixture) {
    for _ in 0..100 {
        if page.widget.state() == "error" {
            return settle().await;
        }
        timeout(100).await;
    }
    panic!("no error, but {}", page.widget.state());
}

#[wasm_bindgen_test]
async fn key_events_are_listed_with_their_text_as_text() {
    let page = Fixture::new(FEED, &[]);
    settle().await;
    assert_eq!(page.texts(".title"), ["<b>First</b>", "Second"]);
    assert_eq!(page.texts("time"), ["20:17", "19:00"]);
    assert_eq!(page.texts("a .title"), ["Second"]);
    assert_eq!(page.widget.state(), "ready");
    assert_eq!(page.widget.entries().length(), 2);
}

#[wasm_bindgen_test]
async fn the_toggle_collapses_and_expands() {
    let page = Fixture::new(FEED, &[]);
    settle().await;
    page.click("[part=toggle]");
    settle().await;
    let hidden = || {
        page.root
            .query_selector("#content")
            .unwrap()
            .unwrap()
            .has_attribute("hidden")
    };
    let expanded = || {
        page.root
            .query_selector("[part=toggle]")
            .unwrap()
            .unwrap()
            .get_attribute("aria-expanded")
    };
    assert!(hidden());
    assert_eq!(expanded().as_deref(), Some("false"));
    page.click("[part=toggle]");
    settle().await;
    assert!(!hidden());
    assert_eq!(expanded().as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn attributes_that_change_apply() {
    let mut page = Fixture::new(FEED, &[("limit", "1")]);
    settle().await;
    assert_eq!(page.texts(".title"), ["<b>First</b>"]);
    assert_eq!(page.texts("[part=show-all]"), ["Show all 2"]);
    page.element.set_attribute("order", "oldest").unwrap();
    page.element.set_attribute("select", "all").unwrap();
    page.element.set_attribute("heading", "Timeline").unwrap();
    page.element.set_attribute("heading-level", "4").unwrap();
    page.widget.update();
    settle().await;
    assert_eq!(page.texts(".title"), ["Not key"]);
    assert_eq!(page.texts("h4[part=heading]"), ["Timeline"]);
    page.click("[part=show-all]");
    settle().await;
    assert_eq!(page.texts(".title"), ["Not key", "Second", "<b>First</b>"]);
}

#[wasm_bindgen_test]
async fn an_invalid_feed_offers_a_retry_that_can_succeed() {
    let page = Fixture::new("{}", &[]);
    wait_for_error(&page).await;
    assert_eq!(
        page.texts("[part=error] p"),
        ["Key events can’t be loaded right now."]
    );
    page.script.set_text_content(Some(FEED));
    page.click("[part=retry]");
    settle().await;
    assert_eq!(page.widget.state(), "ready");
    assert_eq!(page.texts(".title").len(), 2);
}

#[wasm_bindgen_test]
async fn a_feed_without_key_events_says_so_and_keeps_the_fallback() {
    let page = Fixture::new(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": []}"#,
        &[],
    );
    settle().await;
    assert_eq!(page.texts("[part=empty]"), ["No key events yet."]);
    assert_eq!(page.texts(".content > slot:not([name])").len(), 1);
}

#[wasm_bindgen_test]
async fn a_reconnected_widget_keeps_its_list() {
    let mut page = Fixture::new(FEED, &[]);
    settle().await;
    page.widget.open(false);
    settle().await;
    page.widget.unmount();
    let root: HtmlElement = web_sys::window()
        .unwrap()
        .document()
        .unwrap()
        .create_element("div")
        .unwrap()
        .unchecked_into();
    page.element
        .shadow_root()
        .unwrap()
        .append_child(&root)
        .unwrap();
    page.root = root.clone();
    page.widget.mount(
        page.element.clone(),
        root,
        loader().unchecked_into(),
        false,
        50,
    );
    settle().await;
    assert_eq!(page.texts(".title").len(), 2);
    assert_eq!(page.texts("[part=toggle][aria-expanded=false]").len(), 1);
}

#[wasm_bindgen_test]
async fn without_src_the_pages_own_live_blog_is_read() {
    let others = [
        script("application/ld+json", "{ no JSON"),
        script(
            "application/ld+json",
            r#"{"@type": "WebSite", "name": "News"}"#,
        ),
    ];
    let blog = script(
        "Application/LD+JSON",
        r#"{"@graph": [{"@type": "LiveBlogPosting", "headline": "Blog", "liveBlogUpdate": [
            {"@id": "a", "headline": "First", "datePublished": "1969-07-20T20:17:40Z"}]}]}"#,
    );
    let page = Fixture::with(blog, None, &[]);
    settle().await;
    assert_eq!(page.texts(".title"), ["First"]);
    others.iter().for_each(web_sys::Element::remove);
}

#[wasm_bindgen_test]
async fn a_page_without_a_live_blog_is_an_error() {
    let page = Fixture::with(script("application/ld+json", "{}"), None, &[]);
    wait_for_error(&page).await;
}

#[wasm_bindgen_test]
async fn coverage_that_has_ended_ends_the_widget() {
    for (end, changed, state) in [
        ("2001-01-01T00:00:00Z", "2000-01-01T00:00:00Z", "ended"),
        ("2001-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "ended"),
        ("2999-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "ready"),
    ] {
        let feed = format!(
            r#"{{"@type": "LiveBlogPosting", "coverageEndTime": "{end}", "dateModified": "{changed}", "liveBlogUpdate": {{"@id": "a", "headline": "A"}}}}"#
        );
        let page = Fixture::new(&feed, &[]);
        settle().await;
        assert_eq!(page.widget.state(), state);
    }
}

#[wasm_bindgen_test]
async fn an_entry_is_found_where_its_format_has_it() {
    let document = web_sys::window().unwrap().document().unwrap();
    let target = document.create_element("article").unwrap();
    target.set_attribute("data-post-id", "urn:x").unwrap();
    target.set_id("somewhere");
    document.body().unwrap().append_child(&target).unwrap();
    let page = Fixture::new(
        r#"{"_items": [{"_id": "urn:x", "lb_highlight": true, "items": [{"text": "A goal."}]},
            {"_id": "article", "lb_highlight": true, "items": [{"text": "No goal."}]}]}"#,
        &[],
    );
    settle().await;
    let link = page.root.query_selector(".link").unwrap().unwrap();
    assert_eq!(link.get_attribute("href").as_deref(), Some("#somewhere"));
    assert_eq!(page.texts("a .title"), ["A goal."]);
    target.remove();
}

fn document(next: &str, ids: &[&str]) -> String {
    let items: Vec<_> = ids
        .iter()
        .map(|id| format!(r#"{{"id": "{id}", "title": "{id}", "content_text": "x"}}"#))
        .collect();
    let items = items.join(",");
    format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "next_url": "{next}", "items": [{items}]}}"#
    )
}

async fn paged(network: &Network, attributes: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let page = Fixture::with(script("none", ""), Some("/live/feed.json"), attributes);
    for _ in 0..20 {
        settle().await;
    }
    (page.texts(".title"), network.requested())
}

#[wasm_bindgen_test]
async fn pages_are_loaded_until_there_are_enough_rows() {
    let network = Network::with(&[
        ("/live/feed.json", &document("two.json?a=1", &["f", "e"])),
        (
            "/live/two.json?a=1",
            &document("/live/three.json", &["e", "d"]),
        ),
        ("/live/three.json", &document("four.json", &["c"])),
    ]);
    let (titles, requested) = paged(&network, &[("limit", "3")]).await;
    assert_eq!(titles, ["f", "e", "d"]);
    assert_eq!(requested, ["feed.json", "two.json?a=1"]);
    let (titles, _) = paged(&network, &[("limit", "4"), ("order", "oldest")]).await;
    assert_eq!(titles, ["c", "d", "e", "f"]);
}

#[wasm_bindgen_test]
async fn a_page_that_fails_keeps_the_entries_so_far() {
    for bad in ["!", "<html>"] {
        let network = Network::with(&[
            ("feed.json", &document("two.json", &["b"])),
            ("two.json", &document("three.json", &["a"])),
            ("three.json", bad),
        ]);
        let (titles, requested) = paged(&network, &[]).await;
        assert_eq!(titles, ["b", "a"]);
        assert_eq!(requested.len(), 3);
    }
}

#[wasm_bindgen_test]
async fn cyclic_and_endless_pages_are_limited() {
    let network = Network::with(&[
        ("feed.json", &document("two.json", &["b"])),
        ("two.json", &document("feed.json", &["a"])),
    ]);
    let (titles, requested) = paged(&network, &[]).await;
    assert_eq!(titles, ["b", "a"]);
    assert_eq!(requested, ["feed.json", "two.json", "feed.json"]);
    drop(network);
    let endless: Vec<_> = (1..9)
        .map(|page| {
            (
                format!("/{page}"),
                document(&format!("/{}", page + 1), &[&page.to_string()]),
            )
        })
        .collect();
    let mut routes = vec![("feed.json".to_owned(), document("/1", &["0"]))];
    routes.extend(endless);
    let routes: Vec<_> = routes.iter().map(|(end, body)| (&**end, &**body)).collect();
    let network = Network::with(&routes);
    let (titles, requested) = paged(&network, &[]).await;
    assert_eq!(titles.len(), 5);
    assert_eq!(requested, ["feed.json", "1", "2", "3", "4"]);
}

#[wasm_bindgen_test]
async fn the_next_page_at_another_origin_is_not_requested() {
    for next in [
        "http://elsewhere.example/two.json",
        "https://elsewhere.example/two.json",
        "data:application/json,{}",
    ] {
        let network = Network::with(&[
            ("feed.json", &document(next, &["b"])),
            ("two.json", &document("", &["a"])),
        ]);
        let (_, requested) = paged(&network, &[]).await;
        assert_eq!(requested, ["feed.json"], "{next}");
    }
}

/// An element of the page, removed at the end of the test.
struct Block(HtmlElement);

impl Block {
    fn new(name: &str, value: &str, height: u32) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let block: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        block.set_attribute(name, value).unwrap();
        block
            .style()
            .set_property("height", &format!("{height}px"))
            .unwrap();
        document.body().unwrap().append_child(&block).unwrap();
        Self(block)
    }

    fn top(&self) -> f64 {
        self.0.get_bounding_client_rect().top()
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// A feed of events with these ids.
fn feed_of(ids: &[&str]) -> String {
    let titles: Vec<_> = ids.iter().map(|id| format!("Event {id}")).collect();
    let events: Vec<_> = ids
        .iter()
        .copied()
        .zip(titles.iter().map(String::as_str))
        .collect();
    live_feed(&events)
}

/// A feed of these events, by id and headline.
fn live_feed(events: &[(&str, &str)]) -> String {
    let items: Vec<_> = events
        .iter()
        .map(|(id, title)| {
            let [id, title] = [id, title].map(|text| text.replace('"', "\\\""));
            format!(r#"{{"id": "{id}", "title": "{title}", "content_text": "x", "url": "https://example.org/{id}"}}"#)
        })
        .collect();
    format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "items": [{}]}}"#,
        items.join(",")
    )
}

fn hrefs(page: &Fixture) -> Vec<String> {
    let links = page.root.query_selector_all(".link").unwrap();
    (0..links.length())
        .map(|index| {
            let link: web_sys::Element = links.get(index).unwrap().unchecked_into();
            link.get_attribute("href").unwrap()
        })
        .collect()
}

#[wasm_bindgen_test]
async fn the_usual_ids_of_live_blogs_are_found_and_the_rest_leads_elsewhere() {
    let _blocks =
        ["t1", "block-t2", "liveblog-entry-t3", "id_t4"].map(|id| Block::new("id", id, 1));
    let page = Fixture::new(&feed_of(&["t1", "t2", "t3", "t4", "t5"]), &[]);
    settle().await;
    assert_eq!(
        hrefs(&page),
        [
            "#t1",
            "#block-t2",
            "#liveblog-entry-t3",
            "#id_t4",
            "https://example.org/t5"
        ]
    );
    assert_eq!(page.count("a[href='https://example.org/t5'] .elsewhere"), 1);
    assert_eq!(page.count("a .elsewhere"), 1);
}

#[wasm_bindgen_test]
async fn the_anchor_attribute_is_an_id_or_a_selector_and_comes_first() {
    let _plain = Block::new("id", "u1", 1);
    let _by_id = Block::new("id", "post-u1", 1);
    let page = Fixture::new(&feed_of(&["u1"]), &[("anchor", "post-{id}")]);
    settle().await;
    assert_eq!(hrefs(&page), ["#post-u1"]);
    drop(page);
    let _by_attribute = Block::new("data-post-id", "a\"b]c", 1);
    let page = Fixture::new(
        &feed_of(&["a\"b]c"]),
        &[("anchor", "[data-post-id=\"{id}\"]")],
    );
    settle().await;
    assert_eq!(
        hrefs(&page),
        ["#a\"b]c"],
        "an element without an id goes by its entry's"
    );
}

#[wasm_bindgen_test]
async fn an_element_added_later_turns_its_link_into_a_jump() {
    let page = Fixture::new(&feed_of(&["v1"]), &[]);
    settle().await;
    assert_eq!(hrefs(&page), ["https://example.org/v1"]);
    let _block = Block::new("id", "v1", 1);
    next_change(|| hrefs(&page) == ["#v1"]).await;
}

/// Waits for an asynchronous change of the browser, at most some seconds.
async fn next_change(condition: impl Fn() -> bool) {
    for _ in 0..300 {
        if condition() {
            return;
        }
        let frame = Promise::new(&mut |resolve, _| {
            let window = web_sys::window().unwrap();
            window.request_animation_frame(&resolve).unwrap();
        });
        JsFuture::from(frame).await.unwrap();
    }
    panic!("it never happened");
}

#[wasm_bindgen_test]
async fn a_jump_ends_with_the_target_at_the_top_and_the_event_marked() {
    let _before = Block::new("class", "filler", 3_000);
    let block = Block::new("id", "w2", 900);
    let _after = Block::new("class", "filler", 3_000);
    let page = Fixture::new(&feed_of(&["w1", "w2"]), &[]);
    settle().await;
    let address = web_sys::window().unwrap().location().href().unwrap();
    let settled = JsFuture::from(page.widget.go_to("w2")).await.unwrap();
    assert_eq!(settled.as_bool(), Some(true));
    assert!(block.top().abs() <= 2.0, "{}", block.top());
    let window = web_sys::window().unwrap();
    assert_eq!(window.location().hash().unwrap(), "#w2");
    let focused = window.document().unwrap().active_element().unwrap();
    assert_eq!(focused.id(), "w2");
    settle().await;
    assert_eq!(page.texts("[aria-current=location] .title"), ["Event w2"]);
    assert_eq!(page.texts("[part~=current] .title"), ["Event w2"]);
    window.history().unwrap().back().unwrap();
    next_change(|| window.location().href().unwrap() == address).await;
    next_change(|| window.scroll_y().unwrap() < 1.0).await;
    let elsewhere = JsFuture::from(page.widget.go_to("w1")).await.unwrap();
    assert_eq!(elsewhere.as_bool(), Some(false));
}

#[wasm_bindgen_test]
async fn a_page_may_cancel_a_jump() {
    let _block = Block::new("id", "x1", 1);
    let page = Fixture::new(&feed_of(&["x1"]), &[]);
    settle().await;
    let cancel =
        Closure::<dyn FnMut(web_sys::Event)>::new(|event: web_sys::Event| event.prevent_default());
    page.element
        .add_event_listener_with_callback("key-events-jump", cancel.as_ref().unchecked_ref())
        .unwrap();
    page.click(".link");
    settle().await;
    let hash = web_sys::window().unwrap().location().hash().unwrap();
    assert_ne!(hash, "#x1");
    let focused = web_sys::window()
        .unwrap()
        .document()
        .unwrap()
        .active_element();
    assert_ne!(focused.unwrap().id(), "x1");
}

impl Fixture {
    async fn refresh(&self, feed: &str) {
        self.script.set_text_content(Some(feed));
        JsFuture::from(self.widget.refresh()).await.unwrap();
        settle().await;
    }

    fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    /// The number of DOM mutations of the widget during `work`.
    async fn mutations(&self, work: impl Future<Output = ()>) -> u32 {
        let count = std::rc::Rc::new(std::cell::Cell::new(0));
        let seen = std::rc::Rc::clone(&count);
        let add = Closure::<dyn FnMut(js_sys::Array)>::new(move |records: js_sys::Array| {
            seen.set(seen.get() + records.length());
        });
        let observer = web_sys::MutationObserver::new(add.as_ref().unchecked_ref()).unwrap();
        let init = js_sys::Object::new();
        for key in ["childList", "attributes", "characterData", "subtree"] {
            js_sys::Reflect::set(&init, &key.into(), &JsValue::TRUE).unwrap();
        }
        observer
            .observe_with_options(&self.root, init.unchecked_ref())
            .unwrap();
        work.await;
        observer.disconnect();
        count.get()
    }
}

#[wasm_bindgen_test]
async fn new_events_are_marked_counted_and_announced_but_not_at_the_first_load() {
    let page = Fixture::new(&live_feed(&[("b", "B"), ("a", "A")]), &[]);
    settle().await;
    assert_eq!(page.texts("[role=status]"), ["", ""]);
    assert_eq!(page.count("[part=new-badge]"), 0);
    page.refresh(&live_feed(&[
        ("d", "D"),
        ("c", "C"),
        ("b", "B"),
        ("a", "A"),
    ]))
    .await;
    assert_eq!(page.texts(".title"), ["D", "C", "B", "A"]);
    assert_eq!(page.count("[part~=new] [part=new-badge]"), 2);
    assert_eq!(page.texts("[role=status]"), ["2 new key events", ""]);
}

#[wasm_bindgen_test]
async fn a_collapsed_list_offers_its_new_events_and_opens_for_them() {
    let page = Fixture::new(&live_feed(&[("a", "A")]), &[("collapsed", "")]);
    settle().await;
    page.refresh(&live_feed(&[("b", "B"), ("a", "A")])).await;
    assert_eq!(page.texts("[part=toast]"), ["1 new key event"]);
    page.click("[part=toast]");
    settle().await;
    assert_eq!(page.count("[part=toggle][aria-expanded=true]"), 1);
    assert_eq!(page.count("[part=toast]"), 0);
}

#[wasm_bindgen_test]
async fn an_event_removed_before_it_was_seen_is_not_new() {
    let page = Fixture::new(&live_feed(&[("a", "A")]), &[("collapsed", "")]);
    settle().await;
    page.refresh(&live_feed(&[("c", "C"), ("b", "B"), ("a", "A")]))
        .await;
    assert_eq!(page.texts("[part=toast]"), ["2 new key events"]);
    page.refresh(&live_feed(&[("b", "B"), ("a", "A")])).await;
    assert_eq!(page.texts("[part=toast]"), ["1 new key event"]);
    page.refresh(&live_feed(&[("a", "A")])).await;
    assert_eq!(page.count("[part=toast]"), 0);
}

impl Fixture {
    /// Records the details of the `key-events-update` events from now on.
    fn updates(&self) -> js_sys::Array {
        let updates = js_sys::Array::new();
        let log = updates.clone();
        let listen =
            Closure::<dyn FnMut(web_sys::CustomEvent)>::new(move |event: web_sys::CustomEvent| {
                log.push(&js_sys::JSON::stringify(&event.detail()).unwrap());
            });
        self.element
            .add_event_listener_with_callback("key-events-update", listen.as_ref().unchecked_ref())
            .unwrap();
        listen.forget();
        updates
    }
}

#[wasm_bindgen_test]
async fn an_update_event_has_the_added_changed_and_removed_ids() {
    let page = Fixture::new(&live_feed(&[("b", "B"), ("a", "A")]), &[]);
    settle().await;
    let updates = page.updates();
    let next = live_feed(&[("c", "C"), ("b", "B!")]);
    page.refresh(&next).await;
    page.refresh(&next).await;
    assert_eq!(updates.length(), 1);
    assert_eq!(
        updates.get(0).as_string().unwrap(),
        r#"{"added":["c"],"changed":["b"],"removed":["a"]}"#
    );
}

#[wasm_bindgen_test]
async fn updates_during_a_slow_render_dispatch_one_event() {
    let page = Fixture::new(&live_feed(&[("a", "A")]), &[]);
    settle().await;
    let updates = page.updates();
    // With this clock every step takes longer than a frame, so the list renders incrementally.
    let slow = Function::new_no_args(
        "const own = Date.now;
         let late = 0;
         Date.now = () => own() + (late += 20);
         return () => (Date.now = own);",
    );
    let restore: Function = slow.call0(&JsValue::NULL).unwrap().unchecked_into();
    for (feed, newest) in [
        (live_feed(&[("b", "B"), ("a", "A")]), "B"),
        (live_feed(&[("c", "C"), ("b", "B"), ("a", "A")]), "C"),
    ] {
        page.script.set_text_content(Some(&feed));
        let _ = page.widget.refresh();
        // Without timers, the incremental render does not finish.
        for _ in 0..1000 {
            if page
                .texts(".title")
                .first()
                .is_some_and(|title| title == newest)
            {
                break;
            }
            let turn = Promise::resolve(&JsValue::UNDEFINED);
            JsFuture::from(turn).await.unwrap();
        }
    }
    next_change(|| page.texts(".title") == ["C", "B", "A"]).await;
    restore.call0(&JsValue::NULL).unwrap();
    settle().await;
    let updates: Vec<_> = updates
        .iter()
        .map(|detail| detail.as_string().unwrap())
        .collect();
    assert_eq!(
        updates,
        [r#"{"added":["c","b"],"changed":[],"removed":[]}"#]
    );
}

#[wasm_bindgen_test]
async fn rows_wait_while_one_of_them_has_the_focus() {
    let page = Fixture::new(&live_feed(&[("c", "C"), ("b", "B"), ("a", "A")]), &[]);
    settle().await;
    let links = page.root.query_selector_all(".link").unwrap();
    let link: HtmlElement = links.get(1).unwrap().unchecked_into();
    link.focus().unwrap();
    page.refresh(&live_feed(&[("d", "D"), ("c", "C"), ("a", "A")]))
        .await;
    assert_eq!(page.texts("li:focus-within .title"), ["B"]);
    assert_eq!(page.texts(".title"), ["C", "B", "A"]);
    link.blur().unwrap();
    next_change(|| page.texts(".title") == ["D", "C", "A"]).await;
}

#[wasm_bindgen_test]
async fn an_unchanged_feed_changes_nothing_and_an_edit_only_its_row() {
    let feed = live_feed(&[("b", "B"), ("a", "A")]);
    let page = Fixture::new(&feed, &[]);
    settle().await;
    assert_eq!(page.mutations(page.refresh(&feed)).await, 0);
    let edited = live_feed(&[("b", "B!"), ("a", "A")]);
    // The element of the headline is added, filled, and the old one removed. The name of its link changes.
    assert_eq!(page.mutations(page.refresh(&edited)).await, 4);
    assert_eq!(page.texts(".title"), ["B!", "A"]);
}

#[wasm_bindgen_test]
async fn a_failed_refresh_keeps_the_list_and_says_since_when_it_is_out_of_date() {
    let page = Fixture::new(&live_feed(&[("a", "A")]), &[]);
    settle().await;
    page.refresh("no feed").await;
    assert_eq!(page.widget.state(), "stale");
    assert_eq!(page.texts(".title"), ["A"]);
    let status = page.texts("[part~=stale]").concat();
    assert!(
        status.starts_with("Last checked at ") && !status.contains('{'),
        "{status}"
    );
    page.refresh(&live_feed(&[("a", "A")])).await;
    assert_eq!(page.widget.state(), "ready");
    assert_eq!(page.count("[part~=stale]"), 0);
    page.script.remove();
    JsFuture::from(page.widget.refresh()).await.unwrap();
    settle().await;
    assert_eq!(page.widget.state(), "stale");
}
