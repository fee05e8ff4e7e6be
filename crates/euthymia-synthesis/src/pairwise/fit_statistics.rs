//! How well a model fits: log-likelihoods, deviance, AIC, BIC, AICc.

use super::fit::Fit;
use super::mean::weighted;
use super::tau2::Tau2Method;
use super::{Model, tau2};
use crate::estimation;
use crate::studies::StudySet;
use euthymia_numerics::sum::compensated;

/// One log-likelihood and what is made of it; smaller criteria are better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Criteria {
    /// ℓ.
    pub log_likelihood: f64,
    /// For the full likelihood twice the distance to a model with a mean for each study; for the
    /// restricted one −2ℓ.
    pub deviance: f64,
    /// −2ℓ + 2p.
    pub aic: f64,
    /// −2ℓ + p ln n, with n = k, or k − 1 for the restricted likelihood.
    pub bic: f64,
    /// −2ℓ + 2pn/(n − p − 1), with n not below p + 2.
    pub aicc: f64,
}

/// Fit statistics of a pooled estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitStatistics {
    /// Parameters estimated, p: the mean, and τ² unless it is zero by the model or was given.
    pub parameters: usize,
    /// From the full likelihood.
    pub full: Criteria,
    /// From the restricted likelihood; `None` for a single study, which leaves nothing after its mean.
    pub restricted: Option<Criteria>,
}

/// Returns the fit statistics of a fit to `set`, at its mean and its τ².
///
/// Criteria of the restricted likelihood compare models with the same mean only.
///
/// # References
/// Akaike H. IEEE Trans Autom Control 1974;19:716–723. Schwarz G. Ann Stat 1978;6:461–464. Hurvich CM,
/// Tsai CL. Biometrika 1989;76:297–307.
///
/// # Example
/// ```
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::pairwise::{fit, fit_statistics::fit_statistics, Interval, Model, Options};
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(0.0, 1.0)?),
///     Study::new("B", Effect::new(2.0, 1.0)?),
/// ])?;
/// let found = fit(&set, &Options { model: Model::CommonEffect, interval: Interval::Wald,
///     ..Options::default() })?;
/// let statistics = fit_statistics(&set, &found);
/// // Two standard normals, each one from the mean: ℓ = −ln 2π − 1, deviance 2, one parameter.
/// assert!((statistics.full.deviance - 2.0).abs() < 1e-14);
/// assert!((statistics.full.aic - (2.0 * (2.0 * std::f64::consts::PI).ln() + 4.0)).abs() < 1e-13);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn fit_statistics(set: &StudySet, fit: &Fit) -> FitStatistics {
    let tau2 = fit.tau2.map_or(0.0, |t| t.value);
    let parameters = match fit.options.model {
        Model::CommonEffect | Model::RandomEffects(Tau2Method::Given(_)) => 1,
        Model::RandomEffects(_) => 2,
    };
    let at = weighted(set, tau2);
    // A mean with other weights is further from the estimates than the best one.
    let off = 0.5 * at.weight_sum * (fit.estimate - at.mean).powi(2);
    let full = tau2::log_likelihood(set, tau2) - off;
    let restricted = tau2::restricted_log_likelihood(set, tau2) - off;
    let saturated = set.pairs().map(|(_, v)| (std::f64::consts::TAU * v).ln());
    let deviance = match set.k() {
        1 => 0.0,
        _ => -2.0 * full - compensated(saturated),
    };
    let k = set.k();
    FitStatistics {
        parameters,
        full: criteria(full, deviance, parameters, k),
        restricted: (set.k() > 1)
            .then(|| criteria(restricted, -2.0 * restricted, parameters, k - 1)),
    }
}

fn criteria(log_likelihood: f64, deviance: f64, parameters: usize, n: usize) -> Criteria {
    let estimation::Criteria { aic, bic, aicc } =
        estimation::Criteria::new(log_likelihood, parameters, n);
    Criteria {
        log_likelihood,
        deviance,
        aic,
        bic,
        aicc,
    }
}
