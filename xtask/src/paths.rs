//! Where tools are kept, and where the repository is.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use crate::{
    run::{Failure, Outcome},
    tools::Tool,
};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable anew on every run, so a moved checkout stays right.
    let xtask = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map(Path::to_path_buf).unwrap_or(xtask)
}

/// Where cargo leaves what it builds.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The directory of all tools.
pub(crate) fn tools_directory() -> Outcome<PathBuf> {
    directory_from(|name| env::var_os(name).filter(|value| !value.is_empty())).ok_or_else(|| {
        Failure("no place for tools: set KEY_EVENTS_TOOLS to a directory they may go into".into())
    })
}

fn directory_from(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    variable("KEY_EVENTS_TOOLS")
        .map(PathBuf::from)
        .or_else(|| variable("XDG_CACHE_HOME").map(|cache| Path::new(&cache).join("key-events")))
        .or_else(|| variable("HOME").map(|home| Path::new(&home).join(".cache/key-events")))
}

/// The path of a tool's program, whether or not it is installed.
pub(crate) fn program(tool: &Tool) -> Outcome<PathBuf> {
    Ok(tools_directory()?
        .join(tool.directory())
        .join(tool.program_path()))
}

/// The value of `PATH` with these directories first.
pub(crate) fn path_with(first: &[PathBuf]) -> Outcome<OsString> {
    let mut directories = first.to_vec();
    let path = env::var_os("PATH").unwrap_or_default();
    directories.extend(env::split_paths(&path));
    env::join_paths(directories)
        .map_err(|error| Failure(format!("the tools' directory cannot be on PATH: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(set: &'static [(&'static str, &'static str)]) -> Option<PathBuf> {
        directory_from(|name| {
            let (_, value) = set.iter().find(|(key, _)| *key == name)?;
            Some((*value).into())
        })
    }

    #[test]
    fn the_most_specific_variable_wins() {
        let all = &[
            ("KEY_EVENTS_TOOLS", "/tools"),
            ("XDG_CACHE_HOME", "/cache"),
            ("HOME", "/home/me"),
        ];
        assert_eq!(with(all), Some("/tools".into()));
        assert_eq!(
            with(&[("XDG_CACHE_HOME", "/cache"), ("HOME", "/home/me")]),
            Some("/cache/key-events".into())
        );
        assert_eq!(
            with(&[("HOME", "/home/me")]),
            Some("/home/me/.cache/key-events".into())
        );
        assert_eq!(with(&[]), None);
    }
}
