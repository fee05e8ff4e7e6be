//! Location–scale models against metafor 3.8-1 (17 digits) and 5.1-12 (15 digits).
//!
//! The likelihood at fixed scale coefficients comes first, where no optimiser has a say; then the
//! maximum.

use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::design::Design;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::location_scale::{Fit, Link, Method, Model, Outcome, Reference, fit};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_synthesis::studies::{Study, StudySet};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, csv, json};

const FILE: &str = "expected/location_scale/bangertdrowns2004.json";

/// The studies that have every column, with a column of ones and the named ones.
fn data(columns: &[&str], location: &[&str], scale: &[&str]) -> (StudySet, Design, Design) {
    let file = csv("datasets/bangertdrowns2004.csv");
    let rows: Vec<_> = file
        .rows()
        .filter(|row| columns.iter().all(|column| !row.cell(column).is_empty()))
        .collect();
    let studies = rows.iter().map(|row| {
        let effect = Effect::new(row.parse("estimate"), row.parse("variance")).unwrap();
        Study::new(row.cell("study"), effect)
    });
    let set = StudySet::new(studies.collect()).unwrap();
    let design = |columns: &[&str]| {
        let matrix = Matrix::from_fn(rows.len(), columns.len() + 1, |i, j| match j {
            0 => 1.0,
            _ if columns[j - 1] == "hundreds" => rows[i].parse::<f64>("n") / 100.0,
            _ => rows[i].parse(columns[j - 1]),
        });
        let mut names = vec!["intercept".to_owned()];
        names.extend(columns.iter().map(|name| (*name).to_owned()));
        Design::new(names, matrix).unwrap()
    };
    (set, design(location), design(scale))
}

struct Case {
    name: &'static str,
    set: StudySet,
    location: Design,
    scale: Design,
    method: Method,
    link: Link,
    reference: Reference,
    predict: (Vec<f64>, Vec<f64>),
}

fn cases() -> Vec<Case> {
    use Method::{Ml, Reml};
    let full = ["metacognition", "imagination"];
    let case = |name, method, reference| {
        let (set, location, scale) = match name {
            "metacognition_REML" | "metacognition_ML" => {
                data(&full, &full, &["hundreds", "metacognition"])
            }
            "identity_REML" => data(&["metacognition"], &["hundreds"], &["metacognition"]),
            _ => data(&[], &["hundreds"], &["hundreds"]),
        };
        let predict = match scale.coefficients() {
            3 => (vec![1.0, 1.0, 0.0], vec![1.0, 0.8, 1.0]),
            _ if name == "identity_REML" => (vec![1.0, 1.5], vec![1.0, 1.0]),
            _ => (vec![1.0, 1.5], vec![1.0, 1.5]),
        };
        let link = if name == "identity_REML" {
            Link::Identity
        } else {
            Link::Log
        };
        Case {
            name,
            set,
            location,
            scale,
            method,
            link,
            reference,
            predict,
        }
    };
    vec![
        case("hundreds_REML", Reml, Reference::Normal),
        case("hundreds_ML", Ml, Reference::Normal),
        case("hundreds_t", Reml, Reference::StudentT),
        case("hundreds_knha", Reml, Reference::KnappHartung),
        case("metacognition_REML", Reml, Reference::Normal),
        case("metacognition_ML", Ml, Reference::Normal),
        case("identity_REML", Reml, Reference::Normal),
    ]
}

impl Case {
    fn fit(&self) -> Fit {
        fit(
            &self.set,
            &self.location,
            &self.scale,
            self.method,
            self.link,
        )
        .unwrap()
    }
}

#[test]
fn the_likelihood_at_fixed_coefficients() {
    let mut all = Comparison::new("metafor 3.8-1, likelihood at fixed coefficients");
    let file = json(FILE);
    for case in cases() {
        let model = Model::new(
            &case.set,
            &case.location,
            &case.scale,
            case.method,
            case.link,
        );
        let model = model.unwrap();
        for i in 0.. {
            let place = format!("models.{}.fixed.{i}", case.name);
            if file.get(&place).is_none() {
                break;
            }
            let alpha = file.numbers(&format!("{place}.alpha"));
            let alpha: Vec<f64> = alpha.into_iter().map(|a| a.unwrap().value).collect();
            let expected = file.number(&format!("{place}.ll"));
            let found = model.log_likelihood(&alpha).unwrap();
            all.compare("likelihood", found, expected, "algebra", &place);
        }
    }
    all.finish(20);
}

fn list(all: &mut Comparison, file: &Json, place: &str, found: &[f64]) {
    let expected = file.numbers(place);
    assert_eq!(expected.len(), found.len(), "{place}");
    for (found, expected) in found.iter().zip(expected) {
        let kind = place.rsplit('.').next().unwrap();
        all.compare(kind, *found, expected.unwrap(), "estimate", place);
    }
}

fn scalar(all: &mut Comparison, file: &Json, place: &str, found: f64) {
    let kind = place.rsplit('.').next().unwrap();
    let tolerance = if kind.starts_with("QS") {
        "optimum"
    } else {
        "estimate"
    };
    all.compare(kind, found, file.number(place), tolerance, place);
}

