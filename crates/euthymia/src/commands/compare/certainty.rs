//! How certain estimates are.

use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::compare::certainty::{CertaintySettings, REPORTING, reporting};
use euthymia_report::compared::Which;
use std::path::{Path, PathBuf};

/// Rules of certainty, and files with what people found.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "How certain estimates are")]
pub(super) struct CertaintyArgs {
    /// Also print how certain each estimate against the reference is, in six domains by the rules of
    /// CINeMA; --important is the range of effects too small to matter. Judgements in the place of a rule
    /// stand in a saved analysis: [[certainty]] with treatment, reference, domain, judgement, reason
    #[arg(long)]
    certainty: bool,
    /// A CSV file with what was judged of each trial: study (label or identifier), judgement (low, some,
    /// high); outcome (empty: every one) and domain (overall, indirectness) where they are there. It
    /// goes before columns of the trials
    #[arg(long, value_name = "FILE")]
    appraisals: Option<PathBuf>,
    /// How the risk of bias of trials makes one judgement, each weighed by what it contributes: average,
    /// majority, worst [default: average]
    #[arg(long, value_name = "RULE")]
    within_study_bias: Option<String>,
    /// The same for indirectness: average, majority, worst [default: average]
    #[arg(long, value_name = "RULE")]
    indirectness: Option<String>,
    /// Results that may be missing, which nothing can compute: undetected, suspected, no, some or major for
    /// every comparison, or a CSV file with treatment, reference, judgement
    #[arg(long, value_name = "WORD|FILE")]
    reporting_bias: Option<String>,
    /// Imprecision, heterogeneity and incoherence, which all follow from scatter, cost levels one-by-one,
    /// or the worst of them alone: worst [default: one-by-one]
    #[arg(long, value_name = "RULE")]
    related: Option<String>,
}

impl CertaintyArgs {
    /// True when any of them was given that a saved analysis holds.
    pub(super) fn is_given(&self) -> bool {
        let words = [
            &self.within_study_bias,
            &self.indirectness,
            &self.reporting_bias,
            &self.related,
        ];
        words.iter().any(|word| word.is_some()) || self.appraisals.is_some()
    }

    /// The tables with that of certainty, where it was asked for.
    pub(super) fn shown(&self, mut which: Vec<Which>) -> Vec<Which> {
        if self.certainty && !which.contains(&Which::Certainty) {
            which.push(Which::Certainty);
        }
        which
    }

    /// What a saved analysis holds.
    ///
    /// # Errors
    /// [`AppError::Usage`] for reporting bias that is neither a word nor a file.
    pub(super) fn settings(&self) -> Result<CertaintySettings, AppError> {
        let mut settings = CertaintySettings {
            within_study_bias: self.within_study_bias.clone(),
            indirectness: self.indirectness.clone(),
            related: self.related.clone(),
            reporting_bias: None,
            reporting_file: None,
            appraisals: self.appraisals.clone(),
        };
        if let Some(text) = &self.reporting_bias {
            let path = Path::new(text);
            if reporting(text).is_some() {
                settings.reporting_bias = Some(text.clone());
            } else if path.exists() || path.extension().is_some() {
                settings.reporting_file = Some(path.to_owned());
            } else {
                return Err(AppError::Usage(format!(
                    "--reporting-bias: \"{text}\" is none; use {REPORTING}, or name a CSV file"
                )));
            }
        }
        Ok(settings)
    }
}
