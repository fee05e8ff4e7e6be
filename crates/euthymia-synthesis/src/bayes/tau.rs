//! The posterior of the between-study standard deviation τ.

use super::grid::Grid;
use super::likelihood::OverTau;
use super::prior::TauPrior;
use super::{Bounds, IntervalKind, Summary, shortest};
use euthymia_numerics::{Probability, root};
use std::sync::Arc;

/// The posterior distribution of τ ≥ 0.
#[derive(Clone, Debug)]
pub struct TauPosterior {
    pub(crate) likelihood: Arc<dyn OverTau>,
    pub(crate) prior: TauPrior,
    pub(crate) grid: Grid,
}

impl TauPosterior {
    /// ln of the density at τ ≥ 0.
    fn log_density(&self, tau: f64) -> f64 {
        let prior = if tau == 0.0 {
            self.prior.log_density_at_zero()
        } else {
            self.prior.log_density_of_ln(tau.ln()) - tau.ln()
        };
        prior + self.likelihood.log_likelihood(tau) - self.grid.log_evidence
    }

    /// Returns the density at `tau`; zero below zero.
    #[must_use]
    pub fn density(&self, tau: f64) -> f64 {
        if tau < 0.0 {
            return 0.0;
        }
        self.log_density(tau).exp()
    }

    /// Returns the probability at or below `tau`.
    #[must_use]
    pub fn cdf(&self, tau: f64) -> f64 {
        if tau <= 0.0 {
            return 0.0;
        }
        self.grid.cdf(tau.ln())
    }

    /// Returns the probability above `tau`, with its own digits.
    #[must_use]
    pub fn sf(&self, tau: f64) -> f64 {
        if tau <= 0.0 {
            return 1.0;
        }
        self.grid.sf(tau.ln())
    }

    /// Returns the τ at or below which the probability `lower` lies: zero at 0.
    #[must_use]
    pub fn quantile(&self, lower: Probability) -> f64 {
        let p = lower.get();
        if p > 0.5 {
            return self.upper_quantile(lower.complement());
        }
        if p == 0.0 {
            return 0.0;
        }
        let (low, high) = self.grid.bracket(p);
        let distance = |t: f64| (self.grid.cdf(t) / p).ln().clamp(-1e4, 1e4);
        solve(distance, low, high)
    }

    /// Returns the τ above which the probability `upper` lies: zero at 1; at 0 the end of the prior,
    /// or infinite.
    #[must_use]
    pub fn upper_quantile(&self, upper: Probability) -> f64 {
        let p = upper.get();
        if p > 0.5 {
            return self.quantile(upper.complement());
        }
        if p == 0.0 {
            return self.prior.end().unwrap_or(f64::INFINITY);
        }
        let (low, high) = self.grid.bracket_above(p);
        let distance = |t: f64| (self.grid.sf(t) / p).ln().clamp(-1e4, 1e4);
        solve(distance, low, high)
    }

    /// Returns the mean; `None` where it does not exist.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.grid.moments > 0).then(|| self.grid.moment(1.0))
    }

    /// Returns the standard deviation; `None` where it does not exist.
    #[must_use]
    pub fn sd(&self) -> Option<f64> {
        let mean = self.mean().filter(|_| self.grid.moments > 1)?;
        let square = |(share, t, _): (f64, f64, f64)| share * (t.exp() - mean).powi(2);
        let variance: f64 = self.grid.shares().map(square).sum();
        Some((variance + self.grid.atom * mean * mean).sqrt())
    }

    /// Returns where the density of τ is largest: zero where it falls from there on, and under a
    /// prior whose density has no bound at zero.
    ///
    /// The best of all τ that the integration used is followed to where the slope is zero.
    #[must_use]
    pub fn mode(&self) -> f64 {
        let log = |t: f64, likelihood: f64| self.prior.log_density_of_ln(t) - t + likelihood;
        let samples = self.grid.shares().map(|(_, t, height)| (t, log(t, height)));
        let mut points: Vec<(f64, f64)> = samples.collect();
        if let Some(last) = self.grid.panels.last().map(|p| p.high) {
            points.push((last, log(last, self.likelihood.log_likelihood(last.exp()))));
        }
        let highest = |a: &(usize, f64), b: &(usize, f64)| a.1.total_cmp(&b.1);
        let heights = points.iter().map(|p| p.1).enumerate();
        let Some((i, best)) = heights.max_by(highest) else {
            return 0.0;
        };
        let at_zero = self.prior.log_density_at_zero() + self.grid.at_zero;
        if at_zero >= best - 1e-13 * best.abs().max(1.0) {
            return 0.0;
        }
        let low = i.checked_sub(1).map_or(0.0, |j| points[j].0.exp());
        let high = points.get(i + 1).map_or(points[i].0, |p| p.0).exp();
        let slope = |tau: f64| self.prior.slope(tau) + self.likelihood.slope(tau);
        let found = root::find(slope, low.max(f64::MIN_POSITIVE), high, 0.0);
        match found.outcome {
            root::Outcome::Converged => found.at,
            _ => points[i].0.exp(),
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

    /// Every τ that the integration used, with its share of the posterior: zero first.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (f64, f64)> {
        let zero = std::iter::once((self.grid.atom, 0.0));
        zero.chain(self.grid.shares().map(|(share, t, _)| (share, t.exp())))
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

/// The τ whose logarithm brings `distance` to zero in a bracket.
fn solve(distance: impl FnMut(f64) -> f64, low: f64, high: f64) -> f64 {
    let found = root::find(distance, low, high, 0.0);
    match found.outcome {
        // The share was reached within the rounding of the bracket's own end.
        root::Outcome::NotBracketed => high.exp(),
        _ => found.at.exp(),
    }
}

impl shortest::Distribution for TauPosterior {
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
