//! The footer below the list: related links, and the state of the coverage.

use yew::prelude::*;

use super::key;

/// The footer.
#[derive(Clone, PartialEq)]
pub struct Footer {
    /// Related links: titles and URLs.
    pub related: Vec<(AttrValue, AttrValue)>,
    /// The language of the titles. `None`: that of the page.
    pub lang: Option<AttrValue>,
    /// The label of the related links.
    pub related_label: AttrValue,
    /// The link to the discussion: label and URL.
    pub discussion: Option<(AttrValue, AttrValue)>,
    /// Whether the coverage is live or has ended: class and label. `None`: neither.
    pub state: Option<(&'static str, AttrValue)>,
    /// The last update, and the time zone.
    pub notes: Vec<AttrValue>,
}

/// Renders the footer.
pub(super) fn footer(footer: &Footer) -> Html {
    html! {
        <>
            if !footer.related.is_empty() {
                <ul part="related" class="related" role="list" aria-label={&footer.related_label}>
                    { for footer.related.iter().map(|(title, url)| html! { <li lang={footer.lang.clone()}>{ link("related", title, url) }</li> }) }
                </ul>
            }
            if let Some((label, url)) = &footer.discussion {
                <p part="related discussion" class="related">{ link("discussion", label, url) }</p>
            }
            { probe() }
            if footer.state.is_some() || !footer.notes.is_empty() {
                <p part="status" class="coverage">
                    if let Some((name, label)) = &footer.state {
                        <span class={*name} key={key(label)}>{ label }</span>
                    }
                    { for footer.notes.iter().map(|note| html! { <span key={key(note)}>{ note }</span> }) }
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

fn link(kind: &'static str, title: &AttrValue, url: &AttrValue) -> Html {
    html! { <a href={url} data-action={kind} key={key(title)}>{ title }</a> }
}
