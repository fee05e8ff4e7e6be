//! Files of a case series that cannot be used as they are: each has a message or a counted entry.

use crate::case_series_tools::{Clinic, reasons, scores};

const LONG: &str = "patient_id,day,madrs\n";

fn long(rows: &str) -> Clinic {
    Clinic::of(&format!("{LONG}{rows}"))
}

#[test]
fn two_scores_of_a_day_must_be_chosen_between() {
    let rows = "R1,0,30\nR1,28,20\nR1,28,12\nR2,0,28\nR2,28,9\n";
    let says = [
        "row 4, column \"madrs\"",
        "this patient has another score at that time, in row 3",
        "same_day = \"first\" or \"last\"",
    ];
    long(rows).refused(&says);
    for (word, kept, left) in [("first", 20.0, 4), ("last", 12.0, 3)] {
        let columns = [
            ("patient_id", "role = \"patient\""),
            ("day", "role = \"time\", unit = \"days\""),
            ("madrs", "role = \"score\", instrument = \"madrs\""),
        ];
        let outcome = format!("same_day = \"{word}\"");
        let content = format!("{LONG}{rows}");
        let series = Clinic::columns_and(&content, "visits", &columns, &outcome, "").series();
        assert_eq!(scores(&series, 0, 0), [(0, 30.0), (28, kept)], "{word}");
        let why = [("score", Some(left), "another score of that day is used")];
        assert_eq!(reasons(&series), why, "{word}");
    }
}

#[test]
fn a_row_that_stands_twice_is_counted() {
    let series = long("R1,0,30\nR1,28,20\nR1,28,20\nR2,0,28\nR2,28,9\n").series();
    assert_eq!(scores(&series, 0, 0), [(0, 30.0), (28, 20.0)]);
    let why = [("score", Some(4), "the same score stands twice on that day")];
    assert_eq!(reasons(&series), why);
}

#[test]
fn visits_before_the_baseline_are_counted() {
    let series = long("R1,-14,33\nR1,0,30\nR1,28,20\nR2,0,28\nR2,28,9\n").series();
    assert_eq!(series.baseline_score(&series.patients[0], 0), Ok(30.0));
    assert_eq!(
        reasons(&series),
        [("score", Some(2), "before the baseline")]
    );
}

#[test]
fn impossible_scores_are_named_or_counted() {
    let rows = "R1,0,61\nR1,28,20\nR2,0,28\nR2,28,-3\nR3,0,30\nR3,28,15\n";
    let says = [
        "row 2, column \"madrs\": found \"61\"",
        "row 5, column \"madrs\": found \"-3\"",
        "expected a MADRS total from 0 to 60",
        "leave the cell empty",
    ];
    long(rows).refused(&says);
    let columns = [
        ("patient_id", "role = \"patient\""),
        ("day", "role = \"time\", unit = \"days\""),
        ("madrs", "role = \"score\", instrument = \"madrs\""),
    ];
    let content = format!("{LONG}{rows}");
    let clinic = Clinic::columns_and(&content, "visits", &columns, "impossible = \"missing\"", "");
    let series = clinic.series();
    let why = "expected a MADRS total from 0 to 60";
    assert_eq!(
        reasons(&series),
        [("score", Some(2), why), ("score", Some(5), why)]
    );
    assert!(series.baseline_score(&series.patients[0], 0).is_err());
}

#[test]
fn a_missing_baseline_is_not_replaced_by_a_later_visit() {
    for clinic in [
        long("R1,0,\nR1,7,25\nR1,28,20\nR2,0,28\nR2,28,9\n"),
        long("R1,7,25\nR1,28,20\nR2,0,28\nR2,28,9\n"),
        Clinic::of("patient_id,madrs_baseline,madrs_week1,madrs_week4\nR1,,25,20\nR2,28,,9\n"),
        Clinic::of("patient_id,madrs_T0,madrs_T1,madrs_T2\nR1,,25,20\nR2,28,,9\n"),
    ] {
        let analysis = clinic.analysis();
        let flow = &analysis.flow;
        assert_eq!((flow.read, flow.without_baseline, flow.started), (2, 1, 1));
        assert_eq!(flow.analysed, 1);
    }
    long("R1,7,25\nR1,28,20\nR2,7,28\nR2,28,9\n").refused(&[
        "no patient has a MADRS score on or before day 0",
        "baseline = \"first\"",
    ]);
}

