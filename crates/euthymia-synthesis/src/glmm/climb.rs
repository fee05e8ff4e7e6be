//! The maximum of a log-likelihood whose derivatives are known.

use super::marginal::Slope;
use euthymia_numerics::linear::{Matrix, Vector, eigen};
use euthymia_numerics::minimum::{Iteration, Outcome};

/// A maximum with how it was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Climb<const P: usize> {
    pub(crate) at: [f64; P],
    pub(crate) slope: Slope<P>,
    pub(crate) outcome: Outcome,
    pub(crate) trace: Vec<Iteration>,
}

const STEPS_MAX: usize = 200;
/// A Newton step that promises less than this share of the value is the last one; after it the
/// argument is good to the square of what it was before.
const LAST_STEP: f64 = 1e-13;
/// No parameter moves further in one step: all are logs, or standard deviations of logs.
const STEP_MAX: f64 = 2.0;

/// Climbs from `start` by damped Newton steps, holding the parameters that are not `free`.
///
/// Where the curvature is not downward in some direction, its size is used, so that the step still
/// goes up.
///
/// # References
/// Nocedal J, Wright SJ. Numerical Optimization. 2nd ed. Springer 2006, section 3.4.
pub(crate) fn climb<const P: usize>(
    mut f: impl FnMut(&[f64; P]) -> Slope<P>,
    start: [f64; P],
    free: [bool; P],
) -> Climb<P> {
    let (mut at, mut here) = (start, f(&start));
    let mut trace = vec![noted(&at, &here, &free)];
    let mut outcome = Outcome::TooManySteps;
    if !here.value.is_finite() {
        outcome = Outcome::NotFinite;
    }
    for _ in 0..STEPS_MAX {
        if outcome == Outcome::NotFinite {
            break;
        }
        let (mut step, promise, downward) = newton(&here, &free);
        let size = here.value.abs().max(1.0);
        let is_last = downward && promise <= LAST_STEP * size;
        let mut moved = false;
        for _ in 0..50 {
            let mut next = at;
            for p in 0..P {
                next[p] += step[p];
            }
            let there = f(&next);
            if there.value >= here.value - 1e-12 * size {
                (at, here, moved) = (next, there, true);
                trace.push(noted(&at, &here, &free));
                break;
            }
            step = step.map(|s| 0.5 * s);
        }
        if is_last || !moved {
            let settled = downward && promise <= 1e-9 * size;
            outcome = if settled {
                Outcome::Converged
            } else {
                Outcome::Stalled
            };
            break;
        }
    }
    Climb {
        at,
        slope: here,
        outcome,
        trace,
    }
}

fn noted<const P: usize>(at: &[f64; P], here: &Slope<P>, free: &[bool; P]) -> Iteration {
    let steepest =
        |most: f64, (g, free): (&f64, &bool)| if *free { most.max(g.abs()) } else { most };
    Iteration {
        at: at.to_vec(),
        value: here.value,
        slope: here.gradient.iter().zip(free).fold(0.0, steepest),
    }
}

/// The step, what it promises to gain, and whether the curvature is downward in every direction.
fn newton<const P: usize>(here: &Slope<P>, free: &[bool; P]) -> ([f64; P], f64, bool) {
    let index: Vec<usize> = (0..P).filter(|p| free[*p]).collect();
    let n = index.len();
    let negated = Matrix::from_fn(n, n, |i, j| -here.hessian[index[i]][index[j]]);
    let gradient = Vector::from_fn(n, |i, _| here.gradient[index[i]]);
    if negated
        .iter()
        .chain(gradient.iter())
        .any(|x| !x.is_finite())
    {
        return ([0.0; P], f64::INFINITY, false);
    }
    let curvature = eigen(negated);
    let largest = curvature
        .values
        .iter()
        .fold(0.0, |m: f64, v| m.max(v.abs()));
    let floor = (1e-12 * largest).max(f64::MIN_POSITIVE);
    let downward = curvature.values.iter().all(|v| *v > floor);
    let along = curvature.vectors.transpose() * &gradient;
    let scaled = Vector::from_fn(n, |i, _| along[i] / curvature.values[i].abs().max(floor));
    let promise = 0.5 * along.dot(&scaled);
    let mut direction = &curvature.vectors * scaled;
    let length = direction.amax();
    if length > STEP_MAX {
        direction *= STEP_MAX / length;
    }
    let mut step = [0.0; P];
    for (i, p) in index.iter().enumerate() {
        step[*p] = direction[i];
    }
    (step, promise, downward)
}

/// The covariance of the free parameters: the inverse of the observed information; `None` where
/// that is not positive definite.
pub(crate) fn covariance<const P: usize>(
    here: &Slope<P>,
    free: &[bool; P],
) -> Option<[[f64; P]; P]> {
    let index: Vec<usize> = (0..P).filter(|p| free[*p]).collect();
    let n = index.len();
    let information = Matrix::from_fn(n, n, |i, j| -here.hessian[index[i]][index[j]]);
    let factor = euthymia_numerics::linear::Cholesky::new(information).ok()?;
    let inverse = factor.inverse();
    let mut covariance = [[0.0; P]; P];
    for (i, p) in index.iter().enumerate() {
        for (j, q) in index.iter().enumerate() {
            covariance[*p][*q] = inverse[(i, j)];
        }
    }
    Some(covariance)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// −(x − 1)² − 3(y − 2)² − (x − 1)⁴, whose top is at (1, 2) with curvatures −2 and −6.
    fn hill(at: &[f64; 2]) -> Slope<2> {
        let (x, y) = (at[0] - 1.0, at[1] - 2.0);
        Slope {
            value: -x * x - 3.0 * y * y - x.powi(4),
            gradient: [-2.0 * x - 4.0 * x.powi(3), -6.0 * y],
            hessian: [[-2.0 - 12.0 * x * x, 0.0], [0.0, -6.0]],
        }
    }

    #[test]
    fn the_top_of_a_hill_is_found_with_its_covariance() {
        let found = climb(hill, [-9.0, 7.0], [true; 2]);
        assert_eq!(found.outcome, Outcome::Converged);
        assert!((found.at[0] - 1.0).abs() < 1e-10 && (found.at[1] - 2.0).abs() < 1e-10);
        let covariance = covariance(&found.slope, &[true; 2]).unwrap();
        assert!((covariance[0][0] - 0.5).abs() < 1e-12);
    }

    #[test]
    fn what_is_held_does_not_move() {
        let found = climb(hill, [-9.0, 7.0], [false, true]);
        assert_eq!(found.at[0], -9.0);
        assert!((found.at[1] - 2.0).abs() < 1e-10);
    }

    #[test]
    fn a_slope_without_a_top_is_not_called_converged() {
        let slope = |at: &[f64; 1]| Slope {
            value: at[0],
            gradient: [1.0],
            hessian: [[0.0]],
        };
        assert_ne!(climb(slope, [0.0], [true]).outcome, Outcome::Converged);
    }
}
