//! Navigation in the article: scroll spy, jumps to events, jump history.

#[cfg(target_arch = "wasm32")]
pub(crate) mod anchors;
pub mod current;
pub mod jump_history;
#[cfg(target_arch = "wasm32")]
pub(crate) mod navigator;
pub mod scroll_animation;
#[cfg(target_arch = "wasm32")]
pub(crate) mod scroll_spy;
