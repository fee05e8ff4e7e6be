//! Outcomes of the eight patients, counted by hand.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::case_series_example::{cell, choices, eight, on, patient, series_of, two_groups, value};
use euthymia_clinical::course::BaselineRule;
use euthymia_report::case_series::outcomes::{DefinitionResult, Share, definitions, pairs};
use euthymia_report::case_series::time_to::times;
use euthymia_report::case_series::{Analysis, AnalysisSet, CaseSeries, Choices, TimeScale};
use euthymia_table::Value;

/// Events, patients and unknown ones of a share.
type Counts = Option<(u64, u64, usize)>;

fn counts(share: &Option<Share>) -> Counts {
    let share = share.as_ref()?;
    Some((
        share.proportion.events(),
        share.proportion.n(),
        share.unknown,
    ))
}

fn found(series: &CaseSeries, choices: &Choices, id: &str) -> DefinitionResult {
    let all = definitions(series, choices, None).unwrap();
    let found = all.into_iter().find(|one| one.id == id);
    found.unwrap_or_else(|| panic!("no {id}"))
}

/// Observed, all who started, last observation.
fn sets(id: &str) -> [Counts; 3] {
    found(&eight(), &choices(), id)
        .shares
        .map(|share| counts(&share))
}

#[test]
fn pairs_of_each_analysis_set_are_those_of_the_table_above() {
    let series = eight();
    let seen = [
        (32.0, Some(8.0)),
        (14.0, Some(10.0)),
        (30.0, Some(22.0)),
        (24.0, Some(12.0)),
        (25.0, Some(31.0)),
        (22.0, Some(11.0)),
    ];
    assert_eq!(pairs(&series, 0, None, AnalysisSet::Observed), seen);
    let mut all = seen.to_vec();
    all.insert(3, (36.0, None));
    assert_eq!(pairs(&series, 0, None, AnalysisSet::AllStarted), all);
    all[3] = (36.0, Some(16.0));
    assert_eq!(pairs(&series, 0, None, AnalysisSet::LastObservation), all);
}

#[test]
fn response_and_partial_response_by_set() {
    // 24/32, 12/24 and 11/22 are half or more; 20/36 too, carried forward.
    assert_eq!(
        sets("response"),
        [Some((3, 6, 0)), Some((3, 7, 0)), Some((4, 7, 0))]
    );
    // 4/14 = 28.6 % and 8/30 = 26.7 %.
    assert_eq!(
        sets("partial_response_25_50"),
        [Some((2, 6, 0)), Some((2, 7, 0)), Some((2, 7, 0))]
    );
}

#[test]
fn the_five_rules_of_the_madrs_are_nested() {
    let all = definitions(&eight(), &choices(), None).unwrap();
    let events = |name: &str| {
        let one = all.iter().find(|one| one.name == name);
        let one = one.unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(one.outcome, "remission");
        one.shares.clone().map(|share| counts(&share).unwrap().0)
    };
    // 8; 10; 11; 12. The last score of the one who stopped, 16, meets none.
    assert_eq!(events("MADRS < 10"), [1, 1, 1]);
    assert_eq!(events("MADRS ≤ 10"), [2, 2, 2]);
    assert_eq!(events("MADRS < 11"), [2, 2, 2]);
    assert_eq!(events("MADRS ≤ 11"), [3, 3, 3]);
    assert_eq!(events("MADRS ≤ 12"), [4, 4, 4]);
    // The chosen rule is one of them and is not shown twice.
    let same = all.iter().filter(|one| one.name == "MADRS ≤ 12").count();
    assert_eq!(same, 1);
    assert!(
        all.iter()
            .any(|one| one.name == "MADRS ≤ 12" && one.is_chosen)
    );
}

