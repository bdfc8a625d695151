//! The root component: settings and actions in, markup out.
//!
//! A struct rather than a function with hooks, because of its weight: the machinery of hooks and
//! what the compiler makes of each of them is 4 kB of the page.
//!
//! It draws the first list by itself; whatever comes after is up to [`Follow`], which is in the
//! second file of the wasm.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::follow;
use super::message::Message;
use super::present::{Scene, Shown};
use super::state::{Action, State};
use super::view;
use crate::browser::clock;
use crate::browser::host::{Click, Host};
use crate::browser::intl::Intl;
use crate::browser::listener::Listener;
use crate::effects::announce;
use crate::effects::load::Load;
use crate::effects::memory::Memory;
use crate::effects::place::{Place, at_address, neighbour};
use crate::element::Remote;
use crate::feed::{Entry, Feed};
use crate::instant::Instant;
use crate::labels::Labels;
use crate::settings::{Order, Settings};
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

/// What a widget does once there is a list.
pub trait Follow {
    /// Does what a message asks for; returns whether there is something to draw.
    fn update(&self, widget: &mut KeyEvents, ctx: &Context<KeyEvents>, message: Message) -> bool;
    /// What becomes of an action; `None`: nothing, for now.
    fn hold_back(
        &self,
        widget: &mut KeyEvents,
        ctx: &Context<KeyEvents>,
        action: Action,
    ) -> Option<Action>;
    /// Something is going to be drawn: it came by itself, or the reader wanted it.
    fn settle(&self, by_itself: bool);
    /// One feed came after another; `before` are the events of the earlier one.
    fn fed(&self, widget: &mut KeyEvents, before: Rc<Vec<Rc<Entry>>>);
    /// The events were looked for in the page; something may have moved.
    fn located(&self, widget: &KeyEvents, ctx: &Context<KeyEvents>, moved: bool);
    /// Whether it knows which event the reader has scrolled to.
    fn is_followed(&self) -> bool;
    /// The widget was drawn; `told` is the state that the page was told of before.
    fn rendered(&self, widget: &KeyEvents, ctx: &Context<KeyEvents>, told: &State);
    /// A click on something with this `data-action`; `send` takes what comes of it.
    fn click(&self, name: &str, click: &Click, send: &Callback<Message>);
}

/// [`Follow`], from when it is there.
pub type Follower = Rc<RefCell<Option<Rc<dyn Follow>>>>;

/// The timeline of one element.
pub struct KeyEvents {
    /// What it knows.
    pub state: Rc<State>,
    /// The state that the page was told of last.
    told: Rc<State>,
    /// The events of the timeline, in order.
    pub events: Rc<Vec<Rc<Entry>>>,
    /// How many rows the last markup has, and when it changes by itself.
    pub shown: Cell<(usize, Option<Instant>)>,
    /// Where the element ended above the viewport before the last markup, where the browser lets that
    /// move what is in sight.
    end: Cell<Option<f64>>,
    /// Whether the space that the loader kept for the list is still kept.
    keeps_space: bool,
    load: Option<Load>,
    /// What is remembered of the reader, if anything is to be.
    pub memory: Option<Memory>,
    /// Where the events are.
    pub places: Rc<Vec<Place>>,
    /// What it does once there is a list.
    pub follow: Follower,
    /// Whether the rest of the wasm was asked for, and there is no answer yet.
    asked: bool,
    /// What has to wait for it: buttons and a script's wishes, and a later feed.
    waiting: Vec<Message>,
    newer: Option<Newer>,
    /// How often all was made anew, as it is as long as [`Follow`] is not there: what compares old
    /// markup with new is in the second file too.
    drawn: Cell<i64>,
    /// A selector of what had the focus then.
    focused: RefCell<Option<String>>,
    _actions: Listener,
}

/// A feed that waits for what is in the second file.
struct Newer {
    feed: Rc<Feed>,
    at: Instant,
    /// Whether the reader or a script has asked for it.
    wanted: bool,
}

