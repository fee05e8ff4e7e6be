//! The mathematics of screening: agreement of reviewers, an order of texts learnt from decisions,
//! and when to stop.
//!
//! Texts, labels and counts come in; nothing here knows a record, a review or a folder.

pub mod agreement;
pub mod stopping;
