//! The prior and a count put together.

use super::joint::{Joint, smoothed};
use super::prior::{MapError, MapPrior};
use super::rate::{Height, RateDistribution, around};
use super::robust::RobustPosterior;
use crate::effect::proportion::{Count, from_logit};
use crate::glmm::arm::Arm;
use euthymia_numerics::gauss_kronrod::integrate;
use euthymia_numerics::{Probability, beta, normal};

/// Shares of the joint posterior below this cannot move a digit.
const NEGLIGIBLE: f64 = 1e-17;
/// How far a normal density is followed.
const REACH: f64 = 9.5;
/// At the ends of its range the posterior must be this far down on the log scale.
const ENDS: f64 = 25.0;

/// What a count makes of the prior, and of the vague prior beside it.
///
/// The posterior under the robust prior (1 − w)·MAP + w·Beta(1, 1) is a mixture of the two with weights
/// in proportion to (1 − w) m and w/(n + 1), where m is the predictive probability of the count under
/// the MAP prior: [`Update::robust`].
#[derive(Clone, Debug)]
pub struct Update {
    pub(crate) count: Count,
    pub(crate) informative: RateDistribution,
    pub(crate) log_mass: f64,
    pub(crate) informative_above: f64,
    pub(crate) vague_above: f64,
}

impl Update {
    pub(crate) fn new(prior: &MapPrior, joint: &Joint, count: Count) -> Result<Self, MapError> {
        let arm = Arm::binomial(count.events(), count.n(), 0.0);
        let (centre, variance) = smoothed(&count);
        let height = |theta: f64| {
            let (before, curve) = (prior.rate().height(theta), arm.curve(theta));
            Height {
                log: before.log + curve.value,
                slope: before.slope.map(|slope| slope + curve.slope),
            }
        };
        let edges = around(&prior.rate().edges(), centre, variance.sqrt());
        let top = edges.iter().map(|at| height(*at).log);
        let top = top.fold(f64::NEG_INFINITY, f64::max);
        let cut = |end: Option<&f64>| end.is_none_or(|at| height(*at).log > top - ENDS);
        if cut(edges.first()) || cut(edges.last()) {
            return Err(MapError::OutOfRange);
        }
        let (informative, log_mass) = RateDistribution::new(height, &edges)?;
        let (a, b) = vague(&count);
        let beyond = |mu: f64| beta::sf(from_logit(mu), a, b);
        Ok(Self {
            count,
            informative,
            log_mass,
            informative_above: above(joint, &arm, centre, variance.sqrt()),
            vague_above: prior
                .mean_rate()
                .expect_near(beyond, centre, variance.sqrt()),
        })
    }

    /// The posterior under the MAP prior alone.
    #[must_use]
    pub fn informative(&self) -> &RateDistribution {
        &self.informative
    }

    /// Returns the natural logarithm of the predictive probability of the count under the MAP prior.
    #[must_use]
    pub fn log_mass(&self) -> f64 {
        self.log_mass
    }

    /// The posterior under the robust prior with the weight `vague` on Beta(1, 1).
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::Probability;
    /// use euthymia_synthesis::effect::proportion::Count;
    /// use euthymia_synthesis::map_prior::{MapOptions, MapPrior};
    /// let prior = MapPrior::new(&[Count::new(9, 30)?], &MapOptions::default())?;
    /// let update = prior.update(Count::new(3, 10)?)?;
    /// // With all weight on Beta(1, 1) the posterior is Beta(4, 8), whose mean is ⅓.
    /// let vague = update.robust(Probability::new(1.0)?);
    /// assert!((vague.mean() - 1.0 / 3.0).abs() < 1e-15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn robust(&self, vague: Probability) -> RobustPosterior<'_> {
        RobustPosterior::new(self, vague)
    }
}

/// The parameters of the posterior under Beta(1, 1).
pub(crate) fn vague(count: &Count) -> (f64, f64) {
    let (events, n) = (count.events(), count.n());
    (events as f64 + 1.0, (n - events) as f64 + 1.0)
}

/// P(θ* > μ) given the published groups and the count.
fn above(joint: &Joint, arm: &Arm, centre: f64, width: f64) -> f64 {
    let top = arm.curve(centre).value;
    let (mut over, mut under) = (0.0, 0.0);
    for slice in &joint.slices {
        for sample in slice.panels.iter().flat_map(|p| p.samples.iter()) {
            let share = slice.share * sample.weight * sample.value;
            if share < NEGLIGIBLE {
                continue;
            }
            let (mu, tau) = (sample.at, slice.tau);
            let half = |sign: f64| {
                let at = sign * (centre - mu) / tau;
                let edges = around(&[0.0, 2.0, REACH], at, width / tau);
                let value = |z: f64| {
                    let log = arm.curve(mu + sign * tau * z).value - top;
                    (normal::density(z) * log.exp(), ())
                };
                integrate(value, &edges, 1e-11, 60).value
            };
            over += share * half(1.0);
            under += share * half(-1.0);
        }
    }
    over / (over + under)
}
