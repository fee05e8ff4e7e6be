//! From a likelihood to its maximum: start, boundary, and quadrature that is fine enough.

use super::climb::{Climb, climb};
use super::grid::Grid;
use super::layout::{Item, Layout};
use super::marginal::{Mode, Slope};
use super::options::Quadrature;
use super::total::Total;
use euthymia_numerics::linear::Matrix;
use euthymia_numerics::minimum::{Iteration, Outcome, hessian, minimise};

/// What is searched: the layout, which parameters are free, and where to begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Plan<const P: usize> {
    pub(crate) layout: Layout<P>,
    /// Free when the effect is common to all studies.
    pub(crate) common: [bool; P],
    /// Free when effects differ.
    pub(crate) random: [bool; P],
    /// The parameter that is τ, and is even: only its size matters.
    pub(crate) spread: usize,
    pub(crate) start: [f64; P],
}

/// A maximum with what is needed to describe it.
#[derive(Clone, Debug)]
pub(crate) struct Found<const P: usize> {
    pub(crate) at: [f64; P],
    pub(crate) slope: Slope<P>,
    /// Parameters that were free at the end; τ is not when it lies at zero.
    pub(crate) free: [bool; P],
    pub(crate) outcome: Outcome,
    pub(crate) trace: Vec<Iteration>,
    pub(crate) grid: Grid,
    /// How far the log-likelihood moved when the step was last made finer.
    pub(crate) change: Option<f64>,
    pub(crate) modes: Vec<Mode>,
    /// τ = 0 is the best value though it was free.
    pub(crate) at_zero: bool,
    /// The largest log-likelihood with a common effect.
    pub(crate) common: f64,
}

/// The first step of the grid, which is made finer until the likelihood settles: for a normal
/// integrand its error is below 1e-13 already.
const STEP: f64 = 0.8;
/// How often the step is made finer.
const REFINEMENTS_MAX: usize = 6;
/// A log-likelihood that moves by no more than this share of its size has settled.
pub(crate) const SETTLED: f64 = 1e-10;

/// Finds the maximum, with τ = 0 when `is_common`.
pub(crate) fn search<const P: usize>(
    items: &[Item],
    plan: &Plan<P>,
    quadrature: Quadrature,
    is_common: bool,
) -> Found<P> {
    match quadrature {
        Quadrature::Settled => settled(items, plan, is_common),
        Quadrature::Points(points) => with_points(items, plan, points, is_common),
    }
}

fn settled<const P: usize>(items: &[Item], plan: &Plan<P>, is_common: bool) -> Found<P> {
    let mut total = Total::new(items, plan.layout);
    let mut grid = Grid::Step(STEP);
    let (mut best, mut at_zero, mut common) = from_start(&mut total, plan, &grid, is_common);
    let mut change: Option<f64> = None;
    let mut step = STEP;
    // A plane of points doubles when the step is divided by √2.
    let finer = if plan.layout.two {
        std::f64::consts::FRAC_1_SQRT_2
    } else {
        0.5
    };
    for _ in 0..REFINEMENTS_MAX {
        if change.is_some() {
            // τ = 0 was chosen, or not, with a grid that turned out too coarse.
            (best, at_zero, common) = if is_common || at_zero {
                from_start(&mut total, plan, &grid, is_common)
            } else {
                let common = climb(|at| total.at(at, &grid), common.at, plan.common);
                choose(&mut total, plan, &grid, (common, best))
            };
        }
        step *= finer;
        let next_grid = Grid::Step(step);
        let mut next = climb(
            |at| total.at(at, &next_grid),
            best.at,
            free(plan, is_common || at_zero),
        );
        // The whole way is kept, not only its last part.
        let mut trace = best.trace;
        trace.append(&mut next.trace);
        next.trace = trace;
        let moved = (next.slope.value - best.slope.value).abs();
        (best, grid, change) = (next, next_grid, Some(moved));
        if moved <= SETTLED * best.slope.value.abs().max(1.0) {
            break;
        }
    }
    let height = if is_common || at_zero {
        best.slope.value
    } else {
        common.slope.value
    };
    found(
        best,
        plan,
        is_common,
        (at_zero, height),
        (grid, change),
        &total,
    )
}

fn free<const P: usize>(plan: &Plan<P>, is_common: bool) -> [bool; P] {
    if is_common { plan.common } else { plan.random }
}

