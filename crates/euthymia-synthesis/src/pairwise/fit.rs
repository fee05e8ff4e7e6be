//! A pooled estimate with everything that is printed about it.

use super::heterogeneity::{Heterogeneity, heterogeneity};
use super::interval::{Inference, Interval, infer};
use super::mean::weighted;
use super::prediction::{Prediction, predict};
use super::tau2::{QWeights, Tau2, Tau2Method, tau2_weighted};
use super::weighting::{AnyMean, Weighting, Weights, mean_with};
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
    /// The weights asked for.
    pub weighting: Weighting,
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
        let tau2 = self.tau2.is_none_or(|t| t.search.settled());
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
    /// There are not as many weights as studies.
    #[error("{weights} weights for {studies} studies: give one weight for each")]
    WeightCount {
        /// Weights given.
        weights: usize,
        /// Studies in the set.
        studies: usize,
    },
    /// The estimator of τ² asks for given weights and there are none.
    #[error(
        "this estimate of τ² needs weights: give them, or choose equal or inverse-variance ones"
    )]
    NoWeights,
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
    fit_weighted(set, options, &Weighting::InverseVariance)
}

/// Fits a model with other weights for the pooled mean, which is then unbiased but not the most
/// precise; its standard error is that of a mean with these weights under the model.
///
/// The Hartung–Knapp factor stays that of the weights of the model. metafor: `weights =`,
/// `weighted = FALSE`.
///
/// # Errors
/// [`FitError`].
///
/// # Example
/// ```
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::pairwise::{fit_weighted, Interval, Model, Options, Weighting};
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(0.0, 1.0)?),
///     Study::new("B", Effect::new(3.0, 0.5)?),
/// ])?;
/// let options = Options { model: Model::CommonEffect, interval: Interval::Wald,
///     ..Options::default() };
/// let fit = fit_weighted(&set, &options, &Weighting::Equal)?;
/// // Mean 3/2, variance (1 + 1/2)/4.
/// assert_eq!(fit.estimate, 1.5);
/// assert!((fit.inference.standard_error - 0.375_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_weighted(
    set: &StudySet,
    options: &Options,
    weighting: &Weighting,
) -> Result<Fit, FitError> {
    let level = options.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(FitError::Level(level));
    }
    let k = set.k();
    let Some(fixed) = weighting.fixed(set) else {
        let weights = weighting.given().map_or(0, |w| w.values().len());
        return Err(FitError::WeightCount {
            weights,
            studies: k,
        });
    };
    let between = between(set, options.model, weighting.given())?;
    let tau2_value = between.map_or(0.0, |t| t.value);
    let best = weighted(set, tau2_value);
    let at = match fixed {
        None => AnyMean {
            mean: best.mean,
            variance: 1.0 / best.weight_sum,
        },
        Some(weights) => mean_with(set, &weights, tau2_value),
    };
    let interval_used = if k == 1 {
        Interval::Wald
    } else {
        options.interval
    };
    let inference = infer(at, best.q, k, interval_used, options.level).ok_or(FitError::NoSpread)?;
    let prediction = between.and_then(|t| {
        let se = if options.prediction.is_hartung_knapp() {
            (at.variance * best.q / (k as f64 - 1.0)).sqrt()
        } else {
            inference.standard_error
        };
        predict(at.mean, se, t.value, k, options.prediction, options.level)
    });
    let fit = Fit {
        options: *options,
        weighting: weighting.clone(),
        interval_used,
        k,
        estimate: at.mean,
        inference,
        tau2: between,
        heterogeneity: heterogeneity(set, options.model, tau2_value, options.level),
        prediction,
        weights: weighting.shares(set, tau2_value),
    };
    if is_finite(&fit) && (at.mean / at.variance).is_finite() {
        Ok(fit)
    } else {
        Err(FitError::OutOfRange)
    }
}

/// The estimate of τ²; none for a common effect and for a single study.
fn between(
    set: &StudySet,
    model: Model,
    given: Option<&Weights>,
) -> Result<Option<Tau2>, FitError> {
    use Tau2Method::{GeneralisedQ, GeneralisedQMedian};
    let Model::RandomEffects(method) = model else {
        return Ok(None);
    };
    let wants = matches!(
        method,
        GeneralisedQ(QWeights::Given) | GeneralisedQMedian(QWeights::Given)
    );
    if wants && given.is_none() {
        return Err(FitError::NoWeights);
    }
    Ok(tau2_weighted(set, method, given))
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
