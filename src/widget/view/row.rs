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
    let RowProps {
        entry,
        time,
        updated,
        href,
        elsewhere,
        summary,
        new,
        current,
        image,
        story,
    } = props;
    let headline = AttrValue::from(Rc::clone(entry.headline()));
    let mut part = String::from("item");
    for (holds, name) in [
        (*current, " current"),
        (summary.is_some(), " summary"),
        (new.is_some(), " new"),
    ] {
        if holds {
            part.push_str(name);
        }
    }
    let title = html! {
        <span part="title" class="title">{ &headline }</span>
    };
    html! {
        <li part={part} class="item" data-id={Rc::clone(&entry.id)}>
            <span part="marker" class="marker" aria-hidden="true"></span>
            if let Some(time) = time {
                <time part="time" class="time" datetime={&time.datetime} title={&time.full}>{ &time.label }</time>
            }
            <div class="text">
                if let Some(new) = new {
                    <span part="new-badge" class="mark new">{ new }</span>
                }
                if let Some(summary) = summary {
                    <span part="summary-badge" class="mark">{ summary }</span>
                    { " " }
                }
                if let Some(href) = href {
                    <a part="link" class="link" href={href} data-action="jump" aria-current={current.then_some("location")}>
                        { title }
                        if let Some(elsewhere) = elsewhere {
                            <span class="elsewhere" aria-hidden="true"></span>
                            <span class="spoken">{ " " }{ elsewhere }</span>
                        }
                    </a>
                } else {
                    { title }
                }
                if let Some(updated) = updated {
                    { " " }
                    <time part="updated" class="updated" datetime={&updated.datetime} title={&updated.full}>{ &updated.label }</time>
                }
                { story::button(story, &headline) }
            </div>
            if let Some(image) = image {
                <img part="image" class="image" src={Rc::clone(image)} alt="" loading="lazy" />
            }
            { story::body(story) }
        </li>
    }
}
