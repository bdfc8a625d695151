//! What a page gets: tests of the built `dist/`.
