//! `key-events prerender`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::program::{Run, key_events, live_blog, with_input};
use crate::server::{Server, response};

fn prerender(options: &[&str]) -> String {
    let run = key_events(&[&["prerender"], options, &[&*live_blog()]].concat());
    assert_eq!((run.status, &*run.err), (0, ""), "{run:?}");
    run.out
}

/// The opening tag of the element.
fn tag(html: &str) -> &str {
    html.split_once("<template").unwrap().0
}

#[test]
fn the_list_is_an_element_with_a_shadow_root_that_needs_no_script() {
    let html = prerender(&[]);
    assert!(html.starts_with(
        r#"<key-events lang="en"><template shadowrootmode="open" shadowrootclonable><style>:host{"#
    ));
    assert!(html.ends_with("</section></div></template></key-events>\n"));
    assert!(
        !html.contains("<script") && !html.contains("<!--"),
        "{html}"
    );
    for text in [
        "href=\"#moment-ribbon\"",
        ">The ribbon is cut</span></a>",
        "First crossing &lt;on foot&gt;",
        r#"title="Sunday, March 29, 2026 at 12:30 PM UTC""#,
        "Times in Coordinated Universal Time",
    ] {
        assert!(html.contains(text), "{text} in {html}");
    }
    assert!(!html.contains("The gates open at nine."));
}

#[test]
fn the_same_feed_gives_the_same_bytes() {
    assert_eq!(prerender(&["--jsonld"]), prerender(&["--jsonld"]));
}

#[test]
fn options_are_the_attributes_of_the_element() {
    let html = prerender(&[
        "--src=/feed.json?a&b",
        "--format=json-feed",
        "--select=all",
        "--order=oldest",
        "--limit=2",
        "--collapsed",
        "--heading=\"Now\" <here>",
        "--heading-level=3",
        "--time=relative",
        "--time-zone=europe/paris",
        "--refresh=60",
        "--anchor=block-{id}",
        "--offset=80",
        "--loading=eager",
        "--theme=dark",
        "--images",
        "--remember",
        "--lang=fr",
        "--dir=ltr",
        "--debug",
    ]);
    assert_eq!(
        tag(&html),
        "<key-events src=\"/feed.json?a&amp;b\" format=\"json-feed\" select=\"all\" order=\"oldest\" limit=\"2\" \
         collapsed heading=\"&quot;Now&quot; &lt;here&gt;\" heading-level=\"3\" time=\"relative\" \
         time-zone=\"Europe/Paris\" refresh=\"60\" anchor=\"block-{id}\" offset=\"80\" loading=\"eager\" \
         theme=\"dark\" images remember lang=\"fr\" dir=\"ltr\" debug>"
    );
    for text in [
        "<h3 part=\"heading\"",
        "data-theme=\"dark\"",
        "href=\"#block-ribbon\"",
        "dimanche 29 mars",
        ">14:30<",
        "Fuseau horaire\u{a0}: heure d’été d’Europe centrale",
        "Tout afficher (4)",
    ] {
        assert!(html.contains(text), "{text} in {html}");
    }
    // Oldest first, all entries, including those past the limit.
    let positions: Vec<_> = ["gates", "so-far", "12", "ribbon"]
        .map(|id| html.find(&format!("data-id=\"{id}\"")).unwrap())
        .into();
    assert!(positions.is_sorted(), "{positions:?}");
    for text in [
        "<details class=\"disclosure\"><summary",
        "<details class=\"all\"><summary",
        "class=\"list rest\"",
    ] {
        assert!(html.contains(text), "{text} in {html}");
    }
    // The other buttons need scripts.
    assert!(!html.contains("data-action=\"toggle\""));
    assert!(!html.contains("data-action=\"show-all\""));
}

