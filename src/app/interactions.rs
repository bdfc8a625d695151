//! The interactivity of a rendered list: scroll spy, jumps, updates. It is in the lazy chunk.

use std::rc::Rc;

use yew::prelude::*;

use super::hooks::use_analytics_events::use_analytics_events;
use super::hooks::use_anchors::Anchors;
use super::hooks::use_clock::use_clock;
use super::hooks::use_commands::use_commands;
use super::hooks::use_current_row::use_current_row;
use super::hooks::use_events::use_update_event;
use super::hooks::use_floating_toast::use_floating_toast;
use super::hooks::use_focus::use_focus;
use super::hooks::use_gaps::use_gaps;
use super::hooks::use_hash::use_hash;
use super::hooks::use_impressions::use_impressions;
use super::hooks::use_incremental_render::use_incremental_render;
use super::hooks::use_keyboard::use_keyboard;
use super::hooks::use_last_visit::use_last_visit;
use super::hooks::use_navigator::use_navigator;
use super::hooks::use_near_days::use_near_days;
use super::hooks::use_overview::use_overview;
use super::hooks::use_page_changes::use_page_changes;
use super::hooks::use_print::use_print;
use super::hooks::use_reading_bar::use_reading_bar;
use super::hooks::use_scroll_spy::{ReadingPosition, use_scroll_spy};
use super::hooks::use_share::use_share;
use super::hooks::use_stable_layout::{LayoutSnapshot, use_stable_layout};
use super::hooks::use_stories::use_stories;
use super::hooks::use_updates::use_updates;
use super::hooks::use_visibility::use_visibility;
use super::state::State;
use super::view::{Announcement, KeyboardAids, keyboard_aids, reading_bar};
use super::view_model::ViewModelInput;
use crate::feed::limits;
use crate::fmt::cut;
use crate::labels::Labels;
use crate::navigation::anchors::steps;
use crate::time::timestamp::Timestamp;
use crate::web::clock;
use crate::web::host::Host;
use crate::web::intl::Intl;

/// The props of the component.
#[derive(Clone, Properties)]
pub struct InteractionsProps {
    /// The host element.
    pub host: Rc<Host>,
    /// The state of the widget.
    pub state: UseReducerHandle<State>,
    /// The anchors of the events in the page.
    pub anchors: Anchors,
    /// The labels of the interface.
    pub labels: Rc<Labels>,
    /// The formats of times and numbers.
    pub format: Rc<Intl>,
    /// When the next time label changes.
    pub next_change: Option<Timestamp>,
    /// What was measured before the list was rendered.
    pub snapshot: Rc<LayoutSnapshot>,
}

impl PartialEq for InteractionsProps {
    /// The other props never change.
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
            && self.anchors == other.anchors
            && Rc::ptr_eq(&self.labels, &other.labels)
            && Rc::ptr_eq(&self.format, &other.format)
            && self.next_change == other.next_change
    }
}

/// Renders the component, which is private so that only the lazy chunk refers to it.
pub fn interactions(props: InteractionsProps) -> Html {
    html! { <Interactions ..props /> }
}

/// Renders what keyboards and screen readers need beside the list. Its hooks run as long as it is mounted.
#[component]
fn Interactions(props: &InteractionsProps) -> Html {
    let InteractionsProps {
        host,
        state,
        anchors,
        labels,
        format,
        next_change,
        snapshot,
    } = props;
    use_stable_layout(host, state, snapshot);
    use_focus(host, state, &snapshot.focus);
    let reading = use_ref(ReadingPosition::default);
    let navigator = use_navigator(host, state, anchors, &reading);
    use_updates(host, state);
    use_visibility(host, state, &navigator);
    use_hash(state, anchors.list());
    use_scroll_spy(&reading, state, anchors, &navigator);
    {
        let (anchors, reading) = (anchors.clone(), Rc::clone(&reading));
        use_page_changes(host, move |resized| {
            if !anchors.refresh() && resized {
                reading.restart();
            }
        });
    }
    use_clock(*next_change, state);
    use_update_event(host, state);
    use_analytics_events(host, state);
    use_gaps(host, state, format);
    use_near_days(host, state, format);
    use_impressions(host, state);
    let reached = use_state(Announcement::default);
    {
        let (reached, labels) = (reached.clone(), Rc::clone(labels));
        use_commands(host, state, anchors, &navigator, move |event| {
            reached.set(Announcement {
                number: reached.number.wrapping_add(1),
                text: cut(&labels.headline(event), limits::MAX_TEXT_BYTES).into(),
            });
        });
    }
    use_keyboard(host, state);
    use_floating_toast(host, state, &navigator);
    use_overview(host, state);
    use_current_row(host, state);
    use_incremental_render(host, state);
    use_share(state);
    use_stories(host, state, anchors, labels);
    use_print(host, state, anchors, labels, format);
    use_last_visit(state);
    let bar = {
        let deps = (state.view_fields(), anchors.clone(), Rc::clone(labels));
        use_memo(deps, |(state, anchors, labels)| {
            let list = anchors.list();
            ViewModelInput {
                state,
                labels,
                format: &**format,
                now: clock::now(),
                link: &|_| None,
                steps: steps(&state.events, list, state.current.as_deref()),
                overview: None,
            }
            .reading_bar()
        })
    };
    let bar = (*bar).as_ref();
    use_reading_bar(host, bar.is_some());
    let aids = keyboard_aids(&KeyboardAids {
        skip: labels.text("skip").into(),
        keys: labels.text("keys").into(),
        reached: (*reached).clone(),
    });
    html! {
        <>
            { aids }
            if let Some(bar) = bar {
                { reading_bar(bar) }
            }
        </>
    }
}
