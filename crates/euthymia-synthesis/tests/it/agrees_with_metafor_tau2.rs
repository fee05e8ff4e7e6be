//! Predicted true effects, two-step estimators, weights chosen beforehand and a given τ² against
//! metafor 3.8-1 at tight stopping rules: `reference/expected/metafor-tau2/*.json`.

use crate::agrees_with_metafor_5_pairwise::given_set;
use euthymia_numerics::Probability;
use euthymia_synthesis::pairwise::fit_statistics::fit_statistics;
use euthymia_synthesis::pairwise::tau2::tau2;
use euthymia_synthesis::pairwise::true_effects::true_effects;
use euthymia_synthesis::pairwise::{
    self, Fit, GivenTau2, Interval, Model, Options, Prediction, QWeights, Tau2Method, Weighting,
    Weights,
};
use euthymia_synthesis::studies::StudySet;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, json, stems};

fn fitted(set: &StudySet, method: Tau2Method, interval: Interval, weighting: &Weighting) -> Fit {
    let options = Options {
        model: Model::RandomEffects(method),
        interval,
        prediction: Prediction::Normal,
        level: Probability::NINETY_FIVE,
    };
    pairwise::fit_weighted(set, &options, weighting).unwrap()
}

fn interval(test: &str) -> Interval {
    match test {
        "z" => Interval::Wald,
        "t" => Interval::Student,
        "knha" => Interval::HartungKnapp,
        "adhoc" => Interval::HartungKnappFloor,
        other => panic!("no test {other}"),
    }
}

fn blups(all: &mut Comparison, file: &Json, set: &StudySet, name: &str) {
    for test in ["z", "knha"] {
        let fit = fitted(
            set,
            Tau2Method::Reml,
            interval(test),
            &Weighting::InverseVariance,
        );
        let found = true_effects(set, &fit).unwrap();
        for (i, effect) in found.iter().enumerate() {
            let pairs = [
                ("pred", effect.estimate),
                ("se", effect.standard_error),
                ("lower", effect.bounds.lower),
                ("upper", effect.bounds.upper),
            ];
            for (what, value) in pairs {
                let expected = file.number(&format!("blup.{test}.{what}.{i}"));
                all.compare(&format!("blup {what}"), value, expected, "estimate", name);
            }
        }
    }
}

fn weighted(all: &mut Comparison, file: &Json, set: &StudySet, name: &str) {
    let weights = (1..=set.k()).map(|i| (i as f64).sqrt()).collect();
    let chosen = Weighting::Given(Weights::new(weights).unwrap());
    for (block, weighting, tests) in [
        ("weighted", chosen, ["z", "knha", "adhoc", "t"].as_slice()),
        ("unweighted", Weighting::Equal, &["z", "knha"]),
    ] {
        for test in tests {
            let fit = fitted(set, Tau2Method::Reml, interval(test), &weighting);
            let statistics = fit_statistics(set, &fit);
            let mut compare = |what: &str, value: f64, tolerance: &str| {
                let expected = file.number(&format!("{block}.{test}.{what}"));
                all.compare(&format!("{block} {what}"), value, expected, tolerance, name);
            };
            compare("b", fit.estimate, "estimate");
            compare("se", fit.inference.standard_error, "estimate");
            compare("lower", fit.inference.bounds.lower, "estimate");
            compare("upper", fit.inference.bounds.upper, "estimate");
            compare("p", fit.inference.p_value, "optimum");
            if block == "weighted" {
                compare("ml.0", statistics.full.log_likelihood, "estimate");
                compare("ml.4", statistics.full.aicc, "estimate");
                compare(
                    "reml.0",
                    statistics.restricted.unwrap().log_likelihood,
                    "estimate",
                );
            }
        }
    }
}

fn moments(all: &mut Comparison, file: &Json, set: &StudySet, name: &str) {
    for (block, method) in [
        ("DL2", Tau2Method::TwoStepDerSimonianLaird),
        ("CA2", Tau2Method::TwoStepHedgesOlkin),
        (
            "GENQ_root",
            Tau2Method::GeneralisedQ(QWeights::InverseStandardError),
        ),
    ] {
        let found = tau2(set, method).unwrap();
        let se = found.standard_error.unwrap();
        for (what, value) in [("tau2", found.value), ("se_tau2", se)] {
            let expected = file.number(&format!("{block}.{what}"));
            all.compare(&format!("{block} {what}"), value, expected, "algebra", name);
        }
    }
    let given = Tau2Method::Given(GivenTau2::new(0.5).unwrap());
    let fit = fitted(set, given, Interval::Wald, &Weighting::InverseVariance);
    let found = fit_statistics(set, &fit);
    for (what, criteria) in [("ml", found.full), ("reml", found.restricted.unwrap())] {
        let values = [
            criteria.log_likelihood,
            criteria.deviance,
            criteria.aic,
            criteria.bic,
            criteria.aicc,
        ];
        for (i, value) in values.into_iter().enumerate() {
            let expected = file.number(&format!("given.{what}.{i}"));
            all.compare(&format!("given {what}"), value, expected, "algebra", name);
        }
    }
    all.compare(
        "given b",
        fit.estimate,
        file.number("given.b"),
        "algebra",
        name,
    );
    let se = fit.inference.standard_error;
    all.compare("given se", se, file.number("given.se"), "algebra", name);
}

#[test]
fn true_effects_weights_and_two_steps() {
    let mut all = Comparison::new("metafor 3.8-1, tau2");
    for name in stems("expected/metafor-tau2", "json") {
        let file = json(&format!("expected/metafor-tau2/{name}.json"));
        let set = given_set(&json(&format!(
            "expected/metafor-5.1-12/pairwise_{name}.json"
        )));
        blups(&mut all, &file, &set, &name);
        weighted(&mut all, &file, &set, &name);
        moments(&mut all, &file, &set, &name);
    }
    all.finish(1_000);
}
