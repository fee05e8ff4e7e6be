//! The posterior under the robust prior.

use super::update::{Update, vague};
use crate::pairwise::Bounds;
use euthymia_numerics::{Probability, beta, root};

/// A mixture of the posterior under the MAP prior and of that under Beta(1, 1).
#[derive(Clone, Copy, Debug)]
pub struct RobustPosterior<'a> {
    update: &'a Update,
    prior_vague: f64,
    informative: f64,
    a: f64,
    b: f64,
}

impl<'a> RobustPosterior<'a> {
    pub(crate) fn new(update: &'a Update, prior_vague: Probability) -> Self {
        let w = prior_vague.get();
        let (a, b) = vague(&update.count);
        // Of the ratio of the two masses, which may be too small or too large on their own.
        let odds = (update.log_mass + (update.count.n() as f64 + 1.0).ln()).exp();
        let informative = if w == 0.0 {
            1.0
        } else if odds == f64::INFINITY {
            f64::from(w < 1.0)
        } else {
            (1.0 - w) * odds / ((1.0 - w) * odds + w)
        };
        Self {
            update,
            prior_vague: w,
            informative,
            a,
            b,
        }
    }

    /// The weight of Beta(1, 1) in the prior.
    #[must_use]
    pub fn prior_vague(&self) -> f64 {
        self.prior_vague
    }

    /// The weight of the MAP prior after the count was seen; far below its weight before where the two
    /// are in conflict.
    #[must_use]
    pub fn informative(&self) -> f64 {
        self.informative
    }

    fn mix(&self, informative: impl FnOnce() -> f64, vague: impl FnOnce() -> f64) -> f64 {
        match self.informative {
            w if w >= 1.0 => informative(),
            w if w <= 0.0 => vague(),
            w => w * informative() + (1.0 - w) * vague(),
        }
    }

    /// Returns the mean of the rate.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let (a, b) = (self.a, self.b);
        self.mix(|| self.update.informative.mean(), || a / (a + b))
    }

    /// Returns the standard deviation of the rate.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        let (a, b) = (self.a, self.b);
        let total = a + b;
        let informative = || {
            let posterior = &self.update.informative;
            posterior.sd().powi(2) + (posterior.mean() - mean).powi(2)
        };
        let vague = || a * b / (total * total * (total + 1.0)) + (a / total - mean).powi(2);
        self.mix(informative, vague).sqrt()
    }

    /// Returns the probability that the rate is at most `rate`.
    #[must_use]
    pub fn cdf(&self, rate: f64) -> f64 {
        let vague = || beta::cdf(rate, self.a, self.b);
        self.mix(|| self.update.informative.cdf(rate), vague)
    }

    /// Returns the probability that the rate is above `rate`.
    #[must_use]
    pub fn sf(&self, rate: f64) -> f64 {
        let vague = || beta::sf(rate, self.a, self.b);
        self.mix(|| self.update.informative.sf(rate), vague)
    }

    /// Returns the probability that the rate is above that at μ, the middle of the published groups;
    /// both are uncertain.
    #[must_use]
    pub fn above_mean_rate(&self) -> f64 {
        self.mix(|| self.update.informative_above, || self.update.vague_above)
    }

    /// Returns the median of the rate.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.quantile(Probability::ZERO.complement().half())
    }

    /// Returns the interval with the same probability outside on either side.
    #[must_use]
    pub fn interval(&self, level: Probability) -> Bounds {
        let tail = level.complement().half();
        let informative = self.update.informative.upper_quantile(tail);
        // By the mirrored distribution, so that the tail is not formed as 1 − (1 − tail).
        let vague = 1.0 - beta::quantile(tail, self.b, self.a);
        Bounds {
            lower: self.quantile(tail),
            upper: self.between(informative, vague, |p| tail.get() - self.sf(p)),
        }
    }

    fn quantile(&self, lower: Probability) -> f64 {
        let informative = self.update.informative.quantile(lower);
        let vague = beta::quantile(lower, self.a, self.b);
        self.between(informative, vague, |p| self.cdf(p) - lower.get())
    }

    /// The quantile of a mixture lies between those of its parts.
    fn between(&self, informative: f64, vague: f64, distance: impl Fn(f64) -> f64) -> f64 {
        if self.informative >= 1.0 {
            return informative;
        }
        if self.informative <= 0.0 {
            return vague;
        }
        root::find(
            distance,
            informative.min(vague),
            informative.max(vague),
            0.0,
        )
        .at
    }
}
