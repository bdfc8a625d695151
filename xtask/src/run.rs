//! Running other programs, and what is said when something goes wrong.

use std::{env, io, path::Path, process::Command};

/// Why a command ended early, in words for the person who ran it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure(pub(crate) String);

/// What every step returns.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Adds to an error what was being done.
pub(crate) trait Context<T> {
    /// Puts `doing` in front of the error's own text.
    fn context(self, doing: impl AsRef<str>) -> Outcome<T>;
}

impl<T> Context<T> for io::Result<T> {
    fn context(self, doing: impl AsRef<str>) -> Outcome<T> {
        self.map_err(|error| Failure(format!("{}: {error}", doing.as_ref())))
    }
}

/// Runs a command with its output shown, and fails when it fails.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let name = name_of(command);
    let status = command.status().context(format!("cannot start {name}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure(format!("{name} failed ({status})")))
    }
}

/// Runs a command silently and returns what it printed; `None` when it cannot be run or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|out| out.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// Whether a program of this name can be run.
pub(crate) fn on_path(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| {
        env::split_paths(&path).any(|directory| directory.join(program).is_file())
    })
}

/// The cargo that runs this program, so that the toolchain stays the same.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str());
    let arguments = command
        .get_args()
        .take(2)
        .map(|word| word.to_string_lossy());
    std::iter::once(program.to_string_lossy())
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_named() {
        let failure = run(Command::new("/bin/sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(failure.0, "sh -c exit 3 failed (exit status: 3)");
    }

    #[test]
    fn a_missing_program_is_not_on_the_path() {
        assert!(on_path("sh"));
        assert!(!on_path("no-such-program"));
    }
}
