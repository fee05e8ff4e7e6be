//! Conditions that every data set behind a summary must meet. One that fails is a proof that no such
//! data exist; its arithmetic is kept so that a reader can repeat it.

use super::exact::{Count, moments};
use super::order::cases;
use super::squares::{SquaresAt, sums};
use super::{Counted, Exact, Frame, OneSample, Printed, Rule};

/// What a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The only sample.
    Sample,
    /// The values before.
    Before,
    /// The values after.
    After,
    /// The differences before − after.
    Change,
    /// Counts of patients.
    Counts,
}

/// A condition with its outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// What it is about.
    pub about: About,
    /// `false`: no whole numbers fit the summary.
    pub holds: bool,
    /// The numbers behind it.
    pub arithmetic: Arithmetic,
}

/// The numbers behind a check.
#[derive(Debug, Clone, PartialEq)]
pub enum Arithmetic {
    /// GRIM: is there a whole sum?
    Sum {
        /// Size and range.
        frame: Frame,
        /// The mean.
        mean: Printed,
        /// The whole sums that fit, least and greatest.
        sums: Option<(i64, i64)>,
    },
    /// GRIMMER (for values 0 and 1: DEBIT): is there a whole sum of squares?
    Squares {
        /// Size and range.
        frame: Frame,
        /// The standard deviation.
        sd: Printed,
        /// One entry per sum.
        at: Vec<SquaresAt>,
    },
    /// Minimum, maximum, median and counts do not contradict each other.
    Order,
    /// A whole count fits a printed count or percentage.
    Counted {
        /// Number of patients.
        n: u32,
        /// The rule.
        rule: Rule,
        /// As printed.
        count: Counted,
        /// The counts that fit.
        range: Option<(u32, u32)>,
    },
    /// A rule with more conditions is met by no more patients.
    Nested {
        /// The stricter rule, and the least count it allows.
        inner: (Rule, u32),
        /// The wider rule, and the greatest count it allows.
        outer: (Rule, u32),
    },
    /// The exact number of samples with these values alone; `None` when the table would be too
    /// large, which proves nothing.
    Solutions(Option<Count>),
    /// The degrees of freedom of a paired t are n − 1.
    DegreesOfFreedom {
        /// Number of patients.
        n: u32,
        /// As printed.
        df: u32,
    },
    /// The sum of the differences is the difference of the sums.
    ChangeSum {
        /// Sums before, least and greatest.
        before: (i64, i64),
        /// Sums after.
        after: (i64, i64),
        /// The mean change, when printed.
        mean: Option<Printed>,
        /// Sums of differences that fit both.
        sums: Option<(i64, i64)>,
    },
    /// The sum of squared differences under the printed t and standard deviation of change.
    ChangeSquares {
        /// The paired t.
        t: Option<Printed>,
        /// Standard deviation of change.
        sd: Option<Printed>,
        /// One entry per sum of differences.
        at: Vec<SquaresAt>,
    },
    /// The products of before and after: whole, and within Cauchy and Schwarz's bound or the printed
    /// correlation.
    Products {
        /// The correlation, when printed.
        correlation: Option<Printed>,
        /// Sums and sums of squares that fit together; `None` when none do.
        example: Option<Products>,
        /// Whether every combination was looked at; if not, nothing is proven.
        all_tried: bool,
    },
    /// No mean percent improvement is above that from the highest to the lowest value.
    PercentCeiling {
        /// Mean percent improvement.
        mean: Printed,
        /// The greatest that one patient can reach.
        most: f64,
    },
}

/// Sums, sums of squares and sum of products of before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Products {
    /// Sum and sum of squares before.
    pub before: (i64, i64),
    /// Sum and sum of squares after.
    pub after: (i64, i64),
    /// Sum of products.
    pub products: i64,
}

/// The checks of one sample, and its table when everything before it holds.
pub(crate) fn sample(sample: &OneSample, about: About) -> (Vec<Check>, Option<Exact>) {
    let (frame, mean) = (sample.frame, sample.moments.mean);
    let whole = sums(frame, mean);
    let mut checks = vec![Check {
        about,
        holds: whole.is_some(),
        arithmetic: Arithmetic::Sum {
            frame,
            mean,
            sums: whole,
        },
    }];
    if let (Some(sd), true) = (sample.moments.sd, whole.is_some()) {
        let at = moments(sample);
        checks.push(Check {
            about,
            holds: at.iter().any(|one| one.fitting.is_some()),
            arithmetic: Arithmetic::Squares { frame, sd, at },
        });
    }
    if has_order(sample) {
        checks.push(Check {
            about,
            holds: !cases(sample).is_empty(),
            arithmetic: Arithmetic::Order,
        });
    }
    if checks.iter().any(|check| !check.holds) {
        return (checks, None);
    }
    let exact = Exact::new(sample);
    let count = exact.as_ref().map(Exact::count);
    checks.push(Check {
        about,
        holds: count.is_none_or(|count| !count.is_zero()),
        arithmetic: Arithmetic::Solutions(count),
    });
    (checks, exact)
}

fn has_order(sample: &OneSample) -> bool {
    let moments = &sample.moments;
    moments.median.is_some()
        || moments.minimum.is_some()
        || moments.maximum.is_some()
        || sample.rules.iter().any(|rule| rule.count.is_some())
}

/// Whole counts fit, and stricter rules are met by no more patients than wider ones.
pub(crate) fn counts(n: u32, rules: &[Rule]) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut ranges = Vec::new();
    for rule in rules {
        let Some(count) = rule.count else { continue };
        let range = count.range(n);
        ranges.extend(range.map(|range| (rule, range)));
        let arithmetic = Arithmetic::Counted {
            n,
            rule: rule.clone(),
            count,
            range,
        };
        checks.push(Check {
            about: About::Counts,
            holds: range.is_some(),
            arithmetic,
        });
    }
    for (inner, (least, _)) in &ranges {
        for (outer, (_, most)) in &ranges {
            let within = |one| inner.conditions.contains(one);
            let is_stricter = inner.conditions.len() > outer.conditions.len();
            if is_stricter && outer.conditions.iter().all(within) {
                checks.push(Check {
                    about: About::Counts,
                    holds: least <= most,
                    arithmetic: Arithmetic::Nested {
                        inner: ((*inner).clone(), *least),
                        outer: ((*outer).clone(), *most),
                    },
                });
            }
        }
    }
    checks
}
