//! Tests of the public face of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_input_tagged;
mod byhand_nbib;
mod byhand_ris;
mod byhand_tagged;
mod laws_real_files;
mod laws_written_tagged;
mod spec_pieces;
mod tagged;
