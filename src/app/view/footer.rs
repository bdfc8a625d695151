//! What stands below the list: where else to read, and the state of the coverage.

use yew::prelude::*;

/// What the footer shows.
#[derive(Clone, PartialEq)]
pub struct Footer {
    /// Where else to read: titles and addresses.
    pub related: Vec<(AttrValue, AttrValue)>,
    /// What those links are called.
    pub related_label: AttrValue,
    /// Where readers talk about it: what is said, and the address.
    pub discussion: Option<(AttrValue, AttrValue)>,
    /// Whether it is live or has ended: the part's name, and what is said; `None`: neither.
    pub state: Option<(&'static str, AttrValue)>,
    /// When it was updated last, and whose times are shown.
    pub notes: Vec<AttrValue>,
}

/// Links, then a line about the coverage.
pub(super) fn footer(footer: &Footer) -> Html {
    html! {
        <>
            if !footer.related.is_empty() {
                <ul part="related" class="related" role="list" aria-label={&footer.related_label}>
                    { for footer.related.iter().map(|(title, url)| html! { <li>{ link(title, url) }</li> }) }
                </ul>
            }
            if let Some((label, url)) = &footer.discussion {
                <p part="related discussion" class="related">{ link(label, url) }</p>
            }
            { probe() }
            if footer.state.is_some() || !footer.notes.is_empty() {
                <p part="status" class="coverage">
                    if let Some((name, label)) = &footer.state {
                        <span class={*name}>{ label }</span>
                    }
                    { for footer.notes.iter().map(|note| html! { <span>{ note }</span> }) }
                </p>
            }
        </>
    }
}

#[cfg(all(feature = "probe", target_arch = "wasm32"))]
fn probe() -> Html {
    html! { <super::probe::Probe /> }
}

#[cfg(not(all(feature = "probe", target_arch = "wasm32")))]
fn probe() -> Html {
    Html::default()
}

fn link(title: &AttrValue, url: &AttrValue) -> Html {
    html! { <a href={url}>{ title }</a> }
}
