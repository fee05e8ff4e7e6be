//! Files of a case series that can be used: every layout of the same data gives the same series.

use crate::case_series_tools::{Clinic, analysed, reasons, scores};
use euthymia_app::case_series::read::series_of;
use euthymia_report::case_series::{Analysis, CharacteristicKind, Datum, Status, TimeScale};
use euthymia_table::{Audience, Format, render};

const WIDE: &str = "patient_id,sex,age,madrs_baseline,madrs_week1,madrs_week4\n\
    R1,F,40,30,24,12\nR2,M,51,28,,9.5\nR3,F,33,35,33,30\nR4,M,60,26,20,\n";

/// The tables of an analysis as JSON, without the file's name.
#[track_caller]
fn tables(analysis: &Analysis) -> Vec<String> {
    let all = analysis.tables(Audience::Machines);
    let shown = all
        .iter()
        .map(|(_, view)| render(view, Format::Json).expect("rendered"));
    shown.collect()
}

#[test]
fn wide_long_and_melted_are_the_same_series() {
    let long = "patient_id,sex,age,week,madrs\n\
        R1,F,40,0,30\nR1,F,40,1,24\nR1,F,40,4,12\nR2,M,51,0,28\nR2,M,51,1,\nR2,M,51,4,9.5\n\
        R3,F,33,0,35\nR3,F,33,1,33\nR3,F,33,4,30\nR4,M,60,0,26\nR4,M,60,1,20\nR4,M,60,4,\n";
    let days = long
        .replace("week", "day")
        .replace(",1,", ",7,")
        .replace(",4,", ",28,");
    let words = long
        .replace("week", "visit")
        .replace(",0,", ",Baseline,")
        .replace(",1,", ",Week 1,")
        .replace(",4,", ",week_4,");
    let melted: String = long
        .lines()
        .map(|line| match line.rsplit_once(',') {
            Some((before, "madrs")) => format!("{before},scale,score\n"),
            Some((before, score)) => format!("{before},MADRS,{score}\n"),
            None => String::new(),
        })
        .collect();
    let german: String = WIDE
        .lines()
        .map(|line| format!("{}\r\n", line.replace(',', ";").replace('.', ",")))
        .collect();
    let expected = tables(&Clinic::of(WIDE).analysis());
    for (name, content) in [
        ("weeks", long.to_owned()),
        ("days", days),
        ("words", words),
        ("melted", melted),
        ("semicolons and decimal commas", german),
        ("byte order mark", format!("\u{feff}{WIDE}")),
    ] {
        let clinic = Clinic::of(&content);
        assert_eq!(tables(&clinic.analysis()), expected, "{name}");
    }
}

#[test]
fn dates_are_days_from_the_first_session_or_the_baseline() {
    let visits = "patient_id,date,madrs\nR1,2026-03-02,30\nR1,30.03.2026,20\nR2,2026-04-01,28\n\
        R2,2026/04/29,9\n";
    let series = Clinic::of(visits).series();
    assert_eq!(series.time, TimeScale::Dates);
    let days: Vec<i64> = series.planned.iter().map(|visit| visit.day).collect();
    assert_eq!(days, [0, 28]);
    assert_eq!(series.score_at(&series.patients[1], 0, 1), Some((28, 9.0)));
    let sessions = "patient_id,date,dose,dose_unit\nR1,2026-03-04,40,mg\nR2,2026-04-01,40,mg\n";
    let both = Clinic::with(&[("visits.csv", visits), ("sessions.csv", sessions)]).series();
    assert_eq!(both.score_at(&both.patients[0], 0, 0), Some((-2, 30.0)));
    assert_eq!(both.score_at(&both.patients[0], 0, 1), Some((26, 20.0)));
}

#[test]
fn an_order_has_no_times() {
    let clinic = Clinic::of("patient_id,visit,madrs\nR1,0,30\nR1,1,24\nR1,2,20\nR2,0,28\nR2,2,9\n");
    let series = clinic.series();
    assert_eq!(series.time, TimeScale::Order);
    let labels: Vec<&str> = series
        .planned
        .iter()
        .map(|one| one.label.as_str())
        .collect();
    assert_eq!(labels, ["baseline", "visit 1", "visit 2"]);
    assert!(clinic.analysis().times.is_empty());
}

