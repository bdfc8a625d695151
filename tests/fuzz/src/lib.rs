//! The bodies of the fuzz targets. Each checks the invariants of a parser for any input.

pub mod text;

#[path = "../../native/invariants.rs"]
mod invariants;

use key_events::feed::format;

/// Decodes bytes as browsers do, and reads the text as a format and with detection.
pub fn read(name: &str, bytes: &[u8]) {
    let format = format::by_name(name);
    assert!(format.is_some(), "there is no format {name}");
    let text = String::from_utf8_lossy(bytes);
    invariants::check(&text, format);
    invariants::check(&text, None);
}
