//! The prior itself: options, errors, and what the published groups say.

use super::joint::{Joint, edges, reach};
use super::predictive::Predictive;
use super::rate::{Height, RateDistribution};
use super::update::Update;
use crate::effect::proportion::Count;
use euthymia_numerics::Probability;

/// What lies this far below the largest log-density of θ* is left out: e⁻⁴⁰ is 4e-18.
const DEPTH: f64 = 40.0;

/// Priors of μ and τ, on the scale of the logit.
///
/// The defaults are those of the worked example of the R package RBesT: μ ~ N(0, 2²), as much
/// information as one patient at a rate of one half, and τ ~ half-normal(1), whose median of 0.67 is
/// called large heterogeneity there (Weber 2021).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapOptions {
    /// Mean of the normal prior of μ, finite.
    pub mean: f64,
    /// Its standard deviation, positive and finite.
    pub mean_sd: f64,
    /// Scale of the half-normal prior of τ, positive and finite.
    pub tau_scale: f64,
}

impl Default for MapOptions {
    fn default() -> Self {
        Self {
            mean: 0.0,
            mean_sd: 2.0,
            tau_scale: 1.0,
        }
    }
}

/// Why there is no prior, or no posterior.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum MapError {
    /// Nothing is published.
    #[error("no published group: a meta-analytic-predictive prior needs at least one")]
    NoArm,
    /// A prior cannot be that wide or narrow.
    #[error("the prior's {parameter} is {found}, but it must be {wanted}")]
    Option {
        /// Which one.
        parameter: &'static str,
        /// What was found.
        found: f64,
        /// What is allowed.
        wanted: &'static str,
    },
    /// The data lie so far out that their probability has no double.
    #[error(
        "the counts are too extreme, or too far from the published ones, to be weighed against them"
    )]
    OutOfRange,
}

/// The meta-analytic-predictive prior of a group's rate.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::map_prior::{MapOptions, MapPrior};
/// let arms = [Count::new(9, 30)?, Count::new(14, 40)?, Count::new(5, 25)?];
/// let prior = MapPrior::new(&arms, &MapOptions::default())?;
/// // The next group's rate is known less well than the mean of such groups.
/// assert!(prior.rate().sd() > prior.mean_rate().sd());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct MapPrior {
    joint: Joint,
    rate: RateDistribution,
    mean_rate: RateDistribution,
}

impl MapPrior {
    /// Integrates the model over μ and τ.
    ///
    /// A group without events, or with nothing but events, is used as it is. One group alone is
    /// enough: τ is then known from its prior only.
    ///
    /// # Errors
    /// [`MapError::NoArm`], [`MapError::Option`]; [`MapError::OutOfRange`] for counts without a
    /// likelihood in doubles.
    ///
    /// # Checked against
    /// R's own integration, `tests/it/agrees_with_r_map_prior.rs`, and the printed results of RBesT,
    /// `example_weber2021.rs`.
    pub fn new(arms: &[Count], options: &MapOptions) -> Result<Self, MapError> {
        options.check()?;
        if arms.is_empty() {
            return Err(MapError::NoArm);
        }
        let joint = Joint::new(arms, options)?;
        let mean = joint.expect(|mu, _| mu);
        let spread = joint.expect(|mu, _| (mu - mean).powi(2));
        let between = joint.expect(|_, tau| tau * tau);
        let rate = distribution(|t| joint.new_height(t), mean, (spread + between).sqrt())?;
        let mean_rate = distribution(|m| joint.mean_height(m), mean, spread.sqrt())?;
        Ok(Self {
            joint,
            rate,
            mean_rate,
        })
    }

    /// The prior of the next group's rate p*.
    #[must_use]
    pub fn rate(&self) -> &RateDistribution {
        &self.rate
    }

    /// The posterior of the rate at μ: that of a group in the middle of the published ones.
    #[must_use]
    pub fn mean_rate(&self) -> &RateDistribution {
        &self.mean_rate
    }

    /// Returns the posterior mean of τ, the standard deviation of the groups' logits.
    #[must_use]
    pub fn tau_mean(&self) -> f64 {
        self.joint.expect(|_, tau| tau)
    }

    /// Returns the posterior standard deviation of τ.
    #[must_use]
    pub fn tau_sd(&self) -> f64 {
        let mean = self.tau_mean();
        let square = |_: f64, tau: f64| (tau - mean).powi(2);
        self.joint.expect(square).sqrt()
    }

    /// Whether every integral settled.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.joint.converged && self.rate.converged() && self.mean_rate.converged()
    }

    /// What is to be expected of the number of events among `n` patients of the next group.
    #[must_use]
    pub fn predictive(&self, n: u64) -> Predictive<'_> {
        Predictive::new(&self.rate, n)
    }

    /// Updates the prior by the next group's own count.
    ///
    /// # Errors
    /// [`MapError::OutOfRange`] when the count is so far from the published ones that its probability
    /// has no double.
    pub fn update(&self, count: Count) -> Result<Update, MapError> {
        Update::new(self, &self.joint, count)
    }

    /// Returns the effective sample size, by moments, of the prior (1 − w)·MAP + w·Beta(1, 1).
    #[must_use]
    pub fn robust_effective_size_moments(&self, vague: Probability) -> f64 {
        let (w, m) = (vague.get(), self.rate.mean());
        let mean = (1.0 - w) * m + 0.5 * w;
        let informative = self.rate.sd().powi(2) + (m - mean).powi(2);
        let variance = (1.0 - w) * informative + w * (1.0 / 12.0 + (0.5 - mean).powi(2));
        mean * (1.0 - mean) / variance - 1.0
    }
}

impl MapOptions {
    fn check(&self) -> Result<(), MapError> {
        let positive = |parameter, found: f64| {
            if found > 0.0 && found.is_finite() {
                return Ok(());
            }
            let wanted = "positive and finite";
            Err(MapError::Option {
                parameter,
                found,
                wanted,
            })
        };
        if !self.mean.is_finite() {
            return Err(MapError::Option {
                parameter: "mean of μ",
                found: self.mean,
                wanted: "finite",
            });
        }
        positive("standard deviation of μ", self.mean_sd)?;
        positive("scale of τ", self.tau_scale)
    }
}

fn distribution(
    height: impl Fn(f64) -> Height,
    centre: f64,
    spread: f64,
) -> Result<RateDistribution, MapError> {
    let log = |at: f64| height(at).log;
    let (low, high, _) = reach(&log, centre, spread, DEPTH).ok_or(MapError::OutOfRange)?;
    let edges = edges(low, centre, high, spread);
    RateDistribution::new(&height, &edges).map(|(distribution, _)| distribution)
}
