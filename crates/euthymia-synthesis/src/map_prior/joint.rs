//! The joint posterior of μ and τ in slices of τ, and the density of a new θ* under it.

use super::prior::{MapError, MapOptions};
use super::rate::Height;
use crate::effect::proportion::Count;
use crate::glmm::{GridSize, Likelihood, Parameters};
use euthymia_numerics::gauss_kronrod::{Interpolation, Panel, integrate};
use std::f64::consts::TAU;

/// Step of the integrals over each group's own effect, in standard deviations of the integrand.
const STEP: f64 = 0.5;
/// The same in units of the logit for a group without events, or with nothing but events: its likelihood
/// is a step of width one beside a shoulder as wide as τ.
const STEP_OF_A_SHOULDER: f64 = 0.6;
/// What lies this far below the largest log-density of μ is left out: e⁻⁴⁵ is 3e-20.
const DEPTH: f64 = 45.0;
/// The largest τ in scales of its prior; beyond lies 6e-16 of it.
const TAU_MAX: f64 = 8.0;
const TOLERANCE_MU: f64 = 1e-12;
const TOLERANCE_TAU: f64 = 1e-11;
const PANELS_MAX: usize = 80;
/// How far a normal density is followed, in standard deviations.
const REACH: f64 = 9.5;

/// The posterior of μ at one τ.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    pub(crate) tau: f64,
    /// Share of the posterior of τ.
    pub(crate) share: f64,
    /// Panels in μ; `value` is proportional to the density and `extra` its logarithm.
    pub(crate) panels: Vec<Panel<f64>>,
    /// Below this, times ½, no step over μ misses anything.
    width: f64,
}

/// The joint posterior.
#[derive(Clone, Debug)]
pub(crate) struct Joint {
    pub(crate) slices: Vec<Slice>,
    pub(crate) converged: bool,
    interpolation: Interpolation,
}

/// What the integrals over μ need at every τ.
struct Model<'a> {
    likelihood: Likelihood,
    arms: &'a [Count],
    options: &'a MapOptions,
    interpolation: Interpolation,
}

impl Joint {
    pub(crate) fn new(arms: &[Count], options: &MapOptions) -> Result<Self, MapError> {
        let likelihood = Likelihood::proportions(arms).map_err(|_| MapError::NoArm)?;
        let model = Model {
            likelihood,
            arms,
            options,
            interpolation: Interpolation::default(),
        };
        let edges = model.tau_edges();
        let height = |tau: f64| model.slice(tau).map_or(f64::NEG_INFINITY, |s| s.0);
        let top = edges.iter().copied().map(height);
        let top = top.fold(f64::NEG_INFINITY, f64::max);
        if !top.is_finite() {
            return Err(MapError::OutOfRange);
        }
        let scale = options.tau_scale;
        let density = |tau: f64| match model.slice(tau) {
            None => (0.0, None),
            Some((log, slice)) => {
                let prior = -0.5 * (tau / scale).powi(2);
                ((log - top + prior).exp(), Some(slice))
            }
        };
        let integral = integrate(density, &edges, TOLERANCE_TAU, PANELS_MAX);
        let total = integral.value;
        if !(total > 0.0 && total.is_finite()) {
            return Err(MapError::OutOfRange);
        }
        let samples = integral.panels.into_iter().flat_map(|p| p.samples);
        let slices = samples.filter_map(|sample| {
            let share = sample.weight * sample.value / total;
            let mut slice = sample.extra.filter(|_| share > 0.0)?;
            slice.share = share;
            Some(slice)
        });
        Ok(Self {
            slices: slices.collect(),
            converged: integral.converged,
            interpolation: Interpolation::default(),
        })
    }

    /// Sums over the slices.
    pub(crate) fn over_tau(&self, of: impl FnMut(&Slice) -> f64) -> f64 {
        let mut of = of;
        self.slices.iter().map(|s| s.share * of(s)).sum()
    }

    /// E f(μ, τ).
    pub(crate) fn expect(&self, mut of: impl FnMut(f64, f64) -> f64) -> f64 {
        self.over_tau(|slice| {
            let samples = slice.panels.iter().flat_map(|p| p.samples.iter());
            samples
                .map(|s| s.weight * s.value * of(s.at, slice.tau))
                .sum()
        })
    }

