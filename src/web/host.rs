//! The element that a widget lives in, as Rust sees it.

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
use super::scroll::{Scroller, page_anchors, style};

/// A `<key-events>` element with the place in its shadow root that the widget is drawn in.
pub struct Host {
    element: HtmlElement,
    root: HtmlElement,
    loader: Loader,
    save_data: bool,
    rows: usize,
    end: Option<f64>,
    /// Whether it is held at the height that it had.
    held: Cell<bool>,
}

impl Host {
    /// The element, the place in its shadow root to draw in, the loader that made both, whether the
    /// reader has told the browser to save data, and how many rows the first frame is to have.
    pub fn new(
        element: HtmlElement,
        root: HtmlElement,
        loader: Loader,
        save_data: bool,
        rows: usize,
    ) -> Rc<Self> {
        let mut host = Self {
            element,
            root,
            loader,
            save_data,
            rows,
            end: None,
            held: Cell::default(),
        };
        host.end = host.end_above();
        Rc::new(host)
    }

    /// What [`Host::end_above`] was before the widget took the place of the fallback content.
    pub fn end_at_mount(&self) -> Option<f64> {
        self.end
    }

    /// How many rows the first frame of a longer list is to have.
    pub fn first_rows(&self) -> usize {
        self.rows
    }

    /// The place that the widget is drawn in.
    pub fn root(&self) -> &Element {
        &self.root
    }

