use key_events::time::date_format;
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_moment_reads_as_jiff_reads_it(
        second in -62_135_596_800_i64..253_402_300_799,
        offset in -14 * 60_i32..=14 * 60,
    ) {
        let zone = jiff::tz::Offset::from_seconds(offset * 60).unwrap();
        let moment = zone.to_datetime(jiff::Timestamp::from_second(second).unwrap());
        prop_assume!((1..=9999).contains(&moment.year()));
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        let text = format!("{moment}{sign}{hours:02}:{minutes:02}");
        prop_assert_eq!(date_format::parse(&text).map(|at| at.0), Some(second * 1000), "{}", text);
    }

    #[test]
    fn every_moment_is_written_as_jiff_writes_it(second in -62_135_596_800_i64..253_402_300_799) {
        let expected = jiff::Timestamp::from_second(second).unwrap().to_string();
        prop_assert_eq!(date_format::to_rfc3339(key_events::time::timestamp::Timestamp(second * 1000)), expected);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,40}") {
        let _ = date_format::parse(&text);
    }
}

/// The time of the only item of a JSON Feed, and the problems with it.
fn dated(date: &str) -> (Option<String>, Vec<&'static str>) {
    let text = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": 1, "content_text": "x", "date_published": {date}}}]}}"#
    );
    let (feed, warnings) = key_events::feed::Feed::read(&text, None).unwrap();
    let at = feed.entries[0].published.map(date_format::to_rfc3339);
    let problems = warnings.iter().map(|warning| warning.problem);
    (at, problems.collect())
}

#[test]
fn digits_of_a_date_are_no_number_of_milliseconds() {
    for date in [
        "20260329103000",
        "\"20260329103000\"",
        "202603291030",
        "\" 202603291030 \"",
    ] {
        let (at, problems) = dated(date);
        assert_eq!(at.as_deref(), Some("2026-03-29T10:30:00Z"), "{date}");
        assert_eq!(
            problems,
            ["has no offset from UTC: it is read as UTC"],
            "{date}"
        );
    }
    for date in ["19693103103000", "20261329103000", "202613291030"] {
        assert_eq!(dated(date).0, None, "{date}");
    }
    assert_eq!(
        dated("1774780200123").0.as_deref(),
        Some("2026-03-29T10:30:00Z")
    );
    assert_eq!(
        dated("300000000000").0.as_deref(),
        Some("1979-07-05T05:20:00Z")
    );
}

#[test]
fn the_name_of_a_zone_without_an_offset_is_no_date() {
    for date in [
        "2026-03-29T12:30:00[Europe/Paris]",
        "2026-03-29T12:30[America/New_York]",
        "2026-03-29 12:30:00 [CET]",
    ] {
        let (at, problems) = dated(&format!("\"{date}\""));
        assert_eq!(at, None, "{date}");
        assert_eq!(
            problems,
            ["is not a date like 2026-03-29T12:30:00Z: the row has no time"]
        );
    }
    assert_eq!(
        dated("\"2026-03-29T10:30:00[UTC]\"").0.as_deref(),
        Some("2026-03-29T10:30:00Z")
    );
}

