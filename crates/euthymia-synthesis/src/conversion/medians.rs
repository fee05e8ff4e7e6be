//! When no mean can be had: medians with their variances, and pooled medians.

use super::family::Distribution;
use super::five_numbers::FiveNumbers;
use super::quantile_fit;
use super::{ConversionError, Converted, Method, between_zero_and_one, finite, positive};
use crate::effect::Effect;
use crate::pairwise::Bounds;
use euthymia_numerics::{Probability, binomial};

/// A sample median with its sampling variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MedianEffect {
    /// The median, or the difference of two, with its variance.
    pub effect: Effect,
    /// The distributions whose density at the median gave the variance: one for each group.
    pub distributions: [Option<Distribution>; 2],
}

const MEDIAN: Method = Method {
    name: "median with its variance from a fitted distribution",
    assumption: Some(
        "large-sample variance 1/(4 n f²), with the density f of the nearest of the fitted \
         distributions at the median",
    ),
    source: "McGrath et al. 2020, Biom J 62:69-98",
};

/// Returns the median of a summary with variance 1/(4 n f(m)²), where f is the density of the
/// distribution that [`quantile_fit::fit`] finds nearest.
///
/// # Errors
/// As [`quantile_fit::fit`]; [`ConversionError::Effect`] when the density vanishes at the median.
///
/// # References
/// McGrath S, Sohn H, Steele R, Benedetti A. Biom J 2020;62:69–98.
pub fn median(summary: &FiveNumbers) -> Result<Converted<MedianEffect>, ConversionError> {
    let fitted = quantile_fit::fit(summary)?.value.best.distribution;
    let middle = summary.known.median();
    let density = positive("the density at the median", fitted.density(middle))?;
    let effect = Effect::new(middle, 0.25 / summary.n / (density * density))?;
    let value = MedianEffect {
        effect,
        distributions: [Some(fitted), None],
    };
    Ok(Converted::new(value, MEDIAN))
}

/// Returns the difference of two groups' medians with the sum of their variances, see [`median`].
///
/// It can be pooled as any other difference.
///
/// # Errors
/// As [`median`].
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::five_numbers::{FiveNumbers, Known};
/// use euthymia_synthesis::conversion::medians::{median, median_difference};
/// let one = FiveNumbers::new(Known::Quartiles { q1: 4.0, median: 6.0, q3: 10.0 }, 40)?;
/// let other = FiveNumbers::new(Known::Quartiles { q1: 3.0, median: 5.0, q3: 8.0 }, 42)?;
/// let found = median_difference(&one, &other)?.value.effect;
/// assert_eq!(found.estimate, 1.0);
/// let sum = median(&one)?.value.effect.variance.get() + median(&other)?.value.effect.variance.get();
/// assert!((found.variance.get() - sum).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn median_difference(
    first: &FiveNumbers,
    second: &FiveNumbers,
) -> Result<Converted<MedianEffect>, ConversionError> {
    let (first, second) = (median(first)?.value, median(second)?.value);
    let effect = Effect::new(
        first.effect.estimate - second.effect.estimate,
        first.effect.variance.get() + second.effect.variance.get(),
    )?;
    let [one, _] = first.distributions;
    let [other, _] = second.distributions;
    let value = MedianEffect {
        effect,
        distributions: [one, other],
    };
    Ok(Converted::new(value, MEDIAN))
}

/// The median of several studies' values, with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MedianOfMedians {
    /// The median of the values.
    pub estimate: f64,
    /// Order statistics that hold the median with at least the level asked for; `None` when even the
    /// smallest and the largest do not: at 95 %, below 6 studies.
    pub bounds: Option<Bounds>,
    /// What the interval holds the median with; at least the level.
    pub coverage: Option<Probability>,
}

