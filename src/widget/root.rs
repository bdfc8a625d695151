//! The root component: settings and actions in, markup out.
//!
//! A struct rather than a function with hooks, because of its weight: the machinery of hooks and
//! what the compiler makes of each of them is 4 kB of the page.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::present::{Scene, Shown};
use super::state::{Action, State};
use super::view;
use crate::browser::clock;
use crate::browser::host::Host;
use crate::browser::intl::Intl;
use crate::browser::listener::Listener;
use crate::browser::observe::Intersections;
use crate::browser::target::Target;
use crate::effects::announce;
use crate::effects::jump::{Jumps, Place, Report, neighbour};
use crate::effects::load::Load;
use crate::effects::seen::Seen;
use crate::effects::spy::Spy;
use crate::effects::wake::Wake;
use crate::effects::watch::Watch;
use crate::element::Remote;
use crate::feed::{Entry, Ids};
use crate::instant::Instant;
use crate::labels::Labels;
use crate::place::Link;
use crate::settings::Settings;
use crate::timeline;
use crate::timeline::merge::Difference;

/// What the root component is given.
#[derive(Clone, Properties)]
pub struct KeyEventsProps {
    /// The element it lives in.
    pub host: Rc<Host>,
    /// The way in for scripts.
    pub remote: Rc<Remote>,
    /// The publisher's settings.
    pub settings: Rc<Settings>,
    /// The words of the interface.
    pub labels: Rc<Labels>,
    /// The way of writing times and numbers.
    pub format: Rc<Intl>,
}

impl PartialEq for KeyEventsProps {
    /// The element makes a new one of what changes and passes on the rest.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.settings, &other.settings)
            && Rc::ptr_eq(&self.labels, &other.labels)
            && Rc::ptr_eq(&self.format, &other.format)
    }
}

/// What happens to the root component.
pub enum Message {
    /// Something that changes the state.
    Act(Action),
    /// A time label changed.
    Tick,
    /// The page has other elements than before, or (`true`) another size.
    Page(bool),
    /// The number of the event that the reader has scrolled to.
    Scrolled(Option<usize>),
    /// A jump took the reader somewhere.
    Report(Report),
    /// Whether the widget is in sight.
    Sight(bool),
    /// A button was pressed that leads to the event before or after the current one.
    Step(isize, Target),
    /// Back to the widget, to what is new in it.
    Home,
}

/// The timeline of one element.
pub struct KeyEvents {
    state: Rc<State>,
    /// The state that the page was told of last.
    told: Rc<State>,
    events: Rc<Vec<Rc<Entry>>>,
    /// How many rows the last markup has, and when it changes by itself.
    shown: Cell<(usize, Option<Instant>)>,
    load: Option<Load>,
    wake: Wake,
    places: Rc<Vec<Place>>,
    jumps: Rc<Jumps>,
    spy: Option<Spy>,
    /// The event that the reader has scrolled to, whatever a jump says.
    scrolled: Option<Rc<str>>,
    /// Whether that is known.
    followed: bool,
    /// The row that had the focus when a feed came, and its number.
    focused: Option<(String, usize)>,
    /// The events before the first feed that the page was not told of: there may be more than one,
    /// because a slow drawing is interrupted.
    known: Option<Rc<Vec<Rc<Entry>>>>,
    /// What has changed since, until the page is told.
    difference: Difference,
    /// Whether the reader asked for the list, and what is drawn next is to be shown to them.
    home: bool,
    seen: Option<Seen>,
    _sight: Option<Intersections>,
    row_sight: Option<Intersections>,
    _watch: Watch,
    _leave: Listener,
    _actions: Listener,
    _history: Option<Listener>,
}

