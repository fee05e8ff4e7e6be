//! A network with everything that is printed about it.

use super::data::Network;
use super::error::FitError;
use super::estimates::pairs;
use super::heterogeneity::{Heterogeneity, heterogeneity, tau2_bounds};
use super::system::System;
use super::tau2::{Tau2, Tau2Method, estimate};
use super::tau2_error::standard_error;
use crate::estimation::Method;
use crate::pairwise::Bounds;
use crate::pairwise::tau2::GivenTau2;
use euthymia_numerics::linear::Matrix;
use euthymia_numerics::{Probability, normal, student_t};

/// Whether true effects may differ from trial to trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Model {
    /// One true effect for each comparison. Also known as: fixed effect.
    CommonEffect,
    /// True effects with a variance τ² that all comparisons share.
    RandomEffects(Tau2Method),
}

/// Which distribution a prediction interval uses. Programs differ; the variant is always named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prediction {
    /// Normal: ignores that τ² is estimated.
    Normal,
    /// Student's t with the degrees of freedom of Q (as netmeta 3.3.1).
    StudentQ,
}

/// What to fit. Every choice is explicit; [`Options::default`] is REML with a t prediction interval,
/// at 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Common effect or random effects.
    pub model: Model,
    /// Which prediction interval.
    pub prediction: Prediction,
    /// Confidence level, in (0, 1).
    pub level: Probability,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            model: Model::RandomEffects(Tau2Method::Reml),
            prediction: Prediction::StudentQ,
            level: Probability::NINETY_FIVE,
        }
    }
}

/// A fitted network.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// What was asked.
    pub options: Options,
    /// The trials and treatments that were fitted.
    pub network: Network,
    /// τ̂²; `None` for a common effect, and where there is no degree of freedom.
    pub tau2: Option<Tau2>,
    /// Q and I² of the common-effect model; `None` where there is no degree of freedom.
    pub heterogeneity: Option<Heterogeneity>,
    /// The trace of the hat matrix by trial; they sum to the number of treatments less one.
    pub leverages: Vec<f64>,
    effects: Vec<f64>,
    covariance: Matrix<f64>,
}

/// One treatment less another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The difference on the analysis scale.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Two-sided p-value for no difference, from the normal distribution.
    pub p_value: f64,
    /// Confidence limits, from the normal distribution.
    pub bounds: Bounds,
    /// Limits for the true difference in a new trial; `None` for a common effect, and where there is no
    /// τ² or no degree of freedom for the variant.
    pub prediction: Option<Bounds>,
}

/// Fits a connected network by generalised least squares, in its graph-theoretical form.
///
/// # Model
/// For the arms of trial t, y_t = θ + u_t + e_t up to a constant of the trial; contrasts have the given
/// covariances, and random effects add τ²(I + 11′)/2, so that every contrast has the same τ² and
/// contrasts that share an arm a correlation of ½. The weights and the estimates do not depend on which
/// arm of a trial, or which treatment, is taken as the base.
///
/// # Errors
/// [`FitError`]; a network in parts is fitted part by part: [`Network::each_part`].
///
/// # References
/// Rücker G. Res Synth Methods 2012;3:312–324. Rücker G, Schwarzer G. Stat Med 2014;33:4353–4369.
/// Higgins JPT, Whitehead A. Stat Med 1996;15:2733–2749 (correlation ½).
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Contrast, Model, Network, Options};
/// let contrast = |study: &str, a: &str, b: &str, estimate| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", "B", 1.0),
///     contrast("2", "B", "C", 1.0), contrast("3", "A", "C", 3.0)], ADDS_UP_WITHIN)?;
/// let options = Options { model: Model::CommonEffect, ..Options::default() };
/// let fit = network::fit(&network, &options)?;
/// // The loop misses by 1, which three equal variances share: A − B = 1 + 1/3.
/// let a_less_b = fit.compare(0, 1).ok_or("no such treatment")?;
/// assert!((a_less_b.estimate - 4.0 / 3.0).abs() < 1e-14);
/// assert!((a_less_b.standard_error - (2.0_f64 / 3.0).sqrt()).abs() < 1e-14);
/// assert!((fit.heterogeneity.ok_or("no loop")?.q - 1.0 / 3.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Checked against
/// by hand: `tests/it/byhand_network.rs` · netmeta 3.3.1 and metafor 5.1-12 (`rma.mv`):
/// `tests/it/agrees_with_netmeta.rs`.
pub fn fit(network: &Network, options: &Options) -> Result<Fit, FitError> {
    let mut fit = without_profile(network, options)?;
    let system = System::new(network)?;
    if let Some(found) = &mut fit.heterogeneity {
        found.tau2_bounds = tau2_bounds(&system, found.q, options.level);
        if let Some(tau2) = &fit.tau2 {
            let (fitted, common) = (system.at(tau2.value)?, system.at(0.0)?);
            found.tau2_standard_error = standard_error(tau2, &fitted, &common);
        }
    }
    Ok(fit)
}

