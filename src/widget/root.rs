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
use crate::effects::announce::announce;
use crate::effects::jump::{Jumps, Place, Report, neighbour};
use crate::effects::load::Load;
use crate::effects::spy::Spy;
use crate::effects::wake::Wake;
use crate::effects::watch::Watch;
use crate::element::Remote;
use crate::feed::Entry;
use crate::instant::Instant;
use crate::labels::Labels;
use crate::place::Link;
use crate::settings::Settings;
use crate::timeline;

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
    /// Back to the widget.
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
    sight: Option<Intersections>,
    row_sight: Option<Intersections>,
    _watch: Watch,
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
            sight: None,
            row_sight: None,
            _watch: Watch::start(link.callback(Message::Page)),
            _actions: actions(&props.host, &jumps, link.callback(|message| message)),
            _history: jumps.follow_history(),
            jumps,
        };
        component.select(ctx);
        component.load(ctx);
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
                let link = ctx.link().clone();
                let host = &ctx.props().host;
                self.sight = host.watch_sight(move |seen| link.send_message(Message::Sight(seen)));
                self.act(ctx, Action::Current(Some(id)))
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
                if seen && self.jumps.under_way() {
                    return false;
                }
                self.act(ctx, Action::Away(!seen))
            }
            Message::Step(step, origin) => {
                let current = self.state.current.as_deref();
                self.jumps.go_by(step, current, Some(origin));
                false
            }
            Message::Home => {
                self.jumps.go_back(self.state.current.as_deref());
                false
            }
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &KeyEventsProps) -> bool {
        let (before, now) = (&old.settings, &ctx.props().settings);
        if (&before.src, before.format) != (&now.src, now.format) {
            self.act(ctx, Action::Replace);
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
        if rows > 0 || !self.state.open {
            host.release_space();
        }
        self.wake
            .sleep(until, ctx.link().callback(|()| Message::Tick));
        remote.publish(&self.state, &self.events);
        let told = std::mem::replace(&mut self.told, Rc::clone(&self.state));
        if told.current != self.state.current {
            let current = self.state.current.as_deref();
            self.row_sight = current.and_then(|id| host.show_row(id));
        }
        announce(host, &told, &self.state, self.events.len(), rows);
    }
}

impl KeyEvents {
    /// Returns whether there is something to draw.
    fn act(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        let before = Rc::clone(&self.state);
        self.state = State::after(&before, action);
        if self.state.load != before.load {
            self.load(ctx);
        }
        if self.state.feed != before.feed {
            self.select(ctx);
        }
        !Rc::ptr_eq(&self.state, &before)
    }

    fn load(&mut self, ctx: &Context<Self>) {
        let KeyEventsProps { host, settings, .. } = ctx.props();
        self.load = Load::start(host, settings, ctx.link().callback(Message::Act));
    }

    fn select(&mut self, ctx: &Context<Self>) {
        let settings = &ctx.props().settings;
        self.events = match &self.state.feed {
            Some(feed) => Rc::new(timeline::events(feed, &settings.select, settings.order)),
            None => Rc::default(),
        };
        self.locate(ctx);
        self.spy(ctx);
        if !self.followed
            && let Some(id) = self.jumps.at_address()
        {
            self.act(ctx, Action::Current(Some(id)));
        }
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
