//! Patient-level statistics held against hand, papers and other programs.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_python_reconstruct;
mod any_input_reconstruct;
mod byhand_reconstruct;
mod example_reconstruct;
mod laws_reconstruct;
