//! What columns are taken for, as clinics name them, and in published files.

use crate::case_series_tools::{Clinic, published};
use euthymia_app::case_series::guess::{Guess, guess};
use euthymia_app::case_series::settings::{ColumnSettings, Role, Rows};
use euthymia_table::{ReadOptions, Table};

fn table(text: &str) -> Table {
    euthymia_table::read(text.as_bytes(), "a.csv", &ReadOptions::default()).expect("read")
}

fn guessed(text: &str) -> Guess {
    guess(&table(text))
}

#[track_caller]
fn column<'g>(guess: &'g Guess, name: &str) -> &'g ColumnSettings {
    guess
        .settings
        .column
        .get(name)
        .unwrap_or_else(|| panic!("no column {name}"))
}

/// Role, scale, time and unit of a column, `-` where there is none.
#[track_caller]
fn said(guess: &Guess, name: &str) -> String {
    let column = column(guess, name);
    let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let (scale, at, unit) = (or(&column.instrument), or(&column.at), or(&column.unit));
    format!("{} {scale} {at} {unit}", column.role.word())
}

#[track_caller]
fn check(guess: &Guess, rows: Rows, columns: &[(&str, &str)]) {
    assert_eq!(guess.settings.rows, rows, "{:?}", guess.reasons);
    for (name, expected) in columns {
        assert_eq!(said(guess, name), *expected, "{name}");
    }
}

#[test]
fn a_german_spreadsheet() {
    let guess = guessed(
        "Pat-Nr;Geburtsjahr;Geschlecht;MADRS T0;MADRS W4;MADRS W12\n1;1971;w;30;20;12\n\
         2;1980;m;31;12;9\n3;1966;w;28,5;27;\n",
    );
    let columns = [
        ("Pat-Nr", "patient - - -"),
        ("MADRS T0", "score madrs baseline -"),
        ("MADRS W4", "score madrs day 28 -"),
        ("MADRS W12", "score madrs day 84 -"),
        ("Geschlecht", "characteristic - - -"),
    ];
    check(&guess, Rows::Patients, &columns);
}

#[test]
fn an_export_with_visits_and_their_dates() {
    let guess = guessed(
        "Subject ID,Visit,MADRS Total Score,Visit Date\nS1,Baseline,30,2026-03-02\n\
         S1,Week 4,20,2026-03-30\nS2,Baseline,28,2026-03-04\nS2,Week 4,9,2026-04-01\n",
    );
    let columns = [
        ("Subject ID", "patient - - -"),
        ("Visit Date", "time - - date"),
        ("Visit", "ignore - - -"),
        ("MADRS Total Score", "score madrs - -"),
    ];
    check(&guess, Rows::Visits, &columns);
}

#[test]
fn names_of_scales_with_hyphens_numbers_and_times() {
    for (name, expected) in [
        ("PHQ-9 Wk 2", "score phq9 day 14 -"),
        ("HAMD-17_D14", "score hamd17 day 14 -"),
        ("BDI-II 6 weeks", "score bdi2 day 42 -"),
        ("BDI.2m", "score bdi2 day 61 -"),
        ("HDRS-21 baseline", "score hamd21 baseline -"),
        ("madrs_day -7", "score madrs day -7 -"),
        ("week4_phq9", "score phq9 day 28 -"),
        ("MADRS (week 8)", "score madrs day 56 -"),
        ("QIDS-SR total wk 6", "score qids_sr16 day 42 -"),
        ("MADRS_V3", "score madrs visit 3 -"),
        ("madrs_pre", "score madrs baseline -"),
    ] {
        let guess = guessed(&format!("id,{name},other\n1,5,a\n2,7,b\n"));
        assert_eq!(said(&guess, name), expected, "{name}");
    }
}

