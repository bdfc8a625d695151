//! Tables of text, aligned by the display width in a terminal.

use anstyle::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::terminal_escape::{sanitize, styled};

/// A column of a table.
pub(crate) struct Column {
    /// The heading.
    pub(crate) heading: &'static str,
    /// The style of its cells.
    pub(crate) style: Style,
}

/// The spaces between two columns.
const GAP: usize = 2;

/// A last column narrower than this is left out.
const MIN_LAST_WIDTH: usize = 12;

/// The lines of a table. A column without text is left out. If there is a width, the last two columns
/// are truncated to fit.
pub(crate) fn table<const N: usize>(
    columns: &[Column; N],
    rows: &[[String; N]],
    width: Option<usize>,
) -> Vec<String> {
    let rows: Vec<[String; N]> = rows
        .iter()
        .map(|row| row.each_ref().map(|cell| sanitize(cell).into_owned()))
        .collect();
    let mut widths = columns.each_ref().map(|_| 0);
    for (number, column) in columns.iter().enumerate() {
        let cells = || rows.iter().filter_map(|row| row.get(number));
        let widest = cells().map(|cell| cell.width()).max().unwrap_or(0);
        if let Some(width) = widths.get_mut(number).filter(|_| widest > 0) {
            *width = widest.max(column.heading.width());
        }
    }
    if let Some(width) = width {
        fit(&mut widths, width);
    }
    let headings = columns.each_ref().map(|column| column.heading.to_owned());
    let dimmed = columns.each_ref().map(|_| HEADING);
    let styles = columns.each_ref().map(|column| column.style);
    let mut lines = vec![line(&headings, &widths, &dimmed)];
    lines.extend(rows.iter().map(|row| line(row, &widths, &styles)));
    lines
}

const HEADING: Style = Style::new().dimmed();

/// Narrows the last two columns to fit the table into `width`, if that is possible.
fn fit(widths: &mut [usize], width: usize) {
    let [fixed @ .., first, last] = widths else {
        return;
    };
    let taken: usize = fixed
        .iter()
        .filter(|width| **width > 0)
        .map(|width| width + GAP)
        .sum();
    let room = width.saturating_sub(taken);
    let gap = if *last > 0 { GAP } else { 0 };
    if *first + gap + *last <= room {
        return;
    }
    // The first of the two gets three fifths, or what the last one does not need.
    let shared = room.saturating_sub(gap);
    let last_width = shared.saturating_sub(*first).max(shared * 2 / 5);
    if last_width < *last {
        *last = if last_width < MIN_LAST_WIDTH {
            0
        } else {
            last_width
        };
    }
    let gap = if *last > 0 { GAP } else { 0 };
    // At least 1, because a width of 0 removes the column.
    *first = (*first).min(room.saturating_sub(gap + *last).max(1));
}

fn line(cells: &[String], widths: &[usize], styles: &[Style]) -> String {
    let mut line = String::new();
    let mut padding = 0;
    for ((cell, width), style) in cells.iter().zip(widths).zip(styles) {
        if *width == 0 {
            continue;
        }
        let text = truncate(cell, *width);
        if !text.is_empty() {
            line.extend(std::iter::repeat_n(' ', padding));
            padding = 0;
            line.push_str(&styled(*style, &text));
        }
        padding += width.saturating_sub(text.width()) + GAP;
    }
    line
}

/// The text, truncated to a width with an ellipsis.
fn truncate(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    // At most `width` graphemes: untrusted text can have millions of zero width.
    for grapheme in text.graphemes(true).take(width) {
        let end = kept.len();
        kept.push_str(grapheme);
        // The width of a grapheme can depend on its neighbors.
        if [&kept, "…"].concat().width() > width {
            kept.truncate(end);
            break;
        }
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAIN: Style = Style::new();

    const COLUMNS: [Column; 4] = [
        Column {
            heading: "TIME",
            style: PLAIN,
        },
        Column {
            heading: "KIND",
            style: PLAIN,
        },
        Column {
            heading: "HEADLINE",
            style: PLAIN,
        },
        Column {
            heading: "LINK",
            style: PLAIN,
        },
    ];

    fn render(rows: &[[&str; 4]], width: Option<usize>) -> String {
        let rows: Vec<_> = rows.iter().map(|row| row.map(str::to_owned)).collect();
        let lines = table(&COLUMNS, &rows, width).join("\n");
        lines.replace("\u{1b}[2m", "").replace("\u{1b}[0m", "")
    }

    #[test]
    fn columns_are_aligned_by_display_width() {
        let rendered = render(
            &[
                ["12:30", "key", "東京タワー", "/a"],
                ["12:31", "summary", "👩‍🚀 é", "/b"],
                ["12:32", "", "e\u{301}te\u{301}", "/c"],
            ],
            None,
        );
        assert_eq!(
            rendered,
            "TIME   KIND     HEADLINE    LINK\n\
             12:30  key      東京タワー  /a\n\
             12:31  summary  👩‍🚀 é        /b\n\
             12:32           e\u{301}te\u{301}         /c"
        );
    }

    #[test]
    fn a_column_without_text_is_left_out() {
        let rendered = render(&[["", "", "a", ""], ["", "", "b", ""]], None);
        assert_eq!(rendered, "HEADLINE\na\nb");
    }

    #[test]
    fn a_narrow_terminal_truncates_the_link_then_the_headline_then_drops_the_link() {
        let row = [
            "12:30",
            "key",
            "The ribbon of the bridge is cut",
            "https://news.example/bridge#ribbon",
        ];
        let line = |width| {
            let rendered = render(&[row], Some(width));
            rendered.lines().last().unwrap().to_owned()
        };
        assert_eq!(
            line(79),
            "12:30  key   The ribbon of the bridge is cut  https://news.example/bridge#ribb…"
        );
        assert_eq!(
            line(60),
            "12:30  key   The ribbon of the bridge i…  https://news.exam…"
        );
        assert_eq!(line(40), "12:30  key   The ribbon of the bridge i…");
        assert_eq!(line(5), "12:30  key   …");
    }

    #[test]
    fn a_grapheme_is_never_split() {
        assert_eq!(truncate("👩‍🚀👩‍🚀👩‍🚀", 5), "👩‍🚀👩‍🚀…");
        assert_eq!(truncate("👩‍🚀👩‍🚀👩‍🚀", 4), "👩‍🚀…");
        assert_eq!(truncate("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(truncate("東京", 3), "東…");
        assert_eq!(truncate("東京", 4), "東京");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(
            rows in prop::collection::vec((".{0,40}", ".{0,40}"), 1..4),
            width in 15_usize..90,
        ) {
            let rows: Vec<_> = rows.iter().map(|(headline, link)| ["12:30", "key", headline, link]).collect();
            for line in render(&rows, Some(width)).lines() {
                prop_assert!(line.width() <= width, "{} > {width}: {line:?}", line.width());
            }
        }
    }
}
