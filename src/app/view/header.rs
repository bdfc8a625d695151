//! The heading that is the button to expand and collapse.

use yew::prelude::*;

use super::toast::{Toast, toast};
use super::{heading, state};

/// What the header shows.
#[derive(Clone, PartialEq)]
pub struct Header {
    /// The heading's text.
    pub heading: AttrValue,
    /// The heading's level, 2 to 6.
    pub level: u8,
    /// How many events there are and the word for them; `None`: not known yet.
    pub count: Option<(AttrValue, AttrValue)>,
    /// How many of them came since the reader's last visit, short and in words; `None`: none.
    pub since: Option<(AttrValue, AttrValue)>,
    /// What the button that turns the list round says; `None`: there is nothing to turn.
    pub turn: Option<AttrValue>,
    /// The buttons to the previous and the next event: what each says, and whether there is one.
    pub steps: Option<[(AttrValue, bool); 2]>,
    /// Whether the timeline is expanded.
    pub open: bool,
}

/// The heading with its button, and the count.
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

/// A button at the end of the list keeps the focus: it is off, but not gone.
fn step(name: &'static str, label: &AttrValue, there: bool) -> Html {
    html! {
        <button
            part={name}
            class="step"
            type="button"
            data-action={name}
            aria-label={label}
            title={label}
            aria-disabled={(!there).then(|| state(true))}
        />
    }
}
