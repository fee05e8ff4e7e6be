//! One estimate from many two-group tables without weighting by estimated variances: the methods
//! of Mantel and Haenszel and of Peto, and what goes with them.
//!
//! # Model
//! The true ratio or difference is the same in every stratum (trial); the risks or rates themselves
//! may be any. Sparse tables and empty cells are no obstacle: the sums over the strata matter, not the
//! single table, so nothing has to be added to a cell before pooling.
//!
//! | symbol | meaning |
//! |---|---|
//! | a, b | events and others in the treatment group of a stratum, n₁ = a + b |
//! | c, d | events and others in the control group, n₂ = c + d |
//! | m = a + c, N = n₁ + n₂ | all events, everybody |
//! | x₁, t₁, x₂, t₂ | events and person-time of the two groups, T = t₁ + t₂ |
//!
//! Each question has its own file: [`mantel_haenszel`] (odds ratio, risk ratio, risk difference),
//! [`person_time`] (rate ratio, rate difference), [`peto`] (odds ratio by observed less expected),
//! [`association`] (is there any effect? Cochran, Mantel–Haenszel), [`homogeneity`] (is the odds ratio
//! the same? Breslow–Day, Tarone), [`exact`] (odds ratio by conditional maximum likelihood).

pub mod association;
pub mod exact;
pub mod homogeneity;
pub mod mantel_haenszel;
pub mod person_time;
pub mod peto;
pub mod pooled;

pub use pooled::{LeftOut, Part, Pooled};

use crate::effect::zero_cells::{Scope, ZeroCells};
use euthymia_numerics::Probability;

/// One table under its label.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratum<T> {
    /// What it is called.
    pub label: String,
    /// Its counts.
    pub table: T,
}

impl<T> Stratum<T> {
    /// Pairs a label with a table.
    pub fn new(label: impl Into<String>, table: T) -> Self {
        Self {
            label: label.into(),
            table,
        }
    }
}

/// What is done about empty cells, separately for the two uses of a table, and the confidence level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The tables that are summed. By default nothing is added and nothing is left out, because the
    /// sums need no correction.
    pub pooling: ZeroCells,
    /// The tables whose own estimates enter Q. By default ½ is added to each cell of a table with a
    /// zero, and a table without events, or with nothing but events, is left out.
    pub single: ZeroCells,
    /// Confidence level, in (0, 1).
    pub level: Probability,
}

impl Default for Options {
    /// The rules of metafor's `rma.mh` and `rma.peto` when nothing is said, at 95 %.
    fn default() -> Self {
        Self {
            pooling: ZeroCells {
                amount: 0.0,
                scope: Scope::Never,
                keep_uninformative: true,
            },
            single: ZeroCells::RATIO,
            level: Probability::NINETY_FIVE,
        }
    }
}

/// Why strata could not be pooled.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StratifiedError {
    /// There is nothing to pool.
    #[error("there is no stratum to pool")]
    Empty,
    /// The rule for uninformative tables left none.
    #[error(
        "each of the {0} strata has no event at all, or nothing but events, and the rule in force \
         leaves such strata out: keep them, or choose a risk difference"
    )]
    NothingLeft(usize),
    /// A sum that a ratio divides by, or whose logarithm is taken, is zero.
    #[error(
        "the pooled ratio does not exist: {0}; add a continuity correction before pooling, or pool a \
         difference"
    )]
    NoRatio(&'static str),
    /// No stratum says anything about the precision.
    #[error("the pooled estimate has no variance: no stratum has both events and others in it")]
    NoVariance,
    /// A level of 0 or 1 has no interval.
    #[error("a confidence level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
    /// Too many tables are possible for an exact computation.
    #[error(
        "an exact computation would need {needed:e} operations, more than {limit:e}: with counts this \
         large the Mantel–Haenszel odds ratio has the same answer"
    )]
    TooLarge {
        /// Operations needed.
        needed: f64,
        /// The bound.
        limit: f64,
    },
    /// A sum or a ratio of these counts is beyond every double.
    #[error("the counts or what is added to them are too large or too small to compute with")]
    OutOfRange,
}

/// Checks a confidence level.
fn checked(level: Probability) -> Result<(), StratifiedError> {
    let value = level.get();
    if value > 0.0 && value < 1.0 {
        Ok(())
    } else {
        Err(StratifiedError::Level(value))
    }
}
