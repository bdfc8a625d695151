//! Where the feed comes from.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::browser;
use super::model::{Change, FeedFile, Model};
use crate::options::{EXAMPLE, Options};

#[derive(PartialEq, Properties)]
pub(crate) struct FeedFieldProps {
    pub(crate) options: Rc<Options>,
    pub(crate) file: Option<Rc<FeedFile>>,
    pub(crate) dispatch: UseReducerDispatcher<Model>,
}

#[component]
pub(crate) fn FeedField(props: &FeedFieldProps) -> Html {
    let FeedFieldProps {
        options,
        file,
        dispatch,
    } = props;
    let is_over = use_state_eq(|| false);
    let set_src = |dispatch: &UseReducerDispatcher<Model>| {
        let dispatch = dispatch.clone();
        move |src: String| dispatch.dispatch(Change::Src(src))
    };
    let oninput = {
        let set_src = set_src(dispatch);
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            set_src(input.value().trim().to_owned());
        }
    };
    let take_demo = {
        let set_src = set_src(dispatch);
        move |_: MouseEvent| set_src(browser::absolute("../feed.json"))
    };
    let read = {
        let dispatch = dispatch.clone();
        move |file: Option<File>| {
            let dispatch = dispatch.clone();
            spawn_local(async move {
                if let Some(file) = file
                    && let Some(text) = browser::text_of(&file).await
                {
                    let name = file.name();
                    dispatch.dispatch(Change::File(FeedFile { name, text }));
                }
            });
        }
    };
    let onchange = {
        let read = read.clone();
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            read(input.files().and_then(|files| files.get(0)));
            // The same file can be chosen again.
            input.set_value("");
        }
    };
    let ondrop = {
        let is_over = is_over.clone();
        move |event: DragEvent| {
            event.prevent_default();
            is_over.set(false);
            let files = event.data_transfer().and_then(|data| data.files());
            read(files.and_then(|files| files.get(0)));
        }
    };
    let over = |is: bool| {
        let is_over = is_over.clone();
        move |event: DragEvent| {
            event.prevent_default();
            is_over.set(is);
        }
    };
    html! {
        <section class="feed" aria-labelledby="feed-title">
            <h2 id="feed-title">{ "Feed" }</h2>
            <div class="field">
                <label for="src">{ "Address of the feed" }</label>
                <input id="src" type="url" inputmode="url" autocomplete="off" spellcheck="false" placeholder={EXAMPLE}
                    value={options.src.clone()} {oninput} aria-describedby="src-help" />
                <p class="help" id="src-help">
                    { "Any of the formats that the timeline reads. If it is on another origin, its server must allow this page to read it." }
                </p>
            </div>
            <div class={classes!("drop", is_over.then_some("over"))} {ondrop} ondragover={over(true)} ondragleave={over(false)}>
                <label class="button" for="file">{ "Choose a file" }</label>
                <input id="file" class="hidden" type="file" accept=".json,application/json" {onchange} />
                <span>{ "or drop one here" }</span>
                <button type="button" onclick={take_demo}>{ "Use the demo’s feed" }</button>
            </div>
            <p class="help" role="status">
                if let Some(file) = file {
                    { format!("The preview shows {}. The file stays on this computer; the code below has the address.", file.name) }
                } else if options.src.is_empty() {
                    { "The preview shows the demo’s feed until you name yours." }
                }
            </p>
        </section>
    }
}
