//! Permutation tests: is a statistic larger than chance arrangements of the same data make it?
//!
//! # Model
//! Without an effect, each estimate is as likely to lie as far on the other side of zero: [`signs`]
//! flips the signs of the estimates of a pooled mean. Without an influence of a moderator, each row of
//! the design is as likely to belong to any estimate: [`rows`] permutes the rows. The whole model is
//! fitted anew to every arrangement, τ² included, and the statistic of the fit is compared.
//!
//! All arrangements are taken when there are few, otherwise a sample from a seed. With all of them the
//! p-value is the share of arrangements at least as extreme as the data; with a sample of m it is
//! (1 + their number)/(1 + m), since the data are an arrangement, too, so that it is never zero.
//!
//! [`interval`] turns the test of signs into a confidence interval.
//!
//! # References
//! Follmann DA, Proschan MA. Valid inference in random effects meta-analysis. Biometrics
//! 1999;55:732–737. Higgins JPT, Thompson SG. Controlling the risk of spurious findings from
//! meta-regression. Stat Med 2004;23:1663–1682. Phipson B, Smyth GK. Permutation p-values should never
//! be zero. Stat Appl Genet Mol Biol 2010;9:39.

mod blocks;
pub mod interval;
pub mod rows;
pub mod signs;
mod tally;

use crate::pairwise::FitError;

/// How many arrangements, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// All arrangements are taken when there are no more than this; otherwise so many are drawn.
    pub draws: u64,
    /// Take all of them, however many (up to [`ARRANGEMENTS_MAX`]).
    pub exact: bool,
    /// Where the random numbers start; the same seed gives the same answer.
    pub seed: u64,
    /// How many threads work; the answer does not depend on it. 0 and 1 are the calling thread.
    pub threads: usize,
}

impl Plan {
    /// So many draws on one thread.
    #[must_use]
    pub fn sample(draws: u64, seed: u64) -> Self {
        Self {
            draws,
            exact: false,
            seed,
            threads: 1,
        }
    }

    /// Every arrangement, on one thread.
    #[must_use]
    pub fn all() -> Self {
        Self {
            draws: 0,
            exact: true,
            seed: 0,
            threads: 1,
        }
    }

    /// Decides between all arrangements (`None` when they cannot be counted) and a sample.
    fn decide(&self, arrangements: Option<u64>) -> Result<Done, PermutationError> {
        let countable = arrangements.filter(|n| *n <= ARRANGEMENTS_MAX);
        match countable {
            Some(arrangements) if self.exact || arrangements <= self.draws => {
                Ok(Done::All { arrangements })
            }
            _ if self.exact => Err(PermutationError::TooManyArrangements),
            _ if self.draws == 0 => Err(PermutationError::NoDraws),
            _ => Ok(Done::Sample {
                draws: self.draws,
                seed: self.seed,
            }),
        }
    }
}

/// The most arrangements that are all taken: 2³².
pub const ARRANGEMENTS_MAX: u64 = 1 << 32;

/// Which arrangements were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// All of them: the p-value is exact.
    All {
        /// Their number, the data as they are included.
        arrangements: u64,
    },
    /// A random sample.
    Sample {
        /// Their number, without the data as they are.
        draws: u64,
        /// Where the random numbers started.
        seed: u64,
    },
}

/// The outcome of a permutation test of one coefficient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PermutationTest {
    /// The statistic of the data as they are.
    pub statistic: f64,
    /// Probability of a statistic at least as far from zero.
    pub p_value: f64,
    /// Probability of a statistic at least as large.
    pub p_greater: f64,
    /// Probability of a statistic at least as small.
    pub p_less: f64,
    /// Standard error of the two-sided p-value from sampling; `None` when all arrangements were taken.
    pub sampling_error: Option<f64>,
    /// Which arrangements were taken.
    pub done: Done,
    /// Arrangements whose fit did not settle or gave no number; they count as extreme. To be shown
    /// when it is not zero.
    pub unsettled: u64,
}

/// Why there is no permutation test.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum PermutationError {
    /// An exact test was asked for where there are too many arrangements.
    #[error(
        "there are more than {ARRANGEMENTS_MAX} arrangements, too many to take them all: draw a sample, \
         such as 10000"
    )]
    TooManyArrangements,
    /// No arrangement was asked for.
    #[error("no draws were asked for: choose a number, such as 10000, or an exact test")]
    NoDraws,
    /// The model cannot be fitted to the data as they are.
    #[error("the data as they are cannot be tested: {0}")]
    Fit(#[from] FitError),
    /// The statistic of the data as they are is not a number, or there is none.
    #[error("the data as they are give no statistic to compare")]
    NoStatistic,
    /// No p-value can be as small as the interval needs.
    #[error(
        "with {arrangements} arrangements no p-value is small enough for a confidence level of {level}: \
         more studies, more draws or a lower level are needed"
    )]
    TooFewArrangements {
        /// Arrangements, the data as they are included.
        arrangements: u64,
        /// The level asked for.
        level: f64,
    },
    /// A level of 0 or 1 has no interval.
    #[error("a confidence level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
}
