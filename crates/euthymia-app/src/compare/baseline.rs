//! The risk or mean with the reference, in words.

use crate::error::AppError;
use euthymia_report::compared::{BaselineFrom, NetworkMeasure};
use serde::{Deserialize, Serialize};

/// A risk or a mean, or a word for where it comes from.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub enum BaselineSetting {
    /// As stated.
    Value(f64),
    /// `pooled`, or `arms` for the reference arms added up.
    Word(String),
}

impl From<&str> for BaselineSetting {
    fn from(text: &str) -> Self {
        let word = text.trim();
        word.parse()
            .map_or_else(|_| Self::Word(word.to_owned()), Self::Value)
    }
}

/// Reads where the baseline comes from.
///
/// # Errors
/// [`AppError::Usage`] for a word that is none, and for a number that is no risk.
pub(super) fn baseline(
    setting: Option<&BaselineSetting>,
    measure: NetworkMeasure,
) -> Result<BaselineFrom, AppError> {
    match setting {
        None => Ok(BaselineFrom::Pooled),
        Some(BaselineSetting::Word(word)) => match word.as_str() {
            "pooled" => Ok(BaselineFrom::Pooled),
            "arms" => Ok(BaselineFrom::ReferenceArms),
            other => Err(AppError::Usage(format!(
                "--baseline: \"{other}\" is none; use a risk such as 0.3, a mean, pooled (the \
                 reference arms with their error) or arms (the reference arms added up)"
            ))),
        },
        Some(BaselineSetting::Value(value)) => {
            super::words::baseline(*value, measure).map(BaselineFrom::Stated)
        }
    }
}

/// Checks a standard deviation.
pub(super) fn standard_deviation(value: Option<f64>) -> Result<Option<f64>, AppError> {
    match value {
        Some(sd) if !(sd > 0.0 && sd.is_finite()) => Err(AppError::Usage(format!(
            "--baseline-sd {sd}: a positive number is needed, the standard deviation of the scale"
        ))),
        other => Ok(other),
    }
}
