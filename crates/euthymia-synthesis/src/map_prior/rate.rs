//! The distribution of a rate by the density of its logit.

use super::prior::MapError;
use crate::effect::proportion::from_logit;
use crate::pairwise::Bounds;
use euthymia_numerics::gauss_kronrod::{Interpolation, Panel, integrate, panel};
use euthymia_numerics::{Probability, root};

const TOLERANCE: f64 = 1e-11;
const PANELS_MAX: usize = 400;
/// Of the effective sample size no more than this share may come from …
const TAIL_SHARE_MAX: f64 = 0.01;
/// … so small a part of the distribution on either side.
const TAIL: f64 = 1e-6;

/// A logarithm of a density and its slope, where the slope is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Height {
    pub(crate) log: f64,
    pub(crate) slope: Option<f64>,
}

/// What is known of a rate p between 0 and 1, as a density of θ = logit p.
#[derive(Clone, Debug)]
pub struct RateDistribution {
    /// Panels in θ; `value` is the density of θ and `extra` its logarithm with the slope.
    panels: Vec<Panel<Height>>,
    /// Probability below each panel.
    below: Vec<f64>,
    /// Probability above each panel.
    above: Vec<f64>,
    interpolation: Interpolation,
    converged: bool,
}

impl RateDistribution {
    /// Scales a density on the range of `edges`; returns it with the logarithm of its integral.
    pub(crate) fn new(
        height: impl Fn(f64) -> Height,
        edges: &[f64],
    ) -> Result<(Self, f64), MapError> {
        let top = edges.iter().map(|at| height(*at).log);
        let top = top.fold(f64::NEG_INFINITY, f64::max);
        if !top.is_finite() {
            return Err(MapError::OutOfRange);
        }
        let density = |at: f64| {
            let here = height(at);
            ((here.log - top).exp(), here)
        };
        let integral = integrate(density, edges, TOLERANCE, PANELS_MAX);
        let total = integral.value;
        if !(total > 0.0 && total.is_finite()) {
            return Err(MapError::OutOfRange);
        }
        let log_total = top + total.ln();
        let mut panels = integral.panels;
        for panel in &mut panels {
            panel.integral /= total;
            for sample in &mut panel.samples {
                sample.value /= total;
                sample.extra.log -= log_total;
            }
        }
        let below = running(panels.iter());
        let mut above = running(panels.iter().rev());
        above.reverse();
        let distribution = Self {
            panels,
            below,
            above,
            interpolation: Interpolation::default(),
            converged: integral.converged,
        };
        Ok((distribution, log_total))
    }

    /// Whether the integral of the density settled to eleven digits.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// The ends of the panels of θ.
    pub(crate) fn edges(&self) -> Vec<f64> {
        let lows = self.panels.iter().map(|p| p.low);
        lows.chain(self.panels.last().map(|p| p.high)).collect()
    }

    /// The logarithm of the density of θ with its slope; minus infinity outside the range.
    pub(crate) fn height(&self, theta: f64) -> Height {
        match self.panel_at(theta) {
            None => Height {
                log: f64::NEG_INFINITY,
                slope: None,
            },
            Some(panel) => Height {
                log: self.interpolation.at(panel, |s| s.extra.log, theta),
                slope: self.slope(panel, theta),
            },
        }
    }

    fn slope(&self, panel: &Panel<Height>, theta: f64) -> Option<f64> {
        let known = panel.samples.iter().all(|s| s.extra.slope.is_some());
        let of =
            |s: &euthymia_numerics::gauss_kronrod::Sample<Height>| s.extra.slope.unwrap_or(0.0);
        known.then(|| self.interpolation.at(panel, of, theta))
    }

    fn panel_at(&self, theta: f64) -> Option<&Panel<Height>> {
        let place = self.panels.partition_point(|p| p.high < theta);
        self.panels.get(place).filter(|p| p.low <= theta)
    }

    fn part(&self, panel_of: &Panel<Height>, low: f64, high: f64) -> f64 {
        let density = |x: f64| self.interpolation.at(panel_of, |s| s.extra.log, x).exp();
        panel(density, low, high)
    }

    /// P(θ ≤ t).
    pub(crate) fn cdf_logit(&self, t: f64) -> f64 {
        let place = self.panels.partition_point(|p| p.high < t);
        match (self.panels.get(place), self.below.get(place)) {
            (Some(panel), Some(below)) if panel.low <= t => below + self.part(panel, panel.low, t),
            (Some(_), _) => 0.0,
            _ => 1.0,
        }
    }

