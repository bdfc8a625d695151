//! Paths: the repository, the build, and the cache of tools.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use etcetera::BaseStrategy;
use xshell::Shell;

use crate::tools::Tool;

/// The root of the repository.
pub(crate) fn project_root() -> PathBuf {
    // Cargo sets the variable for each run, so that the path is right after the repository has moved.
    let xtask = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map(Path::to_path_buf).unwrap_or(xtask)
}

/// Cargo's target directory.
pub(crate) fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| project_root().join("target"), PathBuf::from)
}

/// The directory of the installed tools, which all clones of the repository share.
pub(crate) fn cache_dir() -> Result<PathBuf> {
    let set = env::var_os("KEY_EVENTS_TOOLS").filter(|value| !value.is_empty());
    if let Some(directory) = set {
        return Ok(directory.into());
    }
    let user = etcetera::choose_base_strategy()
        .context("no directory for tools: set KEY_EVENTS_TOOLS to a directory for them")?;
    Ok(user.cache_dir().join("key-events"))
}

/// The path of a tool's program, which may not be installed yet.
pub(crate) fn tool_path(tool: &Tool) -> Result<PathBuf> {
    let directory = cache_dir()?.join(tool.directory());
    Ok(directory.join("bin").join(tool.program))
}

/// The value of `PATH` with these directories first.
pub(crate) fn path_with(first: &[PathBuf]) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let directories = first.iter().cloned().chain(env::split_paths(&path));
    env::join_paths(directories).context("PATH cannot contain the directory of the tools")
}

/// Whether `PATH` has a program of this name.
pub(crate) fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|directory| directory.join(program).is_file())
}

/// The names of the files and folders in a directory, in order.
pub(crate) fn file_names(sh: &Shell, directory: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for path in sh.read_dir(directory)? {
        names.extend(
            path.file_name()
                .map(|name| name.to_string_lossy().into_owned()),
        );
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_not_on_the_path() {
        assert!(on_path("sh"));
        assert!(!on_path("no-such-program"));
    }
}
