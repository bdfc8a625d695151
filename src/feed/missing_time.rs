//! Warns of entries without a time.

use super::text::split_once_byte;
use super::{Feed, IdIndex, Subject, Warning};

/// Reports the entries without a time: what is wrong with their dates leaves the row without one. `paths` are those
/// of the date. One warning is enough for a feed in which all dates are missing.
pub(super) fn warn(feed: &Feed, paths: &'static str, warnings: &mut Vec<Warning>) {
    let untimed = || {
        let entries = feed.entries.iter();
        entries.filter(|entry| entry.published.is_none())
    };
    if untimed().next().is_none() {
        return;
    }
    let ids = IdIndex::new(untimed().map(|entry| (entry.id.clone(), 0)).collect());
    let mut reported = Vec::new();
    for warning in warnings.iter_mut() {
        if let Subject::Id(id) = &warning.subject
            && ids.get(id).is_some()
            && paths.split(' ').any(|path| path == warning.field)
        {
            warning.problem = without_time(warning.problem);
            reported.push((id.clone(), 0));
        }
    }
    let reported = IdIndex::new(reported);
    let mut missing: Vec<_> = untimed()
        .filter(|entry| reported.get(&entry.id).is_none())
        .map(|entry| Subject::Id(entry.id.clone()))
        .collect();
    let mut problem = "is missing, expected a date like 2026-03-29T12:30:00Z: the row has no time";
    if missing.len() > 1 && missing.len() == feed.entries.len() {
        missing = vec![Subject::Feed];
        problem = "is missing in every entry, expected a date like 2026-03-29T12:30:00Z: the rows have no time";
    }
    let field = split_once_byte(paths, b' ').0;
    warnings.extend(missing.into_iter().map(|subject| Warning {
        subject,
        field: field.into(),
        value: None,
        problem,
    }));
}

/// The problem of a date, with its consequence for an entry that has no other date.
fn without_time(problem: &'static str) -> &'static str {
    match problem {
        "is not a date like 2026-03-29T12:30:00Z: it is ignored" => {
            "is not a date like 2026-03-29T12:30:00Z: the row has no time"
        }
        "stands for no date: it is ignored" => "stands for no date: the row has no time",
        "is that of the blog or of most updates: it is ignored" => {
            "is that of the blog or of most updates: the row has no time"
        }
        other => other,
    }
}