#[test]
fn only_baselines_are_no_series_of_changes() {
    long("R1,0,30\nR2,0,28\n").refused(&["no time after the baseline", "planned = "]);
    Clinic::of("id,madrs_baseline\nR1,30\nR2,28\n").refused(&["no time after the baseline"]);
}

#[test]
fn days_that_are_weeks_and_weeks_that_are_days() {
    let days = "R1,0,30\nR1,36.142857,20\nR2,0,28\nR2,4.571429,9\n";
    let says = [
        "row 3, column \"day\": found \"36.142857\"",
        "said to be in days",
        "36.142857 × 7 = 253",
        "unit = \"weeks\"",
    ];
    long(days).refused(&says);
    long("R1,0,30\nR1,3.4,20\nR2,0,28\n").refused(&["found \"3.4\"", "Write whole days"]);
    let weeks = "patient_id,week,madrs\nR1,0,30\nR1,14,20\nR1,28,18\nR2,0,28\nR2,28,9\n";
    let says = [
        "column \"week\"",
        "every value is a multiple of 7, the largest 28",
        "28 weeks would be 196 days",
    ];
    Clinic::of(weeks).refused(&says);
    let columns = [
        ("patient_id", "role = \"patient\""),
        ("week", "role = \"time\", unit = \"days\""),
        ("madrs", "role = \"score\", instrument = \"madrs\""),
    ];
    let content = "patient_id,week,madrs\nR1,0,30\nR1,4,20\nR2,0,28\nR2,4,9\n";
    let says = ["row 3, column \"week\": found \"4\"", "named after weeks"];
    Clinic::columns(content, "visits", &columns).refused(&says);
}

#[test]
fn times_of_two_kinds_are_not_brought_together() {
    let visits = "patient_id,day,madrs\nR1,0,30\nR1,28,20\n";
    let dated = "patient_id,date,madrs\nR1,2026-03-02,30\nR1,2026-03-30,20\n";
    let by_date = "patient_id,date,treatment,dose,dose_unit\nR1,2026-03-02,ketamine,0.5,mg/kg\n";
    let by_day = "patient_id,day,treatment,dose,dose_unit\nR1,0,ketamine,0.5,mg/kg\n";
    let ordered = "patient_id,visit,treatment,dose,dose_unit\nR1,3,ketamine,0.5,mg/kg\n";
    for (visits, sessions, has, column) in [
        (visits, by_date, "the visits have days", "date"),
        (dated, by_day, "the visits have dates", "day"),
        (visits, ordered, "the visits have days", "visit"),
    ] {
        let clinic = Clinic::with(&[("visits.csv", visits), ("sessions.csv", sessions)]);
        let place = format!("sessions.csv, row 2, column \"{column}\"");
        clinic.refused(&[&place, has, "role session_count"]);
    }
    let events = "patient_id,date,event\nR1,2026-03-02,nausea\n";
    Clinic::with(&[("visits.csv", visits), ("events.csv", events)])
        .refused(&["events.csv, row 2, column \"date\"", "the visits have days"]);
    let columns = [
        ("id", "role = \"patient\""),
        (
            "first",
            "role = \"score\", instrument = \"madrs\", at = \"baseline\"",
        ),
        ("date", "role = \"time\", unit = \"date\""),
        ("madrs", "role = \"score\", instrument = \"madrs\""),
    ];
    let content = "id,first,date,madrs\nR1,30,2026-03-30,20\n";
    Clinic::columns(content, "visits", &columns).refused(&[
        "row 2, column \"first\"",
        "some times are dates and this one is not",
    ]);
    Clinic::of("id,madrs_baseline,madrs_week4,madrs_end\nR1,30,20,18\n").refused(&[
        "column \"madrs_end\"",
        "only a place in an order",
        "at = \"week 6\"",
    ]);
}

