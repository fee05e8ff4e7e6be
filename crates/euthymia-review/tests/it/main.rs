//! Tests of the public face of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_labels;
mod byhand_dedupe;
mod laws_dedupe;
mod spec_pieces;
