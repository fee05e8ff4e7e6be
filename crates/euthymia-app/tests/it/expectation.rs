//! Response by number of failed trials: counts added up again from the files, the pooled number of
//! two studies worked out by hand, and what the table says.

use euthymia_app::evidence::load;
use euthymia_app::expectation::{Expected, by_failures, expected_view};
use euthymia_app::pool::{PoolRequest, Source, run};
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::select::Selection;
use euthymia_report::pooled::PoolOptions;
use euthymia_report::trd::analysis::{ACUTE, strands};
use euthymia_report::trd::strand::STRANDS;
use euthymia_synthesis::measure::Measure;
use euthymia_table::{Format, render};
use euthymia_testkit::assert_close;
use std::collections::{BTreeMap, BTreeSet, HashMap};

fn expected(failures: usize) -> Vec<Expected> {
    by_failures(&load(None).expect("loaded"), failures).expect("pooled")
}

#[track_caller]
fn line(failures: usize, id: &str) -> Expected {
    let mut lines = expected(failures).into_iter();
    lines.find(|line| line.id == id).expect(id)
}

type Record = HashMap<String, String>;

/// The rows of a file of the repository, read without any code of ours.
fn records(file: &str) -> Vec<Record> {
    let path = format!("{}/../../evidence/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect(file);
    reader.deserialize().map(|row| row.expect(file)).collect()
}

fn number(row: &Record, column: &str) -> Option<f64> {
    row[column].parse().ok()
}

/// Events and patients of each study, by label, in a report group with doses from `dose` on: main
/// response rows that were read, within twelve weeks or after the course, of arms that are no union
/// of others and no crossover, in studies that admit `failures` failed trials.
fn added_again(group: &str, dose: f64, failures: f64) -> BTreeMap<String, (f64, f64)> {
    let (studies, arms) = (records("studies.csv"), records("arms.csv"));
    let treatments = records("treatments.csv");
    let in_group = |arm: &Record| {
        let same = |t: &&Record| t["treatment"] == arm["treatment"];
        let treatment = treatments.iter().find(same).expect("a treatment");
        let high = number(arm, "dose_high").or(number(arm, "dose_low"));
        treatment["report_group"] == group
            && arm["role"] != "control"
            && arm["combines_arms"].is_empty()
            && high.is_none_or(|high| high >= dose)
    };
    let admits = |study: &Record| {
        number(study, "failed_trials_min").is_some_and(|min| min <= failures)
            && number(study, "failed_trials_max").is_none_or(|max| failures <= max)
    };
    let in_time = |row: &Record| match number(row, "time_days") {
        Some(day) => (1.0..=84.0).contains(&day),
        None => ["end_of_course", "post_course_unstated"].contains(&&*row["time_point"]),
    };
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for row in records("outcomes.csv") {
        let read = ["seen", "computed"].contains(&&*row["verification"]);
        if row["outcome"] != "response" || row["main"] != "yes" || !read || !in_time(&row) {
            continue;
        }
        let (Some(events), Some(n)) = (number(&row, "events"), number(&row, "n")) else {
            continue;
        };
        let same =
            |arm: &&Record| arm["study_id"] == row["study_id"] && arm["arm_id"] == row["arm_id"];
        let arm = arms.iter().find(same).expect("an arm");
        let of = |study: &&Record| study["study_id"] == row["study_id"];
        let study = studies.iter().find(of).expect("a study");
        if in_group(arm) && arm["allocation"] != "randomised_crossover" && admits(study) {
            let sum = sums.entry(study["label"].clone()).or_default();
            *sum = (sum.0 + events, sum.1 + n);
        }
    }
    sums
}

#[test]
fn counts_are_those_of_the_files() {
    let mut compared = 0;
    for (id, group, dose) in [
        ("esketamine-nasal", "esketamine_in", 56.0),
        ("psilocybin-full", "psilocybin", 15.0),
        ("rtms-hf", "tms_hf", 0.0),
        ("tms-other", "tms_other", 0.0),
        ("theta-burst", "tms_itbs", 0.0),
    ] {
        for failures in [1, 2, 3, 6] {
            let found = line(failures, id);
            let again = added_again(group, dose, failures as f64);
            let labels: BTreeSet<&String> = found.studies.iter().collect();
            assert_eq!(labels, again.keys().collect(), "{id} {failures}");
            let sum = again
                .values()
                .fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
            let counts = (found.events as f64, found.patients as f64);
            assert_eq!(counts, sum, "{id} {failures}");
            compared += found.studies.len();
        }
    }
    assert!(compared > 20, "{compared}");
}

/// The marginal log-likelihood of counts whose logits are normal, by the plainest rule there is:
/// trapezoids of width 1/40 from −8 to 8 standard deviations.
fn log_likelihood(studies: &[(f64, f64)], mean: f64, tau: f64) -> f64 {
    let grid = || (-320..=320).map(|i| f64::from(i) / 40.0);
    let one = |(events, n): &(f64, f64)| -> f64 {
        let at = |z: f64| {
            let logit = mean + tau * z;
            // x·θ − n·ln(1 + e^θ) − z²/2.
            (events * logit - n * logit.exp().ln_1p() - z * z / 2.0).exp() * 1e150
        };
        grid().map(at).sum::<f64>().ln()
    };
    studies.iter().map(one).sum()
}

/// Where a function of one variable with one maximum has it, by thirds.
fn highest(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..60 {
        let third = (high - low) / 3.0;
        if f(low + third) < f(high - third) {
            low += third;
        } else {
            high -= third;
        }
    }
    (low + high) / 2.0
}

#[test]
fn two_studies_are_pooled_where_their_likelihood_is_highest() {
    let found = line(3, "rtms-hf");
    let again = added_again("tms_hf", 0.0, 3.0);
    let studies: Vec<(f64, f64)> = again.values().copied().collect();
    assert_eq!(studies.len(), 2, "{again:?}");
    let best_mean = |tau: f64| highest(|mean| log_likelihood(&studies, mean, tau), -3.0, 3.0);
    let tau = highest(
        |tau| log_likelihood(&studies, best_mean(tau), tau),
        0.0,
        3.0,
    );
    let rate = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    let response = found.response.expect("a rate");
    assert_close!(
        response.estimate,
        rate(best_mean(tau)),
        "optimum",
        "estimate"
    );
    // The interval is symmetric on the logit scale.
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let ends = logit(response.bounds.lower) + logit(response.bounds.upper);
    assert_close!(ends / 2.0, logit(response.estimate), "estimate", "interval");
    assert_eq!(found.prediction, None);
    assert!(
        found
            .warnings
            .iter()
            .any(|warning| warning.contains("too narrow"))
    );
}

#[test]
fn one_study_keeps_its_own_rate() {
    let found = line(3, "ketamine-iv-single");
    assert_eq!(found.studies, ["Murrough 2013"]);
    assert_eq!((found.events, found.patients), (30, 47));
    let response = found.response.expect("a rate");
    assert_close!(response.estimate, 30.0 / 47.0, "algebra", "30 of 47");
    assert_eq!(found.prediction, None);
    // It asks for three, and nobody read that it does.
    assert_eq!(found.criterion_recalled, ["Murrough 2013"]);
    let before = line(2, "ketamine-iv-single");
    assert_eq!((before.response, before.other_number), (None, 1));
}

#[test]
fn several_studies_have_a_prediction_interval_around_their_confidence_interval() {
    let found = line(2, "esketamine-nasal");
    assert!(found.studies.len() >= 3);
    let response = found.response.expect("a rate");
    let prediction = found.prediction.expect("a prediction interval");
    let bounds = response.bounds;
    let in_order = [
        0.0,
        prediction.lower,
        bounds.lower,
        response.estimate,
        bounds.upper,
        prediction.upper,
        1.0,
    ];
    assert!(in_order.is_sorted(), "{in_order:?}");
}

#[test]
fn every_form_of_treatment_is_listed_with_a_study_or_without() {
    for failures in [0, 1, 2, 3, 6] {
        let found = expected(failures);
        let ids: Vec<&str> = found.iter().map(|line| line.id).collect();
        let all: Vec<&str> = STRANDS.iter().map(|strand| strand.id).collect();
        assert_eq!(ids, all);
        for line in &found {
            let none = line.studies.is_empty();
            assert_eq!(none, line.response.is_none(), "{}", line.id);
            assert_eq!(none, line.patients == 0, "{}", line.id);
            assert!(line.events <= line.patients, "{}", line.id);
        }
        let empty = found.iter().filter(|line| line.studies.is_empty()).count();
        assert!(empty > 0, "{failures}");
        assert_eq!(empty == found.len(), failures < 2, "{failures}");
    }
}

/// Studies of all forms of treatment together, with their form.
fn admitted(failures: usize) -> BTreeSet<(&'static str, String)> {
    let of = |line: Expected| line.studies.into_iter().map(move |label| (line.id, label));
    expected(failures).into_iter().flat_map(of).collect()
}

#[test]
fn sets_grow_to_the_largest_smallest_number_and_shrink_beyond_a_largest() {
    let sets: Vec<_> = (0..=7).map(admitted).collect();
    // No criterion here has a largest number below 4, and none a smallest above 3.
    for n in 0..4 {
        assert!(sets[n].is_subset(&sets[n + 1]), "{n}");
    }
    for n in 4..7 {
        assert!(sets[n + 1].is_subset(&sets[n]), "{n}");
    }
    assert!(sets[2].len() < sets[3].len() && sets[6].len() < sets[4].len());
    let lost: Vec<_> = sets[3].difference(&sets[6]).collect();
    assert!(
        lost.iter()
            .all(|(_, label)| label == "Goodwin 2022 (COMP001)"),
        "{lost:?}"
    );
    assert!(!lost.is_empty());
}

#[test]
fn studies_in_and_left_out_are_those_of_the_report() {
    let base = load(None).expect("loaded");
    let report = strands(&base, Default::default());
    for failures in [1, 2, 3, 6] {
        for (line, whole) in expected(failures).iter().zip(&report) {
            let all = whole.response.pooled.as_ref();
            let labels: BTreeSet<&str> = (all.into_iter().flat_map(|pooled| &pooled.rows))
                .map(|row| row.candidate.label.as_str())
                .collect();
            assert_eq!(line.id, whole.strand.id);
            assert!(
                line.studies
                    .iter()
                    .all(|label| labels.contains(label.as_str()))
            );
            let parts = line.studies.len() + line.not_stated + line.other_number;
            assert_eq!(parts, labels.len(), "{} {failures}", line.id);
        }
    }
}

#[test]
fn the_command_pool_gives_the_same_numbers() {
    let mut compared = 0;
    for line in expected(3).iter().filter(|line| line.response.is_some()) {
        let request = PoolRequest {
            source: Source::Evidence {
                folder: None,
                selection: Selection {
                    window: Some(ACUTE),
                    failures: Some(3),
                    ..Selection::of(Outcome::response(), vec![line.id.to_owned()])
                },
            },
            options: PoolOptions::recommended(Measure::Logit),
            assumed_correlation: None,
            weight_column: None,
            cluster_column: None,
            cautions: Vec::new(),
            interval_chosen: false,
            risk: None,
        };
        let pooled = run(&request).expect(line.id).pooled;
        assert_eq!(Some(pooled.headline()), line.response, "{}", line.id);
        assert_eq!(pooled.prediction, line.prediction, "{}", line.id);
        compared += 1;
    }
    assert!(compared >= 5, "{compared}");
}

#[test]
fn the_table_says_what_it_does_not_say() {
    for failures in [1, 3] {
        let lines = expected(failures);
        let view = expected_view(&lines, failures);
        assert_eq!(view.rows.len(), STRANDS.len());
        assert!(view.rows.iter().all(|row| row.len() == view.columns.len()));
        let notes = view.notes.join("\n");
        for words in [
            &*format!("does not say that its patients had exactly {failures}:"),
            "They are not treatment effects",
            "Unverified rows",
            "Differences between these rows are not treatment effects",
        ] {
            assert!(notes.contains(words), "{words}: {notes}");
        }
        assert_eq!(
            notes.contains("recalled, not read in a source: "),
            failures == 3
        );
        let people = render(&view, Format::Markdown).expect("Markdown");
        let empty = lines.iter().filter(|line| line.studies.is_empty()).count();
        assert_eq!(people.matches("no study").count(), empty);
        let machines = render(&view, Format::Csv).expect("CSV");
        assert!(machines.starts_with("treatment,k,events,n,estimate,ci_low,ci_high,"));
        assert!(render(&view, Format::Json).is_ok());
    }
    let title = |failures| expected_view(&[], failures).title;
    assert!(title(1).ends_with("1 failed trial"), "{}", title(1));
    assert!(title(2).ends_with("2 failed trials"), "{}", title(2));
}
