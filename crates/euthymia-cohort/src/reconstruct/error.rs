//! Why a printed summary cannot be examined at all.

/// A summary that is no question, as opposed to one that no data fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReconstructError {
    /// A text that is no plain decimal number of a usable size.
    #[error(
        "\"{found}\" is not a number as papers print it: digits with a decimal point, at most six \
         decimals, such as 27.60"
    )]
    Number {
        /// What was read.
        found: String,
    },
    /// A number of patients that cannot be worked with.
    #[error("n = {n}: a reconstruction needs 2 to 100000 patients")]
    Patients {
        /// The number.
        n: u32,
    },
    /// A range of values that is empty or too wide.
    #[error(
        "values from {lowest} to {highest}: the range runs upwards, from -1000 to 1000 at most"
    )]
    Range {
        /// Lowest value.
        lowest: i64,
        /// Highest value.
        highest: i64,
    },
    /// A text that is no rule with a count.
    #[error("\"{found}\" is not a count under a rule: {why}")]
    Rule {
        /// What was read.
        found: String,
        /// What is wrong and what would be right.
        why: &'static str,
    },
    /// A standard deviation below zero.
    #[error("a standard deviation of {found} is below 0")]
    NegativeSd {
        /// As printed.
        found: String,
    },
}
