//! Every τ² estimator, test, interval, prediction interval and fit statistic that metafor 5.1-12
//! computed on 27 published data sets: `reference/expected/metafor-5.1-12/pairwise_*.json`.
//!
//! Its intervals for τ² stop at metafor's default tolerance and are compared under the tolerance that
//! says so; `agrees_with_mpmath_tau2.rs` is the strict test of those.

use crate::covered::METAFOR_5_PAIRWISE;
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::pairwise::fit_statistics::fit_statistics;
use euthymia_synthesis::pairwise::tau2_interval::{Tau2IntervalMethod, tau2_interval};
use euthymia_synthesis::pairwise::{
    Fit, GivenTau2, Interval, Model, Options, Prediction, QWeights, Tau2Method, Weighting, Weights,
    fit_weighted,
};
use euthymia_synthesis::studies::{Study, StudySet};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, json};
use euthymia_testkit::tolerance::named;

/// The estimates and variances of a file.
pub(crate) fn given_set(file: &Json) -> StudySet {
    let values = |place: &str| {
        let numbers = file.numbers(place).into_iter();
        numbers.map(|n| n.unwrap().value).collect::<Vec<f64>>()
    };
    let rows = values("yi").into_iter().zip(values("vi")).enumerate();
    let studies =
        rows.map(|(i, (y, v))| Study::new(format!("row {i}"), Effect::new(y, v).unwrap()));
    StudySet::new(studies.collect()).unwrap()
}

/// An estimator by metafor's name, with the tolerance that goes with how it is found.
fn method(name: &str) -> (Option<Tau2Method>, &'static str) {
    use Tau2Method as M;
    match name {
        "EE" => (None, "algebra"),
        "DL" => (Some(M::DerSimonianLaird), "algebra"),
        "HE" => (Some(M::HedgesOlkin), "algebra"),
        "HS" => (Some(M::HunterSchmidt), "algebra"),
        "HSk" => (Some(M::HunterSchmidtCorrected), "algebra"),
        "SJ" => (Some(M::SidikJonkman), "algebra"),
        "ML" => (Some(M::MaximumLikelihood), "optimum"),
        "REML" => (Some(M::Reml), "optimum"),
        "EB" => (Some(M::EmpiricalBayes), "optimum"),
        "PM" => (Some(M::PauleMandel), "root"),
        "PMM" => (Some(M::MedianPauleMandel), "root"),
        "GENQ" => (Some(M::GeneralisedQ(QWeights::Given)), "algebra"),
        other => panic!("no estimator {other}"),
    }
}

fn weighting(key: &str, set: &StudySet) -> Weighting {
    let of = |weight: fn(f64) -> f64| {
        let studies = set.studies().iter();
        let weights = studies.map(|s| weight(s.effect.variance.get())).collect();
        Weighting::Given(Weights::new(weights).unwrap())
    };
    match key {
        "GENQ_1v" => of(|v| 1.0 / v),
        "GENQ_unit" => of(|_| 1.0),
        "REML_unweighted" => Weighting::Equal,
        _ => Weighting::InverseVariance,
    }
}

fn fitted(file: &Json, set: &StudySet, key: &str) -> (Fit, &'static str) {
    let (name, test) = key.split_once('_').unwrap();
    let (tau2, tolerance) = match key {
        // Fitted at metafor's default stopping rule: compared at the τ² it stopped at.
        "REML_unweighted" => {
            let stopped = file.number("models.REML_unweighted.tau2").value;
            let given = GivenTau2::new(stopped).unwrap();
            (Some(Tau2Method::Given(given)), "algebra")
        }
        _ => method(name),
    };
    let (interval, prediction) = match test {
        "knha" => (Interval::HartungKnapp, Prediction::StudentKMinus1),
        "adhoc" => (Interval::HartungKnappFloor, Prediction::StudentKMinus1),
        "t" => (Interval::Student, Prediction::StudentKMinus1),
        _ => (Interval::Wald, Prediction::Normal),
    };
    let options = Options {
        model: tau2.map_or(Model::CommonEffect, Model::RandomEffects),
        interval,
        prediction,
        level: Probability::NINETY_FIVE,
    };
    let fit = fit_weighted(set, &options, &weighting(key, set)).unwrap();
    (fit, tolerance)
}

