//! Tests of the public face of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_input_query;
mod any_query;
mod byhand_check;
mod byhand_read;
mod byhand_translate;
mod byhand_tree;
mod laws_query;
mod spec_strategies;
