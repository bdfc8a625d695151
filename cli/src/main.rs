//! The command `key-events`: checks, converts and prerenders feeds.

mod base_url;
mod check;
mod cli;
mod columns;
mod convert;
mod input;
mod load;
#[cfg(test)]
mod manual_test;
mod prerender;
mod terminal_escape;
mod terminal_json;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use cli::{Arguments, Command};
use key_events::feed::character_reference;

/// Exit status: nothing to show.
const NOTHING: u8 = 1;

/// Exit status: not readable, not a feed, or bad usage.
const FAILURE: u8 = 2;

fn main() -> ExitCode {
    character_reference::set_decoder(named_character);
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            let _ = write!(
                io::stderr(),
                "{}",
                terminal_escape::sanitize_lines(&error.to_string())
            );
            return ExitCode::from(FAILURE);
        }
        // The output of `--help` or `--version`.
        Err(error) => error.exit(),
    };
    let outcome = match arguments.command {
        Command::Check(arguments) => check::check(&arguments),
        Command::Convert(arguments) => convert::convert(&arguments),
        Command::Prerender(arguments) => prerender::prerender(&arguments),
        Command::Completions { shell } => completions(shell),
    };
    outcome.unwrap_or_else(|error| {
        error.print();
        ExitCode::from(FAILURE)
    })
}

/// Decodes a named character reference at the start of a text.
fn named_character(reference: &str) -> Option<String> {
    let decoded = htmlize::unescape(reference);
    (decoded != reference).then(|| decoded.into_owned())
}

fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(shell, &mut command, "key-events", &mut script);
    print(&mut io::stdout(), &String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the output. A closed pipe, such as that of `head`, is not an error.
fn print(to: &mut dyn Write, text: &str) -> Result<(), CliError> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CliError::new("standard output", &error.to_string()))
        }
        _ => Ok(()),
    }
}

/// The result of a command: its exit status, or an error for exit status 2.
type Outcome = Result<ExitCode, CliError>;

/// The error message of a command: one line with the source, the problem and the expectation.
#[derive(Debug, PartialEq)]
struct CliError(String);

impl CliError {
    fn new(source: &str, problem: &str) -> Self {
        Self(terminal_escape::sanitize(&[source, ": ", problem].concat()).into_owned())
    }

    /// Writes the message to standard error.
    fn print(&self) {
        // There is nowhere to report an error of standard error.
        let _ = writeln!(io::stderr(), "key-events: {}", self.0);
    }
}
