//! Feeds that go on in other documents.

use serde_json::Value;

use crate::program::{Run, key_events, with_input};
use crate::server::{Server, answer};

/// A document with one key event, which goes on elsewhere.
fn page(id: u32, next: &str) -> Vec<u8> {
    let feed = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "next_url": "{next}", "items": [
            {{"id": {id}, "title": "t", "content_text": "x", "date_published": "2026-03-29T12:{:02}:00Z"}}]}}"#,
        59 - id
    );
    answer("200 OK", &[], feed.as_bytes())
}

fn check(server: &Server, options: &[&str]) -> (Value, Run) {
    let run = key_events(&[&["check", "--json", &server.address], options].concat());
    (serde_json::from_str(&run.out).unwrap(), run)
}

#[test]
fn a_feed_is_read_on_until_there_are_rows_enough() {
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
fn where_a_feed_goes_on_is_relative_to_the_document_that_says_so() {
    let server = Server::start(vec![page(1, "live/2"), page(2, "3"), page(3, "")]);
    let (object, _) = check(&server, &[]);
    assert_eq!(object["entries"]["read"], 3);
    assert!(server.requests()[2].starts_with("GET /live/3 "));
}

#[test]
fn what_is_wrong_in_a_later_document_is_said() {
    let second = answer("200 OK", &[], br#"{"version": "x", "items": [5]}"#);
    let server = Server::start(vec![page(1, "/2"), second]);
    let (object, _) = check(&server, &[]);
    assert_eq!(object["entries"]["left_out"], 1);
    assert_eq!(object["warnings"][0]["entry"], "#1");
}

#[test]
fn a_feed_is_read_from_five_documents_at_most() {
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
            "key-events: {}: goes on at /6, which is not read\n",
            server.address
        )
    );
}

#[test]
fn the_rows_of_a_list_that_begins_with_the_oldest_need_every_document() {
    let server = Server::start(vec![page(1, "/2"), page(2, "")]);
    let (object, _) = check(&server, &["--limit", "1", "--order", "oldest"]);
    assert_eq!(object["list"][0]["id"], "2");
}

#[test]
fn a_document_that_adds_nothing_is_the_last() {
    let server = Server::start(vec![page(1, "/2"), page(1, "/3")]);
    let (object, run) = check(&server, &[]);
    assert_eq!((run.status, &*run.err), (0, ""));
    assert_eq!(object["documents"], 2);
    assert_eq!(object["entries"]["read"], 1);
}

#[test]
fn a_later_document_that_cannot_be_had_costs_only_itself() {
    for command in ["check", "convert"] {
        let server = Server::start(vec![page(1, "/2"), answer("404 Not Found", &[], b"")]);
        let run = key_events(&[command, &server.address]);
        assert_eq!(run.status, 0, "{run:?}");
        let line = format!(
            "key-events: {}/2: the server answered 404 Not Found: expected 200 OK\n",
            server.address
        );
        assert_eq!(run.err, line);
    }
}

#[test]
fn a_feed_that_was_at_no_url_is_one_document() {
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
            .ends_with("goes on at https://127.0.0.1:1/, which is not read\n"),
        "{run:?}"
    );
}