fn found<const P: usize>(
    mut best: Climb<P>,
    plan: &Plan<P>,
    is_common: bool,
    (at_zero, common): (bool, f64),
    (grid, change): (Grid, Option<f64>),
    total: &Total<P>,
) -> Found<P> {
    best.at[plan.spread] = best.at[plan.spread].abs();
    Found {
        at: best.at,
        slope: best.slope,
        free: free(plan, is_common || at_zero),
        outcome: best.outcome,
        trace: best.trace,
        grid,
        change,
        modes: total.modes().to_vec(),
        at_zero,
        common,
    }
}

/// Climbs with τ = 0, then with τ free, and returns the better of the two, whether it is the one with
/// τ = 0, and that one.
///
/// τ is even, so that its slope at zero always vanishes; what decides is the curvature there. Where
/// that is upward the maximum lies at a positive τ, and a search from a positive start, however
/// small, climbs towards it. Where it is downward a second maximum may still exist, so that the
/// search is made all the same.
fn from_start<const P: usize>(
    total: &mut Total<P>,
    plan: &Plan<P>,
    grid: &Grid,
    is_common: bool,
) -> (Climb<P>, bool, Climb<P>) {
    let mut start = plan.start;
    start[plan.spread] = 0.0;
    let common = climb(|at| total.at(at, grid), start, plan.common);
    if is_common {
        return (common.clone(), false, common);
    }
    start = common.at;
    start[plan.spread] = plan.start[plan.spread];
    let random = climb(|at| total.at(at, grid), start, plan.random);
    choose(total, plan, grid, (common, random))
}

/// Returns the better of the maxima with τ = 0 and with τ free, whether it is the one with τ = 0, and
/// that one.
fn choose<const P: usize>(
    total: &mut Total<P>,
    plan: &Plan<P>,
    grid: &Grid,
    (common, random): (Climb<P>, Climb<P>),
) -> (Climb<P>, bool, Climb<P>) {
    let height = common.slope.value;
    let s = plan.spread;
    let gain = random.slope.value - height;
    let noise = 1e-11 * height.abs().max(1.0);
    let downward = common.slope.hessian[s][s] <= 0.0;
    let collapsed = random.at[s].abs() < 1e-6 || downward;
    if collapsed && (gain <= noise || gain.is_nan()) {
        // The memory of the modes is that of the last parameters asked for.
        let again = total.at(&common.at, grid);
        let kept = Climb {
            slope: again,
            ..common.clone()
        };
        return (kept, true, common);
    }
    (random, false, common)
}

/// Maximises the likelihood as a rule of exactly `points` nodes gives it, however coarse that is.
///
/// Moments of a coarse rule are not derivatives of its value, so that the derivatives are differences
/// of the value.
fn with_points<const P: usize>(
    items: &[Item],
    plan: &Plan<P>,
    points: usize,
    is_common: bool,
) -> Found<P> {
    let mut total = Total::new(items, plan.layout);
    let grid = Grid::points(points);
    let (start, at_zero, _) = from_start(&mut total, plan, &Grid::Step(STEP), is_common);
    let zero = is_common || at_zero;
    let common = if zero {
        start.clone()
    } else {
        let mut from = start.at;
        from[plan.spread] = 0.0;
        climb(|at| total.at(at, &grid), from, plan.common)
    };
    let free = free(plan, zero);
    let index: Vec<usize> = (0..P).filter(|p| free[*p]).collect();
    let place = |x: &[f64]| {
        let mut at = start.at;
        for (p, value) in index.iter().zip(x) {
            at[*p] = *value;
        }
        at
    };
    let first: Vec<f64> = index.iter().map(|p| start.at[*p]).collect();
    let lowest = minimise(|x| -total.at(&place(x), &grid).value, &first);
    let curvature = hessian(|x| -total.at(&place(x), &grid).value, &lowest.at);
    let at = place(&lowest.at);
    let slope = differenced(total.at(&at, &grid), &index, &curvature);
    let trace = lowest.trace.into_iter().map(|step| Iteration {
        at: place(&step.at).to_vec(),
        value: -step.value,
        ..step
    });
    let best = Climb {
        at,
        slope,
        outcome: lowest.outcome,
        trace: trace.collect(),
    };
    let common = if zero {
        best.slope.value
    } else {
        common.slope.value
    };
    found(
        best,
        plan,
        is_common,
        (at_zero, common),
        (grid, None),
        &total,
    )
}

/// The same value with second derivatives that were found by differences.
fn differenced<const P: usize>(
    mut slope: Slope<P>,
    index: &[usize],
    curvature: &Matrix<f64>,
) -> Slope<P> {
    for (i, p) in index.iter().enumerate() {
        for (j, q) in index.iter().enumerate() {
            slope.hessian[*p][*q] = -curvature[(i, j)];
        }
    }
    slope
}
