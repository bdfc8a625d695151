//! Feeds with several pages.

use serde_json::Value;

use crate::program::{Run, key_events, with_input};
use crate::server::{Server, redirect, response};

/// A document with one key event and a next page.
fn page(id: u32, next: &str) -> Vec<u8> {
    let feed = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "next_url": "{next}", "items": [
            {{"id": {id}, "title": "t", "content_text": "x", "date_published": "2026-03-29T12:{:02}:00Z"}}]}}"#,
        59 - id
    );
    response("200 OK", &[], feed.as_bytes())
}

fn check(server: &Server, options: &[&str]) -> (Value, Run) {
    let run = key_events(&[&["check", "--json", &server.address], options].concat());
    (serde_json::from_str(&run.out).unwrap(), run)
}

#[test]
fn pages_are_loaded_until_there_are_enough_rows() {
    let server = Server::start(vec![page(1, "/2"), page(2, "/3")]);
    let (object, run) = check(&server, &["--limit", "2"]);
    assert_eq!((run.status, &*run.err), (0, ""));
    assert_eq!(object["documents"], 2);
    assert_eq!(object["next"], "/3");
    assert_eq!(object["entries"]["shown"], 2);
    let requests = server.requests();
    assert!(requests[1].starts_with("GET /2 "), "{requests:?}");
}

#[test]
fn the_next_page_is_relative_to_its_document() {
    let server = Server::start(vec![page(1, "live/2"), page(2, "3"), page(3, "")]);
    let (object, _) = check(&server, &[]);
    assert_eq!(object["entries"]["read"], 3);
    assert!(server.requests()[2].starts_with("GET /live/3 "));
}

#[test]
fn warnings_of_a_next_page_are_reported() {
    let second = response("200 OK", &[], br#"{"version": "x", "items": [5]}"#);
    let server = Server::start(vec![page(1, "/2"), second]);
    let (object, _) = check(&server, &[]);
    assert_eq!(object["entries"]["left_out"], 1);
    assert_eq!(object["warnings"][0]["entry"], "#1");
}

#[test]
fn a_feed_is_read_from_five_pages_at_most() {
    let pages = (1..=5)
        .map(|id| page(id, &format!("/{}", id + 1)))
        .collect();
    let server = Server::start(pages);
    let run = key_events(&["convert", &server.address]);
    assert_eq!(run.status, 0);
    assert_eq!(run.out.matches("\"id\":").count(), 5);
    assert_eq!(
        run.err,
        format!(
            "key-events: {}: the next page /6 is not read\n",
            server.address
        )
    );
}

#[test]
fn a_list_with_the_oldest_first_needs_every_page() {
    let server = Server::start(vec![page(1, "/2"), page(2, "")]);
    let (object, _) = check(&server, &["--limit", "1", "--order", "oldest"]);
    assert_eq!(object["list"][0]["id"], "2");
}

#[test]
fn a_page_without_new_entries_is_the_last() {
    let server = Server::start(vec![page(1, "/2"), page(1, "/3")]);
    let (object, run) = check(&server, &[]);
    assert_eq!((run.status, &*run.err), (0, ""));
    assert_eq!(object["documents"], 2);
    assert_eq!(object["entries"]["read"], 1);
}

#[test]
fn a_next_page_that_fails_is_reported() {
    for command in ["check", "convert"] {
        let server = Server::start(vec![page(1, "/2"), response("404 Not Found", &[], b"")]);
        let run = key_events(&[command, &server.address]);
        assert_eq!(run.status, 0, "{run:?}");
        let line = format!(
            "key-events: {}/2: the server responded with 404 Not Found: expected 200 OK\n",
            server.address
        );
        assert_eq!(run.err, line);
    }
}

#[test]
fn a_page_of_another_origin_is_not_requested_and_named() {
    // Another port is another origin. Nothing listens there, so a request would fail.
    for next in [
        "http://127.0.0.1:1/2",
        "https://127.0.0.1:1/2",
        "//[",
        "http://[",
    ] {
        let server = Server::start(vec![page(1, next)]);
        let (object, run) = check(&server, &[]);
        assert_eq!((run.status, &*run.err), (0, ""), "{next}");
        assert_eq!(object["documents"], 1);
        let warnings = object["warnings"].as_array().unwrap();
        assert_eq!(warnings[0]["field"], "next_url", "{next}");
        let server = Server::start(vec![page(1, next)]);
        let run = key_events(&["check", &server.address]);
        let line = "feed: next_url is not a URL of the feed's own origin: that page and those after it are not read";
        assert!(run.out.lines().any(|text| text == line), "{run:?}");
    }
}

#[test]
fn a_list_that_has_enough_rows_still_warns_of_a_foreign_page() {
    let server = Server::start(vec![page(1, "https://127.0.0.1:1/2")]);
    let (object, _) = check(&server, &["--limit", "1"]);
    assert_eq!(object["warnings"][0]["field"], "next_url");
}

#[test]
fn pages_after_a_redirect_to_another_origin_are_not_requested() {
    let other = Server::start(vec![page(2, "/3")]);
    let server = Server::start(vec![
        page(1, "/2"),
        redirect(&format!("{}/2", other.address)),
    ]);
    let (object, run) = check(&server, &[]);
    assert_eq!((run.status, &*run.err), (0, ""));
    assert_eq!(object["documents"], 2);
    assert_eq!(object["warnings"][0]["field"], "next_url");
}

#[test]
fn a_feed_without_a_url_is_one_document() {
    let feed = br#"{"items": [{"id": 1, "title": "t"}], "next_url": "https://127.0.0.1:1/"}"#;
    let run = with_input(&["check", "--json", "-"], feed);
    assert_eq!((run.status, &*run.err), (0, ""));
    assert!(
        run.out
            .contains(r#""documents":1,"next":"https://127.0.0.1:1/""#),
        "{run:?}"
    );
    let run = with_input(&["convert", "-"], feed);
    assert!(
        run.err
            .ends_with("the next page https://127.0.0.1:1/ is not read\n"),
        "{run:?}"
    );
}
