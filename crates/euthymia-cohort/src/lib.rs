//! Patient-level statistics: paired tests, proportions, change from baseline.
//!
//! Mathematics only: no names of scales and no rule of medicine is known here. Who responded is
//! decided where the definitions of outcomes live; what comes here is how many did. Every function
//! takes plain numbers and returns a struct; nothing is printed, no default is chosen, and a value
//! that does not exist is `None` or a [`CohortError`], never not-a-number.
//!
//! Suggested reading order:
//!
//! 1. [`descriptive`]: one group of values.
//! 2. [`paired`] and [`standardised`]: the same patients before and after.
//! 3. [`percent_change`]: change relative to baseline, in its two meanings.
//! 4. [`proportion`]: what a count of patients says about the proportion.
//! 5. [`against`]: one group beside a published number, and regression to the mean.
//!
//! Later families (repeated measures, survival, missing data) are modules of their own beside
//! these.

pub mod against;
pub mod descriptive;
mod error;
mod interval;
pub mod paired;
pub mod percent_change;
pub mod proportion;
pub mod standardised;

pub use error::CohortError;
pub use interval::Interval;
