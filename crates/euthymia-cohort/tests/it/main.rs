//! The statistics of patients against closed forms, published examples, other programs and their laws.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::unwrap_used, clippy::panic)]

mod byhand_against;
