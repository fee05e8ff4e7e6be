//! Tests of the public face of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_sqlite;
mod any_input_engine;
mod any_input_query;
mod any_query;
mod byhand_check;
mod byhand_engine;
mod byhand_mesh;
mod byhand_read;
mod byhand_recall;
mod byhand_suggestions;
mod byhand_translate;
mod byhand_tree;
mod laws_engine;
mod laws_query;
mod shared;
mod spec_found;
mod spec_strategies;
