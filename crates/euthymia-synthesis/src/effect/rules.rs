//! The choices behind an effect size: zero cells, small-sample factor, kind of variance.

use super::EffectError;
use super::means::small_sample_factor;
use super::zero_cells::{Scope, ZeroCells};
use crate::measure::{Input, Measure};

/// What a standardised mean difference is multiplied by against its small-sample bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SmallSample {
    /// The exact J(m) of Hedges (1981), see [`small_sample_factor`].
    #[default]
    Exact,
    /// The usual approximation 1 − 3/(4m − 1).
    Approximate,
    /// 1: Cohen's d.
    Uncorrected,
}

impl SmallSample {
    /// In words: `exact`, `approximate`, `left out`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Approximate => "approximate",
            Self::Uncorrected => "left out",
        }
    }

    /// Returns the factor for m degrees of freedom.
    ///
    /// # Errors
    /// [`EffectError::SampleTooSmall`] when a correction needs m > 1 and has less.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::effect::SmallSample;
    /// assert_eq!(SmallSample::Approximate.factor(10.0)?, 1.0 - 3.0 / 39.0);
    /// assert_eq!(SmallSample::Uncorrected.factor(10.0)?, 1.0);
    /// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
    /// ```
    pub fn factor(self, m: f64) -> Result<f64, EffectError> {
        if self != Self::Uncorrected && !(m > 1.0 && m.is_finite()) {
            return Err(EffectError::SampleTooSmall { n: 2, least: 3 });
        }
        Ok(match self {
            Self::Exact => small_sample_factor(m),
            Self::Approximate => 1.0 - 3.0 / (4.0 * m - 1.0),
            Self::Uncorrected => 1.0,
        })
    }
}

/// Whether a log ratio of means is corrected for its bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RatioBias {
    /// Corrected (Lajeunesse 2015), as metafor since 5.0-1.
    #[default]
    Corrected,
    /// As it is, as metafor before 5.0.
    Plain,
}

impl RatioBias {
    /// In words: `corrected`, `not corrected`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Plain => "not corrected",
        }
    }

    /// The share of the difference of the two relative variances that is added.
    pub(super) fn share(self) -> f64 {
        match self {
            Self::Corrected => 0.5,
            Self::Plain => 0.0,
        }
    }
}

/// The kind of sampling variance, where a measure has more than one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum VarianceRule {
    /// The measure's usual one: cross-sectional for φ, stratified for the point-biserial
    /// correlation, the large-sample one elsewhere.
    #[default]
    Usual,
    /// Large sample (`LS`); the usual one where there is but one.
    LargeSample,
    /// Large sample from d, times J² (`LS2`); the standardised mean difference.
    LargeSampleSquaredFactor,
    /// Unbiased (`UB`); the standardised mean difference, the risk difference and the unbiased
    /// correlation.
    Unbiased,
    /// One standard deviation in both groups (`HO`); mean difference and ratio of means.
    Homoscedastic,
    /// The group sizes were fixed (`ST`); φ and the point-biserial correlation.
    Stratified,
    /// Only the total was fixed (`CS`); φ and the point-biserial correlation.
    CrossSectional,
    /// Large sample, with the average over the studies of what is estimated (`AV`); standardised mean
    /// difference, ratio of means and correlation.
    Average,
    /// The same with one average for both groups (`AVHO`); ratio of means.
    AverageHomoscedastic,
}

impl VarianceRule {
    /// The abbreviation, as in metafor; `usual` for the measure's own.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::LargeSample => "LS",
            Self::LargeSampleSquaredFactor => "LS2",
            Self::Unbiased => "UB",
            Self::Homoscedastic => "HO",
            Self::Stratified => "ST",
            Self::CrossSectional => "CS",
            Self::Average => "AV",
            Self::AverageHomoscedastic => "AVHO",
        }
    }

    /// Finds a rule by its abbreviation, whatever its case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::Usual,
            Self::LargeSample,
            Self::LargeSampleSquaredFactor,
            Self::Unbiased,
            Self::Homoscedastic,
            Self::Stratified,
            Self::CrossSectional,
            Self::Average,
            Self::AverageHomoscedastic,
        ]
        .into_iter()
        .find(|rule| rule.code().eq_ignore_ascii_case(code))
    }
}

/// The choices behind an effect size. What a measure does not have is not looked at, except a
/// variance rule, which is refused where there is none of the kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// What is done about zero cells.
    pub zero_cells: ZeroCells,
    /// The small-sample factor of standardised measures.
    pub small_sample: SmallSample,
    /// The kind of variance.
    pub variance: VarianceRule,
    /// Whether log ratios of means are corrected.
    pub ratio_bias: RatioBias,
}

impl Rules {
    /// The defaults for a measure: exact J, its usual variance, corrected ratios of means, and a
    /// zero-cell rule that corrects no more than the measure needs.
    ///
    /// An odds ratio from a standardised mean difference is formed from d, as in the papers, and not
    /// from g. Ratios of two groups: ½ where a cell is empty, trials without events left out. Differences and
    /// matched pairs: ½ only where the variance does not exist. Peto's odds ratio, φ and the
    /// arcsine and square-root measures: nothing.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::effect::Rules;
    /// use euthymia_synthesis::effect::zero_cells::ZeroCells;
    /// use euthymia_synthesis::measure::Measure;
    /// assert_eq!(Rules::of(Measure::RiskRatio).zero_cells, ZeroCells::RATIO);
    /// assert_eq!(Rules::metafor(Measure::RiskRatio).zero_cells, ZeroCells::METAFOR);
    /// ```
    #[must_use]
    pub fn of(measure: Measure) -> Self {
        Self {
            zero_cells: zero_cells(measure),
            small_sample: if is_d_to_odds_ratio(measure) {
                SmallSample::Uncorrected
            } else {
                SmallSample::default()
            },
            variance: VarianceRule::default(),
            ratio_bias: RatioBias::default(),
        }
    }

    /// What metafor's `escalc` does when nothing is said: ½ to the cells of a table with a zero,
    /// Peto's odds ratio included, nothing for φ and the arcsine and square-root measures.
    #[must_use]
    pub fn metafor(measure: Measure) -> Self {
        let zero_cells = if needs_no_correction(measure) && measure != Measure::PetoOddsRatio {
            ZeroCells::NONE
        } else {
            ZeroCells::METAFOR
        };
        Self {
            zero_cells,
            ..Self::of(measure)
        }
    }
}

pub(super) fn is_d_to_odds_ratio(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::DToOddsRatioNormal | Measure::DToOddsRatioLogistic
    )
}

fn needs_no_correction(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::PetoOddsRatio
            | Measure::ArcsineDifference
            | Measure::Phi
            | Measure::PhiZ
            | Measure::RootRateDifference
            | Measure::RootRate
            | Measure::DoubleRootRate
            | Measure::Arcsine
    )
}

fn zero_cells(measure: Measure) -> ZeroCells {
    if needs_no_correction(measure) {
        return ZeroCells::NONE;
    }
    match measure {
        Measure::RiskDifference | Measure::RateDifference => ZeroCells::DIFFERENCE,
        _ => match measure.input() {
            Input::TwoProportions | Input::TwoRates => ZeroCells::RATIO,
            Input::MatchedPairs => ZeroCells {
                scope: Scope::Undefined,
                ..ZeroCells::METAFOR
            },
            _ => ZeroCells::PROPORTION,
        },
    }
}
