//! What Yew can do that no view of the widget needs, for a test: who uses it one day must find that it works
//! in a release build too. Only in a build with the feature `probe`.

use yew::prelude::*;

use crate::web::clock::Timeout;

/// How long the text says that it is early, in milliseconds.
const EARLY: u32 = 1_000;

#[derive(PartialEq, Properties)]
struct FrameProps {
    children: Children,
}

/// A component with children.
#[component]
fn Frame(props: &FrameProps) -> Html {
    html! { <div id="probe">{ for props.children.iter() }</div> }
}

/// A button with a listener of its own, SVG with children, markup that is used twice, and a timeout.
#[component]
pub(super) fn Probe() -> Html {
    let clicks = use_state(|| 0);
    let text = use_state(|| "early");
    {
        let text = text.clone();
        use_effect_with((), move |()| {
            let timeout = Timeout::new(EARLY, move || text.set("late"));
            move || drop(timeout)
        });
    }
    let onclick = {
        let clicks = clicks.clone();
        Callback::from(move |_: MouseEvent| clicks.set(*clicks + 1))
    };
    let icon = html! {
        <svg viewBox="0 0 8 8" width="8" height="8"><g><path d="M0 0h8v8z" /></g></svg>
    };
    html! {
        <Frame>
            <button type="button" {onclick}>{ *clicks }{ icon.clone() }</button>
            { icon }
            <output>{ *text }</output>
        </Frame>
    }
}
