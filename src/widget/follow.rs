//! What a widget does once there is a list: it follows the reader, takes them to events, and brings
//! in what is new.
//!
//! All of it is in the second file of the wasm: [`start`] is the way in.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::message::Message;
use super::root::{Follow, KeyEvents, KeyEventsProps};
use super::state::{Action, STEP, State};
use crate::browser::clock::{self, Timer};
use crate::browser::history;
use crate::browser::host::{Click, Host, Place};
use crate::browser::later::Later;
use crate::browser::listener::Listener;
use crate::browser::observe::Intersections;
use crate::browser::share::{self, Shared};
use crate::effects::announce;
use crate::effects::growth::Growth;
use crate::effects::jump::{Jumps, Report};
use crate::effects::seen::Seen;
use crate::effects::spy::Spy;
use crate::effects::stories::Stories;
use crate::effects::wake::Wake;
use crate::effects::watch::Watch;
use crate::feed::{Entry, Feed};
use crate::settings::Order;
use crate::timeline;
use crate::timeline::merge::{Difference, Finder};
use crate::visit::Visit;

/// Follows the reader until it is dropped.
struct Following {
    host: Rc<Host>,
    jumps: Rc<Jumps>,
    spy: RefCell<Option<Spy>>,
    /// The event that the reader has scrolled to, whatever a jump says.
    scrolled: RefCell<Option<Rc<str>>>,
    /// Whether that is known.
    followed: Cell<bool>,
    /// The row that had the focus when a feed came, and its number.
    focused: RefCell<Option<(String, usize)>>,
    /// The events before the first feed that the page was not told of: there may be more than one,
    /// because a slow drawing is interrupted.
    known: RefCell<Option<Rc<Vec<Rc<Entry>>>>>,
    /// What has changed since, until the page is told.
    difference: RefCell<Difference>,
    /// Where the element was before something that the reader did not ask for.
    place: RefCell<Option<Place>>,
    /// Whether the reader asked for the list, and what is drawn next is to be shown to them.
    home: Cell<bool>,
    seen: RefCell<Option<Seen>>,
    row_sight: RefCell<Option<Intersections>>,
    stories: Stories,
    /// Sleeps until a time label changes.
    wake: RefCell<Wake>,
    growth: RefCell<Option<Growth>>,
    /// Until the row that the reader is in is drawn, before which it can't be shown.
    awaited: RefCell<Option<Timer>>,
    /// Until when it is said that an event was passed on.
    said: RefCell<Option<Timer>>,
    _sight: Option<Intersections>,
    _watch: Watch,
    _print: [Option<Listener>; 2],
    _leave: Listener,
    _history: Option<Listener>,
}

/// Starts to follow the reader of a widget that has drawn its list.
#[inline(never)]
pub fn start(widget: &KeyEvents, ctx: &Context<KeyEvents>, _: Later) {
    let KeyEventsProps { host, settings, .. } = ctx.props();
    let link = ctx.link();
    let jumps = Jumps::new(Rc::clone(host), link.callback(Message::Report));
    jumps.set_places(&widget.events, &widget.places, settings.offset);
    let following = Following {
        host: Rc::clone(host),
        spy: RefCell::default(),
        scrolled: RefCell::default(),
        followed: Cell::default(),
        focused: RefCell::default(),
        known: RefCell::default(),
        difference: RefCell::default(),
        place: RefCell::default(),
        home: Cell::default(),
        seen: RefCell::default(),
        row_sight: RefCell::default(),
        stories: Stories::default(),
        wake: RefCell::default(),
        growth: RefCell::default(),
        awaited: RefCell::default(),
        said: RefCell::default(),
        _sight: {
            let sight = link.callback(Message::Sight);
            host.watch_sight(move |seen| sight.emit(seen))
        },
        _watch: Watch::start(link.callback(Message::Page)),
        // Paper has no button for the rest.
        _print: [("beforeprint", true), ("afterprint", false)].map(|(name, printing)| {
            let tell = link.callback(Message::Act);
            Listener::watch(name, move |_| tell.emit(Action::Printing(printing)))
        }),
        _leave: {
            let leave = link.callback(|()| Message::Act(Action::Release));
            host.on_leave(move || leave.emit(()))
        },
        _history: jumps.follow_history(),
        jumps,
    };
    following.spy(widget, ctx);
    following.show_row(&widget.state);
    // Put down rather than returned: the compiler would see through that, and call by name what is
    // called through this only.
    widget.follow.replace(Some(Rc::new(following)));
}