impl Component for KeyEvents {
    type Message = Message;
    type Properties = KeyEventsProps;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        let state = Rc::new(props.remote.first_state(&props.settings));
        let link = ctx.link();
        let act = link.callback(Message::Act);
        let jumps = Jumps::new(Rc::clone(&props.host), link.callback(Message::Report));
        props.remote.listen(act, &jumps);
        let mut component = Self {
            told: Rc::clone(&state),
            state,
            events: Rc::default(),
            shown: Cell::default(),
            load: None,
            wake: Wake::default(),
            places: Rc::default(),
            spy: None,
            scrolled: None,
            followed: false,
            focused: None,
            known: None,
            difference: Difference::default(),
            home: false,
            seen: None,
            _sight: {
                let sight = link.callback(Message::Sight);
                props.host.watch_sight(move |seen| sight.emit(seen))
            },
            _leave: {
                let leave = link.callback(|()| Message::Act(Action::Release));
                props.host.on_leave(move || leave.emit(()))
            },
            row_sight: None,
            _watch: Watch::start(link.callback(Message::Page)),
            _actions: actions(&props.host, &jumps, link.callback(|message| message)),
            _history: jumps.follow_history(),
            jumps,
        };
        component.select(ctx);
        // A refresh that was under way when the widget left the page is made up for.
        let again = component.state.loading && component.state.feed.is_some();
        component.load(ctx, again);
        component
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Act(action) => self.act(ctx, action),
            Message::Tick => true,
            Message::Page(resized) => {
                let moved = self.locate(ctx);
                if moved || resized {
                    self.spy(ctx);
                }
                moved
            }
            Message::Scrolled(number) => {
                let id = number.and_then(|number| Some(Rc::clone(&self.events.get(number)?.id)));
                // The address of the page says where it was opened, before anyone scrolls; and on
                // the way of a jump the reader is where it leads.
                let pinned =
                    !std::mem::replace(&mut self.followed, true) && self.state.current.is_some();
                let same = self.scrolled == id;
                self.scrolled.clone_from(&id);
                !pinned && !same && !self.jumps.under_way() && self.act(ctx, Action::Current(id))
            }
            Message::Report(Report::Jumped(id)) => {
                let moved = self.act(ctx, Action::Current(Some(id)));
                self.act(ctx, Action::Away(true)) || moved
            }
            Message::Report(Report::Undone) => {
                self.act(ctx, Action::Current(self.scrolled.clone()))
            }
            Message::Report(Report::At(id)) => self.act(ctx, Action::Current(Some(id))),
            Message::Report(Report::Line(line)) => {
                if self.spy.as_ref().is_some_and(|spy| spy.is_off(line)) {
                    self.spy(ctx);
                }
                false
            }
            Message::Sight(seen) => {
                let back = seen && !self.jumps.under_way() && self.act(ctx, Action::Away(false));
                self.act(ctx, Action::InSight(seen)) || back
            }
            Message::Step(step, origin) => {
                let current = self.state.current.as_deref();
                self.jumps.go_by(step, current, Some(origin));
                false
            }
            Message::Home => {
                self.home = true;
                self.act(ctx, Action::Release);
                self.act(ctx, Action::Open(true));
                true
            }
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &KeyEventsProps) -> bool {
        let (before, now) = (&old.settings, &ctx.props().settings);
        if (&before.src, before.format) != (&now.src, now.format) {
            self.act(ctx, Action::Replace);
        } else if before.refresh != now.refresh {
            self.load(ctx, false);
        }
        if before.collapsed != now.collapsed {
            self.act(ctx, Action::Open(!now.collapsed));
        }
        self.select(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let KeyEventsProps {
            settings,
            labels,
            format,
            ..
        } = ctx.props();
        let Shown { panel, rows, until } = Scene {
            settings,
            state: &self.state,
            events: &self.events,
            labels,
            format: &**format,
            now: clock::now(),
            link: &|number| self.places.get(number)?.link.clone(),
            steps: self.steps(),
        }
        .present();
        self.shown.set((rows, until));
        view::panel(&panel)
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        let KeyEventsProps { host, remote, .. } = ctx.props();
        let (rows, until) = self.shown.get();
        // A full list keeps the space that the loader kept for it: its rows share what is left.
        let expected = ctx.props().settings.limit.min(10);
        if !self.state.open || (1..expected).contains(&rows) {
            host.release_space();
        }
        self.wake
            .sleep(until, ctx.link().callback(|()| Message::Tick));
        remote.publish(&self.state, &self.events);
        let told = std::mem::replace(&mut self.told, Rc::clone(&self.state));
        self.known = None;
        announce::update(host, &std::mem::take(&mut self.difference));
        if told.unseen != self.state.unseen {
            let tell = ctx.link().callback(|id| Message::Act(Action::Seen(id)));
            self.seen = Some(Seen::watch(host, &self.state.unseen, &tell));
        }
        if let Some((id, number)) = self.focused.take() {
            self.keep_focus(host, &id, number);
        }
        if std::mem::take(&mut self.home) {
            host.scroll_list_to_start();
            let new = self.state.unseen.first().or(self.state.current.as_ref());
            self.jumps.go_back(new.map(|id| &**id));
        }
        if told.current != self.state.current {
            let current = self.state.current.as_deref();
            self.row_sight = current.and_then(|id| host.show_row(id));
        }
        announce::changes(host, &told, &self.state, self.events.len(), rows);
    }
}