    /// The logarithm of the density of μ at `mu`.
    pub(crate) fn mean_height(&self, mu: f64) -> Height {
        let density = self.over_tau(|slice| self.density(slice, mu));
        Height {
            log: density.ln(),
            slope: None,
        }
    }

    /// The logarithm of the density of θ* at `theta`, and its slope.
    pub(crate) fn new_height(&self, theta: f64) -> Height {
        let (mut density, mut rise) = (0.0, 0.0);
        for slice in &self.slices {
            let (d, r) = self.new_density(slice, theta);
            density += slice.share * d;
            rise += slice.share * r;
        }
        Height {
            log: density.ln(),
            slope: Some(rise / density),
        }
    }

    /// The density of μ in a slice, interpolated on the log scale.
    fn density(&self, slice: &Slice, mu: f64) -> f64 {
        let place = slice.panels.partition_point(|p| p.high < mu);
        match slice.panels.get(place) {
            Some(panel) if panel.low <= mu => self.interpolation.at(panel, |s| s.extra, mu).exp(),
            _ => 0.0,
        }
    }

    /// ∫ p(μ | τ) N(θ; μ, τ²) dμ and its derivative by θ, by the trapezoidal rule, which converges
    /// faster than any power of its step where the integrand dies out at both ends.
    fn new_density(&self, slice: &Slice, theta: f64) -> (f64, f64) {
        let (Some(first), Some(last)) = (slice.panels.first(), slice.panels.last()) else {
            return (0.0, 0.0);
        };
        let tau = slice.tau;
        let low = first.low.max(theta - REACH * tau);
        let high = last.high.min(theta + REACH * tau);
        if low >= high {
            return (0.0, 0.0);
        }
        let steps = ((high - low) / (0.45 * tau.min(slice.width)))
            .ceil()
            .max(1.0);
        let step = (high - low) / steps;
        let (mut sum, mut rise) = (0.0, 0.0);
        for i in 0..=steps as usize {
            let mu = (low + i as f64 * step).min(high);
            let z = (mu - theta) / tau;
            let term = self.density(slice, mu) * (-0.5 * z * z).exp();
            sum += term;
            rise += term * z;
        }
        let unit = step / (tau * TAU.sqrt());
        (sum * unit, rise * unit / tau)
    }
}

