//! Jumps to events. A jump lands below sticky headers, stays on its target while the layout still shifts,
//! and ends at any input of the reader.

mod scrolling;
mod session_history;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::Callback;

use super::anchors::{EventAnchor, adjacent};
use crate::feed::Entry;
use crate::navigation::jump_history::{JumpEntry, JumpHistory};
use crate::navigation::scroll_animation::ScrollAnimation;
use crate::settings::Settings;
use crate::web::anchor_element::{AnchorElement, Focus};
use crate::web::animation_frame::AnimationFrameLoop;
use crate::web::click::Click;
use crate::web::host::Host;
use crate::web::listener::EventListener;
use crate::web::scroll::Scroller;
use scrolling::StartAnimation;

/// The input events that end a jump.
const INPUTS: [&str; 4] = ["wheel", "touchstart", "pointerdown", "keydown"];

/// What a navigator notifies the widget of.
pub enum NavigationEvent {
    /// A jump to this event has started.
    Jumped(Rc<str>),
    /// The URL fragment identifies this event after Back, Forward or a link of the page.
    HashChanged(Rc<str>),
    /// Back has undone a jump.
    Undone,
    /// The page has shown or hidden the element of an event.
    PageChanged,
    /// The activation line of a settled jump, from the top of the scroll container.
    Settled(f64),
}

/// Navigates to the events of one widget.
pub struct Navigator {
    host: Rc<Host>,
    on_event: Callback<NavigationEvent>,
    events: RefCell<Rc<Vec<Rc<Entry>>>>,
    anchors: RefCell<Rc<Vec<EventAnchor>>>,
    template: RefCell<Option<Rc<str>>>,
    offset: Cell<Option<u32>>,
    active: RefCell<Option<ActiveJump>>,
    focus: RefCell<Option<Focus>>,
    held_focus: RefCell<Option<HeldFocus>>,
    history: RefCell<JumpHistory<RestorePoint>>,
}

/// A jump in progress. Dropping it cancels it.
struct ActiveJump {
    _frames: AnimationFrameLoop,
    _inputs: Vec<Option<EventListener>>,
    done: Option<Callback<bool>>,
}

/// Holds the focus on a link until it is dropped.
struct HeldFocus {
    _frames: AnimationFrameLoop,
    _inputs: Vec<Option<EventListener>>,
}

/// What is needed to undo a jump and to redo it.
#[derive(Clone)]
struct RestorePoint {
    id: Rc<str>,
    positions: Vec<(Scroller, f64)>,
    /// The element that the reader clicked on, which gets the focus back.
    origin: Option<AnchorElement>,
    moves_focus: bool,
}

impl Drop for ActiveJump {
    fn drop(&mut self) {
        reject(self.done.take());
    }
}

/// Reports that a jump did not settle.
fn reject(done: Option<Callback<bool>>) {
    if let Some(done) = done {
        done.emit(false);
    }
}

impl Navigator {
    /// `on_event` is notified of each [`NavigationEvent`].
    pub fn new(host: Rc<Host>, on_event: Callback<NavigationEvent>) -> Rc<Self> {
        Rc::new(Self {
            host,
            on_event,
            events: RefCell::default(),
            anchors: RefCell::default(),
            template: RefCell::default(),
            offset: Cell::default(),
            active: RefCell::default(),
            focus: RefCell::default(),
            held_focus: RefCell::default(),
            history: RefCell::default(),
        })
    }

    /// Sets the events, their anchors, and the settings of the publisher: where anchors are, and the pixels
    /// reserved above a target.
    pub fn set_anchors(
        &self,
        events: &Rc<Vec<Rc<Entry>>>,
        anchors: &Rc<Vec<EventAnchor>>,
        settings: &Settings,
    ) {
        self.events.replace(Rc::clone(events));
        self.anchors.replace(Rc::clone(anchors));
        self.template.replace(settings.anchor.clone());
        self.offset.set(settings.offset);
    }

    /// Whether a jump is in progress.
    pub fn is_active(&self) -> bool {
        self.active.borrow().is_some()
    }

    /// Handles a plain click on the link of an event.
    pub fn handle_click(self: &Rc<Self>, id: &str, click: &Click) {
        let Some((id, anchor)) = self.anchor(id) else {
            return;
        };
        let allowed = anchor.dispatch_jump(&self.host, &id);
        if anchor.target.is_some() || !allowed {
            click.prevent_default();
        } else if let Some(link) = &anchor.link {
            click.redirect(&link.href);
        }
        if allowed {
            self.jump(&id, &anchor, Some(click.origin()), true, None);
        }
    }

