//! Survival curves and log-rank tests against R's `survival`.

use euthymia_cohort::survival::kaplan_meier::{Limits, kaplan_meier};
use euthymia_cohort::survival::{Observed, log_rank::log_rank};
use euthymia_numerics::Probability;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, json};

const FILE: &str = "expected/r/cohort_survival.json";
const CASES: [&str; 4] = ["gehan", "lung", "ovarian", "four"];

fn values(file: &Json, place: &str) -> Vec<f64> {
    file.numbers(place)
        .into_iter()
        .map(|v| v.unwrap().value)
        .collect()
}

fn groups(file: &Json, case: &str) -> Vec<Vec<Observed>> {
    let count = file
        .get(&format!("cases.{case}.groups"))
        .unwrap()
        .as_array()
        .unwrap()
        .len();
    let group = |i: usize| {
        let at = |what: &str| values(file, &format!("cases.{case}.groups.{i}.{what}"));
        let pairs = at("time").into_iter().zip(at("event"));
        pairs
            .map(|(time, event)| Observed {
                time,
                event: event == 1.0,
            })
            .collect()
    };
    (0..count).map(group).collect()
}

/// Compares a value that may be absent.
fn optional(all: &mut Comparison, kind: &str, file: &Json, place: &str, found: Option<f64>) {
    let expected = file.number_if_any(place);
    all.require(found.is_some() == expected.is_some(), || {
        format!("{place}: {found:?}")
    });
    if let Some((found, expected)) = found.zip(expected) {
        all.compare(kind, found, expected, "algebra", place);
    }
}

#[test]
fn curves_and_their_limits() {
    let file = json(FILE);
    let mut all = Comparison::new("Kaplan–Meier");
    for case in CASES {
        for (i, patients) in groups(&file, case).iter().enumerate() {
            for (limits, name) in [
                (Limits::Plain, "plain"),
                (Limits::Log, "log"),
                (Limits::LogLog, "loglog"),
            ] {
                let curve = kaplan_meier(patients, limits, Probability::NINETY_FIVE).unwrap();
                let at = |what: &str| format!("cases.{case}.groups.{i}.{name}.{what}");
                let steps = values(&file, &at("time")).len();
                all.require(curve.steps.len() == steps, || at("steps"));
                for (s, step) in curve.steps.iter().enumerate() {
                    let cell = |what: &str| at(&format!("{what}.{s}"));
                    let counts = [
                        ("n", step.at_risk),
                        ("d", step.events),
                        ("censored", step.censored),
                    ];
                    for (what, found) in counts {
                        all.compare(what, found as f64, file.number(&cell(what)), "exact", case);
                    }
                    all.compare(
                        "S",
                        step.survival,
                        file.number(&cell("surv")),
                        "algebra",
                        case,
                    );
                    // R has no log–log limits while S is 1; here both are 1.
                    if name == "loglog" && step.survival == 1.0 {
                        continue;
                    }
                    optional(&mut all, "SE", &file, &cell("se"), step.standard_error);
                    optional(&mut all, "lower", &file, &cell("lower"), step.lower);
                    optional(&mut all, "upper", &file, &cell("upper"), step.upper);
                }
                for (k, share) in [0.25, 0.5, 0.75].into_iter().enumerate() {
                    let found = curve.quantile(share);
                    optional(
                        &mut all,
                        "quantile",
                        &file,
                        &at(&format!("q.{k}")),
                        found.time,
                    );
                    optional(
                        &mut all,
                        "quantile",
                        &file,
                        &at(&format!("q_lower.{k}")),
                        found.lower,
                    );
                    optional(
                        &mut all,
                        "quantile",
                        &file,
                        &at(&format!("q_upper.{k}")),
                        found.upper,
                    );
                }
            }
        }
    }
    all.finish(3000);
}

#[test]
fn log_rank_tests() {
    let file = json(FILE);
    let mut all = Comparison::new("log-rank");
    for case in CASES {
        let groups = groups(&file, case);
        let slices: Vec<&[Observed]> = groups.iter().map(Vec::as_slice).collect();
        let test = log_rank(&slices).unwrap();
        let at = |what: &str| format!("cases.{case}.{what}");
        all.compare(
            "chisq",
            test.chi_squared,
            file.number(&at("chisq")),
            "algebra",
            case,
        );
        all.compare("p", test.p, file.number(&at("p")), "algebra", case);
        for i in 0..groups.len() {
            let observed = file.number(&at(&format!("observed.{i}")));
            all.compare("observed", test.observed[i], observed, "exact", case);
            let expected = file.number(&at(&format!("expected.{i}")));
            all.compare("expected", test.expected[i], expected, "algebra", case);
            for j in 0..groups.len() {
                let expected = file.number(&at(&format!("var.{i}.{j}")));
                all.compare(
                    "covariance",
                    test.covariance[i][j],
                    expected,
                    "algebra",
                    case,
                );
            }
        }
    }
    all.finish(40);
}
