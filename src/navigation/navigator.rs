//! Jumps to events: they land below the page's headers, stay put while the page still moves, and
//! give way to the reader.

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

/// What a reader does that ends a jump: from here on the page is theirs.
const INPUTS: [&str; 4] = ["wheel", "touchstart", "pointerdown", "keydown"];

/// What jumps tell the widget.
pub enum Report {
    /// The reader was taken to this event.
    Jumped(Rc<str>),
    /// The page is at this event, as Back, Forward or a link of the page's own left it.
    At(Rc<str>),
    /// The reader went back to before a jump.
    Undone,
    /// Where targets belong, from the upper edge of what scrolls.
    Line(f64),
}

/// The jumps of one widget.
pub struct Navigator {
    host: Rc<Host>,
    report: Callback<Report>,
    events: RefCell<Rc<Vec<Rc<Entry>>>>,
    anchors: RefCell<Rc<Vec<EventAnchor>>>,
    offset: Cell<Option<u32>>,
    running: RefCell<Option<Running>>,
    focus: RefCell<Option<Focus>>,
    trail: RefCell<JumpHistory<Moment>>,
}

/// A jump under way; dropping it ends it.
struct Running {
    _frames: AnimationFrameLoop,
    _inputs: Vec<Option<EventListener>>,
    done: Option<Callback<bool>>,
}

/// How a jump starts: with what is seen, and whether motion is welcome.
type Start = fn(Frame, bool) -> Jump;

/// What is needed to undo a jump and to do it again.
#[derive(Clone)]
struct Moment {
    id: Rc<str>,
    scroller: Scroller,
    position: f64,
    /// What the reader clicked on.
    origin: Option<AnchorElement>,
}

impl Drop for Running {
    fn drop(&mut self) {
        refuse(self.done.take());
    }
}

/// Tells that nobody was taken anywhere.
fn refuse(done: Option<Callback<bool>>) {
    if let Some(done) = done {
        done.emit(false);
    }
}

impl Navigator {
    /// Waits for clicks.
    pub fn new(host: Rc<Host>, report: Callback<Report>) -> Rc<Self> {
        Rc::new(Self {
            host,
            report,
            events: RefCell::default(),
            anchors: RefCell::default(),
            offset: Cell::default(),
            running: RefCell::default(),
            focus: RefCell::default(),
            trail: RefCell::default(),
        })
    }

    /// Follows the browser's history until the listener is dropped.
    pub fn follow_history(self: &Rc<Self>) -> Option<EventListener> {
        let this = Rc::downgrade(self);
        watch("popstate", move |_| {
            if let Some(this) = this.upgrade() {
                this.turned();
            }
        })
    }

    /// Where the events are from now on; `offset` are the pixels to keep free above a target.
    pub fn set_places(
        &self,
        events: &Rc<Vec<Rc<Entry>>>,
        anchors: &Rc<Vec<EventAnchor>>,
        offset: Option<u32>,
    ) {
        self.events.replace(Rc::clone(events));
        self.anchors.replace(Rc::clone(anchors));
        self.offset.set(offset);
    }

    /// Whether a jump is under way.
    pub fn under_way(&self) -> bool {
        self.running.borrow().is_some()
    }

    /// A plain click on the link of an event.
    pub fn click(self: &Rc<Self>, id: &str, click: &Click) {
        let Some((id, anchor)) = self.anchor(id) else {
            return;
        };
        let allowed = anchor.dispatch_jump(&self.host, &id);
        if anchor.target.is_some() || !allowed {
            click.prevent_default();
        }
        if allowed {
            self.go(&id, &anchor, Some(click.origin()), None);
        }
    }

