//! Fetches the text of a feed.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use gloo_net::http::Response;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
pub use web_sys::AbortController;

use super::clock::{self, Timeout};
use super::object;
use crate::error::{LoadError, LoadErrorKind};
use crate::feed::limits;
use crate::fmt::itoa;
use crate::time::date_format;
use crate::time::retry_after::retry_after;
use crate::time::timestamp::Timestamp;

/// A request that the loader sent before the wasm was loaded.
pub struct Prefetched {
    /// The promise of the response.
    pub response: Promise,
    /// Aborts the request.
    pub controller: AbortController,
}

/// Aborts a request when it is dropped.
pub struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    /// For a new request. `None`: the browser has no `AbortController`.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    /// For a prefetched request.
    pub fn of(prefetched: &Prefetched) -> Self {
        Self(prefetched.controller.clone())
    }

    /// The controller of the request.
    pub fn controller(&self) -> AbortController {
        self.0.clone()
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Fetches the text at `url`, from the prefetched response if there is one.
///
/// # Errors
/// A [`LoadError`] with the reason.
pub async fn fetch_text(
    url: &Rc<str>,
    prefetched: Option<Prefetched>,
    controller: AbortController,
) -> Result<String, LoadError> {
    let deadline = Rc::new(Deadline::default());
    let _timer = Timeout::new(limits::TIMEOUT_MS, {
        let deadline = Rc::clone(&deadline);
        let controller = controller.clone();
        move || {
            controller.abort();
            deadline.expire();
        }
    });
    let fail = |kind, message: &str| LoadError::new(kind, message, url);
    let unreachable = |message: &str| {
        if deadline.is_expired.get() {
            fail(
                LoadErrorKind::Timeout,
                "no complete answer within 10 seconds",
            )
        } else {
            fail(LoadErrorKind::Network, message)
        }
    };
    let promise = match prefetched {
        Some(prefetched) => prefetched.response,
        None => send(url, &controller).ok_or_else(|| unreachable(NO_RESPONSE))?,
    };
    let response = deadline.race(promise).await;
    let response = response.map_err(|_| unreachable(NO_RESPONSE))?;
    let response = Response::from(response.unchecked_into::<web_sys::Response>());
    // Cross-origin, `None` unless the server exposes the header (`Access-Control-Expose-Headers`).
    let header = |name| response.headers().get(name);
    if let Some(date) = header("date").and_then(|date| clock::http_date(&date)) {
        let age = header("age").and_then(|age| date_format::parse_digits(&age, 10));
        let age = age.unwrap_or_default().saturating_mul(Timestamp::SECOND);
        clock::sync_with_server(Timestamp(date.0.saturating_add(age)));
    }
    if !response.ok() {
        let status = itoa(response.status().into());
        let message = ["the server answered ", &status].concat();
        let requested = header("retry-after");
        return Err(LoadError {
            retry_after: requested
                .and_then(|value| retry_after(&value, clock::now(), clock::http_date)),
            ..fail(LoadErrorKind::Http, &message)
        });
    }
    let Some(body) = response.body() else {
        return Ok(String::new());
    };
    let reader: web_sys::ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut parts = Vec::new();
    let mut size = 0;
    loop {
        let chunk = deadline.race(reader.read()).await;
        let chunk: Chunk = chunk
            .map_err(|_| unreachable("the answer was cut off"))?
            .unchecked_into();
        let Some(part) = chunk.value() else { break };
        size += part.length();
        if size > limits::MAX_BODY_BYTES {
            return Err(fail(
                LoadErrorKind::TooLarge,
                "the feed is larger than 8 MB",
            ));
        }
        parts.push(part);
    }
    Ok(concat_chunks(&parts, size))
}

/// Decodes the chunks of a response.
///
/// They are concatenated outside the wasm, because its memory never shrinks and would grow with each chunk.
fn concat_chunks(parts: &[Uint8Array], size: u32) -> String {
    let bytes = Uint8Array::new_with_length(size);
    let mut end = 0;
    for part in parts {
        bytes.set(part, end);
        end += part.length();
    }
    // Invalid UTF-8 is replaced by U+FFFD.
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| Decoder::new().decode(&bytes))
}

const NO_RESPONSE: &str = "no answer: offline, refused, or not shared with this page (CORS)";

/// Sends a request as the loader does. Not with `gloo-net`, which panics if the page overrides `fetch` and
/// returns anything but a `Response`. And in WebKit a request can no longer be aborted once its `Request` has
/// been garbage-collected.
fn send(url: &str, controller: &AbortController) -> Option<Promise> {
    let init = object(&[
        ("cache", &"no-cache".into()),
        ("signal", &controller.signal()),
    ]);
    let window = web_sys::window()?;
    Some(window.fetch_with_str_and_init(url, init.unchecked_ref()))
}

/// Rejects the promises of a request that takes too long.
///
/// Aborting the request should do that, but in WebKit the promises sometimes stay pending.
#[derive(Default)]
struct Deadline {
    is_expired: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Deadline {
    fn expire(&self) {
        self.is_expired.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    async fn race(&self, promise: Promise) -> Result<JsValue, JsValue> {
        let mut future = JsFuture::from(promise);
        poll_fn(|context| {
            if self.is_expired.get() {
                return Poll::Ready(Err(JsValue::UNDEFINED));
            }
            self.waker.set(Some(context.waker().clone()));
            Pin::new(&mut future).poll(context)
        })
        .await
    }
}

#[wasm_bindgen]
extern "C" {
    /// The result of `ReadableStreamDefaultReader.read()`. At the end it has no value.
    type Chunk;

    #[wasm_bindgen(method, getter)]
    fn value(this: &Chunk) -> Option<Uint8Array>;

    /// A `TextDecoder`.
    type Decoder;

    #[wasm_bindgen(constructor, js_class = "TextDecoder")]
    fn new() -> Decoder;

    #[wasm_bindgen(method)]
    fn decode(this: &Decoder, bytes: &Uint8Array) -> String;
}
