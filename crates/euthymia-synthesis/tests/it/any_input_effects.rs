//! Any data at all through the one door: no panic, and never a number that is not one.

use euthymia_numerics::Probability;
use euthymia_synthesis::effect::correlation::{Correlation, Direction, PartialCorrelation};
use euthymia_synthesis::effect::matched_pairs::Pairs;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::pair_correlation::PairCorrelation;
use euthymia_synthesis::effect::paired::{Occasion, Paired};
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::pre_post_control::TwoPaired;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::reliability::Alpha;
use euthymia_synthesis::effect::standardised::CohensD;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::effect::{
    Effect, Inputs, RatioBias, Rules, SmallSample, VarianceRule, compute, compute_all, explain,
    reported,
};
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::explain::Step;
use proptest::prelude::*;

fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), -20.0..20.0_f64, 0.0..1.0_f64, Just(0.0)]
}

fn any_count() -> impl Strategy<Value = u64> {
    prop_oneof![any::<u64>(), 0..=(1_u64 << 53), 0..50_u64, 0..50_u64]
}

/// Every kind of data that four counts and six numbers make.
fn all_inputs([a, b, c, d]: [u64; 4], [u, v, w, x, y, z]: [f64; 6]) -> Vec<Inputs> {
    let p = Probability::new(v.abs().fract());
    let direction = if u < 0.0 {
        Direction::Negative
    } else {
        Direction::Positive
    };
    let group = |mean, sd, n| Group::new(mean, sd, n).ok();
    let paired = |correlation: Option<PairCorrelation>| {
        let (after, before) = (Occasion::new(u, v).ok()?, Occasion::new(w, x).ok()?);
        Paired::new(after, before, a, correlation?).ok()
    };
    let pairs = [
        paired(PairCorrelation::given(y).ok()),
        paired(PairCorrelation::from_change_sd(v, x, y).ok()),
        paired(PairCorrelation::from_paired_t(v, x, y, z, a).ok()),
        paired(
            p.ok()
                .and_then(|p| PairCorrelation::from_paired_p(v, x, y, p, a).ok()),
        ),
    ];
    let mut all = vec![
        Count::new(a, b).ok().map(Inputs::OneProportion),
        TwoByTwo::new(a, b, c, d).ok().map(Inputs::TwoProportions),
        Pairs::new(a, b, c, d).ok().map(Inputs::MatchedPairs),
        PersonTime::new(a, u).ok().map(Inputs::OneRate),
        PersonTime::new(a, u)
            .ok()
            .zip(PersonTime::new(b, v).ok())
            .map(|(one, two)| Inputs::TwoRates([one, two])),
        group(u, v, a).map(Inputs::OneMean),
        group(u, v, a)
            .zip(group(w, x, b))
            .map(|(one, two)| Inputs::TwoMeans([one, two])),
        CohensD::new(u, a, b).ok().map(Inputs::CohensD),
        CohensD::from_t(u, a, b).ok().map(Inputs::CohensD),
        p.ok()
            .and_then(|p| CohensD::from_p(p, direction, a, b).ok())
            .map(Inputs::CohensD),
        Correlation::new(u, a).ok().map(Inputs::Correlation),
        Correlation::from_t(u, a).ok().map(Inputs::Correlation),
        p.ok()
            .and_then(|p| Correlation::from_p(p, direction, a).ok())
            .map(Inputs::Correlation),
        PartialCorrelation::from_t(u, a, b)
            .ok()
            .map(Inputs::PartialCorrelation),
        PartialCorrelation::new(u, a, b)
            .ok()
            .map(Inputs::PartialCorrelation),
        Alpha::new(u, a, b).ok().map(Inputs::Reliability),
    ];
    all.extend(
        reports(u, v, w)
            .into_iter()
            .map(|effect| effect.map(Inputs::Estimate)),
    );
    let known: Vec<Paired> = pairs.into_iter().flatten().collect();
    if let (Some(first), Some(second)) = (known.first(), known.last()) {
        all.push(Some(Inputs::TwoPaired(TwoPaired {
            first: *first,
            second: *second,
        })));
    }
    all.extend(known.into_iter().map(|paired| Some(Inputs::Paired(paired))));
    all.into_iter().flatten().collect()
}

fn reports(u: f64, v: f64, w: f64) -> Vec<Option<Effect>> {
    if let Ok(off) = reported::asymmetry(u, v, w) {
        assert!(!off.is_nan(), "{u}, {v} to {w}");
    }
    let level = Probability::NINETY_FIVE;
    let mut all = vec![
        reported::from_standard_error(u, v).ok(),
        reported::from_interval(u, v, w, level).ok(),
        reported::log_ratio_from_interval(u, v, w, level).ok(),
        reported::from_z(u, v).ok(),
        reported::from_t_interval(u, v, w, level, u).ok(),
        reported::log_hazard_ratio_from_log_rank(u, v).ok(),
    ];
    if let Ok(p) = Probability::new(v.abs().fract()) {
        all.extend([
            reported::from_p(u, p).ok(),
            reported::from_t_test_p(u, p, w).ok(),
            reported::log_ratio_from_p(u, p).ok(),
        ]);
    }
    all
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let scope = prop::sample::select(vec![
        Scope::AnyZero,
        Scope::Undefined,
        Scope::AllIfAny,
        Scope::All,
        Scope::Never,
    ]);
    let factor = prop::sample::select(vec![
        SmallSample::Exact,
        SmallSample::Approximate,
        SmallSample::Uncorrected,
    ]);
    let variance = prop::sample::select(vec![
        VarianceRule::Usual,
        VarianceRule::LargeSampleSquaredFactor,
        VarianceRule::Unbiased,
        VarianceRule::Homoscedastic,
        VarianceRule::Stratified,
        VarianceRule::CrossSectional,
        VarianceRule::Average,
        VarianceRule::AverageHomoscedastic,
    ]);
    (
        scope,
        factor,
        variance,
        any::<[bool; 2]>(),
        prop_oneof![Just(0.5), any_number()],
    )
        .prop_map(
            |(scope, small_sample, variance, [keep, plain], amount)| Rules {
                zero_cells: ZeroCells {
                    amount,
                    scope,
                    keep_uninformative: keep,
                },
                small_sample,
                variance,
                ratio_bias: if plain {
                    RatioBias::Plain
                } else {
                    RatioBias::Corrected
                },
            },
        )
}

fn no_step_is_nan(step: &Step) {
    assert!(!step.value.is_nan(), "{}", step.what);
    step.from.iter().for_each(no_step_is_nan);
}

proptest! {
    #[test]
    fn every_measure_gives_a_number_or_a_reason(
        counts in [any_count(), any_count(), any_count(), any_count()],
        numbers in [any_number(), any_number(), any_number(), any_number(), any_number(), any_number()],
        rules in any_rules(),
        size in any_number(),
    ) {
        let inputs = all_inputs(counts, numbers);
        for measure in Measure::ALL {
            for (data, found) in inputs.iter().zip(compute_all(measure, &inputs, &rules)) {
                match found {
                    Ok(found) => {
                        let variance = found.effect.variance.get();
                        prop_assert!(found.effect.estimate.is_finite() && variance > 0.0 && variance.is_finite());
                        no_step_is_nan(&explain(measure, data, &rules, &found));
                        let _ = measure.to_natural(found.effect.estimate, Some(size));
                    }
                    Err(error) => prop_assert!(!error.to_string().is_empty()),
                }
                let _ = compute(measure, data, &Rules::metafor(measure));
            }
        }
    }
}