#[test]
fn sessions_with_units_in_brackets() {
    let guess = guessed(
        "Patient ID,Session date,Dose (mg/kg),Deviation\nP1,2026-03-02,0.5,\nP1,2026-03-05,0.5,slow\n\
         P2,2026-03-02,0.5,\n",
    );
    let columns = [
        ("Session date", "time - - date"),
        ("Dose (mg/kg)", "dose - - mg/kg"),
        ("Deviation", "deviation - - -"),
    ];
    check(&guess, Rows::Sessions, &columns);
    let once = guessed("id,day,dose_mg\nP1,0,40\nP2,0,45\n");
    check(
        &once,
        Rows::Sessions,
        &[("dose_mg", "dose - - mg"), ("day", "time - - days")],
    );
}

#[test]
fn items_side_by_side_are_answers_where_all_are_there() {
    let names: Vec<String> = (1..=9).map(|item| format!("phq9_{item}")).collect();
    let cells = ["1"; 9].join(",");
    let text = format!("id,week,{}\nA,0,{cells}\nA,4,{cells}\n", names.join(","));
    let guess = guessed(&text);
    assert_eq!(guess.settings.rows, Rows::Visits);
    for (at, name) in names.iter().enumerate() {
        let item = column(&guess, name);
        assert_eq!((item.role, item.item), (Role::Item, Some(at + 1)), "{name}");
    }
    let part = guessed(&text.replace("phq9_9", "phq9_x"));
    assert_eq!(column(&part, "phq9_1").role, Role::Ignore);
    let wide: Vec<String> = ["bl", "wk4"]
        .iter()
        .flat_map(|at| (1..=7).map(move |item| format!("GAD-7 item {item} {at}")))
        .collect();
    let guess = guessed(&format!(
        "id,{}\nA,{}\n",
        wide.join(","),
        ["1"; 14].join(",")
    ));
    let columns = [
        ("GAD-7 item 1 bl", "item gad7 baseline -"),
        ("GAD-7 item 7 wk4", "item gad7 day 28 -"),
    ];
    check(&guess, Rows::Patients, &columns);
}

#[test]
fn who_a_person_is_is_never_described() {
    let guess = guessed(
        "id,Name,Date of birth,initials,birth_year,sex,admitted,madrs_baseline,madrs_week4\n\
         1,Ann,1971-02-03,AL,1971,F,2026-01-02,30,20\n2,Bo,1980-02-03,BM,1980,M,2026-01-03,30,20\n\
         3,Cy,1981-02-03,CN,1981,M,2026-01-09,30,20\n",
    );
    for name in ["Name", "Date of birth", "initials", "admitted"] {
        assert_eq!(column(&guess, name).role, Role::Ignore, "{name}");
    }
    for name in ["birth_year", "sex"] {
        assert_eq!(column(&guess, name).role, Role::Characteristic, "{name}");
    }
}

#[test]
fn a_column_called_event_is_not_always_an_adverse_event() {
    let visits = guessed("id,event,madrs\n1,Baseline,30\n1,Week 4,20\n2,Baseline,28\n2,Week 4,9\n");
    check(&visits, Rows::Visits, &[("event", "time - - label")]);
    let died = guessed("id,event,madrs_baseline,madrs_week4\n1,0,30,20\n2,1,28,9\n");
    check(&died, Rows::Patients, &[("event", "characteristic - - -")]);
    let adverse = guessed("id,day,event\n1,3,nausea\n1,4,nausea\n2,3,headache\n");
    check(
        &adverse,
        Rows::Events,
        &[("event", "term - - -"), ("day", "time - - days")],
    );
}

#[test]
fn days_of_illness_are_no_time() {
    let guess = guessed("id,days_ill,week,madrs\n1,40,0,30\n1,40,4,20\n2,60,0,28\n2,60,4,9\n");
    let columns = [
        ("week", "time - - weeks"),
        ("days_ill", "characteristic - - -"),
    ];
    check(&guess, Rows::Visits, &columns);
    let guess = guessed(
        "id,start date,visit date,madrs\n1,2026-03-01,2026-03-01,30\n1,2026-03-01,2026-03-29,20\n\
         2,2026-03-02,2026-03-02,28\n2,2026-03-02,2026-03-30,9\n",
    );
    let columns = [
        ("visit date", "time - - date"),
        ("start date", "ignore - - -"),
    ];
    check(&guess, Rows::Visits, &columns);
}

