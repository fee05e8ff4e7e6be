//! Tables of the eight patients, every number by hand.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::case_series_example::{cell, choices, eight, patient, series_of, two_groups, value};
use euthymia_cohort::CohortError;
use euthymia_plot::SvgOptions;
use euthymia_report::case_series::crosswalk::ConvertedMean;
use euthymia_report::case_series::figures::figures;
use euthymia_report::case_series::table_one::ColumnSummary;
use euthymia_report::case_series::{Analysis, AnalysisSet, CaseSeries};
use euthymia_table::{Audience, TableView, Value};
use euthymia_testkit::assert_close;

fn analysed(series: CaseSeries) -> Analysis {
    Analysis::of(series, choices()).unwrap()
}

fn views(analysis: &Analysis, name: &str) -> Vec<TableView> {
    let tables = analysis.tables(Audience::People).into_iter();
    tables
        .filter(|(known, _)| *known == name)
        .map(|(_, view)| view)
        .collect()
}

fn view(analysis: &Analysis, name: &str) -> TableView {
    let found = views(analysis, name).into_iter().next();
    found.unwrap_or_else(|| panic!("no table {name}"))
}

fn count(view: &TableView, row: &str, key: &str) -> u64 {
    match value(view, row, key) {
        Value::Count(count) => *count,
        other => panic!("{row}, {key}: {other:?}"),
    }
}

fn number(view: &TableView, row: &str, key: &str) -> f64 {
    match value(view, row, key) {
        Value::Number { value, .. } => *value,
        Value::PValue(p) => *p,
        other => panic!("{row}, {key}: {other:?}"),
    }
}

#[test]
fn flow() {
    let table = view(&analysed(eight()), "flow");
    let of = |stage: &str| (count(&table, stage, "count"), count(&table, stage, "of"));
    assert_eq!(of("read"), (8, 8));
    assert_eq!(of("without_baseline"), (1, 8));
    assert_eq!(of("started"), (7, 8));
    // The one without a baseline completed too, and is not among those who started.
    assert_eq!(of("completed"), (4, 7));
    assert_eq!(of("Stopped: no benefit"), (1, 7));
    assert_eq!(of("ongoing"), (1, 7));
    assert_eq!(of("end_not_recorded"), (1, 7));
    assert_eq!(of("any_later_score"), (7, 7));
    assert_eq!(of("missing_at_endpoint"), (1, 7));
    assert_eq!(of("analysed"), (6, 7));
    assert_eq!(cell(&table, "analysed", "share"), "85.7 %");
}

#[test]
fn flow_of_each_group_adds_up_to_that_of_all() {
    let analysis = analysed(two_groups());
    let tables = views(&analysis, "flow");
    assert_eq!(tables.len(), 3);
    for stage in [
        "read",
        "without_baseline",
        "started",
        "completed",
        "analysed",
    ] {
        let [all, a, b] = [0, 1, 2].map(|at| count(&tables[at], stage, "count"));
        assert_eq!(all, a + b, "{stage}");
    }
    assert_eq!(count(&tables[1], "analysed", "count"), 3);
}

#[test]
fn nothing_recorded_of_the_end_of_treatment_is_not_nobody() {
    let mut series = eight();
    for patient in &mut series.patients {
        patient.status = euthymia_report::case_series::Status::NotRecorded;
    }
    let table = view(&analysed(series), "flow");
    assert_eq!(cell(&table, "completed", "count"), "not recorded");
    assert_eq!(cell(&table, "completed", "share"), "—");
}

