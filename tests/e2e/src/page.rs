//! A page in a browser, as its reader uses it.

use std::{
    mem,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

pub use fantoccini::key::Key;

use crate::{
    browser::{Browser, Engine},
    invariants::{BrokenInvariants, Expected, Recording},
    site::TestSite,
};

/// How long to wait for a condition. Nothing takes this long unless it never happens.
const DEADLINE: Duration = Duration::from_secs(15);

/// Repeats a check until it succeeds.
///
/// # Panics
/// When the deadline passes, with the last error.
pub(crate) async fn until<T>(what: &str, mut check: impl AsyncFnMut() -> Result<T, String>) -> T {
    let start = Instant::now();
    loop {
        match check().await {
            Ok(found) => return found,
            Err(error) if start.elapsed() > DEADLINE => {
                panic!("waited {DEADLINE:?} for {what}, in vain: {error}")
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// A tab of a browser, and what a scenario expects of it.
#[derive(Clone, Debug)]
pub struct Page(Arc<Tab>);

#[derive(Debug)]
struct Tab {
    browser: Arc<Browser>,
    site: TestSite,
    /// The recordings of the documents that were left.
    recording: Mutex<Recording>,
    expected: Mutex<Expected>,
}

impl Page {
    pub(crate) fn new(browser: Arc<Browser>, site: TestSite) -> Self {
        Self(Arc::new(Tab {
            browser,
            site,
            recording: Mutex::default(),
            expected: Mutex::default(),
        }))
    }

    /// The browser, for the features of one engine.
    pub fn browser(&self) -> &Browser {
        &self.0.browser
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.browser().engine()
    }

    // Navigation.

    /// Opens a path of the publisher and waits until the document is parsed.
    pub async fn open(&self, path: &str) {
        self.open_url(&self.0.site.url(path)).await;
    }

    /// Opens a URL of one of the two origins.
    pub async fn open_url(&self, url: &str) {
        self.navigate("/url", json!({ "url": url })).await;
    }

    /// Reloads the page.
    pub async fn reload(&self) {
        self.navigate("/refresh", Value::Null).await;
    }

    /// Goes back to the previous document; not for history entries of the same document.
    pub async fn back(&self) {
        self.save_recording().await;
        // WebKit's driver waits until the document is parsed. A document from the back-forward
        // cache never reports that, so the wait ends with the timeout.
        let limit = |ms: u32| self.send("POST", "/timeouts", json!({ "pageLoad": ms }));
        limit(1_000).await;
        let outcome = self.browser().send("POST", "/back", Value::Null).await;
        limit(300_000).await;
        if let Err(error) = outcome {
            assert!(error.contains("timeout"), "{error}");
        }
    }

    async fn navigate(&self, command: &str, body: Value) {
        self.save_recording().await;
        self.send("POST", command, body).await;
    }

    async fn save_recording(&self) {
        let old = self.take_recording().await;
        self.0.recording.lock().unwrap().add(old);
    }

    /// What the document recorded since the last call.
    async fn take_recording(&self) -> Value {
        let script = "
            const { console, errors, violations } = window.__recorder ?? {};
            if (!console) return {};
            return { console: console.splice(0), errors: errors.splice(0), violations: violations.splice(0) };";
        self.run(script).await
    }

    // Queries, in the page and in its shadow roots.

    /// The document, without its shadow roots.
    pub fn document(&self) -> Scope {
        self.scope(Value::Null)
    }

    /// The shadow root of the first `<key-events>`.
    pub fn widget(&self) -> Scope {
        self.nth_widget(0)
    }

    /// The shadow root of a `<key-events>`, counted from 0.
    pub fn nth_widget(&self, number: usize) -> Scope {
        self.inside("key-events", number)
    }

    /// The shadow root of an element, by selector and number, at any depth.
    pub fn inside(&self, host: &str, number: usize) -> Scope {
        self.scope(json!([host, number]))
    }

    fn scope(&self, host: Value) -> Scope {
        Scope {
            page: self.clone(),
            host,
        }
    }

    // Scripts.

    /// Runs the body of a function in the page and returns its result, or that of its promise.
    ///
    /// # Panics
    /// When the script throws.
    pub async fn run(&self, script: &str) -> Value {
        self.run_with(script, json!([])).await
    }

    /// Runs the body of a function with `arguments`.
    ///
    /// # Panics
    /// When the script throws.
    pub async fn run_with(&self, script: &str, arguments: Value) -> Value {
        match self.browser().run(script, arguments).await {
            Ok(result) => result,
            Err(error) => panic!("{error}\nin the script: {script}"),
        }
    }

    /// Waits until the first widget has loaded the lazy chunk: only then does `goTo()` report a
    /// missing event. In a development build it is loaded from the start.
    pub async fn wait_for_lazy_chunk(&self) {
        let script = "const { querySelector } = Document.prototype;
            return querySelector.call(document, 'key-events').goTo('no such event')";
        assert_eq!(self.run(script).await, false);
    }

    /// Waits until an expression is true.
    pub async fn wait_until(&self, expression: &str) {
        let script = format!("return !!({expression})");
        until(expression, async || {
            let result = self.browser().run(&script, json!([])).await?;
            (result == true).then_some(()).ok_or("false".into())
        })
        .await;
    }

    /// Waits until an expression has this value.
    pub async fn wait_for(&self, expression: &str, value: impl Into<Value>) {
        let script = format!("return {expression}");
        let value = value.into();
        until(&format!("{expression} to be {value}"), async || {
            let result = self.browser().run(&script, json!([])).await?;
            (result == value).then_some(()).ok_or(result.to_string())
        })
        .await;
    }

    /// Records events of a name from now on. The widget's events are recorded from the start.
    pub async fn listen(&self, name: &str) {
        let script = "window.__recorder.listen(arguments[0])";
        self.run_with(script, json!([name])).await;
    }

    /// The events of a name that reached the window of this document, each with `bubbles`,
    /// `composed`, `cancelable`, `detail` and the name of its `target`.
    pub async fn events(&self, name: &str) -> Vec<Value> {
        let script = "return window.__recorder.events[arguments[0]]";
        let events = self.run_with(script, json!([name])).await;
        events.as_array().cloned().unwrap_or_default()
    }

    /// Waits for `count` events of a name, asserts that there are no more, and returns them.
    pub async fn wait_for_events(&self, name: &str, count: usize) -> Vec<Value> {
        let heard = format!("window.__recorder.events['{name}'].length >= {count}");
        self.wait_until(&heard).await;
        let events = self.events(name).await;
        assert_eq!(events.len(), count, "events {name}: {events:?}");
        events
    }

    /// Records mutations inside the first `<key-events>` from now on.
    pub async fn watch_mutations(&self) {
        self.run(
            "window.mutations = [];
            const { shadowRoot } = document.querySelector('key-events');
            const line = ({ type, target, attributeName }) =>
                [type, target.localName ?? target.data, attributeName && target.getAttribute(attributeName)].join(' ');
            new MutationObserver((list) => window.mutations.push(...list.map(line)))
                .observe(shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });",
        )
        .await;
    }

    /// The mutations since then, as text.
    pub async fn mutations(&self) -> Value {
        self.run("return window.mutations").await
    }

    /// The role of an element that a script has returned (`role`), or its accessible name (`label`).
    pub async fn computed(&self, what: &str, element: &Value) -> String {
        let id = element.as_object().and_then(|names| names.values().next());
        let id = id.and_then(Value::as_str).unwrap_or_default();
        let path = format!("/element/{id}/computed{what}");
        let computed = self.send("GET", &path, Value::Null).await;
        string(&computed).unwrap_or_default()
    }

    // Input.

    /// Presses and releases a key.
    pub async fn press(&self, key: Key) {
        self.type_text(&char::from(key).to_string()).await;
    }

    /// Types characters one by one.
    pub async fn type_text(&self, text: &str) {
        let keys: Vec<Value> = text
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        self.act(json!([{ "type": "key", "id": "keys", "actions": keys }]))
            .await;
    }

    /// Performs WebDriver actions: a list of input sources with their actions.
    pub async fn act(&self, actions: Value) {
        self.send("POST", "/actions", json!({ "actions": actions }))
            .await;
    }

    /// Sets the size of the viewport, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        self.browser().set_viewport(width, height).await.unwrap();
    }

    /// In WebKit, which has neither paper nor a touch screen here: applies the rules of the widgets for a media query,
    /// and not those for what it excludes: a screen, or a pointer that hovers. Elsewhere the preferences of the scenario do.
    pub async fn apply_media(&self, query: &str) {
        if self.engine() != Engine::Webkit {
            return;
        }
        let script = "
            const [query] = arguments;
            const apply = (rules) => {
                for (const rule of rules) {
                    const media = rule.media?.mediaText;
                    if (media == query) rule.media.mediaText = 'all';
                    else if (query == 'print' ? media?.startsWith('screen') : media?.includes('hover: hover')) rule.media.mediaText = 'not all';
                    if (rule.cssRules) apply(rule.cssRules);
                }
            };
            for (const { shadowRoot } of document.querySelectorAll('key-events'))
                for (const sheet of shadowRoot.adoptedStyleSheets) apply(sheet.cssRules);";
        self.run_with(script, json!([query])).await;
    }

    /// Sets the network offline (`true`) or online; not in WebKit.
    pub async fn set_offline(&self, offline: bool) {
        self.browser().set_offline(offline).await.unwrap();
    }

    /// Sends a command to Chromium's developer tools.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": method, "params": parameters });
        self.send("POST", "/goog/cdp/execute", body).await
    }

    // Invariants.

    /// Expects one console message that contains this.
    pub fn expect_console(&self, part: &str) {
        let mut expected = self.0.expected.lock().unwrap();
        expected.console.push(part.to_owned());
    }

    /// Expects at least one policy violation that contains this.
    pub fn expect_violation(&self, part: &str) {
        let mut expected = self.0.expected.lock().unwrap();
        expected.violations.push(part.to_owned());
    }

    /// Expects an element of the page that cannot load a URL that contains this.
    pub fn expect_unloadable(&self, part: &str) {
        let mut expected = self.0.expected.lock().unwrap();
        expected.unloadable.push(part.to_owned());
    }

    /// Allows messages that some browsers log themselves and that contain this.
    pub fn expect_own_log(&self, part: &str) {
        let mut expected = self.0.expected.lock().unwrap();
        expected.own_log.push(part.to_owned());
    }

    /// The sum of all layout shifts, in engines that report them: Chromium.
    pub async fn layout_shift(&self) -> Option<f64> {
        self.run("return window.__recorder.shift?.() ?? null")
            .await
            .as_f64()
    }

    /// The invariants that the page broke since the last call, apart from what the scenario
    /// expects.
    pub async fn broken_invariants(&self) -> BrokenInvariants {
        let now = self.take_recording().await;
        let mut recording = mem::take(&mut *self.0.recording.lock().unwrap());
        recording.add(now);
        recording.own_log = self.browser().own_log().await.unwrap_or_default();
        let expected = mem::take(&mut *self.0.expected.lock().unwrap());
        BrokenInvariants::of(&recording, &expected, &self.0.site.take_unknown_requests())
    }

    /// A screenshot of the viewport, as PNG.
    pub async fn screenshot(&self) -> Option<Vec<u8>> {
        let screenshot = self.browser().send("GET", "/screenshot", Value::Null);
        BASE64_STANDARD
            .decode(screenshot.await.ok()?.as_str()?)
            .ok()
    }

    async fn send(&self, method: &str, path: &str, body: Value) -> Value {
        match self.browser().send(method, path, body).await {
            Ok(result) => result,
            Err(error) => panic!("{path}: {error}"),
        }
    }
}

/// The root of queries: a document or a shadow root.
#[derive(Clone, Debug)]
pub struct Scope {
    page: Page,
    host: Value,
}

impl Scope {
    async fn try_query(
        &self,
        selector: &str,
        query: &str,
        argument: &str,
    ) -> Result<Value, String> {
        let arguments = json!([self.host, selector, query, argument]);
        self.page
            .browser()
            .run(include_str!("page/query.js"), arguments)
            .await
    }

    async fn query(&self, selector: &str, query: &str, argument: &str) -> Value {
        match self.try_query(selector, query, argument).await {
            Ok(result) => result,
            Err(error) => panic!("{query} of {selector}: {error}"),
        }
    }

    /// How many elements match.
    pub async fn count(&self, selector: &str) -> usize {
        let count = self.query(selector, "count", "").await;
        usize::try_from(count.as_u64().unwrap_or(0)).unwrap_or(0)
    }

    /// The rendered text of the first element that matches, with white space collapsed.
    pub async fn text(&self, selector: &str) -> String {
        string(&self.query(selector, "text", "").await).unwrap_or_default()
    }

    /// The texts of all elements that match.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let texts = self.query(selector, "texts", "").await;
        strings(&texts).into_iter().flatten().collect()
    }

    /// An attribute of the first element that matches.
    pub async fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        string(&self.query(selector, "attribute", name).await)
    }

    /// An attribute of all elements that match.
    pub async fn attributes(&self, selector: &str, name: &str) -> Vec<Option<String>> {
        strings(&self.query(selector, "attributes", name).await)
    }

    /// The accessible name of the first element that matches.
    pub async fn label(&self, selector: &str) -> String {
        let element = self.query(selector, "element", "").await;
        self.page.computed("label", &element).await
    }

    /// A property of the first element that matches.
    pub async fn property(&self, selector: &str, name: &str) -> Value {
        self.query(selector, "property", name).await
    }

    /// The computed value of a CSS property of the first element that matches.
    pub async fn style(&self, selector: &str, name: &str) -> String {
        string(&self.query(selector, "style", name).await).unwrap_or_default()
    }

    /// Whether one of the elements that match is visible, now or after scrolling.
    pub async fn is_visible(&self, selector: &str) -> bool {
        self.query(selector, "visible", "").await == true
    }

    /// Whether one of the elements that match has focus.
    pub async fn is_focused(&self, selector: &str) -> bool {
        self.query(selector, "focused", "").await == true
    }

    /// x, y, width and height of the first element that matches, in CSS pixels of the viewport.
    pub async fn rectangle(&self, selector: &str) -> [f64; 4] {
        let found = self.query(selector, "box", "").await;
        ["x", "y", "width", "height"].map(|side| found[side].as_f64().unwrap_or_default())
    }

    /// Focuses the first element that matches.
    pub async fn focus(&self, selector: &str) {
        self.query(selector, "focus", "").await;
    }

    /// Scrolls to the first element that matches, and clicks at its center.
    ///
    /// # Panics
    /// When it is not there, not rendered, or something covers it.
    pub async fn click(&self, selector: &str) {
        self.click_with(selector, 0, None).await;
    }

    /// Clicks with a button (0: primary, 1: middle) while a key is held down.
    pub async fn click_with(&self, selector: &str, button: u8, held: Option<Key>) {
        let target = self.query(selector, "target", "").await;
        let (x, y) = (&target["x"], &target["y"]);
        let mut actions = vec![json!({
            "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
            "actions": [
                { "type": "pointerMove", "x": x, "y": y, "duration": 0, "origin": "viewport" },
                { "type": "pointerDown", "button": button },
                { "type": "pointerUp", "button": button },
            ],
        })];
        if let Some(key) = held {
            let key = char::from(key);
            actions.push(json!({ "type": "key", "id": "keys", "actions": [
                { "type": "keyDown", "value": key },
                { "type": "pause" },
                { "type": "pause" },
                { "type": "keyUp", "value": key },
            ]}));
            let wait = json!({ "type": "pause" });
            actions[0]["actions"]
                .as_array_mut()
                .unwrap()
                .insert(1, wait);
        }
        self.page.act(Value::Array(actions)).await;
    }

    /// Waits until `count` elements match.
    pub async fn wait_count(&self, selector: &str, count: usize) {
        self.wait(selector, "count", "", count).await;
    }

    /// Waits until the first element that matches has this text.
    pub async fn wait_text(&self, selector: &str, text: &str) {
        self.wait(selector, "text", "", text).await;
    }

    /// Waits until the elements that match have these texts.
    pub async fn wait_texts(&self, selector: &str, texts: &[&str]) {
        self.wait(selector, "texts", "", texts).await;
    }

    /// Waits until the first element that matches has this attribute value.
    pub async fn wait_attribute(&self, selector: &str, name: &str, value: &str) {
        self.wait(selector, "attribute", name, value).await;
    }

    /// Waits until one of the elements that match is visible, or (`false`) none.
    pub async fn wait_visible(&self, selector: &str, visible: bool) {
        self.wait(selector, "visible", "", visible).await;
    }

    async fn wait(&self, selector: &str, query: &str, argument: &str, value: impl Into<Value>) {
        let value = value.into();
        let what = format!("{query} {argument} of {selector} to be {value}");
        until(&what, async || {
            let result = self.try_query(selector, query, argument).await?;
            (result == value).then_some(()).ok_or(result.to_string())
        })
        .await;
    }
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn strings(value: &Value) -> Vec<Option<String>> {
    value.as_array().into_iter().flatten().map(string).collect()
}
