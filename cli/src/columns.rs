//! Columns of text, aligned as a terminal shows it.

use anstyle::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::terminal_escape::{painted, plain};

/// A column of a table.
pub(crate) struct Column {
    /// What stands above it.
    pub(crate) heading: &'static str,
    /// How its cells look.
    pub(crate) style: Style,
}

/// Blanks between two columns.
const GAP: usize = 2;

/// A last column narrower than this says too little: it is left out.
const LEAST: usize = 12;

/// A table as lines. A column without text in any row is left out; with a width, the last two columns
/// are cut to fit in.
pub(crate) fn table<const N: usize>(
    columns: &[Column; N],
    rows: &[[String; N]],
    width: Option<usize>,
) -> Vec<String> {
    let rows: Vec<[String; N]> = rows
        .iter()
        .map(|row| row.each_ref().map(|cell| plain(cell).into_owned()))
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

/// Narrows the last two columns until the table is no wider than `width`, as far as that can be done.
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
    // The first keeps three fifths, or what the last leaves over.
    let shared = room.saturating_sub(gap);
    let cut = shared.saturating_sub(*first).max(shared * 2 / 5);
    if cut < *last {
        *last = if cut < LEAST { 0 } else { cut };
    }
    let gap = if *last > 0 { GAP } else { 0 };
    // A sign at least, so that the column stays; 0 is no column.
    *first = (*first).min(room.saturating_sub(gap + *last).max(1));
}

fn line(cells: &[String], widths: &[usize], styles: &[Style]) -> String {
    let mut line = String::new();
    let mut blanks = 0;
    for ((cell, width), style) in cells.iter().zip(widths).zip(styles) {
        if *width == 0 {
            continue;
        }
        let text = cut(cell, *width);
        if !text.is_empty() {
            line.extend(std::iter::repeat_n(' ', blanks));
            blanks = 0;
            line.push_str(&painted(*style, &text));
        }
        blanks += width.saturating_sub(text.width()) + GAP;
    }
    line
}

/// The text, or as many of its signs as fit with an ellipsis after them.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    // No more signs than columns: hostile text may have millions that take no room.
    for sign in text.graphemes(true).take(width) {
        let end = kept.len();
        kept.push_str(sign);
        // A sign's width can depend on those beside it.
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

    fn draw(rows: &[[&str; 4]], width: Option<usize>) -> String {
        let rows: Vec<_> = rows.iter().map(|row| row.map(str::to_owned)).collect();
        let lines = table(&COLUMNS, &rows, width).join("\n");
        lines.replace("\u{1b}[2m", "").replace("\u{1b}[0m", "")
    }

    #[test]
    fn columns_are_aligned_by_what_a_terminal_shows() {
        let drawn = draw(
            &[
                ["12:30", "key", "東京タワー", "/a"],
                ["12:31", "summary", "👩‍🚀 é", "/b"],
                ["12:32", "", "e\u{301}te\u{301}", "/c"],
            ],
            None,
        );
        assert_eq!(
            drawn,
            "TIME   KIND     HEADLINE    LINK\n\
             12:30  key      東京タワー  /a\n\
             12:31  summary  👩‍🚀 é        /b\n\
             12:32           e\u{301}te\u{301}         /c"
        );
    }

    #[test]
    fn a_column_without_text_is_left_out() {
        let drawn = draw(&[["", "", "a", ""], ["", "", "b", ""]], None);
        assert_eq!(drawn, "HEADLINE\na\nb");
    }

    #[test]
    fn a_narrow_terminal_cuts_the_link_then_the_headline_then_drops_the_link() {
        let row = [
            "12:30",
            "key",
            "The ribbon of the bridge is cut",
            "https://news.example/bridge#ribbon",
        ];
        let line = |width| {
            let drawn = draw(&[row], Some(width));
            drawn.lines().last().unwrap().to_owned()
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
    fn a_sign_of_several_characters_is_never_cut_apart() {
        assert_eq!(cut("👩‍🚀👩‍🚀👩‍🚀", 5), "👩‍🚀👩‍🚀…");
        assert_eq!(cut("👩‍🚀👩‍🚀👩‍🚀", 4), "👩‍🚀…");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(cut("東京", 3), "東…");
        assert_eq!(cut("東京", 4), "東京");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(
            rows in prop::collection::vec((".{0,40}", ".{0,40}"), 1..4),
            width in 15_usize..90,
        ) {
            let rows: Vec<_> = rows.iter().map(|(headline, link)| ["12:30", "key", headline, link]).collect();
            for line in draw(&rows, Some(width)).lines() {
                prop_assert!(line.width() <= width, "{} > {width}: {line:?}", line.width());
            }
        }
    }
}
