//! The hooks, one per file, named after what they provide. Each cleans up after itself.

mod effect;
pub mod use_actions;
pub mod use_anchors;
pub mod use_clock;
pub mod use_commands;
pub mod use_current_row;
pub mod use_events;
pub mod use_feed;
pub mod use_handle;
pub mod use_hash;
pub mod use_impressions;
pub mod use_incremental_render;
pub mod use_last_visit;
pub mod use_lazy_chunk;
pub mod use_navigator;
pub mod use_page_changes;
pub mod use_print;
pub mod use_reserved_space;
pub mod use_scroll_anchoring;
pub mod use_scroll_spy;
pub mod use_settings;
pub mod use_share;
pub mod use_stable_layout;
pub mod use_stories;
pub mod use_updates;
pub mod use_visibility;
