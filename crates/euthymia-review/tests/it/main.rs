//! Tests of the public face of the crate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod any_input_log;
mod byhand_decisions;
mod byhand_dedupe;
mod laws_dedupe;
mod laws_log;
mod spec_folder;
mod spec_interrupted;
mod spec_log;
mod spec_merge;
mod spec_pieces;
mod spec_protocol;
mod spec_status;
mod workplace;