#[test]
fn one_patient_has_rates_and_no_test() {
    let analysis = Clinic::of("id,madrs_baseline,madrs_week4\nR1,30,12\n").analysis();
    assert_eq!((analysis.flow.read, analysis.flow.analysed), (1, 1));
    let text = tables(&analysis).join("\n");
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
}

#[test]
fn identical_changes_and_all_or_no_responders() {
    for (rows, responders) in [
        ("R1,30,20\nR2,25,15\nR3,40,30\n", 0),
        ("R1,30,10\nR2,25,5\nR3,40,15\n", 3),
        ("R1,30,30\nR2,30,30\nR3,30,30\n", 0),
        ("R1,0,0\nR2,30,10\nR3,28,9\n", 2),
    ] {
        let clinic = Clinic::of(&format!("id,madrs_baseline,madrs_week4\n{rows}"));
        let analysis = clinic.analysis();
        let text = tables(&analysis).join("\n");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        let rate = &analysis.changes[0].as_ref().expect("a change").rates[0];
        assert_eq!(rate.proportion.events(), responders, "{rows}");
    }
}

#[test]
fn codes_for_missing_values_are_found_where_they_can_be_nothing_else() {
    let content = "id,day,madrs\nR1,0,30\nR1,28,-9\nR2,0,28\nR2,28,9\n";
    let series = Clinic::of(content).series();
    assert_eq!(scores(&series, 0, 0), [(0, 30.0)]);
    // Day −9 is a day, so −9 is no code here.
    let early = content.replace("R1,0,30", "R1,-9,30");
    Clinic::of(&early).refused(&["row 3, column \"madrs\": found \"-9\""]);
    let columns = [
        ("id", "role = \"patient\""),
        ("day", "role = \"time\", unit = \"days\""),
        ("madrs", "role = \"score\", instrument = \"madrs\""),
    ];
    let lost = content.replace("-9", "lost");
    let clinic = Clinic::columns_and(&lost, "visits", &columns, "", "missing = [\"lost\"]");
    assert_eq!(clinic.series().patients.len(), 2);
}

const PHQ9: &str = "patient_id,week,q1,q2,q3,q4,q5,q6,q7,q8,q9\n\
    R1,0,3,3,2,2,3,2,1,1,1\nR1,4,1,1,0,0,1,1,0,0,0\n\
    R2,0,2,2,2,2,2,2,2,2,0\nR2,4,1,1,1,1,1,1,1,1,0\n";

fn phq9_columns() -> Vec<(String, String)> {
    let items = (1..=9).map(|item| {
        (
            format!("q{item}"),
            format!("role = \"item\", instrument = \"phq9\", item = {item}"),
        )
    });
    let mut all = vec![
        ("patient_id".to_owned(), "role = \"patient\"".to_owned()),
        (
            "week".to_owned(),
            "role = \"time\", unit = \"weeks\"".to_owned(),
        ),
    ];
    all.extend(items);
    all
}

fn phq9(content: &str) -> Clinic {
    let columns = phq9_columns();
    let columns: Vec<(&str, &str)> = columns
        .iter()
        .map(|(name, what)| (name.as_str(), what.as_str()))
        .collect();
    Clinic::columns(content, "visits", &columns)
}

#[test]
fn answers_are_scored_and_a_flag_about_suicide_is_shown() {
    let analysis = phq9(PHQ9).analysis();
    let series = &analysis.series;
    // 3+3+2+2+3+2+1+1+1 = 18 and 1+1+1+1 = 4; 8 × 2 = 16 and 8 × 1 = 8.
    assert_eq!(scores(series, 0, 0), [(0, 18.0), (28, 4.0)]);
    assert_eq!(scores(series, 1, 0), [(0, 16.0), (28, 8.0)]);
    let flags: Vec<u32> = series
        .patients
        .iter()
        .map(|one| one.flagged_sheets)
        .collect();
    assert_eq!(flags, [1, 0]);
    let shown = analysis.tables(Audience::People);
    let (name, view) = shown.first().expect("tables");
    assert_eq!(
        (*name, view.schema.as_str()),
        ("flagged", "euthymia.case_series.flagged.v1")
    );
    let text = render(view, Format::Csv).expect("rendered");
    assert!(text.contains("1,2,1"), "{text}");
    let flow = shown
        .iter()
        .find(|(name, _)| *name == "flow")
        .expect("a flow");
    let notes = flow.1.notes.join("\n");
    assert!(
        notes.contains("1 patient of 2 with an answer sheet"),
        "{notes}"
    );
    let calm = phq9(&PHQ9.replace("1,1,1\n", "1,1,0\n")).analysis();
    assert!(
        calm.tables(Audience::People)
            .iter()
            .all(|(name, _)| *name != "flagged")
    );
}

