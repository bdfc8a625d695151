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
        let document = web_sys::window().unwrap().document().unwrap();
        let body = document.body().unwrap();
        let script = document.create_element("script").unwrap();
        script.set_attribute("type", "application/json").unwrap();
        // Its own id: a test that fails leaves its elements behind.
        let id = format!("feed-{}", js_sys::Math::random());
        script.set_id(&id);
        script.set_text_content(Some(feed));
        let element: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        element.set_attribute("lang", "en-GB").unwrap();
        element.set_attribute("src", &format!("#{id}")).unwrap();
        element.set_attribute("time-zone", "UTC").unwrap();
        for (name, value) in attributes {
            element.set_attribute(name, value).unwrap();
        }
        body.append_child(&script).unwrap();
        body.append_child(&element).unwrap();
        let shadow = element
            .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
            .unwrap();
        let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        shadow.append_child(&root).unwrap();
        let mut widget = Widget::new();
        widget.mount(element.clone(), root.clone(), loader().unchecked_into());
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

impl Drop for Fixture {
    fn drop(&mut self) {
        self.widget.unmount();
        self.element.remove();
        self.script.remove();
    }
}

/// A loader that has sent no request.
fn loader() -> JsValue {
    let make = Function::new_no_args("return { claim() {}, refused: async () => false }");
    make.call0(&JsValue::NULL).unwrap()
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
        .mount(page.element.clone(), root, loader().unchecked_into());
    settle().await;
    assert_eq!(page.texts(".title").len(), 2);
    assert_eq!(page.texts("[aria-expanded=false]").len(), 1);
}
