//! The header: a heading that expands and collapses the list, and buttons.

use yew::prelude::*;

use super::toast::{Toast, toast};
use super::{heading, state};

/// The header.
#[derive(Clone, PartialEq)]
pub struct Header {
    /// The text of the heading.
    pub heading: AttrValue,
    /// The level of the heading, 2 to 6.
    pub level: u8,
    /// The number of events and the noun for it. `None`: not known yet.
    pub count: Option<(AttrValue, AttrValue)>,
    /// How many of them are new since the reader's last visit: visible text and accessible text.
    pub since: Option<(AttrValue, AttrValue)>,
    /// The label of the sort-order button. `None`: it is hidden.
    pub turn: Option<AttrValue>,
    /// The buttons to the previous and the next event: label, and whether there is such an event.
    pub steps: Option<[(AttrValue, bool); 2]>,
    /// Whether the timeline is expanded.
    pub open: bool,
}

/// Renders the header.
pub(super) fn header(header: &Header, news: Option<&Toast>) -> Html {
    html! {
        <div part="header" class="header">
            <@{heading(header.level)} part="heading" class="heading" id="heading">
                <button
                    part="toggle"
                    class="toggle"
                    type="button"
                    data-action="toggle"
                    aria-controls="content"
                    aria-expanded={state(header.open)}
                >
                    <slot name="heading">{ &header.heading }</slot>
                </button>
            </@>
            if let Some((count, word)) = &header.count {
                <span part="count" class="count">
                    { count }<span class="spoken">{ " " }{ word }</span>
                </span>
            }
            if let Some((short, words)) = &header.since {
                <span part="since" class="since" title={words}>
                    <span aria-hidden="true">{ short }</span><span class="spoken">{ words }</span>
                </span>
            }
            { nav(header) }
            <span part="chevron" class="chevron" aria-hidden="true" />
            if let Some(news) = news {
                { toast(news) }
            }
        </div>
    }
}

fn nav(header: &Header) -> Html {
    if header.steps.is_none() && header.turn.is_none() {
        return Html::default();
    }
    html! {
        <div part="nav" class="nav">
            if let Some(label) = &header.turn {
                { step("order", label, true) }
            }
            if let Some([(previous, has_previous), (next, has_next)]) = &header.steps {
                { step("prev", previous, *has_previous) }
                { step("next", next, *has_next) }
            }
        </div>
    }
}

/// A button of the header. Not `disabled`, because a disabled button loses the focus.
fn step(name: &'static str, label: &AttrValue, is_enabled: bool) -> Html {
    html! {
        <button
            part={name}
            class="step"
            type="button"
            data-action={name}
            aria-label={label}
            title={label}
            aria-disabled={(!is_enabled).then(|| state(true))}
        />
    }
}
