//! The reader in front of a browser.

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
    invariants::{Expected, Invariants, Recording},
    site::TestSite,
};

/// How long a condition may take to come true. Nothing takes this long unless it never happens.
const DEADLINE: Duration = Duration::from_secs(15);

/// Looks again and again until there is nothing to complain about.
///
/// # Panics
/// When the deadline passes, with what was waited for and the last complaint.
pub(crate) async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<T, String>) -> T {
    let start = Instant::now();
    loop {
        match look().await {
            Ok(found) => return found,
            Err(complaint) if start.elapsed() > DEADLINE => {
                panic!("waited {DEADLINE:?} for {what}, in vain: {complaint}")
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
    /// Of the documents that were left.
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

    /// The browser, for what it alone can do.
    pub fn browser(&self) -> &Browser {
        &self.0.browser
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.browser().engine()
    }

    // Going places.

    /// Opens a path of the publisher and waits until the document is parsed.
    pub async fn open(&self, path: &str) {
        self.open_url(&self.0.site.url(path)).await;
    }

    /// Opens an address of one of the two origins.
    pub async fn open_url(&self, url: &str) {
        self.navigate("/url", json!({ "url": url })).await;
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.navigate("/refresh", Value::Null).await;
    }

    /// Leaves for the page before this one; not for steps within a page.
    pub async fn back(&self) {
        self.keep_recorded().await;
        // WebKit's driver waits for the document to be parsed, which one that comes out of the
        // back-forward cache never is: there the wait ends with the limit.
        let limit = |ms: u32| self.send("POST", "/timeouts", json!({ "pageLoad": ms }));
        limit(1_000).await;
        let outcome = self.browser().send("POST", "/back", Value::Null).await;
        limit(300_000).await;
        if let Err(error) = outcome {
            assert!(error.contains("timeout"), "{error}");
        }
    }

    async fn navigate(&self, command: &str, body: Value) {
        self.keep_recorded().await;
        self.send("POST", command, body).await;
    }

    async fn keep_recorded(&self) {
        let old = self.recorded().await;
        self.0.recording.lock().unwrap().add(old);
    }

    /// What the document has recorded since the last call.
    async fn recorded(&self) -> Value {
        let script = "
            const { console, errors, violations } = window.__recorder ?? {};
            if (!console) return {};
            return { console: console.splice(0), errors: errors.splice(0), violations: violations.splice(0) };";
        self.run(script).await
    }

    // Looking, in the page and in its shadow roots.

    /// The document itself, without what is in shadow roots.
    pub fn document(&self) -> Scope {
        self.scope(Value::Null)
    }

    /// The inside of the first `<key-events>`.
    pub fn widget(&self) -> Scope {
        self.nth_widget(0)
    }

    /// The inside of a `<key-events>`, counted from 0.
    pub fn nth_widget(&self, number: usize) -> Scope {
        self.inside("key-events", number)
    }

    /// The inside of the shadow root of an element, found by selector and number, at any depth.
    pub fn inside(&self, host: &str, number: usize) -> Scope {
        self.scope(json!([host, number]))
    }

    fn scope(&self, place: Value) -> Scope {
        Scope {
            page: self.clone(),
            place,
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

    /// Waits until the first widget has all of its wasm: only then it says that it can't go to an
    /// event that isn't there. In a development build it has that from its start.
    pub async fn wait_for_rest(&self) {
        let gone = "const { querySelector } = Document.prototype;
            return querySelector.call(document, 'key-events').goTo('no such event')";
        assert_eq!(self.run(gone).await, false);
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

    /// Keeps events of a name from here on; those of the widget are kept from the start.
    pub async fn listen(&self, name: &str) {
        let script = "window.__recorder.listen(arguments[0])";
        self.run_with(script, json!([name])).await;
    }

    /// The events of a name that the window heard in this document, each with `bubbles`,
    /// `composed`, `cancelable`, `detail` and the name of its `target`.
    pub async fn events(&self, name: &str) -> Vec<Value> {
        let script = "return window.__recorder.events[arguments[0]]";
        let events = self.run_with(script, json!([name])).await;
        events.as_array().cloned().unwrap_or_default()
    }

    /// Waits until so many events of a name were heard, sees that it is no more, and returns them.
    pub async fn wait_for_events(&self, name: &str, count: usize) -> Vec<Value> {
        let heard = format!("window.__recorder.events['{name}'].length >= {count}");
        self.wait_until(&heard).await;
        let events = self.events(name).await;
        assert_eq!(events.len(), count, "events {name}: {events:?}");
        events
    }

    /// Notes from here on what changes inside the first `<key-events>`.
    pub async fn watch_mutations(&self) {
        self.run(
            "window.mutations = [];
            const { shadowRoot } = document.querySelector('key-events');
            const said = ({ type, target, attributeName }) =>
                [type, target.localName ?? target.data, attributeName && target.getAttribute(attributeName)].join(' ');
            new MutationObserver((list) => window.mutations.push(...list.map(said)))
                .observe(shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });",
        )
        .await;
    }

    /// What has changed since then, in words.
    pub async fn mutations(&self) -> Value {
        self.run("return window.mutations").await
    }

    // Acting.

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

    /// Does WebDriver actions, a list of input sources with their actions.
    pub async fn act(&self, actions: Value) {
        self.send("POST", "/actions", json!({ "actions": actions }))
            .await;
    }

    /// Makes the viewport this large, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        self.browser().set_viewport(width, height).await.unwrap();
    }

    /// Takes the network away (`true`) or gives it back; not in WebKit.
    pub async fn set_offline(&self, offline: bool) {
        self.browser().set_offline(offline).await.unwrap();
    }

    /// Sends a command of Chromium's developer tools.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": method, "params": parameters });
        self.send("POST", "/goog/cdp/execute", body).await
    }

    // Judging.

    /// Announces a line in the console that contains this, once.
    pub fn expect_console(&self, part: &str) {
        let mut expected = self.0.expected.lock().unwrap();
        expected.console.push(part.to_owned());
    }

    /// Announces a violation of the page's policy that contains this, at least once.
    pub fn expect_violation(&self, part: &str) {
        let mut expected = self.0.expected.lock().unwrap();
        expected.violations.push(part.to_owned());
    }

    /// Announces lines that some browsers have of their own, containing this.
    pub fn expect_own_log(&self, part: &str) {
        let mut expected = self.0.expected.lock().unwrap();
        expected.own_log.push(part.to_owned());
    }

    /// The sum of all layout shifts, where the engine counts them: Chromium.
    pub async fn layout_shift(&self) -> Option<f64> {
        self.run("return window.__recorder.shift?.() ?? null")
            .await
            .as_f64()
    }

    /// What went wrong since the last verdict, apart from what was announced.
    pub async fn verdict(&self) -> Invariants {
        let now = self.recorded().await;
        let mut recording = mem::take(&mut *self.0.recording.lock().unwrap());
        recording.add(now);
        recording.own_log = self.browser().own_log().await.unwrap_or_default();
        let expected = mem::take(&mut *self.0.expected.lock().unwrap());
        Invariants::of(&recording, &expected, &self.0.site.take_unknown_requests())
    }

    /// A picture of what the reader sees, as PNG.
    pub async fn screenshot(&self) -> Option<Vec<u8>> {
        let picture = self.browser().send("GET", "/screenshot", Value::Null);
        BASE64_STANDARD.decode(picture.await.ok()?.as_str()?).ok()
    }

    async fn send(&self, method: &str, path: &str, body: Value) -> Value {
        match self.browser().send(method, path, body).await {
            Ok(result) => result,
            Err(error) => panic!("{path}: {error}"),
        }
    }
}

/// A place to look in: a document or a shadow root.
#[derive(Clone, Debug)]
pub struct Scope {
    page: Page,
    place: Value,
}

impl Scope {
    async fn ask(&self, selector: &str, question: &str, more: &str) -> Result<Value, String> {
        let arguments = json!([self.place, selector, question, more]);
        self.page
            .browser()
            .run(include_str!("page/query.js"), arguments)
            .await
    }

    async fn answer(&self, selector: &str, question: &str, more: &str) -> Value {
        match self.ask(selector, question, more).await {
            Ok(answer) => answer,
            Err(error) => panic!("{question} of {selector}: {error}"),
        }
    }

    /// How many elements match.
    pub async fn count(&self, selector: &str) -> usize {
        let count = self.answer(selector, "count", "").await;
        usize::try_from(count.as_u64().unwrap_or(0)).unwrap_or(0)
    }

    /// The text of the first element that matches, as it is rendered, white space collapsed.
    pub async fn text(&self, selector: &str) -> String {
        string(&self.answer(selector, "text", "").await).unwrap_or_default()
    }

    /// The texts of all elements that match.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let texts = self.answer(selector, "texts", "").await;
        strings(&texts).into_iter().flatten().collect()
    }

    /// An attribute of the first element that matches.
    pub async fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        string(&self.answer(selector, "attribute", name).await)
    }

    /// An attribute of all elements that match.
    pub async fn attributes(&self, selector: &str, name: &str) -> Vec<Option<String>> {
        strings(&self.answer(selector, "attributes", name).await)
    }

    /// What the first element that matches is called by assistive technology.
    pub async fn label(&self, selector: &str) -> String {
        let element = self.answer(selector, "element", "").await;
        let id = element.as_object().and_then(|names| names.values().next());
        let id = id.and_then(Value::as_str).unwrap_or_default();
        let path = format!("/element/{id}/computedlabel");
        let label = self.page.send("GET", &path, Value::Null).await;
        string(&label).unwrap_or_default()
    }

    /// A property of the first element that matches.
    pub async fn property(&self, selector: &str, name: &str) -> Value {
        self.answer(selector, "property", name).await
    }

    /// The computed value of a CSS property of the first element that matches.
    pub async fn style(&self, selector: &str, name: &str) -> String {
        string(&self.answer(selector, "style", name).await).unwrap_or_default()
    }

    /// Whether a reader can see one of the elements that match, here or after scrolling.
    pub async fn is_visible(&self, selector: &str) -> bool {
        self.answer(selector, "visible", "").await == true
    }

    /// Whether one of the elements that match has the focus.
    pub async fn is_focused(&self, selector: &str) -> bool {
        self.answer(selector, "focused", "").await == true
    }

    /// x, y, width and height of the first element that matches, in CSS pixels of the viewport.
    pub async fn rectangle(&self, selector: &str) -> [f64; 4] {
        let found = self.answer(selector, "box", "").await;
        ["x", "y", "width", "height"].map(|side| found[side].as_f64().unwrap_or_default())
    }

    /// Gives the focus to the first element that matches.
    pub async fn focus(&self, selector: &str) {
        self.answer(selector, "focus", "").await;
    }

    /// Scrolls to the first element that matches, points at its middle and clicks.
    ///
    /// # Panics
    /// When it is not there, not rendered, or something covers it.
    pub async fn click(&self, selector: &str) {
        self.click_with(selector, 0, None).await;
    }

    /// Clicks with a button (0: primary, 1: middle) while a key is held down.
    pub async fn click_with(&self, selector: &str, button: u8, held: Option<Key>) {
        let target = self.answer(selector, "target", "").await;
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

    /// Waits until so many elements match.
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

    /// Waits until a reader can see one of the elements that match, or (`false`) none.
    pub async fn wait_visible(&self, selector: &str, visible: bool) {
        self.wait(selector, "visible", "", visible).await;
    }

    async fn wait(&self, selector: &str, question: &str, more: &str, value: impl Into<Value>) {
        let value = value.into();
        let what = format!("{question} {more} of {selector} to be {value}");
        until(&what, async || {
            let answer = self.ask(selector, question, more).await?;
            (answer == value).then_some(()).ok_or(answer.to_string())
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
