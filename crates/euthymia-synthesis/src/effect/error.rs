//! Why no effect size can be formed.

use crate::variance::VarianceError;

/// Why no effect size can be formed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EffectError {
    /// More events than patients.
    #[error("{events} events among {n} patients: events cannot exceed the number of patients")]
    EventsExceedN {
        /// The events given.
        events: u64,
        /// The patients given.
        n: u64,
    },
    /// A group without patients.
    #[error("a group has no patients")]
    EmptyGroup,
    /// A group too small for its standard deviation.
    #[error("a group of {0} has no standard deviation: at least 2 patients are needed")]
    GroupTooSmall(u64),
    /// A standard deviation that is negative, zero or not finite.
    #[error("a standard deviation of {0}: a positive finite number is needed")]
    StandardDeviation(f64),
    /// The estimate is not finite.
    #[error(
        "the estimate is not a finite number: a zero cell without a correction, or values too large to \
         compute with"
    )]
    NotFinite(f64),
    /// The variance is not positive.
    #[error("the sampling variance cannot be formed ({0})")]
    Variance(#[from] VarianceError),
    /// A table or a pair of counts that the zero-cell rule leaves out.
    #[error("no events in either group, or nothing but events: says nothing about a ratio")]
    Uninformative,
    /// A person-time that is not positive and finite.
    #[error("a person-time of {0}: a positive finite number is needed")]
    PersonTime(f64),
    /// A correlation outside −1 to 1.
    #[error("a correlation of {0}: a number between −1 and 1, both excluded, is needed")]
    Correlation(f64),
    /// A correlation implied by other numbers that cannot be one.
    #[error(
        "the numbers given imply a correlation of {0} between the paired measurements, which must lie \
         between −1 and 1: check the standard deviations and the test statistic"
    )]
    ImpliedCorrelation(f64),
    /// A sample too small for the measure.
    #[error("a sample of {n}: this measure needs at least {least}")]
    SampleTooSmall {
        /// The size given.
        n: u64,
        /// The least size there is an estimate for.
        least: u64,
    },
    /// A logarithm of means of different sign, or of zero.
    #[error("means of {0} and {1}: the logarithm of their ratio needs two means of one sign")]
    OppositeSigns(f64, f64),
    /// A logarithm of a mean that is not positive.
    #[error("a mean of {0}: this measure takes its logarithm and needs a positive one")]
    MeanNotPositive(f64),
    /// A test statistic that determines nothing.
    #[error("a test statistic of {0}: a finite number other than 0 is needed")]
    Statistic(f64),
    /// Degrees of freedom that are none.
    #[error("{0} degrees of freedom: a positive finite number is needed")]
    DegreesOfFreedom(f64),
    /// A ratio, or a limit of one, that is not positive.
    #[error("a ratio of {0}: a positive finite number is needed")]
    Ratio(f64),
    /// An interval that is none.
    #[error("limits of {lower} and {upper}: the lower must be below the upper")]
    Limits {
        /// The lower limit given.
        lower: f64,
        /// The upper limit given.
        upper: f64,
    },
    /// A reliability that is not below 1.
    #[error("a reliability of {0}: a finite number below 1 is needed")]
    Reliability(f64),
    /// A scale of fewer than two items.
    #[error("a scale of {0} items: at least 2 are needed")]
    Items(u64),
    /// Data of another kind than the measure needs.
    #[error("{measure} is computed from {needed}, not from {given}")]
    Input {
        /// The code of the measure.
        measure: &'static str,
        /// What it needs.
        needed: &'static str,
        /// What was given.
        given: &'static str,
    },
    /// A rule for the variance that the measure does not have.
    #[error("{measure} has no variance of the kind {rule}; leave the choice out for the usual one")]
    VarianceRule {
        /// The code of the measure.
        measure: &'static str,
        /// The rule asked for.
        rule: &'static str,
    },
}
