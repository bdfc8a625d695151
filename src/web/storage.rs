//! `localStorage`. Not with `gloo-storage`, which panics if the browser denies access.

use web_sys::Storage;

/// The item of a key. `None` also if the browser denies access.
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Stores an item, unless the browser denies access or the quota is exceeded.
pub fn write(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A failure means that the next visit counts as the first one.
        let _ = storage.set_item(key, value);
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
