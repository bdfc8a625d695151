//! The whole widget.

use yew::prelude::*;

use super::footer::{Footer, footer};
use super::header::{Header, header};
use super::list::{List, list};
use super::placeholder::{Placeholder, placeholder};
use super::retry;
use super::toast::{Toast, toast};
use crate::settings::Theme;

/// What the widget shows.
#[derive(Clone, PartialEq)]
pub struct Panel {
    /// The heading and its button.
    pub header: Header,
    /// The list, or why there is none.
    pub body: Body,
    /// A line about the state of the list: that it is out of date.
    pub status: Option<Status>,
    /// What stands below the list.
    pub footer: Option<Footer>,
    /// How many new events there are, for those who hear the page; empty: none.
    pub news: AttrValue,
    /// What came of passing on an event, for the same; empty: nothing.
    pub said: AttrValue,
    /// The button for what is out of sight: new events, or the way back after a jump.
    pub toast: Option<Toast>,
    /// The colour scheme.
    pub theme: Theme,
}

/// A line about the state of the list.
#[derive(Clone, PartialEq)]
pub struct Status {
    /// What is said.
    pub text: AttrValue,
    /// The button to try again.
    pub retry: AttrValue,
}

/// The list, or why there is none.
#[derive(Clone, PartialEq)]
pub enum Body {
    /// The events.
    List(List),
    /// Why there are none.
    Placeholder(Placeholder),
}

/// The whole widget, as it stands in the shadow root.
pub fn panel(panel: &Panel) -> Html {
    let theme = match panel.theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let toast_that = |floats| panel.toast.as_ref().filter(|toast| toast.floats == floats);
    html! {
        <section part="base" class="base" aria-labelledby="heading" data-theme={theme}>
            { header(&panel.header, toast_that(false)) }
            <div part="content" class="content" id="content" hidden={!panel.header.open}>
                if let Some(status) = &panel.status {
                    <p part="status stale" class="status">
                        { &status.text }{ " " }{ retry(&status.retry) }
                    </p>
                }
                { match &panel.body {
                    Body::List(rows) => list(rows),
                    Body::Placeholder(why) => html! { <><slot />{ placeholder(why) }</> },
                } }
                if let Some(below) = &panel.footer {
                    { footer(below) }
                }
                <slot name="footer" />
            </div>
            <div class="spoken" role="status">{ &panel.news }</div>
            <div class="spoken" role="status">{ &panel.said }</div>
            if let Some(news) = toast_that(true) {
                { toast(news) }
            }
        </section>
    }
}
