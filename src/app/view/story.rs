//! The story of an event: its text below the headline.

use yew::prelude::*;

use super::state;

/// The story of a row.
#[derive(Clone, Default, PartialEq)]
pub struct Story {
    /// The label of the button that expands or collapses it. `None`: the event has no story.
    pub toggle: Option<AttrValue>,
    /// Whether it is expanded.
    pub open: bool,
    /// Its plain text. Rich text is filled in after the render (`use_stories`).
    pub text: Option<AttrValue>,
    /// The authors.
    pub by: Option<AttrValue>,
    /// The label of the share button. `None`: the event has no URL.
    pub share: Option<AttrValue>,
}

/// The button after the headline: expands the story, or shares an event without a story.
pub(super) fn button(story: &Story, headline: &AttrValue) -> Html {
    let (part, label, open) = match (&story.toggle, &story.share) {
        (Some(label), _) => ("more", label, Some(story.open)),
        (None, Some(label)) => ("share", label, None),
        (None, None) => return Html::default(),
    };
    // As `aria-label` rather than visually hidden text, because find-in-page would find each headline twice.
    let name = [label, ": ", headline].concat();
    html! {
        <button
            type="button"
            part={part}
            class={part}
            data-action={part}
            title={label}
            aria-label={name}
            aria-expanded={open.map(state)}
        >
            { icon() }
        </button>
    }
}

/// The expanded story.
pub(super) fn body(story: &Story) -> Html {
    if !story.open {
        return Html::default();
    }
    html! {
        <div part="body" class="body">
            if let Some(plain) = &story.text {
                <p class="plain">{ plain }</p>
            } else {
                <div class="rich" />
            }
            if let Some(by) = &story.by {
                <p class="by">{ by }</p>
            }
            if let Some(label) = &story.share {
                <button part="share" class="share" type="button" data-action="share">
                    { icon() }{ label }
                </button>
            }
        </div>
    }
}

fn icon() -> Html {
    html! { <span class="icon" aria-hidden="true" /> }
}
