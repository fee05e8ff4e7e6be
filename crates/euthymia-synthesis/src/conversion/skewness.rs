//! Whether a summary by quartiles or range betrays skewed measurements.

use super::five_numbers::{FiveNumbers, Known};

/// The outcome of a test of symmetry at the 5 % level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Skewness {
    /// The statistic: 0 for a symmetric summary, larger for a lopsided one.
    pub statistic: f64,
    /// What the statistic of normal measurements stays below in 95 of 100 samples of this size.
    pub critical: f64,
}

impl Skewness {
    /// True when the summary is more lopsided than normal measurements explain.
    #[must_use]
    pub fn is_skewed(&self) -> bool {
        self.statistic >= self.critical
    }
}

/// Tests whether measurements with this summary can be normal, as far as symmetry goes.
///
/// With T_r = |a + b − 2m|/(b − a) and T_q = |q₁ + q₃ − 2m|/(q₃ − q₁):
///
/// | known | statistic | critical value |
/// |---|---|---|
/// | range | T_r | 1/ln(n + 9) + 2.5/(n + 1) |
/// | quartiles | T_q | 2.65/√n − 6/n² |
/// | all | max(2.65 ln(0.6 n)/√n · T_r, T_q) | 3/√n − 40/n³ |
///
/// The critical values are fits to simulations of normal samples. On logarithms the same test asks
/// whether measurements can be log-normal. No skewness found is not symmetry shown: in small groups
/// the test has little power.
///
/// # References
/// Shi J, Luo D, Wan X, et al. Stat Methods Med Res 2023;32:1338–1360. The preprint
/// (arXiv:2010.05749) has slightly other constants.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::five_numbers::{FiveNumbers, Known};
/// use euthymia_synthesis::conversion::skewness::test;
/// let known = Known::Quartiles { q1: 1.0, median: 2.0, q3: 13.0 };
/// let found = test(&FiveNumbers::new(known, 100)?);
/// // |1 + 13 − 4| / 12 against 0.265 − 0.0006.
/// assert!((found.statistic - 10.0 / 12.0).abs() < 1e-15);
/// assert!((found.critical - 0.2644).abs() < 1e-15 && found.is_skewed());
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
#[must_use]
pub fn test(summary: &FiveNumbers) -> Skewness {
    let n = summary.n;
    match summary.known {
        Known::Range {
            minimum,
            median,
            maximum,
        } => Skewness {
            statistic: lopsidedness(minimum, median, maximum),
            critical: 1.0 / (n + 9.0).ln() + 2.5 / (n + 1.0),
        },
        Known::Quartiles { q1, median, q3 } => Skewness {
            statistic: lopsidedness(q1, median, q3),
            critical: 2.65 / n.sqrt() - 6.0 / (n * n),
        },
        Known::All {
            minimum,
            q1,
            median,
            q3,
            maximum,
        } => {
            let weight = 2.65 * (0.6 * n).ln() / n.sqrt();
            let outer = weight * lopsidedness(minimum, median, maximum);
            Skewness {
                statistic: outer.max(lopsidedness(q1, median, q3)),
                critical: 3.0 / n.sqrt() - 40.0 / n.powi(3),
            }
        }
    }
}

/// |(high − middle) − (middle − low)| as a share of high − low; 0 where there is no spread.
fn lopsidedness(low: f64, middle: f64, high: f64) -> f64 {
    let width = high - low;
    if width > 0.0 {
        ((high - middle) / width - (middle - low) / width).abs()
    } else {
        0.0
    }
}
