//! The maximum of a log-likelihood of several parameters whose derivatives are known.

use euthymia_numerics::linear::{Cholesky, Matrix, Vector, eigen};
use euthymia_numerics::minimum::{Iteration, Outcome};

/// A log-likelihood with its first derivatives and its second ones with their sign turned.
#[derive(Clone, Debug)]
pub(super) struct Slope {
    pub(super) value: f64,
    pub(super) gradient: Vector<f64>,
    pub(super) information: Matrix<f64>,
}

impl Slope {
    /// Of nothing yet.
    pub(super) fn zero(parameters: usize) -> Self {
        Self {
            value: 0.0,
            gradient: Vector::zeros(parameters),
            information: Matrix::zeros(parameters, parameters),
        }
    }

    /// The same without the first parameter, which is held.
    pub(super) fn without_first(self) -> Self {
        Self {
            value: self.value,
            gradient: self.gradient.remove_row(0),
            information: self.information.remove_row(0).remove_column(0),
        }
    }

    fn is_finite(&self) -> bool {
        self.value.is_finite()
            && self
                .gradient
                .iter()
                .chain(self.information.iter())
                .all(|x| x.is_finite())
    }
}

/// A maximum with how it was found.
#[derive(Clone, Debug)]
pub(super) struct Ascent {
    pub(super) at: Vec<f64>,
    pub(super) slope: Slope,
    pub(super) outcome: Outcome,
    pub(super) trace: Vec<Iteration>,
}

const STEPS_MAX: usize = 200;
/// A Newton step that promises less than this share of the value is the last one.
const LAST_STEP: f64 = 1e-13;
/// No log odds ratio moves further in one step.
const STEP_MAX: f64 = 2.0;

/// Climbs from `start` by damped Newton steps; `None` where the function has no value at the start.
///
/// Where the curvature is not downward in some direction, its size is used, so that the step still goes
/// up.
///
/// # References
/// Nocedal J, Wright SJ. Numerical Optimization. 2nd ed. Springer 2006, section 3.4.
pub(super) fn ascend(mut f: impl FnMut(&[f64]) -> Option<Slope>, start: &[f64]) -> Option<Ascent> {
    let mut at = start.to_vec();
    let mut here = f(&at).filter(Slope::is_finite)?;
    let mut trace = vec![noted(&at, &here)];
    let mut outcome = Outcome::TooManySteps;
    for _ in 0..STEPS_MAX {
        let (mut step, promise, downward) = newton(&here);
        let size = here.value.abs().max(1.0);
        let is_last = downward && promise <= LAST_STEP * size;
        let mut moved = false;
        for _ in 0..50 {
            let next: Vec<f64> = at.iter().zip(step.iter()).map(|(x, s)| x + s).collect();
            let there = f(&next).filter(Slope::is_finite);
            if let Some(there) = there.filter(|there| climbs(&here, there, size)) {
                (at, here, moved) = (next, there, true);
                trace.push(noted(&at, &here));
                break;
            }
            step *= 0.5;
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
    Some(Ascent {
        at,
        slope: here,
        outcome,
        trace,
    })
}

/// Whether a step does not go down. With counts of millions the value is a difference of large numbers,
/// and its rounding hides the last steps: there the slope decides, which has to halve.
fn climbs(here: &Slope, there: &Slope, size: f64) -> bool {
    let lost = here.value - there.value;
    let flatter = || there.gradient.amax() <= 0.5 * here.gradient.amax();
    lost <= 1e-12 * size || (lost <= 1e-7 * size && flatter())
}

fn noted(at: &[f64], here: &Slope) -> Iteration {
    Iteration {
        at: at.to_vec(),
        value: here.value,
        slope: here.gradient.amax(),
    }
}

/// The step, what it promises to gain, and whether the curvature is downward in every direction.
fn newton(here: &Slope) -> (Vector<f64>, f64, bool) {
    let (mut step, downward) = match Cholesky::new(here.information.clone()) {
        Ok(factor) => (factor.solve_vector(&here.gradient), true),
        Err(_) => (by_size(here), false),
    };
    let promise = 0.5 * step.dot(&here.gradient);
    let length = step.amax();
    if length > STEP_MAX {
        step *= STEP_MAX / length;
    }
    (step, promise, downward)
}

/// A step by the size of each curvature, whatever its sign.
fn by_size(here: &Slope) -> Vector<f64> {
    let curvature = eigen(here.information.clone());
    let largest = curvature
        .values
        .iter()
        .fold(0.0, |most: f64, value| most.max(value.abs()));
    let floor = (1e-12 * largest).max(f64::MIN_POSITIVE);
    let along = curvature.vectors.transpose() * &here.gradient;
    let scaled = Vector::from_fn(along.len(), |i, _| {
        along[i] / curvature.values[i].abs().max(floor)
    });
    &curvature.vectors * scaled
}

/// The inverse of the information with a row and a column of zeros before it, for the parameter that is
/// held; `None` where it is not positive definite.
pub(super) fn covariance(information: &Matrix<f64>) -> Option<Matrix<f64>> {
    let inverse = Cholesky::new(information.clone()).ok()?.inverse();
    Some(inverse.insert_row(0, 0.0).insert_column(0, 0.0))
}