#[test]
fn characteristics() {
    let analysis = analysed(two_groups());
    // Ages 20, 30 … 80 and one not known: mean 50, SD √(2800/6), quartiles 35, 50 and 65.
    let ColumnSummary::Number(age) = &analysis.table_one[0].columns[0] else {
        panic!("age is a number");
    };
    let spread = age.spread.unwrap();
    assert_eq!((age.n, age.missing), (7, 1));
    assert_close!(spread.mean, 50.0, "algebra", "mean age");
    assert_close!(
        spread.sd.unwrap(),
        (2800.0_f64 / 6.0).sqrt(),
        "algebra",
        "SD of age"
    );
    assert_eq!((spread.q1, spread.median, spread.q3), (35.0, 50.0, 65.0));
    // Means 35 and 70, variances 500/3 and 100.
    let apart = analysis.table_one[0].difference.unwrap().mean;
    let expected = 35.0 / ((500.0_f64 / 3.0 + 100.0) / 2.0).sqrt();
    assert_close!(apart, expected, "algebra", "ages apart");
    let table = view(&analysis, "characteristics");
    assert_eq!(cell(&table, "mean ± SD", "overall"), "50.0 ± 21.6");
    assert_eq!(
        cell(&table, "median [quartiles]", "overall"),
        "50.0 [35.0, 65.0]"
    );
    // Three of seven, four of seven; one of four in group A is male, three of three in B.
    assert_eq!(cell(&table, "female", "overall"), "3 (42.9 %)");
    assert_eq!(cell(&table, "male", "overall"), "4 (57.1 %)");
    assert_eq!(cell(&table, "male", "group_1"), "1 (25.0 %)");
    assert_eq!(cell(&table, "male", "group_2"), "3 (100.0 %)");
    let missing = table
        .rows
        .iter()
        .filter(|row| row[1] == Value::text("missing"));
    let missing: Vec<Vec<String>> = missing
        .map(|row| row[2..5].iter().map(Value::for_people).collect())
        .collect();
    // Age, sex, and the baseline of the one who has none.
    assert_eq!(missing, [["1", "0", "1"], ["1", "0", "1"], ["1", "1", "0"]]);
}

#[test]
fn scores_at_each_visit() {
    let analysis = analysed(eight());
    let visits = &analysis.visits[0];
    let sums: Vec<(usize, f64)> = visits
        .iter()
        .map(|visit| (visit.n, visit.mean.unwrap() * visit.n as f64))
        .collect();
    // 32 + 14 + 30 + 36 + 24 + 25 + 22; 16 + 12 + 10 + 16 + 12 + 27 + 22; the endpoint; 8 + 9 + 20 + 29.
    for ((n, sum), (at, total)) in sums
        .iter()
        .zip([(7, 183.0), (7, 115.0), (6, 94.0), (4, 66.0)])
    {
        assert_eq!(*n, at);
        assert_close!(*sum, total, "algebra", "sum of {at}");
    }
    let improvement = visits[1].change.as_ref().unwrap().summary.mean_difference;
    assert_close!(improvement, 68.0 / 7.0, "algebra", "improvement at week 3");
    let table = view(&analysis, "visits");
    let row = |visit: &str| {
        let keys = [
            "day",
            "seen",
            "n",
            "missing",
            "mean",
            "response",
            "remission",
        ];
        keys.map(|key| cell(&table, visit, key))
    };
    assert_eq!(
        row("baseline"),
        ["0", "−2 to 0", "7", "0", "26.1", "—", "—"]
    );
    assert_eq!(
        row("week 3"),
        [
            "21",
            "19 to 21",
            "7",
            "0",
            "16.4",
            "4/7 (57.1 %)",
            "3/7 (42.9 %)"
        ]
    );
    assert_eq!(
        row("week 6"),
        [
            "42",
            "42 to 44",
            "6",
            "1",
            "15.7",
            "3/6 (50.0 %)",
            "4/6 (66.7 %)"
        ]
    );
    // 8 of 32 is a response; 8 and 9 are remission.
    assert_eq!(
        row("week 12"),
        ["84", "84", "4", "3", "16.5", "1/4 (25.0 %)", "2/4 (50.0 %)"]
    );
    let notes = table.notes.join(" ");
    assert!(notes.contains("at most 3 days off it"), "{notes}");
    assert!(!notes.contains("overlap"), "{notes}");
}

#[test]
fn windows_that_overlap_are_said_to() {
    let mut series = eight();
    series.tolerance_days = 11;
    let notes = view(&analysed(series), "visits").notes.join(" ");
    assert!(
        notes.contains("windows of some planned visits overlap"),
        "{notes}"
    );
}

