//! Mantel–Haenszel and Peto: sums over the tables, nothing added to a zero.

use super::super::effects::Included;
use super::super::{
    Details, Disagreement, Inputs, LeftOut, Model, PoolError, PoolOptions, Summary, Test,
};
use super::Fitted;
use euthymia_synthesis::effect::Rules;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::stratified::association::{Continuity, ScoreVariance, association};
use euthymia_synthesis::stratified::homogeneity::{Homogeneity, homogeneity};
use euthymia_synthesis::stratified::mantel_haenszel::DifferenceVariance;
use euthymia_synthesis::stratified::{
    Options, Part, Pooled, Stratum, mantel_haenszel, person_time, peto,
};
use euthymia_synthesis::studies::StudySet;

pub(super) fn fit(
    included: &Included,
    set: StudySet,
    options: &PoolOptions,
) -> Result<Fitted, PoolError> {
    let asked = asked(options);
    let (pooled, tests) = match options.measure {
        Measure::RateRatio | Measure::RateDifference => {
            (of_rates(included, options, &asked)?, None)
        }
        _ => of_tables(included, options, &asked)?,
    };
    let inference = &pooled.inference;
    let summary = Summary {
        k: pooled.k,
        estimate: pooled.estimate,
        standard_error: Some(inference.standard_error),
        bounds: inference.bounds,
        test: Some(Test {
            statistic: inference.statistic,
            df: inference.df,
            p_value: inference.p_value,
        }),
        tau2: None,
        heterogeneity: pooled.heterogeneity.map(|h| Disagreement {
            name: "Q",
            q: h.q,
            df: h.df,
            p_value: h.p_value,
            i2: Some(h.i2),
            h2: Some(h.h2),
        }),
        prediction: None,
        model: options.model.name().to_owned(),
        interval: "Wald (normal)",
        converged: true,
    };
    let left_out = pooled
        .left_out
        .iter()
        .filter(|left| left.part == Part::Pooling)
        .map(|left| LeftOut {
            label: left.label.clone(),
            reason: "the rule for zero cells leaves it out".to_owned(),
        })
        .collect();
    Ok(Fitted {
        summary,
        details: Details::Stratified { set, pooled, tests },
        weights: None,
        warnings: Vec::new(),
        left_out,
    })
}

/// Nothing is added to the sums unless a rule was asked for; Q needs an estimate from every table.
fn asked(options: &PoolOptions) -> Options {
    let usual = Rules::of(options.measure).zero_cells;
    let is_difference = matches!(
        options.measure,
        Measure::RiskDifference | Measure::RateDifference
    );
    // A difference without a variance has no place in Q; nothing is added to give it one.
    let single = if is_difference {
        ZeroCells {
            scope: Scope::Never,
            ..usual
        }
    } else {
        usual
    };
    let mut asked = Options {
        single,
        level: options.fit.level,
        ..Options::default()
    };
    if options.rules.zero_cells != usual {
        asked.pooling = options.rules.zero_cells;
        asked.single = options.rules.zero_cells;
    }
    asked
}

/// The tests that go with pooled tables.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TableTests {
    /// Cochran–Mantel–Haenszel statistic with its p-value.
    pub association: Option<(f64, f64)>,
    /// Breslow–Day statistic, Tarone's adjustment, degrees of freedom; odds ratios only.
    pub homogeneity: Option<Homogeneity>,
}

fn of_tables(
    included: &Included,
    options: &PoolOptions,
    asked: &Options,
) -> Result<(Pooled, Option<TableTests>), PoolError> {
    let strata: Vec<Stratum<TwoByTwo>> = included
        .iter()
        .filter_map(|(candidate, _)| match candidate.data {
            Inputs::TwoProportions(table) => Some(Stratum::new(candidate.label.as_str(), table)),
            _ => None,
        })
        .collect();
    let cells: Vec<_> = strata.iter().map(|stratum| stratum.table.cells()).collect();
    let found = association(&cells, ScoreVariance::MantelHaenszel, Continuity::Half);
    let association = found.map(|found| (found.chi_squared, found.p_value));
    let pooled = match (options.model, options.measure) {
        (Model::Peto, _) => peto::odds_ratio(&strata, asked)?,
        (_, Measure::RiskRatio) => mantel_haenszel::risk_ratio(&strata, asked)?,
        (_, Measure::RiskDifference) => {
            mantel_haenszel::risk_difference(&strata, DifferenceVariance::default(), asked)?
        }
        _ => mantel_haenszel::odds_ratio(&strata, asked)?,
    };
    let is_odds_ratio = options.measure == Measure::OddsRatio && options.model != Model::Peto;
    let homogeneity = is_odds_ratio
        .then(|| homogeneity(&cells, pooled.estimate.exp()))
        .flatten();
    let tests = TableTests {
        association,
        homogeneity,
    };
    Ok((pooled, Some(tests)))
}

fn of_rates(
    included: &Included,
    options: &PoolOptions,
    asked: &Options,
) -> Result<Pooled, PoolError> {
    let of = |data: &Inputs| match data {
        Inputs::TwoRates(groups) => Some(*groups),
        _ => None,
    };
    let strata: Vec<_> = included
        .iter()
        .filter_map(|(c, _)| Some(Stratum::new(c.label.as_str(), of(&c.data)?)))
        .collect();
    Ok(match options.measure {
        Measure::RateDifference => person_time::rate_difference(&strata, asked)?,
        _ => person_time::rate_ratio(&strata, asked)?,
    })
}