/// Returns the median of studies' medians, or of their differences of medians, with the interval
/// that inverts the sign test.
///
/// Of k sorted values the interval is y₍ₗ₎ to y₍ₖ₊₁₋ₗ₎ with the largest l for which
/// P(Bin(k, ½) < l) ≤ (1 − level)/2.
///
/// # Errors
/// [`ConversionError::Impossible`] without values, a value that is not finite, a level of 0 or 1.
///
/// # References
/// McGrath S, Zhao X, Qin ZZ, Steele R, Benedetti A. Stat Med 2019;38:969–984 (one group); McGrath S,
/// Sohn H, Steele R, Benedetti A. Biom J 2020;62:69–98 (differences).
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::conversion::medians::median_of_medians;
/// let found = median_of_medians(&[3.0, 1.0, 2.0, 6.0, 5.0, 4.0], Probability::NINETY_FIVE)?.value;
/// assert_eq!(found.estimate, 3.5);
/// // 1 − 2/64
/// assert_eq!(found.coverage.map(Probability::get), Some(0.96875));
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn median_of_medians(
    values: &[f64],
    level: Probability,
) -> Result<Converted<MedianOfMedians>, ConversionError> {
    between_zero_and_one("the confidence level", level.get())?;
    let equal = vec![1.0; values.len()];
    let estimate = weighted_median(values, &equal)?.value;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let k = values.len();
    let tail = level.complement().half().get();
    let outside = |l: usize| binomial::at_most(l as u64 - 1, k as u64, 0.5);
    // l grows to the last whose tail is small enough; l and k + 1 − l never cross.
    let l = (1..=k / 2).take_while(|l| outside(*l) <= tail).last();
    let ends = l.and_then(|l| {
        let bounds = Bounds {
            lower: *sorted.get(l - 1)?,
            upper: *sorted.get(k - l)?,
        };
        let twice = Probability::new(2.0 * outside(l)).ok()?;
        Some((bounds, twice.complement()))
    });
    let value = MedianOfMedians {
        estimate,
        bounds: ends.map(|(bounds, _)| bounds),
        coverage: ends.map(|(_, coverage)| coverage),
    };
    let method = Method {
        name: "median of medians with a sign-test interval",
        assumption: Some("each study's median is as likely above as below the common one"),
        source: "McGrath et al. 2019, Stat Med 38:969-984; McGrath et al. 2020, Biom J 62:69-98",
    };
    Ok(Converted::new(value, method))
}

/// Returns the weighted median: the value at which the sorted weights reach half of their sum, halfway
/// to the next where they reach it exactly.
///
/// The usual weights are group sizes.
///
/// # Errors
/// [`ConversionError::Impossible`] without values or with another number of weights; a value that is
/// not finite, a weight that is not positive.
///
/// # References
/// McGrath S, Zhao X, Qin ZZ, Steele R, Benedetti A. Stat Med 2019;38:969–984.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::medians::weighted_median;
/// assert_eq!(weighted_median(&[1.0, 7.0, 3.0], &[10.0, 50.0, 20.0])?.value, 7.0);
/// assert_eq!(weighted_median(&[1.0, 2.0], &[5.0, 5.0])?.value, 1.5);
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn weighted_median(values: &[f64], weights: &[f64]) -> Result<Converted<f64>, ConversionError> {
    if values.is_empty() || values.len() != weights.len() {
        return Err(ConversionError::Impossible(
            "a median needs at least one value, and a weighted one as many weights as values",
        ));
    }
    let mut pairs = Vec::with_capacity(values.len());
    let mut total = 0.0;
    for (value, weight) in values.iter().zip(weights) {
        let weight = positive("a weight", *weight)?;
        pairs.push((finite("a median", *value)?, weight));
        total += weight;
    }
    let total = positive("the sum of weights", total)?;
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut below = 0.0;
    let mut reached: Option<f64> = None;
    let mut middle = f64::NAN;
    for (value, weight) in pairs {
        if let Some(before) = reached {
            middle = 0.5 * before + 0.5 * value;
            break;
        }
        below += weight;
        middle = value;
        let twice = 2.0 * below;
        if (twice - total).abs() <= 1e-12 * total {
            reached = Some(value);
        } else if twice > total {
            break;
        }
    }
    let method = Method {
        name: "weighted median",
        assumption: Some("each study's median estimates the same median"),
        source: "McGrath et al. 2019, Stat Med 38:969-984",
    };
    Ok(Converted::new(finite("the median", middle)?, method))
}
