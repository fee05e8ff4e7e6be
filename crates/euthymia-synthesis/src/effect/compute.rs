//! One door to every measure: data and rules in, an estimate with what was done to get it out.

use super::association::{
    Sampling, arcsine_difference, peto_log_odds_ratio, phi, phi_z, yule_q, yule_y,
};
use super::average::average;
use super::correlation::{
    self, Correlation, PartialCorrelation, fisher_z, unbiased, unbiased_both,
};
use super::latent::{
    Latent, d_from_log_odds_ratio, log_odds_ratio_from_d, probit, probit_difference,
};
use super::matched_pairs::{
    PairMeasure, Pairs, matched_conditional_log_odds_ratio, matched_log_odds_ratio,
    matched_log_risk_ratio, matched_peto_log_odds_ratio, matched_risk_difference,
};
use super::means::{Group, mean_difference, mean_difference_one_variance};
use super::one_mean::{log_cv, log_mean, log_sd, mean, standardised_mean};
use super::pair_correlation::Knowledge;
use super::paired::{self, Paired};
use super::person_time::{
    self, PersonTime, RateComparison, double_root_rate, log_rate, log_rate_ratio, rate,
    rate_difference, root_rate, root_rate_difference,
};
use super::pre_post_control::{TwoPaired, difference_of_changes, pooled_before_change};
use super::proportion::{Count, arcsine, double_arcsine, log_proportion, logit, raw};
use super::ratio_of_means::{Spread, log_cv_ratio, log_ratio_of_means, log_variability_ratio};
use super::reliability::{self, Alpha};
use super::rules::is_d_to_odds_ratio;
use super::standardised::{
    CohensD, SmdVariance, biserial, biserial_z, glass_delta, glass_delta_unequal, point_biserial,
    point_biserial_z, smd, smd_unequal,
};
use super::two_by_two::{
    Comparison, TwoByTwo, log_odds_ratio, log_risk_ratio, risk_difference, risk_difference_unbiased,
};
use super::{Effect, EffectError, Inputs, Rules, VarianceRule};
use crate::measure::Measure;

/// An estimate with what was done to get it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Computed {
    /// The estimate and its variance, on the analysis scale.
    pub effect: Effect,
    /// What the zero-cell rule added to each cell or count; 0 when nothing was.
    pub added: f64,
    /// What a reader should be told about it; `None` when nothing.
    pub note: Option<Note>,
}

/// What a reader should be told about an estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// The correlation between paired measurements was not printed but computed or assumed. Of two
    /// groups, the less certain is named.
    PairCorrelation {
        /// The correlation.
        value: f64,
        /// How it is known.
        knowledge: Knowledge,
    },
}

/// Computes a measure from the data of one study.
///
/// A rule that looks at the whole set of studies ([`Scope::AllIfAny`]) sees only this one; use
/// [`compute_all`] for a set.
///
/// # Errors
/// [`EffectError::Input`] when the data are of another kind, [`EffectError::VarianceRule`] when the
/// measure has no variance of the kind asked for, [`EffectError::Uninformative`] when the zero-cell
/// rule leaves the study out, and those of the measure's own function.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// use euthymia_synthesis::effect::{Inputs, Rules, compute};
/// use euthymia_synthesis::measure::Measure;
/// let data = Inputs::TwoProportions(TwoByTwo::new(0, 10, 4, 10)?);
/// let computed = compute(Measure::OddsRatio, &data, &Rules::of(Measure::OddsRatio))?;
/// assert_eq!(computed.added, 0.5);
/// // (0.5/10.5)/(4.5/6.5).
/// let ratio = Measure::OddsRatio.to_natural(computed.effect.estimate, None);
/// assert!((ratio - 0.5 * 6.5 / (10.5 * 4.5)).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
///
/// [`Scope::AllIfAny`]: super::zero_cells::Scope::AllIfAny
pub fn compute(measure: Measure, inputs: &Inputs, rules: &Rules) -> Result<Computed, EffectError> {
    let mut found = [one(measure, inputs, rules, inputs.has_zero())];
    average(
        measure,
        std::slice::from_ref(inputs),
        &mut found,
        rules.variance,
    );
    let [found] = found;
    found
}

/// Computes a measure for each study of a set, under one set of rules.
#[must_use]
pub fn compute_all(
    measure: Measure,
    inputs: &[Inputs],
    rules: &Rules,
) -> Vec<Result<Computed, EffectError>> {
    let set_has_zero = inputs.iter().any(Inputs::has_zero);
    let mut found: Vec<_> = inputs
        .iter()
        .map(|study| one(measure, study, rules, set_has_zero))
        .collect();
    average(measure, inputs, &mut found, rules.variance);
    found
}

