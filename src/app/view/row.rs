//! One event of the timeline.

use std::rc::Rc;

use yew::prelude::*;

use super::story::{self, Story};
use crate::feed::Entry;

/// The props of a row.
#[derive(Clone, PartialEq, Properties)]
pub struct RowProps {
    /// The event.
    pub entry: Rc<Entry>,
    /// Its publication time.
    pub time: Option<TimeText>,
    /// The time of its last edit.
    pub updated: Option<TimeText>,
    /// The link of its headline.
    pub href: Option<AttrValue>,
    /// The accessible hint that the link leads to another page. `None`: it leads to this one.
    pub elsewhere: Option<AttrValue>,
    /// The badge of a summary. `None`: the event is not a summary.
    pub summary: Option<AttrValue>,
    /// The badge of a new event. `None`: the event is not new to the reader.
    pub new: Option<AttrValue>,
    /// Whether it is the current event.
    pub current: bool,
    /// The URL of its image, if images are shown.
    pub image: Option<Rc<str>>,
    /// Its story.
    pub story: Story,
}

/// A formatted time.
#[derive(Clone, PartialEq)]
pub struct TimeText {
    /// The visible text.
    pub label: AttrValue,
    /// The time in RFC 3339.
    pub datetime: AttrValue,
    /// Date, time and zone, for the tooltip.
    pub full: AttrValue,
}

/// One event. A component, so that Yew renders only the rows that have changed.
#[component]
pub fn Row(props: &RowProps) -> Html {
    let headline = AttrValue::from(Rc::clone(props.entry.headline()));
    let mut part = String::from("item");
    for (has_part, name) in [
        (props.current, " current"),
        (props.summary.is_some(), " summary"),
        (props.new.is_some(), " new"),
    ] {
        if has_part {
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

/// The headline and its link.
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