#[test]
fn a_remitter_who_is_no_responder_is_outside_unless_chosen_inside() {
    // 14 to 10 is remission by ≤ 12 and a decrease of 28.6 %.
    let series = eight();
    assert_eq!(
        sets("remission_without_response"),
        [Some((1, 6, 0)), Some((1, 7, 0)), Some((1, 7, 0))]
    );
    let inside = Choices {
        remitters_are_responders: true,
        ..choices()
    };
    let response = found(&series, &inside, "response");
    assert_eq!(response.name, "≥ 50 % decrease on MADRS, or MADRS ≤ 12");
    assert_eq!(
        response.shares.clone().map(|share| counts(&share)),
        [Some((4, 6, 0)), Some((4, 7, 0)), Some((5, 7, 0))]
    );
    // The rule alone keeps a row of its own.
    let all = definitions(&series, &inside, None).unwrap();
    let alone = all
        .iter()
        .find(|one| one.name == "≥ 50 % decrease on MADRS");
    assert_eq!(counts(&alone.unwrap().shares[0]), Some((3, 6, 0)));
    // The choice holds at each visit, for time to response and for groups.
    let analysis = Analysis::of(two_groups(), inside).unwrap();
    let at_end = &analysis.visits[0][2];
    assert_eq!(counts(&at_end.response), Some((4, 6, 0)));
    // With remission: patients 1, 2, 3, 5, 6 and 8.
    assert_eq!(analysis.times[0].curve.events, 6);
    let rows = &analysis.comparisons[0].results.rows;
    let groups = rows
        .iter()
        .find(|row| row.key == "response_difference")
        .unwrap();
    assert!(
        groups.printed.starts_with("2/4 and 2/3:"),
        "{}",
        groups.printed
    );
}

#[test]
fn sustained_response_is_unknown_where_it_was_not_followed() {
    // Yes: 1. No: 2 (never), 3 (lost on day 42), 7, 8 (day 21). Unknown: 5, and 6, last seen on day 44 of
    // the 84 ± 3.
    let one = found(&eight(), &choices(), "sustained_response_comp001");
    assert_eq!(counts(&one.over_visits), Some((1, 5, 2)));
    assert_eq!(
        one.shares.map(|share| counts(&share)),
        [None, Some((1, 7, 0)), None]
    );
}

#[test]
fn consistent_remission_is_two_scored_visits_in_a_row() {
    // Yes: 1, 2 and 6. No: 3, 5, 7. Unknown: 8, in remission at the last visit only.
    let one = found(&eight(), &choices(), "consistent_remission_two_visits");
    assert_eq!(counts(&one.over_visits), Some((3, 6, 1)));
    assert_eq!(counts(&one.shares[1]), Some((3, 7, 0)));
}

#[test]
fn relapse_is_counted_among_those_who_were_in_remission() {
    // ≤ 12 at some visit: 1, 2, 3, 6, 8. Relapse: 3 (22 and 24, ten days apart). 8 has no later visit.
    let one = found(&eight(), &choices(), "relapse_sustain1");
    assert_eq!(counts(&one.over_visits), Some((1, 4, 1)));
    assert!(one.shares.iter().all(Option::is_none));
    assert!(one.is_unverified());
}

#[test]
fn recovery_is_of_those_who_were_followed_so_long() {
    // 122 days: 2 (remission from day 21 to 150) yes, 7 (followed to day 150) no; nobody 183 days.
    let one = found(&eight(), &choices(), "recovery_4_months");
    assert_eq!(counts(&one.over_visits), Some((1, 2, 5)));
    assert_eq!(counts(&one.shares[1]), Some((1, 7, 0)));
    let all = definitions(&eight(), &choices(), None).unwrap();
    assert!(all.iter().all(|one| one.id != "recovery_6_months"));
}

#[test]
fn meaningful_and_reliable_change_and_worsening() {
    // At least ten points: 24, 12, 11; carried forward also 20.
    assert_eq!(
        sets("meaningful_madrs_10"),
        [Some((3, 6, 0)), Some((3, 7, 0)), Some((4, 7, 0))]
    );
    // At least 4.989 points: also 8, not 4.
    let reliable = found(&eight(), &choices(), "reliable_change");
    assert_eq!(
        reliable.name,
        "decrease of at least 4.99 points (SD 6.00, reliability 0.91: example)"
    );
    assert_eq!(
        reliable.shares.map(|share| counts(&share)),
        [Some((4, 6, 0)), Some((4, 7, 0)), Some((5, 7, 0))]
    );
    // 25 to 31. A missing score is never counted as not worse.
    for id in ["worse", "reliably_worse"] {
        assert_eq!(sets(id), [Some((1, 6, 0)), None, Some((1, 7, 0))], "{id}");
    }
    let unstated = Choices {
        reliable: None,
        ..choices()
    };
    let all = definitions(&eight(), &unstated, None).unwrap();
    let needs_it = ["reliable_change", "reliably_worse"];
    assert!(all.iter().all(|one| !needs_it.contains(&one.id.as_str())));
}

