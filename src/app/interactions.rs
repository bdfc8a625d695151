//! What a widget does once there is a list: it follows the reader, takes them to events, and brings in what
//! is new.
//!
//! All of it is in the second file of the wasm.

use std::rc::Rc;

use yew::prelude::*;

use super::hooks::use_anchors::Anchors;
use super::hooks::use_clock::use_clock;
use super::hooks::use_commands::use_commands;
use super::hooks::use_current_row::use_current_row;
use super::hooks::use_events::use_update_announcer;
use super::hooks::use_hash::use_hash;
use super::hooks::use_impressions::use_impressions;
use super::hooks::use_incremental_render::use_incremental_render;
use super::hooks::use_last_visit::use_last_visit;
use super::hooks::use_navigator::use_navigator;
use super::hooks::use_page_changes::use_page_changes;
use super::hooks::use_print::use_print;
use super::hooks::use_scroll_spy::{Reading, use_scroll_spy};
use super::hooks::use_share::use_share;
use super::hooks::use_stable_layout::{Before, use_stable_layout};
use super::hooks::use_stories::use_stories;
use super::hooks::use_updates::use_updates;
use super::hooks::use_visibility::use_visibility;
use super::state::State;
use crate::time::timestamp::Timestamp;
use crate::web::host::Host;

/// What the interactions need.
#[derive(Clone, Properties)]
pub struct InteractionsProps {
    /// The element that the widget lives in.
    pub host: Rc<Host>,
    /// What the widget knows.
    pub state: UseReducerHandle<State>,
    /// Where the events are in the page.
    pub anchors: Anchors,
    /// When a time label changes next.
    pub next_change: Option<Timestamp>,
    /// What was measured before the list was rendered.
    pub before: Rc<Before>,
}

impl PartialEq for InteractionsProps {
    /// The others are made once for each widget.
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
            && self.anchors == other.anchors
            && self.next_change == other.next_change
    }
}

/// The component itself, for who has only the second file.
pub fn interactions(props: InteractionsProps) -> Html {
    html! { <Interactions ..props /> }
}

/// Renders nothing: it listens to the reader and the page as long as it is there.
#[component]
fn Interactions(props: &InteractionsProps) -> Html {
    let InteractionsProps {
        host,
        state,
        anchors,
        next_change,
        before,
    } = props;
    use_stable_layout(host, state, before);
    let reading = use_memo((), |()| Reading::default());
    let jumps = use_navigator(host, state, anchors, &reading);
    use_updates(host, state);
    use_visibility(host, state, &jumps);
    use_hash(state, anchors.list());
    use_scroll_spy(&reading, state, anchors, &jumps);
    {
        let (anchors, reading) = (anchors.clone(), Rc::clone(&reading));
        use_page_changes(move |resized| {
            if !anchors.look_again() && resized {
                reading.restart();
            }
        });
    }
    use_clock(*next_change, state);
    use_update_announcer(host, state);
    use_impressions(host, state);
    use_commands(host, state, anchors, &jumps);
    use_current_row(host, state);
    use_incremental_render(host, state);
    use_share(state);
    use_stories(host, state);
    use_print(state);
    use_last_visit(state);
    Html::default()
}
