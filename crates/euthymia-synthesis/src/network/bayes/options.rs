//! What a Bayesian analysis of a network is asked.

use crate::bayes::{IntervalKind, MeanPrior, PriorError, TauPrior};
use euthymia_numerics::Probability;

/// The prior of the effects of treatments against the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EffectPrior {
    /// Density one everywhere: improper, and the same whichever treatment is the reference.
    Flat,
    /// Each normal about 0 and independent of the others. Two treatments that are not the reference
    /// then differ by a standard deviation of √2 sd, so that a narrow prior depends on the reference.
    Normal {
        /// Its standard deviation on the analysis scale, positive and finite.
        sd: f64,
        /// The place of the reference treatment.
        reference: usize,
    },
}

impl EffectPrior {
    /// Whether the prior integrates to one.
    #[must_use]
    pub fn is_proper(&self) -> bool {
        *self != Self::Flat
    }

    /// The place of the treatment that the others are compared with.
    pub(crate) fn reference(&self) -> usize {
        match *self {
            Self::Flat => 0,
            Self::Normal { reference, .. } => reference,
        }
    }

    /// One over the variance; 0 for a flat prior.
    pub(crate) fn precision(&self) -> f64 {
        match *self {
            Self::Flat => 0.0,
            Self::Normal { sd, .. } => 1.0 / sd / sd,
        }
    }

    pub(crate) fn check(&self) -> Result<(), PriorError> {
        match *self {
            Self::Flat => Ok(()),
            Self::Normal { sd, .. } => MeanPrior::Normal { mean: 0.0, sd }.check(),
        }
    }
}

/// What to integrate. There is no default for the prior of τ: with few trials it decides the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The prior of the effects.
    pub effect_prior: EffectPrior,
    /// The prior of τ.
    pub tau_prior: TauPrior,
    /// Probability inside the intervals, in (0, 1).
    pub level: Probability,
    /// Which intervals.
    pub interval: IntervalKind,
}

impl Options {
    /// Flat priors of the effects and equal-tailed intervals of 95 %.
    #[must_use]
    pub fn new(tau_prior: TauPrior) -> Self {
        Self {
            effect_prior: EffectPrior::Flat,
            tau_prior,
            level: Probability::NINETY_FIVE,
            interval: IntervalKind::EqualTailed,
        }
    }
}

/// What to sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleOptions {
    /// The prior of τ, proper; `None` for a common effect.
    pub tau_prior: Option<TauPrior>,
    /// Standard deviation of the normal prior of each effect against the reference, about 0.
    pub effect_sd: f64,
    /// Standard deviation of the normal prior of each trial's first arm, about 0.
    pub baseline_sd: f64,
    /// The place of the reference treatment.
    pub reference: usize,
    /// Chains, 2 to 64.
    pub chains: usize,
    /// Draws of each chain that adapt the sampler and are thrown away.
    pub warm_up: usize,
    /// Draws of each chain that are kept.
    pub kept: usize,
    /// The seed: the same seed gives the same draws with any number of threads.
    pub seed: u64,
    /// Threads to use, at least one.
    pub threads: usize,
    /// Mean acceptance that the sampler's step aims at, in (0, 1): more means shorter steps and fewer
    /// divergences.
    pub acceptance: f64,
    /// Probability inside the intervals, in (0, 1).
    pub level: Probability,
}

impl SampleOptions {
    /// Normal priors with standard deviation 100, four chains of 1,000 draws after 1,000 of warm-up,
    /// two threads, an acceptance of 0.95, equal-tailed intervals of 95 %; `None` for a common effect.
    #[must_use]
    pub fn new(tau_prior: Option<TauPrior>, seed: u64) -> Self {
        Self {
            tau_prior,
            effect_sd: 100.0,
            baseline_sd: 100.0,
            reference: 0,
            chains: 4,
            warm_up: 1000,
            kept: 1000,
            seed,
            threads: 2,
            acceptance: 0.95,
            level: Probability::NINETY_FIVE,
        }
    }
}
