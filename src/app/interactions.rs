//! The interactivity of a rendered list: scroll spy, jumps, updates. It is in the lazy chunk.

use std::rc::Rc;

use yew::prelude::*;

use super::hooks::use_anchors::Anchors;
use super::hooks::use_clock::use_clock;
use super::hooks::use_commands::use_commands;
use super::hooks::use_current_row::use_current_row;
use super::hooks::use_events::use_update_event;
use super::hooks::use_hash::use_hash;
use super::hooks::use_impressions::use_impressions;
use super::hooks::use_incremental_render::use_incremental_render;
use super::hooks::use_last_visit::use_last_visit;
use super::hooks::use_navigator::use_navigator;
use super::hooks::use_page_changes::use_page_changes;
use super::hooks::use_print::use_print;
use super::hooks::use_scroll_spy::{ReadingPosition, use_scroll_spy};
use super::hooks::use_share::use_share;
use super::hooks::use_stable_layout::{LayoutSnapshot, use_stable_layout};
use super::hooks::use_stories::use_stories;
use super::hooks::use_updates::use_updates;
use super::hooks::use_visibility::use_visibility;
use super::state::State;
use crate::time::timestamp::Timestamp;
use crate::web::host::Host;

/// The props of the component.
#[derive(Clone, Properties)]
pub struct InteractionsProps {
    /// The host element.
    pub host: Rc<Host>,
    /// The state of the widget.
    pub state: UseReducerHandle<State>,
    /// The anchors of the events in the page.
    pub anchors: Anchors,
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
            && self.next_change == other.next_change
    }
}

/// Renders the component, which is private so that only the lazy chunk refers to it.
pub fn interactions(props: InteractionsProps) -> Html {
    html! { <Interactions ..props /> }
}

/// Renders nothing. Its hooks run as long as it is mounted.
#[component]
fn Interactions(props: &InteractionsProps) -> Html {
    let InteractionsProps {
        host,
        state,
        anchors,
        next_change,
        snapshot,
    } = props;
    use_stable_layout(host, state, snapshot);
    let reading = use_memo((), |()| ReadingPosition::default());
    let navigator = use_navigator(host, state, anchors, &reading);
    use_updates(host, state);
    use_visibility(host, state, &navigator);
    use_hash(state, anchors.list());
    use_scroll_spy(&reading, state, anchors, &navigator);
    {
        let (anchors, reading) = (anchors.clone(), Rc::clone(&reading));
        use_page_changes(move |resized| {
            if !anchors.refresh() && resized {
                reading.restart();
            }
        });
    }
    use_clock(*next_change, state);
    use_update_event(host, state);
    use_impressions(host, state);
    use_commands(host, state, anchors, &navigator);
    use_current_row(host, state);
    use_incremental_render(host, state);
    use_share(state);
    use_stories(host, state);
    use_print(state);
    use_last_visit(state);
    Html::default()
}
