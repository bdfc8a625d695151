//! Filling in the rich text of the stories that are unfolded.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::browser::host::{Host, Story};
use crate::feed::Entry;

/// What was filled in: the event, where, and its text.
type Filled = (Rc<str>, Story, Rc<str>);

/// Knows which stories are filled in.
#[derive(Default)]
pub struct Stories(RefCell<Vec<Filled>>);

impl Stories {
    /// Fills in what is unfolded and not there yet, or no longer as it was.
    pub fn fill(&self, host: &Rc<Host>, events: &[Rc<Entry>], unfolded: &[Rc<str>], images: bool) {
        let mut filled = self.0.borrow_mut();
        filled.retain(|(id, ..)| unfolded.contains(id));
        for id in unfolded {
            let event = events.iter().find(|event| event.id == *id);
            let Some(html) = event.and_then(|event| event.html.clone()) else {
                continue;
            };
            let Some(story) = host.story(id) else {
                continue;
            };
            let now = (Rc::clone(id), story.clone(), Rc::clone(&html));
            if !filled.contains(&now) {
                filled.retain(|(known, ..)| known != id);
                filled.push(now);
                let host = Rc::clone(host);
                spawn_local(async move { host.fill(&story, &html, images).await });
            }
        }
    }
}