impl Follow for Following {
    fn update(&self, widget: &mut KeyEvents, ctx: &Context<KeyEvents>, message: Message) -> bool {
        match message {
            Message::Page(resized) => {
                let moved = widget.locate(ctx, &[], usize::MAX);
                if resized && !moved {
                    self.spy(widget, ctx);
                }
                moved
            }
            Message::Scrolled(number) => {
                let id = number.and_then(|number| Some(Rc::clone(&widget.events.get(number)?.id)));
                // The address of the page says where it was opened, before anyone scrolls; and on
                // the way of a jump the reader is where it leads.
                let pinned = !self.followed.replace(true) && widget.state.current.is_some();
                let same = self.scrolled.replace(id.clone()) == id;
                !pinned && !same && !self.jumps.under_way() && widget.act(ctx, Action::Current(id))
            }
            Message::Report(Report::Jumped(id)) => {
                let moved = widget.act(ctx, Action::Current(Some(id)));
                widget.act(ctx, Action::Away(true)) || moved
            }
            Message::Report(Report::Undone) => {
                let scrolled = self.scrolled.borrow().clone();
                widget.act(ctx, Action::Current(scrolled))
            }
            Message::Report(Report::At(id)) => widget.act(ctx, Action::Current(Some(id))),
            Message::Report(Report::Line(line)) => {
                let off = self
                    .spy
                    .borrow()
                    .as_ref()
                    .is_some_and(|spy| spy.is_off(line));
                if off {
                    self.spy(widget, ctx);
                }
                false
            }
            Message::Sight(seen) => {
                let back = seen && !self.jumps.under_way() && widget.act(ctx, Action::Away(false));
                let shown = !seen && widget.act(ctx, Action::Release);
                if !seen {
                    self.host.let_go();
                }
                widget.act(ctx, Action::InSight(seen)) || back || shown
            }
            Message::Click(name, click) => {
                self.click(&name, &click, &ctx.link().callback(|message| message));
                false
            }
            Message::Step(step, origin) => {
                let current = widget.state.current.as_deref();
                self.jumps.go_by(step, current, Some(origin));
                false
            }
            Message::Turn => {
                let order = match widget.order(ctx) {
                    Order::Newest => Order::Oldest,
                    Order::Oldest => Order::Newest,
                };
                widget.act(ctx, Action::Order(Some(order)))
            }
            Message::Unfold(id) => widget.act(ctx, Action::Unfold(id)),
            Message::Share(id) => {
                self.share(widget, ctx, &id);
                false
            }
            Message::Home => {
                self.home.set(true);
                widget.act(ctx, Action::Release);
                let new = widget.state.unseen.first();
                if let Some(rows) = rows_up_to(widget, new.map(|id| &**id)) {
                    widget.act(ctx, Action::Draw(rows));
                }
                widget.act(ctx, Action::Open(true));
                true
            }
            Message::Go(mut go) => {
                self.jumps.go_to(&go.id, None, go.done.take());
                false
            }
            Message::Tick => {
                self.note_place();
                true
            }
            Message::Act(_) | Message::Later(_) => false,
        }
    }

    /// A feed waits that would move rows under the reader's pointer, until that is gone, or what is
    /// below the list, until the reader asks for it or has left.
    fn hold_back(
        &self,
        widget: &mut KeyEvents,
        ctx: &Context<KeyEvents>,
        action: Action,
    ) -> Option<Action> {
        let KeyEventsProps { host, settings, .. } = ctx.props();
        let events_of = |feed: &Feed| timeline::events(feed, &settings.select, widget.order(ctx));
        let pushes = |count: usize| {
            // Rows, and the button for the others.
            let height = |count: usize| {
                if widget.state.all {
                    count
                } else {
                    count.min(settings.limit.saturating_add(1))
                }
            };
            let grows = height(count) > height(widget.events.len());
            widget.state.open && grows && host.pushes()
        };
        Some(match action {
            Action::Draw(_) if self.awaited.borrow().is_some() && !widget.state.in_sight => {
                self.awaited.take();
                Action::Draw(0)
            }
            Action::Loaded(feed, at) if widget.state.feed.is_none() => {
                if widget.state.came_late() && pushes(events_of(&feed).len()) {
                    Action::Held(feed, at)
                } else {
                    Action::Loaded(feed, at)
                }
            }
            Action::Loaded(feed, at) => {
                let events = events_of(&feed);
                let pushes = !widget.state.loading && pushes(events.len());
                if !pushes && !host.is_pointed_at() {
                    return Some(Action::Loaded(feed, at));
                }
                let difference = Difference::between(&widget.events, &events);
                if difference.added.is_empty() && difference.removed.is_empty() {
                    return Some(Action::Loaded(feed, at));
                }
                self.note_new(widget, difference.added);
                Action::Held(feed, at)
            }
            // The update that waits is the one that was requested.
            Action::Same(at)
                if let Some(held) = widget.state.held.clone().filter(|_| widget.state.loading) =>
            {
                Action::Loaded(held, at)
            }
            Action::Release => {
                let held = widget.state.held.as_ref()?;
                if !self.home.get() && pushes(events_of(held).len()) {
                    return None;
                }
                Action::Release
            }
            action => action,
        })
    }

