//! The sources of a feed, and their errors.

use std::fs;
use std::io::Write;

use crate::program::{Run, key_events, live_blog, path, with_input};
use crate::server::{Server, redirect, response};

fn feed() -> Vec<u8> {
    fs::read(live_blog()).unwrap()
}

/// Checks that the run failed with one line.
fn refused(run: &Run, line: &str) {
    assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
    assert_eq!(run.err, format!("key-events: {line}\n"));
}

#[test]
fn a_file_standard_input_and_a_url_give_the_same() {
    let file = key_events(&["check", &live_blog()]);
    assert_eq!((file.status, &*file.err), (0, ""));
    let input = with_input(&["check", "-"], &feed());
    let server = Server::start(vec![response("200 OK", &[], &feed())]);
    let url = key_events(&["check", &[&server.address, "/feed.json?a=b#c"].concat()]);
    for other in [input, url] {
        assert_eq!(
            (other.status, &other.out, &other.err),
            (0, &file.out, &file.err)
        );
    }
    let requests = server.requests();
    assert!(
        requests[0].starts_with("GET /feed.json?a=b HTTP/1.1\r\n"),
        "{requests:?}"
    );
    assert!(
        requests[0].contains(concat!("key-events/", env!("CARGO_PKG_VERSION"))),
        "{requests:?}"
    );
}

#[test]
fn a_compressed_response_is_read() {
    let server = Server::start(vec![response(
        "200 OK",
        &["content-encoding: gzip"],
        &gzip(&feed()),
    )]);
    assert_eq!(key_events(&["check", &server.address]).status, 0);
}

#[test]
fn a_response_without_a_length_is_read() {
    let mut response = b"HTTP/1.0 200 OK\r\n\r\n".to_vec();
    response.extend(feed());
    let server = Server::start(vec![response]);
    assert_eq!(key_events(&["check", &server.address]).status, 0);
}

#[test]
fn invalid_utf_8_is_replaced() {
    let run = with_input(
        &["check", "-"],
        b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": 1, \"title\": \"\xc3\xa9caf\xe9\", \"content_text\": \"\"}]}",
    );
    assert_eq!(run.status, 0);
    assert!(run.out.contains("écaf\u{fffd}\n"), "{run:?}");
}

fn titled(title: &str) -> String {
    format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": 1, "title": "{title}", "content_text": ""}}]}}"#
    )
}

#[test]
fn the_encoding_is_that_of_the_byte_order_mark_or_of_the_response() {
    let text = titled("café – ende");
    let utf_16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        let text = text.encode_utf16().flat_map(bytes);
        mark.iter().copied().chain(text).collect::<Vec<_>>()
    };
    for body in [
        utf_16(b"\xff\xfe", u16::to_le_bytes),
        utf_16(b"\xfe\xff", u16::to_be_bytes),
        utf_16(b"", u16::to_le_bytes),
        utf_16(b"", u16::to_be_bytes),
        text.clone().into_bytes(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
    ] {
        let run = with_input(&["check", "-"], &body);
        assert!(run.out.contains("café – ende\n"), "{run:?}");
        let header = "content-type: application/json; charset=windows-1252";
        let server = Server::start(vec![response("200 OK", &[header], &body)]);
        let run = key_events(&["check", &server.address]);
        assert!(run.out.contains("café – ende\n"), "{run:?}");
    }
    let body: Vec<_> = text
        .replace('–', "\u{96}")
        .chars()
        .map(|char| char as u8)
        .collect();
    for charset in ["windows-1252", "\"Windows-1252\"", "iso-8859-1"] {
        let header = format!("content-type: application/json; charset={charset}");
        let server = Server::start(vec![response("200 OK", &[&header], &body)]);
        let run = key_events(&["check", &server.address]);
        assert!(run.out.contains("café – ende\n"), "{run:?}");
    }
    let header = "content-type: application/json; charset=unheard-of";
    let server = Server::start(vec![response("200 OK", &[header], &body)]);
    let run = key_events(&["check", &server.address]);
    assert!(run.out.contains("caf\u{fffd} \u{fffd} ende\n"), "{run:?}");
}

#[test]
fn links_are_relative_to_the_url_of_the_response() {
    let feed = r##"{"version": "https://jsonfeed.org/version/1.1", "home_page_url": "../live/", "items": [
        {"id": 1, "title": "A", "url": "entry/1", "content_text": ""},
        {"id": 2, "title": "B", "url": "/entry/2", "content_text": ""},
        {"id": 3, "title": "C", "url": "#entry-3", "content_text": ""}]}"##;
    for command in [
        &["check"][..],
        &["check", "--json"],
        &["convert"],
        &["prerender"],
        &["prerender", "--jsonld"],
    ] {
        let server = Server::start(vec![
            redirect("/2026/feed.json"),
            response("200 OK", &[], feed.as_bytes()),
        ]);
        let address = server.address.clone();
        let run = key_events(&[command, &[&[&address, "/feed.json"].concat()]].concat());
        assert_eq!(run.status, 0, "{run:?}");
        let data = run.out.split_once("application/ld+json");
        assert_eq!(data.is_some(), command.contains(&"--jsonld"));
        for path in ["/2026/entry/1", "/entry/2"] {
            let url = [&address, path].concat();
            assert!(run.out.contains(&url), "{run:?}");
            assert!(data.is_none_or(|(_, data)| data.contains(&url)), "{run:?}");
        }
    }
}