#[test]
fn every_fit() {
    let mut all = Comparison::new("metafor 3.8-1, fits");
    let file = json(FILE);
    for case in cases() {
        let found = case.fit();
        assert_eq!(
            found.outcome,
            Outcome::Converged,
            "{}: {:?}",
            case.name,
            found.trace
        );
        let at = |what: &str| format!("models.{}.{what}", case.name);
        let level = Probability::NINETY_FIVE;
        list(&mut all, &file, &at("b"), &found.beta);
        list(&mut all, &file, &at("alpha"), &found.alpha);
        list(&mut all, &file, &at("tau2"), &found.tau2);
        let location = found.location_tests(case.reference, level).unwrap();
        let scale = found.scale_tests(case.reference, level).unwrap().unwrap();
        // metafor's standard errors of alpha come from a numerical Hessian.
        let both = [(&location, "", "estimate"), (&scale, ".alpha", "optimum")];
        for (tests, suffix, tolerance) in both {
            for (i, test) in tests.iter().enumerate() {
                for (what, value) in [
                    ("se", test.standard_error),
                    ("zval", test.statistic),
                    ("pval", test.p_value),
                    ("ci.lb", test.bounds.lower),
                    ("ci.ub", test.bounds.upper),
                ] {
                    let key = format!("{what}{suffix}");
                    let expected = nested(&file, case.name, &key, i);
                    all.compare(what, value, expected, tolerance, &at(&key));
                }
            }
        }
        let others = |n: usize| (1..n).collect::<Vec<_>>();
        let qm = found
            .location_omnibus(&others(found.beta.len()), case.reference)
            .unwrap();
        let qs = found
            .scale_omnibus(&others(found.alpha.len()), case.reference)
            .unwrap();
        let criteria = found.criteria();
        for (what, value) in [
            ("QM", qm.statistic),
            ("QMp", qm.p_value),
            ("QS", qs.statistic),
            ("QSp", qs.p_value),
            ("QE", found.residual_q),
            ("ll", found.log_likelihood),
            ("AIC", criteria.aic),
            ("BIC", criteria.bic),
            ("AICc", criteria.aicc),
        ] {
            scalar(&mut all, &file, &at(what), value);
        }
        let (x, z) = &case.predict;
        let predicted = found.predict(x, z, case.reference, level).unwrap();
        for (what, value) in [
            ("pred", predicted.mean),
            ("se", predicted.standard_error),
            ("ci-lb", predicted.bounds.lower),
            ("ci-ub", predicted.bounds.upper),
            ("pi-lb", predicted.prediction.lower),
            ("pi-ub", predicted.prediction.upper),
        ] {
            let expected = deep(&file, case.name, "predict", &what.replace('-', "."));
            all.compare(what, value, expected, "estimate", &at("predict"));
        }
        let Bounds { lower, upper } = predicted.tau2_bounds.unwrap();
        let ln = |x: f64| if case.link == Link::Log { x.ln() } else { x };
        for (what, value) in [("pred", predicted.tau2), ("ci.lb", lower), ("ci.ub", upper)] {
            let expected = deep(&file, case.name, "predict_scale", what);
            if case.link == Link::Log || what == "pred" {
                all.compare(what, ln(value), expected, "estimate", &at("predict_scale"));
            }
        }
    }
    all.finish(400);
}

/// An entry of a list whose name has a dot in it.
fn nested(file: &Json, model: &str, key: &str, i: usize) -> f64 {
    file.value["models"][model][key][i].as_f64().unwrap()
}

fn deep(file: &Json, model: &str, block: &str, key: &str) -> f64 {
    file.value["models"][model][block][key].as_f64().unwrap()
}

#[test]
fn the_ratio_against_equal_heterogeneity() {
    let mut all = Comparison::new("metafor 3.8-1, likelihood ratio");
    let file = json(FILE);
    for case in cases() {
        let one = Design::intercept(case.set.k());
        let smaller = fit(&case.set, &case.location, &one, case.method, case.link).unwrap();
        let place = format!("models.{}.ll_equal_tau2", case.name);
        let expected = file.number(&place);
        all.compare(
            "ll",
            smaller.log_likelihood,
            expected.clone(),
            "estimate",
            &place,
        );
        let ratio = case.fit().likelihood_ratio(&smaller).unwrap();
        let larger = file.number(&format!("models.{}.ll", case.name)).value;
        let statistic = 2.0 * (larger - expected.value);
        all.compare("ratio", ratio.statistic, statistic, "estimate", case.name);
        assert_eq!(ratio.df, (case.scale.coefficients() - 1) as f64);
    }
    all.finish(12);
}

#[test]
fn metafor_5() {
    let mut all = Comparison::new("metafor 5.1-12");
    let file = json("expected/location_scale/metafor-5.1-12.json");
    let case = cases().remove(0);
    let found = case.fit();
    let level = Probability::NINETY_FIVE;
    let location = found.location_tests(Reference::Normal, level).unwrap();
    let scale = found
        .scale_tests(Reference::Normal, level)
        .unwrap()
        .unwrap();
    let each = |tests: &[euthymia_synthesis::pairwise::interval::Inference]| {
        tests
            .iter()
            .map(|t| (t.standard_error, t.statistic))
            .collect::<Vec<_>>()
    };
    for i in 0..2 {
        for (what, value) in [
            ("b", found.beta[i]),
            ("alpha", found.alpha[i]),
            ("se", each(&location)[i].0),
            ("se_alpha", each(&scale)[i].0),
            ("zval_alpha", each(&scale)[i].1),
        ] {
            let place = format!("bangertdrowns2004.{what}.{i}");
            all.compare(what, value, file.number(&place), "optimum", &place);
        }
    }
    let qm = found.location_omnibus(&[1], Reference::Normal).unwrap();
    let qs = found.scale_omnibus(&[1], Reference::Normal).unwrap();
    for (what, value) in [
        ("QM", qm.statistic),
        ("QS", qs.statistic),
        ("ll", found.log_likelihood),
    ] {
        let place = format!("bangertdrowns2004.{what}");
        all.compare(what, value, file.number(&place), "optimum", &place);
    }
    all.finish(13);
}