impl Component for KeyEvents {
    type Message = Message;
    type Properties = KeyEventsProps;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        let state = Rc::new(
            props
                .remote
                .first_state(&props.settings, props.host.first_rows()),
        );
        let link = ctx.link();
        let follow = Follower::default();
        props
            .remote
            .listen(link.callback(Message::Act), link.callback(Message::Go));
        let mut component = Self {
            told: Rc::clone(&state),
            state,
            events: Rc::default(),
            shown: Cell::default(),
            end: Cell::new(props.host.end_at_mount()),
            keeps_space: true,
            load: None,
            memory: Memory::of(&props.settings),
            places: Rc::default(),
            asked: false,
            waiting: Vec::new(),
            newer: None,
            drawn: Cell::default(),
            focused: RefCell::default(),
            _actions: actions(&props.host, &follow, link.callback(|message| message)),
            follow,
        };
        component.recall(ctx);
        // Where a visit goes on is how it starts: nothing that the page is told of.
        component.told = Rc::clone(&component.state);
        component.select(ctx, &[]);
        // A refresh that was under way when the widget left the page is made up for.
        let again = component.state.loading && component.state.feed.is_some();
        component.load(ctx, again);
        component
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Act(action) => self.act(ctx, action),
            Message::Later(later) => {
                self.asked = false;
                let waiting = std::mem::take(&mut self.waiting);
                // Until now only what is drawn was looked for.
                self.locate(ctx, &[], usize::MAX);
                self.enter(ctx);
                let Some(later) = later else {
                    if self.state.feed.is_none()
                        && let Some(Newer { feed, at, .. }) = self.newer.take()
                    {
                        self.state = self.state.wanting(true);
                        self.act(ctx, Action::Loaded(feed, at));
                    }
                    // Nobody would draw the rest of a long list bit by bit.
                    let more = self.rows() > self.state.drawn;
                    return self.act(ctx, Action::Draw(usize::MAX)) && more;
                };
                follow::start(self, ctx, later);
                if let Some(Newer { feed, at, wanted }) = self.newer.take() {
                    self.state = self.state.wanting(wanted);
                    self.act(ctx, Action::Loaded(feed, at));
                }
                for message in waiting {
                    Component::update(self, ctx, message);
                }
                // What is drawn already gets what is done after drawing.
                true
            }
            message => match self.follow() {
                Some(follow) => follow.update(self, ctx, message),
                None => {
                    self.waiting.push(message);
                    self.ask(ctx);
                    false
                }
            },
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &KeyEventsProps) -> bool {
        let (before, now) = (&old.settings, &ctx.props().settings);
        let other = (&before.src, before.format) != (&now.src, now.format);
        if other || before.remember != now.remember {
            self.memory = Memory::of(now);
        }
        if before.order != now.order {
            self.act(ctx, Action::Order(None));
        }
        if other {
            self.act(ctx, Action::Replace);
            self.recall(ctx);
        } else if before.refresh != now.refresh {
            self.load(ctx, false);
        } else if before.select != now.select
            && let Some(feed) = &self.state.feed
            && timeline::lacks_headlines(feed, &now.select, self.order(ctx))
        {
            self.load(ctx, true);
        }
        if before.collapsed != now.collapsed {
            self.act(ctx, Action::Open(!now.collapsed));
        }
        self.select(ctx, &[]);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let KeyEventsProps {
            settings,
            labels,
            format,
            host,
            ..
        } = ctx.props();
        let Shown { panel, rows, until } = Scene {
            settings,
            state: &self.state,
            events: &self.events,
            labels,
            format: &**format,
            now: clock::now(),
            order: self.order(ctx),
            link: &|number| self.places.get(number)?.link.clone(),
            steps: self.steps(),
        }
        .present();
        self.shown.set((rows, until));
        if self.follow.borrow().is_none() {
            self.drawn.set(self.drawn.get() + 1);
            self.focused.replace(host.focused());
        }
        view::panel(&panel, self.drawn.get())
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        let KeyEventsProps { host, remote, .. } = ctx.props();
        let (rows, _) = self.shown.get();
        // A full list keeps the space that the loader kept for it: its rows share what is left.
        let expected = ctx.props().settings.limit.min(10);
        let decided = self.state.feed.is_some() || !self.state.loading;
        if self.keeps_space && (!self.state.open || (decided && rows < expected)) {
            self.keeps_space = false;
            host.release_space();
        }
        if let Some(end) = self.end.take() {
            host.keep_end(end);
        }
        remote.publish(&self.state, &self.events);
        let told = std::mem::replace(&mut self.told, Rc::clone(&self.state));
        match self.follow() {
            Some(follow) => follow.rendered(self, ctx, &told),
            None => {
                if let Some(focused) = self.focused.take() {
                    host.focus(&focused);
                }
                if self.state.feed.is_some() {
                    self.ask(ctx);
                }
            }
        }
        announce::changes(host, &told, &self.state, self.events.len(), rows);
    }
}

impl KeyEvents {
    /// How many rows there are, be they drawn or still to be drawn.
    pub fn rows(&self) -> usize {
        self.shown.get().0
    }

    fn follow(&self) -> Option<Rc<dyn Follow>> {
        self.follow.borrow().clone()
    }

    /// Asks for the rest of the wasm, now that there is a list.
    fn ask(&mut self, ctx: &Context<Self>) {
        if !std::mem::replace(&mut self.asked, true) {
            let host = Rc::clone(&ctx.props().host);
            let tell = ctx.link().callback(Message::Later);
            spawn_local(async move { tell.emit(host.later().await) });
        }
    }

