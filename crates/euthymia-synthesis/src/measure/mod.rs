//! The effect measures by name, with the way from the analysis scale to the one people read.

mod table;

pub use table::Measure;

use crate::effect::person_time::from_double_root_rate;
use crate::effect::proportion::{from_double_arcsine, from_logit};
use crate::effect::reliability::{from_bonett, from_hakstian_whalen};
use euthymia_numerics::normal;

/// What a measure is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Events and patients of one group.
    OneProportion,
    /// Events and patients of two groups.
    TwoProportions,
    /// Pairs by what happened at both measurements.
    MatchedPairs,
    /// Events and person-time of one group.
    OneRate,
    /// Events and person-time of two groups.
    TwoRates,
    /// Mean, standard deviation and patients of one group.
    OneMean,
    /// Mean, standard deviation and patients of two groups.
    TwoMeans,
    /// Means and standard deviations of one group on two occasions, with their correlation.
    Paired,
    /// The same for two groups.
    TwoPaired,
    /// A correlation coefficient and its sample size.
    Correlation,
    /// A partial correlation, the number of predictors, and the sample size.
    PartialCorrelation,
    /// Cronbach's α, the number of items, and the sample size.
    Reliability,
    /// An estimate with its variance, as formed from a printed result.
    Estimate,
}

impl Input {
    /// In words, as in "computed from …".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OneProportion => "events and patients of one group",
            Self::TwoProportions => "events and patients of two groups",
            Self::MatchedPairs => "counts of matched pairs",
            Self::OneRate => "events and person-time of one group",
            Self::TwoRates => "events and person-time of two groups",
            Self::OneMean => "mean, standard deviation and size of one group",
            Self::TwoMeans => "means, standard deviations and sizes of two groups",
            Self::Paired => {
                "means and standard deviations before and after, with their correlation"
            }
            Self::TwoPaired => {
                "means and standard deviations before and after in two groups, with their correlations"
            }
            Self::Correlation => "a correlation and its sample size",
            Self::PartialCorrelation => "a partial correlation, predictors and sample size",
            Self::Reliability => "a reliability, items and sample size",
            Self::Estimate => "an estimate with its variance",
        }
    }
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
    /// A coefficient of correlation or association, −1 to 1, 0 for none.
    Correlation,
    /// Events per unit of person-time, 0 and above.
    Rate,
    /// A difference of rates, 0 for none.
    RateDifference,
    /// A quantity of one group, such as a mean.
    Amount,
    /// A reliability, at most 1.
    Reliability,
}

/// The way from the analysis scale to the one people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// The same number.
    Identity,
    /// eʸ.
    Exponential,
    /// 1/(1 + e⁻ʸ).
    Logistic,
    /// Φ(y).
    Normal,
    /// sin² y.
    Sine,
    /// Miller's inverse of the double arcsine; needs a group size.
    DoubleArcsine,
    /// y².
    Square,
    /// The inverse of the Freeman–Tukey transformed rate; needs a person-time.
    DoubleRoot,
    /// tanh y.
    Tanh,
    /// 1 − (1 − y)³.
    HakstianWhalen,
    /// 1 − e⁻ʸ.
    Bonett,
}

/// What is fixed about a measure: names, scale, formulas, paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasureInfo {
    /// The field's abbreviation, as in metafor where metafor has it.
    pub code: &'static str,
    /// In words.
    pub name: &'static str,
    /// What it is computed from.
    pub input: Input,
    /// The scale it is read on.
    pub scale: Scale,
    /// The way to that scale.
    pub back: Back,
    /// The formula of the estimate, under the default rules.
    pub estimate: &'static str,
    /// The formula of its sampling variance, under the default rules.
    pub variance: &'static str,
    /// Where it comes from.
    pub reference: &'static str,
}

