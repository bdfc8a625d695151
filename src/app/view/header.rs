//! The header: a heading that expands and collapses the list, and buttons.

use yew::prelude::*;

use super::toast::{self, Toast};
use super::{heading, key, state, step, text};

/// The header.
#[derive(Clone, PartialEq)]
pub struct Header {
    /// The text of the heading.
    pub heading: AttrValue,
    /// The language of the heading. `None`: that of the labels.
    pub lang: Option<AttrValue>,
    /// The level of the heading, 2 to 6.
    pub level: u8,
    /// The number of events and the noun for it. `None`: not known yet.
    pub count: Option<(AttrValue, AttrValue)>,
    /// How many of them are new since the reader's last visit: the text for a narrow box, and the words.
    pub since: Option<(AttrValue, AttrValue)>,
    /// The sort-order button: its label, and whether the order is that. `None`: it is hidden.
    pub order: Option<(AttrValue, bool)>,
    /// The buttons to the previous and the next event: label, and whether there is such an event.
    pub steps: Option<[(AttrValue, bool); 2]>,
    /// Whether the timeline is expanded.
    pub open: bool,
}

/// Renders the header.
pub(super) fn header(header: &Header, toast: Option<&Toast>) -> Html {
    html! {
        <div part="header" class="header">
            { heading(header.level, "heading", Some("heading"), "heading".into(), toggle(header)) }
            if let Some((count, word)) = &header.count {
                <span part="count" class="count" key={[count, " ", word].concat()}>
                    { count }<span class="visually-hidden">{ " " }{ word }</span>
                </span>
            }
            if let Some((short, words)) = &header.since {
                <button part="since" class="since" type="button" data-action="since" aria-label={words}>
                    <span class="since-short" key={key(short)}>{ short }</span>
                    <span class="since-words" key={key(words)}>{ words }</span>
                </button>
            }
            <span part="chevron" class="chevron" aria-hidden="true" />
            { nav(header) }
            if let Some(toast) = toast {
                { toast::toast(toast) }
            }
        </div>
    }
}

fn toggle(header: &Header) -> Html {
    html! {
        <button
            part="toggle"
            class="toggle"
            type="button"
            data-action="toggle"
            aria-controls="content"
            aria-expanded={state(header.open)}
        >
            <slot name="heading"><span lang={&header.lang}>{ text(&header.heading) }</span></slot>
        </button>
    }
}

fn nav(header: &Header) -> Html {
    if header.steps.is_none() && header.order.is_none() {
        return Html::default();
    }
    html! {
        <div part="nav" class="nav">
            if let Some((label, is_pressed)) = &header.order {
                <button
                    part="order"
                    class="order"
                    type="button"
                    data-action="order"
                    aria-pressed={state(*is_pressed)}
                >
                    <span class="words">{ text(label) }</span>
                </button>
            }
            if let Some([(previous, has_previous), (next, has_next)]) = &header.steps {
                { step("prev", previous, *has_previous) }
                { step("next", next, *has_next) }
            }
        </div>
    }
}
