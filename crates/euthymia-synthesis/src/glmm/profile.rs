//! Profile-likelihood intervals.

use super::climb::climb;
use super::grid::Grid;
use super::layout::Item;
use super::options::{Effects, Options};
use super::search::{Found, Plan};
use super::total::Total;
use crate::pairwise::Bounds;
use euthymia_numerics::{chi_squared, root};

/// Intervals of all values that a likelihood-ratio test would not reject.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// For the pooled effect.
    pub estimate: Bounds,
    /// For τ²; `None` for a common effect. The lower limit may be zero; the upper one may be infinite
    /// when the likelihood does not fall far enough.
    pub tau2: Option<Bounds>,
    /// False when an end was not found.
    pub converged: bool,
}

struct Profiler<'a, const P: usize> {
    total: Total<'a, P>,
    grid: &'a Grid,
    best: [f64; P],
    free: [bool; P],
    spread: usize,
    /// The height at which an interval ends.
    height: f64,
}

/// Forms the intervals where they were asked for.
pub(crate) fn profile<const P: usize>(
    items: &[Item],
    plan: &Plan<P>,
    found: &Found<P>,
    effect: usize,
    options: &Options,
) -> Option<Profile> {
    if !options.profile {
        return None;
    }
    let is_random =
        options.effects == Effects::Random && found.free != plan.common || found.at_zero;
    let quantile = chi_squared::upper_quantile(options.level.complement(), 1.0);
    let mut profiler = Profiler {
        total: Total::new(items, plan.layout),
        grid: &found.grid,
        best: found.at,
        free: if is_random { plan.random } else { plan.common },
        spread: plan.spread,
        height: found.slope.value - 0.5 * quantile,
    };
    let width = (quantile / -found.slope.hessian[effect][effect]).sqrt();
    let lower = profiler.end(effect, -width, f64::NEG_INFINITY);
    let upper = profiler.end(effect, width, f64::INFINITY);
    let mut settled = lower.is_some() && upper.is_some();
    let tau2 = is_random.then(|| {
        let tau = found.at[plan.spread];
        let low = profiler.end(plan.spread, -tau.max(0.05), 0.0);
        let high = profiler.end(plan.spread, tau.max(0.1), f64::INFINITY);
        settled = settled && low.is_some();
        Bounds {
            lower: low.unwrap_or(0.0).powi(2),
            upper: high.map_or(f64::INFINITY, |tau| tau * tau),
        }
    });
    Some(Profile {
        estimate: Bounds {
            lower: lower.unwrap_or(f64::NEG_INFINITY),
            upper: upper.unwrap_or(f64::INFINITY),
        },
        tau2,
        converged: settled,
    })
}

impl<const P: usize> Profiler<'_, P> {
    /// The profile log-likelihood of one parameter, above the height of the interval's ends.
    fn excess(&mut self, parameter: usize, value: f64) -> f64 {
        let mut free = self.free;
        free[parameter] = false;
        let mut start = self.best;
        start[parameter] = value;
        if free[self.spread] {
            start[self.spread] = start[self.spread].abs().max(0.3);
        }
        let (total, grid) = (&mut self.total, self.grid);
        climb(|at| total.at(at, grid), start, free).slope.value - self.height
    }

    /// The end of the interval on the side of `first`, at most at `limit`; `None` when there is none.
    fn end(&mut self, parameter: usize, first: f64, limit: f64) -> Option<f64> {
        let centre = self.best[parameter];
        let mut inside = centre;
        let mut step = first;
        for _ in 0..12 {
            let mut outside = centre + step;
            let at_limit = (limit - outside) * first <= 0.0;
            if at_limit {
                outside = limit;
            }
            let excess = self.excess(parameter, outside);
            if !excess.is_finite() {
                return None;
            }
            if excess <= 0.0 {
                let found = root::find(|x| self.excess(parameter, x), inside, outside, 1e-11);
                let settled = found.outcome == root::Outcome::Converged;
                return settled.then_some(found.at);
            }
            if at_limit {
                return Some(limit);
            }
            inside = outside;
            step *= 2.0;
        }
        None
    }
}
