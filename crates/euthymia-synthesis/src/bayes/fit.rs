//! The posterior with everything that is said about it.

use super::grid::Grid;
use super::likelihood::{Conditional, Likelihood};
use super::mixture::{Component, Mixture};
use super::prior::{MeanPrior, PriorError, TauPrior};
use super::tau::TauPosterior;
use super::{IntervalKind, Summary};
use crate::studies::StudySet;
use euthymia_numerics::{Probability, normal};
use std::sync::Arc;

/// What to fit. There is no default for the prior of τ: with few studies it decides the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The prior of μ.
    pub mean_prior: MeanPrior,
    /// The prior of τ.
    pub tau_prior: TauPrior,
    /// Probability inside the intervals, in (0, 1).
    pub level: Probability,
    /// Which intervals.
    pub interval: IntervalKind,
}

impl Options {
    /// A flat prior of μ and equal-tailed intervals of 95 %.
    #[must_use]
    pub fn new(tau_prior: TauPrior) -> Self {
        Self {
            mean_prior: MeanPrior::Flat,
            tau_prior,
            level: Probability::NINETY_FIVE,
            interval: IntervalKind::EqualTailed,
        }
    }
}

/// Why there is no posterior.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum BayesError {
    /// A level of 0 or 1 has no interval.
    #[error("a credible level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
    /// A prior has a parameter that it cannot have.
    #[error(transparent)]
    Prior(#[from] PriorError),
    /// The prior of τ is improper and there are too few studies to make the posterior proper.
    #[error(
        "the uniform prior of the heterogeneity does not integrate to one, and {studies} studies \
         cannot make up for it: at least {needed} are needed; use more studies or a proper prior, \
         such as a half-normal one"
    )]
    Improper {
        /// How many there are.
        studies: usize,
        /// How many there must be.
        needed: usize,
    },
    /// A part of the posterior of τ lies beyond every number.
    #[error(
        "a share of {mass:e} of the posterior of the heterogeneity lies beyond 1e150: \
         the prior's tail is too long for so few studies; use a prior with a shorter tail"
    )]
    HeavyTail {
        /// Which share of the posterior lies there.
        mass: f64,
    },
    /// A sum or a ratio of these estimates and variances is beyond every double.
    #[error(
        "the estimates, the variances or the prior's scale are too large, too small or too far \
         apart to be pooled as numbers: check their units"
    )]
    OutOfRange,
}

/// How the integration over τ went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Integration {
    /// Estimated error of the integral, relative to it: from the difference of two rules, and what
    /// lies beyond the largest τ.
    pub relative_error: f64,
    /// Panels used.
    pub panels: usize,
    /// Values of τ at which the likelihood was evaluated.
    pub evaluations: usize,
    /// False when the tolerance of 1e-12 was not reached.
    pub converged: bool,
}

/// How much more likely the data are under one hypothesis than under the priors.
///
/// By Dickey's ratio: the posterior over the prior density at the value. Above one: in favour of the
/// hypothesis.
///
/// # References
/// Dickey JM. Ann Math Stat 1971;42:204–223. Röver 2020, section 2.9 (which priors must be proper).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BayesFactors {
    /// For τ = 0; `None` where the prior of τ is improper, or the ratio is beyond every number.
    pub tau_zero: Option<f64>,
    /// For μ = 0; `None` where the prior of μ is improper, or the ratio is beyond every number.
    pub mean_zero: Option<f64>,
}

/// A study's true effect, given all studies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrunken {
    /// Posterior mean of θᵢ.
    pub mean: f64,
    /// Posterior standard deviation.
    pub sd: f64,
}

/// The posterior of the normal–normal hierarchical model.
#[derive(Clone, Debug)]
pub struct Posterior {
    /// What was asked.
    pub options: Options,
    /// Number of studies.
    pub k: usize,
    /// The between-study standard deviation τ.
    pub tau: Summary,
    /// The mean effect μ.
    pub mean: Summary,
    /// The true effect of a new study: the predictive distribution.
    pub new_effect: Summary,
    /// ln p(y), the marginal likelihood; `None` unless both priors are proper.
    pub log_evidence: Option<f64>,
    /// Bayes factors.
    pub bayes_factors: BayesFactors,
    /// How the integration went.
    pub integration: Integration,
    likelihood: Likelihood,
    tau_posterior: TauPosterior,
    mean_mixture: Mixture,
    new_mixture: Mixture,
}

