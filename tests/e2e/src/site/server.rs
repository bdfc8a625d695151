//! The HTTP server behind each origin.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    fmt,
    io::{self, Write as _},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use futures_util::stream;
use http_body_util::StreamBody;
use hyper::{
    Response,
    body::{Frame, Incoming},
    header::HeaderName,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use socket2::{SockRef, Socket};
use tokio::{
    net::TcpListener,
    task::{AbortHandle, JoinSet},
    time::sleep,
};

use super::{Gate, MockResponse, RECORDER, RECORDER_PATH, Request, dist, mock_response::End};

type Respond = Arc<dyn Fn(&Request) -> MockResponse + Send + Sync>;

/// The state that both servers of a site share.
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

/// Starts a server. Aborting the task ends it with all its connections.
pub(super) fn start(state: Arc<State>, cdn: bool) -> (SocketAddr, AbortHandle) {
    let listener = listener();
    listener.set_nonblocking(true).unwrap();
    let listener = TcpListener::from_std(listener).unwrap();
    let address = listener.local_addr().unwrap();
    let task = tokio::spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            let state = Arc::clone(&state);
            // Sends every write at once.
            stream.set_nodelay(true).unwrap();
            let socket = Arc::new(SockRef::from(&stream).try_clone().unwrap());
            let service = service_fn(move |request| {
                serve(Arc::clone(&state), Arc::clone(&socket), request, cdn)
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            connections.spawn(async {
                // A browser may disconnect, and a scenario may cut, at any time.
                connection.await.ok();
            });
            while connections.try_join_next().is_some() {}
        }
    });
    (address, task.abort_handle())
}

async fn serve(
    state: Arc<State>,
    socket: Arc<Socket>,
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
        sent: 0,
        given_up: false,
    };
    let mut response = state.find(&request, cdn);
    let index = state.record(&request);
    let mut recorder = DisconnectRecorder {
        state: Arc::clone(&state),
        index,
    };
    if let Some(gate) = response.gate.take() {
        gate.wait().await;
    }
    if matches!(response.end, End::None) {
        recorder.index = None;
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    if let Some(index) = index {
        let request = &mut state.requests.lock().unwrap()[index];
        request.status = Some(response.status);
        request.sent = response.body.len();
    }
    if matches!(response.end, End::Raw) {
        recorder.index = None;
        (&*socket).write_all(&response.body)?;
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    Ok(into_http(response, cdn, recorder, socket))
}

/// Records that the browser closed the connection before the server was done.
struct DisconnectRecorder {
    state: Arc<State>,
    /// The index of the request in the record, until the server is done with it.
    index: Option<usize>,
}

impl Drop for DisconnectRecorder {
    fn drop(&mut self) {
        if let Some(index) = self.index {
            self.state.requests.lock().unwrap()[index].given_up = true;
        }
    }
}

impl State {
    /// Records a request and returns its index, unless it is the harness's own.
    fn record(&self, request: &Request) -> Option<usize> {
        if [RECORDER_PATH, FAVICON].contains(&request.path_only()) {
            return None;
        }
        let mut requests = self.requests.lock().unwrap();
        requests.push(request.clone());
        Some(requests.len() - 1)
    }

    fn find(&self, request: &Request, cdn: bool) -> MockResponse {
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
            MockResponse::new("image/x-icon", "").status(204)
        } else if let Some(response) = built(path).filter(|_| cdn) {
            response
        } else {
            self.unknown.lock().unwrap().push(request.to_string());
            MockResponse::new("text/plain", "nothing here").status(404)
        }
    }
}

/// Browsers request it by themselves.
const FAVICON: &str = "/favicon.ico";

/// A file of the CDN.
pub(super) fn built(path: &str) -> Option<MockResponse> {
    if path == RECORDER_PATH {
        return Some(MockResponse::new(dist::media_type(path), RECORDER));
    }
    let (_folder, name) = path.strip_prefix("/key-events/")?.split_once('/')?;
    let name = if name.is_empty() { "index.html" } else { name };
    let response = MockResponse::new(dist::media_type(name), dist::file(name)?);
    Some(if name.starts_with("key-events-") {
        response.header("cache-control", "public, max-age=31536000, immutable")
    } else {
        response
    })
}

/// A step in sending a body.
enum Step {
    Send(Bytes),
    Wait(Gate),
    Sleep(Duration),
    Cut,
    Reset(Arc<Socket>),
}

/// Long enough for the bytes to be sent before the connection ends.
const MOMENT: Duration = Duration::from_millis(50);