impl Measure {
    /// The field's abbreviation, as in metafor: PR, RR, SMD, SMCR, ZCOR …
    #[must_use]
    pub fn code(self) -> &'static str {
        self.info().code
    }

    /// Finds a measure by its abbreviation, whatever its case; G is accepted for SMD, and metafor's
    /// older names OR2D, D2OR for OR2DL, D2ORL.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let other = [("g", "SMD"), ("OR2D", "OR2DL"), ("D2OR", "D2ORL")]
            .into_iter()
            .find(|(alias, _)| alias.eq_ignore_ascii_case(code));
        let code = other.map_or(code, |(_, code)| code);
        Self::ALL
            .into_iter()
            .find(|measure| measure.code().eq_ignore_ascii_case(code))
    }

    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// What it is computed from.
    #[must_use]
    pub fn input(self) -> Input {
        self.info().input
    }

    /// The scale it is read on.
    #[must_use]
    pub fn scale(self) -> Scale {
        self.info().scale
    }

    /// The value that means no effect, on the scale it is read on; `None` for one group.
    #[must_use]
    pub fn null_value(self) -> Option<f64> {
        match self.scale() {
            Scale::Proportion | Scale::Rate | Scale::Amount | Scale::Reliability => None,
            Scale::Ratio => Some(1.0),
            Scale::ProportionDifference
            | Scale::Difference
            | Scale::RateDifference
            | Scale::Correlation => Some(0.0),
        }
    }

    /// Brings a value from the analysis scale to the one people read.
    ///
    /// `size` is the group size of a double arcsine or the person-time of a Freeman–Tukey rate; for a
    /// pooled value the harmonic mean is usual. Without it, those two are undone as plain arcsine and
    /// square root. Values beyond the range of a transformation give its end: an arcsine below 0 is a
    /// proportion of 0.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::measure::Measure;
    /// assert_eq!(Measure::RiskRatio.to_natural(0.0, None), 1.0);
    /// assert_eq!(Measure::Arcsine.to_natural(-0.1, None), 0.0);
    /// assert_eq!(Measure::MeanDifference.to_natural(-3.0, None), -3.0);
    /// ```
    #[must_use]
    pub fn to_natural(self, value: f64, size: Option<f64>) -> f64 {
        use std::f64::consts::FRAC_PI_2;
        let sine = |y: f64| y.clamp(0.0, FRAC_PI_2).sin().powi(2);
        let square = |y: f64| y.max(0.0).powi(2);
        match self.info().back {
            Back::Identity => value,
            Back::Exponential => value.exp(),
            Back::Logistic => from_logit(value),
            Back::Normal => normal::cdf(value),
            Back::Sine => sine(value),
            Back::DoubleArcsine => size.map_or(sine(value), |n| from_double_arcsine(value, n)),
            Back::Square => square(value),
            Back::DoubleRoot => size.map_or(square(value), |t| from_double_root_rate(value, t)),
            Back::Tanh => value.tanh(),
            Back::HakstianWhalen => from_hakstian_whalen(value),
            Back::Bonett => from_bonett(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Back, Measure, Scale};

    #[test]
    fn every_code_leads_back_to_its_measure() {
        for measure in Measure::ALL {
            assert_eq!(
                Measure::from_code(&measure.code().to_lowercase()),
                Some(measure)
            );
        }
        assert_eq!(Measure::from_code("g"), Some(Measure::HedgesG));
        assert_eq!(Measure::from_code("or2d"), Measure::from_code("OR2DL"));
        assert_eq!(Measure::from_code("XYZ"), None);
    }

    #[test]
    fn a_null_value_is_the_image_of_zero() {
        for measure in Measure::ALL {
            if let Some(null) = measure.null_value() {
                assert_eq!(measure.to_natural(0.0, None), null, "{}", measure.code());
            }
        }
    }

    #[test]
    fn what_is_fixed_about_a_measure_is_filled_in() {
        for measure in Measure::ALL {
            let info = measure.info();
            for text in [info.name, info.estimate, info.variance, info.reference] {
                assert!(!text.is_empty(), "{}", info.code);
            }
            let ratio = info.scale == Scale::Ratio;
            assert!(!ratio || info.back == Back::Exponential, "{}", info.code);
        }
    }
}
