//! The pieces of Loader's saddle-point expansion: what Stirling's formula leaves over, and
//! ln r − (r − 1).
//!
//! # References
//! Loader C. Fast and accurate computation of binomial probabilities. 2000 (technical report,
//! Lucent); NIST Digital Library of Mathematical Functions §5.11.

use std::f64::consts::PI;

/// ½ ln 2π.
pub(crate) const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_7;

/// Returns ln Γ(a) − [(a − ½) ln a − a + ½ ln 2π], the error of Stirling's formula, for a > 0.
///
/// Below 10 it is formed from `lgamma`, where nothing large cancels; above, from the asymptotic
/// series with eight terms (DLMF 5.11.1), whose first neglected term is under 1e-17 there.
///
/// # Example
/// ```
/// // Γ(1) = 1, so the error is 1 − ½ ln 2π.
/// let s = euthymia_numerics::stirling::stirling_error(1.0);
/// assert!((s - (1.0 - 0.5 * (2.0 * std::f64::consts::PI).ln())).abs() < 1e-15);
/// ```
#[must_use]
pub fn stirling_error(a: f64) -> f64 {
    if a < 15.0 {
        return libm::lgamma(a) - ((a - 0.5) * a.ln() - a + HALF_LN_TWO_PI);
    }
    // B₂ₖ / (2k (2k − 1)) for k = 1, 2, …
    const TERMS: [f64; 7] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
    ];
    let inverse_square = 1.0 / (a * a);
    TERMS
        .iter()
        .rev()
        .fold(0.0, |sum, term| sum * inverse_square + term)
        / a
}

/// Returns ln r − (r − 1) for a ratio r > 0, given both as `ratio` and as its `excess` r − 1.
///
/// Near one the two terms cancel; with q = u / (2 + u) and u the excess, ln(1 + u) = 2 artanh q and
/// 2q − u = −u q, hence ln r − u = −u q + 2 (q³/3 + q⁵/5 + …). Far from one, near zero above all,
/// it is the ratio that holds the digits.
#[must_use]
pub fn log_ratio_minus_excess(ratio: f64, excess: f64) -> f64 {
    if !(-0.4..=0.6).contains(&excess) {
        return ratio.ln() - excess;
    }
    let q = excess / (2.0 + excess);
    let square = q * q;
    let mut power = q * square;
    let mut sum = 0.0;
    let mut odd = 3.0;
    // |q| ≤ 1/4 in this range, so each term is at most 1/16 of the one before: 14 are enough.
    for _ in 0..14 {
        sum += power / odd;
        power *= square;
        odd += 2.0;
    }
    2.0 * sum - excess * q
}

/// Returns xᵃ yᵇ / B(a, b) with y = 1 − x given apart, for a, b > 0 and 0 < x < 1.
///
/// Equal to exp(a φ(x(a+b)/a) + b φ(y(a+b)/b) + s(a+b) − s(a) − s(b)) √(ab / 2π(a+b)), where
/// φ(r) = ln r − (r − 1) and s is [`stirling_error`]: the large terms have cancelled on paper,
/// because the two excesses, (xb − ya)/a and −(xb − ya)/b, cancel when weighted by a and b.
#[must_use]
pub(crate) fn beta_front(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let total = a + b;
    let d = x * b - y * a;
    let exponent = a * log_ratio_minus_excess(x * total / a, d / a)
        + b * log_ratio_minus_excess(y * total / b, -d / b);
    let corrections = stirling_error(total) - stirling_error(a) - stirling_error(b);
    (exponent + corrections).exp() * (a / total * b / (2.0 * PI)).sqrt()
}

/// Returns xᵃ e⁻ˣ / Γ(a) for a, x > 0, in the same way.
#[must_use]
pub(crate) fn gamma_front(a: f64, x: f64) -> f64 {
    let exponent = a * log_ratio_minus_excess(x / a, (x - a) / a);
    (exponent - stirling_error(a)).exp() * (a / (2.0 * PI)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_branches_of_the_stirling_error_meet() {
        let below = stirling_error(15.0 - 1e-9);
        let above = stirling_error(15.0 + 1e-9);
        assert!((below - above).abs() < 3e-12, "{below} {above}");
    }

    #[test]
    fn a_ratio_near_one_leaves_minus_half_the_square_of_its_excess() {
        let u = 1e-9;
        assert!((log_ratio_minus_excess(1.0 + u, u) / (-0.5 * u * u) - 1.0).abs() < 1e-8);
    }

    #[test]
    fn the_front_of_the_beta_is_x_times_y_at_two_and_two_over_a_sixth() {
        // B(2, 2) = 1/6, so x² y² / B = 6 x² y².
        let (x, y) = (0.3, 0.7);
        assert!((beta_front(2.0, 2.0, x, y) - 6.0 * x * x * y * y).abs() < 1e-15);
    }

    #[test]
    fn the_front_of_the_gamma_is_x_squared_exp_minus_x_at_two() {
        assert!((gamma_front(2.0, 3.0) - 9.0 * (-3.0_f64).exp()).abs() < 1e-15);
    }
}
