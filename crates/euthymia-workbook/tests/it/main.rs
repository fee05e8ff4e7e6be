//! Files of every format, written by independent programs, by hand, and at random.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_writers;
mod any_input;
mod files;
mod redcap;
mod refused;
mod sav;
mod unpacked;
mod workbooks;
mod xport;