    /// An attribute's value, if it is set.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.element.get_attribute(name)
    }

    /// Whether the reader has told the browser to save data.
    pub fn save_data(&self) -> bool {
        self.save_data
    }

    /// Fires `key-events:NAME` with a detail.
    ///
    /// Returns whether the page let the default action happen.
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

    /// The request that the loader sent for an address, if it did and nobody has it yet.
    pub fn take_prefetched(&self, address: &str) -> Option<Prefetched> {
        self.loader
            .take_prefetched(address)
            .map(|request| Prefetched {
                response: request.response(),
                controller: request.controller(),
            })
    }

    /// Whether the page's Content Security Policy was why a request for an address failed.
    pub async fn refused(&self, address: &str) -> bool {
        let refused = JsFuture::from(self.loader.refused(address)).await;
        refused.is_ok_and(|refused| refused.is_truthy())
    }

    /// Where the second file of the wasm is, and why it could not be loaded.
    pub fn missing_file(&self) -> (String, String) {
        let file = self.loader.later();
        (file.url(), file.failure())
    }

    /// Calls back with the `data-action` of each click inside the widget.
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

    /// The element as a place in the page.
    pub fn target(&self) -> AnchorElement {
        AnchorElement::of(self.element.clone().into())
    }

    /// The button to the next event, or to the previous one where `step` is below 0.
    pub fn step_button(&self, step: isize) -> Option<AnchorElement> {
        let name = if step < 0 { "prev" } else { "next" };
        let selector = ["[data-action=", name, "]"].concat();
        self.root
            .query_selector(&selector)
            .ok()
            .flatten()
            .map(AnchorElement::of)
    }

    /// Moves the focus to the link of an event, or else to the button that expands the list.
    pub fn focus_row(&self, id: Option<&str>) {
        let find = |selector: &str| self.root.query_selector(selector).ok().flatten();
        let link = id.and_then(|id| find(&[&row_selector(id), " a"].concat()));
        if let Some(element) = link.or_else(|| find("[data-action=toggle]")) {
            AnchorElement::of(element).focus();
        }
    }

    /// Tells whether the element is in sight, now and when that changes.
    pub fn watch_sight(&self, tell: impl Fn(bool) + 'static) -> Option<IntersectionWatcher> {
        let tell = Box::new(move |change: Option<IntersectionChange>| {
            if let Some(change) = change {
                tell(change.is_intersecting);
            }
        });
        IntersectionWatcher::observe(&[&self.element], None, "0px", 0.0, tell)
    }

    /// Tells which of these rows come into sight, and which leave it; `margin` and `share` are those of
    /// [`IntersectionWatcher::observe`].
    pub fn watch_rows(
        &self,
        ids: &[Rc<str>],
        margin: &str,
        share: f64,
        tell: impl Fn(usize, bool) + 'static,
    ) -> Option<IntersectionWatcher> {
        let rows: Vec<_> = ids
            .iter()
            .map(|id| self.root.query_selector(&row_selector(id)).ok().flatten())
            .collect();
        let known: Vec<_> = rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| Some((index, row.as_ref()?)))
            .collect();
        let elements: Vec<_> = known.iter().map(|(_, row)| *row).collect();
        let indexes: Vec<_> = known.iter().map(|(index, _)| *index).collect();
        let tell = Box::new(move |change: Option<IntersectionChange>| {
            if let Some(change) = change
                && let Some(index) = indexes.get(change.index)
            {
                tell(*index, change.is_intersecting);
            }
        });
        IntersectionWatcher::observe(&elements, None, margin, share, tell)
    }

    /// Whether the pointer of a reader who has one is on the rows.
    pub fn is_hovered(&self) -> bool {
        let hovers = web_sys::window()
            .and_then(|window| window.match_media("(hover: hover)").ok()?)
            .is_some_and(|query| query.matches());
        hovers
            && self
                .root
                .query_selector(".list:hover")
                .is_ok_and(|list| list.is_some())
    }

    /// Whether a widget that grows moves what the reader sees: it ends in the viewport, and something
    /// of the page is below it.
    pub fn pushes(&self) -> bool {
        // Beside a prerendered list nothing of the widget is there to grow.
        let there = self.root.is_connected();
        // A list that is a box of its own and full stays as high as it is.
        let full = || {
            let list = self.list();
            list.is_some_and(|list| list.scroll_height() > list.client_height())
        };
        there && !full() && self.followed_end().is_some()
    }

    /// Where the element is, if it is in the viewport.
    pub fn anchor(&self) -> Option<EventAnchor> {
        let height = viewport()?;
        let rect = self.element.get_bounding_client_rect();
        let (top, bottom) = (rect.top(), rect.bottom());
        let is_followed = self.followed_end().is_some();
        (bottom > 0.0 && top < height).then_some(EventAnchor {
            top,
            bottom,
            is_followed,
        })
    }

    /// Where the element ends, if that is in the viewport and something of the page is below it.
    fn followed_end(&self) -> Option<f64> {
        let height = viewport()?;
        let end = self.end();
        let is_seen = end > 0.0 && end < height;
        (is_seen && self.is_followed(end, height)?).then_some(end)
    }

    /// Keeps the height that the element had `before`, if another moves what is in sight: a list that is
    /// higher now scrolls, below one that is lower stays a space. It holds until [`Host::let_go`].
    pub fn hold(&self, before: &EventAnchor) {
        self.let_go();
        let now = self.element.get_bounding_client_rect();
        let is_off = |now: f64, before: f64| (now - before).abs() > 0.5;
        // What is aligned with the end of its box grows upwards.
        let moves = is_off(now.top(), before.top)
            || (before.is_followed && is_off(now.bottom(), before.bottom));
        if !moves {
            return;
        }
        let by = now.height() - (before.bottom - before.top);
        let list = self.list();
        self.held.set(true);
        if by > 0.5
            && let Some(list) = list
        {
            let height = (list.get_bounding_client_rect().height() - by).max(LOWEST_LIST);
            let style = list.unchecked_ref::<HtmlElement>().style();
            set(&style, "max-block-size", height);
            // Setting a property that there is is no error, here and below.
            let _ = style.set_property("overflow-y", "auto");
        } else if by < -0.5 {
            let style = self.root.style();
            set(
                &style,
                "min-block-size",
                self.root.get_bounding_client_rect().height() - by,
            );
            // The rows do not share the space.
            let _ = style.set_property("align-content", "start");
        }
    }

    /// Gives the list the height of its rows again.
    pub fn let_go(&self) {
        if !self.held.take() {
            return;
        }
        let list = self.list();
        let held = [list.as_ref().map(JsCast::unchecked_ref), Some(&self.root)];
        let end = self.end_above();
        for style in held.into_iter().flatten().map(HtmlElement::style) {
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
            self.keep_end(end);
        }
    }

    fn list(&self) -> Option<Element> {
        self.root.query_selector("[part=list]").ok()?
    }

    /// Whether something of the page is in sight below the widget, in its column: an element beside it or
    /// beside one around it, or text.
    ///
    /// The boxes are compared, because a point of the page tells neither of text without an element nor of
    /// what the pointer goes through.
    fn is_followed(&self, end: f64, height: f64) -> Option<bool> {
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
        let mut around = Some(self.element.clone().unchecked_into::<Node>());
        for _ in 0..DEEPEST {
            let Some(node) = around else { break };
            for next in [Node::next_sibling, Node::previous_sibling] {
                let mut sibling = next(&node);
                for _ in 0..NEAR {
                    let Some(node) = sibling else { break };
                    if is_below(&node) {
                        return Some(true);
                    }
                    sibling = next(&node);
                }
            }
            // As it is rendered: through slots and out of shadow trees.
            let slot = node.dyn_ref::<Element>().and_then(Element::assigned_slot);
            let parent = || node.parent_node();
            around = match slot.map(JsCast::unchecked_into).or_else(parent) {
                Some(root) if root.is_instance_of::<ShadowRoot>() => {
                    Some(root.unchecked_into::<ShadowRoot>().host().into())
                }
                other => other,
            };
        }
        Some(false)
    }

    /// Calls back when the pointer leaves the widget.
    pub fn on_leave(&self, callback: impl Fn() + 'static) -> EventListener {
        EventListener::new(&self.root, "pointerleave", move |_| callback())
    }

    /// Whether a list that is a box of its own is scrolled.
    pub fn list_is_scrolled(&self) -> bool {
        self.list().is_some_and(|list| list.scroll_top() > 0)
    }

    /// Scrolls a list that is a box of its own to its start.
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

    /// Scrolls a list that is a box of its own, and nothing else, so that a row is in sight.
    pub fn show_row(&self, id: &str) -> Option<IntersectionWatcher> {
        let list = self.list()?;
        let row = self.root.query_selector(&row_selector(id)).ok()??;
        let root = list.clone();
        let mut done = false;
        let show = Box::new(move |change: Option<IntersectionChange>| match change {
            Some(change) if !done => {
                let (above, below) = change.beyond;
                if above > 0.0 {
                    list.scroll_by_with_x_and_y(0.0, -above);
                } else if below > 0.0 {
                    list.scroll_by_with_x_and_y(0.0, below);
                }
            }
            // From here on the list is the reader's.
            _ => done = true,
        });
        IntersectionWatcher::observe(&[&row], Some(&root), "0px", 1.0, show)
    }

    /// Where the rich text of an event's story goes, if that is unfolded.
    pub fn story(&self, id: &str) -> Option<StoryContainer> {
        let selector = [&row_selector(id), " .rich"].concat();
        self.root
            .query_selector(&selector)
            .ok()?
            .map(StoryContainer)
    }

    /// Fills in what is harmless in a piece of HTML.
    pub async fn fill(&self, story: &StoryContainer, html: &str, images: bool) {
        sanitize::fill(&story.0, html, images, || self.loader.purify()).await;
    }

    /// Where the element ends, from the top of the viewport, if that is above what is in sight and the
    /// browser does not keep that where it is by itself, or may go too far.
    pub fn end_above(&self) -> Option<f64> {
        let late = self.loader.is_late() && self.list().is_none();
        // Asked first: it takes no layout, and is so on nearly every page.
        if page_anchors()? && !late {
            return None;
        }
        let end = self.end();
        let scroller = Scroller::of(&self.target())?;
        (end <= scroller.top().max(0.0) && (late || !scroller.anchors()?)).then_some(end)
    }

    /// Scrolls so that the element ends where it did before.
    pub fn keep_end(&self, before: f64) {
        let Some(scroller) = Scroller::of(&self.target()) else {
            return;
        };
        let mut by = self.end() - before;
        // Firefox scrolls as the list is laid out, and past where the element ended when that is for the
        // first time. The others have still to scroll.
        if scroller.anchors().unwrap_or_default() {
            by = by.min(0.0);
        }
        if by != 0.0 {
            scroller.scroll_by(by);
        }
    }

    fn end(&self) -> f64 {
        self.element.get_bounding_client_rect().bottom()
    }

    /// Gives back the space that the loader kept free for the list.
    pub fn release_reserved_height(&self) {
        // Removing a property that isn't there is no error.
        let _ = self.root.style().remove_property("--space");
    }
}

