//! A WebDriver command that fantoccini does not have.

use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::Value;
use url::{ParseError, Url};

/// A command below `/session/<id>`.
#[derive(Debug)]
pub(crate) struct Command {
    method: Method,
    path: String,
    body: Value,
}

impl Command {
    pub(crate) fn new(method: &str, path: &str, body: Value) -> Self {
        Self {
            method: method.parse().expect("an HTTP method"),
            path: path.to_owned(),
            body,
        }
    }
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = (self.method == Method::POST).then(|| match &self.body {
            Value::Null => "{}".to_owned(),
            body => body.to_string(),
        });
        (self.method.clone(), body)
    }
}
