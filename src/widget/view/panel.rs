//! The whole widget.

use yew::prelude::*;

use super::footer::{Footer, footer};
use super::header::{Header, header};
use super::list::{List, list};
use super::notice::{Notice, notice};
use super::toast::{Toast, toast};
use super::{keyed, retry, several, space, tag, text};
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
    Notice(Notice),
}

/// The whole widget, as it stands in the shadow root; under another `name` than before all of it is
/// made anew.
pub fn panel(panel: &Panel, name: i64) -> Html {
    let theme = match panel.theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let floats = panel.toast.as_ref().map(|toast| toast.floats);
    let news = |floating| panel.toast.as_ref().filter(|_| floats == Some(floating));
    let status = |words| tag!("div", { "class": "spoken", "role": "status" }, text(words));
    let base = tag!(
        "section", { "part": "base", "class": "base", "aria-labelledby": "heading" }
        ["data-theme": AttrValue::Static(theme)],
        header(&panel.header, news(false)),
        tag!(
            "div", { "part": "content", "class": "content", "id": "content" }
            ["hidden": (!panel.header.open).then_some(AttrValue::Static("hidden"))],
            panel.status.as_ref().map(|status| tag!(
                "p", { "part": "status stale", "class": "status" },
                text(&status.text), space(), retry(&status.retry),
            )),
            match &panel.body {
                Body::List(rows) => list(rows),
                Body::Notice(why) => several(vec![tag!("slot", {}), notice(why)]),
            },
            panel.footer.as_ref().map(footer),
            tag!("slot", { "name": "footer" }),
        ),
        status(&panel.news),
        status(&panel.said),
        news(true).map(toast),
    );
    keyed(name, base)
}
