//! The live element, at the width of a phone or of a desktop.

use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, HtmlIFrameElement, ResizeObserver};
use yew::prelude::*;

use super::model::FeedFile;
use super::preview_document::{self as frame_document, LastError};
use super::report::Report;
use crate::options::Options;

/// How often the properties of the element are read, in milliseconds. It has no event for warnings.
const INTERVAL: u32 = 400;

/// The widths of the frame, in CSS pixels.
const PHONE: u32 = 390;
const DESKTOP: u32 = 1024;

#[derive(PartialEq, Properties)]
pub(crate) struct PreviewProps {
    pub(crate) options: Rc<Options>,
    pub(crate) file: Option<Rc<FeedFile>>,
}

#[component]
pub(crate) fn Preview(props: &PreviewProps) -> Html {
    let is_desktop = use_state_eq(|| false);
    let is_dark = use_state_eq(|| false);
    let frame = use_node_ref();
    let report = use_report(&frame, props, *is_dark);
    let width = if *is_desktop { DESKTOP } else { PHONE };
    let stage = use_scale(width);
    let is_quiet = report.warnings.is_empty() && report.error.is_none();
    html! {
        <section class="preview" aria-labelledby="preview-title">
            <header>
                <h2 id="preview-title">{ "Preview" }</h2>
                <div class="switches">
                    { switch("Width", "width", ["Phone", "Desktop"], &is_desktop) }
                    { switch("Page", "scheme", ["Light", "Dark"], &is_dark) }
                </div>
            </header>
            <div class="stage" ref={stage}>
                <iframe ref={frame} src="preview.html" title="Preview of the timeline" width={width.to_string()} />
            </div>
            <p class="summary" role="status">{ report.summary() }</p>
            if !is_quiet {
                <div class="warnings">
                    <h3>{ "What the feed should change" }</h3>
                    if let Some(error) = &report.error {
                        <p class="error">{ error.clone() }</p>
                    }
                    <ul>
                        { for report.warnings.iter().map(|warning| html! {
                            <li class={warning.left_out.then_some("left-out")}>{ warning.message.clone() }</li>
                        }) }
                    </ul>
                </div>
            }
        </section>
    }
}

/// Two choices as radio buttons.
fn switch(
    title: &'static str,
    name: &'static str,
    labels: [&'static str; 2],
    state: &UseStateHandle<bool>,
) -> Html {
    let choices = labels.iter().enumerate().map(|(index, label)| {
        let is_second = index == 1;
        let state = state.clone();
        let checked = *state == is_second;
        html! {
            <label>
                <input type="radio" {name} {checked} onchange={move |_| state.set(is_second)} />
                <span>{ *label }</span>
            </label>
        }
    });
    html! {
        <fieldset class="switch">
            <legend>{ title }</legend>
            { for choices }
        </fieldset>
    }
}

/// Applies the settings to the document in the frame, and reads what its element says.
#[hook]
fn use_report(frame: &NodeRef, props: &PreviewProps, is_dark: bool) -> Report {
    let report = use_state_eq(Report::default);
    let error = use_mut_ref(|| None::<String>);
    let inputs = (Rc::clone(&props.options), props.file.clone(), is_dark);
    let source = (props.options.src.clone(), props.file.clone());

    use_effect_with(source, {
        let error = LastError::clone(&error);
        move |_| *error.borrow_mut() = None
    });
    use_effect_with(inputs, {
        let frame = frame.clone();
        move |(options, file, is_dark)| {
            let (options, file, is_dark) = (Rc::clone(options), file.clone(), *is_dark);
            let listener = frame.cast::<HtmlIFrameElement>().map(|frame| {
                let apply = move |frame: &HtmlIFrameElement| {
                    if let Some(document) = frame_document::of(frame) {
                        frame_document::apply(&document, &options, file.as_deref(), is_dark);
                    }
                };
                apply(&frame);
                let loaded = frame.clone();
                EventListener::new(&frame, "load", move |_| apply(&loaded))
            });
            move || drop(listener)
        }
    });
    use_effect_with((), {
        let (frame, report) = (frame.clone(), report.setter());
        move |()| {
            let mut errors = None;
            let interval = Interval::new(INTERVAL, move || {
                let document = frame.cast::<HtmlIFrameElement>();
                if let Some(document) = document.and_then(|frame| frame_document::of(&frame)) {
                    errors.get_or_insert_with(|| frame_document::watch_errors(&document, &error));
                    report.set(frame_document::report(&document, &error));
                }
            });
            move || drop(interval)
        }
    });
    (*report).clone()
}

/// Scales a frame of this width to fit its box.
#[hook]
fn use_scale(width: u32) -> NodeRef {
    let stage = use_node_ref();
    use_effect_with(width, {
        let stage = stage.clone();
        move |width| {
            let width = f64::from(*width);
            let observer = stage.cast::<HtmlElement>().and_then(|stage| {
                // It is as wide as the stage, whose height depends on the scale.
                let observed = stage.previous_element_sibling()?;
                let on_resize = Closure::<dyn FnMut()>::new(move || {
                    let scale = (f64::from(stage.client_width()) / width).min(1.0);
                    let _ = stage.style().set_property("--scale", &scale.to_string());
                });
                let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
                observer.observe(&observed);
                Some((observer, on_resize))
            });
            move || {
                if let Some((observer, _)) = observer {
                    observer.disconnect();
                }
            }
        }
    });
    stage
}