#[test]
fn change_and_estimates() {
    // Changes 24, 4, 8, 12, −6, 11: sum 53, sum of squares 957, so that their variance is 2933/30.
    let analysis = analysed(eight());
    let found = &analysis.estimates[0];
    let t = found.t.as_ref().unwrap();
    assert_eq!(found.n, 6);
    assert_close!(
        t.summary.mean_difference,
        53.0 / 6.0,
        "algebra",
        "mean change"
    );
    let sd = (2933.0_f64 / 30.0).sqrt();
    assert_close!(t.summary.sd_difference, sd, "algebra", "SD of the changes");
    assert_close!(t.t, 53.0 / 6.0 / (sd / 6.0_f64.sqrt()), "algebra", "t");
    assert_close!(
        found.d_z.as_ref().unwrap().d,
        53.0 / 6.0 / sd,
        "algebra",
        "d_z"
    );
    // Ranks of 4, 6, 8, 11, 12, 24; only the second is negative. As far out or farther: {}, {1}, {2}.
    let rank = found.signed_rank.as_ref().unwrap();
    assert_eq!((rank.w_plus, rank.w_minus), (19.0, 2.0));
    assert_close!(rank.p_two_sided, 6.0 / 64.0, "algebra", "signed rank");
    assert_close!(rank.rank_biserial, 17.0 / 21.0, "algebra", "rank-biserial");
    // The eleventh of 21 means of pairs: 9.
    assert_eq!(found.hodges_lehmann.as_ref().unwrap().estimate, 9.0);
    let sign = found.sign.as_ref().unwrap();
    assert_eq!((sign.positive, sign.negative, sign.zeros), (5, 1, 0));
    assert_close!(sign.p_two_sided, 14.0 / 64.0, "algebra", "sign test");
    let table = view(&analysis, "estimates");
    assert_eq!(
        cell(&table, "Wilcoxon signed-rank test", "printed"),
        "W+ = 19, W− = 2, p = 0.094; rank-biserial 0.81"
    );
    assert_eq!(
        cell(&table, "Sign test", "printed"),
        "5 better, 1 worse, 0 the same, p = 0.219"
    );
    assert_close!(
        number(&table, "signed_rank", "p"),
        6.0 / 64.0,
        "algebra",
        "p for machines"
    );

    let change = analysis.changes[0].as_ref().unwrap();
    assert_eq!(
        change.scores.missing, 2,
        "one without a baseline, one without an end"
    );
    assert_close!(change.means.0, 147.0 / 6.0, "algebra", "before");
    assert_close!(change.means.1, 94.0 / 6.0, "algebra", "after");
    let percent = &change.percent;
    let mean = (75.0 + 200.0 / 7.0 + 80.0 / 3.0 + 50.0 - 24.0 + 50.0) / 6.0;
    assert_close!(
        percent.mean_of_percentages.unwrap(),
        mean,
        "algebra",
        "mean of percentages"
    );
    let of_means = 5300.0 / 147.0;
    assert_close!(
        percent.percentage_of_means.unwrap(),
        of_means,
        "algebra",
        "percentage of means"
    );
}

#[test]
fn rank_sums_show_a_half_only_where_ties_make_one() {
    // Changes 5, 5, −5 have ranks 2, 2, 2; changes 5, −5, 7, 9 have 1.5, 1.5, 3, 4.
    let of = |ends: &[f64]| {
        let people = ends.iter().enumerate();
        let people = people.map(|(id, end)| patient(id, &[(0, 30.0), (42, *end)]));
        let table = view(&analysed(series_of(people.collect())), "estimates");
        cell(&table, "Wilcoxon signed-rank test", "printed")
    };
    assert!(of(&[25.0, 25.0, 35.0]).starts_with("W+ = 4, W− = 2,"));
    assert!(of(&[25.0, 35.0, 23.0, 21.0]).starts_with("W+ = 8.5, W− = 1.5,"));
}

