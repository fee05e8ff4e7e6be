//! metafor 3.8-1 (`rma.mv`) on networks of counts, likelihoods at fixed τ² first, then the optimum: Dong 2013
//! (six inhalers), Hasselblad 1998 (four kinds of counselling against smoking), Boland 2003 (nine treatments of
//! myocardial infarction), Cipriani 2009 (twelve antidepressants) and the head-to-head trials of Cipriani 2018
//! (eighteen). The moments and Q within designs are matrix algebra in R.

use crate::network_cases::{fitted, strings};
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::estimation::Method;
use euthymia_synthesis::network::{
    Arm, CountMeasure, Fit, FromArms, Model, Tau2Method, decompose, from_counts, log_likelihood,
};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::assert_close;
use euthymia_testkit::reference::{self, Json};

/// Data set, trials without events, independent contrasts.
const CASES: [(&str, usize, usize); 5] = [
    ("dong2013", 3, 53),
    ("hasselblad1998", 0, 26),
    ("boland2003", 0, 52),
    ("cipriani2009", 0, 113),
    ("cipriani2018_head_to_head", 0, 182),
];

fn from(name: &str) -> (Json, FromArms) {
    let json = reference::json(&format!("expected/network/{name}.json"));
    let whole = |key: &str| -> Vec<u64> {
        let numbers = json.numbers(&format!("arms.{key}"));
        numbers
            .iter()
            .map(|n| n.as_ref().unwrap().value as u64)
            .collect()
    };
    let (events, sizes) = (whole("events"), whole("n"));
    let (studies, treatments) = (
        strings(&json, "arms.study"),
        strings(&json, "arms.treatment"),
    );
    let arms: Vec<Arm<Count>> = (0..events.len())
        .map(|i| Arm {
            study: studies[i].clone(),
            treatment: treatments[i].clone(),
            result: Count::new(events[i], sizes[i]).unwrap(),
        })
        .collect();
    let made = from_counts(&arms, CountMeasure::OddsRatio, &ZeroCells::RATIO).unwrap();
    (json, made)
}

fn compare(json: &Json, fit: &Fit, place: &str, tolerance: &str) {
    let reference = json.get("reference").unwrap().as_str().unwrap();
    let base = fit.network.treatment(reference).unwrap();
    for (i, treatment) in strings(json, "treatments").iter().enumerate() {
        let at = fit.network.treatment(treatment).unwrap();
        let found = fit.compare(at, base).unwrap();
        let expected = |key: &str| json.number(&format!("{place}.{key}.{i}"));
        for (value, key) in [(found.estimate, "b"), (found.standard_error, "se")] {
            assert_close!(value, expected(key), tolerance, "{place} {key} {treatment}");
        }
    }
}

#[test]
fn trials_without_events_are_left_out_by_name() {
    for (name, left_out, contrasts) in CASES {
        let (json, made) = from(name);
        assert_eq!(made.uninformative, strings(&json, "left_out"));
        assert_eq!(made.uninformative.len(), left_out, "{name}");
        assert_eq!(made.network.contrasts(), contrasts, "{name}");
    }
}

#[test]
fn likelihoods_at_fixed_values_agree() {
    for (name, ..) in CASES {
        let (json, made) = from(name);
        for at in 0..3 {
            let place = format!("fixed.{at}");
            let tau2 = GivenTau2::new(json.number(&format!("{place}.tau2")).value).unwrap();
            for (method, key) in [(Method::Ml, "ml"), (Method::Reml, "reml")] {
                let found = log_likelihood(&made.network, method, tau2).unwrap();
                let expected = json.number(&format!("{place}.{key}"));
                assert_close!(found, expected, "likelihood", "{name} {key}");
            }
            let fit = fitted(&made.network, Model::RandomEffects(Tau2Method::Given(tau2)));
            compare(&json, &fit, &place, "estimate");
            let heterogeneity = fit.heterogeneity.unwrap();
            let expected = |key: &str| json.number(&format!("{place}.{key}"));
            assert_close!(heterogeneity.q, expected("QE"), "estimate", "{name} Q");
            assert_close!(
                heterogeneity.df as f64,
                expected("df"),
                "exact",
                "{name} df"
            );
        }
    }
}

#[test]
fn maxima_agree() {
    for (name, ..) in CASES {
        let (json, made) = from(name);
        for (method, key) in [
            (Tau2Method::MaximumLikelihood, "best.ML"),
            (Tau2Method::Reml, "best.REML"),
        ] {
            let fit = fitted(&made.network, Model::RandomEffects(method));
            let expected = json.number(&format!("{key}.tau2"));
            let found = fit.tau2.unwrap().value;
            assert_close!(found, expected, "from_optimum", "{name} {key}");
            compare(&json, &fit, key, "from_optimum");
        }
    }
}

#[test]
fn moments_and_q_within_designs_agree() {
    for (name, ..) in CASES {
        let (json, made) = from(name);
        let fit = fitted(
            &made.network,
            Model::RandomEffects(Tau2Method::DerSimonianLaird),
        );
        let expected = |key: &str| json.number(key);
        let found = fit.tau2.unwrap().value;
        assert_close!(found, expected("moments.tau2"), "estimate", "{name} tau2");
        compare(&json, &fit, "moments", "estimate");
        let parts = decompose(&made.network).unwrap();
        for (own, key) in [(parts.total, "moments"), (parts.within, "within")] {
            let at = |what: &str| expected(&format!("{key}.{what}"));
            assert_close!(own.q, at("Q"), "estimate", "{name} {key}");
            assert_close!(own.df as f64, at("df"), "exact", "{name} {key}");
        }
    }
}
