//! Getting the text of a feed.

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

/// A request that was sent before the widget was there to send it.
pub struct Prefetched {
    /// The answer to come.
    pub response: Promise,
    /// Ends it.
    pub controller: AbortController,
}

/// Ends a request when it is dropped.
pub struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    /// A handle for one request; `None`: the browser has no `AbortController`.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    /// The handle of a request that was sent before.
    pub fn of(early: &Prefetched) -> Self {
        Self(early.controller.clone())
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

/// Gets the text at `url`, or takes over the request that was sent for it.
///
/// # Errors
/// A [`LoadError`] that says what went wrong, for every way in which it can.
pub async fn fetch_text(
    url: &Rc<str>,
    early: Option<Prefetched>,
    controller: AbortController,
) -> Result<String, LoadError> {
    let limit = Rc::new(Deadline::default());
    let _timer = Timeout::new(limits::TIMEOUT_MS, {
        let limit = Rc::clone(&limit);
        let controller = controller.clone();
        move || {
            controller.abort();
            limit.reach();
        }
    });
    let fail = |kind, message: &str| LoadError::new(kind, message, url);
    let unreachable = |message: &str| {
        if limit.reached.get() {
            fail(
                LoadErrorKind::Timeout,
                "no complete answer within 10 seconds",
            )
        } else {
            fail(LoadErrorKind::Network, message)
        }
    };
    let promise = match early {
        Some(early) => early.response,
        None => send(url, &controller).ok_or_else(|| unreachable(NO_ANSWER))?,
    };
    let response = limit.wait(promise).await;
    let response = response.map_err(|_| unreachable(NO_ANSWER))?;
    let response = Response::from(response.unchecked_into::<web_sys::Response>());
    // Of another origin these are seen only if that shares them.
    let header = |name| response.headers().get(name);
    if let Some(date) = header("date").and_then(|date| clock::http_date(&date)) {
        let age = header("age").and_then(|age| date_format::parse_digits(&age, 10));
        let age = age.unwrap_or_default().saturating_mul(Timestamp::SECOND);
        clock::sync_with_server(Timestamp(date.0.saturating_add(age)));
    }
    if !response.ok() {
        let status = itoa(response.status().into());
        let message = ["the server answered ", &status].concat();
        let asked = header("retry-after");
        return Err(LoadError {
            retry_after: asked
                .and_then(|asked| retry_after(&asked, clock::now(), clock::http_date)),
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
        let chunk = limit.wait(reader.read()).await;
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

/// The text of an answer, from the pieces that it came in.
///
/// They stay outside the wasm until all are there: its memory never shrinks, and how much of that a
/// feed takes would depend on the pieces.
fn concat_chunks(parts: &[Uint8Array], size: u32) -> String {
    let bytes = Uint8Array::new_with_length(size);
    let mut end = 0;
    for part in parts {
        bytes.set(part, end);
        end += part.length();
    }
    // A decoder that isn't strict puts U+FFFD in the place of what is no UTF-8.
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| Decoder::new().decode(&bytes))
}

const NO_ANSWER: &str = "no answer: offline, refused, or not shared with this page (CORS)";

/// Sends a request as the loader does. Not by `gloo-net`: that panics where a page's own `fetch` gives anything
/// but a `Response`, and WebKit forgets who may end a request once its `Request` has been collected.
fn send(url: &str, controller: &AbortController) -> Option<Promise> {
    let init = object(&[
        ("cache", &"no-cache".into()),
        ("signal", &controller.signal()),
    ]);
    let window = web_sys::window()?;
    Some(window.fetch_with_str_and_init(url, init.unchecked_ref()))
}

/// Ends the waits of a request that takes too long.
///
/// Ending the request itself does that too, but in WebKit not always, and what waits would wait for
/// ever.
#[derive(Default)]
struct Deadline {
    reached: Cell<bool>,
    waiting: Cell<Option<Waker>>,
}

impl Deadline {
    fn reach(&self) {
        self.reached.set(true);
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }

    async fn wait(&self, promise: Promise) -> Result<JsValue, JsValue> {
        let mut answer = JsFuture::from(promise);
        poll_fn(|context| {
            if self.reached.get() {
                return Poll::Ready(Err(JsValue::UNDEFINED));
            }
            self.waiting.set(Some(context.waker().clone()));
            Pin::new(&mut answer).poll(context)
        })
        .await
    }
}

#[wasm_bindgen]
extern "C" {
    /// What `ReadableStreamDefaultReader.read()` gives; without a value at the end.
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
