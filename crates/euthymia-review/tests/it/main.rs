//! Tests of the public face of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_folder;
mod byhand_bibtex;
mod byhand_csv;
mod laws_bibtex;
mod laws_csv;
mod records;
mod spec_pieces;
