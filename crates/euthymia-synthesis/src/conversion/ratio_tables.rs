//! Every two-by-two table behind a printed ratio with its confidence interval.

use super::printed::Printed;
use super::{ConversionError, Converted, Method, Reference};
use crate::effect::two_by_two::TwoByTwo;
use euthymia_numerics::Probability;

/// Which ratio was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ratio {
    /// (a/n₁)/(c/n₂), logarithmic variance 1/a − 1/n₁ + 1/c − 1/n₂.
    Risk,
    /// (a/b)/(c/d), logarithmic variance 1/a + 1/b + 1/c + 1/d.
    Odds,
}

/// A ratio with the ends of its interval as they were printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedRatio {
    /// Which ratio.
    pub ratio: Ratio,
    /// The estimate.
    pub estimate: Printed,
    /// The lower end.
    pub lower: Printed,
    /// The upper end.
    pub upper: Printed,
    /// The confidence level of the interval.
    pub level: Probability,
}

const METHOD: Method = Method {
    name: "tables that reproduce a ratio and its confidence interval",
    assumption: Some(
        "the ratio is unadjusted and its interval is Wald's on the logarithm, without a correction \
         of empty cells; the group sizes are those analysed",
    ),
    source: "exhaustive search; interval: Katz et al. 1978 (risk ratio), Woolf 1955 (odds ratio)",
};

const SIZE_MAX: u64 = 1_000_000;
const CHECKS_MAX: u64 = 50_000_000;
const TABLES_MAX: usize = 100_000;

/// Returns every table of groups of `n1` and `n2` whose ratio and interval are printed so, by events
/// in the first group and then in the second.
///
/// The ratio is compared in whole numbers. For each count in the first group, the digits of the ratio
/// and the width of the interval leave a short stretch of counts in the second, and only that is
/// searched.
///
/// # Errors
/// [`ConversionError::Count`] for an empty group or one above 1,000,000; a level of 0 or 1;
/// [`ConversionError::Impossible`] when so few digits were printed that more than 100,000 tables fit.
/// No table at all is an empty list, not an error: the ratio is then adjusted, corrected, misprinted
/// or of other groups.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::conversion::ratio_tables::{PrintedRatio, Ratio, tables};
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// // 15 of 103 against 28 of 101.
/// let printed = PrintedRatio {
///     ratio: Ratio::Risk,
///     estimate: "0.525".parse()?,
///     lower: "0.299".parse()?,
///     upper: "0.923".parse()?,
///     level: Probability::NINETY_FIVE,
/// };
/// assert_eq!(tables(&printed, 103, 101)?.value, [TwoByTwo::new(15, 103, 28, 101)?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tables(
    printed: &PrintedRatio,
    n1: u64,
    n2: u64,
) -> Result<Converted<Vec<TwoByTwo>>, ConversionError> {
    for found in [n1, n2] {
        if found == 0 || found > SIZE_MAX {
            return Err(ConversionError::Count {
                what: "a group size",
                found,
                range: "at least 1 and at most 1000000",
            });
        }
    }
    let search = Search::new(printed, n1, n2)?;
    let mut checks = 0;
    let mut found = Vec::new();
    for a in 1..=n1 {
        for c in search.stretch(a) {
            checks += 1;
            if search.fits(a, c) {
                found.push(TwoByTwo::new(a, n1, c, n2)?);
            }
            if checks > CHECKS_MAX || found.len() > TABLES_MAX {
                return Err(ConversionError::Impossible(
                    "so few digits were printed that too many tables fit: they do not determine the \
                     counts",
                ));
            }
        }
    }
    Ok(Converted::new(found, METHOD))
}

/// What does not change from one table to the next.
struct Search<'a> {
    printed: &'a PrintedRatio,
    n1: u64,
    n2: u64,
    z: f64,
    /// Bounds of the logarithmic variance that the interval's width allows.
    variance: (f64, f64),
}

impl<'a> Search<'a> {
    fn new(printed: &'a PrintedRatio, n1: u64, n2: u64) -> Result<Self, ConversionError> {
        let z = Reference::Normal.half_width(printed.level)?;
        let ((lower_low, lower_high), (upper_low, upper_high)) =
            (printed.lower.bounds(), printed.upper.bounds());
        // Half the logarithm of upper/lower is z standard errors; an end that may be zero leaves it
        // unbounded, and an end rounded to the same digits leaves it as small as it likes.
        let squared = |upper: f64, lower: f64| ((upper / lower).ln() / (2.0 * z)).powi(2);
        let most = if lower_low > 0.0 {
            squared(upper_high, lower_low) * (1.0 + 1e-9)
        } else {
            f64::INFINITY
        };
        let least = if lower_high > 0.0 && upper_low > lower_high {
            squared(upper_low, lower_high) * (1.0 - 1e-9)
        } else {
            0.0
        };
        Ok(Self {
            printed,
            n1,
            n2,
            z,
            variance: (least, most),
        })
    }

    /// The counts in the second group that can go with `a` in the first, a little too many.
    fn stretch(&self, a: u64) -> std::ops::RangeInclusive<u64> {
        let (low, high) = self.printed.estimate.bounds();
        let (n1, n2, a) = (self.n1 as f64, self.n2 as f64, a as f64);
        let expected = |ratio: f64| match self.printed.ratio {
            Ratio::Risk => a / n1 / ratio * n2,
            Ratio::Odds => {
                // The odds in the second group are those in the first over the ratio.
                let (event, other) = (a, (n1 - a) * ratio);
                n2 * event / (event + other)
            }
        };
        let mut first = expected(high).floor();
        let mut last = if low > 0.0 { expected(low).ceil() } else { n2 };
        if self.printed.ratio == Ratio::Risk {
            // 1/c = v − (1/a − 1/n₁ − 1/n₂).
            let rest = 1.0 / a - 1.0 / n1 - 1.0 / n2;
            let (least, most) = (self.variance.0 - rest, self.variance.1 - rest);
            if most > 0.0 {
                first = first.max((1.0 / most).floor());
            }
            if least > 0.0 {
                last = last.min((1.0 / least).ceil());
            }
        }
        // Both are within 0 and n₂ up to rounding, so that the conversions are exact.
        let first = (first.clamp(0.0, n2) as u64).saturating_sub(1).max(1);
        let last = (last.clamp(0.0, n2) as u64).saturating_add(1).min(self.n2);
        first..=last
    }

    fn fits(&self, a: u64, c: u64) -> bool {
        let (b, d) = (self.n1 - a, self.n2 - c);
        let product = |x: u64, y: u64| i128::from(x) * i128::from(y);
        let (numerator, denominator, variance) = match self.printed.ratio {
            Ratio::Risk => (
                product(a, self.n2),
                product(c, self.n1),
                share(b, a, self.n1) + share(d, c, self.n2),
            ),
            Ratio::Odds => (
                product(a, d),
                product(b, c),
                1.0 / a as f64 + 1.0 / b as f64 + 1.0 / c as f64 + 1.0 / d as f64,
            ),
        };
        let (least, most) = self.variance;
        if !(variance > 0.0 && variance.is_finite() && variance >= least && variance <= most) {
            return false;
        }
        if !self.printed.estimate.is_rounding_of(numerator, denominator) {
            return false;
        }
        let ratio = numerator as f64 / denominator as f64;
        let factor = (self.z * variance.sqrt()).exp();
        self.printed.lower.is_near(ratio / factor) && self.printed.upper.is_near(ratio * factor)
    }
}

/// 1/a − 1/n = b/(a n).
fn share(b: u64, a: u64, n: u64) -> f64 {
    b as f64 / a as f64 / n as f64
}
