//! The `prerender` command.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::{browser::process::ProcessGroup, page::until};

/// The program that the environment variable `KEY_EVENTS_COMMAND` names. The default is cargo's
/// last build.
fn program() -> PathBuf {
    env::var_os("KEY_EVENTS_COMMAND").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/debug/key-events"),
        PathBuf::from,
    )
}

/// Runs `key-events prerender` on a feed with these options, and returns its output.
///
/// # Panics
/// When the program is missing, or prints a message.
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
            panic!("{program}: {error}; `cargo build` builds it")
        });
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(feed.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.is_empty(), "{message}");
    String::from_utf8(output.stdout).unwrap()
}

/// `key-events prerender --watch`, until it is dropped.
#[derive(Debug)]
pub struct Watching {
    output: PathBuf,
    process: ProcessGroup,
}

impl Watching {
    /// Starts it. It reads the feed every second.
    ///
    /// # Panics
    /// When the program is missing.
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
                let message = self.process.last_output();
                written.contains(text).then_some(()).ok_or(message)
            },
        )
        .await;
    }

    /// Waits until it prints a line with this text.
    pub async fn wait_for_message(&self, text: &str) {
        let found = |line: &str| line.contains(text).then_some(());
        self.process.wait_for_line(found).await.unwrap();
    }
}
