//! The widget in a browser, without the loader.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, missing_docs)]

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
        // Its own id: a test that fails leaves its elements behind.
        let id = format!("feed-{}", js_sys::Math::random());
        script.set_id(&id);
        Self::with(script, Some(&format!("#{id}")), attributes)
    }

    fn with(script: web_sys::Element, src: Option<&str>, attributes: &[(&str, &str)]) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
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
        widget.mount(element.clone(), root.clone(), Function::new_no_args(""));
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

/// Answers requests in place of the network: the first part of a route that an address ends in
/// decides, `!` answers with an error. Notes every address that was asked for.
struct Network {
    own: JsValue,
    asked: js_sys::Array,
}

impl Network {
    fn with(routes: &[(&str, &str)]) -> Self {
        let window = web_sys::window().unwrap();
        let own = js_sys::Reflect::get(&window, &"fetch".into()).unwrap();
        let asked = js_sys::Array::new();
        let table = js_sys::Array::new();
        for (end, body) in routes {
            table.push(&js_sys::Array::of2(&(*end).into(), &(*body).into()));
        }
        let answer = Function::new_with_args(
            "table, asked, request",
            "asked.push(request.url);
             const route = table.find(([end]) => request.url.endsWith(end));
             const status = !route || route[1] == '!' ? 500 : 200;
             return Promise.resolve(new Response(route?.[1], { status }));",
        );
        let answer = answer.bind2(&JsValue::NULL, &table, &asked);
        js_sys::Reflect::set(&window, &"fetch".into(), &answer).unwrap();
        Self { own, asked }
    }

    /// The last parts of the addresses that were asked for.
    fn asked(&self) -> Vec<String> {
        let address = |address: JsValue| address.as_string().unwrap();
        let last = |address: String| address.rsplit('/').next().unwrap().to_owned();
        self.asked.iter().map(address).map(last).collect()
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

/// Waits until Yew has drawn, a load that this started is done, and Yew has drawn that.
async fn settle() {
    yew::scheduler::flush().await;
    let task = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().unwrap();
        window.set_timeout_with_callback(&resolve).unwrap();
    });
    JsFuture::from(task).await.unwrap();
    yew::scheduler::flush().await;
}

#[wasm_bindgen_test]
async fn key_events_are_listed_with_their_text_as_text() {
    let page = Fixture::new(FEED, &[]);
    settle().await;
    assert_eq!(page.texts(".title"), ["<b>First</b>", "Second"]);
    assert_eq!(page.texts("time"), ["20:17", "19:00"]);
    assert_eq!(page.texts("a"), ["Second"]);
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
async fn what_is_no_feed_offers_another_try_that_can_succeed() {
    let page = Fixture::new("{}", &[]);
    settle().await;
    assert_eq!(page.widget.state(), "error");
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
async fn a_widget_put_back_keeps_its_list() {
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
    page.widget
        .mount(page.element.clone(), root, Function::new_no_args(""));
    settle().await;
    assert_eq!(page.texts(".title").len(), 2);
    assert_eq!(page.texts("[aria-expanded=false]").len(), 1);
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
    settle().await;
    assert_eq!(page.widget.state(), "error");
}

#[wasm_bindgen_test]
async fn coverage_that_has_ended_ends_the_widget() {
    for (end, state) in [
        ("2001-01-01T00:00:00Z", "ended"),
        ("9999-01-01T00:00:00Z", "ready"),
    ] {
        let feed = format!(
            r#"{{"@type": "LiveBlogPosting", "coverageEndTime": "{end}", "liveBlogUpdate": {{"@id": "a", "headline": "A"}}}}"#
        );
        let page = Fixture::new(&feed, &[]);
        settle().await;
        assert_eq!(page.widget.state(), state);
    }
}

#[wasm_bindgen_test]
async fn an_entry_is_found_where_its_dialect_has_it() {
    let document = web_sys::window().unwrap().document().unwrap();
    let place = document.create_element("article").unwrap();
    place.set_attribute("data-post-id", "urn:x").unwrap();
    place.set_id("somewhere");
    document.body().unwrap().append_child(&place).unwrap();
    let page = Fixture::new(
        r#"{"_items": [{"_id": "urn:x", "lb_highlight": true, "items": [{"text": "A goal."}]},
            {"_id": "article", "lb_highlight": true, "items": [{"text": "No goal."}]}]}"#,
        &[],
    );
    settle().await;
    let link = page.root.query_selector("a").unwrap().unwrap();
    assert_eq!(link.get_attribute("href").as_deref(), Some("#somewhere"));
    assert_eq!(page.texts("a"), ["A goal."]);
    place.remove();
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
    (page.texts(".title"), network.asked())
}

#[wasm_bindgen_test]
async fn a_feed_that_goes_on_is_followed_until_there_are_enough_rows() {
    let network = Network::with(&[
        ("/live/feed.json", &document("two.json?a=1", &["f", "e"])),
        (
            "/live/two.json?a=1",
            &document("/live/three.json", &["e", "d"]),
        ),
        ("/live/three.json", &document("four.json", &["c"])),
    ]);
    let (titles, asked) = paged(&network, &[("limit", "3")]).await;
    assert_eq!(titles, ["f", "e", "d"]);
    assert_eq!(asked, ["feed.json", "two.json?a=1"]);
    let (titles, _) = paged(&network, &[("limit", "4"), ("order", "oldest")]).await;
    assert_eq!(titles, ["c", "d", "e", "f"]);
}

#[wasm_bindgen_test]
async fn a_page_that_fails_costs_only_itself() {
    for bad in ["!", "<html>"] {
        let network = Network::with(&[
            ("feed.json", &document("two.json", &["b"])),
            ("two.json", &document("three.json", &["a"])),
            ("three.json", bad),
        ]);
        let (titles, asked) = paged(&network, &[]).await;
        assert_eq!(titles, ["b", "a"]);
        assert_eq!(asked.len(), 3);
    }
}

#[wasm_bindgen_test]
async fn a_feed_in_a_circle_or_without_an_end_is_left() {
    let network = Network::with(&[
        ("feed.json", &document("two.json", &["b"])),
        ("two.json", &document("feed.json", &["a"])),
    ]);
    let (titles, asked) = paged(&network, &[]).await;
    assert_eq!(titles, ["b", "a"]);
    assert_eq!(asked, ["feed.json", "two.json", "feed.json"]);
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
    let (titles, asked) = paged(&network, &[]).await;
    assert_eq!(titles.len(), 5);
    assert_eq!(asked, ["feed.json", "1", "2", "3", "4"]);
}

#[wasm_bindgen_test]
async fn a_feed_does_not_go_on_over_an_open_line_to_elsewhere() {
    for (next, requests) in [
        ("http://elsewhere.example/two.json", 1),
        ("https://elsewhere.example/two.json", 2),
        ("data:application/json,{}", 1),
    ] {
        let network = Network::with(&[
            ("feed.json", &document(next, &["b"])),
            ("two.json", &document("", &["a"])),
        ]);
        let (_, asked) = paged(&network, &[]).await;
        assert_eq!(asked.len(), requests, "{next}");
    }
}
