//! Why a statistic cannot be computed.

/// An impossible request, with the place in the data that makes it so.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum CohortError {
    /// There are fewer patients than the statistic needs.
    #[error("{found} patients are too few, at least {needed} are needed")]
    TooFew {
        /// Smallest number of patients for which the statistic exists.
        needed: usize,
        /// Number of patients given.
        found: usize,
    },
    /// The two measurements are not of the same patients.
    #[error("{before} values before and {after} values after: each patient needs both")]
    LengthMismatch {
        /// Number of values before.
        before: usize,
        /// Number of values after.
        after: usize,
    },
    /// A value is infinite or not a number.
    #[error("the value of patient {patient} is {value}, a finite number is needed")]
    NotFinite {
        /// Position of the patient, from 1.
        patient: usize,
        /// The value.
        value: f64,
    },
    /// All patients changed by the same amount, so the change has no spread and t does not exist.
    #[error(
        "all {n} patients changed by the same amount ({difference}): the standard deviation of \
         the differences is 0 and t is undefined"
    )]
    IdenticalDifferences {
        /// Number of patients.
        n: usize,
        /// The common difference, before minus after.
        difference: f64,
    },
    /// More events than patients.
    #[error("{events} events among {n} patients: there cannot be more events than patients")]
    EventsExceedPatients {
        /// Number of events.
        events: u64,
        /// Number of patients.
        n: u64,
    },
    /// No difference has a sign, so there is nothing to rank.
    #[error("all {n} differences are zero: a test of their signs is undefined")]
    AllZero {
        /// Number of patients.
        n: usize,
    },
    /// There are more values than the method can take.
    #[error("{found} values are too many for this method, at most {most} are possible")]
    TooMany {
        /// Largest number of values.
        most: usize,
        /// Number of values given.
        found: usize,
    },
    /// The values that a statistic is divided by do not differ.
    #[error(
        "{n} values have no spread (value or mean difference {value}): the statistic is undefined"
    )]
    NoSpread {
        /// Number of values.
        n: usize,
        /// The common value, or the mean difference that cannot be standardised.
        value: f64,
    },
    /// A number given beside the data is impossible.
    #[error("the {what} is {value}: it must be {permitted}")]
    OutOfRange {
        /// What the number is.
        what: &'static str,
        /// The number.
        value: f64,
        /// Which numbers are possible.
        permitted: &'static str,
    },
    /// An integral did not settle, so that no digit of the answer can be vouched for.
    #[error("the integral behind the {what} did not settle")]
    NotSettled {
        /// What was computed.
        what: &'static str,
    },
    /// A statistic does not exist on the sample, or not without one of its patients.
    #[error("the statistic does not exist for this sample, or not without one of its patients")]
    UndefinedStatistic,
    /// The bias correction of a bootstrap interval is infinite.
    #[error(
        "{below} of {of} replicates are below the estimate: the bias correction is infinite; use \
         the percentile interval or look for a statistic that can fall on both sides"
    )]
    BiasUndefined {
        /// Replicates below the estimate.
        below: usize,
        /// Number of replicates.
        of: usize,
    },
    /// The confidence level leaves no interval to report.
    #[error("a confidence level of {level} is impossible: it must lie between 0 and 1, exclusive")]
    Level {
        /// The level.
        level: f64,
    },
}

/// Refuses the first value that is not finite.
pub(crate) fn check_finite(values: &[f64]) -> Result<(), CohortError> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(at) => Err(CohortError::NotFinite {
            patient: at + 1,
            value: values[at],
        }),
    }
}

/// Refuses measurements of different numbers of patients and values that are not finite.
pub(crate) fn check_pairs(before: &[f64], after: &[f64]) -> Result<(), CohortError> {
    if before.len() != after.len() {
        return Err(CohortError::LengthMismatch {
            before: before.len(),
            after: after.len(),
        });
    }
    check_finite(before)?;
    check_finite(after)
}