/// Where the rich text of an event's story goes.
#[derive(Clone, PartialEq)]
pub struct StoryContainer(Element);

/// A click on something with an action.
pub struct Click {
    event: MouseEvent,
    button: Element,
}

impl Click {
    /// Whether it is one that follows a link in the same place: neither a new tab nor a download.
    pub fn is_plain(&self) -> bool {
        let Self { event, .. } = self;
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        event.button() == 0 && !modified && !event.default_prevented()
    }

    /// Keeps the browser from following the link.
    pub fn prevent_default(&self) {
        self.event.prevent_default();
    }

    /// The id of the event that was clicked on.
    pub fn row(&self) -> Option<String> {
        let row = self.button.closest("[data-id]").ok()??;
        row.get_attribute("data-id")
    }

    /// What was clicked on.
    pub fn origin(&self) -> AnchorElement {
        AnchorElement::of(self.button.clone())
    }
}

/// Where the element is in the viewport, in CSS pixels.
pub struct EventAnchor {
    top: f64,
    bottom: f64,
    /// Whether something of the page is below it, in sight.
    is_followed: bool,
}

/// The height of the viewport, in CSS pixels.
fn viewport() -> Option<f64> {
    web_sys::window()?.inner_height().ok()?.as_f64()
}

/// How low a list that must not grow can become, in CSS pixels: a row of one line.
const LOWEST_LIST: f64 = 48.0;