    /// Takes the reader to an event; `done` is told whether that settled on it.
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
            Some((id, anchor)) => self.go(&id, &anchor, origin, done),
            None => refuse(done),
        }
    }

    /// Takes the reader to the next event of the page in the direction of `step`, from `current`.
    pub fn go_by(
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

    /// Takes the reader back to the widget, to the event they jumped to last.
    pub fn go_back(self: &Rc<Self>, current: Option<&str>) {
        let home = self.host.target();
        self.run(&home, Jump::start, None);
        self.focus.take();
        self.host.focus_row(current);
    }

    fn anchor(&self, id: &str) -> Option<(Rc<str>, EventAnchor)> {
        let events = self.events.borrow();
        let number = events.iter().position(|event| &*event.id == id)?;
        let anchor = self.anchors.borrow().get(number)?.clone();
        Some((Rc::clone(&events.get(number)?.id), anchor))
    }

    fn go(
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
            return refuse(done);
        };
        let moment = Moment {
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
            self.trail.borrow_mut().push(JumpEntry {
                from: from.into(),
                to: to.into(),
                what: moment,
            });
        }
        self.arrive(id, target, Jump::start, done);
    }

    fn arrive(
        self: &Rc<Self>,
        id: &Rc<str>,
        target: &AnchorElement,
        start: Start,
        done: Option<Callback<bool>>,
    ) {
        target.open_ancestor_details();
        self.run(target, start, done);
        self.focus.replace(target.focus());
        self.report.emit(Report::Jumped(Rc::clone(id)));
    }

    /// Scrolls to a target and keeps it in its place.
    fn run(self: &Rc<Self>, target: &AnchorElement, start: Start, done: Option<Callback<bool>>) {
        self.running.take();
        let Some(scroller) = Scroller::of(target) else {
            return refuse(done);
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
                    return this.end();
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
                    Step::Stay => {}
                    Step::Settled => {
                        this.settled();
                        this.report.emit(Report::Line(line - scroller.top()));
                    }
                    Step::Yield | Step::Over => return this.end(),
                }
                true
            }
        });
        let inputs = INPUTS.map(|input| {
            let this = Rc::downgrade(self);
            watch(input, move |_| {
                if let Some(this) = this.upgrade() {
                    this.end();
                }
            })
        });
        self.running.replace(Some(Running {
            _frames: frames,
            _inputs: inputs.into(),
            done,
        }));
    }

    /// Ends the jump under way; always `false`.
    fn end(&self) -> bool {
        // Taken out first: what is told may start the next jump.
        let running = self.running.take();
        drop(running);
        false
    }

    fn settled(&self) {
        let done = self
            .running
            .borrow_mut()
            .as_mut()
            .and_then(|running| running.done.take());
        if let Some(done) = done {
            done.emit(true);
        }
    }

    /// The browser went through its history.
    fn turned(self: &Rc<Self>) {
        let turn = match self.trail.borrow_mut().turn(&history::address()) {
            Some(Traversal::Back(moment)) => Some((moment.clone(), true)),
            Some(Traversal::Forward(moment)) => Some((moment.clone(), false)),
            None => None,
        };
        match turn {
            Some((moment, true)) => {
                self.restore(moment);
                self.report.emit(Report::Undone);
            }
            Some((moment, false)) => {
                let anchor = self.anchor(&moment.id);
                if let Some((
                    id,
                    EventAnchor {
                        target: Some(target),
                        ..
                    },
                )) = anchor
                {
                    self.arrive(&id, &target, |frame, _| Jump::again(frame), None);
                }
            }
            None => {}
        }
        if let Some(id) = anchors::from_hash(&self.events.borrow(), &self.anchors.borrow()) {
            self.report.emit(Report::At(id));
        }
    }

    /// Puts the page and the focus back to where they were before a jump.
    fn restore(self: &Rc<Self>, moment: Moment) {
        self.end();
        self.focus.take();
        if let Some(origin) = &moment.origin {
            origin.focus();
        } else {
            self.host.focus_row(Some(&moment.id));
        }
        // The browser restores the page's own position, some before this and some after: the
        // next frame has the last word.
        let this = Rc::downgrade(self);
        let frames = AnimationFrameLoop::start(move |_| {
            moment.scroller.scroll_to(moment.position);
            this.upgrade().is_some_and(|this| this.end())
        });
        self.running.replace(Some(Running {
            _frames: frames,
            _inputs: Vec::new(),
            done: None,
        }));
    }
}
