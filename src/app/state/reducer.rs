//! The reducer: how each action changes the state of a widget.

use std::rc::Rc;

use yew::Reducible;

use super::{Action, Arrivals, LayoutChange, ROWS_PER_STEP, State};
use crate::app::command::{Command, CommandKind};
use crate::feed::{Entry, Feed};
use crate::polling::feed_update::FeedUpdate;
use crate::settings::Settings;
use crate::time::timestamp::Timestamp;
use crate::timeline;
use crate::timeline::merge::{EventIndex, added, merge};
use crate::visit::LastVisit;

impl Reducible for State {
    type Action = Action;

    /// The state after an action. The same `Rc` if nothing has changed, so that Yew does not render.
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        if let Action::Updated(load, update) = action {
            return self.updated(load, update);
        }
        let mut next = (*self).clone();
        let is_automatic = action.is_automatic(self.loading);
        let is_tick = matches!(action, Action::Tick);
        match action {
            Action::Toggle => next.open = !self.open,
            Action::SetOpen(open) => next.open = open,
            Action::ShowAll => next.show_all = true,
            Action::Render(rows) => next.rendered_rows = self.rendered_rows.max(rows),
            Action::Refresh | Action::Retry => {
                next.requested_by_reader = matches!(action, Action::Retry);
                next.load_again();
                next.loading = true;
            }
            Action::Configure(settings, visit, now) => {
                next = next.configured(settings, visit, now);
            }
            // A feed that arrives late, or after another, must not shift visible content.
            Action::Loaded(feed, at) if self.feed.is_some() => {
                next.recover();
                next.last_success = Some(at);
                next.arrived = Some((feed, at));
            }
            Action::Loaded(feed, at) if self.deferred.is_some() || self.would_replace_error() => {
                next.arrived = Some((feed, at));
            }
            Action::Loaded(feed, at) => {
                next.loaded(at);
                next.show(feed);
            }
            // The feed that has arrived before it is neither applied nor deferred yet.
            Action::Unchanged(_) if self.arrived.is_some() => {}
            Action::Unchanged(at) => {
                next.loaded(at);
                // The deferred feed is the response to the request.
                if self.loading
                    && let Some(deferred) = next.deferred.take()
                {
                    next.show(deferred);
                }
            }
            Action::Show => {
                if let Some(feed) = next.take_arrived() {
                    next.deferred = None;
                    next.show(feed);
                }
            }
            Action::Defer => {
                if let Some(feed) = next.take_arrived() {
                    if next.feed.is_some() {
                        let events = next.events_of(&feed);
                        next.mark_unread(&events);
                    }
                    next.deferred = Some(feed);
                }
            }
            Action::ApplyDeferred => {
                if let Some(feed) = next.deferred.take() {
                    next.show(feed);
                }
            }
            Action::Seen(seen) => next.see(seen),
            Action::Failed(failure) => {
                next.loading = false;
                next.recovered = false;
                next.failure = Some(failure);
            }
            Action::SetCurrent(current) => next.current = current,
            Action::ScrollSpyReported => next.spy_reported = true,
            Action::JumpedAway(jumped_away) => next.jumped_away = jumped_away,
            Action::InViewport(in_viewport) => next.in_viewport = in_viewport,
            Action::Scrolled(scrolled) => next.scrolled = scrolled,
            Action::ToggleStory(id) => next.toggle_story(id),
            Action::Shared(shared) => next.shared = shared,
            Action::ReverseOrder => {
                next.order = Some(self.order().reversed());
                next.reorder();
            }
            Action::CloseBar => next.bar_closed = true,
            Action::Viewed => next.viewed = true,
            Action::GoToVisit => next.go_to_visit(),
            Action::BackToList => next.back_to_list(),
            Action::CloseToast => next.close_toast(),
            Action::Request(command) => next.request(command),
            Action::Reject => next.command = None,
            Action::Updated(..) | Action::Tick => {}
        }
        if next == *self && !is_tick {
            return self;
        }
        if let Some(is_automatic) = is_automatic
            && (is_tick || next.view_fields() != self.view_fields())
        {
            next.layout = LayoutChange {
                number: self.layout.number.wrapping_add(1),
                is_automatic,
            };
        }
        Rc::new(next)
    }
}

impl State {
    /// The state after a result. One of an earlier load does not end the load in progress, because the server
    /// may have responded before the feed changed.
    fn updated(self: Rc<Self>, load: u32, update: FeedUpdate) -> Rc<Self> {
        let is_earlier = self.loading && load != self.load;
        if is_earlier && self.feed.is_none() {
            return self;
        }
        let next = self.reduce(update.into());
        if is_earlier && !next.loading {
            return Rc::new(Self {
                loading: true,
                ..(*next).clone()
            });
        }
        next
    }

