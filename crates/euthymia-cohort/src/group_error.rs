//! Why groups cannot be compared.

use crate::error::CohortError;

/// An impossible request about groups, with the place in the data that makes it so.
///
/// Groups, rows and patients are counted from 1.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GroupError {
    /// One group, a count or the confidence level is impossible in itself.
    #[error(transparent)]
    Cohort(#[from] CohortError),
    /// Fewer groups than the comparison needs.
    #[error("{found} groups, at least {needed} are needed")]
    TooFewGroups {
        /// Smallest number of groups.
        needed: usize,
        /// Number of groups given.
        found: usize,
    },
    /// A group has fewer patients than the statistic needs.
    #[error("group {group} has {found} patients, at least {needed} are needed")]
    TooFewInGroup {
        /// Position of the group, from 1.
        group: usize,
        /// Smallest number of patients for which the statistic exists.
        needed: usize,
        /// Number of patients in it.
        found: usize,
    },
    /// A value is infinite or not a number.
    #[error(
        "the value of patient {patient} in group {group} is {value}, a finite number is needed"
    )]
    NotFinite {
        /// Position of the group, from 1.
        group: usize,
        /// Position of the patient in the group, from 1.
        patient: usize,
        /// The value.
        value: f64,
    },
    /// Within the groups all values are the same, so that nothing measures chance.
    #[error("the values have no spread within the groups: the statistic is undefined")]
    NoSpread,
    /// A table has a row or column without any patient, or fewer than two rows or columns.
    #[error(
        "the table needs at least two rows and two columns, all of one length and none of them empty"
    )]
    NotATable,
    /// The exact distribution would take too long.
    #[error(
        "the exact method would need about {needed:.1e} steps, the limit is {limit:.1e}: choose an approximation by name"
    )]
    TooLarge {
        /// Steps needed.
        needed: f64,
        /// Steps allowed.
        limit: f64,
    },
    /// Two lists that describe the same patients differ in length.
    #[error("{what}: {found} values for {expected} patients")]
    LengthMismatch {
        /// The list, by name.
        what: String,
        /// Number of patients.
        expected: usize,
        /// Number of values.
        found: usize,
    },
    /// A column of a regression is a combination of the columns before it.
    #[error(
        "the column \"{column}\" is constant or a combination of the columns before it: leave it out"
    )]
    Collinear {
        /// The column, by name.
        column: String,
    },
    /// A regression has as many coefficients as patients, or more.
    #[error("{coefficients} coefficients and {patients} patients: more patients are needed")]
    TooManyColumns {
        /// Number of coefficients.
        coefficients: usize,
        /// Number of patients.
        patients: usize,
    },
    /// A patient decides a coefficient alone, so that this standard error does not exist.
    #[error("patient {patient} has leverage 1: the standard error {name} does not exist")]
    Leverage {
        /// Position of the patient, from 1.
        patient: usize,
        /// Name of the standard error.
        name: &'static str,
    },
    /// A search did not settle.
    #[error("the search for {what} did not settle")]
    NotSettled {
        /// What was searched for.
        what: &'static str,
    },
    /// A time is negative or not finite.
    #[error("the time of patient {patient} is {time}: a finite time of at least 0 is needed")]
    Time {
        /// Position of the patient, from 1.
        patient: usize,
        /// The time.
        time: f64,
    },
}

/// Refuses a group that is too small or holds a value that is not finite.
pub(crate) fn check_group(group: usize, values: &[f64], needed: usize) -> Result<(), GroupError> {
    if values.len() < needed {
        return Err(GroupError::TooFewInGroup {
            group,
            needed,
            found: values.len(),
        });
    }
    let bad = values.iter().enumerate().find(|(_, v)| !v.is_finite());
    match bad {
        None => Ok(()),
        Some((at, value)) => Err(GroupError::NotFinite {
            group,
            patient: at + 1,
            value: *value,
        }),
    }
}
