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
//! 4. [`proportion`]: what a count of patients says about the proportion; [`binomial_test`]: the
//!    same beside a published rate.
//! 5. Two groups of different patients: [`difference_of_proportions`], [`fisher`],
//!    [`unconditional`] for counts; [`two_sample`], [`rank_sum`], [`brunner_munzel`] for values;
//!    [`paired_proportions`] for an event twice in the same patients.
//! 6. More groups and covariates: [`contingency`] with [`chi_squared_test`], [`anova`],
//!    [`kruskal_wallis`], [`ancova`] on [`least_squares`].
//! 7. [`standardised_difference`]: balance at baseline. [`survival`]: time to an event.
//!
//! A test that has variants says in its result which one it was ([`two_sided`] has the three meanings
//! of a two-sided exact p-value). Later families (repeated measures, missing data) are modules of
//! their own beside these.

pub mod ancova;
pub mod anova;
pub mod binomial_test;
pub mod brunner_munzel;
pub mod chi_squared_test;
pub mod contingency;
pub mod descriptive;
pub mod difference_of_proportions;
mod error;
pub mod fisher;
mod group_error;
mod interval;
pub mod kruskal_wallis;
pub mod least_squares;
pub mod paired;
pub mod paired_proportions;
pub mod percent_change;
pub mod proportion;
pub mod rank_sum;
mod ranks;
mod search;
pub mod standardised;
pub mod standardised_difference;
pub mod survival;
pub mod two_sample;
pub mod two_sided;
pub mod unconditional;

pub use error::CohortError;
pub use group_error::GroupError;
pub use interval::Interval;
