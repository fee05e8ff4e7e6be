//! Root finding in one dimension.

/// Why a search for a root ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The bracket is as narrow as asked, or the function is exactly zero.
    Converged,
    /// The function has the same sign at both ends: there is no bracket.
    NotBracketed,
    /// The bound on evaluations was reached first.
    TooManySteps,
}

/// A root with how it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Root {
    /// The best argument found.
    pub at: f64,
    /// The function there.
    pub value: f64,
    /// Evaluations of the function.
    pub evaluations: u32,
    /// Why the search ended.
    pub outcome: Outcome,
}

const EVALUATIONS_MAX: u32 = 400;

/// Finds a root of `f` between `low` and `high` by Chandrupatla's method: inverse quadratic
/// interpolation where it is safe, bisection elsewhere.
///
/// # Input
/// `f` is finite on the bracket and changes sign over it. `tolerance`: half-width of the final
/// bracket, in the units of the argument; twice the machine epsilon of the root is always added.
///
/// # Convergence
/// At most 400 evaluations (bisection alone halves any bracket of doubles below its spacing in
/// under 1,100, and a finite tolerance needs far fewer); the outcome says which rule ended it.
///
/// # References
/// Chandrupatla TR. A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear
/// function without using derivatives. Adv Eng Softw 1997;28:145–149.
///
/// # Example
/// ```
/// use euthymia_numerics::root::{find, Outcome};
/// let root = find(|x| x * x - 2.0, 0.0, 2.0, 0.0);
/// assert_eq!(root.outcome, Outcome::Converged);
/// assert!((root.at - 2.0_f64.sqrt()).abs() < 1e-15);
/// ```
pub fn find(mut f: impl FnMut(f64) -> f64, low: f64, high: f64, tolerance: f64) -> Root {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    let mut evaluations = 2;
    if fa == 0.0 || fb == 0.0 {
        let (at, value) = if fa == 0.0 { (a, fa) } else { (b, fb) };
        return Root {
            at,
            value,
            evaluations,
            outcome: Outcome::Converged,
        };
    }
    if !(fa.is_finite() && fb.is_finite()) || fa.signum() == fb.signum() {
        return Root {
            at: a,
            value: fa,
            evaluations,
            outcome: Outcome::NotBracketed,
        };
    }
    let mut step = 0.5;
    loop {
        let x = a + step * (b - a);
        let fx = f(x);
        evaluations += 1;
        // `c` is the point that leaves the bracket; it still feeds the interpolation.
        let (c, fc) = if fx.signum() == fa.signum() {
            (a, fa)
        } else {
            let leaving = (b, fb);
            (b, fb) = (a, fa);
            leaving
        };
        (a, fa) = (x, fx);
        let (at, value) = if fa.abs() < fb.abs() {
            (a, fa)
        } else {
            (b, fb)
        };
        let width = 2.0 * f64::EPSILON * at.abs() + tolerance + f64::MIN_POSITIVE;
        let limit = width / (b - a).abs();
        if value == 0.0 || limit > 0.5 {
            return Root {
                at,
                value,
                evaluations,
                outcome: Outcome::Converged,
            };
        }
        if evaluations >= EVALUATIONS_MAX || !fx.is_finite() {
            return Root {
                at,
                value,
                evaluations,
                outcome: Outcome::TooManySteps,
            };
        }
        let xi = (a - b) / (c - b);
        let phi = (fa - fb) / (fc - fb);
        let safe = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        let interpolated = fa / (fb - fa) * (fc / (fb - fc))
            + (c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb));
        step = if safe {
            interpolated.clamp(limit, 1.0 - limit)
        } else {
            0.5
        };
    }
}

/// Returns ln(found / wanted) held within ±10⁴, the distance that the quantile searches bring to
/// zero: a tail that underflows to nothing is far away, not infinitely far.
pub(crate) fn log_distance(found: f64, wanted: f64) -> f64 {
    (found / wanted).ln().clamp(-1e4, 1e4)
}

/// Widens an upper end by doubling until `f` changes sign between it and `low`.
///
/// Returns `None` when 1,000 doublings (more than the range of doubles) were not enough.
pub fn bracket_above(mut f: impl FnMut(f64) -> f64, low: f64, first: f64) -> Option<f64> {
    let sign = f(low).signum();
    let mut high = first;
    for _ in 0..1000 {
        let value = f(high);
        if !value.is_finite() {
            return None;
        }
        if value.signum() != sign || value == 0.0 {
            return Some(high);
        }
        high = low + (high - low) * 2.0;
        if !high.is_finite() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_cubic_root_is_found_within_the_tolerance() {
        let root = find(|x| (x - 1.0).powi(3), -4.0, 9.0, 1e-12);
        assert_eq!(root.outcome, Outcome::Converged);
        assert!((root.at - 1.0).abs() < 1e-4, "{root:?}");
    }

    #[test]
    fn a_step_is_located_to_the_last_digit() {
        let root = find(|x| if x < 0.3 { -1.0 } else { 1.0 }, 0.0, 1.0, 0.0);
        assert!((root.at - 0.3).abs() < 1e-15, "{root:?}");
    }

    #[test]
    fn no_sign_change_is_said() {
        assert_eq!(
            find(|x| x * x + 1.0, -1.0, 1.0, 0.0).outcome,
            Outcome::NotBracketed
        );
    }

    #[test]
    fn the_bracket_grows_until_it_holds() {
        let high = bracket_above(|x| x - 1e6, 0.0, 1.0).unwrap();
        assert!((1e6..=2e6).contains(&high));
    }
}
