//! The host element of a widget.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CssStyleDeclaration, CustomEvent, DomRect, Element, HtmlElement, MouseEvent, Node, ShadowRoot,
};

use super::anchor_element::AnchorElement;
use super::fetch::Prefetched;
use super::listener::{EventListener, listen};
use super::object;
use super::observers::{IntersectionChange, IntersectionWatcher};
use super::sanitize;
use super::scroll::{Scroller, page_has_scroll_anchoring, style};

/// A `<key-events>` element and the root element of the widget in its shadow root.
pub struct Host {
    element: HtmlElement,
    root: HtmlElement,
    loader: Loader,
    save_data: bool,
    first_rows: usize,
    end_at_mount: Option<f64>,
    /// Whether the height is locked.
    is_locked: Cell<bool>,
}

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

    /// Whether the Content Security Policy of the page has blocked a request for a URL.
    pub async fn is_blocked(&self, url: &str) -> bool {
        let is_blocked = JsFuture::from(self.loader.is_blocked(url)).await;
        is_blocked.is_ok_and(|is_blocked| is_blocked.is_truthy())
    }

    /// The URL of the lazy chunk, and why its last load failed.
    pub fn lazy_chunk_failure(&self) -> (String, String) {
        let chunk = self.loader.lazy_chunk();
        (chunk.url(), chunk.failure())
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

    /// The element as a scroll target.
    pub fn target(&self) -> AnchorElement {
        AnchorElement::of(self.element.clone().into())
    }

    /// The button to the next event, or to the previous one if `step` is negative.
    pub fn step_button(&self, step: isize) -> Option<AnchorElement> {
        let name = if step < 0 { "prev" } else { "next" };
        let selector = ["[data-action=", name, "]"].concat();
        self.root
            .query_selector(&selector)
            .ok()
            .flatten()
            .map(AnchorElement::of)
    }

    /// Focuses the link of an event, or else the button that expands the list.
    pub fn focus_row(&self, id: Option<&str>) {
        let find = |selector: &str| self.root.query_selector(selector).ok().flatten();
        let link = id.and_then(|id| find(&[&row_selector(id), " a"].concat()));
        if let Some(element) = link.or_else(|| find("[data-action=toggle]")) {
            AnchorElement::of(element).focus();
        }
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

    /// Whether a pointer that can hover is over the rows.
    pub fn is_hovered(&self) -> bool {
        let can_hover = web_sys::window()
            .and_then(|window| window.match_media("(hover: hover)").ok()?)
            .is_some_and(|query| query.matches());
        can_hover
            && self
                .root
                .query_selector(".list:hover")
                .is_ok_and(|list| list.is_some())
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

    /// Locks the height that the element had `before`, if another one would shift visible content: a higher
    /// list scrolls, a lower one has a space below it. [`Host::unlock_height`] ends it.
    pub fn lock_height(&self, before: &HostPosition) {
        self.unlock_height();
        let now = self.element.get_bounding_client_rect();
        let differs = |now: f64, before: f64| (now - before).abs() > 0.5;
        // The top moves if the element is aligned with the end of its container.
        let shifts = differs(now.top(), before.top)
            || (before.has_content_below && differs(now.bottom(), before.bottom));
        if !shifts {
            return;
        }
        let growth = now.height() - (before.bottom - before.top);
        let list = self.list();
        self.is_locked.set(true);
        if growth > 0.5
            && let Some(list) = list
        {
            let height = (list.get_bounding_client_rect().height() - growth).max(MIN_LIST_HEIGHT);
            let style = list.unchecked_ref::<HtmlElement>().style();
            set_length(&style, "max-block-size", height);
            // The property names are valid, so setting them never fails, here and below.
            let _ = style.set_property("overflow-y", "auto");
        } else if growth < -0.5 {
            let style = self.root.style();
            set_length(
                &style,
                "min-block-size",
                self.root.get_bounding_client_rect().height() - growth,
            );
            // The space is below the rows, not between them.
            let _ = style.set_property("align-content", "start");
        }
    }

    /// Unlocks the height, so that the list has the height of its rows.
    pub fn unlock_height(&self) {
        if !self.is_locked.take() {
            return;
        }
        let list = self.list();
        let locked = [list.as_ref().map(JsCast::unchecked_ref), Some(&self.root)];
        let end = self.end_above();
        for style in locked.into_iter().flatten().map(HtmlElement::style) {
            for name in [
                "max-block-size",
                "overflow-y",
                "min-block-size",
                "align-content",
            ] {
                let _ = style.remove_property(name);
            }
        }
        if let Some(end) = end {
            self.restore_end(end);
        }
    }

    fn list(&self) -> Option<Element> {
        self.root.query_selector("[part=list]").ok()?
    }

    /// Whether content of the page is visible below the widget, in its column: a sibling of the element or of
    /// an ancestor, or text.
    ///
    /// It compares boxes, because `elementFromPoint` finds neither text nodes nor elements without pointer
    /// events.
    fn has_content_below(&self, end: f64, height: f64) -> Option<bool> {
        let range = web_sys::window()?.document()?.create_range().ok()?;
        let column = self.element.get_bounding_client_rect();
        let is_below = |node: &Node| {
            let rect = match node.dyn_ref::<Element>() {
                Some(element) => {
                    let position = style(element, "position");
                    if position.is_some_and(|value| matches!(&*value, "absolute" | "fixed")) {
                        return false;
                    }
                    self.loader.rect_of(element)
                }
                None if node.node_type() == Node::TEXT_NODE => {
                    if range.select_node(node).is_err() {
                        return false;
                    }
                    range.get_bounding_client_rect()
                }
                None => return false,
            };
            rect.width() > 0.0
                && rect.height() > 0.0
                && rect.left() < column.right()
                && rect.right() > column.left()
                && rect.bottom() > end + 1.0
                && rect.top() < height
        };
        let mut ancestor = Some(self.element.clone().unchecked_into::<Node>());
        for _ in 0..MAX_ANCESTORS {
            let Some(node) = ancestor else { break };
            for next in [Node::next_sibling, Node::previous_sibling] {
                let mut sibling = next(&node);
                for _ in 0..MAX_SIBLINGS {
                    let Some(node) = sibling else { break };
                    if is_below(&node) {
                        return Some(true);
                    }
                    sibling = next(&node);
                }
            }
            // Up the flat tree: through slots and out of shadow trees.
            let slot = node.dyn_ref::<Element>().and_then(Element::assigned_slot);
            let parent = || node.parent_node();
            ancestor = match slot.map(JsCast::unchecked_into).or_else(parent) {
                Some(root) if root.is_instance_of::<ShadowRoot>() => {
                    Some(root.unchecked_into::<ShadowRoot>().host().into())
                }
                other => other,
            };
        }
        Some(false)
    }

    /// Calls back when the pointer leaves the widget.
    pub fn on_pointer_leave(&self, callback: impl Fn() + 'static) -> EventListener {
        EventListener::new(&self.root, "pointerleave", move |_| callback())
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

    /// The id of the event whose row has the focus.
    pub fn focused_row(&self) -> Option<String> {
        let focused = self.root.query_selector("[data-id]:focus-within").ok()??;
        focused.get_attribute("data-id")
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

    /// The bottom of the element, if it is above the viewport and scroll anchoring of the browser does not
    /// keep the visible content in place.
    pub fn end_above(&self) -> Option<f64> {
        let late = self.loader.is_late() && self.list().is_none();
        // Checked first, because it takes no layout and is true on nearly every page.
        if page_has_scroll_anchoring()? && !late {
            return None;
        }
        let end = self.end();
        let scroller = Scroller::of(&self.target())?;
        (end <= scroller.top().max(0.0) && (late || !scroller.has_scroll_anchoring()?))
            .then_some(end)
    }

    /// Scrolls so that the bottom of the element is where it was before.
    pub fn restore_end(&self, before: f64) {
        let Some(scroller) = Scroller::of(&self.target()) else {
            return;
        };
        let mut shift = self.end() - before;
        // Firefox adjusts the scroll position during layout, for the first list by too much. Other browsers
        // adjust it later.
        if scroller.has_scroll_anchoring().unwrap_or_default() {
            shift = shift.min(0.0);
        }
        if shift != 0.0 {
            scroller.scroll_by(shift);
        }
    }

    fn end(&self) -> f64 {
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

/// A click on an element with a `data-action`.
pub struct Click {
    event: MouseEvent,
    button: Element,
}

impl Click {
    /// Whether it follows a link in the same tab, without a download.
    pub fn is_plain(&self) -> bool {
        let Self { event, .. } = self;
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        event.button() == 0 && !modified && !event.default_prevented()
    }

    /// Prevents the browser from following the link.
    pub fn prevent_default(&self) {
        self.event.prevent_default();
    }

    /// The id of the event that was clicked on.
    pub fn row(&self) -> Option<String> {
        let row = self.button.closest("[data-id]").ok()??;
        row.get_attribute("data-id")
    }

    /// The element that was clicked on.
    pub fn origin(&self) -> AnchorElement {
        AnchorElement::of(self.button.clone())
    }
}

/// The position of the element in the viewport, in CSS pixels.
pub struct HostPosition {
    top: f64,
    bottom: f64,
    /// Whether visible content of the page is below it.
    has_content_below: bool,
}

/// The height of the viewport, in CSS pixels.
fn viewport_height() -> Option<f64> {
    web_sys::window()?.inner_height().ok()?.as_f64()
}

/// The smallest height of a list with a locked height, in CSS pixels: a row of one line.
const MIN_LIST_HEIGHT: f64 = 48.0;

/// How many ancestors of the widget are searched, and how many siblings on each side of them.
const MAX_ANCESTORS: u32 = 50;
const MAX_SIBLINGS: u32 = 50;

fn set_length(style: &CssStyleDeclaration, name: &str, pixels: f64) {
    if let Ok(value) = js_sys::Number::from(pixels).to_string_with_radix(10) {
        let _ = style.set_property(name, &[&String::from(value), "px"].concat());
    }
}

fn row_selector(id: &str) -> String {
    ["[data-id=\"", &web_sys::css::escape(id), "\"]"].concat()
}

#[wasm_bindgen]
extern "C" {
    /// The loader, `src/element/element.js`, as widgets use it.
    pub type Loader;

    #[wasm_bindgen(method, js_name = takePrefetched)]
    fn take_prefetched(this: &Loader, url: &str) -> Option<Request>;

    /// Whether the widget starts after a failure.
    #[wasm_bindgen(method, getter, js_name = isLate)]
    fn is_late(this: &Loader) -> bool;

    #[wasm_bindgen(method, js_name = refused)]
    fn is_blocked(this: &Loader, url: &str) -> js_sys::Promise;

    #[wasm_bindgen(method, getter, js_name = later)]
    fn lazy_chunk(this: &Loader) -> LazyChunkFile;

    #[wasm_bindgen(method, js_name = rectOf)]
    fn rect_of(this: &Loader, element: &Element) -> DomRect;

    #[wasm_bindgen(method)]
    fn purify(this: &Loader) -> js_sys::Promise;

    /// The lazy chunk, and why its last load failed.
    type LazyChunkFile;

    #[wasm_bindgen(method, getter)]
    fn url(this: &LazyChunkFile) -> String;

    #[wasm_bindgen(method, getter)]
    fn failure(this: &LazyChunkFile) -> String;

    /// A request that the loader has sent.
    type Request;

    #[wasm_bindgen(method, getter)]
    fn response(this: &Request) -> js_sys::Promise;

    #[wasm_bindgen(method, getter)]
    fn controller(this: &Request) -> web_sys::AbortController;
}
