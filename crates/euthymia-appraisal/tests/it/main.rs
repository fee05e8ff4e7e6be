//! Tools for judging studies: the language of rules, and published flow charts written out by hand.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod amstar2;
mod any_input;
mod byhand_rob2;
mod checklists;
mod laws_tools;
