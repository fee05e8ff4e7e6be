//! A second version of metafor, from `reference/expected/metafor-5.1-12`, 15 digits.
//!
//! Its Q-profile ends were computed at the default tolerance and are checked under the tolerance
//! that says so; `agrees_with_mpmath.rs` is the strict test.

use crate::cases::{case, fit};
use crate::covered::METAFOR_5;
use euthymia_synthesis::pairwise::{Interval, Model, Prediction, Tau2Method};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::json;

#[test]
fn every_analysis() {
    use Tau2Method::{DerSimonianLaird, PauleMandel, Reml};
    let models = [
        ("EE_z", None, Interval::Wald),
        ("DL_z", Some(DerSimonianLaird), Interval::Wald),
        ("DL_knha", Some(DerSimonianLaird), Interval::HartungKnapp),
        (
            "DL_adhoc",
            Some(DerSimonianLaird),
            Interval::HartungKnappFloor,
        ),
        ("PM_z", Some(PauleMandel), Interval::Wald),
        ("PM_knha", Some(PauleMandel), Interval::HartungKnapp),
        ("REML_z", Some(Reml), Interval::Wald),
        ("REML_knha", Some(Reml), Interval::HartungKnapp),
    ];
    let mut all = Comparison::new("metafor 5.1-12");
    for name in METAFOR_5 {
        let file = json(&format!("expected/metafor-5.1-12/{name}.json"));
        let set = case(name).set();
        all.compare("k", set.k() as f64, file.number("k"), "exact", name);
        for (key, method, interval) in models {
            let model = method.map_or(Model::CommonEffect, Model::RandomEffects);
            let prediction = match interval {
                Interval::Wald => Prediction::Normal,
                _ => Prediction::StudentKMinus1,
            };
            let found = fit(&set, model, interval, prediction).unwrap();
            let inference = found.inference;
            let h = found.heterogeneity.unwrap();
            let mut quantities = vec![
                ("b", found.estimate),
                ("se", inference.standard_error),
                ("zval", inference.statistic),
                ("pval", inference.p_value),
                ("ci_lb", inference.bounds.lower),
                ("ci_ub", inference.bounds.upper),
                ("tau2", found.tau2.map_or(0.0, |t| t.value)),
                ("I2", 100.0 * h.i2),
                ("H2", h.h2),
                ("QE", h.q),
                ("QEp", h.p_value),
            ];
            if let Some(bounds) = found.prediction {
                quantities.push(("predict.pi_lb", bounds.lower));
                quantities.push(("predict.pi_ub", bounds.upper));
            }
            for (what, value) in quantities {
                let expected = file.number(&format!("models.{key}.{what}"));
                all.compare(what, value, expected, "estimate", &format!("{name} {key}"));
            }
        }
        let common = fit(
            &set,
            Model::CommonEffect,
            Interval::Wald,
            Prediction::Normal,
        )
        .unwrap();
        let ends = common.heterogeneity.unwrap().profile.tau2;
        for (place, value) in [("lb", ends.lower), ("ub", ends.upper)] {
            let expected = file.number(&format!("q_profile.{place}.0"));
            all.compare("Q-profile", value, expected, "metafor_5_q_profile", name);
        }
    }
    all.finish(1_000);
}
