//! The markup of the widget, changed to work without scripts.
//!
//! The views of the widget render it. `<details>` replaces the buttons that expand the list and show
//! all rows. So both work without scripts and before the upgrade, and the upgrade causes no layout
//! shift.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use key_events::app::view::{self, Panel};
use key_events::settings::Settings;
use yew::prelude::{Component, Html, Properties};
use yew::{Context as YewContext, LocalServerRenderer};

use super::escape;

/// The root component of the widget's views.
struct Root;

#[derive(Properties, PartialEq)]
struct RootProps {
    panel: Panel,
}

impl Component for Root {
    type Message = ();
    type Properties = RootProps;

    fn create(_: &YewContext<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &YewContext<Self>) -> Html {
        view::panel(&ctx.props().panel, Html::default())
    }
}

/// Renders a panel. `day` is the heading that a list without day headings has in print, and `absolute` resolves
/// URLs for print.
pub(crate) fn render(
    panel: Panel,
    settings: &Settings,
    day: Option<&str>,
    absolute: impl Fn(&str) -> String,
) -> String {
    let html = mark_urls(&render_view(panel), absolute);
    let html = match day {
        Some(day) => add_printed_day(html, day),
        None => html,
    };
    replace_toggle(split_at_limit(html, settings.limit), !settings.collapsed)
}

