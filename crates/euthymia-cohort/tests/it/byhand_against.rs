//! A count against a fixed rate, and regression to the mean, worked out by hand.

use euthymia_cohort::CohortError;
use euthymia_cohort::against::{Selected, regression_to_mean};
use euthymia_cohort::binomial_test::binomial_test;
use euthymia_cohort::proportion::{Proportion, clopper_pearson};
use euthymia_cohort::two_sided::TwoSided;
use euthymia_numerics::Probability;
use proptest::prelude::*;

fn near(found: f64, expected: f64) {
    let allowed = 1e-12 * expected.abs().max(1.0);
    assert!(
        (found - expected).abs() <= allowed,
        "{found}, not {expected}"
    );
}

#[test]
fn chosen_at_or_above_the_mean() {
    // φ(0)/½ = √(2/π): of a spread of 10 and a reliability of ½, half of 10 √(2/π) goes.
    let chosen = Selected::AtOrAbove { threshold: 50.0 };
    let found = regression_to_mean(chosen, 50.0, 10.0, 0.5).unwrap();
    let excess = 10.0 * (2.0 / std::f64::consts::PI).sqrt();
    near(found.first, 50.0 + excess);
    near(found.fall, excess / 2.0);
    near(found.second, 50.0 + excess / 2.0);
}

#[test]
fn a_perfect_scale_does_not_regress_and_a_useless_one_regresses_to_the_mean() {
    let chosen = Selected::AtOrAbove { threshold: 28.0 };
    near(
        regression_to_mean(chosen, 20.0, 7.0, 1.0).unwrap().fall,
        0.0,
    );
    near(
        regression_to_mean(chosen, 20.0, 7.0, 0.0).unwrap().second,
        20.0,
    );
}

#[test]
fn far_out_the_mean_above_a_threshold_is_just_above_it() {
    // φ(z)/(1 − Φ(z)) = z + 1/z − 2/z³ + O(z⁻⁵).
    for z in [24.9, 25.1, 100.0, 1e6] {
        let chosen = Selected::AtOrAbove { threshold: z };
        let found = regression_to_mean(chosen, 0.0, 1.0, 0.0).unwrap().first;
        let expected = z + 1.0 / z - 2.0 / (z * z * z);
        assert!(
            (found - expected).abs() < 15.0 / z.powi(5) + 1e-13 * z,
            "{z}: {found}"
        );
    }
}

#[test]
fn impossible_numbers_are_refused() {
    let chosen = Selected::WithMean { mean: 30.0 };
    assert!(matches!(
        regression_to_mean(chosen, 20.0, 0.0, 0.8),
        Err(CohortError::OutOfRange {
            what: "standard deviation",
            ..
        })
    ));
    assert!(matches!(
        regression_to_mean(chosen, 20.0, 5.0, 1.2),
        Err(CohortError::OutOfRange {
            what: "reliability",
            ..
        })
    ));
    assert!(matches!(
        regression_to_mean(chosen, f64::NAN, 5.0, 0.8),
        Err(CohortError::NotFinite { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_doubled_tail_and_the_exact_interval_agree(n in 1_u64..80, share in 0.0_f64..=1.0, p0 in 0.001_f64..0.999) {
        let events = (share * n as f64) as u64;
        let proportion = Proportion::new(events, n).unwrap();
        let rate = Probability::new(p0).unwrap();
        let p = binomial_test(proportion, rate, TwoSided::Doubled).p_two_sided;
        let interval = clopper_pearson(proportion, Probability::NINETY_FIVE).unwrap();
        prop_assume!((p - 0.05).abs() > 1e-9);
        prop_assert_eq!(p < 0.05, !interval.contains(p0));
    }
}
