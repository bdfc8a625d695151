//! Child processes that never outlive the test run.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// A shell that starts a program and waits for the end of its own input. The input ends when this
/// process ends, however that happens. Then the shell kills its process group: the program and all
/// its descendants.
const KEEPER: &str = r#""$@" 2>&1 & read -r _; rm -rf "$TMPDIR" 2>/dev/null; kill -KILL -$$"#;

/// A program with all its descendants and a directory for its temporary files.
///
/// Dropping it kills the processes and removes the directory.
#[derive(Debug)]
pub(crate) struct ProcessGroup {
    keeper: Child,
    output: Arc<Mutex<Vec<String>>>,
    temporary: TempDir,
}

impl ProcessGroup {
    /// Starts a program.
    pub(crate) fn start<S: AsRef<OsStr>>(
        program: &str,
        arguments: impl IntoIterator<Item = S>,
        environment: &[(&str, &str)],
    ) -> Result<Self, String> {
        let temporary = TempDir::with_prefix("key-events-e2e-").map_err(|e| e.to_string())?;
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "sh", program])
            .args(arguments)
            .env("TMPDIR", temporary.path())
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .map_err(|error| format!("{program} can't be started: {error}"))?;
        let output = Arc::new(Mutex::new(Vec::new()));
        let lines = BufReader::new(keeper.stdout.take().expect("stdout is piped")).lines();
        let sink = Arc::clone(&output);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                sink.lock().unwrap().push(line);
            }
        });
        Ok(Self {
            keeper,
            output,
            temporary,
        })
    }

    /// The directory for the program's temporary files.
    pub(crate) fn directory(&self) -> &std::path::Path {
        self.temporary.path()
    }

    /// The last lines that were printed.
    pub(crate) fn last_output(&self) -> String {
        let output = self.output.lock().unwrap();
        output[output.len().saturating_sub(20)..].join("\n")
    }

    /// Waits until `find` returns a value for a line of output.
    pub(crate) async fn wait_for_line<T>(
        &self,
        find: impl Fn(&str) -> Option<T>,
    ) -> Result<T, String> {
        let start = Instant::now();
        loop {
            let found = self
                .output
                .lock()
                .unwrap()
                .iter()
                .find_map(|line| find(line));
            if let Some(found) = found {
                return Ok(found);
            }
            if start.elapsed() > Duration::from_secs(20) {
                return Err(format!(
                    "no sign of readiness in 20 s, only:\n{}",
                    self.last_output()
                ));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // The group is gone once its keeper is: it kills all members at once.
        self.keeper.wait().ok();
    }
}
