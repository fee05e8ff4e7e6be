//! An event twice in the same patients: McNemar's test and the difference of the two proportions.
//!
//! | symbol | meaning |
//! |---|---|
//! | a | patients with the event both times |
//! | b | the first time only |
//! | c | the second time only |
//! | d | never |

use euthymia_numerics::{Probability, binomial, chi_squared};

use crate::error::CohortError;
use crate::interval::{Interval, tail};
use crate::proportion::{Proportion, wilson};

/// Counts of patients observed twice; at least one patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairedCounts {
    both: u64,
    first_only: u64,
    second_only: u64,
    neither: u64,
}

impl PairedCounts {
    /// Checks that there is a patient.
    ///
    /// # Errors
    /// [`CohortError::TooFew`] without patients, [`CohortError::EventsExceedPatients`] when they
    /// cannot be counted.
    pub fn new(
        both: u64,
        first_only: u64,
        second_only: u64,
        neither: u64,
    ) -> Result<Self, CohortError> {
        let all = [both, first_only, second_only, neither];
        let total = all.iter().try_fold(0_u64, |sum, n| sum.checked_add(*n));
        match total {
            Some(0) => Err(CohortError::TooFew {
                needed: 1,
                found: 0,
            }),
            Some(_) => Ok(Self {
                both,
                first_only,
                second_only,
                neither,
            }),
            None => Err(CohortError::EventsExceedPatients {
                events: u64::MAX,
                n: u64::MAX,
            }),
        }
    }

    /// All patients.
    #[must_use]
    pub fn n(self) -> u64 {
        self.both + self.first_only + self.second_only + self.neither
    }
}

/// Which p-value of McNemar's test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum McNemarMethod {
    /// Binomial, twice the smaller tail.
    Exact,
    /// The same with the observed count taken by half.
    MidP,
    /// (b − c)²/(b + c) as χ² with one degree of freedom.
    ChiSquared,
    /// (|b − c| − 1)²/(b + c), Edwards's correction; 0 when b = c.
    ChiSquaredContinuity,
}

impl McNemarMethod {
    /// The method's name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::MidP => "mid-p",
            Self::ChiSquared => "chi-squared",
            Self::ChiSquaredContinuity => "chi-squared with continuity correction",
        }
    }
}

/// McNemar's test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// Patients who changed, b + c.
    pub changed: u64,
    /// The statistic of the chi-squared variants.
    pub chi_squared: Option<f64>,
    /// Two-sided p-value; 1 when nobody changed.
    pub p: f64,
    /// How it was found.
    pub method: McNemarMethod,
}

/// Tests whether the event is as frequent the first time as the second.
///
/// Only patients who changed say anything: under the hypothesis b is binomial with b + c and ½.
///
/// # References
/// McNemar 1947, Psychometrika 12, 153–157; Edwards 1948, Psychometrika 13, 185–187; Fagerland,
/// Lydersen & Laake 2013, BMC Medical Research Methodology 13:91 (mid-p).
///
/// # Example
/// ```
/// use euthymia_cohort::paired_proportions::{McNemarMethod, PairedCounts, mcnemar};
/// // Fagerland 2013, table 2: 1, 1, 7, 12; exact 0.070 and mid-p 0.039.
/// let counts = PairedCounts::new(1, 1, 7, 12)?;
/// // 2 (1 + 8)/2⁸ = 9/128, minus the 8/256 of the observed count.
/// assert!((mcnemar(counts, McNemarMethod::Exact).p - 9.0 / 128.0).abs() < 1e-15);
/// assert!((mcnemar(counts, McNemarMethod::MidP).p - 5.0 / 128.0).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
#[must_use]
pub fn mcnemar(counts: PairedCounts, method: McNemarMethod) -> McNemar {
    let (b, c) = (counts.first_only, counts.second_only);
    let changed = b + c;
    if changed == 0 {
        return McNemar {
            changed,
            chi_squared: None,
            p: 1.0,
            method,
        };
    }
    let smaller = b.min(c);
    let doubled = (2.0 * binomial::at_most(smaller, changed, 0.5)).min(1.0);
    let apart = b.abs_diff(c) as f64;
    let square = |distance: f64| distance * distance / changed as f64;
    let (chi_squared, p) = match method {
        McNemarMethod::Exact => (None, doubled),
        McNemarMethod::MidP => {
            let twice = 2.0 * binomial::at_most(smaller, changed, 0.5);
            (
                None,
                (twice - binomial::pmf(smaller, changed, 0.5)).clamp(0.0, 1.0),
            )
        }
        McNemarMethod::ChiSquared => with_tail(square(apart)),
        McNemarMethod::ChiSquaredContinuity => with_tail(square((apart - 1.0).max(0.0))),
    };
    McNemar {
        changed,
        chi_squared,
        p,
        method,
    }
}

