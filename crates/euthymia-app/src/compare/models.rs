//! Models beside those of inverse variances, in words.

use super::settings::ResultSettings;
use crate::error::AppError;
use crate::settings;
use euthymia_report::compared::{Compared, FurtherModel, ModelOptions, NetworkMeasure, Prior};
use euthymia_synthesis::bayes::MeanPrior;
use serde::{Deserialize, Serialize};

/// Models beside those of inverse variances; what is absent has the default of [`ModelOptions`].
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModelsSettings {
    /// Their words.
    pub model: Vec<String>,
    /// The prior of τ, such as `half-normal:0.5`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tau_prior: Option<String>,
    /// The prior of each effect against the reference, `flat` or `normal:0:SD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_prior: Option<String>,
    /// Chains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chains: Option<usize>,
    /// Draws of each chain that are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_draws: Option<usize>,
    /// Draws of each chain that adapt the sampler and are thrown away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warm_up: Option<usize>,
    /// Mean acceptance that the sampler aims at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<f64>,
}

fn usage(message: String) -> AppError {
    AppError::Usage(message)
}

impl ModelsSettings {
    /// True when nothing was asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The models in the terms of the analysis.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is no model, for a model that does not go with the measure, for
    /// a posterior without a prior of τ, and for options that no model asked for would use.
    pub(super) fn options(&self, measure: NetworkMeasure) -> Result<ModelOptions, AppError> {
        let models = self.models(measure)?;
        let usual = ModelOptions::default();
        let bayesian = models.iter().any(|model| model.is_bayesian());
        let sampled = models.contains(&FurtherModel::BayesBinomial);
        for (option, given, used, by) in [
            (
                "--tau-prior",
                self.tau_prior.is_some(),
                bayesian,
                "bayes or bayes-binomial",
            ),
            (
                "--mean-prior",
                self.mean_prior.is_some(),
                bayesian,
                "bayes or bayes-binomial",
            ),
            ("--chains", self.chains.is_some(), sampled, "bayes-binomial"),
            (
                "--chain-draws",
                self.chain_draws.is_some(),
                sampled,
                "bayes-binomial",
            ),
            (
                "--warm-up",
                self.warm_up.is_some(),
                sampled,
                "bayes-binomial",
            ),
            (
                "--acceptance",
                self.acceptance.is_some(),
                sampled,
                "bayes-binomial",
            ),
        ] {
            if given && !used {
                return Err(usage(format!("{option} is for --model {by}")));
            }
        }
        Ok(ModelOptions {
            prior: match bayesian {
                true => Some(self.prior()?),
                false => None,
            },
            effect_sd: self.effect_sd(sampled)?,
            chains: within("--chains", self.chains, usual.chains, 2, 64)?,
            warm_up: within("--warm-up", self.warm_up, usual.warm_up, 100, 1_000_000)?,
            kept: within(
                "--chain-draws",
                self.chain_draws,
                usual.kept,
                100,
                1_000_000,
            )?,
            acceptance: acceptance(self.acceptance.unwrap_or(usual.acceptance))?,
            models,
        })
    }

    fn models(&self, measure: NetworkMeasure) -> Result<Vec<FurtherModel>, AppError> {
        let mut models = Vec::new();
        for word in &self.model {
            let model = FurtherModel::from_word(word.trim()).ok_or_else(|| {
                let words: Vec<&str> =
                    FurtherModel::ALL.into_iter().map(FurtherModel::word).collect();
                usage(format!(
                    "--model: there is no model \"{word}\"; use {}. The models random and common are \
                     always fitted",
                    words.join(", ")
                ))
            })?;
            if model.needs_counts() && measure != NetworkMeasure::OddsRatio {
                return Err(usage(format!(
                    "--model {} gives odds ratios of counts: it goes with --measure OR, not {}",
                    model.word(),
                    measure.code()
                )));
            }
            if !models.contains(&model) {
                models.push(model);
            }
        }
        Ok(models)
    }

    fn prior(&self) -> Result<Prior, AppError> {
        let words = self.tau_prior.as_deref().ok_or_else(|| {
            usage(
                "a posterior needs a prior of τ, and with few trials it decides the answer: \
                 --tau-prior half-normal:0.5, say"
                    .to_owned(),
            )
        })?;
        Ok(Prior {
            tau: settings::tau_prior(words)?,
            words: words.to_owned(),
            caution: settings::prior_caution(words),
        })
    }

    fn effect_sd(&self, sampled: bool) -> Result<Option<f64>, AppError> {
        let Some(text) = &self.mean_prior else {
            return Ok(None);
        };
        match settings::mean_prior(text)? {
            MeanPrior::Flat if sampled => Err(usage(
                "--mean-prior flat: sampling needs a prior that integrates to one; use normal:0:SD, or \
                 leave it out for normal:0:100"
                    .to_owned(),
            )),
            MeanPrior::Flat => Ok(None),
            MeanPrior::Normal { mean, sd } if mean == 0.0 && sd > 0.0 => Ok(Some(sd)),
            MeanPrior::Normal { .. } => Err(usage(format!(
                "--mean-prior \"{text}\": effects against the reference have a prior about 0 with a \
                 positive standard deviation, such as normal:0:2"
            ))),
        }
    }
}

fn within(
    option: &str,
    given: Option<usize>,
    usual: usize,
    least: usize,
    most: usize,
) -> Result<usize, AppError> {
    let value = given.unwrap_or(usual);
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    Err(usage(format!(
        "{option} {value}: choose from {least} to {most}"
    )))
}

fn acceptance(value: f64) -> Result<f64, AppError> {
    if (0.5..1.0).contains(&value) {
        return Ok(value);
    }
    Err(usage(format!(
        "--acceptance {value}: choose at least 0.5 and less than 1, such as 0.99"
    )))
}

/// The estimates of the further models, as a saved analysis keeps them.
pub(super) fn results(analysis: &Compared) -> Vec<ResultSettings> {
    let mut all = Vec::new();
    for (part, outcomes) in analysis.parts.iter().zip(&analysis.further) {
        for (model, found) in outcomes {
            let Ok(found) = found else { continue };
            for (place, treatment) in part.network().treatments().iter().enumerate() {
                let Some(effect) = found.effect(place) else {
                    continue;
                };
                let half = (effect.bounds.upper - effect.bounds.lower) / 2.0;
                all.push(ResultSettings {
                    choice: analysis.choice.name.clone(),
                    model: Some(model.word().to_owned()),
                    treatment: treatment.clone(),
                    reference: part.reference_name().to_owned(),
                    estimate: effect.estimate,
                    standard_error: effect.standard_error.unwrap_or(half),
                });
            }
        }
    }
    all
}
