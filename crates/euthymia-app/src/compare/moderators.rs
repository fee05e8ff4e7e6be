//! Moderators in words.

use crate::error::AppError;
use euthymia_report::compared::moderation::{Moderation, ModeratorChoice, Sharing};
use serde::{Deserialize, Serialize};

/// Properties of trials that may explain differences, in words.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModeratorSettings {
    /// `NAME` or `NAME:SHARING`, where SHARING is `shared`, `independent`, `exchangeable` or `by-class`.
    pub moderators: Vec<String>,
    /// `NAME=VALUE`: values at which effects are stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<String>,
}

impl ModeratorSettings {
    /// True where nothing is asked of moderators.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.moderators.is_empty() && self.at.is_empty()
    }

    /// The names of the covariates.
    ///
    /// # Errors
    /// As [`moderation`](Self::moderation).
    pub fn names(&self) -> Result<Vec<String>, AppError> {
        let own = self.moderation()?.moderators;
        Ok(own.into_iter().map(|moderator| moderator.name).collect())
    }

    /// What is asked, in the terms of the analysis.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that says nothing.
    pub fn moderation(&self) -> Result<Moderation, AppError> {
        let mut moderators: Vec<ModeratorChoice> = Vec::with_capacity(self.moderators.len());
        for text in &self.moderators {
            let found = moderator(text)?;
            if moderators.iter().any(|before| before.name == found.name) {
                return Err(AppError::Usage(format!(
                    "--moderator: \"{}\" is named twice",
                    found.name
                )));
            }
            moderators.push(found);
        }
        let at = self.at.iter().map(|text| value("--at", "year=2015", text));
        let at: Vec<(String, f64)> = at.collect::<Result<_, _>>()?;
        for (name, _) in &at {
            if !moderators.iter().any(|own| own.name == *name) {
                return Err(AppError::Usage(format!(
                    "--at: \"{name}\" is no moderator here; add --moderator {name}"
                )));
            }
        }
        Ok(Moderation { moderators, at })
    }
}

/// Reads `NAME` or `NAME:SHARING`.
fn moderator(text: &str) -> Result<ModeratorChoice, AppError> {
    let (name, sharing) = match text.rsplit_once(':') {
        None => (text, Sharing::default()),
        Some((name, word)) => {
            let known = Sharing::ALL
                .into_iter()
                .find(|own| own.word() == word.trim());
            let sharing = known.ok_or_else(|| {
                let words = Sharing::ALL.map(Sharing::word);
                AppError::Usage(format!(
                    "--moderator: \"{word}\" is no way to share an interaction; use one of: {}",
                    words.join(", ")
                ))
            })?;
            (name, sharing)
        }
    };
    match name.trim() {
        "" => Err(AppError::Usage(format!(
            "--moderator: \"{text}\" names no covariate; write NAME or NAME:SHARING, such as \
             year:shared"
        ))),
        name => Ok(ModeratorChoice {
            name: name.to_owned(),
            sharing,
        }),
    }
}

/// Reads `NAME=VALUE`.
pub(super) fn value(option: &str, example: &str, text: &str) -> Result<(String, f64), AppError> {
    let found = text.rsplit_once('=').and_then(|(name, value)| {
        let value: f64 = value.trim().parse().ok()?;
        let name = name.trim();
        (!name.is_empty() && value.is_finite()).then(|| (name.to_owned(), value))
    });
    found.ok_or_else(|| {
        AppError::Usage(format!(
            "{option}: \"{text}\" is not NAME=VALUE, such as {example}"
        ))
    })
}