fn with_tail(statistic: f64) -> (Option<f64>, f64) {
    (Some(statistic), chi_squared::sf(statistic, 1.0))
}

/// The difference of two proportions of the same patients, first minus second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedDifference {
    /// (b − c)/n.
    pub estimate: f64,
    /// Newcombe's interval, his method 10 for paired proportions.
    pub interval: Interval,
    /// The correlation that entered the interval, after the correction for continuity.
    pub phi: f64,
}

/// Estimates the difference with Newcombe's interval from two Wilson intervals and their
/// correlation.
///
/// With dl = p − l and du = u − p of each Wilson interval, the limits are
/// (b − c)/n − √(dl₁² − 2φ dl₁ du₂ + du₂²) and + √(du₁² − 2φ du₁ dl₂ + dl₂²). φ is the correlation
/// of the table; its numerator ad − bc, when positive, is reduced by n/2 but not below 0; φ is 0
/// when a margin is empty.
///
/// # Errors
/// [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Newcombe 1998, Statistics in Medicine 17, 2635–2650, method 10.
///
/// # Example
/// ```
/// use euthymia_cohort::paired_proportions::{PairedCounts, difference};
/// use euthymia_numerics::Probability;
/// // One patient who changed: p₁ = 1 from l, p₂ = 0 to u with l = 1 − u; the limits are 1 − √2 u, 1.
/// let found = difference(PairedCounts::new(0, 1, 0, 0)?, Probability::NINETY_FIVE)?;
/// let z2 = 1.959_963_984_540_054_f64.powi(2);
/// let u = z2 / (1.0 + z2);
/// assert!((found.interval.lower - (1.0 - 2.0_f64.sqrt() * u)).abs() < 1e-14);
/// assert_eq!(found.interval.upper, 1.0);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn difference(
    counts: PairedCounts,
    level: Probability,
) -> Result<PairedDifference, CohortError> {
    tail(level)?;
    let n = counts.n();
    let first = Proportion::new(counts.both + counts.first_only, n)?;
    let second = Proportion::new(counts.both + counts.second_only, n)?;
    let (one, two) = (wilson(first, level)?, wilson(second, level)?);
    let (p1, p2) = (first.estimate(), second.estimate());
    let phi = correlation(counts);
    let estimate = (counts.first_only as f64 - counts.second_only as f64) / n as f64;
    let distance = |x: f64, y: f64| (x * x - 2.0 * phi * x * y + y * y).max(0.0).sqrt();
    let below = distance(p1 - one.lower, two.upper - p2);
    let above = distance(one.upper - p1, p2 - two.lower);
    Ok(PairedDifference {
        estimate,
        interval: Interval {
            lower: (estimate - below).max(-1.0),
            upper: (estimate + above).min(1.0),
            level: level.get(),
        },
        phi,
    })
}

/// φ with Newcombe's correction.
fn correlation(counts: PairedCounts) -> f64 {
    let [a, b, c, d] = [
        counts.both,
        counts.first_only,
        counts.second_only,
        counts.neither,
    ]
    .map(|count| count as f64);
    let margins = ((a + b) * (c + d)).sqrt() * ((a + c) * (b + d)).sqrt();
    if margins == 0.0 {
        return 0.0;
    }
    let cross = a * d - b * c;
    let corrected = if cross > 0.0 {
        (cross - (a + b + c + d) / 2.0).max(0.0)
    } else {
        cross
    };
    corrected / margins
}