    /// P(θ > t).
    pub(crate) fn sf_logit(&self, t: f64) -> f64 {
        let place = self.panels.partition_point(|p| p.high < t);
        match (self.panels.get(place), self.above.get(place)) {
            (Some(panel), Some(above)) if panel.low <= t => above + self.part(panel, t, panel.high),
            (Some(_), _) => 1.0,
            _ => 0.0,
        }
    }

    /// Returns P(p ≤ `rate`).
    #[must_use]
    pub fn cdf(&self, rate: f64) -> f64 {
        on_logit(rate, 0.0, 1.0, |t| self.cdf_logit(t))
    }

    /// Returns P(p > `rate`), with its own digits.
    #[must_use]
    pub fn sf(&self, rate: f64) -> f64 {
        on_logit(rate, 1.0, 0.0, |t| self.sf_logit(t))
    }

    /// Returns the rate at or below which the probability `lower` lies.
    #[must_use]
    pub fn quantile(&self, lower: Probability) -> f64 {
        let wanted = lower.get();
        let place = self.below.partition_point(|below| *below <= wanted);
        self.solve(place.saturating_sub(1), |t| self.cdf_logit(t) - wanted)
    }

    /// Returns the rate above which the probability `upper` lies.
    #[must_use]
    pub fn upper_quantile(&self, upper: Probability) -> f64 {
        let wanted = upper.get();
        let place = self.above.partition_point(|above| *above > wanted);
        self.solve(place, |t| self.sf_logit(t) - wanted)
    }

    fn solve(&self, place: usize, distance: impl FnMut(f64) -> f64) -> f64 {
        let last = self.panels.len().saturating_sub(1);
        let Some(panel) = self.panels.get(place.min(last)) else {
            return 0.5;
        };
        let found = root::find(distance, panel.low, panel.high, 1e-14);
        from_logit(found.at)
    }

    /// E f(p).
    pub(crate) fn expect(&self, f: impl Fn(f64) -> f64) -> f64 {
        let samples = self.panels.iter().flat_map(|p| p.samples.iter());
        samples
            .map(|s| s.weight * s.value * f(from_logit(s.at)))
            .sum()
    }

    /// E f(θ) for an f that changes much within `width` of `centre`.
    pub(crate) fn expect_near(&self, f: impl Fn(f64) -> f64, centre: f64, width: f64) -> f64 {
        let edges = around(&self.edges(), centre, width);
        let value = |theta: f64| (self.height(theta).log.exp() * f(theta), ());
        integrate(value, &edges, TOLERANCE, PANELS_MAX).value
    }

    /// Returns the mean of p.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.expect(|p| p)
    }

    /// Returns the standard deviation of p.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        self.expect(|p| (p - mean).powi(2)).sqrt()
    }

    /// Returns the median of p.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.quantile(Probability::ZERO.complement().half())
    }

    /// Returns the interval with the same probability outside on either side.
    #[must_use]
    pub fn interval(&self, level: Probability) -> Bounds {
        let tail = level.complement().half();
        Bounds {
            lower: self.quantile(tail),
            upper: self.upper_quantile(tail),
        }
    }

    /// Returns the effective sample size by moments: a + b of the beta distribution with this mean m
    /// and variance v, m(1 − m)/v − 1.
    ///
    /// It is small where the tails are heavy.
    #[must_use]
    pub fn effective_size_moments(&self) -> f64 {
        let (mean, sd) = (self.mean(), self.sd());
        mean * (1.0 - mean) / (sd * sd) - 1.0
    }

    /// Returns the effective sample size by the expected local-information ratio, ELIR:
    /// E[−(ln f)″(p) / i(p)] with i(p) = 1/(p(1 − p)), the information in one patient.
    ///
    /// With s the slope of the log-density of θ and d = 1 − 2p it is E[s(s − d)/(p(1 − p))] by parts,
    /// the same on the scales of p and θ; for Beta(a, b) it is a + b. `None` where the slope is not
    /// known, and where more than a hundredth of it comes from a millionth of the distribution on
    /// either side: there the ratio does not settle, as with few groups or a wide prior of τ.
    ///
    /// # References
    /// Neuenschwander B, Weber S, Schmidli H, O'Hagan A. Predictively consistent prior effective sample
    /// sizes. Biometrics 2020;76:578–587.
    #[must_use]
    pub fn effective_size_elir(&self) -> Option<f64> {
        let low = self
            .panels
            .partition_point(|p| self.cdf_logit(p.high) < TAIL);
        let high = self.panels.partition_point(|p| self.sf_logit(p.low) > TAIL);
        let (mut total, mut outside) = (0.0, 0.0);
        for (i, panel) in self.panels.iter().enumerate() {
            let mut sum = 0.0;
            for s in &panel.samples {
                let slope = s.extra.slope?;
                let p = from_logit(s.at);
                let q = from_logit(-s.at);
                sum += s.weight * s.value * slope * (slope - (q - p)) / (p * q);
            }
            total += sum;
            if !(low..high).contains(&i) {
                outside += sum.abs();
            }
        }
        (outside <= TAIL_SHARE_MAX * total).then_some(total)
    }
}

