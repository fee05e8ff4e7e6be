//! What `euthymia case-series` writes to be given away: tables without identifiers, and an arm for the
//! evidence base.

use crate::run::{Folder, Run, csv_rows, repository};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

const FILES: [&str; 4] = [
    "clinic_patients.csv",
    "clinic_visits.csv",
    "clinic_sessions.csv",
    "clinic_events.csv",
];

fn example(name: &str) -> String {
    std::fs::read_to_string(repository(&format!("examples/{name}"))).expect("an example")
}

/// The example clinic with every row changed by `change`: file and cells, the header included.
fn clinic(change: impl Fn(&str, &mut Vec<String>)) -> Folder {
    let folder = Folder::new();
    for name in FILES {
        let mut out = String::new();
        for mut row in csv_rows(&example(name)) {
            change(name, &mut row);
            let cells: Vec<String> = row.iter().map(|cell| format!("\"{cell}\"")).collect();
            out.push_str(&format!("{}\n", cells.join(",")));
        }
        folder.write(name, out);
    }
    folder
}

fn is_header(row: &[String]) -> bool {
    row.first().is_some_and(|id| id == "patient_id")
}

/// Each patient's days as dates from a day of the patient's own.
fn as_dates(name: &str, row: &mut [String]) {
    if name == "clinic_patients.csv" {
        return;
    }
    row[1] = match is_header(row) {
        true => "date".to_owned(),
        false => day_of(&row[0], row[1].parse().expect("a day")).to_string(),
    };
}

fn day_of(id: &str, day: i64) -> Date {
    let number: i64 = id[1..].parse().expect("a number");
    let start = date(2023, 1, 2);
    start
        .checked_add(jiff::Span::new().days(number * 11 + day))
        .expect("a date")
}

/// A name for each code: C01 is Maria Quilla.
fn named(row: &mut [String]) {
    if !is_header(row) {
        let number: u8 = row[0][1..].parse().expect("a number");
        row[0] = format!("Maria Quill{}", char::from(b'a' + number - 1));
    }
}

fn series(folder: &Folder, more: &[&str]) -> Run {
    let mut arguments = vec!["case-series"];
    arguments.extend(FILES);
    arguments.extend(more);
    folder.run(&arguments)
}

/// Same texts, and numbers that differ by no more than their rounding: the patients stand in another
/// order, and so do the terms of every sum.
#[track_caller]
fn same_results(one: &str, other: &str) {
    assert_eq!(one.lines().count(), other.lines().count(), "{one}\n{other}");
    for (a, b) in one.lines().zip(other.lines()) {
        for (a, b) in a.split(',').zip(b.split(',')) {
            match (a.parse::<f64>(), b.parse::<f64>()) {
                (Ok(x), Ok(y)) => assert!((x - y).abs() <= 1e-12 * x.abs().max(1.0), "{a} {b}"),
                _ => assert_eq!(a, b),
            }
        }
    }
}

const OUTCOMES: [&str; 4] = [
    "--tables",
    "change,visits,definitions,intervals",
    "--format",
    "csv",
];

#[track_caller]
fn reads_back(folder: &Folder, files: &[&str]) {
    let mut arguments = vec!["case-series"];
    arguments.extend(files);
    arguments.extend(OUTCOMES);
    let before = folder.run(&arguments).fine();
    arguments.extend(["--deidentify", "out"]);
    let written = folder.run(&arguments);
    assert_eq!(written.status, Some(0), "{}", written.err);
    let mut again = vec!["case-series", "--settings", "out/settings.toml"];
    again.extend(OUTCOMES);
    same_results(&before.out, &folder.run(&again).fine().out);
}