impl Posterior {
    /// False when the integration did not reach its tolerance; see [`Posterior::integration`].
    #[must_use]
    pub fn converged(&self) -> bool {
        self.integration.converged
    }

    /// The distribution of τ: densities, probabilities, quantiles.
    #[must_use]
    pub fn tau_distribution(&self) -> &TauPosterior {
        &self.tau_posterior
    }

    /// The distribution of μ.
    #[must_use]
    pub fn mean_distribution(&self) -> &Mixture {
        &self.mean_mixture
    }

    /// The distribution of the true effect of a new study.
    #[must_use]
    pub fn new_effect_distribution(&self) -> &Mixture {
        &self.new_mixture
    }

    /// The distribution of the true effect of study `i`, from 0 in the order of the set; `None`
    /// beyond the last.
    ///
    /// θᵢ | τ, y ~ N(yᵢ + B(μ̂ − yᵢ), (1 − B)vᵢ + B²/Σw) with B = vᵢ/(vᵢ + τ²).
    #[must_use]
    pub fn study_effect(&self, i: usize) -> Option<Mixture> {
        let study = self.likelihood.study(i)?;
        let of = |tau: f64, at: &Conditional| shrink(study, tau, at);
        let nodes = conditionals(&self.tau_posterior, &self.likelihood);
        Some(Mixture::new(components(&nodes, of), 2))
    }

    /// The mean and standard deviation of the true effect of each study, in the order of the set.
    #[must_use]
    pub fn shrinkage(&self) -> Vec<Shrunken> {
        let nodes = conditionals(&self.tau_posterior, &self.likelihood);
        let studies = (0..self.k).filter_map(|i| self.likelihood.study(i));
        studies.map(|study| shrunken(study, &nodes)).collect()
    }

    /// Returns the joint posterior density of μ and τ ≥ 0.
    #[must_use]
    pub fn joint_density(&self, mu: f64, tau: f64) -> f64 {
        let at = self.likelihood.at(tau.max(0.0));
        let sd = at.variance.sqrt();
        self.tau_posterior.density(tau) * normal::density((mu - at.mean) / sd) / sd
    }
}

/// Mean and standard deviation of θᵢ at one τ.
fn shrink((y, v): (f64, f64), tau: f64, at: &Conditional) -> (f64, f64) {
    let tau2 = tau * tau;
    let pull = v / (v + tau2);
    let variance = v * (tau2 / (v + tau2)) + pull * pull * at.variance;
    (y + pull * (at.mean - y), variance.sqrt())
}

/// Mean and standard deviation of θᵢ over every τ that was used.
fn shrunken(study: (f64, f64), nodes: &[(f64, f64, Conditional)]) -> Shrunken {
    let (y, _) = study;
    let over = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        let each = nodes.iter().map(|(share, tau, at)| {
            let (mean, sd) = shrink(study, *tau, at);
            share * of(mean, sd)
        });
        each.sum()
    };
    let mean = y + over(&|mean, _| mean - y);
    let variance = over(&|m, sd| sd * sd + (m - mean) * (m - mean));
    Shrunken {
        mean,
        sd: variance.sqrt(),
    }
}

/// One normal distribution for each τ, with mean and standard deviation from `of`.
fn components(
    nodes: &[(f64, f64, Conditional)],
    of: impl Fn(f64, &Conditional) -> (f64, f64),
) -> Vec<Component> {
    let make = |(weight, tau, at): &(f64, f64, Conditional)| {
        let (mean, sd) = of(*tau, at);
        Component {
            weight: *weight,
            mean,
            sd,
        }
    };
    let mut all: Vec<Component> = nodes.iter().map(make).collect();
    all.retain(|c| c.weight > 0.0);
    all
}

/// Each τ that the integration used, with its share and everything about μ there.
fn conditionals(tau: &TauPosterior, likelihood: &Likelihood) -> Vec<(f64, f64, Conditional)> {
    let with = |(share, tau)| (share, tau, likelihood.at(tau));
    tau.nodes().map(with).collect()
}

