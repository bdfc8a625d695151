//! Browsers: starting them, and what differs between them.

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

/// Width and height of the viewport when a scenario starts, in CSS pixels.
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

    /// The name in the names of tests.
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

/// What a reader has set up in the browser or the operating system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// `prefers-color-scheme: dark`
    Dark,
    /// `prefers-reduced-motion: reduce`
    ReducedMotion,
    /// `forced-colors: active`; not in WebKit.
    ForcedColors,
    /// The page as it would be printed; not in WebKit.
    Print,
    /// An IANA time zone.
    TimeZone(&'static str),
    /// A BCP 47 language, for `Intl` and `navigator.language`.
    Language(&'static str),
    /// JavaScript without its optimising compilers, whose output takes room in the heap; in
    /// Chromium only, with no other preference.
    NoOptimizer,
    /// Frames as soon as there is something to show, whatever the screen; in Chromium only, with no
    /// other preference.
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
    journal: Mutex<VecDeque<Sent>>,
    /// The virtual screen, where the browser needs one.
    _screen: Option<ProcessGroup>,
}

/// How many commands are remembered.
const REMEMBERED: usize = 6;

/// A command, for the report of a scenario that did not end.
#[derive(Debug)]
struct Sent {
    command: String,
    at: Instant,
    answered: Option<Duration>,
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ago = self.at.elapsed();
        match self.answered {
            Some(after) => write!(f, "{ago:.1?} ago, answered after {after:.1?}: ")?,
            None => write!(f, "{ago:.1?} ago, not answered: ")?,
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
    /// Starts a browser, with those of the preferences that it has for its lifetime: in WebKit all.
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
        // The driver waits until a document is parsed; what comes after is up to the tests, which
        // hold files back and look meanwhile. WebKit's waits before every script for the same
        // event as after a navigation, even if that has passed: only the end of the load leaves no
        // gap in which a script would wait for ever.
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
            journal: Mutex::default(),
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
            let mut journal = self.journal.lock().unwrap();
            if journal.len() == REMEMBERED {
                journal.pop_front();
            }
            journal.push_back(Sent {
                command,
                at: Instant::now(),
                answered: None,
            });
        }
        let answer = self
            .client
            .issue_cmd(Command::new(method, path, body))
            .await;
        if let Some(last) = self.journal.lock().unwrap().back_mut() {
            last.answered = Some(last.at.elapsed());
        }
        answer.map_err(|error| match error {
            CmdError::Standard(error) => format!("{}: {}", error.error, error.message),
            other => other.to_string(),
        })
    }

    /// Runs the body of a function in the page; what it returns may be a promise.
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

    /// Gives the page what the reader prefers; `Ok(false)`: this browser can't do it while it runs.
    ///
    /// # Errors
    /// The driver's error message.
    pub(crate) async fn prefer(&self, preferences: &[Preference]) -> Result<bool, String> {
        match self.engine {
            Engine::Chromium
                if [Preference::NoOptimizer, Preference::NoFrameLimit]
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

    /// Takes the network away or gives it back.
    pub(crate) async fn set_offline(&self, offline: bool) -> Result<(), String> {
        match self.engine {
            Engine::Chromium => chromium::set_offline(self, offline).await,
            Engine::Firefox => firefox::set_offline(self, offline).await,
            Engine::Webkit => Err("WebKit can't be taken offline".to_owned()),
        }
    }

    /// What the browser itself has to say about its pages since the last call.
    pub(crate) async fn own_log(&self) -> Result<Vec<String>, String> {
        match self.engine {
            Engine::Chromium => chromium::own_log(self).await,
            Engine::Firefox => firefox::own_log(self).await,
            // WebKitGTK writes it to the system's journal or nowhere.
            Engine::Webkit => Ok(Vec::new()),
        }
    }

    /// Makes room for the next scenario: a fresh tab of the usual size, all others closed.
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

    /// Makes the viewport this large, in CSS pixels.
    pub(crate) async fn set_viewport(&self, width: u32, height: u32) -> Result<(), String> {
        let script =
            "return [outerWidth - innerWidth, outerHeight - innerHeight, innerWidth, innerHeight]";
        let mut seen = Value::Null;
        // What is around the viewport can only be measured while the window is at rest, which WebKit
        // does not tell.
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

    /// Ends the session in good order; dropping the browser does it the hard way.
    pub(crate) async fn close(&self) {
        let closed = self.send("DELETE", "", Value::Null);
        tokio::time::timeout(Duration::from_secs(5), closed)
            .await
            .ok();
    }

    /// The last commands, and the last lines the driver and the browser have printed.
    pub(crate) fn last_words(&self) -> String {
        let journal = self.journal.lock().unwrap();
        let mut words: Vec<String> = journal.iter().map(Sent::to_string).collect();
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