#[test]
fn what_is_written_reads_back_to_the_same_outcomes() {
    reads_back(&clinic(|_, _| {}), &FILES);
    let dated = clinic(|name, row| as_dates(name, row));
    reads_back(&dated, &FILES);
    // Without sessions a patient's day 0 is the baseline.
    reads_back(&dated, &["clinic_patients.csv", "clinic_visits.csv"]);
    // An order of visits without times.
    let payette = Folder::with("p.csv", example("payette2023_reconstructed.csv"));
    reads_back(&payette, &["p.csv"]);
    assert!(
        payette
            .text("out/visits.csv")
            .starts_with("number,visit,scale,score\n1,0,madrs,")
    );
    let wide = "id,madrs_baseline,madrs_week4,phq9_baseline,phq9_week4\nA1,30,12,20,\nA2,28.5,20,,9\n\
                A3,33,,18,17\nA4,25,9,15,3\n";
    reads_back(&Folder::with("w.csv", wide), &["w.csv"]);
}

#[test]
fn settings_with_groups_and_own_choices_read_back() {
    let folder = clinic(|_, _| {});
    folder.write("clinic.toml", example("clinic.toml"));
    let run = |settings: &str, more: &[&str]| {
        let mut arguments = vec!["case-series", "--settings", settings];
        arguments.extend(["--tables", "groups,definitions", "--format", "csv"]);
        arguments.extend(more);
        folder.run(&arguments)
    };
    let before = run("clinic.toml", &[]).fine().out;
    assert_eq!(run("clinic.toml", &["--deidentify", "out"]).status, Some(0));
    same_results(&before, &run("out/settings.toml", &[]).fine().out);
    let settings = folder.text("out/settings.toml");
    assert!(
        settings.contains("These rows are not patients"),
        "{settings}"
    );
    assert!(
        !settings.contains("[report]"),
        "the clinic is not named: {settings}"
    );
}

#[test]
fn no_identifier_and_no_date_leaves() {
    let folder = clinic(|name, row| {
        as_dates(name, row);
        if name == "clinic_patients.csv" {
            row.push(match is_header(row) {
                true => "born".to_owned(),
                false => format!(
                    "19{}-03-05",
                    50 + row[0][1..].parse::<u8>().expect("a number") % 9
                ),
            });
            row.push(match is_header(row) {
                true => "referred_by".to_owned(),
                false => "Maria Quillz"
                    .to_owned()
                    .replace('z', if row[0].as_str() < "C14" { "b" } else { "c" }),
            });
        }
        if name == "clinic_sessions.csv" && !is_header(row) {
            row[5] = "same room as Maria Quillb".to_owned();
        }
        named(row);
    });
    let run = series(
        &folder,
        &[
            "--number-patients",
            "--deidentify",
            "out",
            "--key",
            "key.csv",
            "--tables",
            "all",
        ],
    );
    assert_eq!(run.status, Some(0), "{}", run.err);
    let ours = |name: &String| name.starts_with("out/");
    let files: Vec<String> = folder.files().into_iter().filter(ours).collect();
    assert_eq!(files.len(), 6, "{files:?}");
    for name in &files {
        let text = folder.text(name).to_lowercase();
        for secret in ["quill", "maria", "2023-", "2024-", "195", "-03-05"] {
            assert!(!text.contains(secret), "{name} holds {secret}:\n{text}");
        }
    }
    assert!(!run.err.to_lowercase().contains("quill"), "{}", run.err);
    let page = folder.text("out/privacy.md");
    assert!(!folder.text("out/patients.csv").contains("born"));
    assert!(page.contains("Not written: referred_by"), "{page}");
    assert!(page.contains("1 different deviations"), "{page}");
    assert!(folder.text("key.csv").contains("Maria Quilla"));
}

