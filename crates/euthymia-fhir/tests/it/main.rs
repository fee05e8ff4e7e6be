//! Bundles read, the published test patients of CMS159 counted, and rating scales written.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::unwrap_used, clippy::panic)]

mod depression_remission;
mod questionnaire;
mod unreadable;