fn into_http(
    response: MockResponse,
    cdn: bool,
    recorder: DisconnectRecorder,
    socket: Arc<Socket>,
) -> Response<impl hyper::body::Body<Data = Bytes, Error = io::Error>> {
    let mut builder = Response::builder().status(response.status);
    let headers = builder.headers_mut().unwrap();
    let mut header = |name: &str, value: &str| {
        let name: HeaderName = name.parse().unwrap();
        headers.insert(name, value.parse().unwrap());
    };
    if cdn {
        header("access-control-allow-origin", "*");
        header("timing-allow-origin", "*");
        header("cross-origin-resource-policy", "cross-origin");
    }
    if ![204, 304].contains(&response.status) {
        header("content-length", &response.body.len().to_string());
    }
    for (name, value) in &response.headers {
        header(name, value);
    }
    let body = response.body;
    let steps = match response.end {
        End::Whole | End::None | End::Raw => vec![Step::Send(body)],
        End::Paused(at, gate) => vec![
            Step::Send(body.slice(..at)),
            Step::Wait(gate),
            Step::Send(body.slice(at..)),
        ],
        End::Cut(at) => vec![Step::Send(body.slice(..at)), Step::Sleep(MOMENT), Step::Cut],
        End::Reset(at) => vec![
            Step::Send(body.slice(..at)),
            Step::Sleep(MOMENT),
            Step::Reset(socket),
        ],
        End::Drip(pause) => (0..body.len())
            .flat_map(|at| [Step::Sleep(pause), Step::Send(body.slice(at..=at))])
            .collect(),
    };
    let frames = stream::unfold((VecDeque::from(steps), recorder), send);
    builder.body(StreamBody::new(Box::pin(frames))).unwrap()
}

/// Runs steps until one that affects the connection.
async fn send(
    (mut steps, mut recorder): (VecDeque<Step>, DisconnectRecorder),
) -> Option<(
    io::Result<Frame<Bytes>>,
    (VecDeque<Step>, DisconnectRecorder),
)> {
    loop {
        let step = steps.pop_front()?;
        if steps.is_empty() {
            recorder.index = None;
        }
        let frame = match step {
            Step::Send(bytes) => Ok(Frame::data(bytes)),
            Step::Cut => Err(io::ErrorKind::ConnectionReset.into()),
            Step::Reset(socket) => {
                // With a linger time of zero, closing sends a reset.
                socket.set_linger(Some(Duration::ZERO)).unwrap();
                Err(io::ErrorKind::ConnectionReset.into())
            }
            Step::Wait(gate) => {
                gate.wait().await;
                continue;
            }
            Step::Sleep(pause) => {
                sleep(pause).await;
                continue;
            }
        };
        return Some((frame, (steps, recorder)));
    }
}

/// Takes a port that no site had before. A browser caches responses by origin, so it would not
/// request them from the next site.
pub(super) fn listener() -> std::net::TcpListener {
    static TAKEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        if TAKEN.lock().unwrap().insert(port) {
            return listener;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{ErrorKind, Read as _, Write as _},
        net::TcpStream,
    };

    use super::*;

    /// Requests `/` from a server. Returns what it sent, and the error that ended it.
    async fn get(response: MockResponse) -> (String, Option<ErrorKind>) {
        let state = Arc::new(State::default());
        let respond: Respond = Arc::new(move |_| response.clone());
        let routes = HashMap::from([("/".to_owned(), respond)]);
        *state.routes.lock().unwrap() = routes;
        let (address, server) = start(state, false);
        let exchange = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream
                .write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
                .unwrap();
            let mut came = Vec::new();
            let end = stream.read_to_end(&mut came).err();
            let came = String::from_utf8(came).unwrap();
            (came, end.map(|error| error.kind()))
        });
        let outcome = exchange.await.unwrap();
        server.abort();
        outcome
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_reset_comes_after_the_first_part_of_the_body() {
        let (came, end) = get(MockResponse::json("first, rest").reset_after(5)).await;
        assert!(came.ends_with("\r\n\r\nfirst"), "{came}");
        assert_eq!(end, Some(ErrorKind::ConnectionReset));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_cut_is_an_end_like_any_other() {
        let (came, end) = get(MockResponse::json("first, rest").cut_after(5)).await;
        assert!(came.ends_with("first"), "{came}");
        assert_eq!(end, None);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn raw_bytes_go_out_as_they_are() {
        let (came, end) = get(MockResponse::raw("anything")).await;
        assert_eq!((&*came, end), ("anything", None));
    }
}
