//! The upper tail of the F distribution.

use euthymia_numerics::incomplete;

/// P(F > f) = I_x(d₂/2, d₁/2) at x = d₂/(d₂ + d₁f); `None` outside f ≥ 0, d₁ > 0, d₂ > 0.
pub(crate) fn f_above(f: f64, d1: f64, d2: f64) -> Option<f64> {
    if !(f >= 0.0 && d1 > 0.0 && d2 > 0.0) {
        return None;
    }
    let total = d2 + d1 * f;
    if total.is_infinite() {
        return Some(0.0);
    }
    Some(incomplete::beta(d2 / 2.0, d1 / 2.0, d2 / total, d1 * f / total).lower)
}

#[cfg(test)]
mod tests {
    use super::f_above;

    #[test]
    fn two_and_two_degrees_of_freedom_have_a_closed_form() {
        // P(F > f) = 1 / (1 + f).
        for f in [0.0, 0.5, 3.0, 1e6] {
            assert!((f_above(f, 2.0, 2.0).unwrap() * (1.0 + f) - 1.0).abs() < 1e-13);
        }
        assert_eq!(f_above(-1.0, 2.0, 2.0), None);
    }
}
