//! Tests of the public face of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_input;
mod bench;
mod laws_session;
mod spec_failures;
mod spec_kill;
mod spec_pace;
mod spec_protocol;
mod spec_run;
mod stand_in;
