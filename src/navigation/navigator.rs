//! Jumps to events. A jump lands below sticky headers, stays on its target while the layout still shifts,
//! and ends at any input of the reader.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::Callback;

use super::anchors::{self, EventAnchor, adjacent};
use crate::feed::Entry;
use crate::navigation::jump_history::{JumpEntry, JumpHistory, Traversal};
use crate::navigation::scroll_animation::{
    Frame, GRACE_PERIOD, RESTORE_TIME, ScrollAnimation, Step,
};
use crate::settings::Settings;
use crate::web::anchor_element::{AnchorElement, Focus, is_focus_lost};
use crate::web::animation_frame::AnimationFrameLoop;
use crate::web::click::Click;
use crate::web::history;
use crate::web::host::Host;
use crate::web::listener::{EventListener, watch};
use crate::web::scroll::{self, Distance, Scroller};

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

/// Starts the scroll animation of a jump. `bool`: a smooth scroll is allowed.
type StartAnimation = fn(Frame, bool) -> ScrollAnimation;

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

/// The index of the container that scrolls farthest.
fn farthest(distances: &[Distance]) -> usize {
    let mut farthest = 0;
    let mut most = -1.0;
    for (index, distance) in distances.iter().enumerate() {
        if distance.possible.abs() >= most {
            farthest = index;
            most = distance.possible.abs();
        }
    }
    farthest
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

    /// Follows traversals of the session history until the listener is dropped.
    pub fn follow_history(self: &Rc<Self>) -> Option<EventListener> {
        let this = Rc::downgrade(self);
        watch("popstate", move |event| {
            // An event of a script is no traversal.
            if let Some(this) = this.upgrade().filter(|_| event.is_trusted()) {
                this.on_popstate();
            }
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

    /// Adds the jump to the session history. Returns the URLs before and after, or `None` if the page is
    /// already at the event.
    fn push(&self, id: &Rc<str>, anchor: &EventAnchor) -> Option<(String, String)> {
        if !history::has_route_in_fragment() {
            return history::push(&anchor.link.as_ref()?.href);
        }
        let is_there = self
            .history
            .borrow()
            .last()
            .is_some_and(|last| last.state.id == *id && *last.to == *history::url());
        if is_there { None } else { history::push_same() }
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

    /// Scrolls to a target and follows it while the layout shifts.
    fn scroll_to(
        self: &Rc<Self>,
        target: &AnchorElement,
        start: StartAnimation,
        done: Option<Callback<bool>>,
    ) {
        self.active.take();
        self.held_focus.take();
        let Some(scrollers) = Scroller::all(target) else {
            return reject(done);
        };
        scroll::bring_frame_into_view(target);
        let smooth = !scroll::reduced_motion();
        let offset = self.offset.get();
        // The container that scrolls farthest is animated. The others scroll at once.
        let mut animated = None;
        let frames = AnimationFrameLoop::start({
            let target = target.clone();
            let this = Rc::downgrade(self);
            move |now| {
                let Some(this) = this.upgrade() else {
                    return false;
                };
                // Otherwise, this would undo the same shift a second time.
                this.host.check_height();
                let Some(distances) = scroll::distances(&scrollers, &target, offset) else {
                    return this.cancel();
                };
                let main = match &animated {
                    Some((main, _)) => *main,
                    None => farthest(&distances),
                };
                for (index, (scroller, distance)) in scrollers.iter().zip(&distances).enumerate() {
                    if index == main {
                        let position = scroller.position();
                        let frame = Frame {
                            now,
                            position,
                            goal: position + distance.wanted,
                            end: scroller.end(),
                        };
                        let (_, jump) =
                            animated.get_or_insert_with(|| (main, start(frame, smooth)));
                        match jump.step(frame) {
                            Step::Scroll(position) => scroller.scroll_to(position),
                            Step::Wait => {}
                            Step::Settled => this.settle(&target, offset),
                            Step::Interrupted | Step::TimedOut => return this.cancel(),
                        }
                    } else if distance.possible.abs() >= 1.0 {
                        scroller.scroll_by(distance.possible);
                    }
                }
                true
            }
        });
        self.active.replace(Some(ActiveJump {
            _frames: frames,
            _inputs: self.cancel_on_input(),
            done,
        }));
    }

    /// The first input of the reader cancels the jump in progress.
    fn cancel_on_input(self: &Rc<Self>) -> Vec<Option<EventListener>> {
        let watch_one = |input| {
            let this = Rc::downgrade(self);
            watch(input, move |_| {
                if let Some(this) = this.upgrade() {
                    this.cancel();
                }
            })
        };
        INPUTS.map(watch_one).into()
    }

    /// Cancels the jump in progress. Always `false`, which ends the animation frame loop.
    fn cancel(&self) -> bool {
        // Not while the cell is borrowed: the callback of the jump may start the next one.
        let active = self.active.take();
        drop(active);
        false
    }

    /// Reports that the jump has settled, and whether its target is in view.
    fn settle(&self, target: &AnchorElement, offset: Option<u32>) {
        let done = self
            .active
            .borrow_mut()
            .as_mut()
            .and_then(|active| active.done.take());
        if let Some(done) = done {
            done.emit(scroll::is_in_view(target).unwrap_or_default());
        }
        if let Some(scroller) = Scroller::of(target)
            && let Some(line) = scroller.scroll_margin(target, offset)
        {
            let line = line - scroller.top();
            self.on_event.emit(NavigationEvent::Settled(line));
        }
    }

    fn on_popstate(self: &Rc<Self>) {
        let traversal = match self.history.borrow_mut().traverse(&history::url()) {
            Some(Traversal::Back(point)) => Some((point.clone(), true)),
            Some(Traversal::Forward(point)) => Some((point.clone(), false)),
            None => None,
        };
        match traversal {
            Some((point, true)) => {
                self.restore(point);
                self.on_event.emit(NavigationEvent::Undone);
            }
            Some((point, false)) => {
                let anchor = self.anchor(&point.id);
                if let Some((
                    id,
                    EventAnchor {
                        target: Some(target),
                        ..
                    },
                )) = anchor
                {
                    self.scroll_and_focus(
                        &id,
                        &target,
                        point.moves_focus,
                        |frame, _| ScrollAnimation::restore(frame),
                        None,
                    );
                }
            }
            None => {}
        }
        if let Some(id) = anchors::from_hash(&self.events.borrow(), &self.anchors.borrow()) {
            self.on_event.emit(NavigationEvent::HashChanged(id));
        }
    }

    /// Restores the scroll position and the focus from before a jump.
    fn restore(self: &Rc<Self>, point: RestorePoint) {
        self.cancel();
        self.focus.take();
        let RestorePoint {
            id,
            positions,
            origin,
            ..
        } = point;
        self.restore_focus(&id, origin.as_ref());
        // Some browsers restore their own scroll position before this event, some in one of the next frames. So
        // ours is set in several frames, until the reader scrolls.
        let this = Rc::downgrade(self);
        let mut start = None;
        let mut last = false;
        let frames = AnimationFrameLoop::start(move |now| {
            for (scroller, position) in &positions {
                scroller.scroll_to(*position);
            }
            let is_over = last;
            last = now - *start.get_or_insert(now) >= GRACE_PERIOD;
            this.upgrade().is_some_and(|this| !is_over || this.cancel())
        });
        self.active.replace(Some(ActiveJump {
            _frames: frames,
            _inputs: self.cancel_on_input(),
            done: None,
        }));
        self.hold_focus(id, origin);
    }

    fn restore_focus(&self, id: &str, origin: Option<&AnchorElement>) {
        match origin.filter(|origin| origin.is_connected()) {
            Some(origin) => {
                origin.focus();
            }
            None => self.host.focus_row(Some(id)),
        }
    }

    /// Restores the focus again if the browser takes it away: Chromium does so some milliseconds after this
    /// event, if the URL has a fragment.
    fn hold_focus(self: &Rc<Self>, id: Rc<str>, origin: Option<AnchorElement>) {
        let this = Rc::downgrade(self);
        let mut start = None;
        let frames = AnimationFrameLoop::start(move |now| {
            let Some(this) = this.upgrade() else {
                return false;
            };
            if is_focus_lost() {
                this.restore_focus(&id, origin.as_ref());
            }
            now - *start.get_or_insert(now) < RESTORE_TIME
        });
        let inputs = INPUTS.map(|input| {
            let this = Rc::downgrade(self);
            watch(input, move |_| {
                if let Some(this) = this.upgrade() {
                    this.held_focus.take();
                }
            })
        });
        self.held_focus.replace(Some(HeldFocus {
            _frames: frames,
            _inputs: inputs.into(),
        }));
    }
}
