//! The whole widget.

use yew::prelude::*;

use super::footer::{Footer, footer};
use super::header::{Header, header};
use super::list::{List, list};
use super::placeholder::{Placeholder, placeholder};
use super::retry;
use super::toast::{Toast, toast};
use crate::settings::Theme;

/// The view of a widget.
#[derive(Clone, PartialEq)]
pub struct Panel {
    /// The header.
    pub header: Header,
    /// The list or a placeholder.
    pub body: Body,
    /// The line that says that the list is out of date.
    pub status: Option<Status>,
    /// The footer below the list.
    pub footer: Option<Footer>,
    /// The live region that announces new events. Empty: there are none.
    pub news: AttrValue,
    /// The live region that announces the outcome of sharing. Empty: nothing was shared.
    pub said: AttrValue,
    /// The button to new events that are not visible, or back to the list after a jump.
    pub toast: Option<Toast>,
    /// The color scheme.
    pub theme: Theme,
}

/// The status line.
#[derive(Clone, PartialEq)]
pub struct Status {
    /// The text.
    pub text: AttrValue,
    /// The label of the retry button.
    pub retry: AttrValue,
}

/// The list or a placeholder.
#[derive(Clone, PartialEq)]
pub enum Body {
    /// The events.
    List(List),
    /// What is shown while there are no events.
    Placeholder(Placeholder),
}

/// Renders the widget.
pub fn panel(panel: &Panel) -> Html {
    let theme = match panel.theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let toast_if = |floats| panel.toast.as_ref().filter(|toast| toast.floats == floats);
    html! {
        <section part="base" class="base" aria-labelledby="heading" data-theme={theme}>
            { header(&panel.header, toast_if(false)) }
            <div part="content" class="content" id="content" hidden={!panel.header.open}>
                if let Some(status) = &panel.status {
                    <p part="status stale" class="status">
                        { &status.text }{ " " }{ retry(&status.retry) }
                    </p>
                }
                { match &panel.body {
                    Body::List(rows) => list(rows),
                    Body::Placeholder(kind) => html! { <><slot />{ placeholder(kind) }</> },
                } }
                if let Some(content) = &panel.footer {
                    { footer(content) }
                }
                <slot name="footer" />
            </div>
            <div class="spoken" role="status">{ &panel.news }</div>
            <div class="spoken" role="status">{ &panel.said }</div>
            if let Some(news) = toast_if(true) {
                { toast(news) }
            }
        </section>
    }
}
