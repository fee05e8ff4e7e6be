//! The number of events to expect in the next group.

use super::joint::smoothed;
use super::rate::RateDistribution;
use crate::effect::proportion::{Count, from_logit};
use crate::glmm::arm::Arm;
use euthymia_numerics::{Probability, binomial};

/// The distribution of the number X of events among n patients whose rate has a given prior:
/// P(X = x) = ∫ C(n, x) pˣ(1 − p)ⁿ⁻ˣ dF(p).
///
/// A check of the prior against the count before the two are put together (Box 1980).
#[derive(Clone, Copy, Debug)]
pub struct Predictive<'a> {
    rate: &'a RateDistribution,
    n: u64,
}

/// Where a count lies in its predictive distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountTails {
    /// P(X = x).
    pub mass: f64,
    /// P(X ≤ x).
    pub at_most: f64,
    /// P(X ≥ x).
    pub at_least: f64,
}

impl CountTails {
    /// Returns the predictive p-value as twice the smaller tail, at most 1.
    ///
    /// # References
    /// Box GEP. Sampling and Bayes' inference in scientific modelling and robustness. J R Stat Soc A
    /// 1980;143:383–430 (prior predictive checks; he orders by density, here the tails are doubled).
    #[must_use]
    pub fn twice_smaller(&self) -> f64 {
        (2.0 * self.at_most.min(self.at_least)).min(1.0)
    }
}

impl<'a> Predictive<'a> {
    pub(crate) fn new(rate: &'a RateDistribution, n: u64) -> Self {
        Self { rate, n }
    }

    /// Returns where a number of events lies; `None` for more events than patients, or no patient.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::effect::proportion::Count;
    /// use euthymia_synthesis::map_prior::{MapOptions, MapPrior};
    /// let prior = MapPrior::new(&[Count::new(9, 30)?], &MapOptions::default())?;
    /// let all: f64 = (0..=3).filter_map(|x| prior.predictive(3).tails(x)).map(|t| t.mass).sum();
    /// assert!((all - 1.0).abs() < 1e-10);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tails(&self, events: u64) -> Option<CountTails> {
        let count = Count::new(events, self.n).ok()?;
        let (centre, variance) = smoothed(&count);
        let over = |f: &dyn Fn(f64) -> f64| self.rate.expect_near(f, centre, variance.sqrt());
        let (n, arm) = (self.n, Arm::binomial(events, self.n, 0.0));
        Some(CountTails {
            mass: over(&|theta| arm.curve(theta).value.exp()),
            at_most: over(&|theta| at_most(events, n, theta)).min(1.0),
            at_least: over(&|theta| at_least(events, n, theta)).min(1.0),
        })
    }

    /// Returns the numbers of events between which the next group's lies with at least probability
    /// `level`: no more than half of the rest lies below, and no more above. `None` without a patient.
    #[must_use]
    pub fn interval(&self, level: Probability) -> Option<(u64, u64)> {
        let outside = level.complement().half().get();
        let at_most = |x: u64| self.tails(x).map(|tails| tails.at_most);
        let more = |x: u64| match self.tails(x.saturating_add(1)) {
            Some(tails) => tails.at_least,
            None => 0.0,
        };
        at_most(0)?;
        let lower = first(self.n, |x| at_most(x).is_some_and(|p| p > outside));
        let upper = first(self.n, |x| more(x) <= outside);
        Some((lower, upper))
    }
}

/// The first number up to n for which a statement that stays true becomes true.
fn first(n: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// P(X ≤ x) at a logit; of the complement where p is above ½, which keeps its digits near 1.
fn at_most(events: u64, n: u64, theta: f64) -> f64 {
    if theta > 0.0 {
        binomial::at_least(n - events, n, from_logit(-theta))
    } else {
        binomial::at_most(events, n, from_logit(theta))
    }
}

/// P(X ≥ x) at a logit.
fn at_least(events: u64, n: u64, theta: f64) -> f64 {
    if theta > 0.0 {
        binomial::at_most(n - events, n, from_logit(-theta))
    } else {
        binomial::at_least(events, n, from_logit(theta))
    }
}