#[test]
fn every_cell_of_the_definitions_table() {
    let analysis = Analysis::of(eight(), choices()).unwrap();
    let tables = analysis.tables(euthymia_table::Audience::People);
    let (_, view) = tables
        .iter()
        .find(|(name, _)| *name == "definitions")
        .unwrap();
    let of = |row: &str, key: &str| cell(view, row, key);
    assert_eq!(of("response *", "seen"), "3/6 (50.0 %)");
    // Wilson for a half: 1/2 ± z/(2√(n + z²)) = 0.5 ± 0.3124, z² = 3.8415.
    assert_eq!(of("response *", "seen_ci"), "18.8 % to 81.2 %");
    assert_eq!(of("response *", "counted"), "3/7 (42.9 %)");
    assert_eq!(of("response *", "carried"), "4/7 (57.1 %)");
    assert_eq!(of("relapse †", "seen"), "1/4 (25.0 %), 1 unknown");
    assert_eq!(of("relapse †", "counted"), "—");
    assert_eq!(of("sustained response", "seen"), "1/5 (20.0 %), 2 unknown");
    assert_eq!(of("sustained response", "counted"), "1/7 (14.3 %)");
    for (key, expected) in [
        ("observed_events", 3),
        ("observed_n", 6),
        ("observed_unknown", 0),
        ("all_started_events", 3),
        ("all_started_n", 7),
        ("last_events", 4),
        ("last_n", 7),
    ] {
        assert_eq!(
            *value(view, "response *", key),
            Value::Count(expected),
            "{key}"
        );
    }
    assert_eq!(*value(view, "response *", "over_visits_n"), Value::Missing);
    let notes = view.notes.join(" ");
    assert!(notes.contains("week 6") && notes.contains('†'), "{notes}");
}

#[test]
fn definitions_of_each_group_stand_after_those_of_all() {
    let analysis = Analysis::of(two_groups(), choices()).unwrap();
    let tables = analysis.tables(euthymia_table::Audience::People);
    let views: Vec<_> = tables
        .iter()
        .filter(|(name, _)| *name == "definitions")
        .map(|(_, view)| view)
        .collect();
    let response: Vec<[String; 3]> = views
        .iter()
        .map(|view| ["seen", "counted", "carried"].map(|key| cell(view, "response *", key)))
        .collect();
    assert_eq!(
        response[0],
        ["3/6 (50.0 %)", "3/7 (42.9 %)", "4/7 (57.1 %)"]
    );
    assert_eq!(
        response[1],
        ["1/3 (33.3 %)", "1/3 (33.3 %)", "1/3 (33.3 %)"]
    );
    assert_eq!(
        response[2],
        ["2/3 (66.7 %)", "2/4 (50.0 %)", "3/4 (75.0 %)"]
    );
    assert!(views[2].title.ends_with(", B"), "{}", views[2].title);
}

#[test]
fn times_to_response_and_remission() {
    let series = eight();
    let found = times(&series, &choices(), None).unwrap();
    // Response: day 19 (6), 21 (1, 3, 5), 42 (8); 2 and 7 are censored on day 150.
    let response = &found[0];
    assert_eq!((response.curve.n, response.curve.events), (7, 5));
    let steps: Vec<(f64, u64, u64)> = response
        .curve
        .steps
        .iter()
        .map(|step| (step.time, step.at_risk, step.events))
        .collect();
    assert_eq!(
        steps,
        [(19.0, 7, 1), (21.0, 6, 3), (42.0, 3, 1), (150.0, 2, 0)]
    );
    // 6/7, 3/7, 2/7.
    assert_eq!(response.curve.quantile(0.5).time, Some(21.0));
    // Remission: day 19 (6), 21 (2, 3; 5 censored), 42 (1, 8), 150 (7 censored): 6/7, 4/7, 4/21.
    let remission = &found[1];
    assert_eq!((remission.curve.n, remission.curve.events), (7, 5));
    assert_eq!(remission.curve.quantile(0.5).time, Some(42.0));
    let last = remission.curve.steps.last().unwrap();
    assert!((last.survival - 4.0 / 21.0).abs() < f64::EPSILON);
}

