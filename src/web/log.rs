//! The console.

/// Tells the people who maintain the page, in one line.
pub fn warn(line: &str) {
    web_sys::console::warn_1(&line.into());
}
