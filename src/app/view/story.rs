//! What there is to read of an event beyond its headline.

use yew::prelude::*;

use super::state;

/// The story of a row.
#[derive(Clone, Default, PartialEq)]
pub struct Story {
    /// What the button that unfolds it says; `None`: there is none to unfold.
    pub toggle: Option<AttrValue>,
    /// Whether it is unfolded.
    pub open: bool,
    /// Its text, if it is plain; rich text is filled in when it is drawn.
    pub text: Option<AttrValue>,
    /// Who wrote it.
    pub by: Option<AttrValue>,
    /// What the button to pass the event on says; `None`: it has no address.
    pub share: Option<AttrValue>,
}

/// The button at the end of the headline: unfolds the story, or passes on what has none.
pub(super) fn button(story: &Story, headline: &AttrValue) -> Html {
    let (part, label, open) = match (&story.toggle, &story.share) {
        (Some(label), _) => ("more", label, Some(story.open)),
        (None, Some(label)) => ("share", label, None),
        (None, None) => return Html::default(),
    };
    // Not as text that nobody sees: a search in the page would find each headline twice.
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

/// The story itself.
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