#[test]
fn dates_as_languages_write_them_are_read() {
    for date in [
        "2026-03-29 07:30:00 -0300 -03",
        "2026-03-29 14:30:00 +0400 +04",
        "2026-03-29 16:00:00 +0530 +0530",
        "2026-03-29 12:30:00.5 +0200 +0200 m=+1.2",
        "2026-03-29 12:30:00+02:00 CEST Europe/Paris",
        "Sun Mar 29 10:30:00 2026",
        "Sun Mar 29 12:30:00 +0200 2026",
        "Sun Mar 29 10:30:00 UTC 2026",
        "Sun Mar 29 2026 12:30:00 GMT+0200",
        "Sun Mar 29 2026 12:30:00 GMT+0200 (Central European Summer Time)",
        "Sun Mar 29 2026 05:30:00 GMT-0500 (CDT)",
        "Sun, 29 Mar 2026 12:30:00 CEST +02:00",
        "Sun, 29 Mar 2026 10:30:00 gmt",
        "Sun, 29 Mar 2026 10:30:00 +0000 (UTC)",
        "2026-03-29 10:30:00 utc",
        "20260329T10:30:00Z",
        "20260329 103000Z",
        "/Date(1774780200000)/",
        "/Date(1774780200000+0200)/",
        "\\/Date(1774780200000)\\/",
        "1774780200.123",
        "Mar 29, 2026 10:30:00 GMT",
        "March 29, 2026 12:30 +0200",
    ] {
        let (at, problems) = dated(&format!("{date:?}").replace("\\\\", "\\"));
        assert_eq!(
            at.as_deref(),
            Some("2026-03-29T10:30:00Z"),
            "{date} {problems:?}"
        );
    }
    assert_eq!(
        dated("1774780200.123").0.as_deref(),
        Some("2026-03-29T10:30:00Z")
    );
    for date in [
        "2026-03-28T24:00:00Z",
        "2026-03-28T24:00Z",
        "2026-03-28 24:00:00 +0000",
        "20260328T240000Z",
    ] {
        let (at, _) = dated(&format!("\"{date}\""));
        assert_eq!(at.as_deref(), Some("2026-03-29T00:00:00Z"), "{date}");
    }
    for date in [
        "2026-03-28T24:00:01Z",
        "2026-03-28T24:30:00Z",
        "Sun Mar 29 10:30:00 CEST 2026",
        "2026-03-29 12:30:00 +0200 +03",
        "/Date()/",
        "Sun Mar 29 10:30:00 PM 2026",
        "Mar 29, 2026 10:30 p.m. GMT",
        "1774780200.",
        "1774780200.12x",
        "1.5",
    ] {
        let (at, problems) = dated(&format!("\"{date}\""));
        assert_eq!(at, None, "{date}");
        assert_eq!(
            problems,
            ["is not a date like 2026-03-29T12:30:00Z: the row has no time"],
            "{date}"
        );
    }
}

#[test]
fn the_zeros_of_other_systems_are_no_dates() {
    for date in [
        "1601-01-01T00:00:00Z",
        "1753-01-01T00:00:00",
        "1899-12-30T00:00:00Z",
        "1899-12-31",
        "1900-01-01T00:00:00+01:00",
        "1904-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "1969-12-31T19:00:00-05:00",
        "1970-01-01T01:00:00Z",
        "1970-01-01T00:00:00-05:00",
        "1969-12-31T19:00:00",
        "1970-01-01T00:00:01Z",
        "9999-12-31T23:59:59Z",
        "9999-12-31",
        "9999-12-31T23:59:59-05:00",
        "0001-01-01T00:00:00-08:00",
    ] {
        let (at, problems) = dated(&format!("\"{date}\""));
        assert_eq!(at, None, "{date}");
        let last = problems.last();
        assert_eq!(
            last,
            Some(&"stands for no date: the row has no time"),
            "{date}"
        );
    }
    for date in [
        "1969-07-20T20:17:40Z",
        "1900-06-01T00:00:00Z",
        "1904-01-03T12:00:00Z",
        "1970-01-02T12:00:00Z",
        "9998-12-31T00:00:00Z",
    ] {
        let (at, _) = dated(&format!("\"{date}\""));
        assert_eq!(at.as_deref(), Some(date));
    }
    for end in [
        "1900-01-01T00:00:00",
        "9999-12-31T23:59:59Z",
        "1970-01-01T01:00:00+01:00",
    ] {
        let text = format!(
            r#"{{"@type": "LiveBlogPosting", "coverageEndTime": "{end}", "liveBlogUpdate": []}}"#
        );
        let (feed, warnings) = key_events::feed::Feed::read(&text, None).unwrap();
        assert_eq!((feed.named_end, feed.ends), (None, None), "{end}");
        let last = warnings.last().unwrap().problem;
        assert_eq!(last, "stands for no date: it is ignored");
    }
}

