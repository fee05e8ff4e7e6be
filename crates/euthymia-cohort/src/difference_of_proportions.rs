//! Two proportions of different patients: their difference, ratio, and the number needed to treat.
//!
//! | interval of the difference | coverage | when |
//! |---|---|---|
//! | [`Method::Newcombe`] | close to its level | the usual choice for estimates |
//! | [`Method::NewcombeContinuity`] | rarely below its level | beside a corrected test |
//! | [`Method::MiettinenNurminen`] | close to its level | regulators; agrees with a score test |
//! | [`Method::AgrestiCaffo`] | close to its level | by hand |
//! | [`Method::Wald`] | below its level when n is small; a point at 0 and 100% | only to compare |

use euthymia_numerics::{Probability, normal};

use crate::error::CohortError;
use crate::interval::{Interval, tail};
use crate::proportion::{Proportion, wilson, wilson_continuity};
use crate::search::edge;

/// How an interval for a difference of two proportions is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Newcombe's hybrid of two Wilson intervals, his method 10.
    Newcombe,
    /// The same of two Wilson intervals with continuity correction, his method 11.
    NewcombeContinuity,
    /// All differences that a score test does not reject, with variance factor N/(N − 1).
    MiettinenNurminen,
    /// The textbook interval after one event and one non-event were added to each group.
    AgrestiCaffo,
    /// The textbook interval.
    Wald,
}

impl Method {
    /// The method's name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Newcombe => "Newcombe hybrid score",
            Self::NewcombeContinuity => "Newcombe hybrid score with continuity correction",
            Self::MiettinenNurminen => "Miettinen–Nurminen score",
            Self::AgrestiCaffo => "Agresti–Caffo",
            Self::Wald => "Wald",
        }
    }
}

/// The difference of two proportions, first minus second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// p₁ − p₂, from −1 to 1.
    pub estimate: f64,
    /// Its interval.
    pub interval: Interval,
    /// How the interval was made.
    pub method: Method,
}

/// Estimates p₁ − p₂.
///
/// # Errors
/// [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Newcombe 1998, Statistics in Medicine 17, 873–890 (methods 10, 11, 1). Agresti & Caffo 2000, The
/// American Statistician 54, 280–288. Miettinen & Nurminen 1985, Statistics in Medicine 4, 213–226.
///
/// # Example
/// ```
/// use euthymia_cohort::difference_of_proportions::{Method, difference};
/// use euthymia_cohort::proportion::Proportion;
/// use euthymia_numerics::Probability;
/// // Newcombe 1998, table II, contrast (a), method 10: 56/70 − 48/80 is 0.0524 to 0.3339.
/// let (first, second) = (Proportion::new(56, 70)?, Proportion::new(48, 80)?);
/// let found = difference(first, second, Method::Newcombe, Probability::NINETY_FIVE)?;
/// assert!((found.estimate - 0.2).abs() < 1e-15);
/// assert!((found.interval.lower - 0.0524).abs() < 5e-5);
/// assert!((found.interval.upper - 0.3339).abs() < 5e-5);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn difference(
    first: Proportion,
    second: Proportion,
    method: Method,
    level: Probability,
) -> Result<Difference, CohortError> {
    let z = normal::upper_quantile(tail(level)?);
    let estimate = first.estimate() - second.estimate();
    let (lower, upper) = match method {
        Method::Newcombe => hybrid(first, second, wilson(first, level)?, wilson(second, level)?),
        Method::NewcombeContinuity => hybrid(
            first,
            second,
            wilson_continuity(first, level)?,
            wilson_continuity(second, level)?,
        ),
        Method::MiettinenNurminen => miettinen_nurminen(first, second, z),
        Method::AgrestiCaffo => wald(shares(first, 1.0), shares(second, 1.0), z),
        Method::Wald => wald(shares(first, 0.0), shares(second, 0.0), z),
    };
    Ok(Difference {
        estimate,
        interval: Interval {
            lower: lower.clamp(-1.0, estimate),
            upper: upper.clamp(estimate, 1.0),
            level: level.get(),
        },
        method,
    })
}

