//! `reference/byhand/hartung_knapp.md`: two studies, a t distribution with one degree of freedom.

use crate::cases::{case, fit};
use euthymia_synthesis::pairwise::interval::Inference;
use euthymia_synthesis::pairwise::{FitError, Interval, Model, Prediction, Tau2Method};
use euthymia_testkit::assert_close;
use std::f64::consts::PI;

const METHODS: [Tau2Method; 3] = [
    Tau2Method::DerSimonianLaird,
    Tau2Method::PauleMandel,
    Tau2Method::Reml,
];

fn inference(name: &str, method: Tau2Method, interval: Interval) -> Inference {
    let model = Model::RandomEffects(method);
    fit(&case(name).set(), model, interval, Prediction::Normal)
        .unwrap()
        .inference
}

fn half_width(inference: &Inference) -> f64 {
    (inference.bounds.upper - inference.bounds.lower) / 2.0
}

/// t₀.₉₇₅ with one degree of freedom is Cauchy's tan(0.475 π).
fn cauchy() -> f64 {
    (0.475 * PI).tan()
}

#[test]
fn two_studies_apart() {
    for method in METHODS {
        let found = inference("two_studies_GEN", method, Interval::HartungKnapp);
        let context = format!("{method:?}");
        assert_close!(found.factor.unwrap(), 1.0, "estimate", "{context}");
        let se = (391.0_f64 / 400.0).sqrt();
        assert_close!(found.standard_error, se, "estimate", "{context}");
        let half = half_width(&found);
        assert_close!(half, cauchy() * se, "estimate", "{context}");
        assert_close!(half, 12.562_446_693_405_021, "estimate", "{context}");
        let p = 1.0 - 2.0 / PI * (0.85 / se).atan();
        assert_close!(found.p_value, p, "estimate", "{context}");
        assert_close!(
            found.p_value,
            0.547_927_369_770_436_88,
            "estimate",
            "{context}"
        );
        let floor = inference("two_studies_GEN", method, Interval::HartungKnappFloor);
        assert_close!(
            half_width(&floor),
            12.562_446_693_405_021,
            "estimate",
            "floor"
        );
    }
}

#[test]
fn two_studies_whose_tau2_is_cut() {
    for method in METHODS {
        let name = "two_studies_truncated_GEN";
        let found = inference(name, method, Interval::HartungKnapp);
        let context = format!("{method:?}");
        assert_close!(found.factor.unwrap(), 5.0 / 24.0, "algebra", "{context}");
        let se = 3.0_f64.sqrt() / 8.0;
        assert_close!(found.standard_error, se, "algebra", "{context}");
        assert_close!(half_width(&found), cauchy() * se, "algebra", "{context}");
        assert_close!(
            found.bounds.lower,
            -2.525_974_021_803_361_3,
            "algebra",
            "{context}"
        );
        assert_close!(
            found.bounds.upper,
            2.975_974_021_803_361_3,
            "algebra",
            "{context}"
        );
        assert_close!(
            found.p_value,
            0.487_754_291_644_599_83,
            "algebra",
            "{context}"
        );
        let floor = inference(name, method, Interval::HartungKnappFloor);
        assert_close!(
            half_width(&floor),
            6.027_082_107_409_638_7,
            "algebra",
            "floor"
        );
    }
}

#[test]
fn equal_estimates_have_no_hartung_knapp_interval_and_one_with_the_floor() {
    let set = case("identical_estimates_GEN").set();
    for method in METHODS {
        let model = Model::RandomEffects(method);
        let none = fit(&set, model, Interval::HartungKnapp, Prediction::Normal);
        assert_eq!(none, Err(FitError::NoSpread));
        let floor = fit(&set, model, Interval::HartungKnappFloor, Prediction::Normal);
        assert!(half_width(&floor.unwrap().inference) > 0.0);
    }
}
