//! Jumps to events. A jump lands below sticky headers, stays on its target while the layout still shifts,
//! and ends at any input of the reader.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::Callback;

use super::anchors::{self, EventAnchor, adjacent};
use crate::feed::Entry;
use crate::navigation::jump_history::{JumpEntry, JumpHistory, Traversal};
use crate::navigation::scroll_animation::{Frame, Jump, Step};
use crate::web::anchor_element::{AnchorElement, Focus};
use crate::web::animation_frame::AnimationFrameLoop;
use crate::web::history;
use crate::web::host::{Click, Host};
use crate::web::listener::{EventListener, watch};
use crate::web::scroll::{self, Scroller};

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
    /// The activation line of a settled jump, from the top of the scroll container.
    Settled(f64),
}

/// Navigates to the events of one widget.
pub struct Navigator {
    host: Rc<Host>,
    on_event: Callback<NavigationEvent>,
    events: RefCell<Rc<Vec<Rc<Entry>>>>,
    anchors: RefCell<Rc<Vec<EventAnchor>>>,
    offset: Cell<Option<u32>>,
    active: RefCell<Option<ActiveJump>>,
    focus: RefCell<Option<Focus>>,
    history: RefCell<JumpHistory<RestorePoint>>,
}

/// A jump in progress. Dropping it cancels it.
struct ActiveJump {
    _frames: AnimationFrameLoop,
    _inputs: Vec<Option<EventListener>>,
    done: Option<Callback<bool>>,
}

/// Starts the scroll animation of a jump. `bool`: a smooth scroll is allowed.
type Start = fn(Frame, bool) -> Jump;

