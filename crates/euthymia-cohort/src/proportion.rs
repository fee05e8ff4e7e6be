//! One proportion and what it tells: intervals for x events among n patients.
//!
//! | interval | coverage | when |
//! |---|---|---|
//! | [`clopper_pearson`] | never below its level, often above | safety, regulators |
//! | [`wilson`] | close to its level on average | estimates of efficacy |
//! | [`jeffreys`] | close to its level on average; Bayesian | small n near 0 or 1 |
//! | [`mid_p`] | close to its level on average | exact reasoning, less caution |
//! | [`wilson_continuity`] | rarely below its level | beside a chi-squared test with correction |
//! | [`agresti_coull`] | close to its level, at most a little above | by hand |
//!
//! The textbook interval p ± z √(p(1 − p)/n) is absent on purpose: with 0 events it claims
//! certainty.

use euthymia_numerics::{Probability, beta, binomial, normal, root};

use crate::error::CohortError;
use crate::interval::{Interval, tail};

/// x events among n ≥ 1 patients, x ≤ n.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proportion {
    events: u64,
    n: u64,
}

impl Proportion {
    /// Checks that there are patients and no more events than patients.
    ///
    /// # Errors
    /// [`CohortError::TooFew`] without patients, [`CohortError::EventsExceedPatients`].
    pub fn new(events: u64, n: u64) -> Result<Self, CohortError> {
        if n == 0 {
            Err(CohortError::TooFew {
                needed: 1,
                found: 0,
            })
        } else if events > n {
            Err(CohortError::EventsExceedPatients { events, n })
        } else {
            Ok(Self { events, n })
        }
    }

    /// Number of events.
    #[must_use]
    pub fn events(self) -> u64 {
        self.events
    }

    /// Number of patients, at least 1.
    #[must_use]
    pub fn n(self) -> u64 {
        self.n
    }

    /// Events per patient, from 0 to 1.
    #[must_use]
    pub fn estimate(self) -> f64 {
        self.events as f64 / self.n as f64
    }
}

/// The score interval: all p that a score test would not reject.
///
/// Centre (x + z²/2) / (n + z²), half width z √(x(n − x)/n + z²/4) / (n + z²).
///
/// # Errors
/// [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Wilson 1927, Journal of the American Statistical Association 22, 209–212. Without continuity
/// correction; R: `prop.test(x, n, correct = FALSE)`.
///
/// # Example
/// ```
/// use euthymia_cohort::proportion::{Proportion, wilson};
/// use euthymia_numerics::Probability;
/// // 1 of 2: ½ ± z √(½ + z²/4) / (2 + z²) with z = 1.959964: 0.0945 to 0.9055.
/// let half = wilson(Proportion::new(1, 2)?, Probability::NINETY_FIVE)?;
/// assert!((half.lower - 0.0945).abs() < 1e-4 && (half.upper - 0.9055).abs() < 1e-4);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn wilson(proportion: Proportion, level: Probability) -> Result<Interval, CohortError> {
    let z = normal::upper_quantile(tail(level)?);
    let (x, n) = (proportion.events as f64, proportion.n as f64);
    let square = z * z;
    let half_width = z * (x * ((n - x) / n) + square / 4.0).sqrt() / (n + square);
    let center = (x + square / 2.0) / (n + square);
    // At 0 and n the limit is 0 and 1 exactly; rounding must not move it across the estimate.
    let lower = if proportion.events == 0 {
        0.0
    } else {
        center - half_width
    };
    let upper = if proportion.events == proportion.n {
        1.0
    } else {
        center + half_width
    };
    Ok(bounded(proportion, lower, upper, level))
}

/// The exact interval: all p for which x events are not too few and not too many, each with
/// probability above (1 − level)/2.
///
/// Limits are quantiles of beta distributions; with 0 and n events they have the closed forms
/// 1 − (α/2)^(1/n) and (α/2)^(1/n), α = 1 − level.
///
/// # Errors
/// [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Clopper & Pearson 1934, Biometrika 26, 404–413. R: `binom.test`.
///
/// # Example
/// ```
/// use euthymia_cohort::proportion::{Proportion, clopper_pearson};
/// use euthymia_numerics::Probability;
/// // 0 of 1: from 0 to 1 − 0.025.
/// let none = clopper_pearson(Proportion::new(0, 1)?, Probability::NINETY_FIVE)?;
/// assert_eq!(none.lower, 0.0);
/// assert!((none.upper - 0.975).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn clopper_pearson(
    proportion: Proportion,
    level: Probability,
) -> Result<Interval, CohortError> {
    let tail = tail(level)?;
    let (x, n) = (proportion.events as f64, proportion.n as f64);
    let lower = if proportion.events == 0 {
        0.0
    } else if proportion.events == proportion.n {
        (tail.get().ln() / n).exp()
    } else {
        beta::quantile(tail, x, n - x + 1.0)
    };
    Ok(bounded(
        proportion,
        lower,
        upper_exact(proportion, tail),
        level,
    ))
}

