//! What to make of components, in words.

use crate::error::AppError;
use euthymia_numerics::Probability;
use euthymia_report::compared::{ComponentOptions, Inactive};
use euthymia_synthesis::network::component::Criterion;
use serde::{Deserialize, Serialize};

/// What to make of components.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ComponentSettings {
    /// The component that counts as doing nothing, or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inactive: Option<String>,
    /// Pairs such as `A*B` that may do more or less together than their sum.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub interaction: Vec<String>,
    /// How further interactions are selected: `akaike`, or `p:0.157`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub select: Option<String>,
    /// Combinations such as `A+B+C` to predict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub combination: Vec<String>,
}

impl ComponentSettings {
    /// True where nothing was said.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The choices in the terms of the analysis.
    ///
    /// # Errors
    /// [`AppError::Usage`] for words that cannot be read.
    pub fn options(&self) -> Result<ComponentOptions, AppError> {
        Ok(ComponentOptions {
            inactive: match self.inactive.as_deref() {
                None => Inactive::Usual,
                Some("none") => Inactive::Nothing,
                Some(name) => Inactive::Named(name.trim().to_owned()),
            },
            interactions: self
                .interaction
                .iter()
                .map(|text| interaction(text))
                .collect::<Result<_, _>>()?,
            select: self.select.as_deref().map(criterion).transpose()?,
            combinations: self
                .combination
                .iter()
                .map(|text| combination(text))
                .collect::<Result<_, _>>()?,
        })
    }
}

fn interaction(text: &str) -> Result<(String, String), AppError> {
    let pair = text.split_once('*');
    let pair = pair.map(|(one, other)| (one.trim().to_owned(), other.trim().to_owned()));
    pair.filter(|(one, other)| !one.is_empty() && !other.is_empty() && !other.contains('*'))
        .ok_or_else(|| {
            AppError::Usage(format!(
                "--interaction: \"{text}\" is not two components; write A*B"
            ))
        })
}

fn combination(text: &str) -> Result<Vec<String>, AppError> {
    let parts: Vec<String> = text.split('+').map(|part| part.trim().to_owned()).collect();
    if parts.iter().any(String::is_empty) {
        return Err(AppError::Usage(format!(
            "--combination: \"{text}\" has an empty component; write A+B+C"
        )));
    }
    Ok(parts)
}

fn criterion(text: &str) -> Result<Criterion, AppError> {
    let wrong = || {
        AppError::Usage(format!(
            "--select: \"{text}\" is neither akaike nor p: with a value between 0 and 1, such as p:0.157"
        ))
    };
    if text.eq_ignore_ascii_case("akaike") {
        return Ok(Criterion::Akaike);
    }
    let value = text.strip_prefix("p:").ok_or_else(wrong)?;
    let value: f64 = value.trim().parse().map_err(|_| wrong())?;
    if !(value > 0.0 && value < 1.0) {
        return Err(wrong());
    }
    Probability::new(value)
        .map(Criterion::BelowP)
        .map_err(|_| wrong())
}