#[test]
fn defaults_are_not_written_as_attributes() {
    let html = prerender(&[
        "--order", "newest", "--limit", "10", "--theme", "auto", "--lang", "de",
    ]);
    assert_eq!(tag(&html), r#"<key-events lang="de">"#);
    assert!(html.contains("<details class=\"disclosure\" open><summary"));
}

#[test]
fn the_url_of_a_feed_is_the_src_of_the_element() {
    let feed = fs::read(live_blog()).unwrap();
    let server = Server::start(vec![
        response("200 OK", &[], &feed),
        response("200 OK", &[], &feed),
    ]);
    let run = key_events(&["prerender", &server.address]);
    assert_eq!(
        tag(&run.out),
        format!("<key-events src=\"{}\" lang=\"en\">", server.address)
    );
    let run = key_events(&["prerender", "--src", "feed.json", &server.address]);
    assert_eq!(tag(&run.out), r#"<key-events src="feed.json" lang="en">"#);
}

#[test]
fn in_another_page_events_are_elsewhere() {
    let elsewhere = |html: &str| html.contains("(on another page)");
    assert!(!elsewhere(&prerender(&[])));
    assert!(elsewhere(&prerender(&["--page", "https://news.example/"])));
}

#[test]
fn a_page_can_be_printed_without_scripts_with_the_day_and_absolute_urls() {
    let now = jiff::Timestamp::now();
    let feed = |page: &str| {
        format!(
            r##"{{"version": "https://jsonfeed.org/version/1.1", "title": "t", {page} "items": [
                {{"id": "a", "title": "A", "url": "/a?x=1&y=\"", "date_published": "{now}"}},
                {{"id": "b", "title": "B", "url": "#b", "date_published": "{now}"}},
                {{"id": "c", "title": "C", "url": "https://other.example/c", "date_published": "{now}"}}]}}"##
        )
    };
    let html = |page: &str, options: &[&str]| {
        let options = [&["prerender", "--time-zone=UTC"], options, &["-"]].concat();
        with_input(&options, feed(page).as_bytes()).out
    };
    let known = html(r#""home_page_url": "https://news.example/live","#, &[]);
    let url = r#"<a data-url="https://news.example/a?x=1&amp;y=%22" part="link""#;
    assert!(known.contains(url), "{known}");
    assert_eq!(known.matches(" data-url=").count(), 1, "{known}");
    let given = html("", &["--page=https://news.example/"]);
    assert!(given.contains(url), "{given}");
    let unknown = html("", &[]);
    assert!(!unknown.contains(" data-url="), "{unknown}");
    for html in [known, given, unknown] {
        let day = r#"class="day-rows"><p part="day" class="day printed">"#;
        assert_eq!(html.matches(day).count(), 1, "{html}");
    }
    // A list of another day has its heading anyway.
    assert!(!prerender(&[]).contains("day printed\">"));
}

