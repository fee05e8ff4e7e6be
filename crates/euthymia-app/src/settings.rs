//! Choices given as words on a command line, in a form or in a file, read into types.

use crate::error::AppError;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::select::TimeWindow;
use euthymia_numerics::Probability;
use euthymia_report::pooled::Model as PooledModel;
use euthymia_synthesis::bayes::published::{self, PublishedPrior, Verified};
use euthymia_synthesis::bayes::{MeanPrior, TauPrior};
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::effect::{RatioBias, SmallSample, VarianceRule};
use euthymia_synthesis::glmm::{self, Quadrature};
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::tau2_interval::Tau2IntervalMethod;
use euthymia_synthesis::pairwise::{GivenTau2, Interval, Model, Prediction, QWeights, Tau2Method};
use euthymia_synthesis::robust::Kind;

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

/// Reads a model, with the estimator of τ² that random effects use. The priors of `bayes` are
/// placeholders to be replaced.
///
/// # Errors
/// [`AppError::Usage`].
pub fn model(word: &str, method: Tau2Method) -> Result<(PooledModel, Model), AppError> {
    use glmm::{Coding, Model as Kind};
    let random = Model::RandomEffects(method);
    let of_counts = |kind| Ok((PooledModel::Glmm(kind), random));
    match word.to_lowercase().as_str() {
        "common" | "ee" | "fixed" | "fe" => Ok((PooledModel::InverseVariance, Model::CommonEffect)),
        "random" => Ok((PooledModel::InverseVariance, random)),
        "mh" => Ok((PooledModel::MantelHaenszel, Model::CommonEffect)),
        "peto" => Ok((PooledModel::Peto, Model::CommonEffect)),
        "glmm" | "glmm-um-fs" => of_counts(Kind::FixedStudies(Coding::Half)),
        "glmm-um-rs" => of_counts(Kind::RandomStudies {
            coding: Coding::Half,
            correlated: false,
        }),
        "glmm-cm-el" => of_counts(Kind::Conditional),
        "glmm-cm-al" => of_counts(Kind::ConditionalApproximate),
        "beta-binomial" => Ok((PooledModel::BetaBinomial, random)),
        "bayes" => Ok((
            PooledModel::Bayes {
                mean: MeanPrior::Flat,
                tau: TauPrior::UniformImproper,
            },
            random,
        )),
        estimator if tau2(estimator).is_ok() => Err(usage(format!(
            "\"{word}\" is an estimator of τ², not a model; write --model random --tau2 {estimator}"
        ))),
        _ => Err(usage(format!(
            "\"{word}\" is not a model; use random (true effects differ), common (one true effect), \
             mh, peto, glmm, glmm-um-rs, glmm-cm-el, glmm-cm-al, beta-binomial or bayes"
        ))),
    }
}

/// Estimators of τ² by metafor's abbreviations.
const TAU2: [(&str, Tau2Method); 14] = [
    ("reml", Tau2Method::Reml),
    ("dl", Tau2Method::DerSimonianLaird),
    ("dl2", Tau2Method::TwoStepDerSimonianLaird),
    ("he", Tau2Method::HedgesOlkin),
    ("he2", Tau2Method::TwoStepHedgesOlkin),
    ("hs", Tau2Method::HunterSchmidt),
    ("hsk", Tau2Method::HunterSchmidtCorrected),
    ("sj", Tau2Method::SidikJonkman),
    ("ml", Tau2Method::MaximumLikelihood),
    ("eb", Tau2Method::EmpiricalBayes),
    ("pm", Tau2Method::PauleMandel),
    ("pmm", Tau2Method::MedianPauleMandel),
    ("genq", Tau2Method::GeneralisedQ(QWeights::InverseVariance)),
    (
        "genqm",
        Tau2Method::GeneralisedQMedian(QWeights::InverseVariance),
    ),
];

/// Reads an estimator of τ² by metafor's abbreviation, whatever its case, or a value of τ².
///
/// # Errors
/// [`AppError::Usage`] naming the estimators there are.
pub fn tau2(word: &str) -> Result<Tau2Method, AppError> {
    let found = TAU2
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word));
    if let Some((_, method)) = found {
        return Ok(*method);
    }
    if let Ok(value) = word.parse::<f64>() {
        let given = GivenTau2::new(value).map_err(|error| usage(error.to_string()))?;
        return Ok(Tau2Method::Given(given));
    }
    let names: Vec<&str> = TAU2.iter().map(|(name, _)| *name).collect();
    Err(usage(format!(
        "\"{word}\" is not an estimator of τ²; use one of: {}; or a value such as 0.04",
        names.join(", ")
    )))
}

