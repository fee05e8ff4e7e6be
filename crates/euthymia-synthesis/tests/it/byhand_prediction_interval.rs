//! `reference/byhand/prediction_interval.md`: three rules, three answers.

use crate::cases::{case, fit};
use euthymia_synthesis::pairwise::{Interval, Model, Prediction, Tau2Method};
use euthymia_testkit::assert_close;

#[test]
fn three_rules() {
    let set = case("equal_variance_GEN").set();
    // t with two degrees of freedom: (2p − 1)/√(2p(1 − p)).
    let t2 = 0.95 / 0.04875_f64.sqrt();
    for (rule, quantile, lower) in [
        (
            Prediction::Normal,
            1.959_963_984_540_054_2,
            -1.700_591_578_693_326_9,
        ),
        (Prediction::StudentKMinus2, t2, -5.974_393_656_151_459),
        (
            Prediction::StudentKMinus1,
            3.182_446_305_283_709_6,
            -3.930_784_340_208_92,
        ),
    ] {
        let half = quantile * 213.0_f64.sqrt() / 8.0;
        for method in [
            Tau2Method::DerSimonianLaird,
            Tau2Method::PauleMandel,
            Tau2Method::Reml,
        ] {
            let found = fit(&set, Model::RandomEffects(method), Interval::Wald, rule);
            let bounds = found.unwrap().prediction.unwrap();
            assert_close!(bounds.lower, lower, "estimate", "{rule:?} {method:?}");
            assert_close!(bounds.lower, 15.0 / 8.0 - half, "estimate", "{rule:?}");
            assert_close!(bounds.upper, 15.0 / 8.0 + half, "estimate", "{rule:?}");
        }
    }
}

#[test]
fn none_for_a_common_effect_for_one_study_and_for_two_with_k_minus_2() {
    let model = Model::RandomEffects(Tau2Method::Reml);
    let predicted = |name: &str, model, rule| {
        let found = fit(&case(name).set(), model, Interval::Wald, rule);
        found.unwrap().prediction
    };
    let rules = [
        Prediction::Normal,
        Prediction::StudentKMinus1,
        Prediction::StudentKMinus2,
    ];
    for rule in rules {
        assert_eq!(
            predicted("equal_variance_GEN", Model::CommonEffect, rule),
            None
        );
        assert_eq!(predicted("one_study_GEN", model, rule), None);
    }
    assert_eq!(
        predicted("two_studies_GEN", model, Prediction::StudentKMinus2),
        None
    );
}
