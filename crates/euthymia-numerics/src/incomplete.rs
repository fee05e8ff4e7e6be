//! The regularised incomplete beta and gamma functions, both tails at once.

use crate::stirling::{beta_front, gamma_front};

/// Both tails of a distribution at one point. They sum to one; the smaller is computed directly,
/// so that it keeps its digits however small it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// Probability at or below the point.
    pub lower: f64,
    /// Probability above the point.
    pub upper: f64,
}

impl Tails {
    /// What a parameter outside its range, or arguments far beyond any data, have instead of tails.
    const UNKNOWN: Self = Self {
        lower: f64::NAN,
        upper: f64::NAN,
    };

    fn from_lower(lower: f64) -> Self {
        Self {
            lower,
            upper: 1.0 - lower,
        }
    }

    /// Cuts what rounding left above one; a value that is no probability at all is unknown.
    fn settled(lower: f64) -> Self {
        if (0.0..1.0 + 1e-6).contains(&lower) {
            Self::from_lower(lower.min(1.0))
        } else {
            Self::UNKNOWN
        }
    }

    fn swapped(self) -> Self {
        Self {
            lower: self.upper,
            upper: self.lower,
        }
    }
}

/// A sum or a continued fraction that has not settled after this many steps belongs to arguments
/// far beyond any data (it needs about √max(a, b) steps near the mean); its tails are NaN.
const STEPS_MAX: u32 = 200_000;

fn is_shape(value: f64) -> bool {
    value > 0.0 && value.is_finite()
}

/// Keeps a Lentz denominator away from zero.
const TINY: f64 = 1e-300;

/// Returns I_x(a, b) and its complement for a, b > 0, where `y` = 1 − x is given apart so that
/// neither end of the unit interval loses digits.
///
/// # Input
/// `a`, `b`: positive and finite; `x`, `y`: in [0, 1] and summing to one. Both tails are NaN when a
/// shape is not positive and finite, when `x` or `y` is NaN, and near the mean of shapes beyond
/// about 10¹⁰.
///
/// # References
/// NIST Digital Library of Mathematical Functions, 8.17.22 (continued fraction), in the contracted
/// form of Didonato and Morris 1992, ACM Trans Math Softw 18:360–373, eq. 9, whose terms do not
/// cancel where a shape is large and x near one; evaluated by the modified Lentz method; the factor
/// before it by Loader's expansion (see [`crate::stirling`]).
///
/// # Checked against
/// mpmath: `reference/expected/mpmath`, to `special`.
///
/// # Example: the uniform distribution
/// ```
/// let tails = euthymia_numerics::incomplete::beta(1.0, 1.0, 0.25, 0.75);
/// assert!((tails.lower - 0.25).abs() < 1e-15);
/// assert!((tails.upper - 0.75).abs() < 1e-15);
/// ```
#[must_use]
pub fn beta(a: f64, b: f64, x: f64, y: f64) -> Tails {
    if !is_shape(a) || !is_shape(b) || x.is_nan() || y.is_nan() {
        return Tails::UNKNOWN;
    }
    if x <= 0.0 {
        return Tails {
            lower: 0.0,
            upper: 1.0,
        };
    }
    if y <= 0.0 {
        return Tails {
            lower: 1.0,
            upper: 0.0,
        };
    }
    // The fraction converges fast on the near side of the mean, x < (a+1)/(a+b+2); the other side
    // is its mirror image. Compared so that neither 1 − x nor a + 2 is rounded.
    if x * (b + 1.0) > y * (a + 1.0) {
        beta_near(b, a, y, x).swapped()
    } else {
        beta_near(a, b, x, y)
    }
}

