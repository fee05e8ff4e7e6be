//! Minima of smooth functions of a few variables.

use crate::linear::{Cholesky, Matrix, Vector, eigen};

/// Why a search for a minimum ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The gradient is as small as its rounding, and the curvature is upward.
    Converged,
    /// No direction lowers the function any more, though the gradient is not small: a kink, a ridge
    /// or a function known to few digits.
    Stalled,
    /// The bound on iterations was reached first.
    TooManySteps,
    /// The function is not finite at the start.
    NotFinite,
}

/// One accepted step of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Iteration {
    /// The argument.
    pub at: Vec<f64>,
    /// The function there.
    pub value: f64,
    /// The largest component of the gradient there, in absolute terms.
    pub slope: f64,
}

/// A minimum with how it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Minimum {
    /// The best argument found.
    pub at: Vec<f64>,
    /// The function there.
    pub value: f64,
    /// Evaluations of the function.
    pub evaluations: u32,
    /// Why the search ended.
    pub outcome: Outcome,
    /// Every accepted step, the start first.
    pub trace: Vec<Iteration>,
}

const ITERATIONS_MAX: usize = 500;
/// A step that lowers the function by less than this share of its size is lost in rounding.
const RESOLUTION: f64 = 1e-14;

/// Finds a local minimum of `f` from `start` by a quasi-Newton search (BFGS) with gradients from
/// central differences, finished by Newton steps.
///
/// # Input
/// `f` is twice differentiable near the minimum; a value that is not finite marks a place that must
/// not be entered. Variables should be scaled so that a change by 1 matters.
///
/// # Convergence
/// Near a minimum a central difference of f carries about 10⁻¹⁰ of its size; the last steps are
/// Newton's, with a Hessian from differences, and end when the step they ask for no longer lowers f.
/// The argument is then good to about 8 digits, the value to all.
///
/// # References
/// Nocedal J, Wright SJ. Numerical Optimization. 2nd ed. Springer 2006, algorithms 3.1, 6.1.
///
/// # Example
/// ```
/// use euthymia_numerics::minimum::{Outcome, minimise};
/// let rosenbrock = |x: &[f64]| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2);
/// let found = minimise(rosenbrock, &[-1.2, 1.0]);
/// assert_eq!(found.outcome, Outcome::Converged);
/// assert!((found.at[0] - 1.0).abs() < 1e-7 && (found.at[1] - 1.0).abs() < 1e-7);
/// ```
pub fn minimise(f: impl FnMut(&[f64]) -> f64, start: &[f64]) -> Minimum {
    let mut search = Search {
        f,
        evaluations: 0,
        trace: Vec::new(),
    };
    let at = Vector::from_column_slice(start);
    let value = search.value(&at);
    if !value.is_finite() {
        return search.ended(&at, value, Outcome::NotFinite);
    }
    let (at, value) = search.quasi_newton(at, value);
    search.newton(at, value)
}

struct Search<F> {
    f: F,
    evaluations: u32,
    trace: Vec<Iteration>,
}

impl<F: FnMut(&[f64]) -> f64> Search<F> {
    /// The function, infinite where it is not finite.
    fn value(&mut self, at: &Vector<f64>) -> f64 {
        self.evaluations += 1;
        let value = (self.f)(at.as_slice());
        if value.is_finite() {
            value
        } else {
            f64::INFINITY
        }
    }

    fn gradient(&mut self, at: &Vector<f64>, value: f64) -> Vector<f64> {
        gradient(|x| self.value(x), at, value)
    }

    fn note(&mut self, at: &Vector<f64>, value: f64, slope: &Vector<f64>) {
        self.trace.push(Iteration {
            at: at.as_slice().to_vec(),
            value,
            slope: slope.amax(),
        });
    }

    fn ended(self, at: &Vector<f64>, value: f64, outcome: Outcome) -> Minimum {
        Minimum {
            at: at.as_slice().to_vec(),
            value,
            evaluations: self.evaluations,
            outcome,
            trace: self.trace,
        }
    }

