//! R's glm (complementary log-log, Poisson) and least squares on several kinds of reports.

use crate::network_cases::{fitted, strings};
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::network::survival::{
    FromSurvival, MedianTime, PrintedHazardRatio, SurvivalReport, SurvivalTrial, from_survival,
};
use euthymia_synthesis::network::{ADDS_UP_WITHIN, Model};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{self, Json};

fn numbers(json: &Json, place: &str) -> Vec<f64> {
    let list = json.numbers(place);
    list.iter().map(|n| n.as_ref().unwrap().value).collect()
}

/// The arms of each study of a table, in the order given.
fn by_study<T>(
    json: &Json,
    table: &str,
    make: impl Fn(usize) -> T,
) -> Vec<(String, Vec<(String, T)>)> {
    let studies = strings(json, &format!("{table}.study"));
    let treatments = strings(json, &format!("{table}.treatment"));
    let mut found: Vec<(String, Vec<(String, T)>)> = Vec::new();
    for (i, (study, treatment)) in studies.into_iter().zip(treatments).enumerate() {
        let arm = (treatment, make(i));
        match found.iter_mut().find(|(name, _)| *name == study) {
            Some((_, arms)) => arms.push(arm),
            None => found.push((study, vec![arm])),
        }
    }
    found
}

fn trials(json: &Json) -> Vec<SurvivalTrial> {
    let (events, n) = (numbers(json, "counts.events"), numbers(json, "counts.n"));
    let count = |i: usize| Count::new(events[i] as u64, n[i] as u64).unwrap();
    let (x, t) = (numbers(json, "rates.events"), numbers(json, "rates.time"));
    let rate = |i: usize| PersonTime::new(x[i] as u64, t[i]).unwrap();
    let (m, d) = (
        numbers(json, "medians.median"),
        numbers(json, "medians.events"),
    );
    let median = |i: usize| MedianTime::new(m[i], d[i] as u64).unwrap();
    let column = |name: &str| numbers(json, &format!("ratios.{name}"));
    let (ratio, lower, upper, level) = (
        column("ratio"),
        column("lower"),
        column("upper"),
        column("level"),
    );
    let names = |name: &str| strings(json, &format!("ratios.{name}"));
    let (ones, others) = (names("treatment1"), names("treatment2"));
    let ratios = (0..ratio.len()).map(|i| PrintedHazardRatio {
        treatment1: ones[i].clone(),
        treatment2: others[i].clone(),
        ratio: ratio[i],
        lower: lower[i],
        upper: upper[i],
        level: Probability::new(level[i]).unwrap(),
    });
    let text = |place: &str| json.get(place).and_then(|v| v.as_str()).unwrap().to_owned();
    let log_rank = SurvivalReport::LogRank {
        treatment1: text("log_rank.treatment1"),
        treatment2: text("log_rank.treatment2"),
        observed_minus_expected: json.number("log_rank.o_minus_e").value,
        variance: json.number("log_rank.v").value,
    };
    let mut found: Vec<(String, SurvivalReport)> = Vec::new();
    found.extend(
        by_study(json, "counts", count)
            .into_iter()
            .map(|(s, a)| (s, SurvivalReport::Counts(a))),
    );
    found.extend(
        by_study(json, "rates", rate)
            .into_iter()
            .map(|(s, a)| (s, SurvivalReport::PersonTime(a))),
    );
    found.extend(
        by_study(json, "medians", median)
            .into_iter()
            .map(|(s, a)| (s, SurvivalReport::Medians(a))),
    );
    found.push((
        "ratios".into(),
        SurvivalReport::HazardRatios(ratios.collect()),
    ));
    found.push(("log rank".into(), log_rank));
    let trial = |(study, report)| SurvivalTrial { study, report };
    found.into_iter().map(trial).collect()
}

fn case() -> (Json, FromSurvival) {
    let json = reference::json("expected/network/survival.json");
    let made = from_survival(&trials(&json), &ZeroCells::RATIO, ADDS_UP_WITHIN).unwrap();
    (json, made)
}

#[test]
fn every_kind_of_report_has_the_contrasts_of_r() {
    let (json, made) = case();
    let mut all = Comparison::new("survival reports");
    let network = &made.network;
    for (t, trial) in network.trials().iter().enumerate() {
        let place = |name: &str| format!("trials.{t}.{name}");
        let text = |name: &str| json.get(&place(name)).unwrap().as_str().unwrap().to_owned();
        assert_eq!(trial.label(), text("study"));
        let arm = |name: &str| {
            let treatment = network.treatment(name).unwrap();
            trial.arms().iter().position(|a| *a == treatment).unwrap()
        };
        let (base, others) = (arm(&text("base")), strings(&json, &place("others")));
        // Covariance of two arms less the base, from that of arms less the first.
        let entry = |i: usize, j: usize| match (i, j) {
            (0, _) | (_, 0) => 0.0,
            _ => trial.covariance()[(i - 1, j - 1)],
        };
        for (i, one) in others.iter().enumerate() {
            let a = arm(one);
            let y = trial.values()[a] - trial.values()[base];
            let expected = json.number(&place(&format!("y.{i}")));
            all.compare("estimate", y, expected, "likelihood", trial.label());
            for (j, other) in others.iter().enumerate() {
                let b = arm(other);
                let v = entry(a, b) - entry(a, base) - entry(base, b) + entry(base, base);
                let at = place(&format!("v.{}", i * others.len() + j));
                all.compare(
                    "covariance",
                    v,
                    json.number(&at),
                    "likelihood",
                    trial.label(),
                );
            }
        }
    }
    all.finish(24);
}

#[test]
fn the_mixed_network_has_the_estimates_of_r() {
    let (json, made) = case();
    let fit = fitted(&made.network, Model::CommonEffect);
    let treatments = strings(&json, "treatments");
    let place = |name: &str| made.network.treatment(name).unwrap();
    let mut all = Comparison::new("mixed network");
    for (i, treatment) in treatments.iter().enumerate() {
        let found = fit.compare(place(treatment), place("P")).unwrap();
        let expected = json.number(&format!("b.{i}"));
        all.compare(
            "estimate",
            found.estimate,
            expected,
            "likelihood",
            treatment,
        );
        let variance = json.number(&format!("covariance.{}", i * (treatments.len() + 1)));
        let squared = found.standard_error.powi(2);
        all.compare("variance", squared, variance, "likelihood", treatment);
    }
    let heterogeneity = fit.heterogeneity.unwrap();
    all.compare("Q", heterogeneity.q, json.number("Q"), "likelihood", "all");
    all.compare(
        "df",
        heterogeneity.df as f64,
        json.number("df"),
        "exact",
        "all",
    );
    all.finish(8);
}
