//! The servers of a scenario: a publisher and a CDN, each on an origin of its own.

mod dist;
mod mock_response;
mod nginx;
mod server;
mod wordpress;

use std::{
    collections::HashMap,
    env, fmt, fs, mem,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use serde_json::Value;
use tokio::{net::TcpSocket, task::AbortHandle};

use crate::page::until;

pub use dist::Build;
pub use mock_response::{Gate, MockResponse, http_date};
pub use nginx::{Nginx, Served};
use server::State;

pub use wordpress::WordPress;

pub(crate) use dist::media_type;

/// The folder of the built files on the CDN.
const FOLDER: &str = "/key-events/1.0";

/// The script that every page starts with, and its path on the CDN.
const RECORDER: &str = include_str!("recorder.js");
const RECORDER_PATH: &str = "/recorder.js";

/// A publisher's site, and the CDN that serves the widget.
///
/// Both serve the same paths. The CDN also serves the files of `dist/`, below `/key-events/1.0/`
/// and any other folder instead of `1.0`, and allows every origin.
///
/// In pages and policies, `{cdn}` stands for the URL of the folder, `{cdn-origin}` and
/// `{publisher}` for the two origins.
#[derive(Clone, Debug)]
pub struct TestSite(Arc<Servers>);

#[derive(Debug)]
struct Servers {
    publisher: SocketAddr,
    cdn: SocketAddr,
    /// Has an address and never listens.
    closed: TcpSocket,
    state: Arc<State>,
    tasks: [AbortHandle; 2],
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

/// One request that reached a server.
#[derive(Clone, Debug)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// The path and the query.
    pub path: String,
    /// The headers, by name in lower case.
    pub headers: HashMap<String, String>,
    /// The status of the response. `None`: there is none yet.
    pub status: Option<u16>,
    /// The size of the response's body, in bytes.
    pub sent: usize,
    /// Whether the browser closed the connection before the response was complete.
    pub given_up: bool,
}

impl Request {
    /// The path without the query.
    pub fn path_only(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status.map_or("…".into(), |status| status.to_string());
        let end = if self.given_up { ", given up" } else { "" };
        write!(f, "{} {} → {status}{end}", self.method, self.path)
    }
}

impl TestSite {
    /// The strictest policy that a page with the widget can have.
    pub const STRICT: &str = "default-src 'none'; script-src {cdn-origin} 'wasm-unsafe-eval'; \
        connect-src 'self' {cdn-origin}; style-src 'self'; \
        img-src 'self'; require-trusted-types-for 'script'";

    /// Starts both servers.
    pub(crate) fn start() -> Self {
        let state = Arc::new(State::default());
        let (publisher, publisher_task) = server::start(Arc::clone(&state), false);
        let (cdn, cdn_task) = server::start(Arc::clone(&state), true);
        let closed = TcpSocket::new_v4().unwrap();
        closed.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        Self(Arc::new(Servers {
            publisher,
            cdn,
            closed,
            state,
            tasks: [publisher_task, cdn_task],
        }))
    }

    /// The URL of a path on the publisher's origin.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.0.publisher)
    }

    /// The URL of a path on the CDN's origin.
    pub fn cdn_url(&self, path: &str) -> String {
        format!("http://{}{path}", self.0.cdn)
    }

    /// A URL that refuses connections.
    pub fn closed_url(&self, path: &str) -> String {
        format!("http://{}{path}", self.0.closed.local_addr().unwrap())
    }

    /// The URL of the script that every page starts with.
    pub(crate) fn recorder_url(&self) -> String {
        self.cdn_url(RECORDER_PATH)
    }

    /// The path of a built file on the CDN.
    pub fn cdn_path(name: &str) -> String {
        format!("{FOLDER}/{name}")
    }

    /// The path on the CDN of the only built file whose name has this start and end.
    pub fn built(start: &str, end: &str) -> String {
        Self::cdn_path(&dist::name(start, end))
    }

    /// The path on the CDN of the entry chunk.
    pub fn wasm() -> String {
        Self::built("key-events-", "_bg.wasm")
    }

    /// The path on the CDN of the lazy chunk.
    pub fn lazy_chunk() -> String {
        Self::built("key-events-", "_lazy.wasm")
    }

    /// The path on the CDN of the glue.
    pub fn glue() -> String {
        Self::built("key-events-", ".js")
    }

    /// The paths on the CDN of all files that the loader requests: the glue, the entry chunk and
    /// the lazy chunk.
    pub fn chunks() -> [String; 3] {
        [Self::glue(), Self::wasm(), Self::lazy_chunk()]
    }

    /// The Content Security Policy in the README, with the origins of the test.
    pub fn documented_policy() -> String {
        let readme = include_str!("../../../README.md");
        let mut policies = readme
            .lines()
            .filter(|line| line.starts_with("script-src "));
        let policy = policies.next().expect("README.md has a policy");
        assert_eq!(policies.next(), None, "README.md has one policy");
        policy
            .replace("https://cdn.example", "{cdn-origin}")
            .replace("https://news.example", "{publisher}")
    }

    /// The content of a built file.
    pub fn file(name: &str) -> Bytes {
        dist::file(name).unwrap_or_else(|| panic!("dist/ has no {name}"))
    }

    /// The CDN's response for a built file, to be changed.
    pub fn original(path: &str) -> MockResponse {
        server::built(path).unwrap_or_else(|| panic!("no built file at {path}"))
    }

    /// Serves the build with the feature `probe`, and returns the path of its module.
    pub fn serve_probe(&self) -> String {
        let folder = env::var_os("KEY_EVENTS_PROBE").expect("KEY_EVENTS_PROBE names a build");
        for file in fs::read_dir(folder).unwrap() {
            let file = file.unwrap().path();
            let name = file.file_name().unwrap().to_string_lossy();
            if file.is_file() {
                let response = MockResponse::new(media_type(&name), fs::read(&file).unwrap());
                self.respond(&format!("/probe/{name}"), response);
            }
        }
        "/probe/key-events.js".into()
    }

    /// Sends this response for a path, from now on.
    pub fn respond(&self, path: &str, response: MockResponse) {
        self.respond_with(path, move |_| response.clone());
    }

    /// Computes the response for a path from the request, from now on.
    pub fn respond_with(
        &self,
        path: &str,
        respond: impl Fn(&Request) -> MockResponse + Send + Sync + 'static,
    ) {
        let mut routes = self.0.state.routes.lock().unwrap();
        routes.insert(path.to_owned(), Arc::new(respond));
    }

    /// Sends these responses for a path in turn, from now on. The last one repeats.
    pub fn respond_in_turn(&self, path: &str, responses: impl Into<Vec<MockResponse>>) {
        let (responses, next) = (responses.into(), AtomicUsize::new(0));
        self.respond_with(path, move |_| {
            let number = next.fetch_add(1, Ordering::Relaxed);
            responses[number.min(responses.len() - 1)].clone()
        });
    }

    /// Serves a feed, or any other JSON document.
    pub fn json(&self, path: &str, document: impl Into<Value>) {
        self.respond(path, MockResponse::json(&document.into().to_string()));
    }

    /// Serves a page with this body.
    pub fn page(&self, path: &str, body: &str) {
        self.respond(path, self.html(&document(body)));
    }

    /// Serves a page with this body under a Content Security Policy.
    pub fn page_with_policy(&self, path: &str, body: &str, policy: &str) {
        let policy = self.fill_in(policy);
        let page = self.html(&document(body));
        self.respond(path, page.header("content-security-policy", &policy));
    }

    /// A response with an HTML document, whose `<head>` starts with the recorder.
    pub fn html(&self, document: &str) -> MockResponse {
        let head = format!("<head><script src=\"{}\"></script>", self.recorder_url());
        let recorded = document.replacen("<head>", &head, 1);
        assert_ne!(document, recorded, "the page has no <head> to record it");
        MockResponse::new("text/html; charset=utf-8", self.fill_in(&recorded))
    }

    fn fill_in(&self, text: &str) -> String {
        text.replace("{cdn}", &self.cdn_url(FOLDER))
            .replace("{cdn-origin}", &self.cdn_url(""))
            .replace("{publisher}", &self.url(""))
    }

    /// All requests so far, in order, without those for the recorder.
    pub fn requests(&self) -> Vec<Request> {
        self.0.state.requests.lock().unwrap().clone()
    }

    /// How many requests there were for a path, with any query.
    pub fn count(&self, path: &str) -> usize {
        let same = |request: &&Request| request.path_only() == path;
        self.requests().iter().filter(same).count()
    }

    /// The status of the last response for a path. `None`: there is none yet.
    pub fn status(&self, path: &str) -> Option<u16> {
        let same = |request: &&Request| request.path_only() == path;
        self.requests().iter().rfind(same)?.status
    }

    /// Waits for `count` requests for a path, and asserts that there are no more.
    pub async fn wait_for_requests(&self, path: &str, count: usize) {
        self.wait_for_more_requests(path, count).await;
        assert_eq!(self.count(path), count, "requests for {path}");
    }

    /// Waits for `count` requests for a path, or more.
    pub async fn wait_for_more_requests(&self, path: &str, count: usize) {
        until(
            &format!("{count} requests for {path}"),
            async || match self.count(path) {
                seen if seen >= count => Ok(()),
                seen => Err(format!("{seen}")),
            },
        )
        .await;
    }

    /// Waits until the browser closes the connection of the last request for a path before the
    /// response is complete.
    pub async fn wait_for_end_of_request(&self, path: &str) {
        let what = format!("the request for {path} to be given up");
        until(&what, async || {
            let requests = self.requests();
            let last = requests.iter().rfind(|known| known.path_only() == path);
            match last {
                Some(last) if last.given_up => Ok(()),
                last => Err(format!("{last:?}")),
            }
        })
        .await;
    }

    /// The requests since the last call for paths that neither the scenario nor the build has.
    pub(crate) fn take_unknown_requests(&self) -> Vec<String> {
        mem::take(&mut self.0.state.unknown.lock().unwrap())
    }
}

fn document(body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Page</title></head>\
         <body>{body}</body></html>"
    )
}
