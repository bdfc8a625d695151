//! Reads the text of a feed from a file, standard input or a URL.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::time::{Duration, SystemTime};

use encoding_rs::{Encoding, UTF_8};
use key_events::feed::{encoding, limits};
use ureq::ResponseExt;
use ureq::http::{HeaderValue, StatusCode, header};
use url::Url;

use crate::CliError;

/// The text of a feed, and its source.
pub(crate) struct Document {
    /// The text. What is invalid becomes U+FFFD, as in browsers.
    pub(crate) text: String,
    /// What is wrong with its encoding.
    pub(crate) encoding_problem: Option<&'static str>,
    /// The name of the source in messages.
    pub(crate) source: String,
    /// The URL after redirects; `None`: the source is not a URL.
    pub(crate) url: Option<Url>,
}

/// The version of a document, for detecting changes.
#[derive(Default, PartialEq)]
pub(crate) struct Version {
    /// Of a file: its modification time and size.
    file: Option<(SystemTime, u64)>,
    /// Of a URL: the header fields `ETag` and `Last-Modified`.
    tag: Option<HeaderValue>,
    modified: Option<HeaderValue>,
}

/// Reads a feed, if its version is not the known one.
///
/// # Errors
/// Those of [`read`].
pub(crate) fn read_if_changed(
    source: &OsStr,
    known: &Version,
) -> Result<Option<(Document, Version)>, CliError> {
    let name = source.to_string_lossy();
    if name.contains("://") {
        check_scheme(&name)?;
        return fetch_within(&name, timeout(), known);
    }
    let metadata = fs::metadata(source).map_err(|error| io_error(&name, &error))?;
    let version = Version {
        file: metadata.modified().ok().zip(Some(metadata.len())),
        ..Version::default()
    };
    if version.file.is_some() && version == *known {
        return Ok(None);
    }
    Ok(Some((read(source)?, version)))
}

/// Reads a feed from a file, `-` (standard input) or an `http` or `https` URL.
///
/// # Errors
/// When the source can't be read, has more than [`limits::MAX_BODY_BYTES`] bytes, or is a URL without
/// a complete response within [`limits::TIMEOUT_MS`].
pub(crate) fn read(source: &OsStr) -> Result<Document, CliError> {
    let name = source.to_string_lossy();
    if source == "-" {
        let (text, encoding_problem) =
            text(&mut io::stdin(), "").map_err(|error| io_error("standard input", &error))?;
        return Ok(Document {
            text,
            encoding_problem,
            source: "standard input".to_owned(),
            url: None,
        });
    }
    if name.contains("://") {
        check_scheme(&name)?;
        return fetch(&name);
    }
    let (text, encoding_problem) = File::open(source)
        .and_then(|mut file| text(&mut file, ""))
        .map_err(|error| io_error(&name, &error))?;
    Ok(Document {
        text,
        encoding_problem,
        source: name.into_owned(),
        url: None,
    })
}

fn check_scheme(url: &str) -> Result<(), CliError> {
    let scheme = url.split("://").next().unwrap_or_default();
    let known = ["http", "https"];
    if known.iter().any(|http| scheme.eq_ignore_ascii_case(http)) {
        Ok(())
    } else {
        let problem = "is not read: expected an http or https URL";
        Err(CliError::new(url, problem))
    }
}

/// Fetches a URL. Follows redirects; has no cookies and no cache.
///
/// # Errors
/// Those of [`read`] for a URL.
pub(crate) fn fetch(url: &str) -> Result<Document, CliError> {
    let fetched = fetch_within(url, timeout(), &Version::default())?;
    fetched
        .map(|(document, _)| document)
        .ok_or_else(|| CliError::new(url, "the server responded with 304: expected 200 OK"))
}

fn timeout() -> Duration {
    Duration::from_millis(limits::TIMEOUT_MS.into())
}