    fn settle(&self, by_itself: bool) {
        if by_itself {
            self.note_place();
        } else {
            self.place.take();
            self.host.let_go();
        }
    }

    fn fed(&self, widget: &mut KeyEvents, before: Rc<Vec<Rc<Entry>>>) {
        let focused = self.focused.take();
        let focused = focused.or_else(|| focused_row(&self.host, &before));
        self.focused.replace(focused);
        let mut known = self.known.borrow_mut();
        let difference = Difference::between(known.get_or_insert(before), &widget.events);
        let added = difference.added.clone();
        self.difference.replace(difference);
        self.note_new(widget, added);
        forget_gone(widget);
    }

    fn located(&self, widget: &KeyEvents, ctx: &Context<KeyEvents>, moved: bool) {
        let offset = ctx.props().settings.offset;
        self.jumps
            .set_places(&widget.events, &widget.places, offset);
        if moved {
            self.spy(widget, ctx);
        }
    }

    fn is_followed(&self) -> bool {
        self.followed.get()
    }

    fn rendered(&self, widget: &KeyEvents, ctx: &Context<KeyEvents>, told: &State) {
        let host = &self.host;
        let state = &widget.state;
        self.known.take();
        if let Some(place) = self.place.take() {
            host.hold(&place);
        }
        let (_, until) = widget.shown.get();
        let tick = || ctx.link().callback(|()| Message::Tick);
        self.wake.borrow_mut().sleep(until, tick);
        announce::update(host, &self.difference.take());
        let more = told.drawn != state.drawn;
        let drawn = state.drawn.min(widget.rows());
        if told.unseen != state.unseen || (more && !state.unseen.is_empty()) {
            let tell = ctx.link().callback(|id| Message::Act(Action::Seen(id)));
            let rows = widget.events.iter().take(drawn);
            let ids = rows.map(|event| Rc::clone(&event.id));
            // After a night in a tab of the background most of what is new has no row yet.
            let ids: Vec<_> = ids.filter(|id| state.unseen.contains(id)).collect();
            self.seen.replace(Some(Seen::watch(host, &ids, &tell)));
        }
        if let Some((id, number)) = self.focused.take() {
            keep_focus(&widget.events, host, &id, number);
        }
        if self.home.take() {
            host.scroll_list_to_start();
            let first = || widget.events.first().filter(|_| told.feed.is_none());
            let new = state.unseen.first().or(state.current.as_ref());
            let new = new.or_else(|| first().map(|event| &event.id));
            self.jumps.go_back(new.map(|id| &**id));
        }
        let moved = told.current != state.current;
        if moved || (more && self.awaited.take().is_some()) {
            self.show_row(state);
        }
        // Out of sight it would only move what the reader sees.
        if state.in_sight
            && (moved || !told.in_sight)
            && let Some(rows) = rows_up_to(widget, state.current.as_deref())
        {
            let tell = ctx.link().callback(Message::Act);
            let timer = Timer::start(SIGHT, move || tell.emit(Action::Draw(rows)));
            self.awaited.replace(timer);
        }
        if !self
            .growth
            .borrow()
            .as_ref()
            .is_some_and(|growth| growth.goes_on_from(drawn, &widget.events))
        {
            let tell = ctx.link().callback(|rows| Message::Act(Action::Draw(rows)));
            let growth =
                (drawn < widget.rows()).then(|| Growth::from(drawn, host, &widget.events, tell));
            self.growth.replace(growth);
        }
        if told.shared != state.shared {
            let gone = ctx.link().callback(|()| Message::Act(Action::Shared(None)));
            let shared = state.shared.is_some();
            let timer = shared.then(|| Timer::start(SAID_FOR, move || gone.emit(())));
            self.said.replace(timer.flatten());
        }
        let images = ctx.props().settings.images;
        self.stories
            .fill(host, &widget.events, &state.unfolded, images);
        remember(widget);
    }

    fn click(&self, name: &str, click: &Click, send: &Callback<Message>) {
        let row = || click.row().map(Rc::from);
        let message = match name {
            "jump" => {
                if let Some(id) = click.row().filter(|_| click.is_plain()) {
                    self.jumps.click(&id, click);
                }
                None
            }
            "prev" => Some(Message::Step(-1, click.origin())),
            "next" => Some(Message::Step(1, click.origin())),
            "back" => Some(Message::Home),
            "order" => Some(Message::Turn),
            "more" => row().map(Message::Unfold),
            "share" => row().map(Message::Share),
            _ => None,
        };
        if let Some(message) = message {
            send.emit(message);
        }
    }
}