#[test]
fn an_identifier_in_a_group_stops_everything() {
    let folder = clinic(|name, row| {
        if name == "clinic_patients.csv" {
            row.push(match is_header(row) {
                true => "ward".to_owned(),
                false => "C07".to_owned().replace(
                    "C07",
                    if row[0].as_str() < "C09" {
                        "by C07"
                    } else {
                        "east"
                    },
                ),
            });
        }
    });
    let run = series(&folder, &["--group", "ward", "--deidentify", "out"]);
    run.refused(
        1,
        &[
            "identifier would stand in patients.csv",
            "nothing was written",
        ],
    );
    assert!(!folder.files().iter().any(|name| name.starts_with("out/")));
}

fn key(folder: &Folder, name: &str) -> BTreeMap<String, String> {
    let rows = csv_rows(&folder.text(name)).into_iter().skip(1);
    rows.map(|row| (row[1].clone(), row[0].clone())).collect()
}

#[test]
fn the_key_opens_and_only_the_key() {
    let folder = clinic(|_, _| {});
    let write = |out: &str, more: &[&str]| {
        let key = format!("{out}.key.csv");
        let mut arguments = vec!["--deidentify", out, "--key", &key];
        arguments.extend(more);
        assert_eq!(series(&folder, &arguments).status, Some(0));
        self::key(&folder, &key)
    };
    let drawn = write("a", &[]);
    // The key leads from every patient to the patient's own row.
    let rows = csv_rows(&folder.text("a/patients.csv"));
    let place = |name: &str| {
        rows[0]
            .iter()
            .position(|header| header == name)
            .expect("a column")
    };
    for original in csv_rows(&example("clinic_patients.csv")).iter().skip(1) {
        let number = &drawn[&original[0]];
        let found: Vec<_> = rows.iter().filter(|row| row[0] == *number).collect();
        assert_eq!(found.len(), 1, "{number}");
        assert_eq!(found[0][place("sex")], original[2]);
        let years = |text: &str| text.parse::<f64>().expect("years");
        assert_eq!(
            years(&found[0][place("episode_years")]),
            years(&original[5])
        );
    }
    let in_order: Vec<u64> = rows
        .iter()
        .skip(1)
        .map(|row| row[0].parse().expect("a number"))
        .collect();
    assert!(
        in_order.is_sorted(),
        "the order of the rows tells the order of the file"
    );
    // Drawn anew without a seed; the same with one, on the same files only.
    assert_ne!(drawn, write("b", &[]));
    let seeded = write("c", &["--seed", "7"]);
    assert_eq!(seeded, write("d", &["--seed", "7"]));
    assert_ne!(seeded, write("e", &["--seed", "8"]));
    let visits = folder.text("clinic_visits.csv");
    folder.write("clinic_visits.csv", visits.replacen("\"31\"", "\"30\"", 1));
    assert_ne!(seeded, write("f", &["--seed", "7"]));
}

#[test]
fn ages_bands_and_rare_words() {
    let folder = clinic(|name, row| {
        if name == "clinic_patients.csv" && row[0] == "C02" {
            row[1] = "93".to_owned();
        }
    });
    let ages = |more: &[&str]| -> Vec<String> {
        let mut arguments = vec!["--deidentify", "out"];
        arguments.extend(more);
        assert_eq!(series(&folder, &arguments).status, Some(0));
        let rows = csv_rows(&folder.text("out/patients.csv"));
        let place = rows[0].iter().position(|name| name == "age").expect("age");
        rows.iter().skip(1).map(|row| row[place].clone()).collect()
    };
    let exact = ages(&[]);
    assert!(
        exact.contains(&"90".to_owned()) && !exact.contains(&"93".to_owned()),
        "{exact:?}"
    );
    assert!(
        folder
            .text("out/settings.toml")
            .contains("(90 is 90 or above)")
    );
    let banded = ages(&["--bands", "age=5"]);
    assert!(banded.contains(&"90+".to_owned()), "{banded:?}");
    let is_band = |text: &String| text.is_empty() || text == "90+" || text.len() == 5;
    assert!(banded.iter().all(is_band), "{banded:?}");
    // Two patients stopped for side effects and three moved: fewer than five say so.
    let patients = folder.text("out/patients.csv");
    assert!(
        !patients.contains("moved away") && patients.contains("other"),
        "{patients}"
    );
    ages(&["--least", "3"]);
    let patients = folder.text("out/patients.csv");
    assert!(
        patients.contains("moved away") && !patients.contains("side effects"),
        "{patients}"
    );
    let events = folder.text("out/events.csv");
    assert!(
        !events.contains("admitted") && events.contains("other"),
        "{events}"
    );
}

