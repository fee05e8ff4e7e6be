//! Nothing panics and nothing that is no number comes out, whatever goes in.

use std::num::NonZeroUsize;

use euthymia_cohort::bayes_t::{Alternative, Design, bayes_t};
use euthymia_cohort::bootstrap::{Plan, Replicates, jackknife, resample};
use euthymia_cohort::bootstrap_interval::{basic, bca, percentile};
use euthymia_cohort::descriptive;
use euthymia_cohort::differences::Differences;
use euthymia_cohort::hodges_lehmann::hodges_lehmann;
use euthymia_cohort::paired::summarise;
use euthymia_cohort::reliable_change::{
    Better, Criterion, Population, criterion_c, reliable_change,
};
use euthymia_cohort::shapiro_wilk::shapiro_wilk;
use euthymia_cohort::sign_test::sign_test;
use euthymia_cohort::signed_rank::{MethodRule, ZeroRule, signed_rank};
use euthymia_cohort::standardised_interval::{
    PreVariance, d_av_interval, d_pre_interval, d_rms_interval, d_z_interval,
};
use euthymia_numerics::Probability;
use proptest::prelude::*;

/// Every double, and more often the troublesome ones.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        -60.0..60.0_f64,
        Just(0.0),
        Just(-0.0),
        Just(1e-310),
        Just(f64::MAX),
        Just(f64::MIN),
        Just(f64::NAN),
        Just(f64::INFINITY),
    ]
}

fn numbers() -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        proptest::collection::vec(number(), 0..12),
        proptest::collection::vec(-1e6..1e6_f64, 0..40),
        proptest::collection::vec((-3_i32..3).prop_map(f64::from), 0..40),
    ]
}

fn level() -> impl Strategy<Value = Probability> {
    prop_oneof![0.0..=1.0_f64, Just(0.0), Just(1.0), Just(0.95)]
        .prop_map(|level| Probability::new(level).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rank_tests(values in numbers(), level in level()) {
        if let Ok(falls) = Differences::of_values(&values) {
            for zeros in [ZeroRule::Drop, ZeroRule::Pratt, ZeroRule::Split] {
                if let Ok(test) = signed_rank(&falls, zeros, MethodRule::Automatic) {
                    for p in [test.p_two_sided, test.p_greater, test.p_less] {
                        prop_assert!((0.0..=1.0).contains(&p), "{:?}", test);
                    }
                    prop_assert!(test.z.is_finite() && test.rank_biserial.abs() <= 1.0);
                }
            }
            if let Ok(test) = sign_test(&falls, level) {
                prop_assert!((0.0..=1.0).contains(&test.p_two_sided) && test.median.is_finite());
                prop_assert!(test.interval.is_none_or(|i| i.lower <= i.upper && i.achieved >= i.level));
            }
            if let Ok(found) = hodges_lehmann(&falls, level) {
                prop_assert!(found.estimate.is_finite());
                prop_assert!(found.interval.is_none_or(|i| i.lower <= i.upper && i.achieved >= i.level - 1e-12));
            }
        }
        if let Ok(test) = shapiro_wilk(&values) {
            prop_assert!((0.0..=1.0).contains(&test.w) && (0.0..=1.0).contains(&test.p), "{:?}", test);
        }
    }

    #[test]
    fn standardised(pairs in proptest::collection::vec((number(), number()), 0..12), level in level()) {
        let (before, after): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        if let Ok(summary) = summarise(&before, &after) {
            let found = [
                d_z_interval(&summary, level),
                d_av_interval(&summary, level),
                d_rms_interval(&summary, level),
                d_pre_interval(&summary, level, PreVariance::Becker1988),
                d_pre_interval(&summary, level, PreVariance::Bonett2008),
            ];
            for found in found.into_iter().flatten() {
                prop_assert!(found.d_interval.lower <= found.d_interval.upper, "{:?}", found);
            }
        }
    }

    #[test]
    fn resampling(values in numbers(), level in level(), resamples in 0_usize..90, acceleration in number()) {
        let plan = Plan { resamples, seed: 1, threads: NonZeroUsize::MIN };
        let mean = |x: &mut [f64]| descriptive::mean(x);
        let _ = jackknife(&values, NonZeroUsize::MIN, mean);
        let made = [resample(&values, plan, mean), Replicates::of_values(0.5, &values)];
        for made in made.into_iter().flatten() {
            let found = [percentile(&made, level), basic(&made, level), bca(&made, acceleration, level)];
            for found in found.into_iter().flatten() {
                prop_assert!(!found.interval.lower.is_nan() && !found.interval.upper.is_nan(), "{:?}", found);
            }
        }
    }

    #[test]
    fn reliable(sd in number(), r in number(), before in number(), after in number(), level in level()) {
        for criterion in [Criterion::Printed196, Criterion::Normal { level }] {
            if let Ok(rule) = reliable_change(sd, r, criterion, Better::Lower) {
                prop_assert!(rule.threshold >= 0.0);
                let _ = rule.classify(before, after);
            }
        }
        let (a, b) = (Population { mean: before, sd }, Population { mean: after, sd: r });
        if let Ok(c) = criterion_c(a, b) {
            prop_assert!(c.is_finite());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn bayes(t in prop_oneof![number(), -40.0..40.0_f64, Just(9999.0)], n in prop_oneof![0_usize..50, Just(usize::MAX), Just(1_000_000)], second in 0_usize..4, scale in prop_oneof![number(), Just(0.001), Just(0.7), Just(1000.0)]) {
        for design in [Design::OneSample { n }, Design::TwoSamples { first: n, second }] {
            if let Ok(found) = bayes_t(t, design, scale, Alternative::Greater, Probability::NINETY_FIVE) {
                prop_assert!(found.ln_bf10.is_finite() && found.posterior.mean >= 0.0, "{:?}", found);
                prop_assert!(found.posterior.interval.lower <= found.posterior.interval.upper, "{:?}", found);
            }
        }
    }
}