/// The equal-tailed interval of the posterior Beta(x + ½, n − x + ½), with limit 0 for 0 events
/// and 1 for n events.
///
/// # Errors
/// [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Brown, Cai & Das Gupta 2001, Statistical Science 16, 101–133. (Its prior is
/// Jeffreys's; their further adjustment at 1 and n − 1 events is not made.)
///
/// # Example
/// ```
/// use euthymia_cohort::proportion::{Proportion, jeffreys};
/// use euthymia_numerics::Probability;
/// // With 1 of 2 the posterior is symmetric about ½.
/// let half = jeffreys(Proportion::new(1, 2)?, Probability::NINETY_FIVE)?;
/// assert!((half.lower + half.upper - 1.0).abs() < 1e-12);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn jeffreys(proportion: Proportion, level: Probability) -> Result<Interval, CohortError> {
    let tail = tail(level)?;
    let (a, b) = (
        proportion.events as f64 + 0.5,
        (proportion.n - proportion.events) as f64 + 0.5,
    );
    let lower = if proportion.events == 0 {
        0.0
    } else {
        beta::quantile(tail, a, b)
    };
    let upper = if proportion.events == proportion.n {
        1.0
    } else {
        // By the mirrored distribution, so that the tail is not formed as 1 − (1 − tail).
        1.0 - beta::quantile(tail, b, a)
    };
    Ok(bounded(proportion, lower, upper, level))
}

/// The score interval with continuity correction: as [`wilson`] with half an event taken from x for
/// the lower limit and added for the upper.
///
/// # Errors
/// [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Newcombe 1998, Statistics in Medicine 17, 857–872, method 4. R's `prop.test(correct = TRUE)`
/// differs where x is within half an event of n/2, because it limits the correction by the distance
/// to its null hypothesis.
///
/// # Example
/// ```
/// use euthymia_cohort::proportion::{Proportion, wilson_continuity};
/// use euthymia_numerics::Probability;
/// // Newcombe 1998, table I: 81 of 263 gives 0.2535 to 0.3682.
/// let found = wilson_continuity(Proportion::new(81, 263)?, Probability::NINETY_FIVE)?;
/// assert!((found.lower - 0.2535).abs() < 5e-5 && (found.upper - 0.3682).abs() < 5e-5);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn wilson_continuity(
    proportion: Proportion,
    level: Probability,
) -> Result<Interval, CohortError> {
    let z = normal::upper_quantile(tail(level)?);
    let (x, n) = (proportion.events as f64, proportion.n as f64);
    let square = z * z;
    let limit = |shifted: f64, side: f64| {
        let root = (shifted * ((n - shifted) / n) + square / 4.0)
            .max(0.0)
            .sqrt();
        (shifted + square / 2.0 + side * z * root) / (n + square)
    };
    let lower = if proportion.events == 0 {
        0.0
    } else {
        limit(x - 0.5, -1.0)
    };
    let upper = if proportion.events == proportion.n {
        1.0
    } else {
        limit(x + 0.5, 1.0)
    };
    Ok(bounded(proportion, lower, upper, level))
}

/// The interval of Agresti and Coull: the textbook interval after z²/2 events and z²/2 non-events
/// were added. Its centre is that of [`wilson`].
///
/// # Errors
/// [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Agresti & Coull 1998, The American Statistician 52, 119–126.
///
/// # Example
/// ```
/// use euthymia_cohort::proportion::{Proportion, agresti_coull};
/// use euthymia_numerics::Probability;
/// // 1 of 2 stays at its centre: ½ ± z / (2 √(2 + z²)).
/// let found = agresti_coull(Proportion::new(1, 2)?, Probability::NINETY_FIVE)?;
/// assert!((found.lower + found.upper - 1.0).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn agresti_coull(proportion: Proportion, level: Probability) -> Result<Interval, CohortError> {
    let z = normal::upper_quantile(tail(level)?);
    let total = proportion.n as f64 + z * z;
    let center = (proportion.events as f64 + z * z / 2.0) / total;
    let half_width = z * (center * (1.0 - center) / total).sqrt();
    let (lower, upper) = (center - half_width, center + half_width);
    Ok(bounded(proportion, lower, upper, level))
}

