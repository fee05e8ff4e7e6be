//! A smooth outline of a distribution, for figures: a Gaussian kernel density estimate.

use crate::descriptive::{describe, quantile};
use crate::error::CohortError;

/// Estimates a density at evenly spaced points from the smallest to the largest value.
///
/// The bandwidth is Silverman's rule of thumb, 0.9 min(SD, IQR/1.34) n^(−1/5), as R's `bw.nrd0`
/// without its fallbacks. The outline ends at the data: no smoothed tail leaves the range of values
/// that were seen. For looking at, not for inference.
///
/// `values`: finite. `points`: at least 2. Heights are per unit of the values.
///
/// # Errors
/// [`CohortError::NotFinite`]; [`CohortError::TooFew`] below two values; [`CohortError::NoSpread`]
/// where the rule of thumb gives no width: at least half of the values are the same.
///
/// # References
/// Silverman 1986, Density Estimation for Statistics and Data Analysis, p. 48.
///
/// # Example
/// ```
/// use euthymia_cohort::density::density;
/// let outline = density(&[1.0, 2.0, 3.0, 4.0, 5.0], 41)?;
/// assert_eq!((outline[0].0, outline[40].0), (1.0, 5.0));
/// // Symmetric data, symmetric outline, highest in the middle.
/// assert!((outline[5].1 - outline[35].1).abs() < 1e-12);
/// assert!(outline[20].1 > outline[0].1);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn density(values: &[f64], points: usize) -> Result<Vec<(f64, f64)>, CohortError> {
    let of: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    let spread = describe(&of)?.spread;
    let too_few = CohortError::TooFew {
        needed: 2,
        found: values.len(),
    };
    let spread = spread.ok_or(too_few)?;
    let sd = spread.sd.ok_or(too_few)?;
    let n = values.len() as f64;
    let width = 0.9 * sd.min((spread.q3 - spread.q1) / 1.34) * n.powf(-0.2);
    if width <= 0.0 {
        return Err(CohortError::NoSpread {
            n: values.len(),
            value: spread.median,
        });
    }
    let last = points.max(2) - 1;
    let at = |place: usize| spread.min + (spread.max - spread.min) * place as f64 / last as f64;
    let norm = n * width * (2.0 * std::f64::consts::PI).sqrt();
    let height = |x: f64| {
        let kernel = |value: &f64| (-0.5 * ((x - value) / width).powi(2)).exp();
        values.iter().map(kernel).sum::<f64>() / norm
    };
    Ok((0..=last)
        .map(|place| (at(place), height(at(place))))
        .collect())
}

/// Lowest, lower quartile, median, upper quartile, highest; `None` without values.
///
/// # Example
/// ```
/// use euthymia_cohort::density::five_numbers;
/// assert_eq!(five_numbers(&[4.0, 1.0, 3.0, 2.0, 5.0]), Some([1.0, 2.0, 3.0, 4.0, 5.0]));
/// ```
#[must_use]
pub fn five_numbers(values: &[f64]) -> Option<[f64; 5]> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |p| quantile(&sorted, p);
    Some([at(0.0)?, at(0.25)?, at(0.5)?, at(0.75)?, at(1.0)?])
}

#[cfg(test)]
mod tests {
    use super::density;
    use crate::CohortError;

    /// Of two values at ±1 the width is 0.9 · min(√2, 1/1.34) / 2^(1/5); both kernels are alike at 0.
    #[test]
    fn the_height_between_two_values_by_hand() {
        let outline = density(&[-1.0, 1.0], 3).unwrap();
        let width = 0.9 * (1.0 / 1.34) / 2.0_f64.powf(0.2);
        let height = (-0.5 / (width * width)).exp() / (width * (2.0 * std::f64::consts::PI).sqrt());
        assert!((outline[1].1 - height).abs() < 1e-14);
        assert_eq!(outline[1].0, 0.0);
    }

    #[test]
    fn no_outline_without_spread() {
        assert!(matches!(
            density(&[2.0, 2.0, 2.0], 9),
            Err(CohortError::NoSpread { .. })
        ));
        assert!(matches!(
            density(&[1.0], 9),
            Err(CohortError::TooFew { .. })
        ));
        assert!(matches!(
            density(&[f64::NAN, 1.0], 9),
            Err(CohortError::NotFinite { .. })
        ));
    }
}
