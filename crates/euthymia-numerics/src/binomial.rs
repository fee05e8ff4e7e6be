//! The binomial distribution.

use crate::incomplete;

/// Returns P(X ≥ events) for X events among `n` with chance `p` of each.
///
/// # Example
/// ```
/// assert!((euthymia_numerics::binomial::at_least(2, 3, 0.5) - 0.5).abs() < 1e-15);
/// ```
#[must_use]
pub fn at_least(events: u64, n: u64, p: f64) -> f64 {
    if events == 0 {
        return 1.0;
    }
    if events > n {
        return 0.0;
    }
    incomplete::beta(events as f64, (n - events + 1) as f64, p, 1.0 - p).lower
}

/// Returns P(X ≤ events).
#[must_use]
pub fn at_most(events: u64, n: u64, p: f64) -> f64 {
    if events >= n {
        return 1.0;
    }
    incomplete::beta((events + 1) as f64, (n - events) as f64, p, 1.0 - p).upper
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_coins() {
        assert!((at_most(0, 3, 0.5) - 0.125).abs() < 1e-16);
        assert!((at_most(1, 3, 0.5) - 0.5).abs() < 1e-15);
        assert!((at_least(3, 3, 0.5) - 0.125).abs() < 1e-16);
    }
}
