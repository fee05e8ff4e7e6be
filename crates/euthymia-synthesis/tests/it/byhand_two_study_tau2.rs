//! `reference/byhand/two_study_tau2.md`: with two studies every estimator is one closed form.

use crate::cases::{case, fit};
use euthymia_synthesis::pairwise::heterogeneity::typical_variance;
use euthymia_synthesis::pairwise::tau2::{Search, dersimonian_laird, reml};
use euthymia_synthesis::pairwise::{Fit, Interval, Model, Prediction, Tau2Method};
use euthymia_testkit::assert_close;

const METHODS: [Tau2Method; 3] = [
    Tau2Method::DerSimonianLaird,
    Tau2Method::PauleMandel,
    Tau2Method::Reml,
];

fn wald(name: &str, method: Tau2Method) -> Fit {
    let model = Model::RandomEffects(method);
    fit(&case(name).set(), model, Interval::Wald, Prediction::Normal).unwrap()
}

#[test]
fn two_studies_apart() {
    for method in METHODS {
        let found = wald("two_studies_GEN", method);
        let context = format!("{method:?}");
        assert_close!(found.tau2.unwrap().value, 7.0 / 5.0, "root", "{context}");
        assert_close!(found.estimate, 17.0 / 20.0, "estimate", "{context}");
        let square = found.inference.standard_error.powi(2);
        assert_close!(square, 391.0 / 400.0, "estimate", "{context}");
        let h = found.heterogeneity.unwrap();
        assert_close!(h.q, 10.0 / 3.0, "algebra", "Q");
        assert_close!(h.i2, 7.0 / 10.0, "estimate", "I²");
        assert_close!(h.h2, 10.0 / 3.0, "estimate", "H²");
        assert_eq!(h.profile.tau2.lower, 0.0);
        let upper = h.profile.tau2.upper;
        assert_close!(upper, 2_035.916_539_439_340_1, "root", "Q-profile");
    }
    let typical = typical_variance(&case("two_studies_GEN").set());
    assert_close!(typical, 3.0 / 5.0, "algebra", "typical variance");
}

#[test]
fn two_studies_close_together() {
    for method in METHODS {
        let found = wald("two_studies_truncated_GEN", method);
        assert_close!(found.tau2.unwrap().value, 0.0, "exact", "{method:?}");
        assert_close!(found.estimate, 9.0 / 40.0, "algebra", "estimate");
        let square = found.inference.standard_error.powi(2);
        assert_close!(square, 9.0 / 40.0, "algebra", "se²");
        let h = found.heterogeneity.unwrap();
        assert_close!(h.q, 5.0 / 24.0, "algebra", "Q");
        assert_eq!((h.i2, h.h2, h.profile.tau2.lower), (0.0, 1.0, 0.0));
        let upper = h.profile.tau2.upper;
        assert_close!(upper, 126.682_283_714_958_76, "root", "Q-profile");
    }
}

#[test]
fn what_was_cut_is_kept() {
    let set = case("two_studies_truncated_GEN").set();
    let raw = dersimonian_laird(&set).raw.unwrap();
    assert_close!(raw, -19.0 / 40.0, "algebra", "raw DL");
    assert_eq!(reml(&set).search, Search::AtZero);
}
