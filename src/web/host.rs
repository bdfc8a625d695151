//! The host element of a widget.

mod focus;
mod list_changes;
mod viewport;

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, DomRect, Element, HtmlElement, MouseEvent};

use super::anchor_element::{AnchorElement, Lookup};
use super::click::Click;
use super::clock;
use super::fetch::Prefetched;
use super::listener::{EventListener, listen};
use super::loader::{self, Loader};
use super::object;
use super::observers::MutationWatcher;
use super::page_lookup::PageLookup;
use super::sanitize;
use crate::time::timestamp::Timestamp;

pub use viewport::HostPosition;

/// A `<key-events>` element and the root element of the widget in its shadow root.
pub struct Host {
    pub(super) element: HtmlElement,
    pub(super) root: HtmlElement,
    pub(super) loader: Loader,
    save_data: bool,
    first_rows: usize,
    end_at_mount: Option<f64>,
    /// Whether the height is locked.
    pub(super) is_locked: Cell<bool>,
    /// The last height, as long as changes of it are watched.
    pub(super) height: Cell<Option<f64>>,
    /// Whether the widget was in the page at the last check.
    pub(super) is_mounted: Cell<bool>,
    /// The rest that rounded scroll positions left, in CSS pixels.
    pub(super) rounding: Cell<f64>,
}

/// Makes the lookup of a widget. `None`: there is no document.
pub type MakeLookup = fn(&Host) -> Option<Box<dyn Lookup>>;

impl Host {
    /// `root` is the element to render in, `save_data` the reader's preference for reduced data usage,
    /// `first_rows` the number of rows of the first render.
    pub fn new(
        element: HtmlElement,
        root: HtmlElement,
        loader: Loader,
        save_data: bool,
        first_rows: usize,
    ) -> Rc<Self> {
        loader::keep_lazy_chunk(&loader);
        let mut host = Self {
            element,
            root,
            loader,
            save_data,
            first_rows,
            end_at_mount: None,
            is_locked: Cell::default(),
            height: Cell::default(),
            is_mounted: Cell::default(),
            rounding: Cell::default(),
        };
        host.end_at_mount = host.end_above();
        Rc::new(host)
    }

    /// [`Host::end_above`] before the widget replaced the fallback content.
    pub fn end_at_mount(&self) -> Option<f64> {
        self.end_at_mount
    }

    /// The number of rows of the first render of a longer list.
    pub fn first_rows(&self) -> usize {
        self.first_rows
    }

    /// The element that the widget is rendered in.
    pub fn root(&self) -> &Element {
        &self.root
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.element.get_attribute(name)
    }

    /// Whether the reader prefers reduced data usage.
    pub fn save_data(&self) -> bool {
        self.save_data
    }

    /// Dispatches `key-events-NAME` with a detail. Returns `false` if the page canceled the event.
    pub fn dispatch(&self, name: &str, detail: &[(&str, &JsValue)], cancelable: bool) -> bool {
        let detail = object(detail);
        let init = object(&[
            ("bubbles", &JsValue::TRUE),
            ("composed", &JsValue::TRUE),
            ("cancelable", &cancelable.into()),
            ("detail", &detail),
        ]);
        let name = ["key-events-", name].concat();
        CustomEvent::new_with_event_init_dict(&name, init.unchecked_ref())
            .and_then(|event| self.element.dispatch_event(&event))
            .unwrap_or(true)
    }

    /// Takes the request that the loader has sent for a URL.
    pub fn take_prefetched(&self, url: &str) -> Option<Prefetched> {
        self.loader.take_prefetched(url).map(|request| Prefetched {
            response: request.response(),
            controller: request.controller(),
        })
    }

    /// Whether the Content Security Policy of the page has blocked a request for a URL. `None`: it is not a
    /// valid URL.
    pub async fn is_blocked(&self, url: &str) -> Option<bool> {
        let is_blocked = JsFuture::from(self.loader.is_blocked(url)).await;
        Some(is_blocked.ok()?.is_truthy())
    }

    /// Waits until a file that could not be loaded is requested again, with all elements of the page, and
    /// returns when that is. `interval` is the polling interval, in milliseconds.
    pub fn wait_for_retry(&self, interval: i64) -> (Timestamp, impl Future<Output = ()> + use<>) {
        let seconds = interval / Timestamp::SECOND;
        let wait = self.loader.wait_for_retry(seconds as f64);
        let retry_at = clock::now().plus(wait.seconds() as i64 * Timestamp::SECOND);
        let is_over = JsFuture::from(wait.is_over());
        (retry_at, async move { drop(is_over.await) })
    }

    /// Calls back with the `data-action` of each click in the widget.
    pub fn on_action(&self, callback: impl Fn(String, Click) + 'static) -> EventListener {
        listen(&self.root, "click", move |event| {
            let event: MouseEvent = event.clone().unchecked_into();
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            let button = target.and_then(|target| target.closest("[data-action]").ok()?);
            if let Some(button) = button
                && let Some(action) = button.get_attribute("data-action")
            {
                callback(action, Click { event, button });
            }
        })
    }

    /// The lookup of what the reader can see, in the shadow trees around the element and in the document.
    pub fn lookup(&self) -> Option<Box<dyn Lookup>> {
        let lookup = PageLookup::new(&self.element)?;
        Some(Box::new(lookup))
    }

    /// The element as a scroll target.
    pub fn target(&self) -> AnchorElement {
        AnchorElement::of(self.element.clone().into())
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).ok().flatten()
    }

    /// Whether the element is in the page.
    pub fn is_connected(&self) -> bool {
        self.element.is_connected()
    }

    fn find_all(&self, selector: &str) -> Vec<Element> {
        let Ok(found) = self.root.query_selector_all(selector) else {
            return Vec::new();
        };
        let nodes = (0..found.length()).filter_map(|index| found.get(index));
        nodes.map(JsCast::unchecked_into).collect()
    }

    pub(super) fn list(&self) -> Option<Element> {
        self.root.query_selector("[part=list]").ok()?
    }

    /// Calls back when elements are added or removed anywhere in the page.
    pub fn watch_page(&self, callback: impl FnMut() + 'static) -> Option<MutationWatcher> {
        MutationWatcher::observe(&self.element, callback)
    }

    /// The container of the rich text of an event, if its story is expanded.
    pub fn story(&self, id: &str) -> Option<StoryContainer> {
        let selector = [&row_selector(id), " .rich"].concat();
        self.root
            .query_selector(&selector)
            .ok()?
            .map(StoryContainer)
    }

    /// Fills a story with sanitized HTML.
    pub async fn fill(&self, story: &StoryContainer, html: &str, images: bool) {
        sanitize::fill(&story.0, html, images, || self.loader.purify()).await;
    }

    /// Fills a story with a text and a link: its URL and its label.
    pub fn fill_text(story: &StoryContainer, text: &str, link: Option<(&str, Rc<str>)>) {
        sanitize::fill_text(&story.0, text, link);
    }

    pub(super) fn rect(&self) -> DomRect {
        self.element.get_bounding_client_rect()
    }

    pub(super) fn end(&self) -> f64 {
        self.element.get_bounding_client_rect().bottom()
    }

    /// Releases the space that the loader has reserved for the list.
    pub fn release_reserved_height(&self) {
        // Removing a property that is not set does not fail.
        let _ = self.root.style().remove_property("--space");
    }
}

/// The container of the rich text of an event.
#[derive(Clone, PartialEq)]
pub struct StoryContainer(Element);

fn row_selector(id: &str) -> String {
    ["[data-id=\"", &web_sys::css::escape(id), "\"]"].concat()
}
