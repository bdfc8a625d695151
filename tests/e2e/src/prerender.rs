//! The command that renders a list ahead of time.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::{browser::process::ProcessGroup, page::until};

/// The program: what the environment variable `KEY_EVENTS_COMMAND` names, else what cargo has built
/// last.
fn program() -> PathBuf {
    env::var_os("KEY_EVENTS_COMMAND").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/debug/key-events"),
        PathBuf::from,
    )
}

/// What `key-events prerender` writes for a feed, with these options.
///
/// # Panics
/// When the program is not there, or has something to say.
pub fn prerender(feed: &Value, options: &[&str]) -> String {
    let program = program();
    let mut child = Command::new(&program)
        .arg("prerender")
        .args(options)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            let program = program.display();
            panic!("{program}: {error}; `cargo build` makes it")
        });
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(feed.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.is_empty(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

/// `key-events prerender --watch`, until it is dropped.
#[derive(Debug)]
pub struct Watching {
    output: PathBuf,
    process: ProcessGroup,
}

impl Watching {
    /// Starts it, with a look at the feed each second.
    ///
    /// # Panics
    /// When the program is not there.
    pub fn start(feed: &str, output: &Path, options: &[&str]) -> Self {
        let file = output.display().to_string();
        let own = [
            "prerender",
            "--watch",
            "--every",
            "1",
            "--output",
            &file,
            feed,
        ];
        let arguments = own.iter().chain(options);
        let program = program().display().to_string();
        Self {
            output: output.to_owned(),
            process: ProcessGroup::start(&program, arguments, &[]).unwrap(),
        }
    }

    /// Waits until this text is in the output.
    pub async fn wait_for(&self, text: &str) {
        until(
            &format!("{text} in {}", self.output.display()),
            async || {
                let written = fs::read_to_string(&self.output).unwrap_or_default();
                let said = self.process.last_output();
                written.contains(text).then_some(()).ok_or(said)
            },
        )
        .await;
    }

    /// Waits until it says something with this text in it.
    pub async fn wait_for_complaint(&self, text: &str) {
        let found = |line: &str| line.contains(text).then_some(());
        self.process.wait_for_line(found).await.unwrap();
    }
}
