//! The jumps in the session history: Back undoes one, Forward repeats it.

use std::rc::Rc;

use super::{ActiveJump, HeldFocus, INPUTS, NavigationEvent, Navigator, RestorePoint};
use crate::navigation::anchors::{self, EventAnchor};
use crate::navigation::jump_history::Traversal;
use crate::navigation::scroll_animation::{GRACE_PERIOD, RESTORE_TIME, ScrollAnimation};
use crate::web::anchor_element::{AnchorElement, is_focus_lost};
use crate::web::animation_frame::AnimationFrameLoop;
use crate::web::history;
use crate::web::listener::{EventListener, watch};

impl Navigator {
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

    /// Adds the jump to the session history. Returns the URLs before and after, or `None` if the page is
    /// already at the event.
    pub(super) fn push(&self, id: &Rc<str>, anchor: &EventAnchor) -> Option<(String, String)> {
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