#[test]
fn adverse_events() {
    let analysis = analysed(eight());
    let found = analysis.adverse.as_ref().unwrap();
    // All who are in the files, with a baseline or without.
    assert_eq!(found.n, 8);
    let table = view(&analysis, "events");
    let row = |event: &str| {
        let keys = [
            "patients_n",
            "occurrences",
            "severity",
            "relatedness",
            "serious",
        ];
        keys.map(|key| cell(&table, event, key))
    };
    assert_eq!(row("any event"), ["3/8 (37.5 %)", "—", "—", "—", "—"]);
    assert_eq!(
        row("any serious event"),
        ["1/8 (12.5 %)", "—", "—", "—", "—"]
    );
    // Two ways of writing one term; of the first patient's two the severe, and the related one.
    assert_eq!(
        row("headache"),
        [
            "2/8 (25.0 %)",
            "3",
            "moderate 1, severe 1",
            "not recorded 1, related 1",
            "0"
        ]
    );
    assert_eq!(
        row("nausea"),
        ["1/8 (12.5 %)", "1", "not recorded 1", "not related 1", "1"]
    );
    let unseen = found.unseen.unwrap();
    assert_close!(
        unseen.exact,
        1.0 - 0.05_f64.powf(0.125),
        "algebra",
        "never seen in 8"
    );
    assert_close!(unseen.rule_of_three, 3.0 / 8.0, "algebra", "rule of three");
}

#[test]
fn no_event_among_recorded_ones_has_an_exact_upper_limit() {
    let mut series = eight();
    for patient in &mut series.patients {
        patient.events.clear();
    }
    let analysis = analysed(series.clone());
    let any = analysis.adverse.as_ref().unwrap().any.clone().unwrap();
    assert_eq!((any.proportion.events(), any.exact.lower), (0, 0.0));
    assert_close!(
        any.exact.upper,
        1.0 - 0.025_f64.powf(0.125),
        "algebra",
        "upper limit of 0/8"
    );
    assert_eq!(views(&analysis, "events").len(), 1);
    // Not recorded is not none.
    series.has_events = false;
    let analysis = analysed(series);
    assert!(analysis.adverse.is_none() && views(&analysis, "events").is_empty());
}

#[test]
fn sessions_and_doses_in_two_units() {
    let table = view(&analysed(eight()), "sessions");
    let row = |label: &str| ["n", "mean", "minimum", "maximum"].map(|key| cell(&table, label, key));
    // Nine sessions of eight patients.
    assert_eq!(row("Sessions per patient"), ["8", "1.13", "1.00", "2.00"]);
    assert_close!(
        number(&table, "Sessions per patient", "mean"),
        9.0 / 8.0,
        "algebra",
        "sessions"
    );
    assert_eq!(count(&table, "Treatment: ketamine", "n"), 8);
    assert_eq!(count(&table, "Treatment: esketamine", "n"), 1);
    assert_eq!(
        row("Dose of esketamine, mg"),
        ["1", "40.00", "40.00", "40.00"]
    );
    assert_eq!(
        row("Dose of ketamine, mg/kg"),
        ["7", "0.51", "0.50", "0.60"]
    );
    assert_close!(
        number(&table, "Dose of ketamine, mg/kg", "mean"),
        3.6 / 7.0,
        "algebra",
        "dose"
    );
    assert_eq!(count(&table, "Deviation: interrupted", "n"), 1);
    let notes = table.notes.join(" ");
    assert!(
        notes.contains("No dose is recorded for 1 session."),
        "{notes}"
    );
    assert!(notes.contains("not put together"), "{notes}");
}

