//! What every fuzz target does: the promises of reading, kept for any text at all.

#[path = "../../native/promises.rs"]
mod promises;

use key_events::feed::format;

/// Reads bytes as the browser decodes them, as a format and as found out.
pub fn read(name: &str, bytes: &[u8]) {
    let format = format::by_name(name);
    assert!(format.is_some(), "there is no format {name}");
    let text = String::from_utf8_lossy(bytes);
    promises::check(&text, format);
    promises::check(&text, None);
}
