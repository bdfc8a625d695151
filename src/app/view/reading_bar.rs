//! The reading bar: where the reader is, while the list is out of sight. For phones.

use yew::prelude::*;

use super::{key, step};

/// The bar.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingBar {
    /// Its accessible name.
    pub label: AttrValue,
    /// The time of the current event.
    pub time: Option<AttrValue>,
    /// The headline of the current event.
    pub headline: AttrValue,
    /// The buttons to the previous and the next event: label, and whether there is such an event.
    pub steps: [(AttrValue, bool); 2],
    /// The label of the button that leads to the list, and the number of new events, if there are some.
    pub back: (AttrValue, Option<AttrValue>),
    /// The label of the button that closes the bar.
    pub close: AttrValue,
}

/// Renders the bar.
pub fn reading_bar(bar: &ReadingBar) -> Html {
    let [(previous, has_previous), (next, has_next)] = &bar.steps;
    let (back, new) = &bar.back;
    html! {
        <div part="reading-bar" class="reading-bar" role="group" aria-label={&bar.label}>
            <button class="bar-list" type="button" data-action="back" aria-label={back}>
                if let Some(new) = new {
                    <span class="bar-new" key={key(new)}>{ new }</span>
                } else {
                    <span class="bar-icon" aria-hidden="true" />
                }
            </button>
            <p class="bar-text">
                if let Some(time) = &bar.time {
                    <span class="bar-time" key={key(time)}>{ time }</span>
                }
                <span class="bar-headline" key={key(&bar.headline)}>{ &bar.headline }</span>
            </p>
            { step("prev", previous, *has_previous) }
            { step("next", next, *has_next) }
            <button class="bar-close" type="button" data-action="close-bar" aria-label={&bar.close} />
        </div>
    }
}