#[test]
fn the_risk_is_counted_as_by_hand() {
    // Sex and a band of age: f30 twice, f40 once, m40 three times.
    let rows = "id,sex,age,madrs_baseline,madrs_week4\nA01,f,31,30,9\nA02,f,33,28,20\nA03,f,44,33,20\n\
                A04,m,41,25,9\nA05,m,42,25,9\nA06,m,48.5,25,9\n";
    let folder = Folder::with("p.csv", rows);
    let run = folder.run(&[
        "case-series",
        "p.csv",
        "--deidentify",
        "out",
        "--bands",
        "age=10",
        "--least",
        "3",
        "--tables",
        "flow",
        "--format",
        "csv",
    ]);
    // The tables stand one below the other.
    let (_, risk) = run.out.split_once("\n\n").expect("a second table");
    let rows = csv_rows(risk);
    let of = |key: &str| -> Vec<&str> {
        let rows = rows.iter().filter(|row| row[0] == key);
        rows.map(|row| row[2].as_str()).collect()
    };
    assert_eq!(of("k"), ["1"], "{}", run.out);
    assert_eq!(of("classes"), ["3"]);
    assert_eq!(of("below_k"), ["3"]);
    // By sex alone 3 + 3: nobody; by age 2 of 30-39; by both 3.
    assert_eq!(of("combination"), ["2", "3"]);
    // Without sex the two of 30-39; without age nobody.
    assert_eq!(of("without_column"), ["2", "0"]);
    // f30: one in remission and one not; m40: all three are.
    assert_eq!(of("diversity"), ["1"]);
    assert!(
        run.out
            .contains("1 classes of two or more have one answer (3 patients)"),
        "{}",
        run.out
    );
}

#[test]
fn what_cannot_be_made_anonymous_is_refused() {
    let folder = clinic(|_, _| {});
    series(&folder, &["--deidentify", "out", "--key", "out/key.csv"])
        .refused(2, &["--key", "in the folder that is given away"]);
    series(&folder, &["--deidentify", "out", "--bands", "sex=5"])
        .refused(2, &["--bands", "\"sex\" is no column of numbers", "age"]);
    series(&folder, &["--deidentify", "out", "--bands", "age=0"]).refused(2, &["no width"]);
    series(&folder, &["--deidentify", "out", "--bands", "age"]).refused(2, &["NAME=VALUE"]);
    series(&folder, &["--bands", "age=5"]).refused(2, &["--deidentify"]);
    // A column that holds dates under a harmless name is no longer a description.
    let mixed = clinic(|name, row| {
        if name == "clinic_visits.csv" {
            as_dates(name, row);
        }
    });
    let run = series(&mixed, &["--deidentify", "out"]);
    assert_ne!(
        run.status,
        Some(0),
        "days of sessions and dates of visits: {}",
        run.out
    );
    for folder in [folder, mixed] {
        assert!(!folder.files().iter().any(|name| name.starts_with("out/")));
    }
}

const ABOUT: [&str; 12] = [
    "--about",
    "name=Clinic Northside",
    "--about",
    "year=2024",
    "--about",
    "country=Canada",
    "--about",
    "design=case_series",
    "--about",
    "trd=yes",
    "--about",
    "treatment=ketamine_iv",
];