/// A ratio of two proportions, first over second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// p₁ / p₂.
    pub estimate: f64,
    /// Katz's interval: normal on the logarithm.
    pub interval: Interval,
}

/// Estimates p₁ / p₂ with Katz's interval; `None` when either group has no event, where the
/// logarithm has no variance.
///
/// Variance of ln(p₁/p₂): 1/x₁ − 1/n₁ + 1/x₂ − 1/n₂.
///
/// # Errors
/// [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Katz, Baptista, Azen & Pike 1978, Biometrics 34, 469–474.
///
/// # Example
/// ```
/// use euthymia_cohort::{difference_of_proportions::ratio, proportion::Proportion};
/// use euthymia_numerics::Probability;
/// let (first, second) = (Proportion::new(2, 4)?, Proportion::new(1, 4)?);
/// // ln 2 ± z √(1/2 − 1/4 + 1 − 1/4) = ln 2 ± z.
/// let found = ratio(first, second, Probability::NINETY_FIVE)?.unwrap();
/// assert_eq!(found.estimate, 2.0);
/// assert!((found.interval.upper.ln() - 2.0_f64.ln() - 1.959_963_984_540_054).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn ratio(
    first: Proportion,
    second: Proportion,
    level: Probability,
) -> Result<Option<Ratio>, CohortError> {
    let z = normal::upper_quantile(tail(level)?);
    if first.events() == 0 || second.events() == 0 {
        return Ok(None);
    }
    // 1/x − 1/n without the difference of near numbers.
    let part = |p: Proportion| {
        let (x, n) = (p.events() as f64, p.n() as f64);
        (n - x) / n / x
    };
    let estimate = first.estimate() / second.estimate();
    let half_width = z * (part(first) + part(second)).sqrt();
    Ok(Some(Ratio {
        estimate,
        interval: Interval {
            lower: estimate * (-half_width).exp(),
            upper: estimate * half_width.exp(),
            level: level.get(),
        },
    }))
}

/// In which group the event is more frequent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoreEvents {
    /// In the first. For a wanted event and a first group that was treated: patients needed for one
    /// to benefit.
    InFirst,
    /// In the second.
    InSecond,
}

/// A number of patients, one of whom has a different outcome in the other group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Needed {
    /// 1 / |p₁ − p₂|, at least 1; shown rounded up.
    pub patients: f64,
    /// The direction.
    pub more_events: MoreEvents,
}

/// The interval of a number needed to treat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NeededInterval {
    /// The difference has one sign throughout.
    OneDirection {
        /// The smaller number.
        from: Needed,
        /// The larger number.
        to: Needed,
    },
    /// The difference may be 0: from `in_first` up to infinity, and from infinity down to
    /// `in_second`. A limit is `None` when the interval ends at a difference of exactly 0, so that
    /// it only touches infinity on that side.
    ThroughInfinity {
        /// The smallest number with more events in the first group.
        in_first: Option<Needed>,
        /// The smallest number with more events in the second group.
        in_second: Option<Needed>,
    },
}

/// The number needed to treat with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberNeeded {
    /// The estimate; `None` when the proportions are equal, which is infinity.
    pub estimate: Option<Needed>,
    /// The interval.
    pub interval: NeededInterval,
}