    /// Goes down until steps no longer pay.
    fn quasi_newton(&mut self, mut at: Vector<f64>, mut value: f64) -> (Vector<f64>, f64) {
        let n = at.len();
        let mut inverse = Matrix::identity(n, n);
        let mut slope = self.gradient(&at, value);
        self.note(&at, value, &slope);
        let mut fresh = true;
        for _ in 0..ITERATIONS_MAX {
            let mut direction = -(&inverse * &slope);
            if direction.dot(&slope) >= 0.0 {
                direction = -&slope;
                inverse = Matrix::identity(n, n);
                fresh = true;
            }
            if fresh {
                // The first step of a fresh search has no scale of its own.
                direction /= direction.norm().max(1.0);
            }
            let Some((next, lower)) = self.descend(&at, value, &slope, &direction) else {
                if fresh {
                    break;
                }
                inverse = Matrix::identity(n, n);
                fresh = true;
                continue;
            };
            let next_slope = self.gradient(&next, lower);
            let (step, change) = (&next - &at, &next_slope - &slope);
            if fresh && step.dot(&change) > 0.0 {
                inverse *= step.dot(&change) / change.dot(&change);
            }
            update(&mut inverse, &step, &change);
            fresh = false;
            let gain = value - lower;
            (at, value, slope) = (next, lower, next_slope);
            self.note(&at, value, &slope);
            if gain <= 1e-11 * value.abs().max(1.0) && slope.amax() < 1e-4 * value.abs().max(1.0) {
                break;
            }
        }
        (at, value)
    }

    /// Finds a step along `direction` that lowers the function enough (Armijo), halving and, while
    /// it pays, doubling.
    fn descend(
        &mut self,
        at: &Vector<f64>,
        value: f64,
        slope: &Vector<f64>,
        direction: &Vector<f64>,
    ) -> Option<(Vector<f64>, f64)> {
        let rate = direction.dot(slope);
        let mut length = 1.0;
        for _ in 0..60 {
            let next = at + direction * length;
            let lower = self.value(&next);
            if lower <= value + 1e-4 * length * rate && lower < value {
                return Some(self.stretch(at, direction, length, next, lower));
            }
            length *= 0.5;
        }
        None
    }

    fn stretch(
        &mut self,
        at: &Vector<f64>,
        direction: &Vector<f64>,
        mut length: f64,
        mut best: Vector<f64>,
        mut lowest: f64,
    ) -> (Vector<f64>, f64) {
        for _ in 0..10 {
            length *= 2.0;
            let next = at + direction * length;
            let value = self.value(&next);
            if value >= lowest {
                break;
            }
            (best, lowest) = (next, value);
        }
        (best, lowest)
    }

    /// Finishes with Newton steps, and says whether the curvature is upward.
    fn newton(mut self, mut at: Vector<f64>, mut value: f64) -> Minimum {
        for _ in 0..20 {
            let slope = self.gradient(&at, value);
            let curvature = hessian(|x| self.value(&Vector::from_column_slice(x)), at.as_slice());
            let Ok(factor) = Cholesky::new(curvature.clone()) else {
                let flat = is_flat(&curvature) && slope.amax() < 1e-6 * value.abs().max(1.0);
                let outcome = if flat {
                    Outcome::Converged
                } else {
                    Outcome::Stalled
                };
                return self.ended(&at, value, outcome);
            };
            let step = factor.solve_vector(&slope);
            let promise = 0.5 * step.dot(&slope);
            let next = &at - &step;
            let lower = self.value(&next);
            let size = value.abs().max(1.0);
            if lower <= value {
                (at, value) = (next, lower);
                self.note(&at, value, &slope);
            }
            if promise <= RESOLUTION * size {
                return self.ended(&at, value, Outcome::Converged);
            }
            if lower > value {
                let outcome = if promise <= 1e-9 * size {
                    Outcome::Converged
                } else {
                    Outcome::Stalled
                };
                return self.ended(&at, value, outcome);
            }
        }
        self.ended(&at, value, Outcome::TooManySteps)
    }
}

/// True when no curvature is downward beyond rounding: a minimum that is level in some direction.
fn is_flat(curvature: &Matrix<f64>) -> bool {
    if curvature.iter().any(|x| !x.is_finite()) {
        return false;
    }
    let values = eigen(curvature.clone()).values;
    let largest = values.last().copied().unwrap_or(0.0).max(1.0);
    values.iter().all(|x| *x > -1e-5 * largest)
}

/// The BFGS update of an inverse Hessian, left out where the curvature along the step is not upward.
fn update(inverse: &mut Matrix<f64>, step: &Vector<f64>, change: &Vector<f64>) {
    let curvature = step.dot(change);
    if curvature <= 1e-12 * step.norm() * change.norm() {
        return;
    }
    let along = &*inverse * change;
    let scale = (1.0 + change.dot(&along) / curvature) / curvature;
    *inverse += step * step.transpose() * scale
        - (&along * step.transpose() + step * along.transpose()) / curvature;
}