#[test]
fn a_missing_file_or_a_directory_is_named() {
    refused(
        &key_events(&["check", "no-such.json"]),
        "no-such.json: is not there: expected a file, - for standard input, or an http or https URL",
    );
    let directory = path("tests");
    let run = key_events(&["check", &directory]);
    assert!(
        run.err
            .starts_with(&format!("key-events: {directory}: cannot be read (")),
        "{run:?}"
    );
    assert!(run.err.ends_with("): expected a feed\n"), "{run:?}");
    assert_eq!((run.status, run.err.lines().count()), (2, 1));
}

#[test]
fn an_invalid_feed_is_reported_in_one_line() {
    for (text, reason) in [
        ("", "the feed is empty: expected a JSON document"),
        (
            "<!doctype html>",
            "the feed is an HTML page without a LiveBlogPosting in an application/ld+json script: expected a JSON document, or a page with one",
        ),
        (
            "nope",
            "the feed is not JSON: reading stopped at line 1, column 2: expected a JSON document",
        ),
        (
            "{\"items\": [",
            "the feed is cut off: its JSON ends in the middle: expected a JSON document",
        ),
    ] {
        for command in ["check", "convert"] {
            refused(
                &with_input(&[command, "-"], text.as_bytes()),
                &format!("standard input: {reason}"),
            );
        }
    }
    let run = with_input(&["check", "-"], b"{}");
    assert!(
        run.err.contains("the JSON is not a feed: expected one of "),
        "{run:?}"
    );
    let run = with_input(&["check", "--format", "json-feed", "-"], b"{}");
    refused(
        &run,
        "standard input: the JSON is not a feed of the format json-feed: expected a JSON document",
    );
}

#[test]
fn only_http_and_https_are_fetched() {
    for url in [
        "ftp://news.example/feed.json",
        "file:///etc/passwd",
        "javascript://a",
    ] {
        refused(
            &key_events(&["check", url]),
            &format!("{url}: is not read: expected an http or https URL"),
        );
    }
    let run = key_events(&["check", "http://"]);
    refused(&run, "http://: empty host: expected an http or https URL");
}

#[test]
fn a_missing_server_or_one_without_tls_is_reported() {
    let run = key_events(&["check", "http://127.0.0.1:1/"]);
    assert!(
        run.err
            .starts_with("key-events: http://127.0.0.1:1/: no response ("),
        "{run:?}"
    );
    assert_eq!((run.status, run.err.lines().count()), (2, 1));
    let server = Server::start(vec![response("200 OK", &[], &feed())]);
    let https = server.address.replace("http:", "https:");
    let run = key_events(&["check", &https]);
    assert!(
        run.err
            .starts_with(&format!("key-events: {https}: no response (")),
        "{run:?}"
    );
}

#[test]
fn an_error_status_is_named() {
    for status in [
        "404 Not Found",
        "500 Internal Server Error",
        "304 Not Modified",
    ] {
        let server = Server::start(vec![response(status, &[], b"")]);
        refused(
            &key_events(&["check", &server.address]),
            &format!(
                "{}: the server responded with {status}: expected 200 OK",
                server.address
            ),
        );
    }
}

#[test]
fn five_redirects_are_followed_and_six_are_not() {
    let redirects = |count| {
        let mut responses = vec![redirect("/next"); count];
        responses.push(response("200 OK", &[], &feed()));
        Server::start(responses)
    };
    let server = redirects(5);
    assert_eq!(key_events(&["check", &server.address]).status, 0);
    assert!(server.requests()[5].starts_with("GET /next "));
    let server = redirects(6);
    refused(
        &key_events(&["check", &server.address]),
        &format!(
            "{}: redirects on and on: expected at most 5",
            server.address
        ),
    );
}

#[test]
fn a_redirect_leads_to_http_only() {
    for location in ["file:///etc/passwd", "ftp://127.0.0.1/feed.json"] {
        let server = Server::start(vec![redirect(location)]);
        let run = key_events(&["check", &server.address]);
        assert_eq!((run.status, run.err.lines().count()), (2, 1), "{run:?}");
    }
}

#[test]
fn more_than_eight_megabytes_are_rejected_from_any_source() {
    let mut large = feed();
    large.resize(8_000_000, b' ');
    assert_eq!(with_input(&["check", "-"], &large).status, 0);
    large.push(b' ');
    let reason = "is too large: expected at most 8 MB";
    refused(
        &with_input(&["check", "-"], &large),
        &format!("standard input: {reason}"),
    );
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&large).unwrap();
    let path = file.path().to_str().unwrap();
    refused(&key_events(&["check", path]), &format!("{path}: {reason}"));
    for response in [
        response("200 OK", &[], &large),
        response("200 OK", &["content-encoding: gzip"], &gzip(&large)),
    ] {
        let server = Server::start(vec![response]);
        refused(
            &key_events(&["check", &server.address]),
            &format!("{}: {reason}", server.address),
        );
    }
}

