//! Groups of real patients against R. The data are not in the repository: the environment variable
//! `EUTHYMIA_COHORT_DATA` names their folder, and without it the tests say that they were skipped.

use std::io::Write as _;
use std::path::PathBuf;

use euthymia_cohort::ancova::{Design, Slopes, ancova};
use euthymia_cohort::least_squares::{Column, StandardErrors};
use euthymia_cohort::rank_sum::test::{Method, rank_sum};
use euthymia_cohort::survival::kaplan_meier::{Limits, kaplan_meier};
use euthymia_cohort::survival::{Observed, log_rank::log_rank};
use euthymia_cohort::two_sample::{Variances, two_sample_t};
use euthymia_numerics::Probability;
use euthymia_testkit::reference::json;
use euthymia_testkit::{Comparison, assert_close};

const FILE: &str = "expected/r/groups_of_patients.json";
const LEVEL: Probability = Probability::NINETY_FIVE;

/// Chosen columns of a file of the data, or a word that they are not here.
fn data(file: &str, columns: &[&str]) -> Option<Vec<Vec<String>>> {
    let Some(folder) = std::env::var_os("EUTHYMIA_COHORT_DATA") else {
        let line = format!("skipped: EUTHYMIA_COHORT_DATA names no folder with {file}\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
        return None;
    };
    let text = std::fs::read_to_string(PathBuf::from(folder).join(file)).unwrap();
    let cells = |line: &str| -> Vec<String> {
        line.split(',')
            .map(|cell| cell.trim_matches('"').to_owned())
            .collect()
    };
    let header = cells(text.lines().next().unwrap());
    let places: Vec<usize> = columns
        .iter()
        .map(|name| header.iter().position(|h| h == name).unwrap())
        .collect();
    let rows = text.lines().skip(1).map(cells);
    Some(
        rows.map(|row| places.iter().map(|p| row[*p].clone()).collect())
            .collect(),
    )
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap()
}

#[test]
fn covariance_t_and_ranks() {
    let columns = ["scale", "tp", "trt", "score_chg", "score_bsl"];
    let Some(rows) = data("psilodep2/scores.csv", &columns) else {
        return;
    };
    let rows: Vec<_> = rows
        .into_iter()
        .filter(|r| r[0] == "qids" && r[1] == "wk6")
        .collect();
    assert_eq!(rows.len(), 59);
    let outcome: Vec<f64> = rows.iter().map(|r| number(&r[3])).collect();
    let group: Vec<usize> = rows.iter().map(|r| usize::from(r[2] == "P")).collect();
    let baseline = Column::new("baseline", rows.iter().map(|r| number(&r[4])).collect());
    let design = Design {
        outcome: &outcome,
        group: &group,
        group_names: &["E".to_owned(), "P".to_owned()],
        covariates: &[baseline],
    };
    let file = json(FILE);
    let mut all = Comparison::new("groups of patients");
    for (slopes, name) in [(Slopes::Common, "common"), (Slopes::ByGroup, "by_group")] {
        let classical = ancova(&design, slopes, StandardErrors::Classical, LEVEL).unwrap();
        let robust = ancova(&design, slopes, StandardErrors::Hc3, LEVEL).unwrap();
        for (j, coefficient) in classical.coefficients.iter().enumerate() {
            let at = |what: &str| file.number(&format!("{name}.{what}.{j}"));
            all.compare(
                "coefficient",
                coefficient.value,
                at("coef"),
                "likelihood",
                name,
            );
            all.compare(
                "SE",
                coefficient.standard_error,
                at("se"),
                "likelihood",
                name,
            );
            let hc3 = robust.coefficients[j].standard_error;
            all.compare("HC3", hc3, at("hc3"), "likelihood", name);
        }
        all.compare(
            "sigma",
            classical.sigma,
            file.number(&format!("{name}.sigma")),
            "algebra",
            name,
        );
    }
    let of = |wanted: usize| -> Vec<f64> {
        let chosen = outcome.iter().zip(&group).filter(|(_, g)| **g == wanted);
        chosen.map(|(y, _)| *y).collect()
    };
    let test = two_sample_t(&of(1), &of(0), Variances::Unequal, LEVEL).unwrap();
    let ranks = rank_sum(&of(1), &of(0), Method::NormalContinuity).unwrap();
    for (place, found) in [
        ("welch.t", test.t),
        ("welch.df", test.df),
        ("welch.p", test.p_two_sided),
        ("welch.lower", test.interval.lower),
        ("welch.upper", test.interval.upper),
        ("rank.u", ranks.u),
        ("rank.p", ranks.p_two_sided),
    ] {
        all.compare("tests", found, file.number(place), "algebra", place);
    }
    all.finish(25);
}

#[test]
fn time_to_recurrence() {
    let columns = ["Treat", "Outcome", "Time"];
    let Some(rows) = data("depression_recurrence/Depression.csv", &columns) else {
        return;
    };
    assert_eq!(rows.len(), 109);
    let arm = |wanted: &str| -> Vec<Observed> {
        let chosen = rows.iter().filter(|r| r[0] == wanted);
        chosen
            .map(|r| Observed {
                time: number(&r[2]),
                event: r[1] == "1",
            })
            .collect()
    };
    let arms = ["0", "1", "2"].map(arm);
    let file = json(FILE);
    let mut all = Comparison::new("time to recurrence");
    for (i, patients) in arms.iter().enumerate() {
        for (limits, name) in [
            (Limits::Plain, "plain"),
            (Limits::Log, "log"),
            (Limits::LogLog, "loglog"),
        ] {
            let curve = kaplan_meier(patients, limits, LEVEL).unwrap();
            let at = |what: String| file.number_if_any(&format!("arms.{i}.{name}.{what}"));
            for (s, step) in curve.steps.iter().enumerate() {
                for (what, found) in [
                    ("surv", Some(step.survival)),
                    ("lower", step.lower),
                    ("upper", step.upper),
                ] {
                    if let (Some(found), Some(expected)) = (found, at(format!("{what}.{s}"))) {
                        all.compare(what, found, expected, "algebra", name);
                    }
                }
            }
            for (k, share) in [0.25, 0.5, 0.75].into_iter().enumerate() {
                let q = curve.quantile(share);
                for (what, found) in [("q", q.time), ("q_lower", q.lower), ("q_upper", q.upper)] {
                    let expected = at(format!("{what}.{k}"));
                    all.require(found == expected.map(|e| e.value), || {
                        format!("{i} {name} {what} {k}")
                    });
                }
            }
        }
    }
    let test = log_rank(&[&arms[0], &arms[1], &arms[2]]).unwrap();
    assert_close!(
        test.chi_squared,
        file.number("log_rank.chisq"),
        "algebra",
        "log-rank"
    );
    assert_close!(test.p, file.number("log_rank.p"), "algebra", "log-rank p");
    all.finish(900);
}