/// Reads a test and interval: `z`, `t`, `hk`, `hk-floor`.
///
/// # Errors
/// [`AppError::Usage`].
pub fn test(word: &str) -> Result<Interval, AppError> {
    match word.to_lowercase().as_str() {
        "wald" | "z" => Ok(Interval::Wald),
        "t" => Ok(Interval::Student),
        "hk" | "knha" | "hksj" => Ok(Interval::HartungKnapp),
        "hk-floor" | "adhoc" => Ok(Interval::HartungKnappFloor),
        _ => Err(usage(format!(
            "\"{word}\" is not a test; use z (Wald), t (k − 1), hk (Hartung–Knapp) or hk-floor \
             (Hartung–Knapp, never narrower than its Wald counterpart)"
        ))),
    }
}

/// Reads a prediction interval: `z`, `t1` (k − 1), `t2` (k − 2), `hk1`, `hk2`.
///
/// # Errors
/// [`AppError::Usage`].
pub fn prediction(word: &str) -> Result<Prediction, AppError> {
    match word.to_lowercase().as_str() {
        "z" => Ok(Prediction::Normal),
        "t1" | "k-1" => Ok(Prediction::StudentKMinus1),
        "t2" | "k-2" => Ok(Prediction::StudentKMinus2),
        "hk1" => Ok(Prediction::HartungKnappKMinus1),
        "hk2" => Ok(Prediction::HartungKnappKMinus2),
        _ => Err(usage(format!(
            "\"{word}\" is not a prediction interval; use z, t1 (t with k − 1), t2 (t with k − 2), hk1 \
             or hk2 (the same with the Hartung–Knapp standard error)"
        ))),
    }
}

/// Reads an interval for τ²: `q-profile`, `gen-q`, `gen-q-se`, `pl`, `pl-reml`.
///
/// # Errors
/// [`AppError::Usage`].
pub fn tau2_interval(word: &str) -> Result<Tau2IntervalMethod, AppError> {
    use Tau2IntervalMethod as M;
    match word.to_lowercase().as_str() {
        "q-profile" | "qp" => Ok(M::QProfile),
        "gen-q" => Ok(M::GeneralisedQ(QWeights::InverseVariance)),
        "gen-q-se" => Ok(M::GeneralisedQ(QWeights::InverseStandardError)),
        "pl" => Ok(M::ProfileLikelihood),
        "pl-reml" => Ok(M::RestrictedProfileLikelihood),
        _ => Err(usage(format!(
            "\"{word}\" is not an interval for τ²; use q-profile, gen-q, gen-q-se, pl or pl-reml"
        ))),
    }
}

/// Checks a number of points of adaptive Gauss–Hermite quadrature, 1 to 200.
///
/// # Errors
/// [`AppError::Usage`].
pub fn quadrature(points: usize) -> Result<Quadrature, AppError> {
    if (1..=200).contains(&points) {
        Ok(Quadrature::Points(points))
    } else {
        Err(usage(format!(
            "{points} points of quadrature: choose from 1 (Laplace) to 200"
        )))
    }
}

/// Reads an adjustment of the cluster-robust variance: `cr0` to `cr3`, `cr1p`, `cr1s`.
///
/// # Errors
/// [`AppError::Usage`].
pub fn robust(word: &str) -> Result<Kind, AppError> {
    let found = Kind::ALL
        .into_iter()
        .find(|kind| kind.code().eq_ignore_ascii_case(word));
    found.ok_or_else(|| {
        usage(format!(
            "\"{word}\" is not a robust variance; use cr0, cr1, cr1p, cr1s, cr2 or cr3"
        ))
    })
}