fn rows_of(folder: &Folder, file: &str) -> Vec<BTreeMap<String, String>> {
    let mut rows = csv_rows(&folder.text(file)).into_iter();
    let header = rows.next().expect("a header");
    let named = |row: Vec<String>| header.iter().cloned().zip(row).collect::<BTreeMap<_, _>>();
    rows.map(named)
        .filter(|row| row["study_id"] == "clinic-northside-2024")
        .collect()
}

/// Baseline and week-12 MADRS of each patient, straight from the example: the last visit up to the
/// first session, the visit nearest to day 84 and no more than three days off.
fn pairs() -> Vec<(f64, Option<f64>)> {
    let rows = |name: &str| {
        csv_rows(&example(name))
            .into_iter()
            .skip(1)
            .collect::<Vec<_>>()
    };
    let number = |text: &str| text.parse::<f64>().ok();
    let (visits, sessions) = (rows("clinic_visits.csv"), rows("clinic_sessions.csv"));
    let patients = rows("clinic_patients.csv");
    let pair = |patient: &Vec<String>| {
        let of = |rows: &[Vec<String>]| {
            rows.iter()
                .filter(|row| row[0] == patient[0])
                .cloned()
                .collect::<Vec<_>>()
        };
        let start = of(&sessions)
            .iter()
            .filter_map(|row| number(&row[1]))
            .fold(f64::INFINITY, f64::min);
        let mut scored: Vec<(f64, f64)> = of(&visits)
            .iter()
            .filter_map(|row| Some((number(&row[1])?, number(&row[2])?)))
            .collect();
        scored.sort_by(|a, b| a.0.total_cmp(&b.0));
        let before = scored.iter().rfind(|(day, _)| *day <= start)?.1;
        let mut near: Vec<_> = scored
            .iter()
            .filter(|(day, _)| (day - 84.0).abs() <= 3.0)
            .collect();
        near.sort_by(|a, b| (a.0 - 84.0).abs().total_cmp(&(b.0 - 84.0).abs()));
        Some((before, near.first().map(|(_, score)| *score)))
    };
    patients.iter().filter_map(pair).collect()
}

