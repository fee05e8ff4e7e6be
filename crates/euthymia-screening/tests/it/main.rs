//! Screening by hand, against papers and other programs, its laws, any input.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_sklearn;
mod any_input_order;
mod byhand_discovery;
mod byhand_terms;
mod laws_order;