impl KeyEvents {
    /// Returns whether there is something to draw.
    fn act(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        let before = Rc::clone(&self.state);
        let again = action == Action::Refresh;
        let action = self.hold_back(ctx, action);
        self.state = State::after(&before, action);
        if self.state.load != before.load {
            self.load(ctx, again);
        }
        if self.state.feed != before.feed {
            let events = std::mem::take(&mut self.events);
            self.select(ctx);
            if before.feed.is_some() && self.state.feed.is_some() {
                let focused = self.focused.take();
                self.focused = focused.or_else(|| focused_row(&ctx.props().host, &events));
                let known = self.known.get_or_insert(events);
                self.difference = Difference::between(known, &self.events);
                let added = self.difference.added.clone();
                self.note_new(ctx, added);
                self.forget_gone();
            }
        }
        !self.state.looks_like(&before)
    }

    /// A feed that would move rows under the reader's pointer waits until that is gone.
    fn hold_back(&mut self, ctx: &Context<Self>, action: Action) -> Action {
        let KeyEventsProps { host, settings, .. } = ctx.props();
        match action {
            Action::Loaded(feed, at) if self.state.feed.is_some() && host.is_pointed_at() => {
                let events = timeline::events(&feed, &settings.select, settings.order);
                let difference = Difference::between(&self.events, &events);
                if difference.added.is_empty() && difference.removed.is_empty() {
                    return Action::Loaded(feed, at);
                }
                self.note_new(ctx, difference.added);
                Action::Held(feed, at)
            }
            action => action,
        }
    }

    fn note_new(&mut self, ctx: &Context<Self>, ids: Vec<Rc<str>>) {
        if !ids.is_empty() {
            let scrolled = ctx.props().host.list_is_scrolled();
            self.state = State::after(&self.state, Action::New(ids));
            self.state = State::after(&self.state, Action::Scrolled(scrolled));
        }
    }

    /// An event that went before it was seen is new no more.
    fn forget_gone(&mut self) {
        let there = Ids::of(&self.events);
        for id in self.state.unseen.clone() {
            if there.position(&id).is_none() {
                self.state = State::after(&self.state, Action::Seen(id));
            }
        }
    }

    /// Serves the widget from here on, by its settings as they are now.
    fn load(&mut self, ctx: &Context<Self>, again: bool) {
        let KeyEventsProps { host, settings, .. } = ctx.props();
        let State { feed, good_at, .. } = &*self.state;
        let ended = feed.as_ref().is_some_and(|feed| feed.ended);
        if ended && !again {
            self.load = None;
            return;
        }
        let known = good_at.filter(|_| feed.is_some());
        let done = ctx.link().callback(Message::Act);
        // The old one goes after the new one is there, so that a request of both goes on.
        self.load = Some(Load::start(host, settings, known, again, done));
    }

