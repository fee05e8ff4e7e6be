//! `reference/byhand/equal_variance_tau2.md`: with equal variances τ² is a sample variance minus v.

use crate::cases::{case, fit};
use euthymia_synthesis::pairwise::{Interval, Model, Prediction, Tau2Method};
use euthymia_testkit::assert_close;

#[test]
fn every_estimator_is_41_sixteenths() {
    let set = case("equal_variance_GEN").set();
    for method in [
        Tau2Method::DerSimonianLaird,
        Tau2Method::PauleMandel,
        Tau2Method::Reml,
    ] {
        for interval in [
            Interval::Wald,
            Interval::HartungKnapp,
            Interval::HartungKnappFloor,
        ] {
            let model = Model::RandomEffects(method);
            let found = fit(&set, model, interval, Prediction::Normal).unwrap();
            let context = format!("{method:?} {interval:?}");
            assert_close!(found.estimate, 15.0 / 8.0, "algebra", "{context}");
            assert_close!(found.tau2.unwrap().value, 41.0 / 16.0, "root", "{context}");
            // Hartung and Knapp's factor is exactly one whenever τ² is not cut.
            let se = found.inference.standard_error;
            assert_close!(se, 7.0 / 8.0, "estimate", "{context}");
            let h = found.heterogeneity.unwrap();
            assert_close!(h.q, 147.0 / 8.0, "algebra", "Q");
            assert_close!(h.i2, 41.0 / 49.0, "estimate", "I²");
            assert_close!(h.h2, 49.0 / 8.0, "estimate", "H²");
        }
    }
}

#[test]
fn the_q_profile_is_ss_over_q_minus_v() {
    let set = case("equal_variance_GEN").set();
    let model = Model::CommonEffect;
    let found = fit(&set, model, Interval::Wald, Prediction::Normal).unwrap();
    let ends = found.heterogeneity.unwrap().profile.tau2;
    let ss = 147.0 / 16.0;
    let end = |quantile: f64| ss / quantile - 0.5;
    assert_close!(ends.lower, end(9.348_403_604_496_147_8), "root", "lower");
    assert_close!(ends.upper, end(0.215_795_282_623_897_87), "root", "upper");
    assert_close!(ends.lower, 0.482_788_119_629_456_24, "root", "lower");
    assert_close!(ends.upper, 42.075_073_413_502_629, "root", "upper");
}