#[test]
fn structured_data_a_style_sheet_and_a_fallback_can_be_added() {
    let html = prerender(&[
        "--jsonld",
        "--stylesheet=/look.css?a&b",
        "--fallback=<a href=\"/live\">Live</a>",
    ]);
    assert!(html.contains(r#"<link rel="stylesheet" href="/look.css?a&amp;b"><div>"#));
    assert!(!html.contains("<style"));
    let (_, after) = html.split_once("</template>").unwrap();
    let (fallback, data) = after.split_once("</key-events>").unwrap();
    assert_eq!(fallback, "<a href=\"/live\">Live</a>");
    assert!(data.starts_with(r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"LiveBlogPosting""#));
    assert!(data.ends_with("}</script>\n"));
}

const EMPTY: &[u8] =
    br#"{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": []}"#;

#[test]
fn the_exit_status_is_that_of_check() {
    let empty = with_input(&["prerender", "-"], EMPTY);
    assert_eq!((empty.status, &*empty.err), (1, ""));
    assert!(empty.out.contains("No key events yet."), "{empty:?}");
    for (input, problem) in [
        ("{", "the feed is cut off"),
        ("<p>", "an HTML page"),
        ("[1]", "not a feed"),
    ] {
        let run = with_input(&["prerender", "-"], input.as_bytes());
        assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
        assert!(run.err.contains(problem), "{run:?}");
        let check = with_input(&["check", "-"], input.as_bytes());
        assert_eq!((check.status, check.err), (run.status, run.err));
    }
    assert_eq!(key_events(&["prerender", "no such file"]).status, 2);
}

#[test]
fn a_file_is_written_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("list.html");
    let path = output.to_str().unwrap();
    let run = |input: &[u8]| -> Run { with_input(&["prerender", "--output", path, "-"], input) };
    let feed = fs::read(live_blog()).unwrap();
    assert_eq!((run(&feed).status, &*run(&feed).out), (0, ""));
    let good = fs::read_to_string(&output).unwrap();
    assert_eq!(good, prerender(&[]));
    // An error keeps the previous output and leaves no temporary file.
    assert_eq!(run(b"{").status, 2);
    assert_eq!(fs::read_to_string(&output).unwrap(), good);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(run(EMPTY).status, 1);
    assert!(
        fs::read_to_string(&output)
            .unwrap()
            .contains("No key events yet.")
    );
    let nowhere = key_events(&[
        "prerender",
        "--output",
        "/no/such/folder/list.html",
        &live_blog(),
    ]);
    assert_eq!(nowhere.status, 2);
    assert!(
        nowhere
            .err
            .contains("/no/such/folder/list.html: is not written"),
        "{nowhere:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_server_that_is_another_user_can_read_the_file_and_a_link_stays_one() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("list.html");
    let link = folder.path().join("link.html");
    fs::write(&output, "old").unwrap();
    symlink(&output, &link).unwrap();
    let run = key_events(&[
        "prerender",
        "--output",
        link.to_str().unwrap(),
        &live_blog(),
    ]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(
        fs::read_to_string(&output)
            .unwrap()
            .starts_with("<key-events")
    );
    // The umask can deny access to others, but not writing to the owner.
    let other = folder.path().join("other");
    fs::write(&other, "").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&output), mode(&other));
}

/// A running `--watch`, which is killed at the end of the test.
struct WatchProcess {
    child: Child,
    stderr: Arc<Mutex<String>>,
}

impl WatchProcess {
    fn start(feed: &str, output: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_key-events"))
            .args(["prerender", "--watch", "--every", "1", "--output"])
            .args([output, Path::new(feed)])
            .env_clear()
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = Arc::new(Mutex::new(String::new()));
        let sink = Arc::clone(&stderr);
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                sink.lock().unwrap().push_str(&line);
            }
        });
        Self { child, stderr }
    }

    /// Waits until standard error contains a text.
    fn wait_for(&self, text: &str) {
        wait(text, || self.stderr.lock().unwrap().clone());
    }
}