fn one(
    measure: Measure,
    inputs: &Inputs,
    rules: &Rules,
    set_has_zero: bool,
) -> Result<Computed, EffectError> {
    let found = match inputs {
        Inputs::OneProportion(count) => one_proportion(measure, count, rules, set_has_zero),
        Inputs::TwoProportions(table) => two_proportions(measure, table, rules, set_has_zero),
        Inputs::MatchedPairs(pairs) => matched(measure, pairs, rules, set_has_zero),
        Inputs::OneRate(group) => one_rate(measure, group, rules, set_has_zero),
        Inputs::TwoRates(groups) => two_rates(measure, groups, rules, set_has_zero),
        Inputs::OneMean(group) => plain(one_mean(measure, group, rules)),
        Inputs::TwoMeans([first, second]) => match two_means(measure, first, second, rules) {
            Some(found) => plain(Some(found)),
            None => plain(from_d(measure, inputs, rules)),
        },
        Inputs::CohensD(_) => plain(from_d(measure, inputs, rules)),
        Inputs::Paired(data) => change(measure, data, rules),
        Inputs::TwoPaired(groups) => two_changes(measure, groups, rules),
        Inputs::Correlation(data) => plain(one_correlation(measure, data, rules)),
        Inputs::PartialCorrelation(data) => plain(partial_correlation(measure, data)),
        Inputs::Reliability(alpha) => plain(one_reliability(measure, alpha)),
        Inputs::Estimate(effect) => plain(match measure {
            Measure::HazardRatio | Measure::Generic => Some(Ok(*effect)),
            _ => None,
        }),
    };
    let found = found.ok_or(EffectError::Input {
        measure: measure.code(),
        needed: measure.input().name(),
        given: inputs.name(),
    })??;
    check_variance_rule(measure, rules.variance)?;
    Ok(found)
}

/// `None` when the measure is not computed from data of this kind.
type Found<T> = Option<Result<T, EffectError>>;

fn plain(found: Found<Effect>) -> Found<Computed> {
    Some(found?.map(|effect| Computed {
        effect,
        added: 0.0,
        note: None,
    }))
}

fn corrected(effect: Result<Effect, EffectError>, added: f64) -> Found<Computed> {
    Some(effect.map(|effect| Computed {
        effect,
        added,
        note: None,
    }))
}

/// Refuses a kind of variance that the measure does not have.
fn check_variance_rule(measure: Measure, rule: VarianceRule) -> Result<(), EffectError> {
    use VarianceRule::{
        Average, AverageHomoscedastic, CrossSectional, Homoscedastic, LargeSample,
        LargeSampleSquaredFactor, Stratified, Unbiased, Usual,
    };
    let has = match rule {
        Usual | LargeSample => true,
        LargeSampleSquaredFactor => {
            matches!(measure, Measure::HedgesG) || is_d_to_odds_ratio(measure)
        }
        Unbiased => {
            matches!(
                measure,
                Measure::HedgesG | Measure::RiskDifference | Measure::UnbiasedCorrelation
            ) || is_d_to_odds_ratio(measure)
        }
        Homoscedastic => matches!(measure, Measure::MeanDifference | Measure::RatioOfMeans),
        Stratified | CrossSectional => matches!(
            measure,
            Measure::Phi | Measure::PhiZ | Measure::PointBiserial | Measure::PointBiserialZ
        ),
        Average => matches!(
            measure,
            Measure::HedgesG
                | Measure::RatioOfMeans
                | Measure::Correlation
                | Measure::UnbiasedCorrelation
        ),
        AverageHomoscedastic => measure == Measure::RatioOfMeans,
    };
    if has {
        return Ok(());
    }
    Err(EffectError::VarianceRule {
        measure: measure.code(),
        rule: rule.code(),
    })
}

fn one_proportion(
    measure: Measure,
    count: &Count,
    rules: &Rules,
    set_has_zero: bool,
) -> Found<Computed> {
    let function = match measure {
        Measure::DoubleArcsine => return plain(Some(double_arcsine(count))),
        Measure::RawProportion => raw,
        Measure::Logit => logit,
        Measure::LogProportion => log_proportion,
        Measure::Arcsine => arcsine,
        Measure::Probit => probit,
        _ => return None,
    };
    let split = count.under(&rules.zero_cells, set_has_zero);
    corrected(function(&split), split.added)
}