/// A published file: its rows, its codes for missing values, some of its columns.
type Published = (
    &'static str,
    Rows,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

#[test]
fn published_files_are_guessed_right() {
    let cases: [Published; 7] = [
        (
            "psilodep2/scores.csv",
            Rows::Visits,
            &[],
            &[
                ("patient_id", "patient - - -"),
                ("scale", "scale - - -"),
                ("tp", "time - - label"),
                ("score", "score - - -"),
                ("trt", "group - - -"),
                ("score_bsl", "ignore - - -"),
            ],
        ),
        (
            "antidepressant_rbmi/antidepressant_data.csv",
            Rows::Visits,
            &[],
            &[
                ("RELDAYS", "time - - days"),
                ("BASVAL", "score hamd17 baseline -"),
                ("HAMDTL17", "score hamd17 - -"),
                ("HAMATOTL", "ignore - - -"),
                ("THERAPY", "group - - -"),
            ],
        ),
        (
            "riesby/riesby_raw_minus9_is_missing.csv",
            Rows::Visits,
            &["-9"],
            &[("hamd", "score hamd - -"), ("week", "time - - weeks")],
        ),
        (
            "bytheblues/BtheB_wide.csv",
            Rows::Patients,
            &[],
            &[
                ("bdi.pre", "score bdi2 baseline -"),
                ("bdi.2m", "score bdi2 day 61 -"),
                ("bdi.8m", "score bdi2 day 244 -"),
                ("treatment", "group - - -"),
            ],
        ),
        (
            "depression_recurrence/Depression.csv",
            Rows::Patients,
            &[],
            &[
                ("Treat", "group - - -"),
                ("Age", "characteristic - - years"),
            ],
        ),
        (
            "sudmex_tms/data2w.csv",
            Rows::Visits,
            &[],
            &[("stage", "time - - label"), ("hdrs_tot", "score hamd - -")],
        ),
        (
            "psilodep2/baseline_variables.csv",
            Rows::Patients,
            &[],
            &[("trt", "group - - -"), ("age", "characteristic - - years")],
        ),
    ];
    for (file, rows, missing, columns) in cases {
        let Some(path) = published(file, 1) else {
            continue;
        };
        let table = euthymia_table::read_path(&path, &ReadOptions::default()).expect("read");
        let guess = guess(&table);
        check(&guess, rows, columns);
        assert_eq!(guess.settings.missing, missing, "{file}");
    }
}

#[test]
fn a_published_file_that_says_days_and_holds_weeks_is_refused() {
    let Some(path) = published("depression_recurrence/Depression.csv", 1) else {
        return;
    };
    let content = std::fs::read_to_string(path).expect("read");
    let columns = [(
        "Time",
        "role = \"characteristic\", kind = \"number\", unit = \"days\"",
    )];
    Clinic::columns(&content, "patients", &columns).refused(&[
        "row 2, column \"Time\": found \"36.14300156\"",
        "said to be in days",
        "36.14300156 × 7 = 253",
        "unit = \"weeks\"",
    ]);
}

#[test]
fn patients_of_a_published_file_without_a_baseline_do_not_start() {
    let Some(path) = published("riesby/riesby_raw_minus9_is_missing.csv", 1) else {
        return;
    };
    let mut clinic = Clinic::of("x\n");
    clinic.request.files = vec![path];
    // Five of 66 patients have −9 in week 0.
    let flow = clinic.analysis().flow;
    assert_eq!(
        (flow.read, flow.without_baseline, flow.started),
        (66, 5, 61)
    );
}