#[test]
fn groups_compared() {
    let analysis = analysed(two_groups());
    let table = view(&analysis, "groups");
    assert!(table.title.starts_with("B minus A"), "{}", table.title);
    // Changes 12, −6, 11 and 24, 4, 8: means 17/3 and 12.
    let of = |key: &str| number(&table, key, "value");
    assert_close!(
        of("difference_of_change_madrs"),
        -19.0 / 3.0,
        "algebra",
        "difference"
    );
    // Of nine pairs B is ahead in 12 > 4, 12 > 8, 11 > 4, 11 > 8.
    assert_close!(of("rank_sum_madrs"), 4.0 / 9.0, "algebra", "superiority");
    let ranks = value(&table, "rank_sum_madrs", "printed").for_people();
    assert!(ranks.contains("U = 4,"), "{ranks}");
    // Differences of all pairs in order: −30, −14, −13, −12, −10, 3, 4, 7, 8.
    assert_close!(of("shift_madrs"), -10.0, "algebra", "shift");
    // 2/4 and 1/3 of all who started; Fisher by C(3,1)C(4,2)/C(7,3) = 18/35, twice beside it 12/35, 4/35, 1/35.
    assert_close!(of("response_difference"), 1.0 / 6.0, "algebra", "response");
    assert_close!(
        number(&table, "response_difference", "p"),
        1.0,
        "algebra",
        "Fisher"
    );
    let many = view(&analysis, "multiplicity");
    assert!(
        many.rows
            .iter()
            .all(|row| row[0] == Value::text("B minus A"))
    );
    for row in &many.rows {
        let shown = row[3].for_people();
        assert!(!shown.starts_with("0.0000"), "{shown}");
    }
}

