//! The whole widget.

use yew::prelude::*;

use super::footer::{Footer, footer};
use super::header::{Header, header};
use super::list::{List, list};
use super::placeholder::{Placeholder, placeholder};
use super::toast::{self, Toast};
use super::{key, retry, text};
use crate::settings::Theme;

/// The view of a widget.
#[derive(Clone, PartialEq)]
pub struct Panel {
    /// The header.
    pub header: Header,
    /// The overview, or its empty space. `None`: there is none.
    pub overview: Option<Html>,
    /// The list or a placeholder.
    pub body: Body,
    /// The line that says that the list is out of date.
    pub status: Option<Status>,
    /// The footer below the list.
    pub footer: Option<Footer>,
    /// The live region that announces new events.
    pub announcement: Announcement,
    /// The live region for the outcome of sharing, and for a list that is out of date. Empty: neither.
    pub said: AttrValue,
    /// The button to new events that are not visible, or back to the list after a jump.
    pub toast: Option<Toast>,
    /// The language of the labels. `None`: that of the page.
    pub lang: Option<AttrValue>,
    /// The color scheme.
    pub theme: Theme,
}

/// What a live region says.
#[derive(Clone, Default, PartialEq)]
pub struct Announcement {
    /// Its number. With another one, the same words are said again.
    pub number: u32,
    /// The words. Empty: there is nothing to say.
    pub text: AttrValue,
}

/// The status line.
#[derive(Clone, PartialEq)]
pub struct Status {
    /// The text.
    pub text: AttrValue,
    /// The label of the retry button.
    pub retry: AttrValue,
    /// Whether the feed loads again.
    pub loading: bool,
}

/// The list or a placeholder.
#[derive(Clone, PartialEq)]
pub enum Body {
    /// The events.
    List(List),
    /// What is shown while there are no events.
    Placeholder(Placeholder),
}

/// Renders the widget. `interactions` are the elements that only an interactive list has.
pub fn panel(panel: &Panel, interactions: Html) -> Html {
    let theme = match panel.theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let toast_if = |floats| {
        panel
            .toast
            .as_ref()
            .filter(|toast| toast.close.is_some() == floats)
    };
    html! {
        <section part="base" class="base" aria-labelledby="heading" data-theme={theme} lang={&panel.lang}>
            { interactions }
            { header(&panel.header, toast_if(false)) }
            <div part="content" class="content" id="content" hidden={!panel.header.open}>
                if let Some(overview) = &panel.overview {
                    <div class="overview-space">{ overview.clone() }</div>
                }
                if let Some(status) = &panel.status {
                    <p part="status stale" class="status">
                        <span key={key(&status.text)}>{ &status.text }</span><span>{ " " }</span>
                        { retry(&status.retry, status.loading) }
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
            <div class="visually-hidden" role="status">
                <span key={panel.announcement.number}>{ text(&panel.announcement.text) }</span>
            </div>
            <div class="visually-hidden" role="status">{ text(&panel.said) }</div>
            if let Some(toast) = toast_if(true) {
                { toast::toast(toast) }
            }
        </section>
    }
}
