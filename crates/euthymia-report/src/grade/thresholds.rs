//! Effects at which a decision would turn.

use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_synthesis::network::absolute::{Baseline, RiskFrom};
use euthymia_synthesis::pairwise::Bounds;

/// Effects at which a decision would turn, on the scale people read: no effect, the smallest important
/// effects on either side, or those between small, moderate and large. Ascending; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds(Vec<f64>);

/// Why numbers are no thresholds.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ThresholdsError {
    /// None, or one that is no number on this scale.
    #[error("{found} as a threshold of {measure}: {wanted}")]
    Value {
        /// What was given.
        found: f64,
        /// The measure.
        measure: &'static str,
        /// What is needed.
        wanted: &'static str,
    },
    /// None at all.
    #[error("no threshold was given")]
    None,
    /// The measure has no effect to be important.
    #[error("{0} of one group is no effect: give the thresholds themselves")]
    NoEffect(&'static str),
    /// No risk lies that far from the baseline.
    #[error(
        "{per_thousand} of 1,000 more and fewer than a baseline of {baseline}: choose fewer, so that \
         both are risks"
    )]
    Beyond {
        /// Asked for.
        per_thousand: f64,
        /// The baseline risk.
        baseline: f64,
    },
    /// Absolute thresholds need risks.
    #[error("{0} makes no risk of a baseline: give thresholds on its own scale")]
    NoRisk(&'static str),
}

impl Thresholds {
    /// Values on the scale people read: positive for ratios, from 0 to 1 for proportions.
    ///
    /// # Errors
    /// [`ThresholdsError::Value`], [`ThresholdsError::None`].
    pub fn new(values: &[f64], measure: Measure) -> Result<Self, ThresholdsError> {
        let wanted = |value: f64| match measure.scale() {
            _ if !value.is_finite() => Some("a number is needed"),
            Scale::Ratio if value <= 0.0 => Some("a number above 0 is needed"),
            Scale::Proportion if !(0.0..=1.0).contains(&value) => {
                Some("a proportion from 0 to 1 is needed")
            }
            Scale::ProportionDifference if value.abs() > 1.0 => {
                Some("a difference from −1 to 1 is needed, such as 0.1 for 10 of 100")
            }
            _ => None,
        };
        for value in values {
            if let Some(wanted) = wanted(*value) {
                return Err(ThresholdsError::Value {
                    found: *value,
                    measure: measure.name(),
                    wanted,
                });
            }
        }
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted.dedup();
        match sorted.is_empty() {
            true => Err(ThresholdsError::None),
            false => Ok(Self(sorted)),
        }
    }

    /// The smallest important effect on either side: `value` and its inverse for a ratio, `value` and
    /// its negative for a difference.
    ///
    /// # Errors
    /// [`ThresholdsError::Value`] for no effect itself, [`ThresholdsError::NoEffect`] for one group.
    ///
    /// # Example
    /// ```
    /// use euthymia_report::grade::Thresholds;
    /// use euthymia_synthesis::measure::Measure;
    /// let found = Thresholds::important(1.25, Measure::RiskRatio)?;
    /// assert_eq!(found.values(), [0.8, 1.25]);
    /// # Ok::<(), euthymia_report::grade::ThresholdsError>(())
    /// ```
    pub fn important(value: f64, measure: Measure) -> Result<Self, ThresholdsError> {
        let Some(null) = measure.null_value() else {
            return Err(ThresholdsError::NoEffect(measure.name()));
        };
        if value == null {
            return Err(ThresholdsError::Value {
                found: value,
                measure: measure.name(),
                wanted: "the smallest important effect is not no effect",
            });
        }
        let other = match measure.scale() {
            Scale::Ratio => 1.0 / value,
            _ => -value,
        };
        Self::new(&[value, other], measure)
    }

    /// The effects that make `per_thousand` more, and as many fewer, of 1,000 patients at a baseline
    /// risk.
    ///
    /// # Errors
    /// [`ThresholdsError::NoRisk`], [`ThresholdsError::Beyond`], [`ThresholdsError::Value`].
    ///
    /// # Example
    /// ```
    /// use euthymia_report::grade::Thresholds;
    /// use euthymia_numerics::Probability;
    /// use euthymia_synthesis::{measure::Measure, network::absolute::Baseline};
    /// let baseline = Baseline::known(Probability::new(0.2)?)?;
    /// let found = Thresholds::per_thousand(50.0, Measure::RiskRatio, &baseline)?;
    /// assert!((found.values()[0] - 0.75).abs() < 1e-12 && (found.values()[1] - 1.25).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn per_thousand(
        per_thousand: f64,
        measure: Measure,
        baseline: &Baseline,
    ) -> Result<Self, ThresholdsError> {
        let from = risk_from(measure).ok_or(ThresholdsError::NoRisk(measure.name()))?;
        let p0 = baseline.risk();
        let far = per_thousand / 1000.0;
        let beyond = ThresholdsError::Beyond {
            per_thousand,
            baseline: p0,
        };
        if !(far > 0.0 && far.is_finite()) {
            return Err(ThresholdsError::Value {
                found: per_thousand,
                measure: measure.name(),
                wanted: "a number above 0 is needed, of 1,000 patients",
            });
        }
        let effect = |risk: f64| {
            let odds = |p: f64| p / (1.0 - p);
            match from {
                RiskFrom::OddsRatio => odds(risk) / odds(p0),
                RiskFrom::RiskDifference => risk - p0,
                _ => risk / p0,
            }
        };
        match (p0 - far > 0.0, p0 + far < 1.0) {
            (true, true) => Self::new(&[effect(p0 - far), effect(p0 + far)], measure),
            _ => Err(beyond),
        }
    }

    /// The values, ascending.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.0
    }

    /// How many lie between two limits; a limit on a threshold does not cross it.
    #[must_use]
    pub fn crossed(&self, bounds: Bounds) -> u8 {
        let inside = |value: &&f64| bounds.lower < **value && **value < bounds.upper;
        u8::try_from(self.0.iter().filter(inside).count()).unwrap_or(u8::MAX)
    }

    /// Between which thresholds the limits of an interval lie, as places from 0.
    #[must_use]
    pub fn reach(&self, bounds: Bounds) -> (usize, usize) {
        let below = self
            .0
            .iter()
            .filter(|value| **value <= bounds.lower)
            .count();
        let under = self.0.iter().filter(|value| **value < bounds.upper).count();
        (below, under)
    }
}

/// What a measure makes of a baseline risk.
pub(super) fn risk_from(measure: Measure) -> Option<RiskFrom> {
    match measure {
        Measure::RiskRatio => Some(RiskFrom::RiskRatio),
        Measure::OddsRatio | Measure::PetoOddsRatio => Some(RiskFrom::OddsRatio),
        Measure::RiskDifference => Some(RiskFrom::RiskDifference),
        _ => None,
    }
}
