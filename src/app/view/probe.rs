//! A test component with features of Yew that no view uses yet, to check that they work in a release build.
//! Only with the feature `probe`.

use yew::prelude::*;

use crate::allocator::allocated;
use crate::web::clock::Timeout;

/// When the text changes, in milliseconds.
const DELAY: u32 = 1_000;

#[derive(PartialEq, Properties)]
struct FrameProps {
    children: Children,
}

/// A component with children.
#[component]
fn Frame(props: &FrameProps) -> Html {
    html! { <div id="probe">{ for props.children.iter() }</div> }
}

/// A button with an `onclick`, SVG with children, markup that is used twice, and a timeout. Each click also updates
/// the number of allocated bytes.
#[component]
pub(super) fn Probe() -> Html {
    let clicks = use_state(|| 0);
    let text = use_state(|| "early");
    {
        let text = text.clone();
        use_effect_with((), move |()| {
            let timeout = Timeout::new(DELAY, move || text.set("late"));
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
            <data value={allocated().to_string()} />
        </Frame>
    }
}
