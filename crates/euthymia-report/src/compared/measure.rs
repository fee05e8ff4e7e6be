//! On which scale treatments are compared.

use euthymia_synthesis::measure::Scale;

/// On which scale treatments are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkMeasure {
    /// Odds ratio, of counts.
    OddsRatio,
    /// Risk ratio, of counts.
    RiskRatio,
    /// Risk difference, of counts.
    RiskDifference,
    /// Difference of means.
    MeanDifference,
    /// Difference of means in standard deviations, without small-sample bias.
    StandardisedMeanDifference,
    /// Ratio of rates, of events in a time at risk.
    RateRatio,
    /// Hazard ratio, of contrasts.
    HazardRatio,
    /// Any estimate, of contrasts.
    Generic,
}

impl NetworkMeasure {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::OddsRatio,
        Self::RiskRatio,
        Self::RiskDifference,
        Self::MeanDifference,
        Self::StandardisedMeanDifference,
        Self::RateRatio,
        Self::HazardRatio,
        Self::Generic,
    ];

    /// The abbreviation.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OddsRatio => "OR",
            Self::RiskRatio => "RR",
            Self::RiskDifference => "RD",
            Self::MeanDifference => "MD",
            Self::StandardisedMeanDifference => "SMD",
            Self::RateRatio => "IRR",
            Self::HazardRatio => "HR",
            Self::Generic => "GEN",
        }
    }

    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OddsRatio => "odds ratio",
            Self::RiskRatio => "risk ratio",
            Self::RiskDifference => "risk difference",
            Self::MeanDifference => "mean difference",
            Self::StandardisedMeanDifference => "standardised mean difference",
            Self::RateRatio => "rate ratio",
            Self::HazardRatio => "hazard ratio",
            Self::Generic => "difference",
        }
    }

    /// Finds a measure by its abbreviation, whatever its case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|measure| measure.code().eq_ignore_ascii_case(code))
    }

    /// True when the analysis scale is the logarithm of what is printed.
    #[must_use]
    pub fn is_ratio(self) -> bool {
        matches!(
            self,
            Self::OddsRatio | Self::RiskRatio | Self::RateRatio | Self::HazardRatio
        )
    }

    /// From the analysis scale to what is printed.
    #[must_use]
    pub fn back(self, value: f64) -> f64 {
        if self.is_ratio() { value.exp() } else { value }
    }

    /// From what is printed to the analysis scale; `None` for a ratio that is not positive and for
    /// what is not finite.
    #[must_use]
    pub fn forward(self, value: f64) -> Option<f64> {
        let value = if self.is_ratio() { value.ln() } else { value };
        value.is_finite().then_some(value)
    }

    /// The scale people read it on.
    #[must_use]
    pub fn scale(self) -> Scale {
        match self {
            Self::RiskDifference => Scale::ProportionDifference,
            _ if self.is_ratio() => Scale::Ratio,
            _ => Scale::Difference,
        }
    }

    /// What is printed when two treatments do not differ.
    #[must_use]
    pub fn null_value(self) -> f64 {
        self.back(0.0)
    }
}