/// The elements that this module changes or inserts at: a tag name, and a part of its attributes.
const TOGGLE: Mark = ("button", r#" part="toggle""#);
const SHOW_ALL: Mark = ("button", r#" part="show-all""#);
const HEADER: Mark = ("div", r#" part="header""#);
const LIST: Mark = ("div", r#" part="list""#);
const DAY: Mark = ("div", r#" part="day-group""#);
const ROWS: Mark = ("ol", r#" part="rows""#);
const ROW: Mark = ("li", " data-id=");
const LINK: Mark = ("a", r#" part="link""#);

type Mark = (&'static str, &'static str);

/// The positions of the matching elements. Serialized text has no `<`, and serialized attribute values
/// have no `>` and no quotes, so every match is a tag.
fn positions(html: &str, (name, attribute): Mark) -> impl Iterator<Item = usize> {
    let starts = html.match_indices('<').map(|(at, _)| at);
    starts.filter(move |at| {
        let tag = html.get(at + 1..).and_then(|rest| rest.split('>').next());
        let attributes = tag.and_then(|tag| tag.strip_prefix(name));
        attributes.is_some_and(|attributes| attributes.contains(attribute))
    })
}

fn render_view(panel: Panel) -> String {
    let renderer = LocalServerRenderer::<Root>::with_props(RootProps { panel });
    let mut html = pin!(renderer.hydratable(false).render());
    // The views never suspend, so the future is ready at once.
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(html) = html.as_mut().poll(&mut context) {
            return html;
        }
    }
}

/// Adds the heading of the day to a list that has none. Only print shows it.
fn add_printed_day(html: String, day: &str) -> String {
    let changed = || {
        let at = positions(&html, DAY).next()?;
        let at = at + tag(&html, at)?.len();
        let (before, after) = html.split_at_checked(at)?;
        let day = escape(day);
        Some(format!(
            r#"{before}<p part="day" class="day printed">{day}</p>{after}"#
        ))
    };
    changed().unwrap_or(html)
}

/// Adds the absolute URL of each headline with a relative one, which is of no use on paper.
fn mark_urls(html: &str, absolute: impl Fn(&str) -> String) -> String {
    let mut marked = String::with_capacity(html.len());
    let mut rest = 0;
    for at in positions(html, LINK) {
        let href = tag(html, at).and_then(|tag| tag.split_once(r#" href=""#)?.1.split('"').next());
        let url = href.map(unescape);
        let Some(url) = url.filter(|url| !url.starts_with('#')) else {
            continue;
        };
        let whole = absolute(&url);
        let name_end = at + "<a".len();
        if whole != url
            && let Some(before) = html.get(rest..name_end)
        {
            marked.extend([before, r#" data-url=""#, &escape(&whole), "\""]);
            rest = name_end;
        }
    }
    marked.push_str(html.get(rest..).unwrap_or_default());
    marked
}

/// The value of a serialized attribute.
fn unescape(value: &str) -> String {
    let references = [
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    references
        .iter()
        .fold(value.to_owned(), |value, (reference, char)| {
            value.replace(reference, char)
        })
}

/// The markup before a button, in it, and after it; `None`: there is no such button.
fn split_at_button(html: &str, button: Mark) -> Option<[&str; 3]> {
    let (before, rest) = html.split_at_checked(positions(html, button).next()?)?;
    let (_, rest) = rest.split_once('>')?;
    let (text, after) = rest.split_once("</button>")?;
    Some([before, text, after])
}

/// Replaces the button that expands the list by a `<details>` whose target is the whole header, as that
/// of the button is. The heading stays a heading.
///
/// The `<details>` precedes the list, so that a sibling combinator can hide the list: in a shadow tree,
/// WebKit does not re-evaluate `:has()` when a `<details>` opens.
fn replace_toggle(html: String, open: bool) -> String {
    let changed = || {
        let [before, text, after] = split_at_button(&html, TOGGLE)?;
        let (before, header) = before.split_at_checked(positions(before, HEADER).last()?)?;
        let open = if open { " open" } else { "" };
        Some(format!(
            r#"{before}<details class="disclosure"{open}><summary aria-labelledby="heading"></summary></details>{header}<span part="toggle" class="toggle">{text}</span>{after}"#
        ))
    };
    changed().unwrap_or(html)
}

/// Inserts “Show all” after the rows before the limit. The other rows become a second list, so that the
/// browser can render the page as it loads without a layout shift.
fn split_at_limit(html: String, limit: usize) -> String {
    let changed = || {
        let [before, text, after] = split_at_button(&html, SHOW_ALL)?;
        let [shown, row] =
            [limit.checked_sub(1)?, limit].map(|number| positions(before, ROW).nth(number));
        let (shown, row) = (shown?, row?);
        let list = tag(before, positions(before, LIST).next()?)?;
        let list = list.replace(r#"class="list""#, r#"class="list rest""#);
        let day = positions(before, DAY).take_while(|day| *day < row).last()?;
        // If the first hidden row begins a day, the day's heading moves to the second list.
        let (at, end, start) = if day > shown {
            (day, "</div>", list)
        } else {
            let rows = positions(before, ROWS)
                .take_while(|rows| *rows < row)
                .last()?;
            let start = [&list, tag(before, day)?, tag(before, rows)?].concat();
            (row, "</ol></div></div>", start)
        };
        let (first, others) = before.split_at_checked(at)?;
        Some(format!(
            r#"{first}{end}<details class="all"><summary part="show-all" class="show-all">{text}</summary></details>{start}{others}{after}"#
        ))
    };
    changed().unwrap_or(html)
}

/// The tag that begins at a position.
fn tag(html: &str, at: usize) -> Option<&str> {
    let end = html.get(at..)?.find('>')?;
    html.get(at..=at + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_toggle_becomes_a_disclosure_before_the_header() {
        let html = r#"<section><div class="header" part="header"><h2><button class="toggle" part="toggle"><b>A &lt;</b></button></h2><button>B</button></div></section>"#;
        let heading = r#"<div class="header" part="header"><h2><span part="toggle" class="toggle"><b>A &lt;</b></span></h2><button>B</button></div></section>"#;
        let expected = |open: &str| {
            format!(
                r#"<section><details class="disclosure"{open}><summary aria-labelledby="heading"></summary></details>{heading}"#
            )
        };
        assert_eq!(replace_toggle(html.to_owned(), true), expected(" open"));
        assert_eq!(replace_toggle(html.to_owned(), false), expected(""));
    }

    /// The split list with these numbers of rows per day, abbreviated.
    fn split(days: &[usize], limit: usize) -> String {
        let day = |rows: &usize| {
            let rows = r#"<li data-id="1"></li>"#.repeat(*rows);
            format!(r#"<div part="day-group"><h3>D</h3><ol part="rows">{rows}</ol></div>"#)
        };
        let days: String = days.iter().map(day).collect();
        let html = format!(
            r#"<div class="list" part="list">{days}</div><button class="b" part="show-all">All</button><p></p>"#
        );
        split_at_limit(html, limit)
            .replace(r#"<div class="list" part="list">"#, "[")
            .replace(r#"<div class="list rest" part="list">"#, "[rest ")
            .replace(
                r#"<details class="all"><summary part="show-all" class="show-all">All</summary></details>"#,
                "ALL",
            )
            .replace(r#"<div part="day-group">"#, "(")
            .replace("<h3>D</h3>", "D")
            .replace(r#"<ol part="rows">"#, "{")
            .replace(r#"<li data-id="1"></li>"#, "r")
            .replace("</ol></div>", "})")
            .replace("</div>", "]")
    }

    #[test]
    fn the_rows_past_the_limit_are_a_second_list_after_a_disclosure() {
        for (limit, expected) in [
            (1, "[(D{r})]ALL[rest ({r})(D{rrr})(D{r})]<p></p>"),
            (2, "[(D{rr})]ALL[rest (D{rrr})(D{r})]<p></p>"),
            (3, "[(D{rr})(D{r})]ALL[rest ({rr})(D{r})]<p></p>"),
            (5, "[(D{rr})(D{rrr})]ALL[rest (D{r})]<p></p>"),
        ] {
            assert_eq!(split(&[2, 3, 1], limit), expected);
        }
    }

    #[test]
    fn without_the_buttons_nothing_changes() {
        let html = r#"<div part="list">A part="show-all" part="toggle"</div>"#;
        assert_eq!(split_at_limit(html.to_owned(), 1), html);
        assert_eq!(replace_toggle(html.to_owned(), true), html);
    }
}