    /// Returns whether there is something to draw.
    pub fn act(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        let before = Rc::clone(&self.state);
        let again = action == Action::Refresh;
        let follow = self.follow();
        let first = before.feed.is_none();
        let by_itself = action.comes_by_itself(before.loading);
        let action = match (action, &follow) {
            (action, Some(follow)) => match follow.hold_back(self, ctx, action) {
                Some(action) => action,
                None => return !self.state.looks_like(&before),
            },
            // A list that comes late must move nothing that the reader sees; what sees to that, and what
            // makes one feed of two, is in the second file.
            (Action::Loaded(feed, at), None) if !first || before.came_late() => {
                let wanted = before.loading;
                self.newer = Some(Newer { feed, at, wanted });
                self.ask(ctx);
                if first {
                    return false;
                }
                Action::Same(at)
            }
            // The list that it would confirm is not shown yet.
            (Action::Same(_), None) if first && self.newer.is_some() => return false,
            (action, None) => action,
        };
        self.state = State::after(&self.state, action);
        if (&self.state.feed, &self.state.failure) != (&before.feed, &before.failure) {
            let end = self.end.take();
            self.end.set(end.or_else(|| ctx.props().host.end_above()));
        }
        if self.state.load != before.load {
            self.newer = None;
            self.load(ctx, again);
        }
        if self.state.order != before.order {
            self.select(ctx, &[]);
            // What a feed goes on with can come first now.
            if self
                .state
                .feed
                .as_ref()
                .is_some_and(|feed| feed.next.is_some())
            {
                self.load(ctx, true);
            }
        }
        if self.state.feed != before.feed {
            let events = Rc::clone(&self.events);
            self.select(ctx, &events);
            if let Some(follow) = &follow
                && before.feed.is_some()
                && self.state.feed.is_some()
            {
                follow.fed(self, events);
            }
        }
        let draws = !self.state.looks_like(&before);
        if draws && let (Some(follow), Some(by_itself)) = (follow, by_itself) {
            follow.settle(by_itself);
        }
        draws
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
        let order = self.order(ctx);
        self.load = Some(Load::start(host, settings, order, known, again, done));
    }

    /// `known` are the events whose places are known.
    fn select(&mut self, ctx: &Context<Self>, known: &[Rc<Entry>]) {
        let select = &ctx.props().settings.select;
        self.events = match &self.state.feed {
            Some(feed) => Rc::new(timeline::events(feed, select, self.order(ctx))),
            None => Rc::default(),
        };
        // The first list waits for no more than it shows.
        let count = match self.follow() {
            Some(_) => usize::MAX,
            None => self.state.drawn,
        };
        self.locate(ctx, known, count);
        self.enter(ctx);
    }

    /// Takes the event that the page's address names for that which the reader is in, until they
    /// scroll.
    fn enter(&mut self, ctx: &Context<Self>) {
        if self.follow().is_none_or(|follow| !follow.is_followed())
            && let Some(id) = at_address(&self.events, &self.places)
        {
            self.act(ctx, Action::Current(Some(id)));
        }
    }

    /// The reader's order, else the publisher's.
    pub fn order(&self, ctx: &Context<Self>) -> Order {
        self.state.order.unwrap_or(ctx.props().settings.order)
    }

    /// Goes on where the reader left, if that is remembered.
    fn recall(&mut self, ctx: &Context<Self>) {
        if self.state.feed.is_none()
            && let Some(visit) = self.memory.as_ref().and_then(Memory::recall)
        {
            self.act(ctx, Action::Recalled(visit, clock::now()));
        }
    }

    /// Looks where the first `count` events are in the page; returns whether something has moved.
    ///
    /// Those of `known`, the events before, are where they were: of a page that changes the widget is
    /// told.
    pub fn locate(&mut self, ctx: &Context<Self>, known: &[Rc<Entry>], count: usize) -> bool {
        let template = ctx.props().settings.anchor.as_deref();
        let mut known = known.iter().zip(&*self.places).peekable();
        let places = self.events.iter().take(count).map(|event| {
            match known.next_if(|(old, _)| old.id == event.id) {
                Some((old, place)) if Rc::ptr_eq(old, event) => place.clone(),
                _ => Place::of(event, template),
            }
        });
        let places: Vec<_> = places.collect();
        let moved = places != *self.places;
        if moved {
            self.places = Rc::new(places);
        }
        if let Some(follow) = self.follow() {
            follow.located(self, ctx, moved);
        }
        moved
    }

    /// Whether there is an event of the page before the current one, and after it.
    fn steps(&self) -> Option<(bool, bool)> {
        self.places.iter().find(|place| place.target.is_some())?;
        let current = self.state.current.as_deref();
        let there = |step| neighbour(&self.events, &self.places, step, current).is_some();
        Some((there(-1), there(1)))
    }
}

/// Turns clicks into messages; those on headlines are done at once, before the browser follows
/// the link, which it does by itself until [`Follow`] is there.
fn actions(host: &Host, follow: &Follower, send: Callback<Message>) -> Listener {
    let follow = Rc::clone(follow);
    host.on_action(move |name, click| {
        if let Some(action) = Action::named(&name) {
            send.emit(Message::Act(action));
        } else if let Some(follow) = follow.borrow().clone() {
            follow.click(&name, &click, &send);
        } else if name != "jump" {
            send.emit(Message::Click(name, click));
        }
    })
}
