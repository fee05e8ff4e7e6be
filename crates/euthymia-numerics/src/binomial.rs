//! The binomial distribution.

use crate::incomplete;
use crate::stirling::beta_front;

/// Returns P(X = events) for X events among `n` with chance `p` of each; NaN when `p` is not in
/// [0, 1].
///
/// Right to the last digits down to the smallest doubles, because the large logarithms cancel on
/// paper (Loader 2000, Fast and accurate computation of binomial probabilities).
///
/// # Example
/// ```
/// assert!((euthymia_numerics::binomial::pmf(2, 4, 0.5) - 6.0 / 16.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn pmf(events: u64, n: u64, p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    pmf_of(events, n, p, 1.0 - p)
}

/// The same with q = 1 − p given apart.
pub(crate) fn pmf_of(events: u64, n: u64, p: f64, q: f64) -> f64 {
    if events > n {
        return 0.0;
    }
    if p == 0.0 || q == 0.0 {
        let certain = if p == 0.0 { 0 } else { n };
        return if events == certain { 1.0 } else { 0.0 };
    }
    // The logarithm of the larger of the two from the smaller.
    let ln = |share: f64, rest: f64| {
        if share > 0.5 {
            (-rest).ln_1p()
        } else {
            share.ln()
        }
    };
    let (k, rest) = (events as f64, (n - events) as f64);
    if events == 0 {
        return (rest * ln(q, p)).exp();
    }
    if events == n {
        return (k * ln(p, q)).exp();
    }
    beta_front(k, rest, p, q) / k / rest * n as f64
}

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
    fn single_counts_have_binomial_coefficients() {
        for (k, ways) in [1.0, 5.0, 10.0, 10.0, 5.0, 1.0].into_iter().enumerate() {
            let k = k as i32;
            let expected = ways * 0.3_f64.powi(k) * 0.7_f64.powi(5 - k);
            assert!(
                (pmf(k as u64, 5, 0.3) / expected - 1.0).abs() < 1e-14,
                "{k}"
            );
        }
        assert_eq!(
            (pmf(0, 3, 0.0), pmf(3, 3, 1.0), pmf(4, 3, 0.5)),
            (1.0, 1.0, 0.0)
        );
        assert!(pmf(1, 3, 1.5).is_nan());
    }

    #[test]
    fn three_coins() {
        assert!((at_most(0, 3, 0.5) - 0.125).abs() < 1e-16);
        assert!((at_most(1, 3, 0.5) - 0.5).abs() < 1e-15);
        assert!((at_least(3, 3, 0.5) - 0.125).abs() < 1e-16);
    }
}
