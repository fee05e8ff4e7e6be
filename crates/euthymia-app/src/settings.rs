//! Choices given as words on a command line, in a form or in a file, read into types.

use crate::error::AppError;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::select::TimeWindow;
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::effect::{RatioBias, SmallSample, VarianceRule};
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::{Interval, Model, Prediction, Tau2Method};

fn usage(message: String) -> AppError {
    AppError::Usage(message)
}

/// Reads a measure by its abbreviation.
///
/// # Errors
/// [`AppError::Usage`] naming the measures there are.
pub fn measure(code: &str) -> Result<Measure, AppError> {
    Measure::from_code(code).ok_or_else(|| {
        let all: Vec<&str> = Measure::ALL.iter().map(|m| m.code()).collect();
        usage(format!(
            "\"{code}\" is not a measure; use one of: {}. `euthymia effect --list` says what each is",
            all.join(", ")
        ))
    })
}

/// Reads a model: `random` or `common`, with the estimator of τ² that random effects use.
///
/// # Errors
/// [`AppError::Usage`].
pub fn model(word: &str, method: Tau2Method) -> Result<Model, AppError> {
    match word.to_lowercase().as_str() {
        "common" | "ee" | "fixed" | "fe" => Ok(Model::CommonEffect),
        "random" => Ok(Model::RandomEffects(method)),
        estimator if tau2(estimator).is_ok() => Err(usage(format!(
            "\"{word}\" is an estimator of τ², not a model; write --model random --tau2 {estimator}"
        ))),
        _ => Err(usage(format!(
            "\"{word}\" is not a model; use random (true effects differ) or common (one true effect)"
        ))),
    }
}

/// Reads an estimator of τ² by metafor's abbreviation, whatever its case: `reml`, `dl`, `pm` …
///
/// # Errors
/// [`AppError::Usage`] naming the estimators there are.
pub fn tau2(word: &str) -> Result<Tau2Method, AppError> {
    match word.to_lowercase().as_str() {
        "reml" => Ok(Tau2Method::Reml),
        "dl" => Ok(Tau2Method::DerSimonianLaird),
        "pm" => Ok(Tau2Method::PauleMandel),
        _ => Err(usage(format!(
            "\"{word}\" is not an estimator of τ²; use reml, dl or pm"
        ))),
    }
}

/// Reads a test and interval: `z`, `hk`, `hk-floor`.
///
/// # Errors
/// [`AppError::Usage`].
pub fn test(word: &str) -> Result<Interval, AppError> {
    match word.to_lowercase().as_str() {
        "wald" | "z" => Ok(Interval::Wald),
        "hk" | "knha" | "hksj" => Ok(Interval::HartungKnapp),
        "hk-floor" | "adhoc" => Ok(Interval::HartungKnappFloor),
        _ => Err(usage(format!(
            "\"{word}\" is not a test; use z (Wald), hk (Hartung–Knapp) or hk-floor (Hartung–Knapp, \
             never narrower than its Wald counterpart)"
        ))),
    }
}

/// Reads a prediction interval: `z`, `t1` (k − 1), `t2` (k − 2).
///
/// # Errors
/// [`AppError::Usage`].
pub fn prediction(word: &str) -> Result<Prediction, AppError> {
    match word.to_lowercase().as_str() {
        "z" => Ok(Prediction::Normal),
        "t1" | "k-1" => Ok(Prediction::StudentKMinus1),
        "t2" | "k-2" => Ok(Prediction::StudentKMinus2),
        _ => Err(usage(format!(
            "\"{word}\" is not a prediction interval; use z, t1 (t with k − 1) or t2 (t with k − 2)"
        ))),
    }
}

/// Reads a confidence level in percent, 50 to 99.99.
///
/// # Errors
/// [`AppError::Usage`].
pub fn level(percent: f64) -> Result<Probability, AppError> {
    let bad = || {
        usage(format!(
            "{percent} is not a confidence level; use percent between 50 and 99.99, such as 95"
        ))
    };
    if !(50.0..=99.99).contains(&percent) {
        return Err(bad());
    }
    Probability::new(percent / 100.0).map_err(|_| bad())
}

