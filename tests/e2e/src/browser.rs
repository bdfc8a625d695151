//! Starts browsers, and hides their differences.

mod chromium;
mod command;
mod firefox;
pub(crate) mod process;
mod webkit;

use std::{
    collections::VecDeque,
    fmt,
    sync::Mutex,
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, error::CmdError};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use command::Command;
use process::ProcessGroup;

/// The width and height of the viewport when a scenario starts, in CSS pixels.
pub const VIEWPORT: (u32, u32) = (1000, 800);

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Chromium by chromedriver.
    Chromium,
    /// Firefox by geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser by WebKitWebDriver.
    Webkit,
}

impl Engine {
    /// All engines.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// The name in test names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A preference of the reader, in the browser or the operating system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// `prefers-color-scheme: dark`
    Dark,
    /// `prefers-reduced-motion: reduce`
    ReducedMotion,
    /// `forced-colors: active`; not in WebKit.
    ForcedColors,
    /// The `print` media type. In WebKit, with [`Page::apply_media`](crate::Page::apply_media) only.
    Print,
    /// An IANA time zone.
    TimeZone(&'static str),
    /// A BCP 47 language, for `Intl` and `navigator.language`.
    Language(&'static str),
    /// A touch screen and no mouse: `pointer: coarse`, `hover: none`. In WebKit, with
    /// [`Page::apply_media`](crate::Page::apply_media) only.
    Touch,
    /// JavaScript without optimizing compilers, whose output adds to the heap. In Chromium only,
    /// without other preferences.
    NoOptimizer,
    /// No limit on the frame rate. In Chromium only, without other preferences.
    NoFrameLimit,
}

/// A running browser with one WebDriver session.
#[derive(Debug)]
pub struct Browser {
    engine: Engine,
    client: Client,
    /// How long the start took.
    pub startup: Duration,
    driver: ProcessGroup,
    log: Mutex<VecDeque<Sent>>,
    /// The virtual screen, where the browser needs one.
    _screen: Option<ProcessGroup>,
}

/// How many commands the log keeps.
const LOGGED: usize = 6;

/// A command, for the report of a scenario that times out.
#[derive(Debug)]
struct Sent {
    command: String,
    at: Instant,
    took: Option<Duration>,
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ago = self.at.elapsed();
        match self.took {
            Some(took) => write!(f, "{ago:.1?} ago, took {took:.1?}: ")?,
            None => write!(f, "{ago:.1?} ago, no response: ")?,
        }
        let words: Vec<&str> = self.command.split_whitespace().collect();
        f.write_str(&words.join(" "))
    }
}

/// A driver that is ready for a session.
struct Driver {
    process: ProcessGroup,
    screen: Option<ProcessGroup>,
    port: u16,
    capabilities: Value,
}

impl Browser {
    /// Starts a browser with the preferences that can't change while it runs: in WebKit all of
    /// them.
    ///
    /// # Errors
    /// A sentence with what is missing or went wrong.
    pub async fn start(engine: Engine, preferences: &[Preference]) -> Result<Self, String> {
        let start = Instant::now();
        let driver = match engine {
            Engine::Chromium => chromium::driver(preferences).await,
            Engine::Firefox => firefox::driver().await,
            Engine::Webkit => webkit::driver(preferences).await,
        }
        .map_err(|error| {
            format!("{engine}: {error}\n(`cargo xtask setup --browsers` installs what is missing)")
        })?;
        let mut capabilities: Map<String, Value> =
            driver.capabilities.as_object().cloned().unwrap_or_default();
        // `eager` waits until a document is parsed, because tests hold files back and inspect the
        // page meanwhile. Before every script, WebKit's driver waits for the same event as after a
        // navigation, even if it has passed. Only with `normal` is there no gap in which a script
        // waits forever.
        let strategy = match engine {
            Engine::Chromium | Engine::Firefox => "eager",
            Engine::Webkit => "normal",
        };
        capabilities.insert("pageLoadStrategy".into(), strategy.into());
        let address = format!("http://127.0.0.1:{}", driver.port);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let session = builder.capabilities(capabilities).connect(&address);
        let client = tokio::time::timeout(Duration::from_mins(1), session)
            .await
            .map_err(|_| format!("{engine}: no session in a minute"))?
            .map_err(|error| {
                format!(
                    "{engine}: no session: {error}\n{}",
                    driver.process.last_output()
                )
            })?;
        let browser = Self {
            engine,
            client,
            startup: start.elapsed(),
            driver: driver.process,
            log: Mutex::default(),
            _screen: driver.screen,
        };
        if engine == Engine::Firefox {
            firefox::allow_narrow(&browser).await?;
        }
        Ok(browser)
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Sends any WebDriver command of this session.
    ///
    /// # Errors
    /// The driver's error message.
    pub async fn send(&self, method: &str, path: &str, body: Value) -> Result<Value, String> {
        let mut command = format!("{method} {path} {body}");
        if let Some((end, _)) = command.char_indices().nth(300) {
            command.truncate(end);
        }
        {
            let mut log = self.log.lock().unwrap();
            if log.len() == LOGGED {
                log.pop_front();
            }
            log.push_back(Sent {
                command,
                at: Instant::now(),
                took: None,
            });
        }
        let response = self
            .client
            .issue_cmd(Command::new(method, path, body))
            .await;
        if let Some(last) = self.log.lock().unwrap().back_mut() {
            last.took = Some(last.at.elapsed());
        }
        response.map_err(|error| match error {
            CmdError::Standard(error) => format!("{}: {}", error.error, error.message),
            other => other.to_string(),
        })
    }

    /// Runs the body of a function in the page. It may return a promise.
    ///
    /// # Errors
    /// The script's or the driver's error message.
    pub async fn run(&self, script: &str, arguments: Value) -> Result<Value, String> {
        self.send(
            "POST",
            "/execute/sync",
            json!({ "script": script, "args": arguments }),
        )
        .await
    }

    /// Applies the reader's preferences. `Ok(false)`: this browser can't do that while it runs.
    ///
    /// # Errors
    /// The driver's error message.
    pub(crate) async fn prefer(&self, preferences: &[Preference]) -> Result<bool, String> {
        match self.engine {
            Engine::Chromium
                if [
                    Preference::Touch,
                    Preference::NoOptimizer,
                    Preference::NoFrameLimit,
                ]
                .iter()
                .any(|start| preferences.contains(start)) =>
            {
                Ok(false)
            }
            Engine::Chromium => chromium::prefer(self, preferences).await.map(|()| true),
            Engine::Firefox => firefox::prefer(self, preferences).await.map(|()| true),
            Engine::Webkit => Ok(false),
        }
    }

    /// Sets the network offline or online.
    pub(crate) async fn set_offline(&self, offline: bool) -> Result<(), String> {
        match self.engine {
            Engine::Chromium => chromium::set_offline(self, offline).await,
            Engine::Firefox => firefox::set_offline(self, offline).await,
            Engine::Webkit => Err("WebKit can't be taken offline".to_owned()),
        }
    }

    /// Returns what the browser itself logged about its pages since the last call.
    pub(crate) async fn own_log(&self) -> Result<Vec<String>, String> {
        match self.engine {
            Engine::Chromium => chromium::own_log(self).await,
            Engine::Firefox => firefox::own_log(self).await,
            // WebKitGTK logs to the system's journal or nowhere.
            Engine::Webkit => Ok(Vec::new()),
        }
    }

    /// Prepares for the next scenario: opens a tab of the usual size and closes all others.
    pub(crate) async fn reset(&self) -> Result<(), String> {
        self.send("DELETE", "/actions", Value::Null).await.ok();
        let old = self.send("GET", "/window/handles", Value::Null).await?;
        let new = self
            .send("POST", "/window/new", json!({ "type": "tab" }))
            .await?;
        for handle in old.as_array().into_iter().flatten() {
            self.send("POST", "/window", json!({ "handle": handle }))
                .await?;
            self.send("DELETE", "/window", Value::Null).await?;
        }
        self.send("POST", "/window", json!({ "handle": new["handle"] }))
            .await?;
        self.set_viewport(VIEWPORT.0, VIEWPORT.1).await?;
        self.own_log().await?;
        Ok(())
    }

    /// Sets the size of the viewport, in CSS pixels.
    pub(crate) async fn set_viewport(&self, width: u32, height: u32) -> Result<(), String> {
        let script =
            "return [outerWidth - innerWidth, outerHeight - innerHeight, innerWidth, innerHeight]";
        let mut seen = Value::Null;
        // The window's borders can only be measured once the window is stable, which WebKit does
        // not report.
        for _ in 0..5 {
            let frame = self.run(script, json!([])).await?;
            let outer =
                |inner: u32, side: usize| i64::from(inner) + frame[side].as_i64().unwrap_or(0);
            let size = json!({ "width": outer(width, 0), "height": outer(height, 1) });
            self.send("POST", "/window/rect", size).await?;
            for _ in 0..100 {
                seen = self.run(script, json!([])).await?;
                if seen[2] == width && seen[3] == height {
                    return Ok(());
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Err(format!("the viewport is not {width} x {height}: {seen}"))
    }

    /// Ends the session. Dropping the browser kills it.
    pub(crate) async fn close(&self) {
        let closed = self.send("DELETE", "", Value::Null);
        tokio::time::timeout(Duration::from_secs(5), closed)
            .await
            .ok();
    }

    /// The last commands, and the last output of the driver and the browser.
    pub(crate) fn last_activity(&self) -> String {
        let log = self.log.lock().unwrap();
        let mut words: Vec<String> = log.iter().map(Sent::to_string).collect();
        words.push(self.driver.last_output());
        words.join("\n")
    }
}

/// The program to start: from an environment variable, or by its name on PATH.
fn program(variable: &str, name: &str) -> Result<String, String> {
    if let Ok(path) = std::env::var(variable) {
        return Ok(path);
    }
    let found = std::env::var_os("PATH")
        .iter()
        .flat_map(std::env::split_paths)
        .any(|directory| directory.join(name).is_file());
    if found {
        Ok(name.to_owned())
    } else {
        Err(format!("{name} is not on PATH and {variable} is not set"))
    }
}