#[test]
fn a_flag_counts_even_where_the_total_cannot() {
    // No time: the total has no place. Only item 9 answered: there is no total.
    let content = format!("{PHQ9}R2,,0,0,0,0,0,0,0,0,2\nR2,8,,,,,,,,,3\n");
    let series = phq9(&content).series();
    assert_eq!(series.patients[1].flagged_sheets, 2);
    assert_eq!(scores(&series, 1, 0), [(0, 16.0), (28, 8.0)]);
    assert!(reasons(&series).contains(&("answer", Some(6), "the visit has no time")));
}

#[test]
fn an_impossible_answer_is_named_in_its_own_cell() {
    let says = ["row 4, column \"q5\": found \"4\"", "4 is not from 0 to 3"];
    phq9(&PHQ9.replace("R2,0,2,2,2,2,2", "R2,0,2,2,2,2,4")).refused(&says);
}

#[test]
fn a_total_beside_its_answers_must_agree() {
    let mut columns = phq9_columns();
    columns.push((
        "total".to_owned(),
        "role = \"score\", instrument = \"phq9\"".to_owned(),
    ));
    let columns: Vec<(&str, &str)> = columns
        .iter()
        .map(|(name, what)| (name.as_str(), what.as_str()))
        .collect();
    let with = |totals: [&str; 5]| -> String {
        PHQ9.lines()
            .zip(totals)
            .map(|(line, total)| format!("{line},{total}\n"))
            .collect()
    };
    let fine = with(["total", "18", "4", "16", "8"]);
    let series = Clinic::columns(&fine, "visits", &columns).series();
    assert!(series.left_out.is_empty(), "{:?}", series.left_out);
    let wrong = with(["total", "18", "5", "16", "8"]);
    Clinic::columns(&wrong, "visits", &columns).refused(&["row 3", "another score at that time"]);
}

