//! The tables in `docs/performance.md`.

use std::{fmt::Write as _, fs, thread, time::SystemTime};

use super::{Condition, Results, Sample, Series, sample::Took};

/// Formats all results as Markdown.
pub fn report(results: &Results) -> String {
    let all = &results.series;
    let runs = all.iter().map(|series| series.samples.len()).max();
    let mut text = format!(
        "{}, {}, {}; medians of {}. In brackets the ratio to the hand-written list.\n",
        today(),
        results.browser,
        machine(),
        runs.unwrap_or_default(),
    );
    let mut groups: Vec<(usize, Condition)> = Vec::new();
    for series in all {
        if !groups.contains(&(series.count, series.condition)) {
            groups.push((series.count, series.condition));
        }
    }
    for (count, condition) in groups {
        let group = all
            .iter()
            .filter(|series| (series.count, series.condition) == (count, condition));
        let group: Vec<_> = group.collect();
        let _ = writeln!(
            text,
            "\n### {} events, {condition}\n",
            grouped(&count.to_string())
        );
        text.push_str(&table(&group, condition));
    }
    text
}

/// Today's date, in UTC.
fn today() -> String {
    let date = httpdate::fmt_http_date(SystemTime::now());
    // `Wed, 25 Nov 2026 …`
    date.split(' ')
        .skip(1)
        .take(3)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The number and the model of the processors.
fn machine() -> String {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let known = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = known.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        (name.trim() == "model name").then(|| value.trim().to_owned())
    });
    let model = model.unwrap_or_else(|| "an unknown processor".to_owned());
    format!("{processors} × {model}")
}

/// A column: its heading, and its value for a sample.
type Column = (&'static str, fn(&Sample) -> Option<f64>);

const START: [Column; 2] = [
    ("list, ms", |sample| Some(sample.listed)),
    ("painted, ms", |sample| Some(sample.painted)),
];

const REST: [Column; 3] = [
    ("update, ms", |sample| Some(sample.update?.shown)),
    ("toggle, ms", |sample| {
        Some(f64::midpoint(sample.collapse?.shown, sample.expand?.shown))
    }),
    ("heap, kB", |sample| Some(sample.heap? / 1_000.0)),
];

const WORK: [Column; 3] = [
    ("script", |sample| Some(sample.start.script)),
    ("style", |sample| Some(sample.start.style)),
    ("layout", |sample| Some(sample.start.layout)),
];

fn table(group: &[&Series], condition: Condition) -> String {
    let mut columns = vec![(
        "bytes",
        (|sample| Some(sample.wire)) as fn(&Sample) -> Option<f64>,
    )];
    columns.extend(START);
    columns.extend(match condition {
        Condition::Loopback => REST,
        Condition::Slow => WORK,
    });
    let mut text = String::from("| |");
    for (heading, _) in &columns {
        let _ = write!(text, " {heading} |");
    }
    text.push_str("\n|---|");
    text.push_str(&"--:|".repeat(columns.len()));
    text.push('\n');
    for series in group {
        let _ = write!(text, "| {} |", series.candidate.name);
        for (_, value) in &columns {
            let own = median(&series.samples, value);
            let floor = group
                .first()
                .and_then(|first| median(&first.samples, value));
            let cell = match (own, floor) {
                (Some(own), Some(floor)) if floor > 0.0 => {
                    format!("{} ({:.2})", thousands(own), own / floor)
                }
                (Some(own), _) => thousands(own),
                (None, _) => "–".to_owned(),
            };
            let _ = write!(text, " {cell} |");
        }
        text.push('\n');
    }
    let own = group
        .iter()
        .find(|series| series.candidate.name == "key-events" && !series.samples.is_empty());
    if let (Some(own), Condition::Loopback) = (own, condition) {
        text.push_str(&scripting(&own.samples));
    }
    text
}

/// How long the scripts of the widget's own actions take.
fn scripting(samples: &[Sample]) -> String {
    let script = |what: fn(&Sample) -> Option<Took>| {
        median(samples, &|sample| Some(what(sample)?.script)).unwrap_or_default()
    };
    format!(
        "\nScripts of key-events alone: {:.1} ms of an update, {:.1} ms to collapse and {:.1} ms to \
         expand, {:.1} ms of a jump before its first frame.\n",
        script(|sample| sample.update),
        script(|sample| sample.collapse),
        script(|sample| sample.expand),
        script(|sample| sample.jump),
    )
}

fn median(samples: &[Sample], value: &dyn Fn(&Sample) -> Option<f64>) -> Option<f64> {
    let mut values: Vec<f64> = samples.iter().filter_map(value).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Formats a number: a small one with one decimal, a large one with commas.
fn thousands(value: f64) -> String {
    if value < 20.0 && value.fract() > 0.0 {
        return format!("{value:.1}");
    }
    grouped(&format!("{value:.0}"))
}

/// Groups digits with commas.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_easy_to_read() {
        let numbers = [4.25, 42.6, 999.6, 1_234_567.0].map(thousands);
        assert_eq!(numbers, ["4.2", "43", "1,000", "1,234,567"]);
    }

    #[test]
    fn the_median_is_the_middle_one() {
        let samples = [9.0, 1.0, 5.0].map(|listed| Sample {
            listed,
            ..Sample::default()
        });
        assert_eq!(median(&samples, &|sample| Some(sample.listed)), Some(5.0));
    }
}