/// What is needed to undo a jump and to redo it.
#[derive(Clone)]
struct RestorePoint {
    id: Rc<str>,
    scroller: Scroller,
    position: f64,
    /// The element that the reader clicked on, which gets the focus back.
    origin: Option<AnchorElement>,
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
            offset: Cell::default(),
            active: RefCell::default(),
            focus: RefCell::default(),
            history: RefCell::default(),
        })
    }

    /// Follows traversals of the session history until the listener is dropped.
    pub fn follow_history(self: &Rc<Self>) -> Option<EventListener> {
        let this = Rc::downgrade(self);
        watch("popstate", move |_| {
            if let Some(this) = this.upgrade() {
                this.on_popstate();
            }
        })
    }

    /// Sets the events and their anchors. `offset`: the pixels reserved above a target.
    pub fn set_anchors(
        &self,
        events: &Rc<Vec<Rc<Entry>>>,
        anchors: &Rc<Vec<EventAnchor>>,
        offset: Option<u32>,
    ) {
        self.events.replace(Rc::clone(events));
        self.anchors.replace(Rc::clone(anchors));
        self.offset.set(offset);
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
        }
        if allowed {
            self.jump(&id, &anchor, Some(click.origin()), None);
        }
    }

    /// Navigates to an event. `done` gets whether the scroll settled on it.
    pub fn go_to(
        self: &Rc<Self>,
        id: &str,
        origin: Option<AnchorElement>,
        done: Option<Callback<bool>>,
    ) {
        let anchor = self
            .anchor(id)
            .filter(|(_, anchor)| anchor.target.is_some());
        let allowed = anchor.filter(|(id, anchor)| anchor.dispatch_jump(&self.host, id));
        match allowed {
            Some((id, anchor)) => self.jump(&id, &anchor, origin, done),
            None => reject(done),
        }
    }

    /// Navigates from `current` to the next event in the page, in the direction of `step`.
    pub fn go_to_adjacent(
        self: &Rc<Self>,
        step: isize,
        current: Option<&str>,
        origin: Option<AnchorElement>,
    ) {
        let next = adjacent(&self.events.borrow(), &self.anchors.borrow(), step, current);
        if let Some(id) = next {
            self.go_to(&id, origin, None);
        }
    }

    /// Navigates back to the widget and focuses the row of this event.
    pub fn go_back_to_list(self: &Rc<Self>, current: Option<&str>) {
        let widget = self.host.target();
        self.scroll_to(&widget, Jump::start, None);
        self.focus.take();
        self.host.focus_row(current);
    }

    fn anchor(&self, id: &str) -> Option<(Rc<str>, EventAnchor)> {
        let events = self.events.borrow();
        let index = events.iter().position(|event| &*event.id == id)?;
        let anchor = self.anchors.borrow().get(index)?.clone();
        Some((Rc::clone(&events.get(index)?.id), anchor))
    }

    fn jump(
        self: &Rc<Self>,
        id: &Rc<str>,
        anchor: &EventAnchor,
        origin: Option<AnchorElement>,
        done: Option<Callback<bool>>,
    ) {
        let (Some(target), Some(scroller)) = (
            &anchor.target,
            anchor.target.as_ref().and_then(Scroller::of),
        ) else {
            return reject(done);
        };
        let restore_point = RestorePoint {
            id: Rc::clone(id),
            position: scroller.position(),
            scroller,
            origin,
        };
        let pushed = anchor
            .link
            .as_ref()
            .and_then(|link| history::push(&link.href));
        if let Some((from, to)) = pushed {
            self.history.borrow_mut().push(JumpEntry {
                from: from.into(),
                to: to.into(),
                state: restore_point,
            });
        }
        self.scroll_and_focus(id, target, Jump::start, done);
    }

    fn scroll_and_focus(
        self: &Rc<Self>,
        id: &Rc<str>,
        target: &AnchorElement,
        start: Start,
        done: Option<Callback<bool>>,
    ) {
        target.open_ancestor_details();
        self.scroll_to(target, start, done);
        self.focus.replace(target.focus());
        self.on_event.emit(NavigationEvent::Jumped(Rc::clone(id)));
    }

    /// Scrolls to a target and follows it while the layout shifts.
    fn scroll_to(
        self: &Rc<Self>,
        target: &AnchorElement,
        start: Start,
        done: Option<Callback<bool>>,
    ) {
        self.active.take();
        let Some(scroller) = Scroller::of(target) else {
            return reject(done);
        };
        scroller.bring_into_view(target);
        let smooth = !scroll::reduced_motion();
        let offset = self.offset.get();
        let mut jump = None;
        let frames = AnimationFrameLoop::start({
            let target = target.clone();
            let this = Rc::downgrade(self);
            move |now| {
                let Some(this) = this.upgrade() else {
                    return false;
                };
                let Some(line) = scroller.scroll_margin(&target, offset) else {
                    return this.cancel();
                };
                let position = scroller.position();
                let frame = Frame {
                    now,
                    position,
                    goal: position + target.top() - line,
                    end: scroller.end(),
                };
                let step = jump.get_or_insert_with(|| start(frame, smooth)).step(frame);
                match step {
                    Step::Scroll(position) => scroller.scroll_to(position),
                    Step::Wait => {}
                    Step::Settled => {
                        this.resolve();
                        this.on_event
                            .emit(NavigationEvent::Settled(line - scroller.top()));
                    }
                    Step::Interrupted | Step::TimedOut => return this.cancel(),
                }
                true
            }
        });
        let inputs = INPUTS.map(|input| {
            let this = Rc::downgrade(self);
            watch(input, move |_| {
                if let Some(this) = this.upgrade() {
                    this.cancel();
                }
            })
        });
        self.active.replace(Some(ActiveJump {
            _frames: frames,
            _inputs: inputs.into(),
            done,
        }));
    }

    /// Cancels the jump in progress. Always `false`, which ends the animation frame loop.
    fn cancel(&self) -> bool {
        // Not while the cell is borrowed: the callback of the jump may start the next one.
        let active = self.active.take();
        drop(active);
        false
    }

    /// Reports that the jump has settled.
    fn resolve(&self) {
        let done = self
            .active
            .borrow_mut()
            .as_mut()
            .and_then(|active| active.done.take());
        if let Some(done) = done {
            done.emit(true);
        }
    }

    fn on_popstate(self: &Rc<Self>) {
        let traversal = match self.history.borrow_mut().traverse(&history::address()) {
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
                    self.scroll_and_focus(&id, &target, |frame, _| Jump::restore(frame), None);
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
        if let Some(origin) = &point.origin {
            origin.focus();
        } else {
            self.host.focus_row(Some(&point.id));
        }
        // Some browsers restore their own scroll position before this event, some after it. So ours is
        // set in the next frame.
        let this = Rc::downgrade(self);
        let frames = AnimationFrameLoop::start(move |_| {
            point.scroller.scroll_to(point.position);
            this.upgrade().is_some_and(|this| this.cancel())
        });
        self.active.replace(Some(ActiveJump {
            _frames: frames,
            _inputs: Vec::new(),
            done: None,
        }));
    }
}
