//! The search for ED50: weighted least squares over φ = ln ED50 with all other coefficients solved for.

use super::model::Model;
use super::weighed::Weighed;
use euthymia_numerics::linear::{Matrix, Vector};

/// Where the search for φ ended.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    /// φ of each agent that is searched for.
    pub(super) phi: Vec<f64>,
    /// False for φ that was held, or that lies at an end of its range and would go on beyond it.
    pub(super) free: Vec<bool>,
    /// By how much all coefficients together lower Q.
    pub(super) lowered: f64,
    /// False when the last step was not small.
    pub(super) converged: bool,
}

const GRID: u32 = 32;
const STEPS_MAX: u32 = 200;
/// A step of φ below this ends the search.
const STEP: f64 = 1e-12;
/// A search has settled when the step that is left is below this.
const SETTLED: f64 = 1e-8;
/// Newton steps follow where the last step was below this.
const NEAR: f64 = 1e-2;
const NEWTON_STEPS: u32 = 12;
/// By how much φ is moved to see how the Gauss–Newton step changes.
const DIFFERENCE: f64 = 1e-6;

/// Finds the φ that make Q smallest: a grid over each range, one agent after the other, and
/// Gauss–Newton steps from the best place, finished by Newton's. `held` fixes some of them.
pub(super) fn settle(model: &Model, weighed: &Weighed, held: &[Option<f64>]) -> Settled {
    let value = |phi: &[f64]| {
        let solved = weighed.solve(&model.matrix(phi));
        solved.map_or(f64::NEG_INFINITY, |(_, lowered)| lowered)
    };
    let mut phi = model.middle();
    for (phi, held) in phi.iter_mut().zip(held) {
        *phi = held.unwrap_or(*phi);
    }
    let may: Vec<bool> = (0..phi.len())
        .map(|at| held.get(at).is_none_or(Option::is_none))
        .collect();
    let mut lowered = value(&phi);
    coarse(model, &may, &mut phi, &mut lowered, value);
    let (mut free, mut last) = (may.clone(), if may.contains(&true) { 1.0 } else { 0.0 });
    for _ in 0..STEPS_MAX {
        let Some((step, may_move)) = direction(model, weighed, &phi, &may) else {
            break;
        };
        free = may_move;
        let Some(next) = along(model, &phi, &step, lowered, value) else {
            break;
        };
        last = phi
            .iter()
            .zip(&next.0)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        (phi, lowered) = next;
        if last <= STEP {
            break;
        }
    }
    if last <= NEAR
        && let Some(end) = polish(model, weighed, &phi, &may)
    {
        (phi, free, last) = end;
        lowered = value(&phi);
    }
    Settled {
        converged: last <= SETTLED,
        phi,
        free,
        lowered,
    }
}

/// Newton steps to where the Gauss–Newton step is zero, which is known to more digits than the smallest Q;
/// the derivatives of that step are differences. Returns φ, which are free, and the step left there.
fn polish(
    model: &Model,
    weighed: &Weighed,
    from: &[f64],
    may: &[bool],
) -> Option<(Vec<f64>, Vec<bool>, f64)> {
    let largest = |step: &[f64]| step.iter().fold(0.0_f64, |m, s| m.max(s.abs()));
    let mut phi = from.to_vec();
    let (mut step, mut free) = direction(model, weighed, &phi, may)?;
    for _ in 0..NEWTON_STEPS {
        let moving: Vec<usize> = (0..phi.len()).filter(|at| free[*at]).collect();
        if moving.is_empty() || largest(&step) <= STEP {
            break;
        }
        let mut slopes = Matrix::zeros(moving.len(), moving.len());
        for (j, at) in moving.iter().enumerate() {
            let mut beside = phi.clone();
            beside[*at] += DIFFERENCE;
            let (there, _) = direction(model, weighed, &beside, may)?;
            for (i, own) in moving.iter().enumerate() {
                slopes[(i, j)] = (there[*own] - step[*own]) / DIFFERENCE;
            }
        }
        let wanted = Vector::from_fn(moving.len(), |i, _| -step[moving[i]]);
        let Some(change) = slopes.lu().solve(&wanted) else {
            break;
        };
        let mut next = phi.clone();
        for (change, at) in change.iter().zip(&moving) {
            let (low, high) = model.range[*at];
            next[*at] = (phi[*at] + change).clamp(low, high);
        }
        let (left, still_free) = direction(model, weighed, &next, may)?;
        if largest(&left) >= largest(&step) || next.iter().any(|x| x.is_nan()) {
            break;
        }
        (phi, step, free) = (next, left, still_free);
    }
    Some((phi, free, largest(&step)))
}

/// Up to three rounds over the grid of each agent.
fn coarse(
    model: &Model,
    may: &[bool],
    phi: &mut [f64],
    lowered: &mut f64,
    value: impl Fn(&[f64]) -> f64,
) {
    for _ in 0..3 {
        let before = *lowered;
        for (at, (low, high)) in model.range.iter().enumerate() {
            if !may[at] {
                continue;
            }
            let mut trial = phi.to_vec();
            for point in 0..=GRID {
                trial[at] = low + (high - low) * f64::from(point) / f64::from(GRID);
                let found = value(&trial);
                if found > *lowered {
                    (*lowered, phi[at]) = (found, trial[at]);
                }
            }
        }
        if *lowered <= before {
            return;
        }
    }
}

/// The Gauss–Newton step, and which φ it moves: those that may, unless at an end and pushed outwards.
fn direction(
    model: &Model,
    weighed: &Weighed,
    phi: &[f64],
    may: &[bool],
) -> Option<(Vec<f64>, Vec<bool>)> {
    let c = model.matrix(phi);
    let (beta, _) = weighed.solve(&c)?;
    let left = weighed.less(&(&c * &beta));
    let mut free = may.to_vec();
    loop {
        let (change, _) = left.solve(&model.tangent(phi, &free))?;
        let mut rest = change.iter().skip(model.linear);
        let mut step = vec![0.0; phi.len()];
        for (at, agent) in model.searched.iter().enumerate() {
            if free[at] {
                let ratio = rest.next()? / beta[model.from[*agent]];
                step[at] = if ratio.is_finite() { ratio } else { 0.0 };
            }
        }
        let outward = |at: usize| {
            let (low, high) = model.range[at];
            (phi[at] <= low && step[at] < 0.0) || (phi[at] >= high && step[at] > 0.0)
        };
        let Some(stuck) = (0..phi.len()).find(|at| free[*at] && outward(*at)) else {
            return Some((step, free));
        };
        free[stuck] = false;
    }
}

/// Goes along a step within the ranges, halving it until Q is no larger.
fn along(
    model: &Model,
    phi: &[f64],
    step: &[f64],
    lowered: f64,
    value: impl Fn(&[f64]) -> f64,
) -> Option<(Vec<f64>, f64)> {
    let largest = step.iter().fold(1.0_f64, |m, s| m.max(s.abs()));
    let mut length = 1.0 / largest;
    for _ in 0..50 {
        let next: Vec<f64> = (0..phi.len())
            .map(|at| {
                let (low, high) = model.range[at];
                let inside = (phi[at] + length * step[at]).clamp(low, high);
                if step[at] == 0.0 { phi[at] } else { inside }
            })
            .collect();
        let found = value(&next);
        if found >= lowered - 4.0 * f64::EPSILON * lowered.abs() {
            return Some((next, found));
        }
        length *= 0.5;
    }
    None
}
