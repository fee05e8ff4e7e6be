//! Limits for I² and H² from Q alone.

use crate::pairwise::Bounds;
use euthymia_numerics::{Probability, normal};

/// Test-based limits: ln H ± z se, H cut at 1 before and after.
///
/// With H² = Q/df, se(ln H) = ½(ln Q − ln df)/(√(2Q) − √(2df − 1)) where Q > df + 1, and otherwise
/// √((1 − 1/(3(df − 1)²))/(2(df − 1))), which needs df > 1. As netmeta prints them.
///
/// Higgins JPT, Thompson SG. Stat Med 2002;21:1539–1558 (appendix).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestBased {
    /// Limits for I² = 1 − 1/H², in [0, 1).
    pub i2: Bounds,
    /// Limits for H², at least 1.
    pub h2: Bounds,
}

/// Returns the limits; `None` where Q has a single degree of freedom and is small, and without one.
pub(crate) fn test_based(q: f64, df: usize, level: Probability) -> Option<TestBased> {
    let degrees = df as f64;
    let error = if df > 0 && q > degrees + 1.0 {
        0.5 * (q / degrees).ln() / ((2.0 * q).sqrt() - (2.0 * degrees - 1.0).sqrt())
    } else if df > 1 {
        let less = degrees - 1.0;
        ((1.0 - 1.0 / (3.0 * less * less)) / (2.0 * less)).sqrt()
    } else {
        return None;
    };
    let centre = (q / degrees).max(1.0);
    let half = 2.0 * normal::upper_quantile(level.complement().half()) * error;
    let h2 = Bounds {
        lower: (centre * (-half).exp()).max(1.0),
        upper: centre * half.exp(),
    };
    let i2 = Bounds {
        lower: 1.0 - 1.0 / h2.lower,
        upper: 1.0 - 1.0 / h2.upper,
    };
    h2.upper.is_finite().then_some(TestBased { i2, h2 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// df = 2, Q below it: se(ln H) = 1/√3, limits of H² e^(±2z/√3) about 1.
    #[test]
    fn small_q_is_centred_at_one() {
        let found = test_based(0.5, 2, Probability::NINETY_FIVE).unwrap();
        let upper = (2.0 * 1.959_963_984_540_054 / 3.0_f64.sqrt()).exp();
        assert_eq!((found.h2.lower, found.i2.lower), (1.0, 0.0));
        assert!((found.h2.upper / upper - 1.0).abs() < 1e-12);
    }

    #[test]
    fn one_degree_of_freedom_and_a_small_q_say_nothing() {
        assert_eq!(test_based(1.0, 1, Probability::NINETY_FIVE), None);
        assert_eq!(test_based(0.0, 0, Probability::NINETY_FIVE), None);
        assert!(test_based(3.0, 1, Probability::NINETY_FIVE).is_some());
    }
}