/// Turns a difference into a number needed to treat.
///
/// An interval of the difference that includes 0 gives two ranges that meet at infinity; it is never
/// written as one range of numbers from harm to benefit, which would leave out the estimate.
///
/// # References
/// Altman DG. Confidence intervals for the number needed to treat. BMJ 1998;317:1309–1312.
///
/// # Example
/// ```
/// use euthymia_cohort::Interval;
/// use euthymia_cohort::difference_of_proportions::*;
/// // Altman 1998: a difference of 0.10 with interval −0.05 to 0.25 is a number of 10, from 4 through
/// // infinity to 20 in the other direction.
/// let interval = Interval { lower: -0.05, upper: 0.25, level: 0.95 };
/// let found = number_needed(&Difference { estimate: 0.1, interval, method: Method::Wald });
/// assert!((found.estimate.unwrap().patients - 10.0).abs() < 1e-12);
/// let NeededInterval::ThroughInfinity { in_first, in_second } = found.interval else { panic!() };
/// assert_eq!((in_first.unwrap().patients, in_second.unwrap().patients), (4.0, 20.0));
/// ```
#[must_use]
pub fn number_needed(difference: &Difference) -> NumberNeeded {
    let needed = |d: f64| {
        (d != 0.0).then(|| Needed {
            patients: 1.0 / d.abs(),
            more_events: if d > 0.0 {
                MoreEvents::InFirst
            } else {
                MoreEvents::InSecond
            },
        })
    };
    let (lower, upper) = (
        needed(difference.interval.lower),
        needed(difference.interval.upper),
    );
    let interval = match (lower, upper) {
        (Some(low), Some(high)) if low.more_events == high.more_events => {
            let low_is_smaller = low.patients < high.patients;
            let (from, to) = if low_is_smaller {
                (low, high)
            } else {
                (high, low)
            };
            NeededInterval::OneDirection { from, to }
        }
        _ => NeededInterval::ThroughInfinity {
            in_first: upper,
            in_second: lower,
        },
    };
    NumberNeeded {
        estimate: needed(difference.estimate),
        interval,
    }
}

/// Newcombe's combination: each limit takes the distances that would bring the difference there.
fn hybrid(first: Proportion, second: Proportion, one: Interval, two: Interval) -> (f64, f64) {
    let (p1, p2) = (first.estimate(), second.estimate());
    let estimate = p1 - p2;
    (
        estimate - (p1 - one.lower).hypot(two.upper - p2),
        estimate + (one.upper - p1).hypot(p2 - two.lower),
    )
}

/// A proportion and the number it is of, after `added` events and as many non-events.
fn shares(proportion: Proportion, added: f64) -> (f64, f64) {
    let n = proportion.n() as f64 + 2.0 * added;
    ((proportion.events() as f64 + added) / n, n)
}

fn wald((p1, n1): (f64, f64), (p2, n2): (f64, f64), z: f64) -> (f64, f64) {
    let half_width = z * (p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2).sqrt();
    (p1 - p2 - half_width, p1 - p2 + half_width)
}

fn miettinen_nurminen(first: Proportion, second: Proportion, z: f64) -> (f64, f64) {
    let estimate = first.estimate() - second.estimate();
    let (n1, n2) = (first.n() as f64, second.n() as f64);
    let total = n1 + n2;
    let factor = total / (total - 1.0);
    let accepted = |delta: f64| {
        let q = constrained(first, second, delta);
        let p = (q + delta).clamp(0.0, 1.0);
        let spread = ((p * (1.0 - p) / n1 + q * (1.0 - q) / n2) * factor).sqrt();
        (estimate - delta).abs() <= z * spread
    };
    // The estimate itself is accepted; ±1 is not, unless it is the estimate.
    (
        edge(-1.0, estimate, accepted),
        edge(1.0, estimate, accepted),
    )
}

/// The most likely proportion of the second group when the first is larger by `delta`.
///
/// The slope of the log-likelihood falls throughout, so its sign is enough to halve the range.
fn constrained(first: Proportion, second: Proportion, delta: f64) -> f64 {
    let count = |p: Proportion| (p.events() as f64, (p.n() - p.events()) as f64);
    let ((x1, y1), (x2, y2)) = (count(first), count(second));
    let part = |count: f64, share: f64| if count == 0.0 { 0.0 } else { count / share };
    let slope =
        |q: f64| part(x1, q + delta) - part(y1, 1.0 - q - delta) + part(x2, q) - part(y2, 1.0 - q);
    let (low, high) = ((-delta).max(0.0), (1.0 - delta).min(1.0));
    edge(low, high, |q| slope(q) <= 0.0)
}
