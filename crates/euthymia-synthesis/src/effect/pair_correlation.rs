//! The correlation between two measurements of the same people, and how it is known.
//!
//! A change can be standardised only with this correlation, and papers rarely print it. Where it came
//! from therefore stays with the result, so that an assumed one can be reported as such.

use super::EffectError;
use super::correlation::{Direction, inside, t_of};
use euthymia_numerics::Probability;

/// How a correlation between paired measurements is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// Printed in the source.
    Given,
    /// Computed from the standard deviation of the change.
    FromChangeSd,
    /// Computed from the statistic or the p-value of the paired test.
    FromPairedTest,
    /// Assumed.
    Assumed,
}

impl Knowledge {
    /// In words: `given`, `from the SD of the change`, `from the paired test`, `assumed`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::FromChangeSd => "from the SD of the change",
            Self::FromPairedTest => "from the paired test",
            Self::Assumed => "assumed",
        }
    }
}

/// A correlation between paired measurements, −1 < r < 1, with how it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairCorrelation {
    value: f64,
    knowledge: Knowledge,
}

impl PairCorrelation {
    /// A correlation printed in the source.
    ///
    /// # Errors
    /// [`EffectError::Correlation`].
    pub fn given(r: f64) -> Result<Self, EffectError> {
        Self::checked(r, Knowledge::Given)
    }

    /// A correlation that nobody reported.
    ///
    /// # Errors
    /// [`EffectError::Correlation`].
    pub fn assumed(r: f64) -> Result<Self, EffectError> {
        Self::checked(r, Knowledge::Assumed)
    }

    fn checked(r: f64, knowledge: Knowledge) -> Result<Self, EffectError> {
        inside(r)?;
        Ok(Self {
            value: r,
            knowledge,
        })
    }

    /// From the standard deviations of both measurements and of the change:
    /// r = (s₁² + s₂² − s_D²)/(2 s₁ s₂).
    ///
    /// # Errors
    /// [`EffectError::StandardDeviation`]; [`EffectError::ImpliedCorrelation`] when no correlation
    /// fits the three.
    ///
    /// # References
    /// Cochrane Handbook for Systematic Reviews of Interventions 6.5.2.8.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::effect::pair_correlation::{Knowledge, PairCorrelation};
    /// // (9 + 16 − 13)/24.
    /// let r = PairCorrelation::from_change_sd(3.0, 4.0, 13.0_f64.sqrt())?;
    /// assert!((r.value() - 0.5).abs() < 1e-15);
    /// assert_eq!(r.knowledge(), Knowledge::FromChangeSd);
    /// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
    /// ```
    pub fn from_change_sd(sd1: f64, sd2: f64, change_sd: f64) -> Result<Self, EffectError> {
        implied(sd1, sd2, change_sd, Knowledge::FromChangeSd)
    }

    /// From the paired t statistic of n people: s_D = |change| √n/|t|, then as
    /// [`PairCorrelation::from_change_sd`].
    ///
    /// # Errors
    /// As there; [`EffectError::Statistic`] when t is 0 or not finite, [`EffectError::GroupTooSmall`].
    pub fn from_paired_t(
        sd1: f64,
        sd2: f64,
        change: f64,
        t: f64,
        n: u64,
    ) -> Result<Self, EffectError> {
        if n < 2 {
            return Err(EffectError::GroupTooSmall(n));
        }
        if t == 0.0 || !t.is_finite() {
            return Err(EffectError::Statistic(t));
        }
        let change_sd = (change / t).abs() * (n as f64).sqrt();
        implied(sd1, sd2, change_sd, Knowledge::FromPairedTest)
    }

    /// From the two-sided p-value of the paired t test of n people.
    ///
    /// # Errors
    /// As [`PairCorrelation::from_paired_t`].
    pub fn from_paired_p(
        sd1: f64,
        sd2: f64,
        change: f64,
        p: Probability,
        n: u64,
    ) -> Result<Self, EffectError> {
        if n < 2 {
            return Err(EffectError::GroupTooSmall(n));
        }
        let t = t_of(p, Direction::Positive, n as f64 - 1.0);
        Self::from_paired_t(sd1, sd2, change, t, n)
    }

    /// The correlation.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// How it is known.
    #[must_use]
    pub fn knowledge(&self) -> Knowledge {
        self.knowledge
    }
}

fn implied(
    sd1: f64,
    sd2: f64,
    change_sd: f64,
    knowledge: Knowledge,
) -> Result<PairCorrelation, EffectError> {
    for sd in [sd1, sd2, change_sd] {
        if !(sd > 0.0 && sd.is_finite()) {
            return Err(EffectError::StandardDeviation(sd));
        }
    }
    // (s₁² + s₂² − s_D²)/(2s₁s₂), with the squares kept as ratios so that none overflows.
    let value = (sd1 / sd2 + sd2 / sd1 - (change_sd / sd1) * (change_sd / sd2)) / 2.0;
    PairCorrelation::checked(value, knowledge).map_err(|_| EffectError::ImpliedCorrelation(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_standard_deviations_that_do_not_fit_are_refused() {
        assert!(matches!(
            PairCorrelation::from_change_sd(3.0, 4.0, 8.0),
            Err(EffectError::ImpliedCorrelation(r)) if r < -1.0
        ));
        assert_eq!(
            PairCorrelation::assumed(1.0),
            Err(EffectError::Correlation(1.0))
        );
    }
}