impl Model<'_> {
    /// Edges from zero over the smallest standard error of a group's logit to the last τ.
    fn tau_edges(&self) -> Vec<f64> {
        let last = TAU_MAX * self.options.tau_scale;
        let informed = self.arms.iter().map(|arm| smoothed(arm).1.sqrt());
        let mut edge = 0.5 * informed.fold(self.options.tau_scale, f64::min);
        let mut edges = vec![0.0];
        while edge < 0.75 * last {
            edges.push(edge);
            edge *= 2.0;
        }
        edges.push(last);
        edges
    }

    /// The logarithm of ∫ p(μ) L(μ, τ) dμ with the posterior of μ at this τ.
    fn slice(&self, tau: f64) -> Option<(f64, Slice)> {
        let (mean, sd) = (self.options.mean, self.options.mean_sd);
        let step = GridSize::Step(self.step(tau));
        let height = |mu: f64| {
            let z = (mu - mean) / sd;
            let parameters = Parameters::new(mu, tau);
            self.likelihood.at(&parameters, step) - 0.5 * z * z
        };
        let (centre, spread) = self.centre(tau);
        let (low, high, top) = reach(&height, centre, spread, DEPTH)?;
        let edges = edges(low, centre, high, 2.0 * spread);
        // The logarithm is so smooth that a polynomial through few points carries it; its exponential
        // needs more panels.
        let sampled = integrate(|mu| (1.0, height(mu) - top), &edges, f64::INFINITY, 1).panels;
        let density = |mu: f64| {
            let place = sampled.partition_point(|p| p.high < mu);
            let panel = sampled.get(place).or(sampled.last());
            let log = panel.map_or(f64::NEG_INFINITY, |p| {
                self.interpolation.at(p, |s| s.extra, mu)
            });
            (log.exp(), log)
        };
        let integral = integrate(density, &edges, TOLERANCE_MU, PANELS_MAX);
        let total = integral.value;
        if !(total > 0.0 && total.is_finite()) {
            return None;
        }
        let mut panels = integral.panels;
        for sample in panels.iter_mut().flat_map(|p| p.samples.iter_mut()) {
            sample.value /= total;
            sample.extra -= total.ln();
        }
        let slice = Slice {
            tau,
            share: 0.0,
            panels,
            width: self.narrowest(tau),
        };
        Some((top + total.ln(), slice))
    }

    fn step(&self, tau: f64) -> f64 {
        let shoulder = |arm: &Count| arm.events() == 0 || arm.events() == arm.n();
        if self.arms.iter().any(shoulder) {
            STEP.min(STEP_OF_A_SHOULDER / tau)
        } else {
            STEP
        }
    }

    /// Where μ is about, and how well it is known, from smoothed logits.
    fn centre(&self, tau: f64) -> (f64, f64) {
        let prior = self.options.mean_sd.powi(-2);
        let (mut weights, mut sum) = (prior, prior * self.options.mean);
        for arm in self.arms {
            let (logit, variance) = smoothed(arm);
            let weight = 1.0 / (variance + tau * tau);
            weights += weight;
            sum += weight * logit;
        }
        (sum / weights, weights.powf(-0.5))
    }

    /// A standard deviation that no part of the density of μ is narrower than: no group tells more of
    /// its logit than n/4.
    fn narrowest(&self, tau: f64) -> f64 {
        let of = |arm: &Count| 1.0 / (tau * tau + 4.0 / arm.n() as f64);
        let information: f64 = self.arms.iter().map(of).sum();
        (information + self.options.mean_sd.powi(-2)).powf(-0.5)
    }
}

/// The logit of a group with ½ added to both counts, and its variance: a place to start from.
pub(crate) fn smoothed(arm: &Count) -> (f64, f64) {
    let (events, others) = (
        arm.events() as f64 + 0.5,
        (arm.n() - arm.events()) as f64 + 0.5,
    );
    ((events / others).ln(), 1.0 / events + 1.0 / others)
}

/// How far a height is followed on either side of a centre, until it is `depth` below the largest value
/// seen, and that value. Where the height ends in nothing, the last place before it is taken.
pub(crate) fn reach(
    height: &impl Fn(f64) -> f64,
    centre: f64,
    spread: f64,
    depth: f64,
) -> Option<(f64, f64, f64)> {
    let mut top = height(centre);
    let mut end = |sign: f64| {
        let (mut step, mut last) = (2.0 * spread, centre);
        for _ in 0..200 {
            let at = last + sign * step;
            let here = height(at);
            top = top.max(here);
            if here < top - depth || !here.is_finite() {
                return Some(last_finite(height, last, at));
            }
            last = at;
            step *= 1.3;
        }
        None
    };
    let (low, high) = (end(-1.0)?, end(1.0)?);
    top.is_finite().then_some((low, high, top))
}

/// Halves the way back from `far` to `near` until the height is a number.
fn last_finite(height: &impl Fn(f64) -> f64, near: f64, mut far: f64) -> f64 {
    for _ in 0..60 {
        if height(far).is_finite() {
            return far;
        }
        far = 0.5 * near + 0.5 * far;
    }
    near
}

/// Edges that widen on either side of a centre.
pub(crate) fn edges(low: f64, centre: f64, high: f64, spread: f64) -> Vec<f64> {
    let side = |sign: f64, end: f64| {
        let mut at = centre;
        let mut width = 2.0 * spread;
        let mut list = Vec::new();
        loop {
            at += sign * width;
            if sign * at >= sign * end - 0.25 * width {
                list.push(end);
                return list;
            }
            list.push(at);
            width = (1.4 * width).min((2.0 * spread).max(3.0));
        }
    };
    let mut edges = side(-1.0, low);
    edges.reverse();
    edges.push(centre);
    edges.extend(side(1.0, high));
    edges
}
