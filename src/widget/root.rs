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
use crate::browser::host::Host;
use crate::browser::intl::Intl;
use crate::browser::listener::Listener;
use crate::browser::{clock, target};
use crate::effects::announce::announce;
use crate::effects::load::Load;
use crate::effects::wake::Wake;
use crate::element::Remote;
use crate::feed::Entry;
use crate::instant::Instant;
use crate::labels::Labels;
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
    _actions: Listener,
}

impl Component for KeyEvents {
    type Message = Message;
    type Properties = KeyEventsProps;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        let state = Rc::new(props.remote.first_state(&props.settings));
        let act = ctx.link().callback(Message::Act);
        props.remote.listen(act.clone());
        let mut component = Self {
            told: Rc::clone(&state),
            state,
            events: Rc::default(),
            shown: Cell::default(),
            load: None,
            wake: Wake::default(),
            _actions: props.host.on_action(move |name, _| {
                if let Some(action) = Action::named(name) {
                    act.emit(action);
                }
            }),
        };
        component.select(&props.settings);
        if component.state.loading {
            component.load(ctx);
        }
        component
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Act(action) => self.act(ctx, action),
            Message::Tick => true,
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
        self.select(now);
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
            href: &|entry| href(entry, settings.anchor.as_deref()),
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
            self.select(&ctx.props().settings);
        }
        !Rc::ptr_eq(&self.state, &before)
    }

    fn load(&mut self, ctx: &Context<Self>) {
        let KeyEventsProps { host, settings, .. } = ctx.props();
        self.load = Load::start(host, settings, ctx.link().callback(Message::Act));
    }

    fn select(&mut self, settings: &Settings) {
        self.events = match &self.state.feed {
            Some(feed) => Rc::new(timeline::events(feed, &settings.select, settings.order)),
            None => Rc::default(),
        };
    }
}

/// The fragment of the entry's place in the page, else its own address.
fn href(entry: &Entry, template: Option<&str>) -> Option<AttrValue> {
    let here = target::find(entry, template).and_then(|element| target::fragment(&element));
    here.map(AttrValue::from)
        .or_else(|| entry.url.clone().map(AttrValue::from))
}
