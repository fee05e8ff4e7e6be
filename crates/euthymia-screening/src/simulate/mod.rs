//! A review that is done is read again in the order that a model would have chosen.

mod lazy;
mod replay;

pub use replay::{CannotReplay, Plan, Replay, replay, replay_from, simulate};
