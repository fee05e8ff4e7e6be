//! The count behind a printed percentage, the sizes that a percentage allows, and whether a mean of
//! whole numbers is possible.

use super::printed::Printed;
use super::{ConversionError, Converted, Method};
use std::ops::RangeInclusive;

/// The whole numbers that reproduce what was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Candidates {
    /// None: a misprint, another denominator, or not a plain count.
    None,
    /// Exactly one.
    Unique(u64),
    /// Several, all of this range.
    Several(RangeInclusive<u64>),
}

impl Candidates {
    /// The count, if there is only one.
    #[must_use]
    pub fn unique(&self) -> Option<u64> {
        match self {
            Self::Unique(count) => Some(*count),
            Self::None | Self::Several(_) => None,
        }
    }

    fn of(range: Option<RangeInclusive<u64>>) -> Self {
        match range {
            Some(range) if range.start() == range.end() => Self::Unique(*range.start()),
            Some(range) => Self::Several(range),
            None => Self::None,
        }
    }
}

const PERCENTAGE: Method = Method {
    name: "count from a percentage",
    assumption: Some(
        "the percentage is of these people alone, rounded from a whole count; a tie may go either way",
    ),
    source: "arithmetic; Cochrane Handbook 6.4.1",
};
const TOTAL: Method = Method {
    name: "total of whole-number items from a mean",
    assumption: Some("every item is a whole number, and nobody is missing"),
    source: "Brown and Heathers 2017, Soc Psychol Personal Sci 8:363-369 (GRIM)",
};

/// Returns the counts of `n` that are printed as this percentage.
///
/// # Errors
/// [`ConversionError::Count`] when `n` is 0.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::counts::{Candidates, events_from_percentage};
/// assert_eq!(events_from_percentage("57.1".parse()?, 21)?.value, Candidates::Unique(12));
/// assert_eq!(events_from_percentage("57.2".parse()?, 21)?.value, Candidates::None);
/// assert_eq!(events_from_percentage("57".parse()?, 300)?.value, Candidates::Several(170..=172));
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn events_from_percentage(
    percentage: Printed,
    n: u64,
) -> Result<Converted<Candidates>, ConversionError> {
    super::at_least("the number of people", n, 1, "at least 1")?;
    Ok(Converted::new(events(percentage, n), PERCENTAGE))
}

fn events(percentage: Printed, n: u64) -> Candidates {
    let within = |range: RangeInclusive<i128>| {
        let first = u64::try_from(*range.start().max(&0)).ok()?;
        let last = u64::try_from(*range.end().min(&i128::from(n))).ok()?;
        (first <= last).then_some(first..=last)
    };
    Candidates::of(percentage.multiples(100, n).and_then(within))
}

/// One group size with the counts that each percentage would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleSize {
    /// The size.
    pub n: u64,
    /// For each percentage, in order, the counts that are printed so; never [`Candidates::None`].
    pub events: Vec<Candidates>,
}

/// No list of sizes is longer than this.
const SIZES_MAX: u64 = 1_000_000;

/// Returns the group sizes for which every one of these percentages is possible, in ascending order.
///
/// # Errors
/// [`ConversionError::Count`] for sizes that begin at 0 or end above 1,000,000;
/// [`ConversionError::Impossible`] without percentages.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::counts::sizes_from_percentages;
/// let printed = ["9.5".parse()?, "57.1".parse()?];
/// let sizes = sizes_from_percentages(&printed, 1..=50)?.value;
/// assert_eq!(sizes.iter().map(|size| size.n).collect::<Vec<_>>(), [21, 42]);
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn sizes_from_percentages(
    percentages: &[Printed],
    sizes: RangeInclusive<u64>,
) -> Result<Converted<Vec<PossibleSize>>, ConversionError> {
    super::at_least("the smallest size", *sizes.start(), 1, "at least 1")?;
    if *sizes.end() > SIZES_MAX {
        return Err(ConversionError::Count {
            what: "the largest size",
            found: *sizes.end(),
            range: "at most 1000000",
        });
    }
    if percentages.is_empty() {
        return Err(ConversionError::Impossible(
            "without a percentage every size is possible: give at least one",
        ));
    }
    let possible = |n: u64| {
        let all = percentages.iter().map(|p| match events(*p, n) {
            Candidates::None => None,
            some => Some(some),
        });
        Some(PossibleSize {
            n,
            events: all.collect::<Option<Vec<_>>>()?,
        })
    };
    Ok(Converted::new(
        sizes.filter_map(possible).collect(),
        PERCENTAGE,
    ))
}

/// Returns the totals over `n` people, each with `items` whole-number items, whose mean per item
/// is printed so; `None` when there are none, and the mean is then impossible.
///
/// For the mean of a sum score, which is a whole number for each person, take one item.
///
/// # Errors
/// [`ConversionError::Count`] when there are no people or no items, or too many to count.
///
/// # References
/// Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363–369.
///
/// # Example: a mean age of 28 people
/// ```
/// use euthymia_synthesis::conversion::counts::totals_from_mean;
/// // 145/28 is 5.18 and 146/28 is 5.21: 5.19 cannot be.
/// assert_eq!(totals_from_mean("5.19".parse()?, 28, 1)?.value, None);
/// assert_eq!(totals_from_mean("5.18".parse()?, 28, 1)?.value, Some(145..=145));
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn totals_from_mean(
    mean: Printed,
    n: u64,
    items: u64,
) -> Result<Converted<Option<RangeInclusive<i128>>>, ConversionError> {
    super::at_least("the number of people", n, 1, "at least 1")?;
    super::at_least("the number of items", items, 1, "at least 1")?;
    let answers = n.checked_mul(items).ok_or(ConversionError::Count {
        what: "the number of people",
        found: n,
        range: "smaller: with so many items the answers cannot be counted",
    })?;
    Ok(Converted::new(mean.multiples(1, answers), TOTAL))
}