/// Reads a zero-cell rule for a measure: `default`, or `only0`, `needed`, `if0all`, `all`, `none`,
/// optionally with the amount: `all:0.5`.
///
/// # Errors
/// [`AppError::Usage`].
pub fn zero_cells(word: &str, default: ZeroCells) -> Result<ZeroCells, AppError> {
    let (scope, amount) = word.split_once(':').unwrap_or((word, "0.5"));
    let bad = || {
        usage(format!(
            "\"{word}\" is not a rule for zero cells; use default, only0 (tables with a zero), \
             needed (tables without an estimate otherwise), if0all (all tables if one has a zero), \
             all or none, with an amount if it is not ½: only0:0.1"
        ))
    };
    let amount: f64 = amount.parse().map_err(|_| bad())?;
    if !(amount > 0.0 && amount <= 10.0) {
        return Err(bad());
    }
    let scope = match scope {
        "default" => return Ok(ZeroCells { amount, ..default }),
        "only0" => Scope::AnyZero,
        "needed" => Scope::Undefined,
        "if0all" => Scope::AllIfAny,
        "all" => Scope::All,
        "none" => Scope::Never,
        _ => return Err(bad()),
    };
    Ok(ZeroCells {
        amount,
        scope,
        ..default
    })
}

/// Reads a small-sample factor: `exact`, `approximate` or `none`.
///
/// # Errors
/// [`AppError::Usage`].
pub fn small_sample(word: &str) -> Result<SmallSample, AppError> {
    match word.to_lowercase().as_str() {
        "exact" => Ok(SmallSample::Exact),
        "approximate" => Ok(SmallSample::Approximate),
        "none" => Ok(SmallSample::Uncorrected),
        _ => Err(usage(format!(
            "\"{word}\" is not a small-sample factor; use exact, approximate or none"
        ))),
    }
}

/// Reads a kind of sampling variance by metafor's abbreviation, or `usual`.
///
/// # Errors
/// [`AppError::Usage`].
pub fn variance_rule(word: &str) -> Result<VarianceRule, AppError> {
    VarianceRule::from_code(word).ok_or_else(|| {
        usage(format!(
            "\"{word}\" is not a kind of variance; use usual, LS, LS2, UB, HO, ST or CS"
        ))
    })
}

/// Whether log ratios of means keep their bias.
#[must_use]
pub fn ratio_bias(plain: bool) -> RatioBias {
    if plain {
        RatioBias::Plain
    } else {
        RatioBias::Corrected
    }
}

/// Checks a correlation.
///
/// # Errors
/// [`AppError::Usage`] outside −1 to 1.
pub fn correlation(r: f64) -> Result<f64, AppError> {
    if r.abs() < 1.0 {
        Ok(r)
    } else {
        Err(usage(format!(
            "{r} is not a correlation that can be assumed; use a number between −1 and 1"
        )))
    }
}

/// Reads a time window in days: `1..28`, `..84`, `28..`, `28`, with `,unstated` to admit courses
/// whose last day is not stated.
///
/// # Errors
/// [`AppError::Usage`].
///
/// # Example
/// ```
/// let window = euthymia_app::settings::window("1..28,unstated")?;
/// assert_eq!((window.from, window.to, window.unstated), (1.0, 28.0, true));
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn window(text: &str) -> Result<TimeWindow, AppError> {
    let bad = || {
        usage(format!(
            "\"{text}\" is not a time window; write days as 1..28, ..84, 28.. or 28, with ,unstated \
             to include courses whose last day is not stated"
        ))
    };
    let (days, unstated) = match text.strip_suffix(",unstated") {
        Some(days) => (days, true),
        None => (text, false),
    };
    let number = |part: &str, empty: f64| -> Result<f64, AppError> {
        if part.is_empty() {
            return Ok(empty);
        }
        part.trim()
            .parse::<f64>()
            .ok()
            .filter(|x| x.is_finite() && *x >= 0.0)
            .ok_or_else(bad)
    };
    let (from, to) = match days.split_once("..") {
        Some((from, to)) => (number(from, 0.0)?, number(to, f64::INFINITY)?),
        None if days.trim().is_empty() => return Err(bad()),
        None => (number(days, 0.0)?, number(days, 0.0)?),
    };
    if from > to {
        return Err(bad());
    }
    Ok(TimeWindow { from, to, unstated })
}

/// Reads an outcome.
///
/// # Errors
/// [`AppError::Usage`] naming the vocabulary.
pub fn outcome(word: &str) -> Result<Outcome, AppError> {
    Outcome::parse(word).map_err(|error| usage(error.to_string()))
}
