//! `reference/byhand/esketamine_worked.md`: three trials of esketamine against placebo.

use crate::cases::{case, fit};
use euthymia_synthesis::pairwise::{Interval, Model, Prediction, Tau2Method};
use euthymia_testkit::assert_close;

#[test]
fn each_trial_in_exact_fractions() {
    let studies = case("esketamine_madrs_change_MD").set();
    let expected = [
        (-2.0, 59_595_021.0 / 28_885_000.0),
        (-4.4, 21_647_709.0 / 6_312_500.0),
        (-3.7, 1_748_087.0 / 450_000.0),
    ];
    for (study, (y, v)) in studies.studies().iter().zip(expected) {
        assert_close!(study.effect.estimate, y, "algebra", "{}", study.label);
        let variance = study.effect.variance;
        assert_close!(variance.get(), v, "algebra", "{}", study.label);
        assert_close!(variance.standard_error().get(), v.sqrt(), "algebra", "se");
    }
    let g = case("esketamine_madrs_change_SMD").set();
    let expected = [
        -0.189_133_393_183_263_27,
        -0.334_118_199_294_210_91,
        -0.333_664_088_752_874_59,
    ];
    for (study, expected) in g.studies().iter().zip(expected) {
        assert_close!(
            study.effect.estimate,
            expected,
            "algebra",
            "{}",
            study.label
        );
    }
}

#[test]
fn the_common_effect() {
    let set = case("esketamine_madrs_change_MD").set();
    let found = fit(
        &set,
        Model::CommonEffect,
        Interval::Wald,
        Prediction::Normal,
    )
    .unwrap();
    assert_close!(found.estimate, -3.100_366_913_786_889, "algebra", "μ̂");
    let inference = found.inference;
    let se = inference.standard_error;
    assert_close!(se, 0.983_557_749_720_009_93, "algebra", "se");
    let bounds = inference.bounds;
    assert_close!(bounds.lower, -5.028_104_679_953_369_1, "algebra", "lower");
    assert_close!(bounds.upper, -1.172_629_147_620_408_9, "algebra", "upper");
    let h = found.heterogeneity.unwrap();
    assert_close!(h.q, 1.171_951_435_997_317_9, "algebra", "Q");
    // A chi-squared distribution with two degrees of freedom is exponential.
    assert_close!(h.p_value, (-h.q / 2.0).exp(), "special", "p of Q");
    let shares = [
        0.484_688_141_984_210_39,
        0.291_601_296_007_813_11,
        0.257_424_258_632_436_49,
    ]
    .map(|w| w / 1.033_713_696_624_46);
    for (found, expected) in found.weights.iter().zip(shares) {
        assert_close!(*found, expected, "algebra", "weight");
    }
}

#[test]
fn no_between_trial_variance_and_a_wider_hartung_knapp_interval() {
    let set = case("esketamine_madrs_change_MD").set();
    for method in [
        Tau2Method::DerSimonianLaird,
        Tau2Method::PauleMandel,
        Tau2Method::Reml,
    ] {
        let model = Model::RandomEffects(method);
        let knha = fit(&set, model, Interval::HartungKnapp, Prediction::Normal).unwrap();
        assert_eq!(knha.tau2.unwrap().value, 0.0);
        assert_eq!(knha.heterogeneity.unwrap().i2, 0.0);
        let inference = knha.inference;
        let s2 = inference.factor.unwrap();
        assert_close!(s2, 0.585_975_717_998_658_97, "algebra", "s²");
        let se = inference.standard_error;
        assert_close!(se, 0.752_904_121_583_657_41, "algebra", "se");
        let bounds = inference.bounds;
        assert_close!(bounds.lower, -6.339_851_887_758_434_8, "algebra", "lower");
        assert_close!(bounds.upper, 0.139_118_060_184_656_79, "algebra", "upper");
        let floor = fit(&set, model, Interval::HartungKnappFloor, Prediction::Normal).unwrap();
        let bounds = floor.inference.bounds;
        let half = (bounds.upper - bounds.lower) / 2.0;
        assert_close!(half, 4.231_907_436_699_040_7, "algebra", "half width");
    }
}
