//! Tests of the public face of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_sqlite;
mod any_input_engine;
mod byhand_engine;
mod byhand_mesh;
mod byhand_recall;
mod byhand_suggestions;
mod byhand_tree;
mod laws_engine;
mod shared;
