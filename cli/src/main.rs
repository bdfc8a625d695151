//! The command `key-events`: what a feed gives, on the command line.

mod base_url;
mod check;
mod cli;
mod columns;
mod convert;
mod input;
mod json;
mod load;
#[cfg(test)]
mod manual_test;
mod prerender;
mod terminal_escape;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use cli::{Arguments, Command};

/// Nothing to show.
const NOTHING: u8 = 1;

/// Not readable, not a feed, or bad usage.
const UNREADABLE: u8 = 2;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            let _ = write!(
                io::stderr(),
                "{}",
                terminal_escape::lines(&error.to_string())
            );
            return ExitCode::from(UNREADABLE);
        }
        // Help or the version.
        Err(error) => error.exit(),
    };
    let outcome = match arguments.command {
        Command::Check(arguments) => check::check(&arguments),
        Command::Convert(arguments) => convert::convert(&arguments),
        Command::Prerender(arguments) => prerender::prerender(&arguments),
        Command::Completions { shell } => completions(shell),
    };
    outcome.unwrap_or_else(|trouble| {
        trouble.tell();
        ExitCode::from(UNREADABLE)
    })
}

fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(shell, &mut command, "key-events", &mut script);
    print(&mut io::stdout(), &String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a whole output; a reader that has seen enough, such as `head`, is no trouble.
fn print(to: &mut dyn Write, text: &str) -> Result<(), Trouble> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Trouble::new("standard output", &error.to_string()))
        }
        _ => Ok(()),
    }
}

/// What every command returns.
type Outcome = Result<ExitCode, Trouble>;

/// Why a command could not do its work: one line that says where, what, and what was expected.
#[derive(Debug, PartialEq)]
struct Trouble(String);

impl Trouble {
    fn new(place: &str, problem: &str) -> Self {
        Self(terminal_escape::plain(&[place, ": ", problem].concat()).into_owned())
    }

    /// Says it on standard error.
    fn tell(&self) {
        // Nobody is left to tell when this fails.
        let _ = writeln!(io::stderr(), "key-events: {}", self.0);
    }
}
