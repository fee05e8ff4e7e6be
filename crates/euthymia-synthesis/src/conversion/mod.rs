//! From what a paper prints to what an effect size needs.
//!
//! Every function gives a [`Converted`]: the value with the [`Method`] that made it, its source and
//! what had to be assumed, so that a report can say "assumed". What cannot be done is a
//! [`ConversionError`] that says why; nothing is guessed.
//!
//! Reading order: [`spread`] and [`change`] (standard deviations), [`five_numbers`] (medians, ranges
//! and quartiles), [`skewness`], [`quantile_fit`], [`box_cox`] and [`medians`] (when they are not
//! normal), [`printed`] and [`counts`] (counts behind printed digits), [`ratio_tables`] and
//! [`margins`] (two-by-two tables), [`wald`], [`standardised`] and [`risk`] (from one effect to
//! another), [`log_scale`] and [`delta`] (to other scales), [`combine`] (groups and outcomes),
//! [`number_needed`].

pub mod box_cox;
pub mod change;
pub mod combine;
pub mod counts;
pub mod delta;
pub mod family;
pub mod five_numbers;
pub mod log_scale;
pub mod margins;
pub mod medians;
pub mod number_needed;
pub mod printed;
pub mod quantile_fit;
pub mod ratio_tables;
pub mod risk;
pub mod skewness;
pub mod spread;
pub mod standardised;
pub mod wald;

use crate::effect::EffectError;
use crate::effect::means::Group;
use crate::variance::VarianceError;
use euthymia_numerics::{Probability, normal, student_t};

/// How a value was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// What was done, in a few words.
    pub name: &'static str,
    /// What had to be assumed; `None` where the conversion is algebra alone.
    pub assumption: Option<&'static str>,
    /// The paper or the page it comes from.
    pub source: &'static str,
}

/// A value with the method that made it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Converted<T> {
    /// The value.
    pub value: T,
    /// How it was made.
    pub method: Method,
}

impl<T> Converted<T> {
    fn new(value: T, method: Method) -> Self {
        Self { value, method }
    }

    /// The value changed, the method kept.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Converted<U> {
        Converted::new(change(self.value), self.method)
    }
}

/// A mean with a standard deviation, in the unit of the measurements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanSd {
    /// The mean; finite.
    pub mean: f64,
    /// The standard deviation; positive and finite.
    pub sd: f64,
}

impl MeanSd {
    /// Pairs a finite mean with a positive standard deviation.
    fn new(mean: f64, sd: f64) -> Result<Self, ConversionError> {
        Ok(Self {
            mean: finite("the mean", mean)?,
            sd: positive("the standard deviation", sd)?,
        })
    }

    /// The group of `n` that has them.
    ///
    /// # Errors
    /// [`EffectError::GroupTooSmall`] when `n` is below 2.
    pub fn group(self, n: u64) -> Result<Group, EffectError> {
        Group::new(self.mean, self.sd, n)
    }
}

/// Why a conversion has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ConversionError {
    /// A number that is infinite or no number.
    #[error("{what} is {found}: a finite number is needed")]
    NotFinite {
        /// Which number.
        what: &'static str,
        /// What was found.
        found: f64,
    },
    /// A number that is zero, negative, infinite or no number.
    #[error("{what} is {found}: a positive finite number is needed")]
    NotPositive {
        /// Which number.
        what: &'static str,
        /// What was found.
        found: f64,
    },
    /// A number outside its range.
    #[error("{what} is {found}: it must be {range}")]
    OutOfRange {
        /// Which number.
        what: &'static str,
        /// What was found.
        found: f64,
        /// What is allowed, in words.
        range: &'static str,
    },
    /// A count outside its range.
    #[error("{what} is {found}: it must be {range}")]
    Count {
        /// Which count.
        what: &'static str,
        /// What was found.
        found: u64,
        /// What is allowed, in words.
        range: &'static str,
    },
    /// Numbers that must not fall do: the first that is below the one before it.
    #[error("{upper} is below {lower}: {what} must be given in ascending order")]
    Order {
        /// Which numbers.
        what: &'static str,
        /// The number that comes first.
        lower: f64,
        /// The smaller number that follows it.
        upper: f64,
    },
    /// The numbers given contradict each other or leave nothing to work with.
    #[error("{0}")]
    Impossible(&'static str),
    /// A text that is not a printed decimal number.
    #[error(
        "\"{0}\" is not a printed number: digits with at most one point and at most 15 digits are \
         needed, such as 12.50"
    )]
    NotPrinted(String),
    /// The converted group cannot be formed.
    #[error(transparent)]
    Effect(#[from] EffectError),
}

impl From<VarianceError> for ConversionError {
    fn from(error: VarianceError) -> Self {
        Self::Effect(EffectError::Variance(error))
    }
}

/// Which distribution a printed interval or p-value was made with. It must be chosen: papers rarely
/// say, and in small groups it matters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reference {
    /// The normal distribution.
    Normal,
    /// Student's t distribution with these degrees of freedom.
    StudentT(f64),
}

impl Reference {
    /// The value with `tail` above it.
    fn upper_quantile(self, tail: Probability) -> Result<f64, ConversionError> {
        let value = match self {
            Self::Normal => normal::upper_quantile(tail),
            Self::StudentT(df) => {
                student_t::upper_quantile(tail, positive("the degrees of freedom", df)?)
            }
        };
        positive("the quantile of the reference distribution", value)
    }

    /// The half width of an interval of this level, in standard errors.
    fn half_width(self, level: Probability) -> Result<f64, ConversionError> {
        between_zero_and_one("the confidence level", level.get())?;
        self.upper_quantile(level.complement().half())
    }
}

fn finite(what: &'static str, found: f64) -> Result<f64, ConversionError> {
    if found.is_finite() {
        Ok(found)
    } else {
        Err(ConversionError::NotFinite { what, found })
    }
}

fn positive(what: &'static str, found: f64) -> Result<f64, ConversionError> {
    if found > 0.0 && found.is_finite() {
        Ok(found)
    } else {
        Err(ConversionError::NotPositive { what, found })
    }
}

fn between_zero_and_one(what: &'static str, found: f64) -> Result<f64, ConversionError> {
    if found > 0.0 && found < 1.0 {
        Ok(found)
    } else {
        Err(ConversionError::OutOfRange {
            what,
            found,
            range: "above 0 and below 1",
        })
    }
}

fn correlation(found: f64) -> Result<f64, ConversionError> {
    if (-1.0..=1.0).contains(&found) {
        Ok(found)
    } else {
        Err(ConversionError::OutOfRange {
            what: "the correlation",
            found,
            range: "between -1 and 1",
        })
    }
}

/// Checks that numbers are finite and do not fall.
fn ascending(what: &'static str, numbers: &[f64]) -> Result<(), ConversionError> {
    for number in numbers {
        finite(what, *number)?;
    }
    for pair in numbers.windows(2) {
        if let [lower, upper] = *pair
            && upper < lower
        {
            return Err(ConversionError::Order { what, lower, upper });
        }
    }
    Ok(())
}

fn at_least(
    what: &'static str,
    found: u64,
    least: u64,
    range: &'static str,
) -> Result<f64, ConversionError> {
    if found >= least {
        Ok(found as f64)
    } else {
        Err(ConversionError::Count { what, found, range })
    }
}

/// A group size of at least 2, as a number.
fn size(n: u64) -> Result<f64, ConversionError> {
    at_least("the group size", n, 2, "at least 2")
}
