//! What counts, from the settings and the command line.

use super::settings::OutcomeSettings;
use crate::cohort::definition;
use crate::error::AppError;
use euthymia_clinical::course::Reliability;
use euthymia_clinical::outcome_rule::{RuleOutcome, all};
use euthymia_clinical::remission;
use euthymia_clinical::source::Source;
use euthymia_cohort::descriptive::sd;
use euthymia_numerics::Probability;
use euthymia_report::case_series::{CaseSeries, Choices};

/// Bootstrap resamples.
const RESAMPLES: usize = 10_000;

/// The choices for a series; what is not chosen is the usual rule with its source.
///
/// # Errors
/// [`AppError::Usage`] for a definition that is none, or is about another scale.
pub fn choices(
    series: &CaseSeries,
    outcome: &OutcomeSettings,
    level: Probability,
    seed: u64,
) -> Result<Choices, AppError> {
    let scale = series
        .main_measure()
        .ok_or_else(|| AppError::Usage("there is no scale".to_owned()))?;
    let (id, name) = (scale.instrument.as_str(), scale.name.as_str());
    let asked = || Source::site("as asked");
    let response = match &outcome.response {
        Some(text) => (definition(text, id, name)?, asked()),
        None => {
            let usual = all().iter().find(|r| r.outcome == RuleOutcome::Response);
            let source = usual.map_or_else(asked, |rule| rule.source());
            (definition(">=50pct", id, name)?, source)
        }
    };
    let remission = match &outcome.remission {
        Some(text) => Some((definition(text, id, name)?, asked())),
        None => remission::rules(id)
            .into_iter()
            .next()
            .map(|rule| (rule.definition.clone(), rule.source())),
    };
    Ok(Choices {
        level,
        response,
        remission,
        remitters_are_responders: outcome.remitters_are_responders.unwrap_or(false),
        reliable: reliable(series, outcome)?,
        seed,
        resamples: RESAMPLES,
    })
}

/// Reliability is stated by whoever asks; the standard deviation may be that of these patients.
fn reliable(
    series: &CaseSeries,
    outcome: &OutcomeSettings,
) -> Result<Option<(Reliability, String)>, AppError> {
    let Some(r) = outcome.reliability else {
        return Ok(None);
    };
    if !(0.0..1.0).contains(&r) {
        return Err(AppError::Usage(format!(
            "reliability = {r} is none: it runs from 0 to below 1"
        )));
    }
    let from = outcome
        .reliability_source
        .clone()
        .unwrap_or_else(|| "as stated, without a source".to_owned());
    if let Some(sd) = outcome.reliable_sd {
        return Ok(Some((Reliability { sd, r }, from)));
    }
    let baselines: Vec<f64> = series
        .patients
        .iter()
        .filter_map(|patient| series.baseline_score(patient, 0).ok())
        .collect();
    let own = sd(&baselines).filter(|sd| *sd > 0.0);
    Ok(own.map(|sd| {
        (
            Reliability { sd, r },
            format!("{from}; SD of these patients"),
        )
    }))
}