/// The messages about entries of a JSON Feed.
fn messages(items: &str) -> Vec<String> {
    let items = items.replace('{', r#"{"title": "T", "content_text": "T", "#);
    let text = format!(r#"{{"version": "https://jsonfeed.org/version/1.1", "items": [{items}]}}"#);
    let (_, warnings) = key_events::feed::Feed::read(&text, None).unwrap();
    warnings
        .iter()
        .map(key_events::feed::Warning::message)
        .collect()
}

const DATED: &str = r#"{"id": "dated", "date_published": "2026-03-29T12:00:00Z"}"#;
const MISSING: &str =
    "date_published is missing, expected a date like 2026-03-29T12:30:00Z: the row has no time";

#[test]
fn an_entry_without_a_date_is_reported() {
    for date in [
        "",
        r#", "date_published": null"#,
        r#", "date_published": """#,
        r#", "date_published": " ""#,
        r#", "date_publishd": "2026-03-29T12:00:00Z""#,
        r#", "date_modified": "2026-03-29T12:00:00Z""#,
    ] {
        let item = format!(r#"{{"id": 2{date}}}"#);
        let expected = [format!("entry with id \"2\": {MISSING}")];
        assert_eq!(messages(&format!("{DATED}, {item}")), expected, "{date}");
        assert_eq!(messages(&item), expected, "{date}");
    }
    assert_eq!(messages(DATED), [""; 0]);
}

#[test]
fn a_feed_without_any_date_is_reported_once() {
    let items = r#"{"id": 1}, {"id": 2, "date_published": null}, {"id": 3}"#;
    let expected = "feed: date_published is missing in every entry, expected a date like \
        2026-03-29T12:30:00Z: the rows have no time";
    assert_eq!(messages(items), [expected]);
    let bad = r#"{"id": 4, "date_published": "soon"}"#;
    assert_eq!(messages(&format!("{bad}, {items}")).len(), 4);
    assert_eq!(messages(""), [""; 0]);
}

#[test]
fn entries_without_a_date_are_reported_in_every_format() {
    for (text, field) in [
        (
            r#"{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"@id": "a", "headline": "A"}]}"#,
            "datePublished",
        ),
        (
            r#"{"keyEvents": [{"id": "a", "title": "A"}], "webURL": "/x"}"#,
            "blockFirstPublished",
        ),
        (
            r#"{"response": {"content": {"webUrl": "/x", "blocks": {"body": [{"id": "a", "title": "A"}]}}}}"#,
            "firstPublishedDate",
        ),
        (
            r#"{"entries": [{"id": "a", "headline": "A"}], "pages": 1}"#,
            "entry_time",
        ),
        (r#"[{"id": "a", "title": {"rendered": "A"}}]"#, "date_gmt"),
        (r#"{"_items": [{"_id": "a"}]}"#, "published_date"),
    ] {
        let (_, warnings) = key_events::feed::Feed::read(text, None).unwrap();
        let messages = warnings.iter().map(key_events::feed::Warning::message);
        let expected = MISSING.replace("date_published", field);
        let expected = format!("entry with id \"a\": {expected}");
        assert!(messages.collect::<Vec<_>>().contains(&expected), "{text}");
    }
}

#[test]
fn a_bad_date_is_quoted_with_its_consequence() {
    let long = "x".repeat(41);
    let cut = format!("\"{}…\"", "x".repeat(40));
    for (date, quoted, problem) in [
        (
            r#""29/03/26 noon""#,
            r#""29/03/26 noon""#,
            "is not a date like 2026-03-29T12:30:00Z",
        ),
        (
            r#""a\"b\\\n""#,
            r#""a\"b\\\n""#,
            "is not a date like 2026-03-29T12:30:00Z",
        ),
        (
            &format!("\"{long}\""),
            &*cut,
            "is not a date like 2026-03-29T12:30:00Z",
        ),
        ("true", "true", "is not a date like 2026-03-29T12:30:00Z"),
        (
            r#""0001-01-01T00:00:00Z""#,
            r#""0001-01-01T00:00:00Z""#,
            "stands for no date",
        ),
        ("0", "0", "is not a date like 2026-03-29T12:30:00Z"),
    ] {
        let item = format!(r#"{{"id": "2", "date_published": {date}}}"#);
        let expected =
            format!("entry with id \"2\": date_published {quoted} {problem}: the row has no time");
        assert_eq!(messages(&format!("{DATED}, {item}")), [expected]);
    }
    // Another date takes its place, or it is the date of the edit.
    let text = r#"[{"id": 1, "title": {"rendered": "A"}, "date_gmt": "soon", "date": "2026-03-29T12:00:00"}]"#;
    let (_, warnings) = key_events::feed::Feed::read(text, None).unwrap();
    assert!(
        warnings[0].problem.ends_with(": it is ignored"),
        "{warnings:?}"
    );
    let edited = DATED.replace('}', r#", "date_modified": []}"#);
    let expected = "entry with id \"dated\": date_modified is not a date like 2026-03-29T12:30:00Z: it is ignored";
    assert_eq!(messages(&edited), [expected]);
}

#[test]
fn an_id_is_in_quotes_and_a_position_is_not() {
    let items = r##"{"id": "#2"}, {"x": 1}, {"id": 3, "date_published": "2026-03-29T12:00:00Z"}"##;
    let found = messages(items);
    let starts = [
        "entry number 2: id is missing",
        "entry with id \"#2\": date_published is missing",
    ];
    assert_eq!(found.len(), 2);
    for (message, start) in found.iter().zip(starts) {
        assert!(message.starts_with(start), "{message}");
    }
}
