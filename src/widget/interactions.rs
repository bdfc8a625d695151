//! What a widget does once there is a list: it follows the reader, takes them to events, and brings in what
//! is new.
//!
//! All of it is in the second file of the wasm.

use std::rc::Rc;

use yew::prelude::*;

use super::hooks::use_address::use_address;
use super::hooks::use_announcer::use_update_announcer;
use super::hooks::use_clock::use_clock;
use super::hooks::use_current_row::use_current_row;
use super::hooks::use_growth::use_growth;
use super::hooks::use_impressions::use_impressions;
use super::hooks::use_jumps::use_jumps;
use super::hooks::use_last_visit::use_last_visit;
use super::hooks::use_page_changes::use_page_changes;
use super::hooks::use_places::Places;
use super::hooks::use_print::use_print;
use super::hooks::use_scroll_spy::{Reading, use_scroll_spy};
use super::hooks::use_share::use_share;
use super::hooks::use_sight::use_sight;
use super::hooks::use_stable_layout::{Before, use_stable_layout};
use super::hooks::use_stories::use_stories;
use super::hooks::use_updates::use_updates;
use super::hooks::use_wishes::use_wishes;
use super::state::State;
use crate::browser::host::Host;
use crate::instant::Instant;

/// What the interactions need.
#[derive(Clone, Properties)]
pub struct InteractionsProps {
    /// The element that the widget lives in.
    pub host: Rc<Host>,
    /// What the widget knows.
    pub state: UseReducerHandle<State>,
    /// Where the events are in the page.
    pub places: Places,
    /// When a time label changes next.
    pub until: Option<Instant>,
    /// What was measured before the list was rendered.
    pub before: Rc<Before>,
}

impl PartialEq for InteractionsProps {
    /// The others are made once for each widget.
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state && self.places == other.places && self.until == other.until
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
        places,
        until,
        before,
    } = props;
    use_stable_layout(host, state, before);
    let reading = use_memo((), |()| Reading::default());
    let jumps = use_jumps(host, state, places, &reading);
    use_updates(host, state);
    use_sight(host, state, &jumps);
    use_address(state, places.list());
    use_scroll_spy(&reading, state, places, &jumps);
    {
        let (places, reading) = (places.clone(), Rc::clone(&reading));
        use_page_changes(move |resized| {
            if !places.look_again() && resized {
                reading.restart();
            }
        });
    }
    use_clock(*until, state);
    use_update_announcer(host, state);
    use_impressions(host, state);
    use_wishes(host, state, places, &jumps);
    use_current_row(host, state);
    use_growth(host, state);
    use_share(state);
    use_stories(host, state);
    use_print(state);
    use_last_visit(state);
    Html::default()
}