    fn select(&mut self, ctx: &Context<Self>) {
        let settings = &ctx.props().settings;
        self.events = match &self.state.feed {
            Some(feed) => Rc::new(timeline::events(feed, &settings.select, settings.order)),
            None => Rc::default(),
        };
        if self.locate(ctx) {
            self.spy(ctx);
        }
        if !self.followed
            && let Some(id) = self.jumps.at_address()
        {
            self.act(ctx, Action::Current(Some(id)));
        }
    }

    /// A row that moved or went has taken the focus along: it goes back, or to the row that is
    /// there now.
    fn keep_focus(&self, host: &Host, id: &str, number: usize) {
        if host.focused_row().is_some() {
            return;
        }
        let still = self.events.iter().find(|event| &*event.id == id);
        let near = || {
            self.events
                .get(number.min(self.events.len().checked_sub(1)?))
        };
        host.focus_row(still.or_else(near).map(|event| &*event.id));
    }

    /// Looks where the events are in the page; returns whether something has moved.
    fn locate(&mut self, ctx: &Context<Self>) -> bool {
        let settings = &ctx.props().settings;
        let template = settings.anchor.as_deref();
        let places = self.events.iter().map(|event| place(event, template));
        let places: Vec<_> = places.collect();
        let moved = places != *self.places;
        if moved {
            self.places = Rc::new(places);
        }
        self.jumps
            .set_places(&self.events, &self.places, settings.offset);
        moved
    }

    /// Follows the reader from event to event.
    fn spy(&mut self, ctx: &Context<Self>) {
        let targets = self.places.iter().enumerate();
        let targets = targets.filter_map(|(number, place)| Some((number, place.target.clone()?)));
        let tell = ctx.link().callback(Message::Scrolled);
        self.spy = Spy::start(targets.collect(), ctx.props().settings.offset, tell);
    }

    /// Whether there is an event of the page before the current one, and after it.
    fn steps(&self) -> Option<(bool, bool)> {
        self.places.iter().find(|place| place.target.is_some())?;
        let current = self.state.current.as_deref();
        let there = |step| neighbour(&self.events, &self.places, step, current).is_some();
        Some((there(-1), there(1)))
    }
}

/// The row that has the focus, and its number.
fn focused_row(host: &Host, events: &[Rc<Entry>]) -> Option<(String, usize)> {
    let id = host.focused_row()?;
    let number = events.iter().position(|event| *event.id == *id)?;
    Some((id, number))
}

/// The event's element in the page, else its own address.
fn place(event: &Entry, template: Option<&str>) -> Place {
    let target = Target::find(event, template);
    let here = target.as_ref().map(|target| target.href(event).into());
    let link = here.or_else(|| event.url.clone()).map(|href| Link {
        href,
        here: target.is_some(),
    });
    Place { link, target }
}

/// Turns clicks into messages; those on headlines are done at once, before the browser follows
/// the link.
fn actions(host: &Host, jumps: &Rc<Jumps>, send: Callback<Message>) -> Listener {
    let jumps = Rc::downgrade(jumps);
    host.on_action(move |name, click| match name {
        "jump" => {
            if let (true, Some(jumps), Some(id)) = (click.is_plain(), jumps.upgrade(), click.row())
            {
                jumps.click(&id, click);
            }
        }
        "prev" => send.emit(Message::Step(-1, click.origin())),
        "next" => send.emit(Message::Step(1, click.origin())),
        "back" => send.emit(Message::Home),
        _ => {
            if let Some(action) = Action::named(name) {
                send.emit(Message::Act(action));
            }
        }
    })
}
