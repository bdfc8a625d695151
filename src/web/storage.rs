//! The reader's storage of this site. Not by `gloo-storage`: that panics where the browser refuses storage.

use web_sys::Storage;

/// What is stored under a name; `None` also where the browser refuses storage.
pub fn read(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Stores a text, unless the browser refuses it or has no room.
pub fn write(name: &str, text: &str) {
    if let Some(storage) = storage() {
        // Without it the next visit is as the first one.
        let _ = storage.set_item(name, text);
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