fn two_proportions(
    measure: Measure,
    table: &TwoByTwo,
    rules: &Rules,
    set_has_zero: bool,
) -> Found<Computed> {
    let comparison = match measure {
        Measure::RiskRatio => Comparison::RiskRatio,
        Measure::RiskDifference | Measure::Phi | Measure::PhiZ => Comparison::RiskDifference,
        Measure::PetoOddsRatio => Comparison::PetoOddsRatio,
        Measure::ArcsineDifference => Comparison::ArcsineDifference,
        _ => Comparison::OddsRatio,
    };
    let sampling = match rules.variance {
        VarianceRule::Stratified => Sampling::Stratified,
        _ => Sampling::CrossSectional,
    };
    let Some(cells) = table.under(comparison, &rules.zero_cells, set_has_zero) else {
        return Some(Err(EffectError::Uninformative));
    };
    let to_d = |latent| log_odds_ratio(&cells).and_then(|y| d_from_log_odds_ratio(&y, latent));
    let effect = match measure {
        Measure::RiskRatio => log_risk_ratio(&cells),
        Measure::OddsRatio => log_odds_ratio(&cells),
        Measure::RiskDifference if rules.variance == VarianceRule::Unbiased => {
            risk_difference_unbiased(&cells)
        }
        Measure::RiskDifference => risk_difference(&cells),
        Measure::PetoOddsRatio => peto_log_odds_ratio(&cells),
        Measure::ArcsineDifference => arcsine_difference(&cells),
        Measure::Phi => phi(&cells, sampling),
        Measure::PhiZ => phi_z(&cells, sampling),
        Measure::YuleQ => yule_q(&cells),
        Measure::YuleY => yule_y(&cells),
        Measure::ProbitDifference => probit_difference(&cells),
        Measure::OddsRatioToDNormal => to_d(Latent::Normal),
        Measure::OddsRatioToDLogistic => to_d(Latent::Logistic),
        _ => return None,
    };
    corrected(effect, cells.added)
}

fn matched(measure: Measure, pairs: &Pairs, rules: &Rules, set_has_zero: bool) -> Found<Computed> {
    let (kind, function): (_, fn(&_) -> _) = match measure {
        Measure::MatchedRiskRatio => (PairMeasure::Marginal, matched_log_risk_ratio),
        Measure::MatchedOddsRatio => (PairMeasure::Marginal, matched_log_odds_ratio),
        Measure::MatchedRiskDifference => (PairMeasure::Discordant, matched_risk_difference),
        Measure::MatchedPetoOddsRatio => (PairMeasure::Discordant, matched_peto_log_odds_ratio),
        Measure::MatchedConditionalOddsRatio => {
            (PairMeasure::Conditional, matched_conditional_log_odds_ratio)
        }
        _ => return None,
    };
    let cells = pairs.corrected(kind, &rules.zero_cells, set_has_zero);
    corrected(function(&cells), cells.added)
}

fn one_rate(
    measure: Measure,
    group: &PersonTime,
    rules: &Rules,
    set_has_zero: bool,
) -> Found<Computed> {
    let function = match measure {
        Measure::Rate => rate,
        Measure::LogRate => log_rate,
        Measure::RootRate => root_rate,
        Measure::DoubleRootRate => double_root_rate,
        _ => return None,
    };
    let counted = group.corrected(&rules.zero_cells, set_has_zero);
    corrected(function(&counted), counted.added)
}

fn two_rates(
    measure: Measure,
    groups: &[PersonTime; 2],
    rules: &Rules,
    set_has_zero: bool,
) -> Found<Computed> {
    let (comparison, function): (_, fn(&_) -> _) = match measure {
        Measure::RateRatio => (RateComparison::Ratio, log_rate_ratio),
        Measure::RateDifference => (RateComparison::Difference, rate_difference),
        Measure::RootRateDifference => (RateComparison::Difference, root_rate_difference),
        _ => return None,
    };
    match person_time::corrected(groups, comparison, &rules.zero_cells, set_has_zero) {
        Some(counted) => corrected(function(&counted), counted[0].added),
        None => Some(Err(EffectError::Uninformative)),
    }
}

fn one_mean(measure: Measure, group: &Group, rules: &Rules) -> Found<Effect> {
    Some(match measure {
        Measure::Mean => mean(group),
        Measure::StandardisedMean => standardised_mean(group, rules.small_sample),
        Measure::LogMean => log_mean(group),
        Measure::LogCv => log_cv(group),
        Measure::LogSd => log_sd(group),
        _ => return None,
    })
}

fn two_means(measure: Measure, first: &Group, second: &Group, rules: &Rules) -> Found<Effect> {
    let spread = match rules.variance {
        VarianceRule::Homoscedastic => Spread::Pooled,
        _ => Spread::Own,
    };
    let (factor, bias) = (rules.small_sample, rules.ratio_bias);
    Some(match measure {
        Measure::MeanDifference if spread == Spread::Pooled => {
            mean_difference_one_variance(first, second)
        }
        Measure::MeanDifference => mean_difference(first, second),
        Measure::SmdUnequal => smd_unequal(first, second, factor),
        Measure::GlassDelta => glass_delta(first, second, factor),
        Measure::GlassDeltaUnequal => glass_delta_unequal(first, second, factor),
        Measure::RatioOfMeans => log_ratio_of_means(first, second, bias, spread),
        Measure::VariabilityRatio => log_variability_ratio(first, second),
        Measure::CvRatio => log_cv_ratio(first, second, bias),
        _ => return None,
    })
}

