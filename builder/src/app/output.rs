//! The code, in tabs.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::browser;
use super::model::FeedFile;
use super::settings_form::code;
use crate::options::Options;
use crate::snippet::{self, Block, Hashes, Snippet};

#[derive(PartialEq, Properties)]
pub(crate) struct OutputProps {
    pub(crate) options: Rc<Options>,
    pub(crate) file: Option<Rc<FeedFile>>,
    pub(crate) hashes: Rc<Hashes>,
}

#[component]
pub(crate) fn Output(props: &OutputProps) -> Html {
    let OutputProps {
        options,
        file,
        hashes,
    } = props;
    let selected = use_state_eq(|| 0_usize);
    let mut options = (**options).clone();
    if options.base.is_empty() {
        options.base = browser::folder();
    }
    let snippets = snippet::all(&options, hashes);
    let count = snippets.len();
    let onkeydown = {
        let selected = selected.clone();
        move |event: KeyboardEvent| {
            let next = match &*event.key() {
                "ArrowRight" => (*selected + 1) % count,
                "ArrowLeft" => (*selected + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            selected.set(next);
            let id = snippets_id(next);
            let tab = browser::document().and_then(|document| document.get_element_by_id(id));
            // A tab can be focused before it is the selected one.
            let _ = tab.map(|tab| HtmlElement::from(wasm_bindgen::JsValue::from(tab)).focus());
        }
    };
    let tabs = snippets.iter().enumerate().map(|(index, snippet)| {
        let is_selected = *selected == index;
        let onclick = {
            let selected = selected.clone();
            move |_: MouseEvent| selected.set(index)
        };
        html! {
            <button type="button" role="tab" id={snippets_id(index)} aria-controls="code-panel" {onclick}
                aria-selected={is_selected.to_string()} tabindex={if is_selected { "0" } else { "-1" }}>
                { snippet.title }
            </button>
        }
    });
    let panel = snippets.get(*selected).map(|Snippet { id, note, blocks, .. }| html! {
        <div role="tabpanel" id="code-panel" aria-labelledby={snippets_id(*selected)} tabindex="0" key={*id}>
            <p class="help">{ code(note) }</p>
            { for blocks.iter().map(|Block { label, code }| html! {
                <CodeBlock key={*label} label={*label} code={code.clone()} />
            }) }
        </div>
    });
    html! {
        <section class="output" aria-labelledby="output-title">
            <header>
                <h2 id="output-title">{ "Code" }</h2>
                <CopyButton label="Copy the link to these settings" text="" />
            </header>
            if file.is_some() && options.src.is_empty() {
                <p class="help">{ "Replace the address of the feed with yours." }</p>
            }
            <div class="tabs" role="tablist" aria-label="Ways to add the timeline" {onkeydown}>{ for tabs }</div>
            { panel }
        </section>
    }
}

/// The ids of the tabs, in the order of the snippets.
fn snippets_id(index: usize) -> &'static str {
    const IDS: [&str; 6] = [
        "tab-tag",
        "tab-module",
        "tab-npm",
        "tab-wordpress",
        "tab-prerender",
        "tab-policy",
    ];
    IDS.get(index).copied().unwrap_or_default()
}

#[derive(PartialEq, Properties)]
struct CodeBlockProps {
    label: AttrValue,
    code: AttrValue,
}

#[component]
fn CodeBlock(CodeBlockProps { label, code }: &CodeBlockProps) -> Html {
    let element = use_node_ref();
    html! {
        <figure class="code">
            <figcaption>{ label }<CopyButton label="Copy" of={label.clone()} text={code.clone()} target={element.clone()} /></figcaption>
            <pre tabindex="0" aria-label={format!("Code: {label}")}><code ref={element}>{ code }</code></pre>
        </figure>
    }
}

#[derive(PartialEq, Properties)]
struct CopyButtonProps {
    label: AttrValue,
    /// What is copied, for screen readers.
    #[prop_or_default]
    of: AttrValue,
    /// Empty: the address of the page.
    text: AttrValue,
    /// The element that has the text.
    #[prop_or_default]
    target: NodeRef,
}

#[component]
fn CopyButton(props: &CopyButtonProps) -> Html {
    let CopyButtonProps {
        label,
        of,
        text,
        target,
    } = props;
    let message = use_state_eq(|| "");
    use_effect_with(text.clone(), {
        let message = message.setter();
        move |_| message.set("")
    });
    let onclick = {
        let (text, target, message) = (text.clone(), target.clone(), message.setter());
        move |_: MouseEvent| {
            let (text, target, message) = (text.clone(), target.clone(), message.clone());
            spawn_local(async move {
                let text = match &*text {
                    "" => browser::address(),
                    text => text.to_owned(),
                };
                let is_copied = browser::copy(&text, target.cast()).await;
                message.set(if is_copied {
                    "Copied"
                } else {
                    "Press Ctrl+C or ⌘C"
                });
            });
        }
    };
    html! {
        <span class="copy">
            <span role="status">{ *message }</span>
            <button type="button" {onclick}>{ label }<span class="hidden">{ " " }{ of }</span></button>
        </span>
    }
}
