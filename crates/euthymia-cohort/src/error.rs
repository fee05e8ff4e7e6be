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
    /// A rate outside 0 to 1.
    #[error("a rate of {rate} is impossible: it must lie between 0 and 1")]
    Rate {
        /// The rate.
        rate: f64,
    },
    /// A standard deviation that is not positive.
    #[error("a standard deviation of {sd} is impossible: it must be positive and finite")]
    Spread {
        /// The standard deviation.
        sd: f64,
    },
    /// A reliability outside 0 to 1.
    #[error("a reliability of {reliability} is impossible: it must lie between 0 and 1")]
    Reliability {
        /// The reliability.
        reliability: f64,
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
