//! `convert`.

use std::fs::{self, File};
use std::io::Write;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::program::{key_events, live_blog, with_input};
use crate::server::{Server, redirect, response};

fn ids(json: &str) -> Vec<String> {
    let feed: Value = serde_json::from_str(json).unwrap();
    let items = feed["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_output_has_no_warnings_and_converts_to_itself() {
    let run = key_events(&["convert", &live_blog()]);
    assert_eq!((run.status, &*run.err), (0, ""));
    assert_eq!(ids(&run.out), ["ribbon", "12", "so-far"]);
    let again = with_input(&["convert", "-"], run.out.as_bytes());
    assert_eq!((again.status, &again.out, &*again.err), (0, &run.out, ""));
    let before = key_events(&["check", &live_blog()]).out;
    let after = with_input(&["check", "-"], run.out.as_bytes()).out;
    assert_eq!(before.replace("4 of 4 read", "3 of 3 read"), after);
}

#[test]
fn the_selection_and_the_bodies_are_options() {
    let run = key_events(&["convert", "--select", "all", "--bodies", &live_blog()]);
    assert_eq!(ids(&run.out), ["ribbon", "12", "so-far", "gates"]);
    assert!(run.out.contains("The bridge is open."));
    let run = key_events(&["convert", "--select", "tag:key-event", &live_blog()]);
    assert_eq!(ids(&run.out), ["ribbon"]);
    assert!(!run.out.contains("The bridge is open."));
}

#[test]
fn a_feed_without_key_events_is_a_feed_without_items() {
    let run = key_events(&["convert", "--select", "tag:none", &live_blog()]);
    assert_eq!((run.status, ids(&run.out).len()), (0, 0));
}

#[test]
fn warnings_are_counted_on_standard_error() {
    let run = with_input(
        &["convert", "-"],
        br#"{"items": [{"id": "a", "title": "x", "content_text": ""}, 3]}"#,
    );
    assert_eq!((run.status, ids(&run.out).len()), (0, 1));
    assert_eq!(
        run.err,
        "key-events: standard input: 3 warnings, 1 entries left out: `key-events check` lists them\n"
    );
}

#[test]
fn urls_are_absolute_if_the_feed_has_a_url() {
    let feed = r##"{"version": "https://jsonfeed.org/version/1.1", "home_page_url": "./", "items": [
        {"id": "1", "url": "a#b", "image": "/c.jpg", "title": "x", "content_text": ""},
        {"id": "2", "url": "#b", "title": "x", "content_text": ""},
        {"id": "3", "url": "https://other.example/d", "title": "x", "content_text": ""}]}"##;
    let addresses = |json: &str| {
        let feed: Value = serde_json::from_str(json).unwrap();
        let texts = [
            &feed["home_page_url"],
            &feed["items"][0]["url"],
            &feed["items"][0]["image"],
            &feed["items"][1]["url"],
            &feed["items"][2]["url"],
        ];
        texts.map(|text| text.as_str().unwrap().to_owned())
    };
    let run = with_input(&["convert", "-"], feed.as_bytes());
    assert_eq!(
        addresses(&run.out),
        ["./", "a#b", "/c.jpg", "#b", "https://other.example/d"]
    );
    let server = Server::start(vec![
        redirect("/live/feed.json"),
        response("200 OK", &[], feed.as_bytes()),
    ]);
    let address = server.address.clone();
    let run = key_events(&["convert", &address]);
    let expected =
        ["/live/", "/live/a#b", "/c.jpg", "/live/#b"].map(|path| [&*address, path].concat());
    assert_eq!(addresses(&run.out)[..4], expected);
    assert_eq!(addresses(&run.out)[4], "https://other.example/d");
}

#[test]
fn urls_in_the_html_of_bodies_are_absolute_if_the_feed_has_a_url() {
    let html = r##"<a href="/a?b&amp;c">a</a><a href="#b">b</a><img src='c.jpg' srcset="c.jpg, d.jpg 2x">"##;
    let feed = serde_json::json!({ "version": "https://jsonfeed.org/version/1.1", "items": [
        { "id": "1", "url": "/entries/1", "title": "x", "content_html": html },
    ] });
    let feed = feed.to_string();
    let body = |json: &str| {
        let feed: Value = serde_json::from_str(json).unwrap();
        feed["items"][0]["content_html"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let run = with_input(&["convert", "--bodies", "-"], feed.as_bytes());
    assert_eq!(body(&run.out), html);
    let server = Server::start(vec![
        redirect("/live/feed.json"),
        response("200 OK", &[], feed.as_bytes()),
    ]);
    let address = server.address.clone();
    let run = key_events(&["convert", "--bodies", &address]);
    let expected = r##"<a href="{}/a?b&amp;c">a</a><a href="#b">b</a><img src="{}/live/c.jpg" srcset="{}/live/c.jpg, {}/live/d.jpg 2x">"##;
    assert_eq!(body(&run.out), expected.replace("{}", &address));
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let mut child = start(Stdio::piped());
    drop(child.stdout.take());
    let (status, err) = finish(child);
    assert_eq!((status, &*err), (0, ""));
}

#[test]
fn an_output_that_can_not_be_written_is_reported() {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let (status, err) = finish(start(full.into()));
    assert_eq!((status, err.lines().count()), (2, 1), "{err}");
    assert!(err.starts_with("key-events: standard output: "), "{err}");
}

fn start(stdout: Stdio) -> Child {
    Command::new(env!("CARGO_BIN_EXE_key-events"))
        .args(["convert", "-"])
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Writes the program's input and waits for its exit.
fn finish(mut child: Child) -> (i32, String) {
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&fs::read(live_blog()).unwrap()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}