/// Edges with more of them about a place.
pub(crate) fn around(edges: &[f64], centre: f64, width: f64) -> Vec<f64> {
    let (Some(first), Some(last)) = (edges.first(), edges.last()) else {
        return Vec::new();
    };
    let steps = [-16.0, -8.0, -4.0, -2.0, 0.0, 2.0, 4.0, 8.0, 16.0];
    let close = steps.map(|step| centre + step * width);
    let inside = close.into_iter().filter(|at| first < at && at < last);
    let mut all: Vec<f64> = edges.iter().copied().chain(inside).collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|b, a| *b - *a < 1e-12 * a.abs().max(1.0));
    all
}

/// The shares before each panel, in the order given.
fn running<'a>(panels: impl Iterator<Item = &'a Panel<Height>>) -> Vec<f64> {
    let mut share = 0.0;
    panels
        .map(|panel| {
            let before = share;
            share += panel.integral;
            before
        })
        .collect()
}

fn on_logit(rate: f64, at_zero: f64, at_one: f64, f: impl Fn(f64) -> f64) -> f64 {
    if rate <= 0.0 {
        at_zero
    } else if rate >= 1.0 {
        at_one
    } else {
        f(rate.ln() - (-rate).ln_1p())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use euthymia_numerics::beta;

    /// Beta(a, b): the density of the logit is proportional to pᵃ qᵇ.
    fn of_beta(a: f64, b: f64) -> RateDistribution {
        let height = |t: f64| Height {
            log: -a * (-t).exp().ln_1p() - b * t.exp().ln_1p(),
            slope: Some(a * from_logit(-t) - b * from_logit(t)),
        };
        let edges: Vec<f64> = (-30..=30).map(f64::from).collect();
        RateDistribution::new(height, &edges).unwrap().0
    }

    #[test]
    fn a_beta_distribution_has_its_moments_tails_and_sizes() {
        let found = of_beta(3.0, 9.0);
        assert!((found.mean() - 0.25).abs() < 1e-12);
        assert!((found.sd().powi(2) - 27.0 / (144.0 * 13.0)).abs() < 1e-12);
        assert!((found.effective_size_moments() - 12.0).abs() < 1e-9);
        assert!((found.effective_size_elir().unwrap() - 12.0).abs() < 1e-9);
        for rate in [1e-3, 0.1, 0.3, 0.8] {
            assert!((found.cdf(rate) - beta::cdf(rate, 3.0, 9.0)).abs() < 1e-11);
            assert!((found.sf(rate) / beta::sf(rate, 3.0, 9.0) - 1.0).abs() < 1e-8);
        }
        for p in [0.025, 0.5, 0.9] {
            let p = Probability::new(p).unwrap();
            assert!((found.quantile(p) - beta::quantile(p, 3.0, 9.0)).abs() < 1e-11);
            let upper = found.upper_quantile(p.complement());
            assert!((upper - beta::quantile(p, 3.0, 9.0)).abs() < 1e-11);
        }
    }

    #[test]
    fn ends_of_the_range_are_ends() {
        let found = of_beta(2.0, 2.0);
        assert_eq!((found.cdf(0.0), found.cdf(1.0)), (0.0, 1.0));
        assert_eq!((found.sf(0.0), found.sf(1.0)), (1.0, 0.0));
    }
}
