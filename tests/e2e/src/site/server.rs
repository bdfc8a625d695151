//! The HTTP server behind each origin.

use std::{
    collections::HashMap,
    fmt, io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::StreamBody;
use hyper::{
    Response,
    body::{Frame, Incoming},
    header::HeaderName,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpListener,
    task::{AbortHandle, JoinSet},
};

use super::{Answer, Gate, RECORDER, RECORDER_PATH, Request, answer::End, dist};

type Respond = Arc<dyn Fn(&Request) -> Answer + Send + Sync>;

/// What both servers of a site know.
#[derive(Default)]
pub(super) struct State {
    pub(super) routes: Mutex<HashMap<String, Respond>>,
    pub(super) requests: Mutex<Vec<Request>>,
    pub(super) unknown: Mutex<Vec<String>>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

/// Starts a server; aborting the task ends it with all its connections.
pub(super) async fn start(state: Arc<State>, cdn: bool) -> (SocketAddr, AbortHandle) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let task = tokio::spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            let state = Arc::clone(&state);
            let service = service_fn(move |request| serve(Arc::clone(&state), request, cdn));
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            connections.spawn(async {
                // A browser may go, and a scenario may cut, at any time.
                connection.await.ok();
            });
            while connections.try_join_next().is_some() {}
        }
    });
    (address, task.abort_handle())
}

async fn serve(
    state: Arc<State>,
    request: hyper::Request<Incoming>,
    cdn: bool,
) -> io::Result<Response<impl hyper::body::Body<Data = Bytes, Error = io::Error>>> {
    let request = Request {
        method: request.method().to_string(),
        path: request.uri().to_string(),
        headers: request
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.to_string(), value)
            })
            .collect(),
        status: None,
    };
    let mut answer = state.find(&request, cdn);
    let place = state.record(&request);
    if let Some(gate) = answer.gate.take() {
        gate.wait().await;
    }
    if matches!(answer.end, End::None) {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    if let Some(place) = place {
        state.requests.lock().unwrap()[place].status = Some(answer.status);
    }
    Ok(response(answer, cdn))
}

impl State {
    /// Adds a request to the record and returns its place there, unless it is the harness's own.
    fn record(&self, request: &Request) -> Option<usize> {
        if [RECORDER_PATH, FAVICON].contains(&request.path_only()) {
            return None;
        }
        let mut requests = self.requests.lock().unwrap();
        requests.push(request.clone());
        Some(requests.len() - 1)
    }

    fn find(&self, request: &Request, cdn: bool) -> Answer {
        let routes = self.routes.lock().unwrap();
        let route = routes
            .get(&request.path)
            .or_else(|| routes.get(request.path_only()))
            .cloned();
        drop(routes);
        let path = request.path_only();
        if let Some(respond) = route {
            respond(request)
        } else if path == FAVICON {
            Answer::new("image/x-icon", "").status(204)
        } else if let Some(answer) = built(path).filter(|_| cdn) {
            answer
        } else {
            self.unknown.lock().unwrap().push(request.to_string());
            Answer::new("text/plain", "nothing here").status(404)
        }
    }
}

/// Browsers ask for it by themselves.
const FAVICON: &str = "/favicon.ico";

/// A file of the CDN.
pub(super) fn built(path: &str) -> Option<Answer> {
    if path == RECORDER_PATH {
        return Some(Answer::new(dist::media_type(path), RECORDER));
    }
    let (_folder, name) = path.strip_prefix("/key-events/")?.split_once('/')?;
    let name = if name.is_empty() { "index.html" } else { name };
    let answer = Answer::new(dist::media_type(name), dist::file(name)?);
    Some(if name.starts_with("key-events-") {
        answer.header("cache-control", "public, max-age=31536000, immutable")
    } else {
        answer
    })
}

/// A step in sending a body.
enum Step {
    Send(Bytes),
    Wait(Gate),
    Cut,
}

fn response(
    answer: Answer,
    cdn: bool,
) -> Response<impl hyper::body::Body<Data = Bytes, Error = io::Error>> {
    let mut response = Response::builder().status(answer.status);
    let headers = response.headers_mut().unwrap();
    let mut header = |name: &str, value: &str| {
        let name: HeaderName = name.parse().unwrap();
        headers.insert(name, value.parse().unwrap());
    };
    if cdn {
        header("access-control-allow-origin", "*");
        header("timing-allow-origin", "*");
        header("cross-origin-resource-policy", "cross-origin");
    }
    if ![204, 304].contains(&answer.status) {
        header("content-length", &answer.body.len().to_string());
    }
    for (name, value) in &answer.headers {
        header(name, value);
    }
    let body = answer.body;
    let steps = match answer.end {
        End::Whole | End::None => vec![Step::Send(body)],
        End::Paused(at, gate) => vec![
            Step::Send(body.slice(..at)),
            Step::Wait(gate),
            Step::Send(body.slice(at..)),
        ],
        End::Cut(at) => vec![Step::Send(body.slice(..at)), Step::Cut],
    };
    let frames = stream::iter(steps).filter_map(async |step| match step {
        Step::Send(bytes) => Some(Ok(Frame::data(bytes))),
        Step::Wait(gate) => {
            gate.wait().await;
            None
        }
        Step::Cut => Some(Err(io::ErrorKind::ConnectionReset.into())),
    });
    response.body(StreamBody::new(Box::pin(frames))).unwrap()
}