/// Reads a prior of τ such as `half-normal:0.5`.
///
/// # Errors
/// [`AppError::Usage`] naming the priors there are.
pub fn tau_prior(text: &str) -> Result<TauPrior, AppError> {
    let (name, numbers) = prior_parts(text)?;
    let prior = match (name.as_str(), numbers.as_slice()) {
        ("half-normal", [scale]) => TauPrior::HalfNormal { scale: *scale },
        ("half-cauchy", [scale]) => TauPrior::HalfCauchy { scale: *scale },
        ("half-t", [df, scale]) => TauPrior::HalfT {
            df: *df,
            scale: *scale,
        },
        ("exponential", [rate]) => TauPrior::Exponential { rate: *rate },
        ("uniform", []) => TauPrior::UniformImproper,
        ("uniform", [upper]) => TauPrior::Uniform { upper: *upper },
        ("uniform-variance", []) => TauPrior::UniformVarianceImproper,
        ("uniform-variance", [upper]) => TauPrior::UniformVariance { upper: *upper },
        ("inverse-gamma", [shape, scale]) => TauPrior::InverseGammaVariance {
            shape: *shape,
            scale: *scale,
        },
        ("log-normal", [mean, sd]) => TauPrior::LogNormalVariance {
            mean: *mean,
            sd: *sd,
        },
        ("log-t", [df, location, scale]) => TauPrior::LogTVariance {
            df: *df,
            location: *location,
            scale: *scale,
        },
        ("published", [number]) => published_prior(*number)?,
        _ => {
            return Err(usage(format!(
                "\"{text}\" is not a prior of τ; use half-normal:SCALE, half-cauchy:SCALE, \
                 half-t:DF:SCALE, exponential:RATE, uniform, uniform:UPPER, uniform-variance, \
                 inverse-gamma:SHAPE:SCALE, log-normal:MEAN:SD, log-t:DF:LOCATION:SCALE or \
                 published:NUMBER"
            )));
        }
    };
    Ok(prior)
}

fn published_prior(number: f64) -> Result<TauPrior, AppError> {
    let found = published_row(number);
    found.map(|row| row.prior).ok_or_else(|| {
        usage(format!(
            "there is no published prior number {number}; `euthymia pool --list-priors` lists them"
        ))
    })
}

fn published_row(number: f64) -> Option<PublishedPrior> {
    let mut rows = published::all().zip(1_u32..);
    rows.find(|(_, i)| f64::from(*i) == number)
        .map(|(row, _)| row)
}

/// What must be said about a prior of τ that was named: where a published one comes from, and that
/// its numbers are second hand. `None` for the others.
#[must_use]
pub fn prior_caution(text: &str) -> Option<String> {
    let (name, numbers) = prior_parts(text).ok()?;
    let row = match (name.as_str(), numbers.as_slice()) {
        ("published", [number]) => published_row(*number)?,
        _ => return None,
    };
    Some(format!(
        "Prior of τ: {}; {}, {}; for a {} only. Its numbers are unverified: {}.",
        row.source,
        row.outcome,
        row.comparison,
        row.measure,
        match row.verified {
            Verified::SecondHand => "read in another program's transcription, not in the paper",
            Verified::Doubtful => "second hand, and out of line with the rest of its table",
        }
    ))
}

/// Reads a prior of the mean: `flat`, or `normal:MEAN:SD`.
///
/// # Errors
/// [`AppError::Usage`].
pub fn mean_prior(text: &str) -> Result<MeanPrior, AppError> {
    let (name, numbers) = prior_parts(text)?;
    match (name.as_str(), numbers.as_slice()) {
        ("flat", []) => Ok(MeanPrior::Flat),
        ("normal", [mean, sd]) => Ok(MeanPrior::Normal {
            mean: *mean,
            sd: *sd,
        }),
        _ => Err(usage(format!(
            "\"{text}\" is not a prior of the mean; use flat or normal:MEAN:SD"
        ))),
    }
}

/// The name of a prior and its numbers.
fn prior_parts(text: &str) -> Result<(String, Vec<f64>), AppError> {
    let mut parts = text.split(':');
    let name = parts.next().unwrap_or_default().trim().to_lowercase();
    let numbers: Result<Vec<f64>, _> = parts.map(|part| part.trim().parse::<f64>()).collect();
    match numbers {
        Ok(numbers) if numbers.iter().all(|x| x.is_finite()) => Ok((name, numbers)),
        _ => Err(usage(format!(
            "\"{text}\": what follows the name of a prior are numbers, such as half-normal:0.5"
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
