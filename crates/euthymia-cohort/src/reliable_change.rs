//! Reliable change and the clinically significant cut-off: is one patient's change more than the
//! error of the measurement?
//!
//! | symbol | meaning |
//! |---|---|
//! | SD, r | standard deviation and reliability of the measurement, both with a source |
//! | SEM = SD √(1 − r) | standard error of one measurement |
//! | `S_diff` = √2 SEM | standard error of the difference of two |
//! | RCI = (before − after) / `S_diff` | reliable change index, positive when the value fell |
//!
//! The answer is about the error of measurement only: not about cause, and not about regression to
//! the mean, which the index leaves in.

use euthymia_numerics::{Probability, normal};

use crate::error::CohortError;
use crate::interval::tail;

/// Which direction of the measurement is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// A lower value is better.
    Lower,
    /// A higher value is better.
    Higher,
}

/// The multiple of `S_diff` beyond which a change is reliable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Criterion {
    /// 1.96, as printed by Jacobson and Truax.
    Printed196,
    /// The normal quantile of a two-sided level: 1.959964 for 0.95, 1.644854 for 0.90.
    Normal {
        /// The level, for instance 0.95.
        level: Probability,
    },
}

impl Criterion {
    /// The multiple.
    ///
    /// # Errors
    /// [`CohortError::Level`] for a level of 0 or 1.
    pub fn multiple(self) -> Result<f64, CohortError> {
        match self {
            Self::Printed196 => Ok(1.96),
            Self::Normal { level } => Ok(normal::upper_quantile(tail(level)?)),
        }
    }
}

/// What a change of one patient is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Better by more than the threshold.
    Improved,
    /// Within the threshold, ends included.
    Unchanged,
    /// Worse by more than the threshold.
    Deteriorated,
}

/// A measurement with its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReliableChange {
    /// Standard error of one measurement, in points.
    pub sem: f64,
    /// Standard error of the difference of two measurements, in points.
    pub s_diff: f64,
    /// Largest change that is not yet reliable, in points: multiple · `S_diff`.
    pub threshold: f64,
    /// The multiple of `S_diff`.
    pub criterion: Criterion,
    /// Which direction is better.
    pub better: Better,
}

/// Forms the threshold of reliable change.
///
/// `sd`: standard deviation of the measurement in the group that the patients come from, above 0.
/// `reliability`: r in [0, 1), such as test–retest or internal consistency; which one changes the
/// threshold and belongs in the report.
///
/// # Errors
/// [`CohortError::OutOfRange`] for a standard deviation or reliability outside these ranges;
/// [`CohortError::Level`].
///
/// # References
/// Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59, 12–19.
///
/// # Example
/// ```
/// use euthymia_cohort::reliable_change::{Better, Change, Criterion, reliable_change};
/// // SD 5 and r 0.84: SEM = 5 · 0.4 = 2, S_diff = 2√2, threshold 1.96 · 2√2 = 5.54.
/// let rule = reliable_change(5.0, 0.84, Criterion::Printed196, Better::Lower)?;
/// assert!((rule.threshold - 5.543_717).abs() < 1e-6);
/// assert_eq!(rule.classify(30.0, 24.0), Change::Improved);
/// assert_eq!(rule.classify(30.0, 25.0), Change::Unchanged);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn reliable_change(
    sd: f64,
    reliability: f64,
    criterion: Criterion,
    better: Better,
) -> Result<ReliableChange, CohortError> {
    check_sd(sd)?;
    if !(0.0..1.0).contains(&reliability) {
        return Err(CohortError::OutOfRange {
            what: "reliability",
            value: reliability,
            permitted: "from 0 to below 1",
        });
    }
    let sem = sd * (1.0 - reliability).sqrt();
    let s_diff = std::f64::consts::SQRT_2 * sem;
    Ok(ReliableChange {
        sem,
        s_diff,
        threshold: criterion.multiple()? * s_diff,
        criterion,
        better,
    })
}

impl ReliableChange {
    /// The reliable change index, positive when the value fell.
    #[must_use]
    pub fn index(&self, before: f64, after: f64) -> f64 {
        (before - after) / self.s_diff
    }

    /// Names the change of one patient.
    #[must_use]
    pub fn classify(&self, before: f64, after: f64) -> Change {
        let gain = match self.better {
            Better::Lower => before - after,
            Better::Higher => after - before,
        };
        if gain > self.threshold {
            Change::Improved
        } else if gain < -self.threshold {
            Change::Deteriorated
        } else {
            Change::Unchanged
        }
    }
}

/// Mean and standard deviation of a population, as printed by its source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Population {
    /// Mean, finite.
    pub mean: f64,
    /// Standard deviation, above 0.
    pub sd: f64,
}

/// Criterion c: the value that is as many standard deviations from either population.
///
/// c = (s₁ M₀ + s₀ M₁) / (s₀ + s₁). With equal standard deviations it lies half-way.
///
/// # Errors
/// [`CohortError::OutOfRange`] for a mean that is not finite or a standard deviation that is not
/// positive and finite.
///
/// # References
/// Jacobson & Truax 1991 (criteria a, b and c).
///
/// # Example
/// ```
/// use euthymia_cohort::reliable_change::{Population, criterion_c};
/// let ill = Population { mean: 40.0, sd: 8.0 };
/// let well = Population { mean: 10.0, sd: 4.0 };
/// // (8 · 10 + 4 · 40) / 12 = 20: 2.5 standard deviations from both.
/// assert_eq!(criterion_c(ill, well)?, 20.0);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn criterion_c(dysfunctional: Population, functional: Population) -> Result<f64, CohortError> {
    for population in [dysfunctional, functional] {
        check_sd(population.sd)?;
        if !population.mean.is_finite() {
            return Err(CohortError::OutOfRange {
                what: "mean of a population",
                value: population.mean,
                permitted: "finite",
            });
        }
    }
    // A weighted mean, so that nothing large is formed on the way.
    let share = 1.0 / (1.0 + functional.sd / dysfunctional.sd);
    Ok(share * functional.mean + (1.0 - share) * dysfunctional.mean)
}

fn check_sd(sd: f64) -> Result<(), CohortError> {
    if sd > 0.0 && sd.is_finite() {
        Ok(())
    } else {
        Err(CohortError::OutOfRange {
            what: "standard deviation",
            value: sd,
            permitted: "above 0 and finite",
        })
    }
}