#[test]
fn a_truncated_response_is_rejected() {
    let mut truncated = response("200 OK", &[], &feed());
    truncated.truncate(truncated.len() - 10);
    let server = Server::start(vec![truncated]);
    let run = key_events(&["check", &server.address]);
    assert!(
        run.err
            .starts_with(&format!("key-events: {}: cannot be read (", server.address)),
        "{run:?}"
    );
    assert_eq!((run.status, run.err.lines().count()), (2, 1));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const BLOG: &str = r##"{"@type": "LiveBlogPosting", "headline": "Bridge", "liveBlogUpdate": [{"@id": "#1",
 "headline": "The <b>ribbon</b> is cut", "datePublished": "2026-03-29T12:00:00Z"}]}"##;

#[test]
fn the_json_ld_of_a_script_or_of_a_saved_page_is_read() {
    let quoted = BLOG.replace('"', "&quot;");
    for text in [
        quoted.clone(),
        format!("// <![CDATA[\n{BLOG}\n// ]]>"),
        format!("<![CDATA[{BLOG}]]>"),
        format!("{BLOG};"),
        format!("<!doctype html><script type=\"application/ld+json\">{BLOG}</script>"),
        format!("<!-- a --><SCRIPT id=a\n type = 'Application/LD+JSON'>{BLOG}</SCRIPT >"),
        format!("<p><script type=application/ld+json>{quoted}</script><p>"),
        format!(
            "\n<html><script type=\"application/ld+json\">{{}}</script><script type=\"application/ld+json\">{BLOG}"
        ),
        format!(
            "<script>'<script type=\"application/ld+json\">'</script><script type=\"application/ld+json\">{BLOG}</script>"
        ),
    ] {
        for command in ["check", "convert", "prerender"] {
            let run = with_input(&[command, "-"], text.as_bytes());
            assert_eq!((run.status, &*run.err), (0, ""), "{command} {text}");
            assert!(run.out.contains("The ribbon is cut"), "{command} {text}");
        }
    }
}

#[test]
fn a_page_without_a_live_blog_is_refused() {
    let page = "standard input: the feed is an HTML page without a LiveBlogPosting in an application/ld+json script: expected a JSON document, or a page with one";
    for text in [
        "<!doctype html><title>Sign in</title>".to_owned(),
        "<script type=\"application/ld+json\">{\"@type\": \"Person\"}</script>".to_owned(),
        format!("<!-- <script type=\"application/ld+json\">{BLOG}</script> -->"),
        format!("<script type=\"application/json\">{BLOG}</script>"),
    ] {
        refused(&with_input(&["check", "-"], text.as_bytes()), page);
    }
    let page = format!("<script type=\"application/ld+json\">{BLOG}</script>");
    let run = with_input(&["check", "--format", "json-feed", "-"], page.as_bytes());
    let no_json = "standard input: the feed is an HTML page: expected a JSON document";
    refused(&run, no_json);
    let broken = "<p>\n<script type=\"application/ld+json\">\n{\"a\" \"b\"}</script>";
    let run = with_input(&["check", "-"], broken.as_bytes());
    assert!(run.err.contains("line 3, column"), "{}", run.err);
}

#[test]
fn bytes_that_cannot_be_decoded_are_reported() {
    let mut text =
        br#"{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "title": "Caf"#
            .to_vec();
    text.push(0xE9);
    text.extend(br#"", "content_text": "x"}]}"#);
    let warning = "feed: the encoding is not declared and not UTF-8: it is read as windows-1252\n";
    let server = Server::start(vec![response(
        "200 OK",
        &["content-type: application/json"],
        &text,
    )]);
    for run in [
        with_input(&["check", "-"], &text),
        key_events(&["check", &server.address]),
    ] {
        assert_eq!((run.status, &*run.err), (0, ""));
        assert!(
            run.out.contains("Café") && run.out.contains(warning),
            "{}",
            run.out
        );
    }
    // Most of it is UTF-8.
    let mut damaged =
        br#"{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "title": ""#
            .to_vec();
    damaged.extend("Café crème ".as_bytes());
    damaged.extend([0xE2, 0x80]);
    damaged.extend(br#"", "content_text": "x"}]}"#);
    let run = with_input(&["check", "-"], &damaged);
    assert_eq!((run.status, &*run.err), (0, ""));
    assert!(run.out.contains("Café crème \u{fffd}"), "{}", run.out);
    let warning =
        "feed: the encoding has bytes that stand for no character: U+FFFD takes their place\n";
    assert!(run.out.contains(warning), "{}", run.out);
    let server = Server::start(vec![response(
        "200 OK",
        &["content-type: application/json; charset=windows-1252"],
        &text,
    )]);
    let run = key_events(&["check", &server.address]);
    assert!(
        run.out.contains("Café") && !run.out.contains("U+FFFD"),
        "{}",
        run.out
    );
}