/// Fetches a URL with a conditional request. `None`: the known version is still current (304).
fn fetch_within(
    given: &str,
    limit: Duration,
    known: &Version,
) -> Result<Option<(Document, Version)>, CliError> {
    let error_at = |problem: &str| CliError::new(given, problem);
    let url = Url::parse(given)
        .map_err(|error| error_at(&format!("{error}: expected an http or https URL")))?;
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(limit))
        .max_redirects(MAX_REDIRECTS)
        .http_status_as_error(false)
        .user_agent(concat!("key-events/", env!("CARGO_PKG_VERSION")))
        .build()
        .new_agent();
    let request_error = |error: &ureq::Error| match error {
        ureq::Error::Timeout(_) => error_at(&timeout_message(limit)),
        ureq::Error::TooManyRedirects => error_at(&format!(
            "redirects on and on: expected at most {MAX_REDIRECTS}"
        )),
        error => error_at(&format!("no response ({error}): expected an HTTP server")),
    };
    let mut request = agent.get(url.as_str());
    for (name, value) in [
        (header::IF_NONE_MATCH, &known.tag),
        (header::IF_MODIFIED_SINCE, &known.modified),
    ] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    let mut response = request.call().map_err(|error| request_error(&error))?;
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED && *known != Version::default() {
        return Ok(None);
    }
    if !status.is_success() {
        return Err(error_at(&format!(
            "the server responded with {status}: expected 200 OK"
        )));
    }
    let url = Url::parse(&response.get_uri().to_string()).unwrap_or(url);
    let version = Version {
        file: None,
        tag: response.headers().get(header::ETAG).cloned(),
        modified: response.headers().get(header::LAST_MODIFIED).cloned(),
    };
    let media_type = response.headers().get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    let media_type = media_type.unwrap_or_default().to_owned();
    let (text, encoding_problem) = text(&mut response.body_mut().as_reader(), &media_type)
        .map_err(
            |error| match error.get_ref().and_then(|inner| inner.downcast_ref()) {
                Some(ureq::Error::Timeout(_)) => error_at(&timeout_message(limit)),
                _ => io_error(given, &error),
            },
        )?;
    let document = Document {
        text,
        encoding_problem,
        source: given.to_owned(),
        url: Some(url),
    };
    Ok(Some((document, version)))
}

/// The maximum number of redirects.
const MAX_REDIRECTS: u32 = 5;

/// Reads and decodes a document of a media type. Also returns what is wrong with its encoding.
fn text(from: &mut dyn Read, media_type: &str) -> io::Result<(String, Option<&'static str>)> {
    let mut bytes = Vec::new();
    from.take(u64::from(limits::MAX_BODY_BYTES) + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() > limits::MAX_BODY_BYTES as usize {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let is_utf_8 = std::str::from_utf8(&bytes).is_ok();
    let label = encoding::label(media_type, &bytes, is_utf_8);
    let fallback = encoding::fallback(&bytes).filter(|_| label.is_none());
    let label = label.or(fallback);
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    let (text, _, is_damaged) = encoding.unwrap_or(UTF_8).decode(&bytes);
    let problem = if is_damaged {
        Some("has bytes that stand for no character: U+FFFD takes their place")
    } else {
        fallback.map(|_| "is not declared and not UTF-8: it is read as windows-1252")
    };
    Ok((text.into_owned(), problem))
}

fn timeout_message(limit: Duration) -> String {
    format!(
        "no complete response: expected one within {} seconds",
        limit.as_secs_f32()
    )
}

fn io_error(source: &str, error: &io::Error) -> CliError {
    let problem = match error.kind() {
        io::ErrorKind::FileTooLarge => "is too large: expected at most 8 MB".to_owned(),
        io::ErrorKind::NotFound => {
            "is not there: expected a file, - for standard input, or an http or https URL"
                .to_owned()
        }
        _ => format!("cannot be read ({error}): expected a feed"),
    };
    CliError::new(source, &problem)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpListener;

    use super::*;

    const SHORT: Duration = Duration::from_millis(300);

    fn listener() -> (TcpListener, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/feed.json", listener.local_addr().unwrap());
        (listener, url)
    }

    #[test]
    fn a_server_that_never_responds_times_out() {
        let (_listener, url) = listener();
        let error = fetch_within(&url, SHORT, &Version::default())
            .err()
            .unwrap();
        assert_eq!(
            error.0,
            format!("{url}: no complete response: expected one within 0.3 seconds")
        );
    }

    #[test]
    fn a_server_that_stops_in_the_middle_times_out() {
        let (listener, url) = listener();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")
                .unwrap();
            // Stays open until the client closes the connection.
            while stream.read(&mut [0; 1024]).is_ok_and(|count| count > 0) {}
        });
        let error = fetch_within(&url, SHORT, &Version::default())
            .err()
            .unwrap();
        assert!(
            error.0.ends_with("expected one within 0.3 seconds"),
            "{error:?}"
        );
        server.join().unwrap();
    }

    #[test]
    fn the_timeout_is_ten_seconds() {
        assert_eq!(
            timeout_message(Duration::from_millis(limits::TIMEOUT_MS.into())),
            "no complete response: expected one within 10 seconds"
        );
    }

    #[test]
    fn the_maximum_size_is_that_of_the_widget() {
        let limit = u64::from(limits::MAX_BODY_BYTES);
        let read = |size| text(&mut io::repeat(b' ').take(size), "");
        assert_eq!(read(limit).unwrap().0.len(), 8_000_000);
        assert_eq!(
            read(limit + 1).unwrap_err().kind(),
            io::ErrorKind::FileTooLarge
        );
    }
}