#[test]
fn a_scale_of_ones_own_with_codes_for_times_and_levels() {
    let content = "nr;wann;punkte;geschlecht;ende\n1;t_a;40;1;fertig\n1;t_b;20;1;fertig\n\
        2;t_a;30;2;abbruch\n2;t_b;29;2;abbruch\n";
    let settings = "
[outcome]
planned = [{ label = \"Start\", day = 0 }, { label = \"Ende\", day = 30 }]
endpoint = \"Ende\"
measure = \"Our scale\"
[[scale]]
id = \"ours\"
name = \"Our scale\"
lowest = 10.0
highest = 50.0
[[table]]
file = \"clinic.csv\"
rows = \"visits\"
[table.column]
nr = { role = \"patient\" }
wann = { role = \"time\", unit = \"label\", codes = { t_a = \"0\", t_b = \"day 32\" } }
punkte = { role = \"score\", instrument = \"ours\" }
geschlecht = { role = \"characteristic\", label = \"Sex\", codes = { 1 = \"female\", 2 = \"male\" } }
ende = { role = \"completed\", codes = { fertig = \"yes\", abbruch = \"no\" } }
";
    let series = Clinic::of(content).settings(settings).series();
    assert_eq!(scores(&series, 0, 0), [(0, 40.0), (32, 20.0)]);
    assert_eq!(series.score_at(&series.patients[0], 0, 1), Some((32, 20.0)));
    assert_eq!(series.characteristics[0].label, "Sex");
    let levels = vec!["female".to_owned(), "male".to_owned()];
    assert_eq!(
        series.characteristics[0].kind,
        CharacteristicKind::Category { levels }
    );
    assert_eq!(series.patients[1].values, [Some(Datum::Level(1))]);
    assert_eq!(series.patients[0].status, Status::Completed);
    assert_eq!(series.patients[1].status, Status::Stopped { reason: None });
    Clinic::of(&content.replace("t_b;29", "t_b;51"))
        .settings(settings)
        .refused(&[
            "row 5, column \"punkte\": found \"51\"",
            "expected a Our scale total from 10 to 50",
        ]);
    Clinic::of(&content.replace("t_b;29", "t_c;29"))
        .settings(settings)
        .refused(&["row 5, column \"wann\": found \"t_c\"", "says no time"]);
}

#[test]
fn levels_that_are_numbers_stand_in_their_order() {
    let columns = [
        ("id", "role = \"patient\""),
        ("trials", "role = \"characteristic\", kind = \"category\""),
        (
            "a",
            "role = \"score\", instrument = \"madrs\", at = \"baseline\"",
        ),
        (
            "b",
            "role = \"score\", instrument = \"madrs\", at = \"week 4\"",
        ),
    ];
    let content = "id,trials,a,b\n1,10,30,20\n2,2,30,20\n3,9,30,20\n";
    let series = Clinic::columns(content, "patients", &columns).series();
    let levels = ["2", "9", "10"].map(str::to_owned).to_vec();
    assert_eq!(
        series.characteristics[0].kind,
        CharacteristicKind::Category { levels }
    );
}

#[test]
fn numbers_with_thousands_are_read_as_scores_are() {
    let columns = [
        ("id", "role = \"patient\""),
        ("cells", "role = \"characteristic\", kind = \"number\""),
        (
            "a",
            "role = \"score\", instrument = \"madrs\", at = \"baseline\"",
        ),
        (
            "b",
            "role = \"score\", instrument = \"madrs\", at = \"week 4\"",
        ),
    ];
    let content = "id,cells,a,b\n1,\"1,500,000\",30,20\n2,\"1,500\",30,20\n";
    let series = Clinic::columns(content, "patients", &columns).series();
    assert_eq!(series.patients[1].values, [Some(Datum::Number(1500.0))]);
    let text = content.replace("\"1,500\"", "many");
    Clinic::columns(&text, "patients", &columns).refused(&[
        "row 3, column \"cells\": found \"many\"",
        "expected a number",
    ]);
}

#[test]
fn rows_of_an_export_of_redcap_are_told_apart_by_only() {
    let content = "record_id,redcap_event_name,redcap_repeat_instrument,age,madrs,ses_date,dose\n\
        1,baseline_arm_1,,40,30,,\n1,week_4_arm_1,,,20,,\n1,baseline_arm_1,session,,,0,0.5\n\
        2,baseline_arm_1,,50,28,,\n2,week_4_arm_1,,,9,,\n1,baseline_arm_1,session,,,3,0.5\n";
    let settings = "
[[table]]
file = \"clinic.csv\"
rows = \"visits\"
only = { redcap_repeat_instrument = \"\" }
[table.column]
record_id = { role = \"patient\" }
redcap_event_name = { role = \"time\", unit = \"label\" }
age = { role = \"characteristic\", kind = \"number\", unit = \"years\" }
madrs = { role = \"score\", instrument = \"madrs\" }
[[table]]
file = \"clinic.csv\"
rows = \"sessions\"
only = { redcap_repeat_instrument = \"session\" }
[table.column]
record_id = { role = \"patient\" }
ses_date = { role = \"time\", unit = \"days\" }
dose = { role = \"dose\", unit = \"mg/kg\" }
";
    let series = Clinic::of(content).settings(settings).series();
    assert_eq!(series.patients.len(), 2);
    assert_eq!(scores(&series, 0, 0), [(0, 30.0), (28, 20.0)]);
    assert_eq!(series.patients[0].session_count, Some(2));
    assert_eq!(series.patients[0].values, [Some(Datum::Number(40.0))]);
    assert!(series.left_out.is_empty(), "{:?}", series.left_out);
}

#[test]
fn patients_visits_sessions_and_events_of_several_files() {
    let patients = "patient_id,age,sex,completed,stop_reason\nR1,40,F,yes,\nR2,51,M,no,nausea\n";
    let visits = "patient_id,day,madrs,phq9\nR1,0,30,15\nR1,28,12,7\nR2,0,28,14\nR2,28,,12\n";
    let events =
        "patient_id,day,event,severity,serious\nR1,3,nausea,mild,no\nR2,3,fall,severe,yes\n";
    let clinic = Clinic::with(&[
        ("patients.csv", patients),
        ("visits.csv", visits),
        ("events.csv", events),
    ]);
    let series = clinic.series();
    assert_eq!(series.files, ["patients.csv", "visits.csv", "events.csv"]);
    let scales: Vec<&str> = series
        .measures
        .iter()
        .map(|one| one.instrument.as_str())
        .collect();
    assert_eq!(scales, ["madrs", "phq9"]);
    assert_eq!(series.patients[1].events[0].serious, Some(true));
    let reason = Some("nausea".to_owned());
    assert_eq!(series.patients[1].status, Status::Stopped { reason });
    let mut loaded = clinic.load().expect("read");
    loaded.settings.outcome.measure = Some("PHQ-9".to_owned());
    let series = series_of(&loaded, &clinic.request).expect("read");
    assert_eq!(series.measures[0].instrument, "phq9");
    assert_eq!(scores(&series, 1, 0), [(0, 14.0), (28, 12.0)]);
    assert_eq!(analysed(series, &loaded).flow.analysed, 2);
}

#[test]
fn saved_settings_give_the_same_series() {
    use euthymia_app::case_series::settings::write;
    let clinic = Clinic::of(WIDE);
    let expected = clinic.series();
    let loaded = clinic.load().expect("read");
    let folder = clinic.path("");
    let text = write(&loaded.settings.seen_from(&folder), &loaded.reasons);
    assert!(text.contains("file = \"clinic.csv\""), "{text}");
    let text = text.replacen("schema = \"euthymia.cohort.v1\"\n", "", 1);
    assert_eq!(clinic.settings(&text).series(), expected);
}

const DICTIONARY: &str = "\"Variable / Field Name\",\"Form Name\",\"Section Header\",\"Field Type\",\
    \"Field Label\",\"Choices, Calculations, OR Slider Labels\",\"Field Note\",\
    \"Text Validation Type OR Show Slider Number\",\"Text Validation Min\",\
    \"Text Validation Max\",Identifier?\n\
    record_id,base,,text,Record,,,,,,\n\
    nick,base,,text,Nickname,,,,,,y\n\
    sex,base,,radio,Sex at birth,\"1, Female | 2, Male\",,,,,\n\
    age,base,,text,Age in years,,,integer,18,99,\n\
    madrs,visit,,text,MADRS,,,integer,0,60,\n";

#[test]
fn a_dictionary_of_redcap_gives_labels_codes_and_identifiers() {
    let export = "record_id,redcap_event_name,nick,sex,age,madrs\n\
        1,baseline_arm_1,A,1,40,30\n1,week_4_arm_1,,,,20\n\
        2,baseline_arm_1,B,2,17,28\n2,week_4_arm_1,,,,9\n";
    let with = |export: &str| {
        let mut clinic = Clinic::with(&[("export.csv", export), ("dictionary.csv", DICTIONARY)]);
        clinic.request.files.truncate(1);
        clinic.request.dictionary = Some(clinic.path("dictionary.csv"));
        clinic
    };
    let clinic = with(export);
    let series = clinic.series();
    let columns: Vec<(&str, &str)> = series
        .characteristics
        .iter()
        .map(|one| (one.column.as_str(), one.label.as_str()))
        .collect();
    assert!(columns.contains(&("sex", "Sex at birth")), "{columns:?}");
    assert!(
        !columns.iter().any(|(name, _)| *name == "nick"),
        "{columns:?}"
    );
    let sex = series
        .characteristics
        .iter()
        .find(|one| one.column == "sex")
        .expect("sex");
    let levels = ["Female", "Male"].map(str::to_owned).to_vec();
    assert_eq!(sex.kind, CharacteristicKind::Category { levels });
    // REDCap lets people keep a value out of its range: it is said, not refused.
    let loaded = clinic.load().expect("read");
    let notes: Vec<String> = loaded.notes.iter().map(ToString::to_string).collect();
    assert!(notes.iter().any(|one| one.contains("\"17\"")), "{notes:?}");
    with(&export.replace("B,2,17", "B,3,17"))
        .refused(&["export.csv, row 4, column \"sex\"", "\"3\""]);
}