/// Fits a network, but for the interval and the standard error of τ².
pub(crate) fn without_profile(network: &Network, options: &Options) -> Result<Fit, FitError> {
    let level = options.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(FitError::Level(level));
    }
    let system = System::new(network)?;
    let tau2 = match options.model {
        Model::CommonEffect => None,
        Model::RandomEffects(method) => estimate(&system, method)?,
    };
    let solution = system.at(tau2.map_or(0.0, |t| t.value))?;
    let q = if tau2.is_some_and(|t| t.value > 0.0) {
        system.at(0.0)?.q
    } else {
        solution.q
    };
    let covariance = solution.covariance();
    if covariance.iter().any(|x| !x.is_finite()) {
        return Err(FitError::OutOfRange);
    }
    Ok(Fit {
        options: *options,
        tau2,
        heterogeneity: heterogeneity(q, system.df(), options.level),
        leverages: solution.leverages(),
        effects: solution.effects.clone(),
        covariance,
        network: network.clone(),
    })
}

/// Returns the log-likelihood at one τ², or the restricted one without its term in how contrasts are
/// coded: the objective, apart from any search.
///
/// # Errors
/// [`FitError`].
///
/// # Example
/// ```
/// use euthymia_synthesis::estimation::Method;
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Network, log_likelihood};
/// use euthymia_synthesis::pairwise::GivenTau2;
/// let network = Network::from_contrasts(&[Contrast { study: "1".into(), treatment1: "A".into(),
///     treatment2: "B".into(), estimate: 1.0, standard_error: 1.0 }], ADDS_UP_WITHIN)?;
/// // One contrast, fitted exactly: −½ ln 2π(1 + τ²).
/// let found = log_likelihood(&network, Method::Ml, GivenTau2::new(1.0)?)?;
/// assert!((found + 0.5 * (4.0 * std::f64::consts::PI).ln()).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn log_likelihood(network: &Network, method: Method, tau2: GivenTau2) -> Result<f64, FitError> {
    let system = System::new(network)?;
    let at = system.at(tau2.get())?;
    let found = match method {
        Method::Ml => at.log_likelihood(),
        Method::Reml => at.restricted_log_likelihood(),
    };
    found
        .is_finite()
        .then_some(found)
        .ok_or(FitError::OutOfRange)
}

impl Fit {
    /// False when the search for τ² did not settle; the fit must then be shown as not converged.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.tau2.is_none_or(|t| t.search.settled())
    }

    /// The τ² that the fit uses: 0 for a common effect.
    #[must_use]
    pub fn tau2_used(&self) -> f64 {
        self.tau2.map_or(0.0, |t| t.value)
    }

    /// Treatment `one` less treatment `other`, by their places; `None` for a treatment against itself
    /// and for a place that does not exist.
    #[must_use]
    pub fn compare(&self, one: usize, other: usize) -> Option<Comparison> {
        if one == other {
            return None;
        }
        let estimate = self.effects.get(one)? - self.effects.get(other)?;
        let standard_error = self.variance(one, other).sqrt();
        let statistic = estimate / standard_error;
        let z = normal::upper_quantile(self.options.level.complement().half());
        Some(Comparison {
            estimate,
            standard_error,
            statistic,
            p_value: normal::two_sided_p(statistic),
            bounds: around(estimate, z * standard_error),
            prediction: predict(
                &self.options,
                self.tau2,
                self.heterogeneity.map(|h| h.df),
                estimate,
                standard_error,
            ),
        })
    }

    /// All pairs of treatments, the smaller place first: the league table.
    pub fn league(&self) -> impl Iterator<Item = ((usize, usize), Comparison)> + '_ {
        pairs(self)
    }

    /// The variance of a difference of two existing treatments.
    pub(crate) fn variance(&self, one: usize, other: usize) -> f64 {
        let g = &self.covariance;
        g[(one, one)] + g[(other, other)] - 2.0 * g[(one, other)]
    }

    /// One value for each treatment, of which only differences mean anything.
    pub(crate) fn effects(&self) -> &[f64] {
        &self.effects
    }

    /// Covariances of these values, with a row of zeros.
    pub(crate) fn covariance(&self) -> &Matrix<f64> {
        &self.covariance
    }
}

/// Limits for the true difference in a new trial, `None` without τ² or without a degree of freedom that
/// the variant needs.
pub(crate) fn predict(
    options: &Options,
    tau2: Option<Tau2>,
    df: Option<usize>,
    estimate: f64,
    standard_error: f64,
) -> Option<Bounds> {
    let tau2 = tau2?;
    let upper = options.level.complement().half();
    let quantile = match options.prediction {
        Prediction::Normal => normal::upper_quantile(upper),
        Prediction::StudentQ => student_t::upper_quantile(upper, df? as f64),
    };
    let variance = standard_error * standard_error + tau2.value;
    Some(around(estimate, quantile * variance.sqrt()))
}

/// Limits on either side of an estimate.
pub(crate) fn around(estimate: f64, half_width: f64) -> Bounds {
    Bounds {
        lower: estimate - half_width,
        upper: estimate + half_width,
    }
}
