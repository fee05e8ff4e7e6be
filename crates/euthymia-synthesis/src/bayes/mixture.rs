//! A mixture of normal distributions: what is left of μ when τ has been integrated out.

use super::{Bounds, IntervalKind, Summary, shortest};
use euthymia_numerics::{Probability, normal, root};

/// One normal distribution and its share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Component {
    pub(crate) weight: f64,
    pub(crate) mean: f64,
    pub(crate) sd: f64,
}

/// Σ wⱼ N(mⱼ, sⱼ²), with weights that sum to one.
///
/// The posterior of μ, of a new study's true effect, and of each study's true effect are of this
/// form: one component for each value of τ that the integration used.
///
/// # References
/// Röver C, Friede T. Discrete approximation of a mixture distribution via restricted divergence. J
/// Comput Graph Stat 2017;26:217–222 (the same form, on a coarser grid).
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    components: Vec<Component>,
    /// How many moments exist, 0 to 2.
    moments: u8,
}

/// Components below this share are left out of brackets.
const NOTABLE: f64 = 1e-14;

impl Mixture {
    /// At least one component; weights sum to one.
    pub(crate) fn new(components: Vec<Component>, moments: u8) -> Self {
        Self {
            components,
            moments,
        }
    }

    fn sum(&self, of: impl Fn(&Component) -> f64) -> f64 {
        self.components.iter().map(|c| c.weight * of(c)).sum()
    }

    /// Returns the density at `x`.
    #[must_use]
    pub fn density(&self, x: f64) -> f64 {
        self.sum(|c| normal::density((x - c.mean) / c.sd) / c.sd)
    }

    fn slope(&self, x: f64) -> f64 {
        self.sum(|c| {
            let z = (x - c.mean) / c.sd;
            -z * normal::density(z) / c.sd / c.sd
        })
    }

    /// Returns the probability at or below `x`.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        self.sum(|c| normal::cdf((x - c.mean) / c.sd))
    }

    /// Returns the probability above `x`, with its own digits.
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        self.sum(|c| normal::sf((x - c.mean) / c.sd))
    }

    /// Returns the mean; `None` where it does not exist, as after a half-Cauchy prior and one study.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        if self.moments == 0 {
            return None;
        }
        // From a value inside, so that a common offset does not cost digits.
        let origin = self.components.first()?.mean;
        Some(origin + self.sum(|c| c.mean - origin))
    }

    /// Returns the standard deviation; `None` where it does not exist.
    #[must_use]
    pub fn sd(&self) -> Option<f64> {
        if self.moments < 2 {
            return None;
        }
        let mean = self.mean()?;
        let variance = self.sum(|c| c.sd * c.sd + (c.mean - mean).powi(2));
        Some(variance.sqrt())
    }

    /// Returns the x at or below which the probability `lower` lies; infinite at 0 and 1.
    #[must_use]
    pub fn quantile(&self, lower: Probability) -> f64 {
        self.solve(lower.get(), normal::cdf, 1.0)
    }

    /// Returns the x above which the probability `upper` lies; infinite at 0 and 1.
    #[must_use]
    pub fn upper_quantile(&self, upper: Probability) -> f64 {
        self.solve(upper.get(), normal::sf, -1.0)
    }

    /// Solves Σ weight · tail = p, for a tail of the standard normal distribution that grows where
    /// `sign` is 1 and falls where it is −1. Components that cannot move a digit of p are left out.
    fn solve(&self, p: f64, tail: fn(f64) -> f64, sign: f64) -> f64 {
        if p <= 0.0 {
            return -sign * f64::INFINITY;
        }
        if p >= 1.0 {
            return sign * f64::INFINITY;
        }
        let heavy = |c: &&Component| c.weight > 1e-20 * p;
        let heavy: Vec<Component> = self.components.iter().filter(heavy).copied().collect();
        let distance = |x: f64| {
            let each = heavy.iter().map(|c| c.weight * tail((x - c.mean) / c.sd));
            sign * (each.sum::<f64>() / p).ln().clamp(-1e4, 1e4)
        };
        let (start, step) = self.centre();
        let (mut low, mut high, mut width) = (start, start, step);
        while distance(low) > 0.0 && low.is_finite() {
            (high, low) = (low, low - width);
            width *= 2.0;
        }
        width = step;
        while distance(high) < 0.0 && high.is_finite() {
            (low, high) = (high, high + width);
            width *= 2.0;
        }
        // Newton's method on the logarithm of the tail, held inside the bracket by bisection.
        let mut x = 0.5 * low + 0.5 * high;
        for _ in 0..100 {
            let found = distance(x);
            (low, high) = if found > 0.0 { (low, x) } else { (x, high) };
            let rise = heavy.iter().map(|c| {
                let z = (x - c.mean) / c.sd;
                c.weight * normal::density(z) / c.sd
            });
            let newton = x - found * (found * sign).exp() * p / rise.sum::<f64>();
            let settled = 4.0 * f64::EPSILON * x.abs() + 1e-16 * step;
            if (newton - x).abs() <= settled || high - low <= settled {
                break;
            }
            x = if low < newton && newton < high {
                newton
            } else {
                0.5 * low + 0.5 * high
            };
        }
        x
    }

    /// The mean and standard deviation of the heaviest component: a place to start from.
    fn centre(&self) -> (f64, f64) {
        let heaviest = |a: &&Component, b: &&Component| a.weight.total_cmp(&b.weight);
        let found = self.components.iter().max_by(heaviest);
        found.map_or((0.0, 1.0), |c| (c.mean, c.sd))
    }

    /// Returns where the density is largest, among the maxima that a scan of 32 steps can tell apart.
    ///
    /// The density rises below every component's mean and falls above, so that it is sought between
    /// the smallest and the largest of them.
    #[must_use]
    pub fn mode(&self) -> f64 {
        let notable = self.components.iter().filter(|c| c.weight > NOTABLE);
        let (low, high) = notable.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), c| {
            (c.mean.min(low), c.mean.max(high))
        });
        let step = (high - low) / 32.0;
        let inside = |i: i32| low + f64::from(i) * step;
        let by_density = |a: &f64, b: &f64| self.density(*a).total_cmp(&self.density(*b));
        let Some(best) = (0..=32).map(inside).max_by(by_density) else {
            return self.centre().0;
        };
        if step <= 0.0 || !step.is_finite() {
            return best;
        }
        let found = root::find(|x| self.slope(x), best - step, best + step, 0.0);
        match found.outcome {
            root::Outcome::Converged => found.at,
            _ => best,
        }
    }

    /// Returns an interval that holds the probability `level`.
    #[must_use]
    pub fn interval(&self, level: Probability, kind: IntervalKind) -> Bounds {
        match kind {
            IntervalKind::EqualTailed => {
                let tail = level.complement().half();
                Bounds {
                    lower: self.quantile(tail),
                    upper: self.upper_quantile(tail),
                }
            }
            IntervalKind::Shortest => shortest::interval(self, level),
        }
    }

    pub(crate) fn summary(&self, level: Probability, kind: IntervalKind) -> Summary {
        Summary {
            mean: self.mean(),
            sd: self.sd(),
            median: self.quantile(Probability::ZERO.complement().half()),
            mode: self.mode(),
            interval: self.interval(level, kind),
        }
    }
}

impl shortest::Distribution for Mixture {
    fn density(&self, x: f64) -> f64 {
        self.density(x)
    }

    fn quantile(&self, lower: Probability) -> f64 {
        self.quantile(lower)
    }

    fn upper_quantile(&self, upper: Probability) -> f64 {
        self.upper_quantile(upper)
    }
}
