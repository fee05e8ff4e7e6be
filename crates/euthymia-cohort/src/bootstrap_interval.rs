//! Confidence intervals from bootstrap replicates.
//!
//! | interval | limits | when |
//! |---|---|---|
//! | [`percentile`] | quantiles of the replicates | simple; misses bias and skewness |
//! | [`basic`] | twice the estimate minus them | corrects bias; may leave the possible range |
//! | [`bca`] | quantiles moved for bias and acceleration | second-order accurate |
//!
//! The α quantile of R replicates is at position (R + 1) α, interpolated on the scale of normal
//! quantiles (Davison & Hinkley 1997, eq. 5.8), as in R's boot.

use euthymia_numerics::{Probability, normal};

use crate::bootstrap::Replicates;
use crate::error::CohortError;
use crate::interval::{Interval, tail};

/// How an interval was formed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BootstrapMethod {
    /// Quantiles of the replicates.
    Percentile,
    /// Twice the estimate minus the opposite quantiles.
    Basic,
    /// Bias-corrected and accelerated.
    Bca {
        /// z₀, the normal quantile of the share of replicates below the estimate.
        bias: f64,
        /// a, from the jackknife.
        acceleration: f64,
    },
}

impl BootstrapMethod {
    /// Its name for a table or a methods paragraph.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Percentile => "bootstrap, percentile",
            Self::Basic => "bootstrap, basic",
            Self::Bca { .. } => "bootstrap, bias-corrected and accelerated (BCa)",
        }
    }
}

/// A bootstrap interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BootstrapInterval {
    /// The limits.
    pub interval: Interval,
    /// How they were formed.
    pub method: BootstrapMethod,
    /// The probabilities whose quantiles they are, lower first.
    pub probabilities: (f64, f64),
    /// Whether a limit is the smallest or largest replicate, so that more resamples are needed.
    pub at_extreme: bool,
    /// Resamples without a value, left out.
    pub undefined: usize,
}

/// The quantiles of the replicates.
///
/// # Errors
/// [`CohortError::Level`]; [`CohortError::NoSpread`] when all replicates are equal.
///
/// # References
/// Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
///
/// # Example
/// ```
/// use euthymia_cohort::{bootstrap::Replicates, bootstrap_interval::percentile};
/// use euthymia_numerics::Probability;
/// // Of 39 replicates the 2.5 % point is the first: (39 + 1) · 0.025 = 1.
/// let values: Vec<f64> = (1..=39).map(f64::from).collect();
/// let found = percentile(&Replicates::of_values(20.0, &values)?, Probability::NINETY_FIVE)?;
/// assert!((found.interval.lower - 1.0).abs() < 1e-9);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn percentile(
    replicates: &Replicates,
    level: Probability,
) -> Result<BootstrapInterval, CohortError> {
    let tail = tail(level)?;
    let probabilities = (tail.get(), tail.complement().get());
    between(
        replicates,
        probabilities,
        level,
        BootstrapMethod::Percentile,
    )
}

/// Twice the estimate minus the opposite quantiles (also known as the reverse percentile interval).
///
/// # Errors
/// As [`percentile`].
///
/// # References
/// Davison & Hinkley 1997, Bootstrap Methods and their Application, eq. 5.6.
///
/// # Example
/// ```
/// use euthymia_cohort::bootstrap::Replicates;
/// use euthymia_cohort::bootstrap_interval::{basic, percentile};
/// use euthymia_numerics::Probability;
/// let replicates = Replicates::of_values(3.0, &[1.0, 2.0, 3.0, 7.0])?;
/// let (p, b) = (percentile(&replicates, Probability::NINETY_FIVE)?, basic(&replicates, Probability::NINETY_FIVE)?);
/// assert_eq!(b.interval.lower, 6.0 - p.interval.upper);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn basic(
    replicates: &Replicates,
    level: Probability,
) -> Result<BootstrapInterval, CohortError> {
    let found = percentile(replicates, level)?;
    let twice = 2.0 * replicates.estimate;
    Ok(BootstrapInterval {
        interval: Interval {
            lower: twice - found.interval.upper,
            upper: twice - found.interval.lower,
            level: level.get(),
        },
        method: BootstrapMethod::Basic,
        ..found
    })
}