    fn configured(
        mut self,
        settings: Rc<Settings>,
        visit: Option<LastVisit>,
        now: Timestamp,
    ) -> Self {
        let before = std::mem::replace(&mut self.settings, Rc::clone(&settings));
        let is_other_feed = (&before.src, before.format) != (&settings.src, settings.format);
        let is_reordered = before.order != settings.order;
        self.fresh = false;
        if is_reordered {
            self.order = None;
        }
        if is_other_feed {
            let new = Self::new(settings, self.rendered_rows.min(ROWS_PER_STEP));
            self = Self {
                open: self.open,
                load: self.load.wrapping_add(1),
                order: self.order,
                in_viewport: self.in_viewport,
                layout: self.layout,
                ..new
            };
            self = self.restore_visit(visit, now);
        } else {
            if is_reordered {
                self.reorder();
            }
            if before.select != settings.select {
                self.select();
            }
            if before.select != settings.select
                && let Some(feed) = &self.feed
                && timeline::lacks_headlines(feed, &settings.select, self.order())
            {
                self.load_again();
            }
        }
        if before.collapsed != self.settings.collapsed {
            self.open = !self.settings.collapsed;
        }
        self
    }

    fn load_again(&mut self) {
        self.load = self.load.wrapping_add(1);
        self.fresh = true;
    }

    fn loaded(&mut self, at: Timestamp) {
        self.loading = false;
        self.recover();
        self.last_success = Some(at);
    }

    fn recover(&mut self) {
        let failed = self.failure.take().is_some();
        self.recovered |= failed && self.feed.is_some();
    }

    /// Takes the feed that has arrived. If it replaces another, the success of its load is recorded already.
    fn take_arrived(&mut self) -> Option<Rc<Feed>> {
        let (feed, at) = self.arrived.take()?;
        if self.feed.is_none() {
            self.loaded(at);
        }
        self.loading = false;
        Some(feed)
    }

    fn show(&mut self, feed: Rc<Feed>) {
        let Some(current) = &self.feed else {
            self.feed = Some(feed);
            return self.select();
        };
        // The same content keeps the same `Rc`, so that no component renders again.
        let merged = merge(current, (*feed).clone());
        let is_same = **current == merged;
        let events = Rc::new(self.events_of(&merged));
        self.mark_unread(&events);
        if !is_same {
            let mut index = EventIndex::of(&events);
            let seen = &mut self.seen_since_visit;
            seen.retain(|id| index.find(id).is_some());
            self.events = events;
            self.feed = Some(Rc::new(merged));
        }
    }

    /// Marks the events that are only in this newer list as unread. An unread event that was removed is not
    /// new any more.
    fn mark_unread(&mut self, events: &[Rc<Entry>]) {
        let mut index = EventIndex::of(events);
        let new = added(&self.events, events);
        let mut arrived = new.iter().filter(|id| !self.unread.contains(id));
        if let Some(first) = arrived.next() {
            self.arrivals = Arrivals {
                number: self.arrivals.number.wrapping_add(1),
                count: arrived.count() + 1,
                first: index.find(first).cloned(),
            };
        }
        self.unread
            .retain(|id| index.find(id).is_some() && !new.contains(id));
        self.unread.extend(new);
    }

    /// Selects the events of the timeline from the feed.
    pub(super) fn select(&mut self) {
        if let Some(feed) = &self.feed {
            self.events = Rc::new(self.events_of(feed));
        }
    }

    /// Applies another order.
    fn reorder(&mut self) {
        self.select();
        // The first rows may now be on the next pages, which are not loaded.
        if self.feed.as_ref().is_some_and(|feed| feed.next.is_some()) {
            self.load_again();
        }
    }

    fn toggle_story(&mut self, id: Rc<str>) {
        let before = self.expanded_stories.len();
        self.expanded_stories.retain(|known| *known != id);
        if self.expanded_stories.len() == before {
            self.expanded_stories.push(id);
        }
    }

    fn see(&mut self, seen: Rc<str>) {
        self.unread.retain(|id| *id != seen);
        let is_since_visit = self.since_visit().any(|event| event.id == seen);
        if is_since_visit && !self.seen_since_visit.contains(&seen) {
            self.seen_since_visit.push(seen);
        }
    }

    /// Leads to the earliest event since the last visit, which is next to the divider.
    fn go_to_visit(&mut self) {
        let since = self.since_visit();
        let Some(first) = since.min_by_key(|event| event.published) else {
            return;
        };
        let id = Rc::clone(&first.id);
        let mut rows = self.events.iter().take(self.rows());
        self.show_all |= !rows.any(|event| event.id == id);
        if let Some(rows) = self.rows_up_to(Some(&id)) {
            self.rendered_rows = self.rendered_rows.max(rows);
        }
        self.request(Command::new(CommandKind::Row(id)));
        self.open = true;
    }

    fn back_to_list(&mut self) {
        let is_first_list = self.feed.is_none();
        if let Some(feed) = self.deferred.take() {
            self.show(feed);
        }
        let new = self.unread.first();
        if let Some(rows) = self.rows_up_to(new.map(|id| &**id)) {
            self.rendered_rows = self.rendered_rows.max(rows);
        }
        let first = self
            .events
            .first()
            .filter(|_| is_first_list)
            .map(|event| &event.id);
        let to = new.or(self.current.as_ref()).or(first).cloned();
        self.request(Command::new(CommandKind::Back(to)));
        self.open = true;
    }

    fn close_toast(&mut self) {
        self.jumped_away = false;
        self.closed_at = self.arrivals.number;
    }

    fn request(&mut self, command: Command) {
        self.command = Some(command);
        self.command_count = self.command_count.wrapping_add(1);
    }
}
