//! The mathematics of screening: agreement of reviewers, an order of texts learnt from decisions,
//! and when to stop.
//!
//! Texts, labels and counts come in; nothing here knows a record, a review or a folder.

pub mod agreement;
pub mod model;
pub mod stopping;
pub mod text;

pub mod discovery;
pub mod rank;
pub mod simulate;
pub mod strategy;

pub use discovery::Discovery;
pub use model::Model;
pub use rank::{Explanation, Known, Ranker, Settings};
pub use simulate::{CannotReplay, Plan, Replay, replay, replay_from, simulate};
pub use strategy::Strategy;
