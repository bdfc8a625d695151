//! Compares reading a feed with parsing the same text into a `serde_json::Value`.
//!
//! `cargo bench` prints the ratio of the two per format and number of entries, and fails if one is
//! above the limit.
#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods)]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput};
use key_events::feed::{Feed, format};
use serde_json::Value;

const LIMIT: f64 = 3.0;
const SIZES: [usize; 3] = [10, 1_000, 10_000];

/// A typical body of a live blog's entry.
const BODY: &str = "<p>The wind eases &amp; the <a href=\\\"/harbour\\\">harbour</a> opens. Ferries leave every half hour from the east pier, says the harbour office.</p>\\n<p>More than two thousand people waited for the first one. Buses take them on.</p>";
const TEXT: &str = "The wind eases and the harbour opens. Ferries leave every half hour from the east pier, says the harbour office. More than two thousand people waited for the first one.";

/// A document of a format with a number of entries.
fn document(format: &str, entries: usize) -> String {
    let list = |entry: &dyn Fn(usize, usize) -> String| {
        let entries: Vec<_> = (0..entries)
            .map(|number| entry(number, 1_767_974_460 + 60 * number))
            .collect();
        entries.join(",")
    };
    let date = |seconds: usize| {
        let minutes = (seconds / 60) % 60;
        format!("2026-01-09T16:{minutes:02}:00")
    };
    match format {
        "json-feed" => {
            let items = list(&|id, at| {
                format!(
                    r#"{{"id": "{id}", "url": "https://news.example/live#{id}", "title": "Headline {id}", "content_html": "{BODY}", "date_published": "{}Z", "tags": ["key-event", "weather"]}}"#,
                    date(at)
                )
            });
            format!(
                r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{items}]}}"#
            )
        }
        "live-blog-posting" => {
            let updates = list(&|id, at| {
                format!(
                    r#"{{"@type": "BlogPosting", "@id": "https://news.example/live#{id}", "headline": "Blog", "datePublished": "{}+0000", "articleBody": "{TEXT}", "author": [{{"@type": "Person", "name": "News desk"}}]}}"#,
                    date(at)
                )
            });
            format!(
                r#"{{"@type": "LiveBlogPosting", "headline": "Blog", "liveBlogUpdate": [{updates}]}}"#
            )
        }
        "guardian-page" => {
            let blocks = list(&|id, at| {
                format!(
                    r#"{{"id": "b{id}", "title": "Headline {id}", "elements": [{{"_type": "TextBlockElement", "html": "{BODY}", "elementId": "{id}"}}], "attributes": {{"pinned": false, "keyEvent": true, "summary": false}}, "blockFirstPublished": {at}000, "blockLastUpdated": {at}000, "contributors": []}}"#
                )
            });
            format!(
                r#"{{"webTitle": "T", "webURL": "https://news.example/live", "keyEvents": [{blocks}], "blocks": []}}"#
            )
        }
        "guardian-api" => {
            let blocks = list(&|id, at| {
                format!(
                    r#"{{"id": "b{id}", "bodyHtml": "{BODY}", "bodyTextSummary": "{TEXT}", "attributes": {{"keyEvent": true}}, "firstPublishedDate": "{}Z", "lastModifiedDate": "{}Z"}}"#,
                    date(at),
                    date(at)
                )
            });
            format!(r#"{{"response": {{"content": {{"blocks": {{"body": [{blocks}]}}}}}}}}"#)
        }
        "wordpress-liveblog" => {
            let entries = list(&|id, at| {
                format!(
                    r#"{{"id": "{id}", "type": "new", "render": "{BODY}", "content": "{BODY}", "timestamp": {at}, "entry_time": {at}, "authors": [{{"id": 7, "name": "News desk"}}], "key_event": true, "key_event_content": "<span class=\"liveblog-command type-key\">key</span> Headline {id}"}}"#
                )
            });
            format!(r#"{{"entries": [{entries}], "pages": 1}}"#)
        }
        "wordpress-posts" => {
            let posts = list(&|id, at| {
                format!(
                    r#"{{"id": {id}, "date_gmt": "{}", "modified_gmt": "{}", "link": "https://news.example/{id}", "title": {{"rendered": "Headline &#8211; {id}"}}, "content": {{"rendered": "{BODY}"}}, "excerpt": {{"rendered": "<p>{TEXT}</p>"}}, "sticky": false, "tags": [1, 2]}}"#,
                    date(at),
                    date(at)
                )
            });
            format!("[{posts}]")
        }
        "sourcefabric" => {
            let posts = list(&|id, at| {
                format!(
                    r#"{{"_id": "urn:{id}", "published_date": "{}+0000", "content_updated_date": "{}+0000", "lb_highlight": true, "sticky": false, "deleted": false, "post_status": "open", "order": {id}, "groups": [{{"id": "root", "refs": [{{"idRef": "main"}}]}}, {{"id": "main", "refs": [{{"item": {{"item_type": "text", "text": "{BODY}"}}}}]}}]}}"#,
                    date(at),
                    date(at)
                )
            });
            format!(r#"{{"_items": [{posts}]}}"#)
        }
        _ => String::new(),
    }
}

fn read(text: &str) -> usize {
    Feed::read(black_box(text), None).unwrap().0.entries.len()
}

fn parse(text: &str) -> Value {
    serde_json::from_str(black_box(text)).unwrap()
}

/// The durations of reading and parsing: the minimum of several interleaved runs, which has the least
/// noise.
fn compare(text: &str, runs: usize) -> [Duration; 2] {
    let mut shortest = [Duration::MAX; 2];
    for _ in 0..runs {
        let start = Instant::now();
        black_box(read(text));
        let half = Instant::now();
        drop(black_box(parse(text)));
        let end = Instant::now();
        for (shortest, time) in shortest.iter_mut().zip([half - start, end - half]) {
            *shortest = time.min(*shortest);
        }
    }
    shortest
}

fn main() -> ExitCode {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let mut ratios = Vec::new();
    for format in format::ALL {
        let mut group = criterion.benchmark_group(format.name);
        for entries in SIZES {
            let text = document(format.name, entries);
            assert_eq!(read(&text), entries, "{}", format.name);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new("read", entries), &text, |bencher, text| {
                bencher.iter(|| read(text));
            });
            group.bench_with_input(
                BenchmarkId::new("parse", entries),
                &text,
                |bencher, text| {
                    bencher.iter(|| parse(text));
                },
            );
            let runs = (200_000 / entries).clamp(20, 2_000);
            let [reading, parsing] = compare(&text, runs);
            ratios.push((format.name, entries, reading, parsing));
        }
        group.finish();
    }
    criterion.final_summary();
    println!(
        "{:<20}{:>8}{:>12}{:>12}{:>8}",
        "format", "entries", "read", "parse", "ratio"
    );
    let mut holds = true;
    for (format, entries, reading, parsing) in ratios {
        let ratio = reading.as_secs_f64() / parsing.as_secs_f64();
        holds &= ratio <= LIMIT;
        println!("{format:<20}{entries:>8}{reading:>12.1?}{parsing:>12.1?}{ratio:>8.2}");
    }
    if holds {
        ExitCode::SUCCESS
    } else {
        println!("a ratio is above {LIMIT}");
        ExitCode::FAILURE
    }
}