/// The bias-corrected and accelerated interval.
///
/// z₀ = Φ⁻¹(share of replicates below the estimate); the limit for z is the quantile of the
/// replicates at Φ(z₀ + (z₀ + z)/(1 − a (z₀ + z))). `acceleration` is that of
/// [`crate::bootstrap::jackknife`].
///
/// # Errors
/// As [`percentile`]; [`CohortError::BiasUndefined`] when no replicate or every replicate is below
/// the estimate, so that z₀ is infinite; [`CohortError::OutOfRange`] for an acceleration that is not
/// finite or turns the limits round.
///
/// # References
/// Efron 1987, Journal of the American Statistical Association 82, 171–185; Efron & Tibshirani 1993,
/// section 14.3.
///
/// # Example
/// ```
/// use euthymia_cohort::bootstrap::Replicates;
/// use euthymia_cohort::bootstrap_interval::{bca, percentile};
/// use euthymia_numerics::Probability;
/// // Half of the replicates below and no acceleration: the percentile interval.
/// let values: Vec<f64> = (1..=100).map(f64::from).collect();
/// let replicates = Replicates::of_values(51.0, &values)?;
/// let ninety = Probability::new(0.9)?;
/// let (p, b) = (percentile(&replicates, ninety)?, bca(&replicates, 0.0, ninety)?);
/// assert!((p.interval.lower - b.interval.lower).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bca(
    replicates: &Replicates,
    acceleration: f64,
    level: Probability,
) -> Result<BootstrapInterval, CohortError> {
    let tail = tail(level)?;
    let below = replicates
        .sorted
        .partition_point(|value| *value < replicates.estimate);
    let of = replicates.sorted.len();
    check_spread(replicates)?;
    if below == 0 || below == of {
        return Err(CohortError::BiasUndefined { below, of });
    }
    // The upper quantile of the share that is not below.
    let bias = quantile_of_share((of - below) as f64 / of as f64);
    let z = normal::upper_quantile(tail);
    let moved = |z: f64| {
        let shift = bias + z;
        let scale = 1.0 - acceleration * shift;
        (scale > 0.0).then(|| normal::cdf(bias + shift / scale))
    };
    let (Some(lower), Some(upper)) = (moved(-z), moved(z)) else {
        return Err(CohortError::OutOfRange {
            what: "acceleration",
            value: acceleration,
            permitted: "finite and small enough that 1 − a (z₀ + z) stays positive",
        });
    };
    let method = BootstrapMethod::Bca { bias, acceleration };
    between(replicates, (lower, upper), level, method)
}

fn quantile_of_share(upper: f64) -> f64 {
    Probability::new(upper).map_or(f64::NAN, normal::upper_quantile)
}

fn check_spread(replicates: &Replicates) -> Result<(), CohortError> {
    match (replicates.sorted.first(), replicates.sorted.last()) {
        (Some(first), Some(last)) if first < last => Ok(()),
        _ => Err(CohortError::NoSpread {
            n: replicates.sorted.len(),
            value: replicates.estimate,
        }),
    }
}

fn between(
    replicates: &Replicates,
    probabilities: (f64, f64),
    level: Probability,
    method: BootstrapMethod,
) -> Result<BootstrapInterval, CohortError> {
    check_spread(replicates)?;
    let (lower, lower_at_extreme) = quantile(&replicates.sorted, probabilities.0);
    let (upper, upper_at_extreme) = quantile(&replicates.sorted, probabilities.1);
    Ok(BootstrapInterval {
        interval: Interval {
            lower,
            upper,
            level: level.get(),
        },
        method,
        probabilities,
        at_extreme: lower_at_extreme || upper_at_extreme,
        undefined: replicates.undefined,
    })
}

/// The quantile of ascending replicates, and whether it is one of the two ends.
fn quantile(sorted: &[f64], p: f64) -> (f64, bool) {
    let places = sorted.len() as f64 + 1.0;
    let position = places * p;
    let k = position.floor();
    let at = |k: f64| sorted.get((k as usize).wrapping_sub(1)).copied();
    let (first, last) = (
        sorted.first().copied().unwrap_or(0.0),
        sorted.last().copied().unwrap_or(0.0),
    );
    let at_extreme = position <= 1.0 || position >= places - 1.0;
    if k < 1.0 {
        return (first, at_extreme);
    }
    let (Some(below), Some(above)) = (at(k), at(k + 1.0)) else {
        return (last, at_extreme);
    };
    if position == k {
        return (below, at_extreme);
    }
    let z = |p: f64| -quantile_of_share(p);
    let (low, high) = (z(k / places), z((k + 1.0) / places));
    let share = (z(p) - low) / (high - low);
    (below + share * (above - below), at_extreme)
}
