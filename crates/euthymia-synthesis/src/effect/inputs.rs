//! The data a measure is computed from, one variant per kind.

use super::correlation::{Correlation, PartialCorrelation};
use super::matched_pairs::Pairs;
use super::means::Group;
use super::paired::Paired;
use super::person_time::PersonTime;
use super::pre_post_control::TwoPaired;
use super::proportion::Count;
use super::reliability::Alpha;
use super::standardised::CohensD;
use super::two_by_two::TwoByTwo;
use super::{Effect, EffectError};

/// Checked data of one study.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Inputs {
    /// Events and patients of one group.
    OneProportion(Count),
    /// Events and patients of two groups.
    TwoProportions(TwoByTwo),
    /// Pairs by what happened at both measurements.
    MatchedPairs(Pairs),
    /// Events and person-time of one group.
    OneRate(PersonTime),
    /// Events and person-time of two groups.
    TwoRates([PersonTime; 2]),
    /// Mean, standard deviation and size of one group.
    OneMean(Group),
    /// The same of two groups; the second is subtracted, or divided by.
    TwoMeans([Group; 2]),
    /// Cohen's d and the sizes of two groups, where means are not printed; for the measures that
    /// are functions of it.
    CohensD(CohensD),
    /// One group before and after.
    Paired(Paired),
    /// Two groups before and after; the second is subtracted.
    TwoPaired(TwoPaired),
    /// A correlation and its sample size.
    Correlation(Correlation),
    /// A partial correlation, predictors and sample size.
    PartialCorrelation(PartialCorrelation),
    /// Cronbach's α, items and sample size.
    Reliability(Alpha),
    /// An estimate with its variance, as [`reported`](super::reported) forms it.
    Estimate(Effect),
}

impl Inputs {
    /// In words, as in "not from …".
    #[must_use]
    pub fn name(&self) -> &'static str {
        use crate::measure::Input;
        match self {
            Self::OneProportion(_) => Input::OneProportion.name(),
            Self::TwoProportions(_) => Input::TwoProportions.name(),
            Self::MatchedPairs(_) => Input::MatchedPairs.name(),
            Self::OneRate(_) => Input::OneRate.name(),
            Self::TwoRates(_) => Input::TwoRates.name(),
            Self::OneMean(_) => Input::OneMean.name(),
            Self::TwoMeans(_) => Input::TwoMeans.name(),
            Self::CohensD(_) => "a standardised difference and the sizes of two groups",
            Self::Paired(_) => Input::Paired.name(),
            Self::TwoPaired(_) => Input::TwoPaired.name(),
            Self::Correlation(_) => Input::Correlation.name(),
            Self::PartialCorrelation(_) => Input::PartialCorrelation.name(),
            Self::Reliability(_) => Input::Reliability.name(),
            Self::Estimate(_) => Input::Estimate.name(),
        }
    }

    /// True when a count is zero, so that a zero-cell rule may apply.
    #[must_use]
    pub fn has_zero(&self) -> bool {
        match self {
            Self::OneProportion(count) => count.is_extreme(),
            Self::TwoProportions(table) => table.has_zero(),
            Self::MatchedPairs(pairs) => pairs.has_zero(),
            Self::OneRate(group) => group.events() == 0,
            Self::TwoRates(groups) => groups.iter().any(|group| group.events() == 0),
            _ => false,
        }
    }

    /// The two groups as Cohen's d.
    pub(super) fn cohens_d(&self) -> Result<Option<CohensD>, EffectError> {
        match self {
            Self::TwoMeans([first, second]) => CohensD::of(first, second).map(Some),
            Self::CohensD(d) => Ok(Some(*d)),
            _ => Ok(None),
        }
    }
}
