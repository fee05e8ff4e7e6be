//! One group beside what was published: an exact test against a fixed rate, and how much of a change
//! regression to the mean alone would make.
//!
//! What the published groups together say of a rate needs a model of several groups, which is not
//! here: this module knows one group and one number.

mod regression_to_mean;

pub use regression_to_mean::{RegressionToMean, Selected, regression_to_mean};