#[test]
fn windows_have_ends_and_two_equally_near_visits_an_earlier_one() {
    let series = eight();
    let at = |patient: usize, planned| series.score_at(&series.patients[patient], 0, planned);
    // Days 19 and 23 are both two days off day 21.
    assert_eq!(at(5, 1), Some((19, 12.0)));
    assert_eq!(at(5, 2), Some((44, 12.0)));
    // Day 88 is four days off; day 87 would serve.
    assert_eq!(at(5, 3), None);
    let near = series_of(vec![patient(1, &[(0, 30.0), (87, 6.0)])]);
    assert_eq!(near.score_at(&near.patients[0], 0, 3), Some((87, 6.0)));
    // The nearest, although another is later within the window; the last score is the same one.
    let two = series_of(vec![patient(1, &[(0, 30.0), (42, 9.0), (45, 20.0)])]);
    assert_eq!(two.score_at(&two.patients[0], 0, 2), Some((42, 9.0)));
    assert_eq!(two.last_score(&two.patients[0], 0), Some((42, 9.0)));
    // Nothing after the endpoint is carried back to it.
    let late = series_of(vec![patient(1, &[(0, 30.0), (14, 20.0), (60, 5.0)])]);
    assert_eq!(late.last_score(&late.patients[0], 0), Some((14, 20.0)));
}

#[test]
fn baselines_by_rule() {
    let mut series = eight();
    let score =
        |series: &CaseSeries, at: usize| series.baseline_score(&series.patients[at], 0).ok();
    assert_eq!(
        score(&series, 0),
        Some(32.0),
        "the last on or before the first session"
    );
    assert_eq!(score(&series, 3), None, "never a later visit in its place");
    series.baseline = BaselineRule::First;
    assert_eq!(score(&series, 0), Some(40.0));
    assert_eq!(score(&series, 3), Some(28.0));
    series.baseline = BaselineRule::On(on(21));
    assert_eq!(score(&series, 0), Some(16.0));
    assert_eq!(score(&series, 3), None);
}

#[test]
fn a_score_before_the_first_session_is_no_last_observation() {
    let mut series = series_of(vec![patient(1, &[(-14, 30.0), (-1, 20.0)])]);
    series.baseline = BaselineRule::First;
    assert_eq!(series.last_score(&series.patients[0], 0), None);
}

#[test]
fn days_count_from_the_file_where_no_session_is_recorded() {
    // Baseline on day −10, day 0 is the start: week 3 is day 21 of the file, not day 11.
    let mut one = patient(1, &[(-10, 30.0), (11, 30.0), (21, 10.0), (84, 10.0)]);
    one.courses[0].sessions.clear();
    one.sessions.clear();
    let series = series_of(vec![one]);
    let result = found(&series, &choices(), "sustained_response_comp001");
    assert_eq!(counts(&result.over_visits), Some((1, 1, 0)));
}

#[test]
fn an_order_of_visits_says_nothing_of_days() {
    let mut series = eight();
    series.time = TimeScale::Order;
    series.planned.truncate(3);
    for (position, visit) in series.planned.iter_mut().enumerate() {
        visit.day = i64::try_from(position).unwrap();
    }
    series.patients = vec![
        patient(1, &[(0, 32.0), (1, 10.0), (2, 8.0), (3, 30.0)]),
        patient(2, &[(0, 20.0), (1, 18.0)]),
    ];
    // Positions have no window: the score after the endpoint is not carried to it.
    assert_eq!(series.last_score(&series.patients[0], 0), Some((2, 8.0)));
    assert_eq!(series.score_at(&series.patients[1], 0, 2), None);
    let analysis = Analysis::of(series, choices()).unwrap();
    assert!(analysis.times.is_empty());
    let has = |id: &str| analysis.definitions.iter().any(|one| one.id == id);
    assert!(has("consistent_remission_two_visits"), "no days in it");
    for id in [
        "sustained_response_comp001",
        "relapse_sustain1",
        "recovery_4_months",
    ] {
        assert!(!has(id), "{id}");
    }
    for (name, view) in analysis.tables(euthymia_table::Audience::People) {
        let columns = view.columns.iter().map(|c| c.header.to_lowercase());
        let cells = view.rows.iter().flatten().map(Value::for_people);
        for text in columns.chain(cells) {
            // Rules of sources keep their words.
            assert!(!text.contains("day"), "{name}: {text}");
        }
    }
    let ids: Vec<&str> = euthymia_report::case_series::figures::figures(&analysis)
        .iter()
        .map(|figure| figure.id)
        .collect();
    for id in ["time-to-response", "courses", "calendar"] {
        assert!(!ids.contains(&id), "{id}");
    }
}
