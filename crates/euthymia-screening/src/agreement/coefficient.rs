//! A coefficient of agreement, or why there is none.

use euthymia_numerics::Probability;

/// A coefficient of agreement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// The coefficient, at most 1; 0 is what chance alone would give.
    pub value: f64,
    /// How sure it is; `None` with a single pair, and where everybody agrees on everything: a
    /// large-sample error of 0 would claim certainty.
    pub precision: Option<Precision>,
}

/// How sure a coefficient is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Standard error.
    pub standard_error: f64,
    /// Lower limit, at least −1.
    pub lower: f64,
    /// Upper limit, at most 1.
    pub upper: f64,
}

/// Why a coefficient does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// Nothing was decided by both.
    #[error("no report was decided on by all of them")]
    NoPairs,
    /// Chance alone would make them agree on everything.
    #[error(
        "all of them always gave the same one answer: chance alone explains that, and the \
         coefficient does not exist"
    )]
    ByChanceAlone,
    /// The table is not one of at least two answers.
    #[error("a table of agreement is square and has at least two answers")]
    Shape,
    /// No level of confidence.
    #[error("a level of confidence lies between 0 and 1")]
    Level,
}

impl Precision {
    /// The interval of `value` ± `quantile` × `standard_error`, within −1 and 1; `None` where the
    /// error is not above 0.
    pub(super) fn around(value: f64, standard_error: f64, quantile: f64) -> Option<Self> {
        let half = quantile * standard_error;
        (standard_error > 0.0 && half.is_finite()).then(|| Self {
            standard_error,
            lower: (value - half).max(-1.0),
            upper: (value + half).min(1.0),
        })
    }
}

/// The probability in each tail outside of a level.
pub(super) fn tail(level: Probability) -> Result<Probability, Undefined> {
    match level.get() > 0.0 && level.get() < 1.0 {
        true => Ok(level.complement().half()),
        false => Err(Undefined::Level),
    }
}
