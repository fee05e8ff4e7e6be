//! Screening: what people decided of the reports of a review, folded from its log.
//!
//! A [`Unit`] is a report: a record with all its copies. At each [`Stage`](crate::log::Stage) as
//! many reviewers decide on it as the [`Rules`] ask for; what follows is an [`Outcome`]. Nothing is
//! stored: [`Screening::of`] reads it from the entries, and [`Screening::note`] goes on with one
//! entry more.

mod count;
mod finding;
mod index;
mod outcome;
mod queue;
mod reasons;
mod rules;
mod screening;
mod unit;

pub use count::StageCount;
pub use finding::Finding;
pub use outcome::{Disagreement, Outcome};
pub use reasons::Reasons;
pub use rules::{Reason, Rules, StageRules};
pub use screening::{Drawn, Ended, Screening};
pub use unit::{Consensus, Decided, Decision, Unit};