/// The measures that are functions of Cohen's d and the two group sizes.
fn from_d(measure: Measure, inputs: &Inputs, rules: &Rules) -> Found<Effect> {
    let d = match inputs.cohens_d() {
        Ok(d) => d?,
        Err(error) => return Some(Err(error)),
    };
    let stratified = rules.variance != VarianceRule::CrossSectional;
    let to_odds = |latent| standardised(&d, rules).and_then(|g| log_odds_ratio_from_d(&g, latent));
    Some(match measure {
        Measure::HedgesG => standardised(&d, rules),
        Measure::DToOddsRatioNormal => to_odds(Latent::Normal),
        Measure::DToOddsRatioLogistic => to_odds(Latent::Logistic),
        Measure::PointBiserial => point_biserial(&d, stratified),
        Measure::PointBiserialZ => point_biserial_z(&d, stratified),
        Measure::Biserial => biserial(&d),
        Measure::BiserialZ => biserial_z(&d),
        _ => return None,
    })
}

fn standardised(d: &CohensD, rules: &Rules) -> Result<Effect, EffectError> {
    let variance = match rules.variance {
        VarianceRule::LargeSampleSquaredFactor => SmdVariance::SquaredFactor,
        VarianceRule::Unbiased => SmdVariance::Unbiased,
        _ => SmdVariance::LargeSample,
    };
    smd(d, rules.small_sample, variance)
}

fn change(measure: Measure, data: &Paired, rules: &Rules) -> Found<Computed> {
    let (factor, bias) = (rules.small_sample, rules.ratio_bias);
    let effect = match measure {
        Measure::MeanChange => paired::mean_change(data),
        Measure::ChangeByChange => paired::standardised_by_change(data, factor),
        Measure::ChangeByBefore => paired::standardised_by_before(data, factor),
        Measure::ChangeByBeforeUnequal => paired::standardised_by_before_unequal(data, factor),
        Measure::ChangeByAverage => paired::standardised_by_average(data, factor),
        Measure::ChangeByAverageUnequal => paired::standardised_by_average_unequal(data, factor),
        Measure::RatioOfMeansChange => paired::log_ratio_of_means_change(data, bias),
        Measure::VariabilityRatioChange => paired::log_variability_ratio_change(data),
        Measure::CvRatioChange => paired::log_cv_ratio_change(data, bias),
        _ => return None,
    };
    Some(effect.map(|effect| Computed {
        effect,
        added: 0.0,
        note: note(data),
    }))
}

fn two_changes(measure: Measure, groups: &TwoPaired, rules: &Rules) -> Found<Computed> {
    let effect = match measure {
        Measure::DifferenceOfChanges => difference_of_changes(groups, rules.small_sample),
        Measure::PooledBeforeChange => pooled_before_change(groups, rules.small_sample),
        _ => return None,
    };
    let [first, second] = [groups.first, groups.second];
    let doubt = |data: &Paired| match data.correlation().knowledge() {
        Knowledge::Given => 0,
        Knowledge::FromChangeSd => 1,
        Knowledge::FromPairedTest => 2,
        Knowledge::Assumed => 3,
    };
    let least_certain = if doubt(&second) > doubt(&first) {
        second
    } else {
        first
    };
    Some(effect.map(|effect| Computed {
        effect,
        added: 0.0,
        note: note(&least_certain),
    }))
}

fn note(data: &Paired) -> Option<Note> {
    let correlation = data.correlation();
    (correlation.knowledge() != Knowledge::Given).then(|| Note::PairCorrelation {
        value: correlation.value(),
        knowledge: correlation.knowledge(),
    })
}

fn one_correlation(measure: Measure, data: &Correlation, rules: &Rules) -> Found<Effect> {
    Some(match measure {
        Measure::Correlation => correlation::raw(data),
        Measure::UnbiasedCorrelation if rules.variance == VarianceRule::Unbiased => {
            unbiased_both(data)
        }
        Measure::UnbiasedCorrelation => unbiased(data),
        Measure::FisherZ => fisher_z(data),
        _ => return None,
    })
}

fn partial_correlation(measure: Measure, data: &PartialCorrelation) -> Found<Effect> {
    Some(match measure {
        Measure::PartialCorrelation => correlation::partial(data),
        Measure::PartialFisherZ => correlation::partial_z(data),
        _ => return None,
    })
}

fn one_reliability(measure: Measure, alpha: &Alpha) -> Found<Effect> {
    Some(match measure {
        Measure::Alpha => reliability::raw(alpha),
        Measure::AlphaHakstianWhalen => reliability::hakstian_whalen(alpha),
        Measure::AlphaBonett => reliability::bonett(alpha),
        _ => return None,
    })
}
