//! The rich text of expanded stories.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::effect::use_effect;
use crate::app::state::State;
use crate::web::host::{Host, StoryContainer};

/// A filled story: the id of the event, the container, the HTML, and whether images are shown.
type Filled = (Rc<str>, StoryContainer, Rc<str>, bool);

/// Fills the expanded stories that are empty or have changed.
#[hook]
pub fn use_stories(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let filled = use_mut_ref(Vec::<Filled>::new);
    let (host, state) = (Rc::clone(host), state.clone());
    use_effect(move || {
        let mut filled = filled.borrow_mut();
        filled.retain(|(id, ..)| state.expanded_stories.contains(id));
        let images = state.settings.images;
        for id in &state.expanded_stories {
            let event = state.events.iter().find(|event| event.id == *id);
            let Some(html) = event.and_then(|event| event.html.clone()) else {
                continue;
            };
            let Some(story) = host.story(id) else {
                continue;
            };
            let now = (Rc::clone(id), story.clone(), Rc::clone(&html), images);
            if !filled.contains(&now) {
                filled.retain(|(known, ..)| known != id);
                filled.push(now);
                let host = Rc::clone(&host);
                spawn_local(async move { host.fill(&story, &html, images).await });
            }
        }
    });
}