#[test]
fn an_arm_stands_beside_the_published_ones() {
    let folder = clinic(|_, _| {});
    let mut arguments = vec!["--to-evidence", "ev"];
    arguments.extend(ABOUT);
    let run = series(&folder, &arguments);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let errors =
        |folder: &Folder| folder.run(&["evidence", "check", "--evidence", "ev", "--format", "csv"]);
    let bundled = folder.run(&["evidence", "check", "--format", "csv"]).fine();
    let checked = errors(&folder).fine();
    assert_eq!(checked.csv().len(), bundled.csv().len(), "{}", checked.out);

    let both = pairs();
    let seen: Vec<(f64, f64)> = both.iter().filter_map(|(b, e)| Some((*b, (*e)?))).collect();
    let count = |met: &dyn Fn(f64, f64) -> bool| {
        seen.iter().filter(|(b, e)| met(*b, *e)).count().to_string()
    };
    let outcomes = rows_of(&folder, "ev/outcomes.csv");
    let find = |outcome: &str, set: &str| {
        let found = outcomes
            .iter()
            .find(|row| row["outcome"] == outcome && row["analysis_set"] == set);
        found
            .unwrap_or_else(|| panic!("no {outcome}, {set}"))
            .clone()
    };
    let (n, all) = (seen.len().to_string(), both.len().to_string());
    let responders = count(&|b, e| 2.0 * (b - e) >= b);
    for (set, n) in [("observed", &n), ("as_treated", &all)] {
        let row = find("response", set);
        assert_eq!((&row["n"], &row["events"]), (n, &responders));
        assert_eq!(row["definition"], "madrs_decrease>=50pct");
        let row = find("remission", set);
        assert_eq!((&row["n"], &row["events"]), (n, &count(&|_, e| e < 10.0)));
        assert_eq!(row["time_days"], "84");
    }
    let change = find("change", "observed");
    let mean = seen.iter().map(|(b, e)| e - b).sum::<f64>() / seen.len() as f64;
    assert!((change["mean"].parse::<f64>().expect("a mean") - mean).abs() < 1e-6);
    assert_eq!(find("ae_dissociation", "as_treated")["events"], "17");
    assert_eq!(find("dropout", "as_treated")["events"], "8");
    for row in &outcomes {
        assert_eq!(
            (row["provenance"].as_str(), row["verification"].as_str()),
            ("own_data", "computed")
        );
    }
    let mains = outcomes
        .iter()
        .filter(|row| row["main"] == "yes" && row["outcome"] == "response");
    assert_eq!(
        mains
            .map(|row| row["analysis_set"].clone())
            .collect::<Vec<_>>(),
        ["observed"]
    );

    let report = folder.run(&["report", "--evidence", "ev", "--out", "page"]);
    assert_eq!(report.status, Some(0), "{}", report.err);
    let page = folder.text("page/index.html");
    for shown in [
        "Clinic Northside 2024 (own data)",
        "Payette 2023",
        "own data, not published",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    // The same study cannot stand there twice; another can.
    series(&folder, &arguments).refused(2, &["has a study \"clinic-northside-2024\" already"]);
    arguments.extend([
        "--about",
        "id=northside-two",
        "--about",
        "main_set=all_started",
        "--about",
        "name=Clinic Southside",
    ]);
    let second = series(&folder, &arguments);
    assert_eq!(second.status, Some(0), "{}", second.err);
    assert_eq!(errors(&folder).fine().csv().len(), bundled.csv().len());
}

#[test]
fn what_people_must_say_is_asked_for_in_full() {
    let folder = clinic(|_, _| {});
    let missing = series(
        &folder,
        &[
            "--to-evidence",
            "ev",
            "--about",
            "trd=perhaps",
            "--about",
            "colour=red",
        ],
    );
    missing.refused(
        2,
        &[
            "name is missing",
            "year is missing",
            "country is missing",
            "design is missing",
            "case_series",
            "treatment is missing",
            "trd: \"perhaps\"",
            "\"colour\" is not asked for",
            "[evidence]",
        ],
    );
    let mut arguments = vec!["--to-evidence", "ev"];
    arguments.extend(ABOUT);
    arguments.extend(["--about", "treatment=ketamin_iv"]);
    series(&folder, &arguments).refused(2, &["did you mean \"ketamine_iv\"?"]);
    assert!(!folder.files().iter().any(|name| name.starts_with("ev/")));
    folder.write("ev/studies.csv", "study_id\n");
    arguments.truncate(arguments.len() - 2);
    series(&folder, &arguments).refused(2, &["part of an evidence base"]);
}

#[test]
fn settings_say_it_too_and_name_the_group() {
    let folder = clinic(|_, _| {});
    let said = "\n[evidence]\nname = \"Clinic Northside\"\nyear = \"2024\"\ncountry = \"Canada\"\n\
                design = \"case_series\"\ntrd = \"yes\"\ntreatment = \"ketamine_iv\"\n\
                group = \"After TMS: yes\"\nroute = \"iv\"\n\n[[table]]";
    folder.write(
        "clinic.toml",
        example("clinic.toml").replacen("\n[[table]]", said, 1),
    );
    let run = folder.run(&[
        "case-series",
        "--settings",
        "clinic.toml",
        "--to-evidence",
        "ev",
    ]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let arm = rows_of(&folder, "ev/arms.csv");
    assert_eq!(arm.len(), 1);
    assert_eq!(
        (arm[0]["route"].as_str(), arm[0]["dose_unit"].as_str()),
        ("iv", "mg/kg")
    );
    let outcomes = rows_of(&folder, "ev/outcomes.csv");
    let started = outcomes
        .iter()
        .find(|row| row["analysis_set"] == "as_treated")
        .expect("a row");
    assert_eq!(started["n"], "13");
}