/// How many elements around the widget are looked at, and how many nodes beside each of them.
const DEEPEST: u32 = 50;
const NEAR: u32 = 50;

fn set(style: &CssStyleDeclaration, name: &str, pixels: f64) {
    if let Ok(value) = js_sys::Number::from(pixels).to_string_with_radix(10) {
        let _ = style.set_property(name, &[&String::from(value), "px"].concat());
    }
}

fn row_selector(id: &str) -> String {
    ["[data-id=\"", &web_sys::css::escape(id), "\"]"].concat()
}

#[wasm_bindgen]
extern "C" {
    /// What `src/element/element.js` does for the widgets.
    pub type Loader;

    #[wasm_bindgen(method, js_name = takePrefetched)]
    fn take_prefetched(this: &Loader, address: &str) -> Option<Request>;

    /// Whether the widget starts after it could not.
    #[wasm_bindgen(method, getter, js_name = isLate)]
    fn is_late(this: &Loader) -> bool;

    #[wasm_bindgen(method)]
    fn refused(this: &Loader, address: &str) -> js_sys::Promise;

    #[wasm_bindgen(method, getter)]
    fn later(this: &Loader) -> MissingFile;

    #[wasm_bindgen(method, js_name = rectOf)]
    fn rect_of(this: &Loader, element: &Element) -> DomRect;

    #[wasm_bindgen(method)]
    fn purify(this: &Loader) -> js_sys::Promise;

    /// A file that could not be loaded.
    type MissingFile;

    #[wasm_bindgen(method, getter)]
    fn url(this: &MissingFile) -> String;

    #[wasm_bindgen(method, getter)]
    fn failure(this: &MissingFile) -> String;

    /// A request that the loader sent.
    type Request;

    #[wasm_bindgen(method, getter)]
    fn response(this: &Request) -> js_sys::Promise;

    #[wasm_bindgen(method, getter)]
    fn controller(this: &Request) -> web_sys::AbortController;
}