    /// Navigates to an event. `done` gets whether the scroll settled on it.
    pub fn go_to(self: &Rc<Self>, id: &str, done: Option<Callback<bool>>) {
        match self.allowed_anchor(id) {
            Some((id, anchor)) => self.jump(&id, &anchor, None, true, done),
            None => reject(done),
        }
    }

    /// Navigates from `current` to the next event in the page, in the direction of `step`. The focus stays on
    /// the button `origin`, so that the reader can press it again. Returns the id of the event.
    pub fn go_to_adjacent(
        self: &Rc<Self>,
        step: isize,
        current: Option<&str>,
        origin: Option<AnchorElement>,
    ) -> Option<Rc<str>> {
        let next = adjacent(&self.events.borrow(), &self.anchors.borrow(), step, current)?;
        let (id, anchor) = self.allowed_anchor(&next)?;
        // Safari does not focus a button that is clicked.
        if let Some(origin) = &origin {
            origin.focus();
        }
        self.jump(&id, &anchor, origin, false, None);
        Some(id)
    }

    /// The anchor of an event in the page, unless the page cancels the jump.
    fn allowed_anchor(&self, id: &str) -> Option<(Rc<str>, EventAnchor)> {
        self.anchor(id)
            .filter(|(_, anchor)| anchor.target.is_some())
            .filter(|(id, anchor)| anchor.dispatch_jump(&self.host, id))
    }

    /// Navigates back to the widget and focuses the row of this event.
    pub fn go_back_to_list(self: &Rc<Self>, current: Option<&str>) {
        let widget = self.host.target();
        self.scroll_to(&widget, ScrollAnimation::start, None);
        self.focus.take();
        self.host.focus_row(current);
    }

    /// Navigates to an event in the page, or else to its row in the list. The focus stays.
    pub fn travel(self: &Rc<Self>, id: &str) {
        match self.allowed_anchor(id) {
            Some((id, anchor)) => self.jump(&id, &anchor, None, false, None),
            None => self.show_row(id),
        }
    }

    fn show_row(self: &Rc<Self>, id: &str) {
        if let Some(row) = self.host.row(id) {
            self.scroll_to(&row, ScrollAnimation::start, None);
        }
    }

    /// Navigates to the row of an event in the list and focuses it.
    pub fn go_to_row(self: &Rc<Self>, id: &str) {
        self.show_row(id);
        self.focus.take();
        self.host.focus_row(Some(id));
    }

    /// The anchor of an event at this moment. The page may have shown or hidden elements since the last
    /// render, which nothing observes.
    fn anchor(&self, id: &str) -> Option<(Rc<str>, EventAnchor)> {
        let events = self.events.borrow();
        let index = events.iter().position(|event| &*event.id == id)?;
        let event = events.get(index)?;
        let lookup = self.host.lookup();
        let anchor = EventAnchor::of(event, self.template.borrow().as_deref(), lookup.as_deref());
        if self.anchors.borrow().get(index) != Some(&anchor) {
            self.on_event.emit(NavigationEvent::PageChanged);
        }
        Some((Rc::clone(&event.id), anchor))
    }

    fn jump(
        self: &Rc<Self>,
        id: &Rc<str>,
        anchor: &EventAnchor,
        origin: Option<AnchorElement>,
        moves_focus: bool,
        done: Option<Callback<bool>>,
    ) {
        let (Some(target), Some(scrollers)) = (
            &anchor.target,
            anchor.target.as_ref().and_then(Scroller::all),
        ) else {
            return reject(done);
        };
        let positions = scrollers.into_iter().map(|scroller| {
            let position = scroller.position();
            (scroller, position)
        });
        let restore_point = RestorePoint {
            id: Rc::clone(id),
            positions: positions.collect(),
            origin,
            moves_focus,
        };
        if let Some((from, to)) = self.push(id, anchor) {
            self.history.borrow_mut().push(JumpEntry {
                from: from.into(),
                to: to.into(),
                state: restore_point,
            });
        }
        self.scroll_and_focus(id, target, moves_focus, ScrollAnimation::start, done);
    }

    fn scroll_and_focus(
        self: &Rc<Self>,
        id: &Rc<str>,
        target: &AnchorElement,
        moves_focus: bool,
        start: StartAnimation,
        done: Option<Callback<bool>>,
    ) {
        target.reveal();
        self.scroll_to(target, start, done);
        if moves_focus {
            self.focus.replace(target.focus());
        }
        self.on_event.emit(NavigationEvent::Jumped(Rc::clone(id)));
    }
}
