//! The live demo: a page with a server whose feed changes and fails.

mod script;

use std::{
    env, fs,
    io::Cursor,
    process::Command,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result, anyhow};
use tiny_http::{Header, Method, Request, Response, Server};
use xshell::Shell;

use crate::paths::project_root;
use script::{STEP, Script};

/// The URL of the live demo.
pub(crate) const ADDRESS: &str = "127.0.0.1:8081";

/// Starts the live demo in a process that ends with this one.
pub(crate) fn start() -> Result<()> {
    let program = env::current_exe().context("cannot find the program of xtask")?;
    Command::new(program)
        .args(["live", "--with-parent"])
        .spawn()
        .map(drop)
        .context("cannot start the live demo")
}

/// Serves the live demo; with `with_parent`, until the parent process ends.
pub(crate) fn serve(sh: &Shell, with_parent: bool) -> Result<()> {
    let server = Server::http(ADDRESS)
        .map_err(|error| anyhow!("cannot serve the live demo at {ADDRESS}: {error}"))?;
    if with_parent {
        thread::spawn(end_with_parent);
    }
    let demo = Arc::new(Mutex::new(Demo::new(sh)?));
    for request in server.incoming_requests() {
        let demo = Arc::clone(&demo);
        // A slow response does not delay the others.
        thread::spawn(move || respond(request, &demo));
    }
    Ok(())
}

/// What the server does with requests for the feed. The page has a switch for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Live,
    /// Responds after four seconds.
    Slow,
    /// Responds after the time limit of the widget.
    Silent,
    /// Responds with status 500.
    Error,
    /// Responds with status 503 and a `Retry-After` of one minute.
    Busy,
    /// Responds with half of the feed.
    Broken,
    /// The coverage has ended.
    Closed,
}

impl Mode {
    const ALL: [(&'static str, Self); 7] = [
        ("live", Self::Live),
        ("slow", Self::Slow),
        ("silent", Self::Silent),
        ("error", Self::Error),
        ("busy", Self::Busy),
        ("broken", Self::Broken),
        ("closed", Self::Closed),
    ];

    fn named(name: &str) -> Option<Self> {
        let (_, mode) = Self::ALL.iter().find(|(known, _)| *known == name)?;
        Some(*mode)
    }
}

#[derive(Debug)]
struct Demo {
    script: Script,
    start: SystemTime,
    mode: Mode,
}

impl Demo {
    fn new(sh: &Shell) -> Result<Self> {
        let feed = sh.read_file(project_root().join("demo/feed.json"))?;
        Ok(Self {
            script: Script::read(&feed).context("demo/feed.json")?,
            start: SystemTime::now(),
            mode: Mode::Live,
        })
    }

