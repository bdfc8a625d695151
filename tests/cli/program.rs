//! Runs the program.

use std::io::Write;
use std::process::{Command, Stdio};

/// The exit status and output of a run.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Runs the program with an empty environment, which has no settings of color, width and proxies.
pub fn key_events(arguments: &[&str]) -> Run {
    run(arguments, &[], None)
}

/// As [`key_events`], with environment variables.
pub fn with_variables(variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    run(arguments, variables, None)
}

/// As [`key_events`], with standard input.
pub fn with_input(arguments: &[&str], input: &[u8]) -> Run {
    run(arguments, &[], Some(input))
}

fn run(arguments: &[&str], variables: &[(&str, &str)], input: Option<&[u8]>) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_key-events"))
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(if input.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    if let (Some(mut stdin), Some(input)) = (child.stdin.take(), input) {
        // The program can exit before it reads all of its input.
        let _ = stdin.write_all(input);
    }
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The path of a file of the repository.
pub fn path(file: &str) -> String {
    [env!("CARGO_MANIFEST_DIR"), "/../", file].concat()
}

/// A live blog with three key events and one other entry.
pub fn live_blog() -> String {
    path("tests/fixtures/json-feed/live-blog.json")
}
