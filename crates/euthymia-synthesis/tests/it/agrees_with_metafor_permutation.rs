//! Exact permutation tests and intervals against `permutest` of metafor 3.8-1.

use crate::strategies::set;
use euthymia_numerics::Probability;
use euthymia_synthesis::pairwise::{Interval, Model, Options, Tau2Method};
use euthymia_synthesis::permutation::{Plan, interval, rows, signs};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, json};

fn values(file: &Json, place: &str) -> Vec<f64> {
    let numbers = file.numbers(place).into_iter();
    numbers.map(|number| number.unwrap().value).collect()
}

fn options(file: &Json, at: &str) -> Options {
    let word = |key: &str| file.get(&format!("{at}.{key}")).and_then(|v| v.as_str());
    let model = match word("method").unwrap() {
        "EE" => Model::CommonEffect,
        "DL" => Model::RandomEffects(Tau2Method::DerSimonianLaird),
        "PM" => Model::RandomEffects(Tau2Method::PauleMandel),
        other => {
            assert_eq!(other, "REML");
            Model::RandomEffects(Tau2Method::Reml)
        }
    };
    let interval = match word("test").unwrap() {
        "z" => Interval::Wald,
        "knha" => Interval::HartungKnapp,
        other => {
            assert_eq!(other, "adhoc");
            Interval::HartungKnappFloor
        }
    };
    Options {
        model,
        interval,
        level: Probability::new(0.9).unwrap(),
        ..Options::default()
    }
}

#[test]
fn signs_of_the_estimates() {
    let file = json("expected/metafor-stratified/permutation.json");
    let mut all = Comparison::new("metafor 3.8-1 permutest");
    let names: Vec<String> = match file.get("cases").and_then(|c| c.as_object()) {
        Some(cases) => cases.keys().cloned().collect(),
        None => Vec::new(),
    };
    for name in names {
        let y = values(&file, &format!("cases.{name}.y"));
        let v = values(&file, &format!("cases.{name}.v"));
        let pairs: Vec<_> = y.into_iter().zip(v).collect();
        let set = set(&pairs);
        for i in 0.. {
            let at = format!("cases.{name}.tests.{i}");
            if file.get(&at).is_none() {
                break;
            }
            let options = options(&file, &at);
            let test = signs::test(&set, &options, &Plan::all(), |_, _| {}).unwrap();
            for (kind, found, place, tolerance) in [
                ("statistic", test.statistic, "statistic", "estimate"),
                ("two-sided p", test.p_value, "p_two_sided", "exact"),
                ("greater", test.p_greater, "p_greater", "exact"),
                ("less", test.p_less, "p_less", "exact"),
            ] {
                let expected = file.number(&format!("{at}.{place}"));
                all.compare(kind, found, expected, tolerance, &at);
            }
            if file.get(&format!("{at}.ci")).is_some() {
                let found = interval::interval(&set, &options, &Plan::all(), |_| {}).unwrap();
                for (end, place) in [(found.lower, "ci.lower"), (found.upper, "ci.upper")] {
                    let expected = file.number(&format!("{at}.{place}"));
                    // A step lies where two statistics are equal: to 1.5e-8 in metafor, to 1e-10 here.
                    all.compare("end", end.unwrap(), expected, "optimum", &at);
                }
            }
        }
    }
    all.finish(100);
}

/// Statistics of intercept and slope of a weighted regression with known variances.
fn regression(y: &[f64], v: &[f64], x: impl Fn(usize) -> f64) -> [f64; 2] {
    let mut sums = [0.0; 5];
    for (i, (y, v)) in y.iter().zip(v).enumerate() {
        let (x, w) = (x(i), 1.0 / v);
        for (sum, term) in sums.iter_mut().zip([w, w * x, w * x * x, w * y, w * x * y]) {
            *sum += term;
        }
    }
    let [w, wx, wxx, wy, wxy] = sums;
    let determinant = w * wxx - wx * wx;
    let intercept = (wxx * wy - wx * wxy) / determinant;
    let slope = (w * wxy - wx * wy) / determinant;
    [
        intercept / (wxx / determinant).sqrt(),
        slope / (w / determinant).sqrt(),
    ]
}

#[test]
fn rows_of_a_design() {
    let file = json("expected/metafor-stratified/permutation.json");
    let mut all = Comparison::new("metafor 3.8-1 permutest with a moderator");
    for name in ["slope", "groups"] {
        let of = |key: &str| values(&file, &format!("{name}.{key}"));
        let (y, v, x) = (of("y"), of("v"), of("x"));
        let make = || {
            |order: &[usize], statistics: &mut Vec<f64>| {
                statistics.extend(regression(&y, &v, |i| x[order[i]]));
                true
            }
        };
        let tests = rows::test(y.len(), make, &Plan::all(), |_, _| {}).unwrap();
        for (i, test) in tests.iter().enumerate() {
            let number = |key: &str| file.number(&format!("{name}.{key}.{i}"));
            all.compare(
                "statistic",
                test.statistic,
                number("statistic"),
                "algebra",
                name,
            );
            all.compare("p", test.p_value, number("p"), "algebra", name);
        }
    }
    all.finish(8);
}
