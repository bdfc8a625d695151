//! The Yew app.
#![allow(clippy::disallowed_methods, reason = "it is an app of the browser")]

mod browser;
mod feed_field;
mod model;
mod output;
mod preview;
mod preview_document;
mod report;
mod settings_form;

use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::catalog;
use crate::options::Options;
use crate::snippet::Hashes;
use feed_field::FeedField;
use model::{Change, Model};
use output::Output;
use preview::Preview;
use settings_form::SettingsForm;

/// Mounts the app in the page.
pub(crate) fn start() {
    if let Some(root) = browser::document().and_then(|document| document.get_element_by_id("app")) {
        yew::Renderer::<Builder>::with_root(root).render();
    }
}

fn options_of_address() -> Options {
    Options::from_fragment(&browser::fragment(), &catalog::tokens())
}

/// The page: the form, the preview, and the code.
#[component]
fn Builder() -> Html {
    let model = use_reducer_eq(|| Model::new(options_of_address()));
    let hashes = use_state_eq(|| Rc::new(Hashes::new()));
    let dispatch = model.dispatcher();

    use_effect_with((), {
        let (hashes, dispatch) = (hashes.setter(), dispatch.clone());
        move |()| {
            spawn_local(async move {
                if let Some(found) = browser::hashes().await {
                    hashes.set(Rc::new(found));
                }
            });
            // Another link to the builder is pasted into the address bar.
            let listener = browser::window().map(|window| {
                EventListener::new(&window, "hashchange", move |_| {
                    dispatch.dispatch(Change::Replace(options_of_address()));
                })
            });
            move || drop(listener)
        }
    });
    use_effect_with(Rc::clone(&model.options), |options| {
        browser::set_fragment(&options.to_fragment());
    });

    html! {
        <>
            <div class="form">
                <FeedField options={&model.options} file={model.file.clone()} dispatch={dispatch.clone()} />
                <SettingsForm options={&model.options} hashes={&*hashes} {dispatch} />
            </div>
            <div class="result">
                <Preview options={&model.options} file={model.file.clone()} />
                <Output options={&model.options} file={model.file.clone()} hashes={&*hashes} />
            </div>
        </>
    }
}
