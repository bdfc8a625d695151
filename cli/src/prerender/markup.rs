//! The widget's own markup, made so that it does without a script.
//!
//! The views are those of the page; what they make of the two buttons that matter to a reader without
//! scripts, or with scripts that are not there yet, becomes the browser's own: `<details>`. So neither
//! is ever dead, a click on it is never lost, and nothing has to be moved when the widget takes over.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use key_events::app::view::{self, Panel};
use yew::prelude::{Component, Html, Properties};
use yew::{Context as YewContext, LocalServerRenderer};

/// The whole widget as a component.
struct Whole;

#[derive(Properties, PartialEq)]
struct WholeProps {
    panel: Panel,
}

impl Component for Whole {
    type Message = ();
    type Properties = WholeProps;

    fn create(_: &YewContext<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &YewContext<Self>) -> Html {
        view::panel(&ctx.props().panel)
    }
}

/// The markup of a panel: with `limit` rows before those that wait behind “Show all”, expanded or not.
pub(crate) fn markup(panel: Panel, limit: usize, open: bool) -> String {
    toggle(divide(drawn(panel), limit), open)
}

/// The elements of the views that are changed or added to: a tag's name, and an attribute that it has.
const TOGGLE: Mark = ("button", r#" part="toggle""#);
const SHOW_ALL: Mark = ("button", r#" part="show-all""#);
const HEADER: Mark = ("div", r#" part="header""#);
const LIST: Mark = ("div", r#" part="list""#);
const DAY: Mark = ("div", r#" part="day-group""#);
const ROWS: Mark = ("ol", r#" part="rows""#);
const ROW: Mark = ("li", " data-id=");

type Mark = (&'static str, &'static str);

/// Where the elements begin that have such a tag. Texts have no `<` of their own, and values of
/// attributes neither `>` nor quotes, so what looks like a tag is one.
fn places(html: &str, (name, attribute): Mark) -> impl Iterator<Item = usize> {
    let starts = html.match_indices('<').map(|(at, _)| at);
    starts.filter(move |at| {
        let tag = html.get(at + 1..).and_then(|rest| rest.split('>').next());
        let attributes = tag.and_then(|tag| tag.strip_prefix(name));
        attributes.is_some_and(|attributes| attributes.contains(attribute))
    })
}

fn drawn(panel: Panel) -> String {
    let renderer = LocalServerRenderer::<Whole>::with_props(WholeProps { panel });
    let mut html = pin!(renderer.hydratable(false).render());
    // No view waits for anything.
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(html) = html.as_mut().poll(&mut context) {
            return html;
        }
    }
}

/// A button of the views, if it is there: what is before it, in it, and after it.
fn without(html: &str, button: Mark) -> Option<[&str; 3]> {
    let (before, rest) = html.split_at_checked(places(html, button).next()?)?;
    let (_, rest) = rest.split_once('>')?;
    let (text, after) = rest.split_once("</button>")?;
    Some([before, text, after])
}

/// The header is all of the disclosure's target, as it is the button's; the heading stays a heading.
///
/// A disclosure is before what it folds: WebKit does not look again at `:has()` in a shadow tree when
/// one opens.
fn toggle(html: String, open: bool) -> String {
    let changed = || {
        let [before, text, after] = without(&html, TOGGLE)?;
        let (before, header) = before.split_at_checked(places(before, HEADER).last()?)?;
        let open = if open { " open" } else { "" };
        Some(format!(
            r#"{before}<details class="fold"{open}><summary aria-labelledby="heading"></summary></details>{header}<span part="toggle" class="toggle">{text}</span>{after}"#
        ))
    };
    changed().unwrap_or(html)
}

/// Puts “Show all” between the rows before the limit and the others, which are a list of their own, so
/// that the page can be drawn while it comes without anything moving.
fn divide(html: String, limit: usize) -> String {
    let changed = || {
        let [before, text, after] = without(&html, SHOW_ALL)?;
        let [shown, row] =
            [limit.checked_sub(1)?, limit].map(|number| places(before, ROW).nth(number));
        let (shown, row) = (shown?, row?);
        let list = tag(before, places(before, LIST).next()?)?;
        let list = list.replace(r#"class="list""#, r#"class="list rest""#);
        let day = places(before, DAY).take_while(|day| *day < row).last()?;
        // The first of its day takes the day's heading along.
        let (at, end, start) = if day > shown {
            (day, "</div>", list)
        } else {
            let rows = places(before, ROWS).take_while(|rows| *rows < row).last()?;
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

/// The tag that begins at a place.
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
        let fold = |open: &str| {
            format!(
                r#"<section><details class="fold"{open}><summary aria-labelledby="heading"></summary></details>{heading}"#
            )
        };
        assert_eq!(toggle(html.to_owned(), true), fold(" open"));
        assert_eq!(toggle(html.to_owned(), false), fold(""));
    }

    /// A list of so many rows in each day, drawn with fewer signs.
    fn divided(days: &[usize], limit: usize) -> String {
        let day = |rows: &usize| {
            let rows = r#"<li data-id="1"></li>"#.repeat(*rows);
            format!(r#"<div part="day-group"><h3>D</h3><ol part="rows">{rows}</ol></div>"#)
        };
        let days: String = days.iter().map(day).collect();
        let html = format!(
            r#"<div class="list" part="list">{days}</div><button class="b" part="show-all">All</button><p></p>"#
        );
        divide(html, limit)
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
    fn the_rows_past_the_limit_are_a_list_of_their_own_behind_a_disclosure() {
        for (limit, expected) in [
            (1, "[(D{r})]ALL[rest ({r})(D{rrr})(D{r})]<p></p>"),
            (2, "[(D{rr})]ALL[rest (D{rrr})(D{r})]<p></p>"),
            (3, "[(D{rr})(D{r})]ALL[rest ({rr})(D{r})]<p></p>"),
            (5, "[(D{rr})(D{rrr})]ALL[rest (D{r})]<p></p>"),
        ] {
            assert_eq!(divided(&[2, 3, 1], limit), expected);
        }
    }

    #[test]
    fn without_the_buttons_all_stays_as_it_is() {
        let html = r#"<div part="list">A part="show-all" part="toggle"</div>"#;
        assert_eq!(divide(html.to_owned(), 1), html);
        assert_eq!(toggle(html.to_owned(), true), html);
    }
}