fn gradient(mut f: impl FnMut(&Vector<f64>) -> f64, at: &Vector<f64>, value: f64) -> Vector<f64> {
    let mut x = at.clone();
    Vector::from_fn(at.len(), |i, _| {
        let h = f64::EPSILON.cbrt() * at[i].abs().max(1.0);
        x[i] = at[i] + h;
        let above = f(&x);
        x[i] = at[i] - h;
        let below = f(&x);
        x[i] = at[i];
        // Beside a forbidden place the difference is one-sided.
        match (above.is_finite(), below.is_finite()) {
            (true, true) => (above - below) / (2.0 * h),
            (true, false) => (above - value) / h,
            (false, true) => (value - below) / h,
            (false, false) => 0.0,
        }
    })
}

/// Returns the matrix of second derivatives of `f` at `at`, by central differences.
///
/// # Example
/// ```
/// use euthymia_numerics::minimum::hessian;
/// let h = hessian(|x| x[0] * x[0] * x[1] + x[1].powi(3), &[2.0, 1.0]);
/// // 2y, 2x, 6y
/// for (found, exact) in [(h[(0, 0)], 2.0), (h[(0, 1)], 4.0), (h[(1, 1)], 6.0)] {
///     assert!((found - exact).abs() < 1e-6);
/// }
/// ```
pub fn hessian(mut f: impl FnMut(&[f64]) -> f64, at: &[f64]) -> Matrix<f64> {
    let n = at.len();
    let steps: Vec<f64> = at
        .iter()
        .map(|x| f64::EPSILON.powf(0.25) * x.abs().max(1.0))
        .collect();
    let centre = f(at);
    let mut x = at.to_vec();
    let mut shifted = |moves: &[(usize, f64)]| {
        x.copy_from_slice(at);
        for (i, sign) in moves {
            x[*i] += sign * steps[*i];
        }
        f(&x)
    };
    let mut second = Matrix::zeros(n, n);
    for i in 0..n {
        let (above, below) = (shifted(&[(i, 1.0)]), shifted(&[(i, -1.0)]));
        second[(i, i)] = (above - 2.0 * centre + below) / steps[i].powi(2);
        for j in 0..i {
            let same = shifted(&[(i, 1.0), (j, 1.0)]) + shifted(&[(i, -1.0), (j, -1.0)]);
            let other = shifted(&[(i, 1.0), (j, -1.0)]) + shifted(&[(i, -1.0), (j, 1.0)]);
            second[(i, j)] = (same - other) / (4.0 * steps[i] * steps[j]);
            second[(j, i)] = second[(i, j)];
        }
    }
    second
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quadratic_is_solved_to_eight_digits() {
        let f = |x: &[f64]| (x[0] - 3.0).powi(2) + 10.0 * (x[1] + 2.0).powi(2) + x[0] * x[1];
        let found = minimise(f, &[0.0, 0.0]);
        // Gradient zero: 2x + y = 6, x + 20y = −40, so that x = 160/39, y = −86/39.
        assert_eq!(found.outcome, Outcome::Converged);
        assert!((found.at[0] - 160.0 / 39.0).abs() < 1e-8, "{found:?}");
        assert!((found.at[1] + 86.0 / 39.0).abs() < 1e-8, "{found:?}");
    }

    #[test]
    fn a_forbidden_half_plane_is_not_entered() {
        let f = |x: &[f64]| {
            if x[0] <= 0.0 {
                f64::NAN
            } else {
                x[0] - x[0].ln()
            }
        };
        let found = minimise(f, &[5.0]);
        assert_eq!(found.outcome, Outcome::Converged);
        assert!((found.at[0] - 1.0).abs() < 1e-7, "{found:?}");
    }

    #[test]
    fn a_start_that_is_no_number_is_said() {
        assert_eq!(minimise(|_| f64::NAN, &[1.0]).outcome, Outcome::NotFinite);
    }

    #[test]
    fn a_saddle_is_no_minimum() {
        let found = minimise(|x: &[f64]| x[0] * x[0] - x[1] * x[1], &[1.0, 0.0]);
        assert_ne!(found.outcome, Outcome::Converged, "{found:?}");
    }

    #[test]
    fn four_dimensions_with_unlike_scales() {
        let f = |x: &[f64]| {
            x.iter()
                .enumerate()
                .map(|(i, x)| {
                    let scale = 10.0_f64.powi(i as i32);
                    scale * (x - i as f64).powi(2) + (x - i as f64).powi(4)
                })
                .sum::<f64>()
        };
        let found = minimise(f, &[5.0, -3.0, 8.0, 0.0]);
        assert_eq!(found.outcome, Outcome::Converged);
        for (i, x) in found.at.iter().enumerate() {
            assert!((x - i as f64).abs() < 1e-6, "{found:?}");
        }
    }
}
