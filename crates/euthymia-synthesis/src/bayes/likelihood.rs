//! What the studies say about τ, and about μ once τ is given.

use super::prior::MeanPrior;
use crate::studies::StudySet;
use euthymia_numerics::sum::Compensated;
use std::f64::consts::TAU;

/// A likelihood of τ alone: everything else has been integrated out.
pub(crate) trait OverTau: std::fmt::Debug + Send + Sync {
    /// ln p(y | τ) at τ ≥ 0.
    fn log_likelihood(&self, tau: f64) -> f64;

    /// Its slope in τ (not τ²) at τ > 0.
    fn slope(&self, tau: f64) -> f64;

    /// The smallest sampling variance.
    fn smallest_variance(&self) -> f64;

    /// A length beyond which nothing in the data changes its place: the largest standard error or
    /// distance.
    fn largest_scale(&self) -> f64;

    /// The number of powers of 1/τ that the likelihood falls by.
    fn tail_power(&self) -> f64;
}

/// The studies and the prior of μ, which acts like one more study without variance between.
#[derive(Clone, Debug)]
pub(crate) struct Likelihood {
    /// Estimates, measured from `origin`, with their variances.
    pairs: Vec<(f64, f64)>,
    /// The mean of the estimates under equal effects, so that a common offset does not cost digits.
    origin: f64,
    /// Mean, measured from `origin`, and precision of the prior of μ; precision zero when it is flat.
    prior: (f64, f64),
    /// What does not depend on τ: −½ of it is added.
    constant: f64,
}

/// Everything about μ at one value of τ, and how likely that value is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Conditional {
    /// ln p(y | τ), with μ integrated out.
    pub(crate) log_likelihood: f64,
    /// E(μ | τ, y).
    pub(crate) mean: f64,
    /// var(μ | τ, y).
    pub(crate) variance: f64,
}

/// Σw, the mean from the origin, and Σw(y − mean)², the prior of μ included.
struct Sums {
    weight: f64,
    mean: f64,
    q: f64,
}

impl Likelihood {
    pub(crate) fn new(set: &StudySet, prior: MeanPrior) -> Self {
        let origin = crate::pairwise::mean::weighted(set, 0.0).mean;
        let pairs: Vec<(f64, f64)> = set.pairs().map(|(y, v)| (y - origin, v)).collect();
        let k = pairs.len() as f64;
        let (prior, constant) = match prior {
            MeanPrior::Flat => ((0.0, 0.0), (k - 1.0) * TAU.ln()),
            MeanPrior::Normal { mean, sd } => {
                let precision = 1.0 / sd / sd;
                ((mean - origin, precision), k * TAU.ln() + 2.0 * sd.ln())
            }
        };
        Self {
            pairs,
            origin,
            prior,
            constant,
        }
    }

    /// Estimate and variance of study `i`.
    pub(crate) fn study(&self, i: usize) -> Option<(f64, f64)> {
        self.pairs.get(i).map(|(y, v)| (y + self.origin, *v))
    }

    fn sums(&self, tau2: f64) -> Sums {
        let [mut weight, mut shifted, mut q] = [Compensated::default(); 3];
        for (y, v) in &self.pairs {
            let w = 1.0 / (v + tau2);
            weight.add(w);
            shifted.add(w * y);
        }
        let (prior_mean, precision) = self.prior;
        weight.add(precision);
        shifted.add(precision * prior_mean);
        let mean = shifted.value() / weight.value();
        for (y, v) in &self.pairs {
            q.add((y - mean).powi(2) / (v + tau2));
        }
        q.add(precision * (prior_mean - mean).powi(2));
        Sums {
            weight: weight.value(),
            mean,
            q: q.value(),
        }
    }

    /// Evaluates at one τ ≥ 0.
    pub(crate) fn at(&self, tau: f64) -> Conditional {
        let tau2 = tau * tau;
        let sums = self.sums(tau2);
        let mut logs = Compensated::default();
        for (_, v) in &self.pairs {
            logs.add((v + tau2).ln());
        }
        Conditional {
            log_likelihood: -0.5 * (self.constant + logs.value() + sums.weight.ln() + sums.q),
            mean: self.origin + sums.mean,
            variance: 1.0 / sums.weight,
        }
    }
}

impl OverTau for Likelihood {
    fn log_likelihood(&self, tau: f64) -> f64 {
        self.at(tau).log_likelihood
    }

    /// τ [Σw²(y − μ̂)² − Σw + Σw²/Σ'w], with the prior's precision in Σ'w alone.
    fn slope(&self, tau: f64) -> f64 {
        let tau2 = tau * tau;
        let sums = self.sums(tau2);
        let mut slope = Compensated::default();
        for (y, v) in &self.pairs {
            let w = 1.0 / (v + tau2);
            slope.add(w * (w * (y - sums.mean).powi(2) - 1.0 + w / sums.weight));
        }
        tau * slope.value()
    }

    fn smallest_variance(&self) -> f64 {
        self.pairs
            .iter()
            .map(|(_, v)| *v)
            .fold(f64::INFINITY, f64::min)
    }

    fn largest_scale(&self) -> f64 {
        let each = self.pairs.iter().map(|(y, v)| v.sqrt().max(y.abs()));
        each.fold(self.prior.0.abs() * f64::from(self.prior.1 > 0.0), f64::max)
    }

    /// k, less one that a flat prior of μ gives back.
    fn tail_power(&self) -> f64 {
        let k = self.pairs.len() as f64;
        if self.prior.1 > 0.0 { k } else { k - 1.0 }
    }
}

/// Returns ln p(y | τ), the log-likelihood of τ ≥ 0 with μ integrated over its prior.
///
/// Flat: −½[(k−1) ln 2π + Σ ln(vᵢ+τ²) + ln Σw + Σw(y−μ̂)²] with w = 1/(v+τ²). Normal(m, s²): the same
/// with the prior as one more observation m of variance s², and k for k − 1.
///
/// # References
/// Röver C. J Stat Softw 2020;93(6), section 2.5; Gelman A, et al. Bayesian Data Analysis, 3rd ed.,
/// section 5.4.
///
/// # Example
/// ```
/// use euthymia_synthesis::bayes::{MeanPrior, log_likelihood};
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// // One study says nothing about τ when μ is free.
/// let set = StudySet::new(vec![Study::new("only", Effect::new(0.5, 0.04)?)])?;
/// assert!(log_likelihood(&set, MeanPrior::Flat, 3.0).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn log_likelihood(set: &StudySet, prior: MeanPrior, tau: f64) -> f64 {
    Likelihood::new(set, prior).at(tau).log_likelihood
}
