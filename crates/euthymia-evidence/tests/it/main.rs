//! The bundled evidence base, what the checks find in broken ones, what a selection answers, and
//! that no input makes either panic.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod broken;
mod bundled;
mod folder;
mod fuzz;
mod selection;
mod small;
