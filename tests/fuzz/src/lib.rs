//! What every fuzz target does: the promises of reading, kept for any text at all.

#[path = "../../native/promises.rs"]
mod promises;

use key_events::feed::dialect;

/// Reads bytes as the browser decodes them, as a dialect and as found out.
pub fn read(name: &str, bytes: &[u8]) {
    let dialect = dialect::by_name(name);
    assert!(dialect.is_some(), "there is no dialect {name}");
    let text = String::from_utf8_lossy(bytes);
    promises::check(&text, dialect);
    promises::check(&text, None);
}
