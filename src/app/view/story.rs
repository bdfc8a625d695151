//! The story of an event: its text below the headline.

use yew::prelude::*;

use super::{key, state, text};

/// The story of a row.
#[derive(Clone, Default, PartialEq)]
pub struct Story {
    /// The label of the button that expands and collapses it. `None`: the event has no story.
    pub toggle: Option<AttrValue>,
    /// Whether it is expanded, or the details of an event without a story are.
    pub open: bool,
    /// Its plain text. Rich text, and a text that is cut, are filled in after the render (`use_stories`).
    pub text: Option<AttrValue>,
    /// The date and time of its publication and of its last edit, in full, a line each.
    pub when: Option<AttrValue>,
    /// The authors.
    pub by: Option<AttrValue>,
    /// The label of the share button. `None`: the event has no URL.
    pub share: Option<AttrValue>,
}

/// The button after the headline: expands the story, or shares an event without a story.
///
/// `unlinked` is a headline without a link. Beside a link, the button is no tab stop: the arrow keys do what it
/// does, and its name is short, because screen readers read the headline just before it. Without a link, the
/// button is the tab stop of the row, and the headline is its description.
pub(super) fn button(story: &Story, unlinked: Option<&AttrValue>) -> Html {
    let (part, label, open) = match (&story.toggle, &story.share) {
        (Some(label), _) => ("more", label, Some(story.open)),
        (None, Some(label)) => ("share", label, None),
        (None, None) => return Html::default(),
    };
    let is_tab_stop = unlinked.is_some() || (open.is_none() && story.open);
    html! {
        <button
            type="button"
            part={part}
            class={part}
            data-action={part}
            tabindex={(!is_tab_stop).then_some("-1")}
            aria-label={label}
            aria-description={unlinked.cloned()}
            aria-expanded={open.map(state)}
        >
            { icon() }
        </button>
    }
}

/// The expanded story. Without a story, it says when the event was.
pub(super) fn body(story: &Story, lang: Option<&AttrValue>) -> Html {
    let lang = lang.cloned();
    if !story.open {
        return Html::default();
    }
    html! {
        <div part="body" class="body">
            if let Some(plain) = &story.text {
                <p class="plain" lang={lang} key={key(plain)}>{ plain }</p>
            } else if story.toggle.is_some() {
                <div class="rich" lang={lang} />
            }
            if let Some(by) = &story.by {
                <p class="by" key={key(by)}>{ by }</p>
            }
            if let Some(when) = &story.when {
                <p class="by when" key={key(when)}>{ when }</p>
            }
            if let (Some(label), Some(_)) = (&story.share, &story.toggle) {
                <button part="share" class="share" type="button" data-action="share">
                    { icon() }{ text(label) }
                </button>
            }
        </div>
    }
}

fn icon() -> Html {
    html! { <span class="icon" aria-hidden="true" /> }
}