#[test]
fn doses_in_two_units_are_never_put_together() {
    let visits = "patient_id,day,madrs\nR1,0,30\nR1,28,20\n";
    let sessions = "patient_id,day,dose\nR1,0,0.5 mg/kg\nR1,3,\"0,5 mg/kg\"\nR1,7,40 mg\n";
    let clinic = Clinic::with(&[("visits.csv", visits), ("sessions.csv", sessions)]);
    let analysis = clinic.analysis();
    let found = analysis.sessions.expect("sessions");
    let units: Vec<(&str, usize)> = found
        .doses
        .iter()
        .map(|((_, unit), doses)| (unit.as_str(), doses.n))
        .collect();
    assert_eq!(units, [("mg", 1), ("mg/kg", 2)]);
    for (dose, says) in [
        ("half", "expected a dose"),
        ("-1", "expected a dose"),
        ("0.5", "the dose has no unit"),
        ("\"1,500 mg\"", "expected a number"),
    ] {
        let sessions = format!("patient_id,day,dose\nR1,0,{dose}\n");
        let clinic = Clinic::with(&[("visits.csv", visits), ("sessions.csv", &sessions)]);
        clinic.refused(&["sessions.csv, row 2, column \"dose\"", says]);
    }
}

#[test]
fn names_are_refused_and_never_repeated() {
    let content = "patient_id,madrs_baseline,madrs_week4\nMaria Muster,30,20\nR2,28,9\n";
    let clinic = Clinic::of(content);
    let text = clinic.refused(&[
        "row 2, column \"patient_id\"",
        "looks like a person's name",
        "--number-patients",
    ]);
    assert!(
        !text.contains("Maria") && !text.contains("Muster"),
        "{text}"
    );
    let mut numbered = Clinic::of(content);
    numbered.request.number_patients = true;
    let series = numbered.series();
    assert_eq!(series.patients.len(), 2);
    assert!(!format!("{series:?}").contains("Muster"));
}

#[test]
fn patients_who_stand_twice_or_are_not_named() {
    let header = "patient_id,madrs_baseline,madrs_week4\n";
    let twice = format!("{header}R1,30,20\nR2,28,9\nR1,31,21\n");
    Clinic::of(&twice).refused(&[
        "row 4",
        "this patient is already in row 2",
        "rows = \"visits\"",
    ]);
    let nobody = format!("{header}R1,30,20\n,28,9\n");
    Clinic::of(&nobody).refused(&["row 3, column \"patient_id\"", "the patient is not named"]);
}

#[test]
fn rows_of_two_files_need_identifiers() {
    let a = "madrs_baseline,madrs_week4\n30,20\n";
    let b = "phq9_baseline,phq9_week4\n15,9\n";
    Clinic::with(&[("a.csv", a), ("b.csv", b)]).refused(&[
        "a.csv",
        "no column is the patient",
        "patient_id",
    ]);
    assert_eq!(Clinic::of(a).series().patients.len(), 1);
}

