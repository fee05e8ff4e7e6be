//! Patient-level statistics: paired tests, groups compared, proportions, time to an event.
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
//! 5. [`differences`], then [`signed_rank`], [`sign_test`] and [`hodges_lehmann`]: change without
//!    assuming a distribution; [`shapiro_wilk`]: whether one may.
//! 6. [`standardised_interval`], [`bootstrap`], [`bayes_t`]: how sure one can be.
//! 7. [`reliable_change`]: one patient; [`multiplicity`]: many tests.
//! 8. [`two_sample`], [`rank_sum`], [`fisher`], [`difference_of_proportions`], [`ancova`]: groups
//!    compared; [`standardised_difference`]: how far apart they were at the start.
//! 9. [`survival`]: time to an event.
//! 5. [`reconstruct`]: which whole numbers can stand behind a printed summary.
//! 10. [`threshold`]: the intensity that one person responds to, from few pulses.
//! 5. [`against`]: one group beside a published number, and regression to the mean.
//!
//! Later families (repeated measures, missing data) are modules of their own beside these.
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

pub mod against;
pub mod ancova;
pub mod anova;
pub mod bayes_t;
pub mod binomial_test;
pub mod bootstrap;
pub mod bootstrap_interval;
pub mod brunner_munzel;
pub mod chi_squared_test;
pub mod contingency;
pub mod density;
pub mod descriptive;
pub mod difference_of_proportions;
pub mod differences;
mod error;
pub mod fisher;
mod group_error;
pub mod hodges_lehmann;
mod interval;
pub mod kruskal_wallis;
pub mod least_squares;
pub mod multiplicity;
pub mod order_interval;
pub mod paired;
pub mod paired_proportions;
pub mod paired_sums;
pub mod percent_change;
pub mod proportion;
pub mod rank_sum;
mod ranks;
pub mod reconstruct;
pub mod reliable_change;
mod search;
pub mod shapiro_wilk;
mod sign_distribution;
pub mod sign_test;
pub mod signed_rank;
pub mod standardised;
pub mod standardised_difference;
pub mod standardised_interval;
pub mod survival;
pub mod threshold;
pub mod two_sample;
pub mod two_sided;
pub mod unconditional;

pub use error::CohortError;
pub use group_error::GroupError;
pub use interval::Interval;
