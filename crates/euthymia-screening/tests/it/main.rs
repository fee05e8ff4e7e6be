//! Screening by hand, against papers and other programs, its laws, any input.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_buscarpy;
mod agrees_with_irrcac;
mod agrees_with_sklearn;
mod any_input_agreement;
mod any_input_order;
mod any_input_stopping;
mod byhand_agreement;
mod byhand_discovery;
mod byhand_stopping;
mod byhand_terms;
mod example_abstractors;
mod laws_agreement;
mod laws_order;
mod laws_stopping;
