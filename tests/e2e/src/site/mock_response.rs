//! Mock responses, and what can go wrong with them.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tokio::sync::watch;

/// The response to a request.
#[derive(Clone, Debug)]
pub struct MockResponse {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
    pub(super) gate: Option<Gate>,
    pub(super) end: End,
}

/// How the body ends.
#[derive(Clone, Debug)]
pub(super) enum End {
    Whole,
    /// The rest waits for a gate after so many bytes.
    Paused(usize, Gate),
    /// The connection is closed after so many bytes.
    Cut(usize),
    /// The connection is reset after so many bytes.
    Reset(usize),
    /// The bytes are sent one by one, with this pause after each.
    Drip(Duration),
    /// The body is the whole response, including its head. Then the connection is closed.
    Raw,
    /// The connection is closed without a response.
    None,
}

impl MockResponse {
    /// Status 200 with a body of this type.
    pub fn new(mime: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body: body.into(),
            gate: None,
            end: End::Whole,
        }
        .header("content-type", mime)
        .header("cache-control", "no-cache")
    }

    /// Text that says it is JSON.
    pub fn json(body: &str) -> Self {
        Self::new("application/json", body.to_owned())
    }

    /// No response: the connection is closed. A browser may retry by itself.
    pub fn none() -> Self {
        Self {
            end: End::None,
            ..Self::json("")
        }
    }

    /// Only these bytes, head and body. Then the connection is closed. They must be small enough
    /// for one write.
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self {
            body: bytes.into(),
            end: End::Raw,
            ..Self::json("")
        }
    }

    /// With this status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// With this header, instead of one of the same name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Holds the response back, head and body, until the gate opens.
    #[must_use]
    pub fn behind(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }

    /// Holds the rest of the body back after so many bytes until the gate opens.
    #[must_use]
    pub fn paused_after(mut self, bytes: usize, gate: &Gate) -> Self {
        self.end = End::Paused(bytes, gate.clone());
        self
    }

    /// Closes the connection after so many bytes of the body.
    #[must_use]
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.end = End::Cut(bytes);
        self
    }

    /// Resets the TCP connection after so many bytes of the body.
    #[must_use]
    pub fn reset_after(mut self, bytes: usize) -> Self {
        self.end = End::Reset(bytes);
        self
    }

    /// Sends the body byte by byte, with this pause after each.
    #[must_use]
    pub fn dripping(mut self, pause: Duration) -> Self {
        self.end = End::Drip(pause);
        self
    }
}

/// Holds responses back until it is opened.
#[derive(Clone, Debug)]
pub struct Gate(watch::Sender<bool>);

impl Default for Gate {
    fn default() -> Self {
        Self::closed()
    }
}

impl Gate {
    /// A closed gate.
    pub fn closed() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Releases all responses behind it.
    pub fn open(&self) {
        self.0.send_replace(true);
    }

    pub(super) async fn wait(&self) {
        // The sender is a field, so the channel is open.
        self.0.subscribe().wait_for(|open| *open).await.unwrap();
    }
}

/// The time `ahead` of now, as in HTTP headers.
pub fn http_date(ahead: Duration) -> String {
    httpdate::fmt_http_date(SystemTime::now() + ahead)
}