#[test]
fn a_patient_with_two_values_or_two_groups() {
    let a = "patient_id,age,arm,madrs_baseline,madrs_week4\nR1,40,A,30,20\nR2,50,B,28,9\n";
    let b = "patient_id,age,phq9_baseline,phq9_week4\nR1,41,15,9\nR2,50.0,14,7\n";
    let settings = "
[[table]]
file = \"a.csv\"
rows = \"patients\"
column.patient_id = { role = \"patient\" }
column.age = { role = \"characteristic\", kind = \"number\" }
column.madrs_baseline = { role = \"score\", instrument = \"madrs\", at = \"baseline\" }
column.madrs_week4 = { role = \"score\", instrument = \"madrs\", at = \"week 4\" }
[[table]]
file = \"b.csv\"
rows = \"patients\"
column.patient_id = { role = \"patient\" }
column.age = { role = \"characteristic\", kind = \"number\" }
";
    let text = Clinic::with(&[("a.csv", a), ("b.csv", b)])
        .settings(settings)
        .refused(&[
            "b.csv, row 2, column \"age\": found \"41\"",
            "a.csv has another value for this patient",
        ]);
    assert!(!text.contains("50.0"), "50 and 50.0 are the same: {text}");
    let columns = [
        ("patient_id", "role = \"patient\""),
        ("arm", "role = \"group\""),
        ("day", "role = \"time\", unit = \"days\""),
        ("madrs", "role = \"score\", instrument = \"madrs\""),
        ("completed", "role = \"completed\""),
    ];
    let moved = "patient_id,arm,day,madrs,completed\nR1,A,0,30,yes\nR1,B,28,20,yes\n";
    Clinic::columns(moved, "visits", &columns).refused(&[
        "row 3, column \"arm\": found \"B\"",
        "another group in an earlier row",
    ]);
    let torn = "patient_id,arm,day,madrs,completed\nR1,A,0,30,yes\nR1,A,28,20,no\n";
    Clinic::columns(torn, "visits", &columns).refused(&[
        "row 3, column \"completed\": found \"no\"",
        "an earlier row has another value",
    ]);
}

#[test]
fn patients_known_only_from_sessions_or_events_are_counted() {
    let visits = "patient_id,day,madrs\nR1,0,30\nR1,28,20\n";
    let sessions = "patient_id,day,treatment\nR1,0,ketamine\nR2,0,ketamine\nR2,3,ketamine\n";
    let events = "patient_id,day,event\nR9,3,nausea\n";
    let clinic = Clinic::with(&[
        ("visits.csv", visits),
        ("sessions.csv", sessions),
        ("events.csv", events),
    ]);
    let analysis = clinic.analysis();
    assert_eq!((analysis.flow.read, analysis.flow.without_baseline), (3, 2));
    let why: Vec<_> = analysis
        .series
        .left_out
        .iter()
        .map(|one| (one.what, one.row))
        .collect();
    assert_eq!(why, [("patient", Some(3)), ("patient", Some(2))]);
    assert!(
        analysis.series.left_out[1]
            .reason
            .contains("no table of patients or visits")
    );
    let said = analysis.series.cautions().join("\n");
    assert!(
        said.contains("2 patients with sessions or adverse events and no visit"),
        "{said}"
    );
}

#[test]
fn what_has_no_time_or_no_name_is_counted() {
    let visits = "patient_id,day,madrs\nR1,0,30\nR1,28,20\nR1,,14\n";
    let sessions = "patient_id,day,dose,dose_unit\nR1,0,0.5,mg/kg\nR1,,0.5,mg/kg\n";
    let events = "patient_id,day,event,severity\nR1,3,nausea,mild\nR1,4,,severe\nR1,,,\n";
    let clinic = Clinic::with(&[
        ("visits.csv", visits),
        ("sessions.csv", sessions),
        ("events.csv", events),
    ]);
    let series = clinic.series();
    let why = [
        ("score", Some(4), "the visit has no time"),
        ("session", Some(3), "the session has no time"),
        ("event", Some(3), "the event is not named"),
    ];
    assert_eq!(reasons(&series), why);
    let columns = [
        ("patient_id", "role = \"patient\""),
        ("dose", "role = \"dose\", unit = \"mg\""),
    ];
    Clinic::columns("patient_id,dose\nR1,5\n", "sessions", &columns)
        .refused(&["no column is the time"]);
    let columns = [
        ("patient_id", "role = \"patient\""),
        ("dose", "role = \"severity\""),
    ];
    Clinic::columns("patient_id,dose\nR1,5\n", "events", &columns)
        .refused(&["no column is the term"]);
}

#[test]
fn settings_about_what_is_not_there() {
    let columns = [
        ("patient_id", "role = \"patient\""),
        (
            "madrs_bl",
            "role = \"score\", instrument = \"madrs\", at = \"baseline\"",
        ),
    ];
    let content = "patient_id,madrs_baseline,madrs_week4\nR1,30,20\n";
    Clinic::columns(content, "patients", &columns).refused(&[
        "clinic.csv: there is no column \"madrs_bl\"",
        "madrs_baseline",
    ]);
    for (what, says) in [
        (
            "role = \"score\", instrument = \"nosuch\"",
            "\"nosuch\" is not a scale",
        ),
        (
            "role = \"score\", instrument = \"madrs\", at = \"soon\"",
            "\"soon\" says no time",
        ),
        (
            "role = \"time\", unit = \"fortnights\"",
            "not a unit of time",
        ),
        ("role = \"time\"", "what this time counts is not said"),
        (
            "role = \"characteristic\", kind = \"text\"",
            "\"text\" is not a kind of column",
        ),
        (
            "role = \"item\", instrument = \"phq9\"",
            "an item needs its scale and its number",
        ),
        (
            "role = \"item\", instrument = \"phq9\", item = 40",
            "there is no item 40",
        ),
        (
            "role = \"item\", instrument = \"hamd25\", item = 1",
            "items of \"hamd25\" are not known",
        ),
    ] {
        let columns = [
            ("patient_id", "role = \"patient\""),
            ("madrs_baseline", what),
        ];
        Clinic::columns(content, "patients", &columns)
            .refused(&["column \"madrs_baseline\"", says]);
    }
    let columns = [
        ("patient_id", "role = \"patient\""),
        (
            "madrs_baseline",
            "role = \"score\", instrument = \"madrs\", at = \"baseline\"",
        ),
        (
            "Madrs.Baseline",
            "role = \"score\", instrument = \"madrs\", at = \"week 4\"",
        ),
    ];
    Clinic::columns(content, "patients", &columns).refused(&["name this column twice"]);
}

#[test]
fn words_in_the_settings_that_mean_nothing() {
    let columns = [
        ("id", "role = \"patient\""),
        (
            "a",
            "role = \"score\", instrument = \"madrs\", at = \"baseline\"",
        ),
        (
            "b",
            "role = \"score\", instrument = \"madrs\", at = \"week 4\"",
        ),
    ];
    let two = "planned = [{ label = \"x\", day = 0 }, ";
    for (outcome, says) in [
        (
            "same_day = \"mean\"".to_owned(),
            "same_day = \"mean\" is none",
        ),
        (
            "impossible = \"keep\"".to_owned(),
            "impossible = \"keep\" is none",
        ),
        (
            "baseline = \"best\"".to_owned(),
            "baseline = \"best\" is none",
        ),
        ("measure = \"phq9\"".to_owned(), "the scales are: madrs"),
        (
            "endpoint = \"week 8\"".to_owned(),
            "they are: baseline, week 4",
        ),
        ("endpoint = \"baseline\"".to_owned(), "is the baseline"),
        ("reliable_sd = 0.0".to_owned(), "reliable_sd = 0"),
        (
            "planned = [{ label = \"x\", day = 0 }]".to_owned(),
            "at least one later visit",
        ),
        (
            format!("{two}{{ label = \"y\", day = 0 }}]"),
            "does not come after",
        ),
        (
            format!("{two}{{ label = \"x\", day = 7 }}]"),
            "two visits are called \"x\"",
        ),
        (
            format!("{two}{{ label = \"y\", day = {} }}]", i64::MAX),
            "out of reach",
        ),
    ] {
        let clinic = Clinic::columns_and("id,a,b\n1,30,20\n", "patients", &columns, &outcome, "");
        clinic.refused(&[says]);
    }
}

#[test]
fn a_filter_that_fits_no_row_is_a_mistake() {
    let columns = [
        ("id", "role = \"patient\""),
        ("day", "role = \"time\", unit = \"days\""),
        ("madrs", "role = \"score\", instrument = \"madrs\""),
    ];
    let content = "id,kind,day,madrs\n1,visit,0,30\n1,visit,28,20\n";
    let clinic = Clinic::columns_and(
        content,
        "visits",
        &columns,
        "",
        "only = { kind = \"vist\" }",
    );
    clinic.refused(&["no row has kind = \"vist\""]);
    let clinic = Clinic::columns_and(
        content,
        "visits",
        &columns,
        "",
        "only = { knid = \"visit\" }",
    );
    clinic.refused(&["there is no column \"knid\"", "Did you mean \"kind\"?"]);
}

#[test]
fn one_cell_that_is_wrong_does_not_hide_its_column() {
    let rows = "R1,0,30\nR1,28,20\nR2,0,28\nR2,28,nine\nR3,0,25\nR3,28,20\n";
    long(rows).refused(&[
        "row 5, column \"madrs\": found \"nine\"",
        "expected a number",
    ]);
    let dates = "patient_id,date,madrs\nR1,2026-03-02,30\nR1,2026-03-30,20\nR2,2026-03-02,28\n\
        R2,2026-03-30,9\nR3,2026-03-02,25\nR3,30/03/2026,20\n";
    Clinic::of(dates).refused(&[
        "row 7, column \"date\": found \"30/03/2026\"",
        "expected a date such as 2026-03-31",
        "read in two ways",
    ]);
}
