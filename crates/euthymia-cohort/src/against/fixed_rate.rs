//! A count against a rate that is taken as known.

use crate::error::CohortError;
use crate::proportion::Proportion;
use euthymia_numerics::binomial;

/// The tails of x among n under a fixed rate p₀: X ~ Binomial(n, p₀).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FixedRate {
    /// P(X ≤ x).
    pub at_most: f64,
    /// P(X ≥ x).
    pub at_least: f64,
}

impl FixedRate {
    /// Twice the smaller tail, at most 1. It agrees with the exact interval of Clopper and Pearson: p is
    /// below α where p₀ lies outside the interval of level 1 − α.
    #[must_use]
    pub fn twice_smaller(&self) -> f64 {
        (2.0 * self.at_most.min(self.at_least)).min(1.0)
    }
}

/// Tests x events among n patients against a rate `p0` that is taken as known, as a rate printed without
/// its number of patients has to be.
///
/// # Errors
/// [`CohortError::Rate`] for a rate outside 0 to 1.
///
/// # References
/// Clopper & Pearson 1934, Biometrika 26, 404–413. R: `pbinom`.
///
/// # Example
/// ```
/// use euthymia_cohort::against::fixed_rate;
/// use euthymia_cohort::proportion::Proportion;
/// // 0 of 3 at one half: (1/2)³ below or at, everything above or at.
/// let none = fixed_rate(Proportion::new(0, 3)?, 0.5)?;
/// assert!((none.at_most - 0.125).abs() < 1e-15 && none.at_least == 1.0);
/// assert!((none.twice_smaller() - 0.25).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn fixed_rate(proportion: Proportion, p0: f64) -> Result<FixedRate, CohortError> {
    if !(0.0..=1.0).contains(&p0) {
        return Err(CohortError::Rate { rate: p0 });
    }
    let (events, n) = (proportion.events(), proportion.n());
    Ok(FixedRate {
        at_most: binomial::at_most(events, n, p0),
        at_least: binomial::at_least(events, n, p0),
    })
}
