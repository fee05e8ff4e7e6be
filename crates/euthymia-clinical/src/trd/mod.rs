//! Definitions of treatment-resistant depression, and whether a patient meets each.
//!
//! Reading order: [`definition`] (what a definition asks for, as `rules/trd.toml` has it),
//! [`count`] (which trials count, each once), [`judge`] (a definition held against a record).

pub mod count;
pub mod definition;
pub mod judge;

pub use definition::{Criterion, Definition, definitions};
pub use judge::{Choices, Verdict, judge};
