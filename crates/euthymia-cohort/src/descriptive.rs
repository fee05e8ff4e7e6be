//! One group of values: how many, where, how spread.

use euthymia_numerics::sum::compensated;

use crate::error::{CohortError, check_finite};

/// A summary of one variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Descriptive {
    /// Number of values that are present.
    pub n: usize,
    /// Number of values that are missing.
    pub missing: usize,
    /// Location and spread; `None` when no value is present.
    pub spread: Option<Spread>,
}

/// Location and spread of at least one value, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation with divisor n − 1; `None` for a single value.
    pub sd: Option<f64>,
    /// Smallest value.
    pub min: f64,
    /// Lower quartile.
    pub q1: f64,
    /// Median.
    pub median: f64,
    /// Upper quartile.
    pub q3: f64,
    /// Largest value.
    pub max: f64,
}

/// Summarises one variable; missing values are counted and left out.
///
/// Quartiles follow the definition that R and Excel use by default (Hyndman & Fan 1996, type 7):
/// linear interpolation at position (n − 1)·p among the sorted values counted from 0.
///
/// # Errors
/// [`CohortError::NotFinite`], with the patient's position counted over all values, missing ones
/// included.
///
/// # References
/// Hyndman & Fan 1996, The American Statistician 50, 361–365.
///
/// # Example
/// ```
/// use euthymia_cohort::descriptive::describe;
/// // 1, 2, 3, 4: mean 5/2, squares (9 + 1 + 1 + 9)/4 around it, SD √(5/3).
/// let summary = describe(&[Some(4.0), Some(1.0), None, Some(3.0), Some(2.0)])?;
/// let spread = summary.spread.unwrap();
/// assert_eq!((summary.n, summary.missing), (4, 1));
/// assert_eq!((spread.mean, spread.median), (2.5, 2.5));
/// assert_eq!((spread.q1, spread.q3), (1.75, 3.25));
/// assert!((spread.sd.unwrap() - (5.0_f64 / 3.0).sqrt()).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn describe(values: &[Option<f64>]) -> Result<Descriptive, CohortError> {
    if let Some((at, value)) = values
        .iter()
        .enumerate()
        .find_map(|(at, value)| Some((at, value.filter(|v| !v.is_finite())?)))
    {
        return Err(CohortError::NotFinite {
            patient: at + 1,
            value,
        });
    }
    let mut present: Vec<f64> = values.iter().copied().flatten().collect();
    present.sort_by(f64::total_cmp);
    let missing = values.len() - present.len();
    Ok(Descriptive {
        n: present.len(),
        missing,
        spread: spread(&present),
    })
}

fn spread(sorted: &[f64]) -> Option<Spread> {
    let (first, last) = (sorted.first()?, sorted.last()?);
    Some(Spread {
        mean: mean(sorted)?,
        sd: sd(sorted),
        min: *first,
        q1: quantile(sorted, 0.25)?,
        median: quantile(sorted, 0.5)?,
        q3: quantile(sorted, 0.75)?,
        max: *last,
    })
}

/// The quantile of sorted values by linear interpolation (type 7); `None` without values or when
/// `p` is not in [0, 1].
///
/// `sorted`: ascending, finite.
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let position = sorted.len().checked_sub(1)? as f64 * p;
    let below = sorted.get(position.floor() as usize)?;
    let above = sorted.get(position.ceil() as usize)?;
    let share = position - position.floor();
    // Written as a weighted mean, so that values of opposite sign cannot overflow.
    Some(if share == 0.0 {
        *below
    } else {
        (1.0 - share) * below + share * above
    })
}

/// The arithmetic mean; `None` without values.
///
/// # Example
/// ```
/// assert_eq!(euthymia_cohort::descriptive::mean(&[1.0, 2.0, 6.0]), Some(3.0));
/// assert_eq!(euthymia_cohort::descriptive::mean(&[]), None);
/// ```
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    (!values.is_empty()).then(|| compensated(values.iter().copied()) / n)
}

/// The standard deviation with divisor n − 1, by two passes; `None` for fewer than two values.
///
/// # Example
/// ```
/// // Around the mean 2: squares 1, 0, 1; divided by 2.
/// assert_eq!(euthymia_cohort::descriptive::sd(&[1.0, 2.0, 3.0]), Some(1.0));
/// assert_eq!(euthymia_cohort::descriptive::sd(&[1.0]), None);
/// ```
#[must_use]
pub fn sd(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let center = mean(values)?;
    let squares = compensated(values.iter().map(|value| (value - center).powi(2)));
    // What the rounding of the mean adds to the squares is taken out again.
    let residue = compensated(values.iter().map(|value| value - center));
    let n = values.len() as f64;
    Some(((squares - residue * residue / n).max(0.0) / (n - 1.0)).sqrt())
}

/// Mean and standard deviation of at least two finite values.
pub(crate) fn mean_and_sd(values: &[f64]) -> Result<(f64, f64), CohortError> {
    check_finite(values)?;
    match (mean(values), sd(values)) {
        (Some(mean), Some(sd)) => Ok((mean, sd)),
        _ => Err(CohortError::TooFew {
            needed: 2,
            found: values.len(),
        }),
    }
}
