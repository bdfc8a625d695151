//! One event of the timeline.

use std::rc::Rc;

use yew::prelude::*;

use super::story::{self, Story};
use super::{space, tag, text};
use crate::feed::Entry;

/// What a row shows.
#[derive(Clone, PartialEq, Properties)]
pub struct RowProps {
    /// The event.
    pub entry: Rc<Entry>,
    /// Its time, if it has one.
    pub time: Option<TimeText>,
    /// When it was edited, if it was.
    pub updated: Option<TimeText>,
    /// Where its headline leads; `None`: nowhere.
    pub href: Option<AttrValue>,
    /// What is said of an event that is on another page; `None`: it is in this one.
    pub elsewhere: Option<AttrValue>,
    /// What the mark of a summary says; `None`: the event is no summary.
    pub summary: Option<AttrValue>,
    /// What the badge of an event says that is new to the reader; `None`: it is not.
    pub new: Option<AttrValue>,
    /// Whether the reader is in it.
    pub current: bool,
    /// The address of its image, if that is to be shown.
    pub image: Option<Rc<str>>,
    /// What there is to read beyond the headline.
    pub story: Story,
}

/// A time as it is written in a row.
#[derive(Clone, PartialEq)]
pub struct TimeText {
    /// What is shown.
    pub label: AttrValue,
    /// RFC 3339.
    pub datetime: AttrValue,
    /// Date, time and zone, for the tooltip.
    pub full: AttrValue,
}

/// One event: marker, time, headline. A component, so that only rows that changed are drawn.
pub struct Row;

impl Component for Row {
    type Message = ();
    type Properties = RowProps;

    fn create(_ctx: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        row(ctx.props())
    }
}

fn row(props: &RowProps) -> Html {
    let headline = AttrValue::from(Rc::clone(props.entry.headline()));
    let mut part = String::from("item");
    for (holds, name) in [
        (props.current, " current"),
        (props.summary.is_some(), " summary"),
        (props.new.is_some(), " new"),
    ] {
        if holds {
            part.push_str(name);
        }
    }
    let summary = props.summary.as_ref();
    let updated = props.updated.as_ref();
    tag!(
        "li", { "class": "item" }
        ["part": AttrValue::from(part), "data-id": AttrValue::from(Rc::clone(&props.entry.id))],
        tag!("span", { "part": "marker", "class": "marker", "aria-hidden": "true" }),
        props.time.as_ref().map(|at| time("time", at)),
        tag!(
            "div", { "class": "text" },
            props.new.as_ref().map(|words| tag!(
                "span", { "part": "new-badge", "class": "mark new" },
                text(words),
            )),
            summary.map(|words| tag!(
                "span", { "part": "summary-badge", "class": "mark" },
                text(words),
            )),
            summary.map(|_| space()),
            title(props, &headline),
            updated.map(|_| space()),
            updated.map(|at| time("updated", at)),
            story::button(&props.story, &headline),
        ),
        props.image.as_ref().map(|url| tag!(
            "img", { "part": "image", "class": "image", "alt": "", "loading": "lazy" }
            ["src": AttrValue::from(Rc::clone(url))],
        )),
        story::body(&props.story),
    )
}

/// The headline, and where it leads.
fn title(props: &RowProps, headline: &AttrValue) -> Html {
    let title = tag!("span", { "part": "title", "class": "title" }, text(headline));
    let Some(href) = &props.href else {
        return title;
    };
    let elsewhere = props.elsewhere.as_ref();
    let name = elsewhere.map(|words| AttrValue::from([headline, " ", words].concat()));
    tag!(
        "a", { "part": "link", "class": "link", "data-action": "jump" }
        [
            "href": href.clone(),
            "aria-label": name,
            "aria-current": props.current.then_some(AttrValue::Static("location")),
        ],
        title,
        elsewhere.map(|_| tag!("span", { "class": "elsewhere", "aria-hidden": "true" })),
    )
}

fn time(name: &'static str, at: &TimeText) -> Html {
    let name = AttrValue::Static(name);
    tag!(
        "time", {}
        [
            "part": name.clone(),
            "class": name,
            "datetime": at.datetime.clone(),
            "title": at.full.clone(),
        ],
        text(&at.label),
    )
}
