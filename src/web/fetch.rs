//! Fetches a feed.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use gloo_net::http::Response;
use js_sys::{Object, Promise, Reflect, Symbol, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::clock::{self, Timeout};
use super::{object, page_lifecycle, url};
use crate::error::{LoadError, LoadErrorKind};
use crate::feed::{encoding, limits};
use crate::fmt::itoa;
use crate::time::date_format;
use crate::time::retry_after::retry_after;
use crate::time::timestamp::Timestamp;

/// A request that the loader sent before the wasm was loaded.
pub struct Prefetched {
    /// The promise of the response.
    pub response: Promise,
    /// Aborts the request.
    pub controller: Controller,
}

/// Aborts a request when it is dropped.
pub struct AbortOnDrop(Controller);

impl AbortOnDrop {
    /// For a new request.
    pub fn new() -> Self {
        Self(Controller::new().unwrap_or_else(|_| JsValue::UNDEFINED.unchecked_into()))
    }

    /// For a prefetched request.
    pub fn of(prefetched: &Prefetched) -> Self {
        Self(prefetched.controller.clone())
    }

    /// The controller of the request.
    pub fn controller(&self) -> Controller {
        self.0.clone()
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        let _ = self.0.abort();
    }
}

/// Fetches what is at `url`, from the prefetched response if there is one.
///
/// # Errors
/// A [`LoadError`] with the reason.
pub async fn fetch(
    url: &Rc<str>,
    prefetched: Option<Prefetched>,
    controller: Controller,
) -> Result<Fetched, LoadError> {
    let deadline = Rc::new(Deadline::default());
    let _timer = Timeout::new(limits::TIMEOUT_MS, {
        let deadline = Rc::clone(&deadline);
        let controller = controller.clone();
        move || {
            let _ = controller.abort();
            deadline.expire();
        }
    });
    let fail = |kind, message: &str| LoadError::new(kind, message, url);
    let unreachable = |message: &str| {
        if deadline.is_expired.get() {
            fail(
                LoadErrorKind::Timeout,
                "no complete response within 10 seconds",
            )
        } else {
            fail(LoadErrorKind::Network, message)
        }
    };
    let was_offline = page_lifecycle::is_said_offline();
    let promise = match prefetched {
        Some(prefetched) => Some(prefetched.response),
        None => send(url, &controller),
    };
    let response = match promise {
        Some(promise) => deadline.race(promise).await.ok(),
        None => None,
    };
    let response = response.filter(is_response);
    let response = response.ok_or_else(|| unreachable(NO_RESPONSE))?;
    let response = Response::from(response.unchecked_into::<web_sys::Response>());
    // Cross-origin, `None` unless the server exposes the header (`Access-Control-Expose-Headers`).
    let header = |name| response.headers().get(name);
    // The response to a request from before says nothing about now.
    if was_offline {
        page_lifecycle::note_response();
    }
    let date = header("date").and_then(|date| clock::http_date(&date));
    let times = date.map(|date| {
        let age = header("age").and_then(|age| date_format::parse_digits(&age, 10));
        let age = age.unwrap_or_default().saturating_mul(Timestamp::SECOND);
        (date.plus(age), clock::device())
    });
    if !response.ok() {
        let status = itoa(response.status().into());
        let message = ["the server responded with ", &status].concat();
        let requested = header("retry-after");
        return Err(LoadError {
            retry_after: requested.and_then(|value| {
                let now = date.unwrap_or_else(clock::now);
                retry_after(&value, now, clock::http_date)
            }),
            ..fail(LoadErrorKind::Http, &message)
        });
    }
    // The page may have overridden `fetch`, with a response that has no URL.
    let final_url = Some(response.url()).filter(|url| !url.is_empty());
    let mut fetched = Fetched {
        url: final_url.map_or_else(|| Rc::clone(url), Into::into),
        bytes: Vec::new(),
        media_type: header("content-type"),
        times,
    };
    let reader = response.body().and_then(|body| {
        // It throws if a script of the page reads the body.
        body.unchecked_ref::<Body>().get_reader().ok()
    });
    let Some(reader) = reader else {
        return Ok(fetched);
    };
    let mut parts = Vec::new();
    let mut size = 0;
    loop {
        let chunk = deadline.race(reader.read()).await;
        let chunk: Chunk = chunk
            .map_err(|_| unreachable("the response was cut off"))?
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
    fetched.bytes = concat_chunks(&parts, size);
    Ok(fetched)
}

/// A response and its body.
pub struct Fetched {
    /// Its URL, after redirects.
    pub url: Rc<str>,
    /// The body.
    pub bytes: Vec<u8>,
    /// The time of the server and that of the device when it arrived, if the server exposes its `Date`.
    pub times: Option<(Timestamp, Timestamp)>,
    media_type: Option<String>,
}

impl Fetched {
    /// Decodes the body. U+FFFD replaces invalid bytes.
    pub fn decode(&self) -> String {
        const UTF_8: &str = "utf-8";
        let is_utf_8 = std::str::from_utf8(&self.bytes).is_ok();
        let media_type = self.media_type.as_deref().unwrap_or_default();
        let label = encoding::label(media_type, &self.bytes, is_utf_8);
        let fallback = || encoding::fallback(&self.bytes);
        let label = label.or_else(fallback);
        // An unknown label throws.
        Decoder::new(label.unwrap_or(UTF_8))
            .or_else(|_| Decoder::new(UTF_8))
            .map(|decoder| decoder.decode(&self.bytes))
            .unwrap_or_default()
    }
}

/// Concatenates the chunks of a response.
///
/// That happens outside the wasm, because its memory never shrinks and would grow with each chunk.
fn concat_chunks(parts: &[Uint8Array], size: u32) -> Vec<u8> {
    let bytes = Uint8Array::new_with_length(size);
    let mut end = 0;
    for part in parts {
        bytes.set(part, end);
        end += part.length();
    }
    bytes.to_vec()
}

const NO_RESPONSE: &str = "no response: offline, refused, or not shared with this page (CORS)";

/// Whether a value is a `Response`, from this window or another. The page may have overridden `fetch`.
fn is_response(value: &JsValue) -> bool {
    let name = Reflect::get(value, &Symbol::to_string_tag());
    name.is_ok_and(|name| name == "Response")
}

/// Sends a request as the loader does. Not with `gloo-net`, which panics if the page overrides `fetch` and
/// returns anything but a `Response`. And in WebKit a request can no longer be aborted once its `Request` has
/// been garbage-collected.
fn send(url: &str, controller: &Controller) -> Option<Promise> {
    let signal = controller.signal().unwrap_or_default();
    let init = object(&[("cache", &"no-cache".into()), ("signal", &signal)]);
    let window = web_sys::window()?.unchecked_into::<Window>();
    let url = url::resolve(url)?.href();
    // Resolved, because it may not be a promise.
    Some(Promise::resolve(&window.fetch(&url, &init).ok()?))
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
    /// An `AbortController`, or `undefined` if a script of the page has removed or broken that. Then the request
    /// cannot be aborted.
    #[derive(Clone)]
    #[wasm_bindgen(js_name = AbortController)]
    pub type Controller;

    #[wasm_bindgen(constructor, catch, js_class = "AbortController")]
    fn new() -> Result<Controller, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn abort(this: &Controller) -> Result<(), JsValue>;

    #[wasm_bindgen(method, getter, catch)]
    fn signal(this: &Controller) -> Result<JsValue, JsValue>;

    /// The body of a response.
    type Body;

    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Body) -> Result<ReadableStreamDefaultReader, JsValue>;

    /// The result of `ReadableStreamDefaultReader.read()`. At the end it has no value.
    type Chunk;

    #[wasm_bindgen(method, getter)]
    fn value(this: &Chunk) -> Option<Uint8Array>;

    /// A `window` whose `fetch` may do anything.
    type Window;

    #[wasm_bindgen(method, catch)]
    fn fetch(this: &Window, url: &str, init: &Object) -> Result<JsValue, JsValue>;

    /// A `TextDecoder`.
    type Decoder;

    #[wasm_bindgen(constructor, catch, js_class = "TextDecoder")]
    fn new(label: &str) -> Result<Decoder, JsValue>;

    #[wasm_bindgen(method)]
    fn decode(this: &Decoder, bytes: &[u8]) -> String;
}
