//! Curves over doses in words.

use super::moderators::value;
use crate::error::AppError;
use euthymia_report::compared::dosing::{DoseShape, Dosing};
use serde::{Deserialize, Serialize};

/// Curves over doses, in words.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct DoseSettings {
    /// `linear`, `log-linear`, `quadratic`, `emax`, `spline`, `categories`, or `compare`; nothing where
    /// no curves are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
    /// `AGENT=SHAPE`: agents with a curve of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<String>,
    /// `TREATMENT=AGENT`: treatments that count as doses of another one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dose_of: Vec<String>,
    /// The body weight in kg at which doses per weight are made into doses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_weight: Option<f64>,
    /// `AGENT=DOSE`: doses at which effects are stated beside those tried.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<String>,
}

impl DoseSettings {
    /// True where nothing is asked of doses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is asked, in the terms of the analysis; `None` where no curves are.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that says nothing, and for details of curves that are not asked
    /// for.
    pub fn dosing(&self) -> Result<Option<Dosing>, AppError> {
        let Some(word) = &self.shape else {
            return match self.is_empty() {
                true => Ok(None),
                false => Err(AppError::Usage(
                    "options of doses without a curve: add --dose-response SHAPE".to_owned(),
                )),
            };
        };
        if let Some(weight) = self.body_weight
            && !(weight > 0.0 && weight.is_finite())
        {
            return Err(AppError::Usage(format!(
                "--body-weight {weight}: a number of kilograms above 0 is needed, such as 70"
            )));
        }
        let at = self.at.iter().map(|text| {
            let found = value("--at-dose", "drug=40", text)?;
            match found.1 > 0.0 {
                true => Ok(found),
                false => Err(AppError::Usage(format!(
                    "--at-dose: \"{text}\": a dose above 0 is needed"
                ))),
            }
        });
        let own = self.own.iter().map(|text| {
            let (agent, word) = pair("--dose-shape", "AGENT=SHAPE", text)?;
            Ok((agent, shape("--dose-shape", &word)?))
        });
        let dose_of = self.dose_of.iter();
        let dose_of = dose_of.map(|text| pair("--dose-of", "TREATMENT=AGENT", text));
        Ok(Some(Dosing {
            shape: match word.as_str() {
                "compare" => None,
                word => Some(shape("--dose-response", word)?),
            },
            own: own.collect::<Result<_, AppError>>()?,
            dose_of: dose_of.collect::<Result<_, _>>()?,
            body_weight: self.body_weight,
            at: at.collect::<Result<_, _>>()?,
        }))
    }
}

fn shape(option: &str, word: &str) -> Result<DoseShape, AppError> {
    let found = DoseShape::ALL.into_iter().find(|own| own.word() == word);
    found.ok_or_else(|| {
        let words = DoseShape::ALL.map(DoseShape::word).join(", ");
        let compare = match option {
            "--dose-response" => ", compare",
            _ => "",
        };
        AppError::Usage(format!(
            "{option}: \"{word}\" is no curve; use one of: {words}{compare}"
        ))
    })
}

fn pair(option: &str, form: &str, text: &str) -> Result<(String, String), AppError> {
    match text.split_once('=').map(|(a, b)| (a.trim(), b.trim())) {
        Some((one, other)) if !one.is_empty() && !other.is_empty() => {
            Ok((one.to_owned(), other.to_owned()))
        }
        _ => Err(AppError::Usage(format!(
            "{option}: \"{text}\" is not {form}"
        ))),
    }
}