fn beta_near(a: f64, b: f64, x: f64, y: f64) -> Tails {
    let front = beta_front(a, b, x, y);
    if front == 0.0 {
        return Tails::from_lower(0.0);
    }
    let guard = |value: f64| if value.abs() < TINY { TINY } else { value };
    // a − (a + b) x, from whichever of x and y is small, so that nothing cancels near either end.
    let lambda = if x > 0.5 {
        (a + b) * y - b
    } else {
        a - (a + b) * x
    };
    // The fraction is divided by a, which may be too small to divide by at the end.
    let mut fraction = guard((lambda + 1.0) / (a + 1.0));
    let mut c = fraction;
    let mut d = 0.0;
    for step in 1..STEPS_MAX {
        let m = f64::from(step);
        let before = a + 2.0 * m - 1.0;
        let first = if step == 1 { 1.0 } else { a + m - 1.0 };
        let numerator = first / before * ((a + b + m - 1.0) / before) * m * (b - m) * x * x;
        let denominator = m
            + m * (b - m) * x / before
            + (a + m) / (before + 2.0) * (lambda + 1.0 + m * (1.0 + y));
        d = 1.0 / guard(denominator + numerator * d);
        c = guard(denominator + numerator / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() < f64::EPSILON {
            return Tails::settled(front / a / fraction);
        }
    }
    Tails::UNKNOWN
}

/// Returns P(a, x), the regularised lower incomplete gamma function, and its complement Q(a, x),
/// for a > 0 and x ≥ 0.
///
/// Both are NaN when `a` is not positive and finite, when `x` is NaN, and near the mean of an `a`
/// beyond about 10¹⁰.
///
/// # References
/// NIST Digital Library of Mathematical Functions, 8.11.4 (series, below a + 1) and 8.9.2
/// (continued fraction, above).
///
/// # Example: the exponential distribution
/// ```
/// let tails = euthymia_numerics::incomplete::gamma(1.0, 2.0);
/// assert!((tails.upper - (-2.0_f64).exp()).abs() < 1e-16);
/// ```
#[must_use]
pub fn gamma(a: f64, x: f64) -> Tails {
    if !is_shape(a) || x.is_nan() {
        return Tails::UNKNOWN;
    }
    if x <= 0.0 {
        return Tails {
            lower: 0.0,
            upper: 1.0,
        };
    }
    // An x this far above a leaves nothing that a double can hold.
    if (x / a).is_infinite() {
        return Tails {
            lower: 1.0,
            upper: 0.0,
        };
    }
    let front = gamma_front(a, x);
    if front == 0.0 {
        let nothing = Tails::from_lower(0.0);
        return if x < a { nothing } else { nothing.swapped() };
    }
    if x < a + 1.0 {
        gamma_series(a, x, front)
    } else {
        gamma_fraction(a, x, front)
    }
}

fn gamma_series(a: f64, x: f64, front: f64) -> Tails {
    let mut term = 1.0 / a;
    let mut sum = term;
    for step in 1..STEPS_MAX {
        term *= x / (a + f64::from(step));
        sum += term;
        if term < sum * f64::EPSILON / 4.0 {
            return Tails::settled(front * sum);
        }
    }
    Tails::UNKNOWN
}

fn gamma_fraction(a: f64, x: f64, front: f64) -> Tails {
    let guard = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / guard(b);
    let mut fraction = d;
    for step in 1..STEPS_MAX {
        let i = f64::from(step);
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / guard(an * d + b);
        c = guard(b + an / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() < f64::EPSILON {
            return Tails::settled(front * fraction).swapped();
        }
    }
    Tails::UNKNOWN
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!(
            (found / expected - 1.0).abs() < 1e-14,
            "found {found:e}, expected {expected:e}"
        );
    }

    #[test]
    fn beta_two_three_is_a_polynomial() {
        // I_x(2, 3) = 6x² − 8x³ + 3x⁴; at 1/4 it is 67/256.
        let tails = beta(2.0, 3.0, 0.25, 0.75);
        close(tails.lower, 67.0 / 256.0);
        close(tails.upper, 189.0 / 256.0);
    }

    #[test]
    fn arcsine_distribution_at_a_quarter_is_a_third() {
        // I_x(½, ½) = (2/π) arcsin √x.
        close(beta(0.5, 0.5, 0.25, 0.75).lower, 1.0 / 3.0);
    }

    #[test]
    fn a_tail_of_ten_to_the_minus_three_hundred_is_not_zero() {
        // I_x(a, 1) = xᵃ.
        // An exponent of −690 that is right to one part in 2⁵³ gives a result right to 690 of them.
        let near = |found: f64, expected: f64| (found / expected - 1.0).abs() < 3e-13;
        assert!(near(beta(100.0, 1.0, 1e-3, 0.999).lower, 1e-300));
        assert!(near(gamma(1.0, 690.0).upper, (-690.0_f64).exp()));
    }

    #[test]
    fn gamma_of_two() {
        // Q(2, x) = (1 + x) e⁻ˣ.
        close(gamma(2.0, 5.0).upper, 6.0 * (-5.0_f64).exp());
        close(gamma(2.0, 0.5).upper, 1.5 * (-0.5_f64).exp());
    }
}
