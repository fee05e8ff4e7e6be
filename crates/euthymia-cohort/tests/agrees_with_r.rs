//! Agreement with base R; the expected files hold the version and the script that wrote them.
//!
//! Tolerances are relative unless the value is 0. Sums: 1e-13, both sides in double precision and
//! printed with 15 digits. Tails and quantiles: 1e-10, both iterate; R's `prop.test` does not.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used)]

use euthymia_cohort::proportion::{self, Proportion};
use euthymia_cohort::{descriptive, paired, percent_change};
use euthymia_numerics::Probability;
use serde_json::Value;

const SUM: f64 = 1e-13;
const TAIL: f64 = 1e-10;

fn expected(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/expected/r");
    let text = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert!(value["software"].as_str().unwrap().starts_with("R version"));
    value
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number.as_f64().unwrap())
        .collect()
}

#[track_caller]
fn near(what: &str, value: f64, expected: &Value, tolerance: f64) {
    let expected = expected.as_f64().unwrap();
    let error = (value - expected).abs();
    assert!(
        error <= tolerance * expected.abs(),
        "{what}: {value} in place of {expected}"
    );
}

#[test]
fn paired_statistics() {
    let document = expected("cohort_paired");
    for (name, case) in document["cases"].as_object().unwrap() {
        let (before, after) = (numbers(&case["before"]), numbers(&case["after"]));
        let test = paired::paired_t(&before, &after, Probability::NINETY_FIVE).unwrap();
        let s = test.summary;
        near(name, s.mean_before, &case["mean_before"], SUM);
        near(name, s.mean_after, &case["mean_after"], SUM);
        near(name, s.sd_before, &case["sd_before"], SUM);
        near(name, s.sd_after, &case["sd_after"], SUM);
        near(name, s.mean_difference, &case["mean_difference"], SUM);
        near(name, s.sd_difference, &case["sd_difference"], SUM);
        near(name, s.correlation.unwrap(), &case["correlation"], SUM);
        near(name, test.t, &case["t"], SUM);
        near(name, test.df, &case["df"], SUM);
        near(name, test.p_two_sided, &case["p_two_sided"], TAIL);
        near(name, test.interval.lower, &case["lower95"], TAIL);
        near(name, test.interval.upper, &case["upper95"], TAIL);
        let wide = paired::paired_t(&before, &after, Probability::new(0.99).unwrap()).unwrap();
        near(name, wide.interval.lower, &case["lower99"], TAIL);
        near(name, wide.interval.upper, &case["upper99"], TAIL);
        let d = test.standardised;
        near(name, d.d_z.unwrap(), &case["d_z"], SUM);
        near(name, d.d_av.unwrap(), &case["d_av"], SUM);
        near(name, d.d_pre.unwrap(), &case["d_pre"], SUM);
        match d.correction {
            Some(correction) => near(name, correction, &case["hedges_j"], TAIL),
            None => assert_eq!(before.len(), 2, "{name}"),
        }
    }
}

#[test]
fn percent_improvement_where_every_baseline_is_positive() {
    let document = expected("cohort_paired");
    for name in ["payette2023", "four_pairs", "near_zero_change", "two_pairs"] {
        let case = &document["cases"][name];
        let (before, after) = (numbers(&case["before"]), numbers(&case["after"]));
        let found = percent_change::summarise(&before, &after).unwrap();
        let mean = found.mean_of_percentages.unwrap();
        near(name, mean, &case["mean_percent_improvement"], SUM);
        let sd = found.sd_of_percentages.unwrap();
        near(name, sd, &case["sd_percent_improvement"], SUM);
        // R's formula subtracts from 1, which costs it digits when the change is tiny.
        let of_means = found.percentage_of_means.unwrap();
        near(name, of_means, &case["percent_of_means"], 1e-8);
    }
}

#[test]
fn intervals_of_proportions() {
    let document = expected("cohort_proportion");
    for case in document["cases"].as_array().unwrap() {
        let (events, n) = (
            case["events"].as_u64().unwrap(),
            case["n"].as_u64().unwrap(),
        );
        let level = Probability::new(case["level"].as_f64().unwrap()).unwrap();
        let name = format!("{events} of {n} at {}", level.get());
        let share = Proportion::new(events, n).unwrap();
        let exact = proportion::clopper_pearson(share, level).unwrap();
        near(&name, exact.lower, &case["exact"][0], TAIL);
        near(&name, exact.upper, &case["exact"][1], TAIL);
        let score = proportion::wilson(share, level).unwrap();
        near(&name, score.lower, &case["wilson"][0], TAIL);
        near(&name, score.upper, &case["wilson"][1], TAIL);
        let jeffreys = proportion::jeffreys(share, level).unwrap();
        near(&name, jeffreys.lower, &case["jeffreys"][0], TAIL);
        near(&name, jeffreys.upper, &case["jeffreys"][1], TAIL);
        let upper = proportion::upper_limit(share, level).unwrap();
        near(&name, upper, &case["one_sided_upper"], TAIL);
    }
}

#[test]
fn descriptive_statistics() {
    let document = expected("cohort_descriptive");
    for (name, case) in document["cases"].as_object().unwrap() {
        let values: Vec<Option<f64>> = numbers(&case["values"]).into_iter().map(Some).collect();
        let spread = descriptive::describe(&values).unwrap().spread.unwrap();
        near(name, spread.mean, &case["mean"], SUM);
        match spread.sd {
            Some(sd) => near(name, sd, &case["sd"], SUM),
            None => assert_eq!(values.len(), 1, "{name}"),
        }
        let found = [spread.min, spread.q1, spread.median, spread.q3, spread.max];
        for (value, expected) in found.into_iter().zip(case["quantiles"].as_array().unwrap()) {
            near(name, value, expected, SUM);
        }
    }
}