/// How long it may take to hear that the widget is out of sight, in milliseconds.
const SIGHT: i32 = 100;

/// How long it is said that an event was passed on, in milliseconds.
const SAID_FOR: i32 = 4_000;

impl Following {
    /// Passes on the address of an event: its own, else that of its place in the page.
    fn share(&self, widget: &KeyEvents, ctx: &Context<KeyEvents>, id: &Rc<str>) {
        let number = widget.events.iter().position(|event| event.id == *id);
        let Some(event) = number.and_then(|number| widget.events.get(number)) else {
            return;
        };
        let place = number.and_then(|number| widget.places.get(number)?.link.clone());
        let Some(href) = event.url.clone().or(place.map(|link| link.href)) else {
            return;
        };
        let address = history::resolve(&href);
        let title = Rc::clone(event.headline());
        let (id, host) = (Rc::clone(id), Rc::clone(&self.host));
        let tell = ctx.link().callback(Message::Act);
        spawn_local(async move {
            let shared = share::share(&title, &address).await;
            let method = match shared {
                Shared::Native => "native",
                Shared::Copied => "copy",
                Shared::Failed => "",
                Shared::Cancelled => return,
            };
            if !method.is_empty() {
                announce::share(&host, &id, &address, method);
            }
            if shared != Shared::Native {
                tell.emit(Action::Shared(Some((id, shared == Shared::Copied))));
            }
        });
    }

    /// Something comes that the reader did not ask for.
    fn note_place(&self) {
        let place = self.place.take();
        self.place.replace(place.or_else(|| self.host.place()));
    }

    /// Follows the reader from event to event.
    fn spy(&self, widget: &KeyEvents, ctx: &Context<KeyEvents>) {
        let targets = widget.places.iter().enumerate();
        let targets = targets.filter_map(|(number, place)| Some((number, place.target.clone()?)));
        let tell = ctx.link().callback(Message::Scrolled);
        let spy = Spy::start(targets.collect(), ctx.props().settings.offset, tell);
        self.spy.replace(spy);
    }

    fn show_row(&self, state: &State) {
        let current = state.current.as_deref();
        let shown = current.and_then(|id| self.host.show_row(id));
        self.row_sight.replace(shown);
    }

    fn note_new(&self, widget: &mut KeyEvents, ids: Vec<Rc<str>>) {
        if !ids.is_empty() {
            let scrolled = self.host.list_is_scrolled();
            widget.state = State::after(&widget.state, Action::New(ids));
            widget.state = State::after(&widget.state, Action::Scrolled(scrolled));
        }
    }
}

/// How many rows to draw so that the row of an event is among them; `None`: it is already, or is none
/// of the list's.
fn rows_up_to(widget: &KeyEvents, id: Option<&str>) -> Option<usize> {
    let mut rows = widget.events.iter().take(widget.rows());
    let number = rows.position(|event| Some(&*event.id) == id)?;
    (number >= widget.state.drawn).then(|| number.saturating_add(STEP))
}

/// An event that went before it was seen is new no more.
fn forget_gone(widget: &mut KeyEvents) {
    let events = Rc::clone(&widget.events);
    let mut there = Finder::of(&events);
    for id in widget.state.unseen.clone() {
        if there.find(&id).is_none() {
            widget.state = State::after(&widget.state, Action::Seen(id));
        }
    }
}

/// Remembers what the reader has before their eyes.
fn remember(widget: &KeyEvents) {
    let State {
        mark,
        open,
        in_sight,
        order,
        ..
    } = *widget.state;
    if let Some(memory) = &widget.memory
        && widget.state.feed.is_some()
        && in_sight
    {
        let times = widget.events.iter().filter_map(|event| event.published);
        memory.note(Visit {
            at: clock::now(),
            mark,
            // What is folded away was not seen.
            latest: if open { times.max() } else { memory.latest() },
            open,
            order,
        });
    }
}

/// The row that has the focus, and its number.
fn focused_row(host: &Host, events: &[Rc<Entry>]) -> Option<(String, usize)> {
    let id = host.focused_row()?;
    let number = events.iter().position(|event| *event.id == *id)?;
    Some((id, number))
}

/// A row that moved or went has taken the focus along: it goes back, or to the row that is there
/// now.
fn keep_focus(events: &[Rc<Entry>], host: &Host, id: &str, number: usize) {
    if host.focused_row().is_some() {
        return;
    }
    let still = events.iter().find(|event| &*event.id == id);
    let near = || events.get(number.min(events.len().checked_sub(1)?));
    host.focus_row(still.or_else(near).map(|event| &*event.id));
}
