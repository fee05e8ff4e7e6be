//! The Shapiro–Wilk test: could values, such as differences within patients, be normal?
//!
//! W is the squared correlation between the sorted values and the scores expected of a normal
//! sample. A large p is no proof: in small groups the test misses much, and in large ones it finds
//! departures that do not matter to a t test.

use euthymia_numerics::sum::compensated;
use euthymia_numerics::{Probability, normal};

use crate::descriptive::mean;
use crate::error::{CohortError, check_finite};

/// Largest number of values for which Royston fitted the distribution of W.
pub const VALUES_MAX: usize = 5000;

/// A Shapiro–Wilk test by Royston's approximation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShapiroWilk {
    /// Number of values.
    pub n: usize,
    /// W, above 0 and at most 1.
    pub w: f64,
    /// P(W as small or smaller) of a normal sample.
    pub p: f64,
}

/// Tests 3 to 5,000 values for normality.
///
/// The scores and the distribution of W are Royston's polynomials; p is exact for three values only.
///
/// # Errors
/// [`CohortError::NotFinite`]; [`CohortError::TooFew`] below 3; [`CohortError::TooMany`] above 5,000;
/// [`CohortError::NoSpread`] for values that are equal but for rounding.
///
/// # References
/// Shapiro & Wilk 1965, Biometrika 52, 591–611; Royston 1995, Applied Statistics 44, 547–551
/// (algorithm AS R94). R: `shapiro.test`.
///
/// # Example
/// ```
/// use euthymia_cohort::shapiro_wilk::shapiro_wilk;
/// // Equidistant values have the largest W of three, and p = 1.
/// let test = shapiro_wilk(&[1.0, 2.0, 3.0])?;
/// assert!((test.w - 1.0).abs() < 1e-15 && (test.p - 1.0).abs() < 1e-7);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn shapiro_wilk(values: &[f64]) -> Result<ShapiroWilk, CohortError> {
    check_finite(values)?;
    let n = values.len();
    if n < 3 {
        return Err(CohortError::TooFew {
            needed: 3,
            found: n,
        });
    }
    if n > VALUES_MAX {
        return Err(CohortError::TooMany {
            most: VALUES_MAX,
            found: n,
        });
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = match (sorted.first(), sorted.last()) {
        (Some(low), Some(high)) => (*low, *high),
        _ => (0.0, 0.0),
    };
    // Halved, so that values near the largest double have a range.
    let half_range = 0.5 * high - 0.5 * low;
    if half_range <= 4.0 * f64::EPSILON * low.abs().max(high.abs()) {
        return Err(CohortError::NoSpread { n, value: low });
    }
    let scaled: Vec<f64> = sorted
        .iter()
        .map(|x| (0.5 * x - 0.5 * low) / half_range)
        .collect();
    let complement = one_minus_w(&scaled, &scores(n));
    Ok(ShapiroWilk {
        n,
        w: 1.0 - complement,
        p: p_value(complement, n),
    })
}

/// The weights of the sorted values, antisymmetric and of sum of squares one.
fn scores(n: usize) -> Vec<f64> {
    let size = n as f64;
    if n == 3 {
        let outer = std::f64::consts::FRAC_1_SQRT_2;
        return vec![-outer, 0.0, outer];
    }
    let expected = |i: usize| {
        let p = Probability::new((i as f64 + 0.625) / (size + 0.25)).unwrap_or(Probability::ZERO);
        normal::upper_quantile(p)
    };
    // Of the upper half, largest first.
    let half: Vec<f64> = (0..n / 2).map(expected).collect();
    let squares = 2.0 * compensated(half.iter().map(|m| m * m));
    let norm = squares.sqrt();
    let root = 1.0 / size.sqrt();
    let corrections = [
        polynomial(
            &[0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056],
            root,
        ),
        polynomial(
            &[0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633],
            root,
        ),
    ];
    // The outermost scores are corrected by polynomials, the rest scaled to what is left.
    let corrected = if n > 5 { 2 } else { 1 };
    let outer: Vec<(f64, f64)> = half
        .iter()
        .zip(corrections)
        .take(corrected)
        .map(|(m, correction)| (*m, m / norm + correction))
        .collect();
    let left = squares - 2.0 * outer.iter().map(|(m, _)| m * m).sum::<f64>();
    let wanted = 1.0 - 2.0 * outer.iter().map(|(_, a)| a * a).sum::<f64>();
    let scale = (left / wanted).sqrt();
    let outer = outer.iter().map(|(_, a)| *a);
    let upper: Vec<f64> = outer
        .chain(half.iter().skip(corrected).map(|m| m / scale))
        .collect();
    let middle = (n % 2 == 1).then_some(0.0);
    let lower = upper.iter().map(|a| -a);
    lower
        .chain(middle)
        .chain(upper.iter().rev().copied())
        .collect()
}

/// 1 − W as a difference of norms, which keeps its digits when W is close to one.
fn one_minus_w(sorted: &[f64], scores: &[f64]) -> f64 {
    let center = mean(sorted).unwrap_or(0.0);
    let score_center = mean(scores).unwrap_or(0.0);
    let (mut values, mut weights, mut products) = (0.0, 0.0, 0.0);
    for (x, a) in sorted.iter().zip(scores) {
        let (x, a) = (x - center, a - score_center);
        values += x * x;
        weights += a * a;
        products += x * a;
    }
    let norm = (values * weights).sqrt();
    ((norm - products) * (norm + products) / (values * weights)).max(0.0)
}

fn p_value(complement: f64, n: usize) -> f64 {
    let size = n as f64;
    if n == 3 {
        let least = std::f64::consts::FRAC_PI_3;
        let p = 6.0 / std::f64::consts::PI * ((1.0 - complement).sqrt().asin() - least);
        return p.clamp(0.0, 1.0);
    }
    let y = complement.ln();
    let (y, center, spread) = if n <= 11 {
        let gamma = polynomial(&[-2.273, 0.459], size);
        if y >= gamma {
            return 0.0;
        }
        (
            -(gamma - y).ln(),
            polynomial(&[0.544, -0.39978, 0.025054, -6.714e-4], size),
            polynomial(&[1.3822, -0.77857, 0.062767, -0.0020322], size),
        )
    } else {
        let x = size.ln();
        (
            y,
            polynomial(&[-1.5861, -0.31082, -0.083751, 0.0038915], x),
            polynomial(&[-0.4803, -0.082676, 0.0030302], x),
        )
    };
    normal::sf((y - center) / spread.exp())
}

/// c₀ + c₁ x + c₂ x² + …
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    let terms = coefficients.iter().rev();
    terms.fold(0.0, |sum, coefficient| sum * x + coefficient)
}
