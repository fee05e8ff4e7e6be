//! Words of a comparison, read into types.

use crate::error::AppError;
use euthymia_clinical::outcome::{Outcome, OutcomeKind};
use euthymia_report::compared::{Controls, Doses, Level, NetworkMeasure};
use euthymia_synthesis::network::{Better, Tau2Method};
use euthymia_synthesis::pairwise::GivenTau2;

fn usage(message: String) -> AppError {
    AppError::Usage(message)
}

/// Reads a measure of networks.
pub(super) fn measure(code: &str) -> Result<NetworkMeasure, AppError> {
    NetworkMeasure::from_code(code).ok_or_else(|| {
        let all: Vec<&str> = NetworkMeasure::ALL.iter().map(|m| m.code()).collect();
        usage(format!(
            "\"{code}\" is not a measure of networks; use one of: {}",
            all.join(", ")
        ))
    })
}

/// The measure that an outcome is usually compared on.
pub(super) fn usual_measure(outcome: &Outcome) -> NetworkMeasure {
    match outcome.kind() {
        OutcomeKind::Event => NetworkMeasure::OddsRatio,
        OutcomeKind::Measurement => NetworkMeasure::StandardisedMeanDifference,
    }
}

/// Which way is better for an outcome: more response and remission, less of everything else.
pub(super) fn usual_better(outcome: &Outcome) -> Better {
    match outcome.id() {
        "response" | "partial_response" | "remission" => Better::Larger,
        _ => Better::Smaller,
    }
}

/// Reads which way is better.
pub(super) fn better(word: &str) -> Result<Better, AppError> {
    match word {
        "larger" => Ok(Better::Larger),
        "smaller" => Ok(Better::Smaller),
        _ => Err(usage(format!(
            "--better: \"{word}\" is neither larger (such as response) nor smaller (such as a score \
             or a harm)"
        ))),
    }
}

/// Reads an estimator of τ² of a network.
pub(super) fn tau2(word: &str) -> Result<Tau2Method, AppError> {
    match word.to_lowercase().as_str() {
        "dl" => Ok(Tau2Method::DerSimonianLaird),
        "ml" => Ok(Tau2Method::MaximumLikelihood),
        "reml" => Ok(Tau2Method::Reml),
        other => match other.parse::<f64>() {
            Ok(value) => GivenTau2::new(value)
                .map(Tau2Method::Given)
                .map_err(|error| usage(error.to_string())),
            Err(_) => Err(usage(format!(
                "\"{word}\" is not an estimator of τ² of a network; use reml, dl, ml, or a value such \
                 as 0.04"
            ))),
        },
    }
}

/// Checks a number of draws.
pub(super) fn draws(count: usize) -> Result<usize, AppError> {
    if (1_000..=10_000_000).contains(&count) {
        Ok(count)
    } else {
        Err(usage(format!(
            "{count} draws: choose from 1,000 to 10,000,000"
        )))
    }
}

/// Checks a smallest important difference, as printed.
pub(super) fn important(
    value: Option<f64>,
    measure: NetworkMeasure,
) -> Result<Option<f64>, AppError> {
    match value {
        None => Ok(None),
        Some(value) if measure.is_ratio() && value > 1.0 && value.is_finite() => Ok(Some(value)),
        Some(value) if !measure.is_ratio() && value > 0.0 && value.is_finite() => Ok(Some(value)),
        Some(value) if measure.is_ratio() => Err(usage(format!(
            "{value} as the smallest important {}: a number above 1 is needed, such as 1.25; its \
             inverse counts on the other side",
            measure.name()
        ))),
        Some(value) => Err(usage(format!(
            "{value} as the smallest important {}: a number above 0 is needed",
            measure.name()
        ))),
    }
}

/// Checks a risk or mean with the reference.
pub(super) fn baseline(
    value: Option<f64>,
    measure: NetworkMeasure,
) -> Result<Option<f64>, AppError> {
    let of_counts = matches!(
        measure,
        NetworkMeasure::OddsRatio
            | NetworkMeasure::RiskRatio
            | NetworkMeasure::RiskDifference
            | NetworkMeasure::HazardRatio
    );
    match value {
        Some(risk) if of_counts && !(risk > 0.0 && risk < 1.0) => Err(usage(format!(
            "a baseline risk of {risk}: a proportion between 0 and 1 is needed, such as 0.3 for 30 %"
        ))),
        Some(mean) if !mean.is_finite() => {
            Err(usage(format!("a baseline of {mean} is not a number")))
        }
        other => Ok(other),
    }
}

const LEVELS: [(&str, Level); 4] = [
    ("treatment", Level::Treatment),
    ("group", Level::Group),
    ("class", Level::Class),
    ("components", Level::Components),
];

const CONTROLS: [(&str, Controls); 3] = [
    ("merged", Controls::Merged),
    ("by-kind", Controls::ByKind),
    ("apart", Controls::Apart),
];

const DOSES: [(&str, Doses); 2] = [("merged", Doses::Merged), ("apart", Doses::Apart)];

/// One of the choices by its word; the usual one where there is no word.
fn one_of<T: Copy + Default>(
    what: &str,
    word: Option<&str>,
    all: &[(&str, T)],
) -> Result<T, AppError> {
    pick(what, word, T::default(), all)
}

/// One of the choices by its word; `usual` where there is no word.
pub(super) fn pick<T: Copy>(
    what: &str,
    word: Option<&str>,
    usual: T,
    all: &[(&str, T)],
) -> Result<T, AppError> {
    let Some(word) = word else {
        return Ok(usual);
    };
    let found = all.iter().find(|(name, _)| *name == word);
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        usage(format!(
            "{what} \"{word}\" is none; use one of: {}",
            names.join(", ")
        ))
    })
}

/// The word of a choice.
fn word_of<T: Copy + PartialEq>(choice: T, all: &[(&'static str, T)]) -> &'static str {
    let found = all.iter().find(|(_, other)| *other == choice);
    found.map_or("", |(name, _)| *name)
}

/// Reads how finely treatments are told apart.
pub(super) fn level(word: Option<&str>) -> Result<Level, AppError> {
    one_of("nodes", word, &LEVELS)
}

/// Reads whether controls are one node.
pub(super) fn controls(word: Option<&str>) -> Result<Controls, AppError> {
    one_of("controls", word, &CONTROLS)
}

/// Reads whether doses are told apart.
pub(super) fn doses(word: Option<&str>) -> Result<Doses, AppError> {
    one_of("doses", word, &DOSES)
}

pub(super) fn level_word(level: Level) -> &'static str {
    word_of(level, &LEVELS)
}

pub(super) fn controls_word(controls: Controls) -> &'static str {
    word_of(controls, &CONTROLS)
}

pub(super) fn doses_word(doses: Doses) -> &'static str {
    word_of(doses, &DOSES)
}