/// Refuses what has no posterior.
fn check(set: &StudySet, options: &Options) -> Result<(), BayesError> {
    let level = options.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(BayesError::Level(level));
    }
    options.mean_prior.check()?;
    options.tau_prior.check()?;
    let given_by_mean = usize::from(options.mean_prior.is_proper());
    // The likelihood falls as τ to the power −(k − 1), or −k under a proper prior of μ.
    let needed = match options.tau_prior {
        TauPrior::UniformImproper => 3 - given_by_mean,
        TauPrior::UniformVarianceImproper => 4 - given_by_mean,
        _ => 1,
    };
    if set.k() < needed {
        let studies = set.k();
        return Err(BayesError::Improper { studies, needed });
    }
    Ok(())
}

/// Fits the normal–normal hierarchical model to a set of studies.
///
/// One study is enough where the priors are proper.
///
/// # Errors
/// [`BayesError`].
///
/// # Checked against
/// by hand: `tests/it/byhand_bayes.rs` · Röver's vignette of bayesmeta: `tests/it/example_roever2020.rs` ·
/// mpmath, 28 digits, and R's `integrate`: `tests/it/agrees_with_mpmath_bayes.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::bayes::{self, Options, TauPrior};
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(-1.0, 0.2)?),
///     Study::new("B", Effect::new(-0.4, 0.1)?),
///     Study::new("C", Effect::new(-0.9, 0.3)?),
/// ])?;
/// let posterior = bayes::fit(&set, &Options::new(TauPrior::HalfNormal { scale: 0.5 }))?;
/// let below = posterior.mean_distribution().cdf(0.0);
/// let above = posterior.mean_distribution().sf(0.0);
/// assert!(below > 0.95 && (below + above - 1.0).abs() < 1e-12);
/// assert!(posterior.converged());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit(set: &StudySet, options: &Options) -> Result<Posterior, BayesError> {
    check(set, options)?;
    let likelihood = Likelihood::new(set, options.mean_prior);
    let grid = Grid::new(&likelihood, &options.tau_prior)?;
    // Under a proper prior of μ its moments are bounded by the prior's.
    let moments = if options.mean_prior.is_proper() {
        2
    } else {
        grid.moments
    };
    let (of_tau, log_evidence, at_zero) = (grid.moments, grid.log_evidence, grid.at_zero);
    let integration = grid.integration;
    let tau_posterior = TauPosterior {
        likelihood: Arc::new(likelihood.clone()),
        prior: options.tau_prior,
        grid,
    };
    let nodes = conditionals(&tau_posterior, &likelihood);
    let mean_mixture = Mixture::new(
        components(&nodes, |_, at| (at.mean, at.variance.sqrt())),
        moments,
    );
    let new = components(&nodes, |tau, at| (at.mean, at.variance.sqrt().hypot(tau)));
    let new_mixture = Mixture::new(new, of_tau);
    let proper = options.tau_prior.is_proper();
    let tau_zero = proper.then(|| (at_zero - log_evidence).exp());
    let tau_zero = tau_zero.filter(|ratio| ratio.is_finite());
    let ratio = mean_mixture.density(0.0) / options.mean_prior.density(0.0);
    let mean_zero = (options.mean_prior.is_proper() && ratio.is_finite()).then_some(ratio);
    let log_evidence = (proper && options.mean_prior.is_proper()).then_some(log_evidence);
    let (level, kind) = (options.level, options.interval);
    let posterior = Posterior {
        options: *options,
        k: set.k(),
        tau: tau_posterior.summary(level, kind),
        mean: mean_mixture.summary(level, kind),
        new_effect: new_mixture.summary(level, kind),
        log_evidence,
        bayes_factors: BayesFactors {
            tau_zero,
            mean_zero,
        },
        integration,
        likelihood,
        tau_posterior,
        mean_mixture,
        new_mixture,
    };
    if is_finite(&posterior) {
        Ok(posterior)
    } else {
        Err(BayesError::OutOfRange)
    }
}

/// True when no number of the posterior is infinite or not a number.
fn is_finite(posterior: &Posterior) -> bool {
    let summary = |s: &Summary| {
        let always = [s.median, s.mode, s.interval.lower, s.interval.upper];
        let maybe = [s.mean, s.sd].into_iter().flatten();
        always.into_iter().chain(maybe).all(f64::is_finite)
    };
    [posterior.tau, posterior.mean, posterior.new_effect]
        .iter()
        .all(summary)
        && posterior.integration.relative_error.is_finite()
}
