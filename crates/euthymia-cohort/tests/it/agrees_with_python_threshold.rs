//! Thresholds by ML-PEST against a second implementation in 40 digits, and how far they are off
//! against its simulation.

use euthymia_cohort::threshold::interval::interval;
use euthymia_cohort::threshold::likelihood::Pulse;
use euthymia_cohort::threshold::pest::{
    log_likelihood_given, next_intensity, one_parameter, two_parameters,
};
use euthymia_cohort::threshold::simulate::{Plan, simulate};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::json;
use serde_json::Value;
use std::num::NonZeroUsize;

const FILE: &str = "expected/python/threshold.json";

fn pulses(value: &Value) -> Vec<Pulse> {
    let each = value.as_array().unwrap().iter();
    each.map(|pulse| {
        let percent = pulse[0].as_f64().unwrap();
        Pulse::new(percent / 100.0, pulse[1].as_bool().unwrap()).unwrap()
    })
    .collect()
}

#[test]
fn the_likelihood_at_given_thresholds() {
    let file = json(FILE);
    let rows = file.get("fixed").and_then(Value::as_array).unwrap();
    let mut all = Comparison::new("log-likelihoods");
    for (at, row) in rows.iter().enumerate() {
        let threshold = row["threshold"].as_f64().unwrap();
        let found = log_likelihood_given(&pulses(&row["pulses"]), threshold);
        let expected = file.number(&format!("fixed.{at}.log_likelihood"));
        all.compare(
            "log-likelihood",
            found,
            expected,
            "algebra",
            &row.to_string(),
        );
    }
    all.finish(12);
}

#[test]
fn four_searches_pulse_by_pulse() {
    let file = json(FILE);
    let runs = file.get("runs").and_then(Value::as_array).unwrap();
    let mut all = Comparison::new("searches");
    for (run, row) in runs.iter().enumerate() {
        let given = pulses(&row["pulses"]);
        for after in 1..=given.len() {
            let so_far = &given[..after];
            let number =
                |column: usize| file.number(&format!("runs.{run}.after.{}.{column}", after - 1));
            let what = format!("run {run} after {after}");
            let found = one_parameter(so_far).unwrap();
            all.compare("estimate", found.threshold, number(0), "algebra", &what);
            all.compare(
                "log-likelihood",
                found.log_likelihood,
                number(1),
                "algebra",
                &what,
            );
            let limits = interval(so_far, 0.95).unwrap();
            let expected = &row["after"][after - 1];
            for (limit, column) in [(limits.lower, 2), (limits.upper, 3)] {
                assert_eq!(limit.is_none(), expected[column].is_null(), "{what}");
                if let Some(limit) = limit {
                    all.compare("limit", limit, number(column), "root", &what);
                }
            }
            let next = next_intensity(found.threshold, 0.01) * 100.0;
            all.compare("next pulse", next.round(), number(4), "exact", &what);
        }
    }
    all.finish(4 * 12 * 4);
}

#[test]
fn threshold_and_spread_together() {
    let file = json(FILE);
    let rows = file.get("two").and_then(Value::as_array).unwrap();
    let mut all = Comparison::new("two parameters");
    for (at, row) in rows.iter().enumerate() {
        let found = two_parameters(&pulses(&row["pulses"])).unwrap();
        let number = |column: usize| file.number(&format!("two.{at}.found.{column}"));
        let what = row.to_string();
        all.compare("threshold", found.threshold, number(0), "algebra", &what);
        all.compare("spread", found.spread, number(1), "algebra", &what);
        all.compare(
            "log-likelihood",
            found.log_likelihood,
            number(2),
            "algebra",
            &what,
        );
    }
    all.finish(36);
}

#[test]
fn how_far_estimates_are_off() {
    let file = json(FILE);
    let runs = 2_000_usize;
    let plan = Plan {
        runs,
        pulses: 30,
        start: 0.45,
        between: (0.35, 0.75),
        relative_spread: 0.07,
        setting: 0.01,
        level: 0.95,
        seed: 7,
        threads: NonZeroUsize::new(2).unwrap(),
    };
    let found = simulate(&plan).unwrap();
    let rows = file.get("accuracy").and_then(Value::as_array).unwrap();
    assert_eq!(rows.len(), found.len());
    for (row, own) in rows.iter().zip(&found) {
        let number = |column: usize| row[column].as_f64().unwrap();
        let of_runs = (runs as f64).sqrt();
        // Five standard errors of a mean of these runs; a squared error has fat tails, hence ten per
        // cent of it beside.
        let bias = 5.0 * number(2) / of_runs;
        assert!((own.bias - number(1)).abs() < bias, "{own:?} {row}");
        let off = own.relative_rmse / number(5);
        assert!(
            (off - 1.0).abs() < 0.1 + 5.0 / of_runs / 2.0,
            "{own:?} {row}"
        );
        let share = number(6);
        let spread = 5.0 * (share * (1.0 - share)).sqrt() / of_runs;
        assert!(
            (own.within_5_percent - share).abs() <= spread + 1e-9,
            "{own:?} {row}"
        );
    }
}
