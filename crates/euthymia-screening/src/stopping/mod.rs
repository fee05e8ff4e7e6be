//! When to stop screening: rules that look at what has been screened so far, each with what it
//! assumes. No rule decides: it says what follows if its assumptions hold.
//!
//! | rule | claims | module |
//! |---|---|---|
//! | so many irrelevant in a row | nothing | [`consecutive`] |
//! | SAFE | nothing; a conservative check-list | [`safe`] |
//! | statistical, from the ranked order | recall below the target is unlikely | [`recall`] |
//! | random sample of the rest | an exact bound for what was missed | [`sample`] |
//! | two reviewers or several sources | an estimate of what nobody found | [`missing`] |
//!
//! How often a rule would have failed is told by [`simulate_stopping`].

pub mod consecutive;
pub mod missing;
pub mod recall;
pub mod safe;
pub mod sample;
mod screened;
mod simulate;
mod verdict;

pub use screened::{NotScreened, Screened};
pub use simulate::{Labelled, Performance, StoppingRule, simulate_stopping, stops_at};
pub use verdict::{Assumption, Says, Verdict};
