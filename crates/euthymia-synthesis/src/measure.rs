//! The effect measures by name, with the way from the analysis scale to the one people read.

/// An effect measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Raw proportion of one group.
    RawProportion,
    /// Logit of the proportion of one group.
    Logit,
    /// Freeman–Tukey double arcsine of the proportion of one group.
    DoubleArcsine,
    /// Log risk ratio.
    RiskRatio,
    /// Log odds ratio.
    OddsRatio,
    /// Risk difference.
    RiskDifference,
    /// Difference of two means.
    MeanDifference,
    /// Hedges' g.
    HedgesG,
}

/// What a measure is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Events and patients of one group.
    OneProportion,
    /// Events and patients of two groups.
    TwoProportions,
    /// Mean, standard deviation and patients of two groups.
    TwoMeans,
}

/// The scale a measure is read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A proportion, 0 to 1.
    Proportion,
    /// A ratio, 1 for no difference.
    Ratio,
    /// A difference of proportions, 0 for none.
    ProportionDifference,
    /// A difference, 0 for none.
    Difference,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 8] = [
        Self::RawProportion,
        Self::Logit,
        Self::DoubleArcsine,
        Self::RiskRatio,
        Self::OddsRatio,
        Self::RiskDifference,
        Self::MeanDifference,
        Self::HedgesG,
    ];

    /// The field's abbreviation, as in metafor: PR, PLO, PFT, RR, OR, RD, MD, SMD.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::RawProportion => "PR",
            Self::Logit => "PLO",
            Self::DoubleArcsine => "PFT",
            Self::RiskRatio => "RR",
            Self::OddsRatio => "OR",
            Self::RiskDifference => "RD",
            Self::MeanDifference => "MD",
            Self::HedgesG => "SMD",
        }
    }

    /// Finds a measure by its abbreviation, whatever its case; G is accepted for SMD.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let code = if code.eq_ignore_ascii_case("g") {
            "SMD"
        } else {
            code
        };
        Self::ALL
            .into_iter()
            .find(|measure| measure.code().eq_ignore_ascii_case(code))
    }

    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RawProportion => "proportion",
            Self::Logit => "proportion (logit)",
            Self::DoubleArcsine => "proportion (double arcsine)",
            Self::RiskRatio => "risk ratio",
            Self::OddsRatio => "odds ratio",
            Self::RiskDifference => "risk difference",
            Self::MeanDifference => "mean difference",
            Self::HedgesG => "Hedges' g",
        }
    }

    /// What it is computed from.
    #[must_use]
    pub fn input(self) -> Input {
        match self {
            Self::RawProportion | Self::Logit | Self::DoubleArcsine => Input::OneProportion,
            Self::RiskRatio | Self::OddsRatio | Self::RiskDifference => Input::TwoProportions,
            Self::MeanDifference | Self::HedgesG => Input::TwoMeans,
        }
    }

    /// The scale it is read on.
    #[must_use]
    pub fn scale(self) -> Scale {
        match self {
            Self::RawProportion | Self::Logit | Self::DoubleArcsine => Scale::Proportion,
            Self::RiskRatio | Self::OddsRatio => Scale::Ratio,
            Self::RiskDifference => Scale::ProportionDifference,
            Self::MeanDifference | Self::HedgesG => Scale::Difference,
        }
    }

    /// The value that means no effect, on the scale it is read on; `None` for one group.
    #[must_use]
    pub fn null_value(self) -> Option<f64> {
        match self.scale() {
            Scale::Proportion => None,
            Scale::Ratio => Some(1.0),
            Scale::ProportionDifference | Scale::Difference => Some(0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Measure;

    #[test]
    fn every_code_leads_back_to_its_measure() {
        for measure in Measure::ALL {
            assert_eq!(
                Measure::from_code(&measure.code().to_lowercase()),
                Some(measure)
            );
        }
        assert_eq!(Measure::from_code("g"), Some(Measure::HedgesG));
        assert_eq!(Measure::from_code("HR"), None);
    }
}
