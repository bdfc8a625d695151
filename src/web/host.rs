//! The host element of a widget.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, DomRect, Element, HtmlElement, MouseEvent};
use yew::virtual_dom::VNode;

use super::anchor_element::{AnchorElement, Lookup};
use super::click::Click;
use super::clock::{self, Timeout};
use super::fetch::Prefetched;
use super::listener::{EventListener, listen};
use super::loader::Loader;
use super::object;
use super::observers::{IntersectionChange, IntersectionWatcher, MutationWatcher};
use super::page_lookup::PageLookup;
use super::sanitize;
use super::scroll;
use super::static_render::{Attribute, Replaced, Static};
use super::url;
use crate::time::timestamp::Timestamp;

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

    /// The URL of the lazy chunk, and why its last load failed.
    pub fn lazy_chunk_failure(&self) -> (String, String) {
        let chunk = self.loader.lazy_chunk();
        (chunk.url(), chunk.failure())
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

    /// The button to the next event, or to the previous one if `step` is negative.
    pub fn step_button(&self, step: isize) -> Option<AnchorElement> {
        let name = if step < 0 { "prev" } else { "next" };
        let selector = ["[data-action=", name, "]"].concat();
        self.find(&selector).map(AnchorElement::of)
    }

    /// The row of an event in the list.
    pub fn row(&self, id: &str) -> Option<AnchorElement> {
        self.find(&row_selector(id)).map(AnchorElement::of)
    }

    /// Focuses the link of an event, or else the button that expands the list.
    pub fn focus_row(&self, id: Option<&str>) {
        let link = id.and_then(|id| self.find(&[&row_selector(id), " a"].concat()));
        if let Some(element) = link.or_else(|| self.find("[data-action=toggle]")) {
            AnchorElement::of(element).focus();
        }
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).ok().flatten()
    }

    /// Reports whether the element is in the viewport, now and when that changes.
    pub fn watch_visibility(
        &self,
        callback: impl Fn(bool) + 'static,
    ) -> Option<IntersectionWatcher> {
        let on_change = Box::new(move |change: Option<IntersectionChange>| {
            if let Some(change) = change {
                callback(change.is_intersecting);
            }
        });
        IntersectionWatcher::observe(&[&self.element], None, "0px", 0.0, on_change)
    }

    /// Calls back when half of the element gets in or out of the viewport. Of an element that is higher than the
    /// viewport, half of the viewport counts.
    pub fn watch_half(
        &self,
        callback: impl Fn(bool) + 'static,
    ) -> [Option<IntersectionWatcher>; 2] {
        let in_view = Rc::new((Cell::new([false; 2]), callback));
        // What covers the middle of the viewport fills half of it, or half of what covers it is in view.
        [(0, "0px", 0.5), (1, "-50% 0px", 0.0)].map(|(index, margin, threshold)| {
            let in_view = Rc::clone(&in_view);
            let on_change = Box::new(move |change: Option<IntersectionChange>| {
                let Some(change) = change else { return };
                let (state, callback) = &*in_view;
                let before = state.get();
                let mut now = before;
                if let Some(one) = now.get_mut(index) {
                    *one = change.is_intersecting;
                }
                state.set(now);
                let is_in_view = now.contains(&true);
                if is_in_view != before.contains(&true) {
                    callback(is_in_view);
                }
            });
            IntersectionWatcher::observe(&[&self.element], None, margin, threshold, on_change)
        })
    }

    /// Reports which of these rows enter or leave the viewport. `margin` and `threshold` are those of
    /// [`IntersectionWatcher::observe`].
    pub fn watch_rows(
        &self,
        ids: &[Rc<str>],
        margin: &str,
        threshold: f64,
        callback: impl Fn(usize, bool) + 'static,
    ) -> Option<IntersectionWatcher> {
        let rows: Vec<_> = ids
            .iter()
            .map(|id| self.root.query_selector(&row_selector(id)).ok().flatten())
            .collect();
        let rendered: Vec<_> = rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| Some((index, row.as_ref()?)))
            .collect();
        let elements: Vec<_> = rendered.iter().map(|(_, row)| *row).collect();
        let indexes: Vec<_> = rendered.iter().map(|(index, _)| *index).collect();
        let on_change = Box::new(move |change: Option<IntersectionChange>| {
            if let Some(change) = change
                && let Some(index) = indexes.get(change.index)
            {
                callback(*index, change.is_intersecting);
            }
        });
        IntersectionWatcher::observe(&elements, None, margin, threshold, on_change)
    }

    /// Whether the reader is at the rows: a pointer that can hover is over them, or the focus is in them
    /// or on the button that shows what waits.
    pub fn is_in_use(&self) -> bool {
        self.find(".list:focus-within, .toast:focus").is_some() || self.is_hovered()
    }

    fn is_hovered(&self) -> bool {
        let can_hover = web_sys::window()
            .and_then(|window| window.match_media("(hover: hover)").ok()?)
            .is_some_and(|query| query.matches());
        can_hover
            && self
                .root
                .query_selector(".list:hover")
                .is_ok_and(|list| list.is_some())
    }

    /// Whether the element is in the page.
    pub fn is_connected(&self) -> bool {
        self.element.is_connected()
    }

    /// Whether a higher list would shift the visible content of the page: the widget ends in the viewport,
    /// with content below it.
    pub fn would_shift_content(&self) -> bool {
        // While a prerendered list is shown, the widget is not in the page.
        let is_connected = self.root.is_connected();
        // A list that already scrolls keeps its height.
        let scrolls = || {
            let list = self.list();
            list.is_some_and(|list| list.scroll_height() > list.client_height())
        };
        is_connected && !scrolls() && self.visible_end().is_some()
    }

    /// The position of the element, if it is in the viewport.
    pub fn position(&self) -> Option<HostPosition> {
        let height = viewport_height()?;
        let rect = self.element.get_bounding_client_rect();
        let (top, bottom) = (rect.top(), rect.bottom());
        let has_content_below = self.visible_end().is_some();
        (bottom > 0.0 && top < height).then_some(HostPosition {
            top,
            bottom,
            has_content_below,
        })
    }

    /// The bottom of the element, if it is in the viewport and content of the page is below it.
    fn visible_end(&self) -> Option<f64> {
        let height = viewport_height()?;
        let end = self.end();
        let is_visible = end > 0.0 && end < height;
        (is_visible && self.has_content_below(end, height)?).then_some(end)
    }

    /// The number of rows in the list.
    pub fn row_count(&self) -> usize {
        let rows = self.root.query_selector_all("[part=list] > * > * > li");
        rows.map_or(0, |rows| rows.length() as usize)
    }

    /// Appends a day to the list, outside of Yew.
    pub fn append_day(&self, day: &VNode) -> Option<Static> {
        Static::append(&self.list()?, day)
    }

    /// Appends a row to the last day of the list, outside of Yew.
    pub fn append_row(&self, row: &VNode) -> Option<Static> {
        let last_rows = self
            .root
            .query_selector("[part=list] > :last-child > :last-child");
        Static::append(&last_rows.ok()??, row)
    }

    /// Adds a heading to the first day of the list, if that has none, outside of Yew.
    pub fn prepend_day_heading(&self, heading: &VNode) -> Option<Static> {
        let day = self.find("[part=list] > :first-child:not(:has(> .day))")?;
        Static::prepend(&day, heading)
    }

    /// Replaces the text of each time in the list, outside of Yew. `text` gets its RFC 3339 and its part.
    pub fn replace_times(&self, text: impl Fn(&str, &str) -> Option<String>) -> Vec<Replaced> {
        let replace = |time: Element| {
            let text = text(&time.get_attribute("datetime")?, &time.class_name())?;
            Replaced::new(time, &text)
        };
        let times = self.find_all(".item > .time, .text > .updated");
        times.into_iter().filter_map(replace).collect()
    }

    /// Sets the attribute `data-near` of the heading of a day, outside of Yew.
    pub fn mark_day(&self, index: usize, word: &str) -> Option<Attribute> {
        let days = self.list()?.children();
        let heading = days.item(index as u32)?.first_element_child()?;
        let is_heading = heading.class_name() == "day";
        is_heading.then(|| Attribute::set(heading, "data-near", word))?
    }

    /// Sets the attribute `data-gap` of the text of a row, outside of Yew.
    pub fn mark_gap(&self, id: &str, gap: &str) -> Option<Attribute> {
        let text = [&row_selector(id), " > .text"].concat();
        Attribute::set(self.find(&text)?, "data-gap", gap)
    }

    /// Sets the attribute `data-url` of each headline that leads to another page to its absolute URL.
    pub fn mark_urls(&self) -> Vec<Attribute> {
        let base = url::base();
        let mark = |link: Element| {
            let url = url::absolute(&link.get_attribute("href")?, &base)?;
            Attribute::set(link, "data-url", &url)
        };
        let links = self.find_all(".link:not([href^='#'])");
        links.into_iter().filter_map(mark).collect()
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

    /// Calls back when the pointer leaves the widget, or when the focus leaves an element of it.
    pub fn on_leave(&self, callback: impl Fn() + 'static) -> [EventListener; 2] {
        let callback = Rc::new(callback);
        ["pointerleave", "focusout"].map(|event| {
            let (callback, mut timer) = (Rc::clone(&callback), None);
            EventListener::new(&self.root, event, move |_| {
                let callback = Rc::clone(&callback);
                // The next element has the focus only after the event.
                timer.replace(Timeout::new(0, move || callback()));
            })
        })
    }

    /// Whether a list with its own scrollbar is scrolled.
    pub fn list_is_scrolled(&self) -> bool {
        self.list().is_some_and(|list| list.scroll_top() > 0)
    }

    /// Scrolls a list with its own scrollbar to its start.
    pub fn scroll_list_to_start(&self) {
        if let Some(list) = self.list() {
            list.set_scroll_top(0);
        }
    }

    /// Whether the focus is in the widget.
    pub fn has_focus(&self) -> bool {
        self.find(":focus").is_some()
    }

    /// Whether the focus is in what is hidden when the list is collapsed, slots included.
    pub fn has_focus_in_content(&self) -> bool {
        self.find("#content:focus-within").is_some()
    }

    /// The `data-action` of the button that has the focus.
    pub fn focused_action(&self) -> Option<String> {
        self.find("[data-action]:focus")?
            .get_attribute("data-action")
    }

    /// The id of the event whose row has the focus.
    pub fn focused_row(&self) -> Option<String> {
        self.find("[data-id]:focus-within")?
            .get_attribute("data-id")
    }

    /// Scrolls a row into view in a list with its own scrollbar, without scrolling the page.
    pub fn scroll_row_into_view(&self, id: &str) -> Option<IntersectionWatcher> {
        let list = self.list()?;
        let row = self.root.query_selector(&row_selector(id)).ok()??;
        let root = list.clone();
        let mut is_done = false;
        let scroll = Box::new(move |change: Option<IntersectionChange>| match change {
            Some(change) if !is_done => {
                let (above, below) = change.overflow;
                if above > 0.0 {
                    list.scroll_by_with_x_and_y(0.0, -above);
                } else if below > 0.0 {
                    list.scroll_by_with_x_and_y(0.0, below);
                }
            }
            // Only once: after that, the reader scrolls the list.
            _ => is_done = true,
        });
        IntersectionWatcher::observe(&[&row], Some(&root), "0px", 1.0, scroll)
    }

    /// Scrolls the row that gets the focus of the keyboard into view, in a list that scrolls sideways, until the
    /// result is dropped. Browsers leave a link where it is if some of it is in view.
    pub fn show_focused_rows(self: &Rc<Self>) -> EventListener {
        let host = Rc::clone(self);
        EventListener::new(&self.root, "focusin", move |_| {
            let focused = host.find(":focus-visible");
            let row = focused.and_then(|focused| focused.closest(".item").ok()?);
            if let Some((row, list)) = row.zip(host.list()) {
                let (inner, outer) = (
                    row.get_bounding_client_rect(),
                    list.get_bounding_client_rect(),
                );
                if inner.left() < outer.left() || inner.right() > outer.right() {
                    scroll::show_at_start(&row);
                }
            }
        })
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

/// The position of the element in the viewport, in CSS pixels.
pub struct HostPosition {
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// Whether visible content of the page is below it.
    pub(super) has_content_below: bool,
}

/// The height of the viewport, in CSS pixels.
fn viewport_height() -> Option<f64> {
    web_sys::window()?.inner_height().ok()?.as_f64()
}

fn row_selector(id: &str) -> String {
    ["[data-id=\"", &web_sys::css::escape(id), "\"]"].concat()
}
