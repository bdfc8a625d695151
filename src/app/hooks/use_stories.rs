//! The expanded stories that are not rendered as they are: rich text, and what exceeds the limits.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect;
use super::use_anchors::Anchors;
use crate::app::state::State;
use crate::feed::complexity::is_too_complex;
use crate::feed::{html, limits, resolve_html};
use crate::fmt::cut;
use crate::labels::Labels;
use crate::web::host::{Host, StoryContainer};
use crate::web::{spawn_local, url};

/// A filled story: the id of the event, the container, the text, and whether images are shown.
type Filled = (Rc<str>, StoryContainer, Rc<str>, bool);

/// Fills the expanded stories that are empty or have changed.
#[hook]
pub fn use_stories(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    anchors: &Anchors,
    labels: &Rc<Labels>,
) {
    let filled = use_mut_ref(Vec::<Filled>::new);
    let (host, state) = (Rc::clone(host), state.clone());
    let (links, labels) = (Rc::clone(anchors.list()), Rc::clone(labels));
    use_effect(move || {
        let mut filled = filled.borrow_mut();
        filled.retain(|(id, ..)| state.expanded_stories.contains(id));
        let images = state.settings.images;
        for id in &state.expanded_stories {
            let mut events = state.events.iter().enumerate();
            let event = events.find(|(_, event)| event.id == *id);
            let Some((index, event)) = event else {
                continue;
            };
            let Some(source) = event.story().cloned() else {
                continue;
            };
            let is_plain = event.html.is_none();
            if is_plain && source.len() <= limits::MAX_TEXT_BYTES {
                continue;
            }
            let Some(story) = host.story(id) else {
                continue;
            };
            let now = (Rc::clone(id), story.clone(), Rc::clone(&source), images);
            if filled.contains(&now) {
                continue;
            }
            filled.retain(|(known, ..)| known != id);
            filled.push(now);
            if is_plain || is_too_complex(&source) {
                let text = if is_plain {
                    cut(&source, limits::MAX_TEXT_BYTES)
                } else {
                    cut(
                        &html::text(&source, 2 * limits::MAX_TEXT_BYTES).into(),
                        limits::MAX_TEXT_BYTES,
                    )
                };
                let link = links.get(index).and_then(|anchor| anchor.link.as_ref());
                let link = link.map(|link| (&*link.href, labels.text("more")));
                Host::fill_text(&story, &text, link);
            } else {
                let host = Rc::clone(&host);
                let mut html = source;
                if let Some(base) = state.feed.as_ref().and_then(|feed| feed.base.as_ref()) {
                    resolve_html(&mut html, &url::absolute_elsewhere(base));
                }
                spawn_local(async move { host.fill(&story, &html, images).await });
            }
        }
    });
}