#[test]
fn three_groups_are_compared_with_the_first_and_all_at_once() {
    let mut series = two_groups();
    series.groups.push("C".to_owned());
    for patient in &mut series.patients[6..] {
        patient.group = Some(2);
    }
    let analysis = analysed(series);
    let tables = views(&analysis, "groups");
    let titles: Vec<&str> = tables.iter().map(|table| table.title.as_str()).collect();
    assert_eq!(
        titles,
        ["B minus A: eight", "C minus A: eight", "all groups: eight"]
    );
    // Response: 1 and 3 on day 21 in A, 5 and 6 in B on 21 and 19, 8 in C on day 42.
    let rows = &analysis.comparisons[2].results.rows;
    let log_rank = rows.iter().find(|row| row.key == "log_rank").unwrap();
    assert!(
        log_rank.printed.starts_with("χ²(2) ="),
        "{}",
        log_rank.printed
    );
    // The multiplicity table says which comparison each test belongs to.
    let many = view(&analysis, "multiplicity");
    let names: std::collections::BTreeSet<String> =
        many.rows.iter().map(|row| row[0].for_people()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn means_on_other_scales() {
    // Means 24.5 and 47/3.
    let analysis = analysed(eight());
    let of = |table: &str, method: &str| {
        let found = analysis.crosswalks.iter();
        let mut found = found.filter(|one| one.table == table && one.method.contains(method));
        let one = found.next().unwrap_or_else(|| panic!("no {table}"));
        assert!(found.next().is_none(), "{table} twice");
        one.clone()
    };
    // Carmody: 24 and 25 are 18; 15 is 11 and 16 is 12.
    let carmody = of("carmody2006_madrs_hamd17", "");
    let Ok(ConvertedMean::Scores { before, after }) = carmody.means else {
        panic!("{:?}", carmody.means);
    };
    assert_close!(before.low, 18.0, "algebra", "24.5 by Carmody");
    assert_close!(after.high, 11.0 + 2.0 / 3.0, "algebra", "15.67 by Carmody");
    let (low, high) = carmody.means.unwrap().change();
    assert_close!(low, 19.0 / 3.0, "algebra", "change by Carmody");
    assert_close!(high, 19.0 / 3.0, "algebra", "change by Carmody");
    // Leucht's anchors backwards: 13 is 10, 26 is 20, so that 24.5 is 10 + 11.5/13 · 10.
    let leucht = of("leucht2018_hamd17_madrs", "backwards");
    let Ok(ConvertedMean::Scores { before, .. }) = leucht.means else {
        panic!("{:?}", leucht.means);
    };
    assert_close!(before.low, 10.0 + 115.0 / 13.0, "algebra", "24.5 by Leucht");
    // The table of changes begins at 12 points; the mean change is 8.8.
    assert!(of("leucht2018_hamd17_madrs_change", "").means.is_err());
    // HAM-D17 18 is BDI 23; 20 is T 68.6 and 25 is 73.02.
    let t = of("madrs_to_depression_t", "tables in a row");
    let Ok(ConvertedMean::Scores { before, .. }) = t.means else {
        panic!("{:?}", t.means);
    };
    assert_close!(
        before.low,
        68.6 + 0.6 * (73.02 - 68.6),
        "algebra",
        "24.5 as T"
    );
    let table = view(&analysis, "crosswalk");
    let notes = table.notes.join(" ");
    assert!(notes.contains("never for a person"), "{notes}");
    let outside = "8.8 is outside the table, which runs from 12 to 34";
    assert!(notes.contains(outside), "{notes}");
    assert!(analysis.crosswalks.iter().all(|one| one.measured.is_none()));
}

/// The eight patients, rated on the PHQ-9 with the same totals.
fn on_two_scales() -> CaseSeries {
    let mut series = eight();
    let mut second = series.measures[0].clone();
    second.instrument = "phq9".to_owned();
    second.name = "PHQ-9".to_owned();
    series.measures.push(second);
    for patient in &mut series.patients {
        let mut course = patient.courses[0].clone();
        course.instrument = "phq9".to_owned();
        patient.courses.push(course);
    }
    series
}

#[test]
fn a_scale_that_was_measured_stands_beside_its_conversion() {
    let analysis = analysed(on_two_scales());
    let mut found = analysis.crosswalks.iter();
    let chain = found.find(|one| one.table == "madrs_to_phq9").unwrap();
    let (before, after) = chain.measured.unwrap();
    assert_close!(before, 24.5, "algebra", "measured before");
    assert_close!(after, 47.0 / 3.0, "algebra", "measured after");
}

#[test]
fn figures_have_the_counts_of_the_tables() {
    let words = |id: &str| {
        let found = figures(&analysed(eight()));
        let figure = found.into_iter().find(|figure| figure.id == id);
        let scene = figure.unwrap_or_else(|| panic!("no {id}")).scene;
        let text = scene.text_alternative() + &scene.to_svg(&SvgOptions::default());
        text.replace('\u{a0}', " ")
    };
    // Seven started, one of them without a score at week 6.
    let curve = words("responders");
    assert!(curve.contains("n = 7, 1 missing"), "{curve}");
    // 75, 50 and 50 percent; 28.6 and 26.7; −24.
    let bars = words("waterfall");
    for key in [
        "decrease of 50 % or more (3)",
        "25 % to less than 50 % (2)",
        "less than 25 %, or none (0)",
        "increase (1)",
    ] {
        let empty = key.ends_with("(0)");
        assert!(empty || bars.contains(key), "{key}: {bars}");
    }
    let flow = words("flow");
    assert!(flow.contains("stopped: no benefit (n = 1)"), "{flow}");
}

#[test]
fn the_map_shows_scores_of_those_without_a_baseline_too() {
    let series = eight();
    let of =
        |at: usize| [0, 1, 2, 3].map(|visit| series.has_score_at(&series.patients[at], 0, visit));
    assert_eq!(of(0), [true; 4]);
    // Patient 4: scored on day 42, and not before the first session.
    assert_eq!(of(3), [false, false, true, false]);
    assert_eq!(of(5), [true, true, true, false]);
}

#[test]
fn two_groups_stand_side_by_side_in_the_figure_of_events() {
    let analysis = analysed(two_groups());
    let found = figures(&analysis)
        .into_iter()
        .find(|one| one.id == "adverse-events");
    let svg = found.unwrap().scene.to_svg(&SvgOptions::default());
    // Headache in two of four and in none of four.
    assert!(svg.contains("2/4") && svg.contains("0/4"), "{svg}");
}

#[test]
fn one_patient_has_scores_and_no_test() {
    let analysis = analysed(series_of(vec![patient(1, &[(0, 30.0), (42, 9.0)])]));
    let found = &analysis.estimates[0];
    assert!(
        matches!(found.t, Err(CohortError::TooFew { found: 1, .. })),
        "{:?}",
        found.t
    );
    assert!(analysis.changes[0].is_ok());
    let table = view(&analysis, "definitions");
    assert_eq!(cell(&table, "response *", "seen"), "1/1 (100.0 %)");
    let notes = view(&analysis, "estimates").notes.join(" ");
    assert!(
        notes.contains("No paired t test, no bootstrap interval, no d_z,"),
        "{notes}"
    );
}

#[test]
fn identical_scores_have_a_mean_and_no_test() {
    let people = (1..=4)
        .map(|id| patient(id, &[(0, 30.0), (42, 20.0)]))
        .collect();
    let analysis = analysed(series_of(people));
    assert!(matches!(
        analysis.estimates[0].t,
        Err(CohortError::IdenticalDifferences { n: 4, .. })
    ));
    let at_end = &analysis.visits[0][2];
    assert_eq!(
        (at_end.mean, at_end.sd, at_end.change),
        (Some(20.0), Some(0.0), None)
    );
    let table = view(&analysis, "visits");
    assert_eq!(cell(&table, "week 6", "change_ci"), "—");
    // One reason is said once, for all that it stops.
    let notes = view(&analysis, "estimates").notes;
    let reasons = notes
        .iter()
        .filter(|note| note.contains("changed by the same amount"));
    assert_eq!(reasons.count(), 1, "{notes:?}");
}

#[test]
fn nobody_with_both_scores() {
    let people = vec![patient(1, &[(0, 30.0)]), patient(2, &[(42, 20.0)])];
    let analysis = analysed(series_of(people));
    assert!(analysis.changes[0].is_err() && analysis.times.is_empty());
    assert!(views(&analysis, "change").is_empty() && views(&analysis, "crosswalk").is_empty());
    let table = view(&analysis, "definitions");
    assert_eq!(cell(&table, "response *", "seen"), "—");
    // Who started and was not seen counts as not met.
    assert_eq!(cell(&table, "response *", "counted"), "0/1 (0.0 %)");
}

#[test]
fn all_and_none_respond() {
    for (end, met) in [(5.0, 5), (30.0, 0)] {
        let people = (1..=5).map(|id| patient(id, &[(0, 30.0 + id as f64), (42, end)]));
        let analysis = analysed(series_of(people.collect()));
        for set in AnalysisSet::ALL {
            let at = AnalysisSet::ALL.iter().position(|one| *one == set).unwrap();
            let share = analysis.definitions[0].shares[at].clone().unwrap();
            assert_eq!((share.proportion.events(), share.proportion.n()), (met, 5));
            // One limit is exact: (α/2)^(1/5) of five of five.
            let edge = 0.025_f64.powf(0.2);
            let limits = (share.exact.lower, share.exact.upper);
            let expected = if met == 5 {
                (edge, 1.0)
            } else {
                (0.0, 1.0 - edge)
            };
            assert_close!(limits.0, expected.0, "algebra", "lower limit, {met}");
            assert_close!(limits.1, expected.1, "algebra", "upper limit, {met}");
        }
    }
}

#[test]
fn a_baseline_of_zero_is_unknown_for_a_percentage_and_known_for_a_cut_off() {
    let people = vec![
        patient(1, &[(0, 0.0), (42, 0.0)]),
        patient(2, &[(0, 30.0), (42, 9.0)]),
    ];
    let table = view(&analysed(series_of(people)), "definitions");
    assert_eq!(
        cell(&table, "response *", "seen"),
        "1/1 (100.0 %), 1 unknown"
    );
    assert_eq!(cell(&table, "remission *", "seen"), "2/2 (100.0 %)");
}

#[test]
fn a_second_scale_has_no_columns_for_outcomes_of_the_first() {
    let series = on_two_scales();
    let tables = views(&analysed(series), "visits");
    let has = |at: usize, key: &str| tables[at].columns.iter().any(|column| column.key == key);
    assert!(has(0, "response") && has(0, "remission_n"));
    assert!(!has(1, "response") && !has(1, "remission_n"));
}
