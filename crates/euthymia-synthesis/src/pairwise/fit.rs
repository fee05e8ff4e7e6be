//! A pooled estimate with everything that is printed about it.

use super::heterogeneity::{Heterogeneity, heterogeneity};
use super::interval::{Inference, Interval, infer};
use super::mean::{self, weighted};
use super::prediction::{Prediction, predict};
use super::tau2::{Search, Tau2, Tau2Method, tau2};
use super::{Bounds, Model};
use crate::studies::StudySet;
use euthymia_numerics::Probability;

/// What to fit. Every choice is explicit; [`Options::default`] is REML with a Hartung–Knapp interval
/// that is never narrower than Wald's, a t prediction interval with k − 1, at 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Common effect or random effects.
    pub model: Model,
    /// How the confidence interval is formed.
    pub interval: Interval,
    /// Which prediction interval.
    pub prediction: Prediction,
    /// Confidence level, in (0, 1).
    pub level: Probability,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            model: Model::RandomEffects(Tau2Method::Reml),
            interval: Interval::HartungKnappFloor,
            prediction: Prediction::StudentKMinus1,
            level: Probability::NINETY_FIVE,
        }
    }
}

/// A pooled estimate on the analysis scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// What was asked.
    pub options: Options,
    /// The interval actually used: Wald for a single study, whatever was asked.
    pub interval_used: Interval,
    /// Number of studies.
    pub k: usize,
    /// μ̂.
    pub estimate: f64,
    /// Its standard error, test and limits.
    pub inference: Inference,
    /// τ̂²; `None` for a common effect or a single study.
    pub tau2: Option<Tau2>,
    /// Q, I², H² and the interval for τ²; `None` for a single study.
    pub heterogeneity: Option<Heterogeneity>,
    /// Prediction interval; `None` for a common effect, a single study, or too few studies for the
    /// variant.
    pub prediction: Option<Bounds>,
    /// Each study's share of the weight, summing to one.
    pub weights: Vec<f64>,
}

impl Fit {
    /// False when an iterative part did not settle; the fit must then be shown as not converged.
    #[must_use]
    pub fn converged(&self) -> bool {
        let tau2 = self
            .tau2
            .is_none_or(|t| !matches!(t.search, Search::NotConverged { .. }));
        tau2 && self.heterogeneity.is_none_or(|h| h.profile.converged)
    }
}

/// Why nothing could be fitted.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum FitError {
    /// A level of 0 or 1 has no interval.
    #[error("a confidence level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
    /// All estimates are equal, so that the Hartung–Knapp interval has no width.
    #[error(
        "all estimates are equal, so that a Hartung–Knapp interval has no width; \
         use the Wald interval or the floor"
    )]
    NoSpread,
    /// A sum or a ratio of these estimates and variances is beyond every double.
    #[error(
        "the estimates or variances are too large, too small or too far apart to be pooled \
         as numbers: check their units"
    )]
    OutOfRange,
}

/// Fits a model to a set of studies.
///
/// A single study is returned as it is: its own estimate with a Wald interval, no τ², no Q.
///
/// # Errors
/// [`FitError`].
///
/// # Checked against
/// by hand: `reference/byhand` · Viechtbauer 2010 and Normand 1999: `tests/it/example_*.rs` ·
/// metafor 3.8-1: `tests/it/agrees_with_metafor.rs`.
pub fn fit(set: &StudySet, options: &Options) -> Result<Fit, FitError> {
    let level = options.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(FitError::Level(level));
    }
    let k = set.k();
    let between = match options.model {
        Model::CommonEffect => None,
        Model::RandomEffects(method) => tau2(set, method),
    };
    let tau2_value = between.map_or(0.0, |t| t.value);
    let at = weighted(set, tau2_value);
    let interval_used = if k == 1 {
        Interval::Wald
    } else {
        options.interval
    };
    let inference = infer(&at, k, interval_used, options.level).ok_or(FitError::NoSpread)?;
    let prediction = between.and_then(|t| {
        let se = inference.standard_error;
        predict(at.mean, se, t.value, k, options.prediction, options.level)
    });
    let fit = Fit {
        options: *options,
        interval_used,
        k,
        estimate: at.mean,
        inference,
        tau2: between,
        heterogeneity: heterogeneity(set, options.model, tau2_value, options.level),
        prediction,
        weights: mean::weights(set, tau2_value),
    };
    if is_finite(&fit) && (at.mean * at.weight_sum).is_finite() {
        Ok(fit)
    } else {
        Err(FitError::OutOfRange)
    }
}

/// True when no number of the fit is infinite or not a number.
fn is_finite(fit: &Fit) -> bool {
    let ends = |bounds: Bounds| bounds.lower.is_finite() && bounds.upper.is_finite();
    let inference = &fit.inference;
    let tau2 = fit.tau2.is_none_or(|t| {
        let others = [t.raw, t.standard_error];
        t.value.is_finite() && others.iter().flatten().all(|x| x.is_finite())
    });
    let heterogeneity = fit.heterogeneity.is_none_or(|h| {
        let profile = [h.profile.tau2, h.profile.i2, h.profile.h2];
        [h.q, h.p_value, h.i2, h.h2].iter().all(|x| x.is_finite()) && profile.into_iter().all(ends)
    });
    let pooled = [
        fit.estimate,
        inference.standard_error,
        inference.statistic,
        inference.p_value,
    ];
    pooled.iter().all(|x| x.is_finite())
        && ends(inference.bounds)
        && inference.factor.is_none_or(f64::is_finite)
        && fit.prediction.is_none_or(ends)
        && fit.weights.iter().all(|w| w.is_finite())
        && tau2
        && heterogeneity
}
