//! Jumps to events: they land below the page's headers, stay put while the page still moves, and
//! give way to the reader.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::Callback;

use super::place::{self, Place, neighbour};
use crate::browser::frame::Frames;
use crate::browser::history;
use crate::browser::host::{Click, Host};
use crate::browser::listener::{EventListener, watch};
use crate::browser::scroll::{self, Scroller};
use crate::browser::target::{Focus, Target};
use crate::feed::Entry;
use crate::spy::{Frame, Jump, Step};
use crate::trail::{Trail, Turn, Visit};
use crate::widget::hooks::use_announcer;

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
pub struct Jumps {
    host: Rc<Host>,
    report: Callback<Report>,
    events: RefCell<Rc<Vec<Rc<Entry>>>>,
    places: RefCell<Rc<Vec<Place>>>,
    offset: Cell<Option<u32>>,
    running: RefCell<Option<Running>>,
    focus: RefCell<Option<Focus>>,
    trail: RefCell<Trail<Moment>>,
}

/// A jump under way; dropping it ends it.
struct Running {
    _frames: Frames,
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
    origin: Option<Target>,
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

impl Jumps {
    /// Waits for clicks.
    pub fn new(host: Rc<Host>, report: Callback<Report>) -> Rc<Self> {
        Rc::new(Self {
            host,
            report,
            events: RefCell::default(),
            places: RefCell::default(),
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
        places: &Rc<Vec<Place>>,
        offset: Option<u32>,
    ) {
        self.events.replace(Rc::clone(events));
        self.places.replace(Rc::clone(places));
        self.offset.set(offset);
    }

    /// Whether a jump is under way.
    pub fn under_way(&self) -> bool {
        self.running.borrow().is_some()
    }

    /// A plain click on the link of an event.
    pub fn click(self: &Rc<Self>, id: &str, click: &Click) {
        let Some((id, place)) = self.place(id) else {
            return;
        };
        let allowed = use_announcer::jump(&self.host, &id, &place);
        if place.target.is_some() || !allowed {
            click.prevent_default();
        }
        if allowed {
            self.go(&id, &place, Some(click.origin()), None);
        }
    }

    /// Takes the reader to an event; `done` is told whether that settled on it.
    pub fn go_to(self: &Rc<Self>, id: &str, origin: Option<Target>, done: Option<Callback<bool>>) {
        let place = self.place(id).filter(|(_, place)| place.target.is_some());
        let allowed = place.filter(|(id, place)| use_announcer::jump(&self.host, id, place));
        match allowed {
            Some((id, place)) => self.go(&id, &place, origin, done),
            None => refuse(done),
        }
    }

    /// Takes the reader to the next event of the page in the direction of `step`, from `current`.
    pub fn go_by(self: &Rc<Self>, step: isize, current: Option<&str>, origin: Option<Target>) {
        let next = neighbour(&self.events.borrow(), &self.places.borrow(), step, current);
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

    fn place(&self, id: &str) -> Option<(Rc<str>, Place)> {
        let events = self.events.borrow();
        let number = events.iter().position(|event| &*event.id == id)?;
        let place = self.places.borrow().get(number)?.clone();
        Some((Rc::clone(&events.get(number)?.id), place))
    }

    fn go(
        self: &Rc<Self>,
        id: &Rc<str>,
        place: &Place,
        origin: Option<Target>,
        done: Option<Callback<bool>>,
    ) {
        let (Some(target), Some(scroller)) =
            (&place.target, place.target.as_ref().and_then(Scroller::of))
        else {
            return refuse(done);
        };
        let moment = Moment {
            id: Rc::clone(id),
            position: scroller.position(),
            scroller,
            origin,
        };
        let pushed = place
            .link
            .as_ref()
            .and_then(|link| history::push(&link.href));
        if let Some((from, to)) = pushed {
            self.trail.borrow_mut().push(Visit {
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
        target: &Target,
        start: Start,
        done: Option<Callback<bool>>,
    ) {
        target.reveal();
        self.run(target, start, done);
        self.focus.replace(target.focus());
        self.report.emit(Report::Jumped(Rc::clone(id)));
    }

    /// Scrolls to a target and keeps it in its place.
    fn run(self: &Rc<Self>, target: &Target, start: Start, done: Option<Callback<bool>>) {
        self.running.take();
        let Some(scroller) = Scroller::of(target) else {
            return refuse(done);
        };
        scroller.bring_into_view(target);
        let smooth = !scroll::reduced_motion();
        let offset = self.offset.get();
        let mut jump = None;
        let frames = Frames::start({
            let target = target.clone();
            let this = Rc::downgrade(self);
            move |now| {
                let Some(this) = this.upgrade() else {
                    return false;
                };
                let Some(line) = scroller.line(&target, offset) else {
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
            Some(Turn::Back(moment)) => Some((moment.clone(), true)),
            Some(Turn::Forward(moment)) => Some((moment.clone(), false)),
            None => None,
        };
        match turn {
            Some((moment, true)) => {
                self.restore(moment);
                self.report.emit(Report::Undone);
            }
            Some((moment, false)) => {
                let place = self.place(&moment.id);
                if let Some((
                    id,
                    Place {
                        target: Some(target),
                        ..
                    },
                )) = place
                {
                    self.arrive(&id, &target, |frame, _| Jump::again(frame), None);
                }
            }
            None => {}
        }
        if let Some(id) = place::at_address(&self.events.borrow(), &self.places.borrow()) {
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
        let frames = Frames::start(move |_| {
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
