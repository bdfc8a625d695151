//! The console.

/// Logs a warning for the maintainers of the page.
pub fn warn(line: &str) {
    web_sys::console::warn_1(&line.into());
}