    /// The feed at a time, and its entity tag.
    fn feed(&self, now: SystemTime) -> (String, String) {
        let elapsed = now.duration_since(self.start).unwrap_or_default();
        let step = usize::try_from(elapsed.as_secs() / STEP.as_secs()).unwrap_or(usize::MAX);
        let step = step.min(self.script.steps());
        let feed = self
            .script
            .feed(self.start, step, self.mode == Mode::Closed)
            .to_string();
        let began = self.start.duration_since(SystemTime::UNIX_EPOCH);
        let began = began.unwrap_or_default().as_secs();
        let tag = format!("\"{began}-{step}-{:?}\"", self.mode);
        (feed, tag)
    }
}

fn respond(request: Request, demo: &Mutex<Demo>) {
    let mut demo = demo.lock().unwrap_or_else(PoisonError::into_inner);
    let path = request
        .url()
        .split('?')
        .next()
        .unwrap_or_default()
        .to_owned();
    let response = match (request.method(), path.as_str()) {
        (Method::Get, "/feed.json") => {
            let mode = demo.mode;
            let (feed, tag) = demo.feed(SystemTime::now());
            drop(demo);
            feed_response(&request, mode, feed, &tag)
        }
        (Method::Post, "/again") => {
            demo.start = SystemTime::now();
            Response::from_string("").with_status_code(204)
        }
        (Method::Post, path) => match path.strip_prefix('/').and_then(Mode::named) {
            Some(mode) => {
                demo.mode = mode;
                Response::from_string("").with_status_code(204)
            }
            None => Response::from_string("no such mode").with_status_code(404),
        },
        (_, path) => file(path),
    };
    // The client may have closed the connection.
    let _ = request.respond(response);
}

type Text = Response<Cursor<Vec<u8>>>;

fn feed_response(request: &Request, mode: Mode, feed: String, tag: &str) -> Text {
    let known = request
        .headers()
        .iter()
        .any(|header| header.field.equiv("If-None-Match") && header.value == tag);
    let response = match mode {
        Mode::Live | Mode::Slow | Mode::Closed => {
            if mode == Mode::Slow {
                thread::sleep(Duration::from_secs(4));
            }
            if known {
                Response::from_string("").with_status_code(304)
            } else {
                Response::from_string(feed)
            }
        }
        Mode::Silent => {
            thread::sleep(Duration::from_secs(15));
            Response::from_string(feed)
        }
        Mode::Error => Response::from_string("").with_status_code(500),
        Mode::Busy => {
            return with(
                Response::from_string("").with_status_code(503),
                &[("Retry-After", "60")],
            );
        }
        Mode::Broken => {
            let half = feed.chars().take(feed.len() / 2).collect::<String>();
            return with(Response::from_string(half), &[("Content-Type", JSON)]);
        }
    };
    with(
        response,
        &[
            ("Content-Type", JSON),
            ("Cache-Control", "no-cache"),
            ("ETag", tag),
        ],
    )
}

const JSON: &str = "application/feed+json";

/// A file of the demo.
fn file(path: &str) -> Text {
    let (name, kind) = match path {
        "/" => ("live/index.html", "text/html; charset=utf-8"),
        "/live.js" => ("live/live.js", "text/javascript"),
        "/live.css" => ("live/live.css", "text/css"),
        "/demo.css" => ("demo.css", "text/css"),
        "/images/favicon.svg" => ("images/favicon.svg", "image/svg+xml"),
        _ => return Response::from_string("not found").with_status_code(404),
    };
    match fs::read_to_string(project_root().join("demo").join(name)) {
        Ok(text) => with(
            Response::from_string(text),
            &[("Content-Type", kind), ("Cache-Control", "no-cache")],
        ),
        Err(error) => Response::from_string(error.to_string()).with_status_code(500),
    }
}

fn with(mut response: Text, headers: &[(&str, &str)]) -> Text {
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(*name, *value) {
            response.add_header(header);
        }
    }
    response
}

/// Ends this process when its parent has ended: it has another parent then.
fn end_with_parent() {
    #[cfg(unix)]
    {
        let parent = std::os::unix::process::parent_id();
        while std::os::unix::process::parent_id() == parent {
            thread::sleep(Duration::from_millis(500));
        }
        std::process::exit(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_has_its_switch_in_the_page() {
        let page = include_str!("../../demo/live/index.html");
        for (name, mode) in Mode::ALL {
            assert!(page.contains(&format!("value=\"{name}\"")), "{name}");
            assert_eq!(Mode::named(name), Some(mode));
        }
        assert_eq!(Mode::named("other"), None);
    }

    #[test]
    fn the_tag_changes_with_the_feed_and_only_then() {
        let mut demo = Demo::new(&Shell::new().unwrap()).unwrap();
        let at = |demo: &Demo, seconds| demo.feed(demo.start + Duration::from_secs(seconds));
        let (first, tag) = at(&demo, 1);
        assert_eq!(at(&demo, 19), (first.clone(), tag.clone()));
        let (second, other) = at(&demo, 21);
        assert!(second != first && other != tag);
        demo.mode = Mode::Closed;
        assert!(at(&demo, 1).1 != tag);
        demo.start += Duration::from_secs(5);
        assert!(at(&demo, 1).1 != tag);
    }
}