fn compare_model(all: &mut Comparison, file: &Json, set: &StudySet, (name, key): (&str, &str)) {
    let (fit, tolerance) = fitted(file, set, key);
    let context = format!("{name} {key}");
    let (rest, tail) = match tolerance {
        "algebra" => ("algebra", "quantile"),
        _ => ("estimate", tolerance),
    };
    let mut compare = |what: &str, found: Option<f64>, tolerance: &str| {
        let place = format!("models.{key}.{what}");
        match (found, file.number_if_any(&place)) {
            (Some(found), Some(expected)) => {
                all.compare(what, found, expected, tolerance, &context);
            }
            (found, expected) => all.require(found.is_none() && expected.is_none(), || {
                format!("{context} {what}: found {found:?}, expected {expected:?}")
            }),
        }
    };
    let (h, i) = (fit.heterogeneity.unwrap(), fit.inference);
    compare("b", Some(fit.estimate), rest);
    compare("se", Some(i.standard_error), rest);
    compare("zval", Some(i.statistic), rest);
    compare("ddf", i.df, "exact");
    compare("ci_lb", Some(i.bounds.lower), rest);
    compare("ci_ub", Some(i.bounds.upper), rest);
    compare("pi_lb", fit.prediction.map(|p| p.lower), rest);
    compare("pi_ub", fit.prediction.map(|p| p.upper), rest);
    compare("I2", Some(100.0 * h.i2), rest);
    compare("H2", Some(h.h2), tolerance);
    let statistics = fit_statistics(set, &fit);
    let given = key == "REML_unweighted";
    for (what, found) in [
        ("ml", statistics.full),
        ("reml", statistics.restricted.unwrap()),
    ] {
        compare(&format!("{what}.0"), Some(found.log_likelihood), rest);
        compare(&format!("{what}.1"), Some(found.deviance), rest);
        // A given τ² is not counted as a parameter.
        for (at, value) in [found.aic, found.bic, found.aicc].into_iter().enumerate() {
            if !given {
                compare(&format!("{what}.{}", at + 2), Some(value), rest);
            }
        }
    }
    if !given {
        let value = fit.tau2.map_or(0.0, |t| t.value);
        // Scoring creeps towards a maximum at zero and stops a little above it.
        let boundary = value == 0.0 && tolerance == "optimum";
        let at_zero = if boundary { "zero_residue" } else { tolerance };
        compare("tau2", Some(value), at_zero);
        let se = fit.tau2.and_then(|t| t.standard_error);
        compare("se_tau2", se, tolerance);
    }
    let expected = file.number(&format!("models.{key}.pval"));
    // d ln p / d ln z is about z² in the tail of a normal.
    let far = (i.statistic * i.statistic).max(1.0);
    let tail = named(tail).times(far, "d ln p / d ln z");
    all.compare_under("pval", i.p_value, expected, &tail, &context);
}

#[test]
fn every_model() {
    const NAMES: [&str; 10] = [
        "DL", "HE", "HS", "HSk", "SJ", "ML", "REML", "EB", "PM", "PMM",
    ];
    let mut keys: Vec<String> = NAMES
        .iter()
        .flat_map(|name| ["z", "knha", "t"].map(|test| format!("{name}_{test}")))
        .collect();
    let others = [
        "EE_z",
        "EE_knha",
        "DL_adhoc",
        "GENQ_1v",
        "GENQ_unit",
        "REML_unweighted",
    ];
    keys.extend(others.map(str::to_owned));
    let mut all = Comparison::new("metafor 5.1-12, pairwise");
    for name in METAFOR_5_PAIRWISE {
        let file = json(&format!("expected/metafor-5.1-12/{name}.json"));
        let set = given_set(&file);
        all.compare("k", set.k() as f64, file.number("k"), "exact", name);
        let listed = file
            .get("models")
            .and_then(|m| m.as_object())
            .map_or(0, |m| m.len());
        all.require(listed == keys.len(), || format!("{name}: {listed} models"));
        for key in &keys {
            compare_model(&mut all, &file, &set, (name, key));
        }
        shared(&mut all, &file, &set, name);
    }
    all.finish(20_000);
}

/// What does not depend on the test: Q and the weights.
fn shared(all: &mut Comparison, file: &Json, set: &StudySet, name: &str) {
    let h = fitted(file, set, "EE_z").0.heterogeneity.unwrap();
    all.compare("QE", h.q, file.number("QE"), "algebra", name);
    // d ln p / d ln Q is about Q/2 in the tail.
    let tail = named("quantile").times(h.q.max(2.0) / 2.0, "d ln p / d ln Q");
    all.compare_under("QEp", h.p_value, file.number("QEp"), &tail, name);
    let from_q = file.number("models.EE_z.I2");
    let reml = fitted(file, set, "REML_z").0.heterogeneity.unwrap();
    all.compare("I2 from Q", 100.0 * reml.i2_from_q, from_q, "algebra", name);
    for model in ["EE", "DL", "REML"] {
        let found = fitted(file, set, &format!("{model}_z")).0.weights;
        let expected = file.numbers(&format!("weights.{model}"));
        all.require(found.len() == expected.len(), || format!("{name}: weights"));
        for (found, expected) in found.iter().zip(expected) {
            all.compare("weight", 100.0 * found, expected.unwrap(), "estimate", name);
        }
    }
}

#[test]
fn every_interval_for_tau2() {
    use Tau2IntervalMethod as M;
    let methods = [
        ("QP", M::QProfile),
        ("PL_REML", M::RestrictedProfileLikelihood),
        ("GENQ", M::GeneralisedQ(QWeights::InverseVariance)),
    ];
    let mut all = Comparison::new("metafor 5.1-12, intervals for tau2");
    for name in METAFOR_5_PAIRWISE {
        let file = json(&format!("expected/metafor-5.1-12/{name}.json"));
        let set = given_set(&file);
        for (key, method) in methods {
            let found = tau2_interval(&set, method, None, Probability::NINETY_FIVE).unwrap();
            all.require(found.converged, || format!("{name} {key}: {found:?}"));
            for (end, value) in [("lb", found.tau2.lower), ("ub", found.tau2.upper)] {
                let expected = file.number(&format!("confint.{key}.{end}.0"));
                all.compare(key, value, expected, "metafor_default_interval", name);
            }
        }
    }
    all.finish(160);
}