impl Drop for WatchProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Polls until the result of `read` contains a text. Returns the result.
fn wait(text: &str, read: impl Fn() -> String) -> String {
    for _ in 0..1_000 {
        let found = read();
        if found.contains(text) {
            return found;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("no {text} in {}", read());
}

/// Waits until a file contains a text.
fn wait_for(file: &Path, text: &str) -> String {
    wait(text, || fs::read_to_string(file).unwrap_or_default())
}

#[test]
fn a_watched_url_gets_conditional_requests() {
    let feed = |title: &str| {
        let items = format!(r#"[{{"id": 1, "title": "{title}", "content_text": "x"}}]"#);
        format!(r#"{{"version": "https://jsonfeed.org/version/1.1", "items": {items}}}"#)
    };
    let first = [
        r#"etag: "one""#,
        "last-modified: Sun, 29 Mar 2026 12:30:00 GMT",
    ];
    let server = Server::start(vec![
        response("200 OK", &first, feed("The first").as_bytes()),
        response("304 Not Modified", &[], b""),
        response("503 Service Unavailable", &[], b""),
        response("200 OK", &[r#"etag: "two""#], feed("The second").as_bytes()),
        response("304 Not Modified", &[], b""),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("list.html");
    let watching = WatchProcess::start(&server.address, &output);
    wait_for(&output, "The first");
    wait_for(&output, "The second");
    watching.wait_for("the server responded with 503 Service Unavailable");
    let requests = server.requests();
    assert!(!requests[0].to_lowercase().contains("if-"), "{requests:?}");
    for request in &requests[1..4] {
        let request = request.to_lowercase();
        assert!(request.contains("if-none-match: \"one\""), "{request}");
        assert!(
            request.contains("if-modified-since: sun, 29 mar 2026 12:30:00 gmt"),
            "{request}"
        );
    }
    assert!(
        requests[4]
            .to_lowercase()
            .contains("if-none-match: \"two\"")
    );
}

#[test]
fn a_watched_file_is_read_when_it_changes_and_an_error_keeps_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let feed = folder.path().join("feed.json");
    let output = folder.path().join("list.html");
    // The file can be created after the program starts.
    let watching = WatchProcess::start(feed.to_str().unwrap(), &output);
    fs::copy(live_blog(), &feed).unwrap();
    let good = wait_for(&output, "The ribbon is cut");
    fs::write(&feed, "{").unwrap();
    let text = fs::read_to_string(live_blog()).unwrap();
    watching.wait_for("the feed is cut off");
    assert_eq!(fs::read_to_string(&output).unwrap(), good);
    fs::write(
        &feed,
        text.replace("The ribbon is cut", "The ribbon is whole"),
    )
    .unwrap();
    wait_for(&output, "The ribbon is whole");
}

#[test]
fn watching_needs_a_file_to_write() {
    let run = key_events(&["prerender", "--watch", &live_blog()]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("--output <FILE>"), "{run:?}");
    let run = key_events(&["prerender", "--watch", "--output", "list.html", "-"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("standard input"), "{run:?}");
}

#[test]
fn labels_and_dates_are_in_one_language() {
    for (lang, written, retry, day) in [
        ("nl_NL", "nl-NL", "Toon alle", "zondag"),
        ("pt_BR.UTF-8", "pt-BR", "Ver tudo", "domingo"),
        ("de_DE@currency=eur", "de-DE", "anzeigen", "Sonntag"),
        ("en_GB", "en-GB", "Show all", "Sunday 29 March"),
        ("mt", "mt", "Show all", "Sunday"),
        ("und-NL", "und-NL", "Toon alle", "zondag"),
        ("iw", "iw", "הצג", "יום ראשון"),
        ("cy", "cy", "Show all", "Sunday"),
    ] {
        let html = prerender(&["--lang", lang, "--limit", "1", "--select", "all"]);
        assert_eq!(
            tag(&html),
            format!("<key-events select=\"all\" limit=\"1\" lang=\"{written}\">")
        );
        for text in [retry, day] {
            assert!(html.contains(text), "{lang}: no {text} in {html}");
        }
    }
}

#[test]
fn of_very_long_texts_and_lists_the_start_is_written() {
    let related: Vec<_> = (1..=100_000)
        .map(|n| format!(r#"{{"title": "Link {n}", "url": "/{n}"}}"#))
        .collect();
    let authors: Vec<_> = (1..=50_000)
        .map(|n| format!(r#"{{"name": "Author {n}"}}"#))
        .collect();
    let feed = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "items": [
            {{"id": "a", "title": "{}", "authors": [{}], "content_html": "{}"}},
            {{"id": "b", "title": "B", "content_text": "{}"}}
        ], "_key_events": {{"related": [{}]}}}}"#,
        "word ".repeat(100_000),
        authors.join(","),
        "<b>".repeat(100_000),
        "word ".repeat(100_000),
        related.join(","),
    );
    let run = with_input(&["prerender", "--jsonld", "-"], feed.as_bytes());
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(run.out.matches(r#"<a href="/"#).count(), 50);
    assert!(!run.out.contains("<b>"));
    assert!(run.out.matches("Author ").count() <= 20);
    let size = run.out.len();
    assert!(size < 300_000, "{size}");
}
