//! The log-gamma function and ratios of gamma functions.

use crate::stirling::stirling_error;

/// Returns ln Γ(x) for x > 0.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Returns ln Γ(a + ½) − ln Γ(a) for a > 0 without cancellation.
///
/// By Stirling with its error s: ln Γ(a+½) − ln Γ(a) = ½ ln a + [a ln(1 + 1/2a) − ½] + s(a+½) − s(a).
/// It carries the exact small-sample correction of Hedges' g, where the two log-gammas grow without
/// limit while their difference stays near ½ ln a.
///
/// # Example
/// ```
/// // Γ(3/2) / Γ(1) = √π / 2.
/// let ratio = euthymia_numerics::gamma::ln_gamma_half_step(1.0).exp();
/// assert!((ratio - std::f64::consts::PI.sqrt() / 2.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn ln_gamma_half_step(a: f64) -> f64 {
    if a < 15.0 {
        return libm::lgamma(a + 0.5) - libm::lgamma(a);
    }
    let excess = a * (0.5 / a).ln_1p() - 0.5;
    0.5 * a.ln() + excess + stirling_error(a + 0.5) - stirling_error(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_step_obeys_its_recurrence() {
        // Γ(a + 3/2) Γ(a) / (Γ(a + 1) Γ(a + ½)) = (a + ½) / a.
        for a in [0.7, 3.0, 14.8, 15.2, 400.0, 1e7] {
            let left = ln_gamma_half_step(a + 1.0) - ln_gamma_half_step(a);
            let right = (0.5 / a).ln_1p();
            assert!(
                (left - right).abs() < 4e-15 * a.ln().max(1.0),
                "a = {a}: {left} {right}"
            );
        }
    }
}