/// The mid-p interval: as [`clopper_pearson`] with the observed count's probability taken by half.
///
/// Lower limit: P(X > x) + ½ P(X = x) = (1 − level)/2; upper limit the same from below. With 0
/// events the upper limit is 1 − (1 − level)^(1/n).
///
/// # Errors
/// [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Lancaster 1961, Journal of the American Statistical Association 56, 223–234; Berry & Armitage
/// 1995, The Statistician 44, 417–423.
///
/// # Example
/// ```
/// use euthymia_cohort::proportion::{Proportion, mid_p};
/// use euthymia_numerics::Probability;
/// // 0 of 1: ½ (1 − p) = 0.025 at p = 0.95.
/// let none = mid_p(Proportion::new(0, 1)?, Probability::NINETY_FIVE)?;
/// assert_eq!(none.lower, 0.0);
/// assert!((none.upper - 0.95).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn mid_p(proportion: Proportion, level: Probability) -> Result<Interval, CohortError> {
    let wanted = tail(level)?.get();
    let (x, n) = (proportion.events, proportion.n);
    let half_of = |p: f64| 0.5 * binomial::pmf(x, n, p);
    let greater = |p: f64| binomial::at_least(x + 1, n, p) + half_of(p) - wanted;
    let less = |p: f64| {
        let below = x.checked_sub(1).map_or(0.0, |k| binomial::at_most(k, n, p));
        wanted - below - half_of(p)
    };
    let exact = clopper_pearson(proportion, level)?;
    let lower = if x == 0 {
        0.0
    } else {
        root::find(greater, exact.lower, 1.0, 0.0).at
    };
    let upper = if x == n {
        1.0
    } else {
        root::find(less, 0.0, exact.upper, 0.0).at
    };
    Ok(bounded(proportion, lower, upper, level))
}

/// The exact one-sided upper limit: the largest p for which x events or fewer still have
/// probability 1 − confidence.
///
/// For an adverse event that was never seen it says how frequent it can still be. A confidence of
/// 0.975 gives the upper end of the two-sided 95% interval; 0.95 is what the rule of three
/// approximates. Say which was used.
///
/// # Errors
/// [`CohortError::Level`] for a confidence of 0 or 1.
///
/// # References
/// Clopper & Pearson 1934; Hanley & Lippman-Hand 1983, JAMA 249, 1743–1745 (zero events).
///
/// # Example
/// ```
/// use euthymia_cohort::proportion::{Proportion, upper_limit};
/// use euthymia_numerics::Probability;
/// // 0 of 20 at 95%: 1 − 0.05^(1/20) = 0.1391; the rule of three says 3/20 = 0.15.
/// let none = Proportion::new(0, 20)?;
/// assert!((upper_limit(none, Probability::NINETY_FIVE)? - 0.1391).abs() < 5e-5);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn upper_limit(proportion: Proportion, confidence: Probability) -> Result<f64, CohortError> {
    let inside = confidence.get();
    if inside > 0.0 && inside < 1.0 {
        Ok(upper_exact(proportion, confidence.complement()))
    } else {
        Err(CohortError::Level { level: inside })
    }
}

/// The rule of three: with 0 events among `n`, the one-sided 95% upper limit is about 3/n.
///
/// Slightly too large, by a tenth at n = 15 and ever less above; for a check in the head. Capped
/// at 1; `None` without patients.
///
/// # References
/// Hanley & Lippman-Hand 1983, JAMA 249, 1743–1745.
///
/// # Example
/// ```
/// use euthymia_cohort::proportion::rule_of_three;
/// assert_eq!(rule_of_three(100), Some(0.03));
/// assert_eq!(rule_of_three(0), None);
/// ```
#[must_use]
pub fn rule_of_three(n: u64) -> Option<f64> {
    (n > 0).then(|| (3.0 / n as f64).min(1.0))
}

/// The p at which x events or fewer have probability `tail`.
fn upper_exact(proportion: Proportion, tail: Probability) -> f64 {
    let (x, n) = (proportion.events as f64, proportion.n as f64);
    if proportion.events == proportion.n {
        1.0
    } else if proportion.events == 0 {
        -(tail.get().ln() / n).exp_m1()
    } else {
        // By the mirrored distribution, so that the tail is not formed as 1 − (1 − tail).
        1.0 - beta::quantile(tail, n - x, x + 1.0)
    }
}

fn bounded(proportion: Proportion, lower: f64, upper: f64, level: Probability) -> Interval {
    let estimate = proportion.estimate();
    Interval {
        lower: lower.clamp(0.0, estimate),
        upper: upper.clamp(estimate, 1.0),
        level: level.get(),
    }
}
