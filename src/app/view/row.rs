//! One event of the timeline.

use std::rc::Rc;

use yew::prelude::*;

use super::story::{self, Story};
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

/// One event: marker, time, headline. A component, so that only rows that changed are rendered.
#[component]
pub fn Row(props: &RowProps) -> Html {
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
    html! {
        <li class="item" part={part} data-id={Rc::clone(&props.entry.id)}>
            <span part="marker" class="marker" aria-hidden="true" />
            if let Some(at) = &props.time {
                { time("time", at) }
            }
            <div class="text">
                if let Some(words) = &props.new {
                    <span part="new-badge" class="mark new">{ words }</span>
                }
                if let Some(words) = &props.summary {
                    <span part="summary-badge" class="mark">{ words }</span>{ " " }
                }
                { title(props, &headline) }
                if let Some(at) = &props.updated {
                    { " " }{ time("updated", at) }
                }
                { story::button(&props.story, &headline) }
            </div>
            if let Some(url) = &props.image {
                <img part="image" class="image" alt="" loading="lazy" src={Rc::clone(url)} />
            }
            { story::body(&props.story) }
        </li>
    }
}

/// The headline, and where it leads.
fn title(props: &RowProps, headline: &AttrValue) -> Html {
    let title = html! { <span part="title" class="title">{ headline }</span> };
    let Some(href) = &props.href else {
        return title;
    };
    let elsewhere = props.elsewhere.as_ref();
    let name = elsewhere.map(|words| AttrValue::from([headline, " ", words].concat()));
    html! {
        <a
            part="link"
            class="link"
            data-action="jump"
            href={href}
            aria-label={name}
            aria-current={props.current.then_some("location")}
        >
            { title }
            if elsewhere.is_some() {
                <span class="elsewhere" aria-hidden="true" />
            }
        </a>
    }
}

fn time(name: &'static str, at: &TimeText) -> Html {
    html! {
        <time part={name} class={name} datetime={&at.datetime} title={&at.full}>{ &at.label }</time>
    }
}
