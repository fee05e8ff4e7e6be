//! `euthymia session` and `euthymia adverse-events`: a session in, suicidality first.

use crate::run::Folder;
use serde_json::Value;

const SCREENED: &str = "[[suicidality]]\ninstrument = \"cssrs_screener\"\nanswers = ";

fn session(body: &str) -> String {
    format!("schema = \"euthymia.session.v1\"\ntreatment = \"esketamine_in\"\n{body}")
}

fn example(name: &str) -> Folder {
    let folder = Folder::new();
    for file in [
        "clinic.toml",
        "esketamine.toml",
        "ketamine.toml",
        "vitals.csv",
    ] {
        folder.copy(&format!("examples/session/{file}"));
    }
    assert!(folder.path(name).exists());
    folder
}

#[track_caller]
fn table(out: &Value, schema: &str) -> Vec<Value> {
    let tables = out.as_array().expect("several tables");
    let found = tables.iter().find(|table| table["schema"] == schema);
    let found = found.unwrap_or_else(|| panic!("no {schema}"));
    found["rows"].as_array().expect("rows").clone()
}

#[test]
fn suicidality_that_is_not_a_no_is_the_first_line_and_fails() {
    for (body, first) in [
        (String::new(), "SUICIDALITY NOT ASKED"),
        ("[[suicidality]]\n".to_owned(), "SUICIDALITY NOT ANSWERED"),
        (format!("{SCREENED}\"no,,,,,no,\"\n"), "SUICIDALITY NOT ANSWERED"),
        (format!("{SCREENED}\"no,yes,no,no,no,no,\"\n"), "SUICIDALITY POSITIVE"),
        (
            "[[suicidality]]\nitem = \"asked\"\nanswer = \"no\"\n[[suicidality]]\nitem = \"later\"\nanswer = \"yes\"\n"
                .to_owned(),
            "SUICIDALITY POSITIVE",
        ),
        (
            // Below the alert of the scale, and still not a no.
            "[[suicidality]]\ninstrument = \"madrs\"\nanswers = \"0,0,0,0,0,0,0,0,0,1\"\n".to_owned(),
            "SUICIDALITY POSITIVE",
        ),
    ] {
        let run = Folder::with("s.toml", session(&body)).run(&["session", "check", "s.toml"]);
        assert_eq!(run.status, Some(1), "{body}\n{}", run.err);
        let line = run.out.lines().find(|line| !line.trim().is_empty());
        assert!(line.expect("a line").contains(first), "{body}\n{}", run.out);
    }
}

#[test]
fn a_session_in_which_all_is_well_is_fine() {
    let folder = example("examples/session/esketamine.toml");
    let file = "examples/session/esketamine.toml";
    let run = folder
        .run(&["session", "check", file, "--format", "json"])
        .fine();
    let findings = table(&run.json(), "euthymia.session.findings.v1");
    assert!(findings.len() >= 10);
    for row in &findings {
        assert_eq!(row["status"], "met", "{row}");
        assert!(
            row["source"]
                .as_str()
                .is_some_and(|s| s.contains("Spravato"))
        );
    }
    let minutes: Vec<f64> = findings
        .iter()
        .filter_map(|row| row["minute"].as_f64())
        .collect();
    assert!(minutes.is_sorted(), "{minutes:?}");
}

#[test]
fn a_passing_rise_is_graded_with_its_length_and_is_no_crisis() {
    let folder = example("examples/session/ketamine.toml");
    let file = "examples/session/ketamine.toml";
    let run = folder.run(&["session", "check", file, "--format", "json"]);
    // Grade 3 by its numbers: a person looks, and nothing else asks for one.
    assert_eq!(run.status, Some(1), "{}", run.err);
    let looks = table(&run.json(), "euthymia.session.look.v1");
    assert_eq!(looks.len(), 1);
    assert_eq!(looks[0]["why_id"], "grade");
    let rises = table(&run.json(), "euthymia.session.pressure.v1");
    let grades: Vec<&Value> = rises.iter().map(|row| &row["grade"]).collect();
    assert_eq!(grades, [1, 3, 1]);
    let of = |key: &str| rises[1][key].as_str().expect("text").to_owned();
    assert!(of("peak").contains("165/95"));
    // 148 at 20, 150 at 40, below 140 at 10 and 55.
    assert_eq!(of("lasted"), "at least 20 min, at most 45 min");
    assert_eq!(of("done"), "nothing");
    for words in [
        "by its number alone not a crisis",
        "Yip 2022",
        "a person judges",
    ] {
        assert!(of("remark").contains(words), "{}", of("remark"));
    }
    // No limit was set, so that none is breached.
    assert!(table(&run.json(), "euthymia.session.findings.v1").is_empty());
    let open = table(&run.json(), "euthymia.session.open.v1");
    assert!(open.iter().any(|row| {
        row["candidates"]
            .as_str()
            .is_some_and(|text| text.contains("[unverified]"))
    }));
}

#[test]
fn a_clinic_sets_limits_and_a_figure_shows_them() {
    let folder = example("examples/session/ketamine.toml");
    let arguments = [
        "session",
        "check",
        "examples/session/ketamine.toml",
        "--site",
        "examples/session/clinic.toml",
        "--figure",
        "vitals.svg",
        "--format",
        "json",
    ];
    let run = folder.run(&arguments);
    // Every limit of the clinic is met; the rise of grade 3 is what a person looks at.
    assert_eq!(run.status, Some(1));
    assert_eq!(
        run.err,
        "a person must look: 1 in euthymia.session.look.v1\nwrote vitals.svg\n"
    );
    let findings = table(&run.json(), "euthymia.session.findings.v1");
    assert_eq!(findings.len(), 7);
    assert!(
        findings
            .iter()
            .all(|row| row["source"] == "example protocol [set by the clinic]")
    );
    let figure = folder.text("vitals.svg");
    assert!(figure.contains("180 during"), "the clinic's line");
    let strict = folder
        .text("examples/session/clinic.toml")
        .replace("at_most = 180", "at_most = 160");
    folder.write("examples/session/clinic.toml", strict);
    let run = folder.run(&arguments);
    assert_eq!(run.status, Some(1));
    let findings = table(&run.json(), "euthymia.session.findings.v1");
    let breached = findings.iter().find(|row| row["status"] == "breached");
    assert_eq!(breached.expect("one")["minute"], 30.0);
}

#[test]
fn input_that_cannot_be_right_is_refused_with_its_place() {
    for (body, expected) in [
        (
            "[[measured]]\nminute = 5\nspo2 = 0.97\n",
            &["\"spo2\"", "write 97"][..],
        ),
        (
            "[[measured]]\nminute = 5\ntemperature = 98\n",
            &["Fahrenheit", "36.7"],
        ),
        (
            "[[measured]]\nminute = 5\nsystolic = 80\ndiastolic = 120\n",
            &["not above", "exchanged"],
        ),
        (
            "[[measured]]\nminute = -5\npulse = 70\n",
            &["line 4", "never negative"],
        ),
        (
            "[[measured]]\nminute = 9\npulse = 70\n[[measured]]\nminute = 5\npulse = 70\n",
            &["line 7", "out of order"],
        ),
        ("[[measured]]\npulse = 70\n", &["has no time"]),
        ("[[measured]]\nminute = 5\nsystolc = 120\n", &["systolic"]),
        ("discharge = 3\ndose_end = 40\n", &["before the dose ended"]),
        (
            "dose = \"56 g\"\n",
            &["line 3", "\"dose\"", "56 g cannot be right"],
        ),
        ("[[event]]\nname = \"nausea\"\ngrade = 7\n", &["1 to 5"]),
    ] {
        Folder::with("s.toml", session(body))
            .run(&["session", "check", "s.toml"])
            .refused(2, &[&["s.toml"], expected].concat());
    }
    for (row, expected) in [
        (
            ",5,120,80,0.97",
            &["row 2", "\"spo2\"", "found \"0.97\"", "write 97"][..],
        ),
        (",-5,120,80,97", &["row 2", "\"minute\"", "never negative"]),
        (",5,80,120,97", &["row 2", "\"systolic\"", "exchanged"]),
        (
            "during,5,120,80,97",
            &["row 2", "\"phase\"", "expected before"],
        ),
        (",5,120/80,80,97", &["row 2", "two numbers"]),
    ] {
        let text = format!("phase,minute,systolic,diastolic,spo2\n{row}\n");
        Folder::with("v.csv", text)
            .run(&["session", "check", "v.csv", "--treatment", "ketamine_iv"])
            .refused(2, &[&["v.csv"], expected].concat());
    }
    Folder::with("v.csv", "minute,pulse\n5,70\n")
        .run(&["session", "check", "v.csv"])
        .refused(2, &["--treatment"]);
    Folder::new()
        .run(&["session", "rules", "--treatment", "ketamine_ix"])
        .refused(2, &["Did you mean ketamine_i"]);
}

#[test]
fn clock_times_are_counted_from_the_start_and_over_midnight() {
    let body = "start = \"23:30\"\ndischarge = \"01:40\"\n[[device]]\nminute = \"23:30\"\n\
                [[measured]]\nat = \"23:20\"\nsystolic = 124\ndiastolic = 78\n\
                [[measured]]\nat = \"00:10\"\nsystolic = 130\ndiastolic = 80\n";
    let run = Folder::with("s.toml", session(body))
        .run(&["session", "check", "s.toml", "--format", "json"]);
    assert_eq!(run.status, Some(1));
    let moments: Vec<Value> = table(&run.json(), "euthymia.session.trend.v1")
        .iter()
        .map(|row| row["minute"].clone())
        .collect();
    assert_eq!(moments, [-10.0, 40.0]);
    let findings = table(&run.json(), "euthymia.session.findings.v1");
    let met = |id: &str| {
        let row = findings.iter().find(|row| row["rule_id"] == id);
        assert_eq!(row.expect("a row")["status"], "met", "{id}");
    };
    met("pressure_at_40");
    met("observed");
    let csv = "time,pulse\n09:20,70\n09:40,74\n";
    let arguments = ["session", "check", "v.csv", "--treatment", "ketamine_iv"];
    Folder::with("v.csv", csv)
        .run(&arguments)
        .refused(2, &["row 2", "\"time\"", "--start"]);
    let start = [&arguments[..], &["--start", "09:30"]].concat();
    let run = Folder::with("v.csv", csv).run(&start);
    assert!(
        run.out.contains("10 min before") && run.out.contains("minute 10"),
        "{}",
        run.err
    );
    let start = [&arguments[..], &["--start", "9h"]].concat();
    Folder::with("v.csv", csv)
        .run(&start)
        .refused(2, &["--start", "09:30"]);
}

#[test]
fn a_template_is_a_session_that_can_be_checked() {
    for treatment in ["esketamine_in", "ketamine_iv", "psilocybin", "saint"] {
        let template = Folder::new()
            .run(&["session", "template", "--treatment", treatment])
            .fine();
        let run = Folder::with("s.toml", &template.out).run(&["session", "check", "s.toml"]);
        assert_eq!(run.status, Some(1), "{}", run.err);
        assert!(run.out.contains("SUICIDALITY NOT ANSWERED"));
        // Every line that is commented out is a key of the file.
        let keys: String = template
            .out
            .lines()
            .filter(|line| !line.contains("= []"))
            .map(|line| match line.strip_prefix("# ") {
                Some(rest)
                    if rest.starts_with('[') || rest.contains(" = ") && !rest.contains(';') =>
                {
                    rest
                }
                _ => line,
            })
            .filter(|line| !line.starts_with("measurements") && !line.starts_with("answers"))
            .filter(|line| !line.starts_with("instrument"))
            .filter(|line| !line.starts_with("# start"))
            .collect::<Vec<_>>()
            .join("\n");
        let run = Folder::with("s.toml", keys).run(&["session", "check", "s.toml"]);
        assert!(run.err.is_empty(), "{treatment}: {}", run.err);
    }
}

#[test]
fn a_crisis_in_the_infusion_is_never_called_none() {
    // 270/165 with a saturation of 70 % and no answer to a squeeze, seen to pass, no event written down.
    let body = "dose_end = 40\ndischarge = 120\nevent = []\ndone = []\n\
                [[suicidality]]\nitem = \"asked\"\nanswer = \"no\"\n\
                [[measured]]\nbefore = 5\nsystolic = 118\ndiastolic = 72\n\
                [[measured]]\nminute = 20\nsystolic = 270\ndiastolic = 165\npulse = 210\nspo2 = 70\nmoaas = 0\n\
                [[measured]]\nminute = 60\nsystolic = 119\ndiastolic = 75\n";
    let text = session(body).replace("esketamine_in", "ketamine_iv");
    let run = Folder::with("s.toml", text).run(&["session", "check", "s.toml", "--format", "json"]);
    assert_eq!(run.status, Some(1));
    assert!(!run.out.contains("not a crisis ("), "{}", run.out);
    let why = |id: &str| {
        let looks = table(&run.json(), "euthymia.session.look.v1");
        looks.iter().filter(|row| row["why_id"] == id).count()
    };
    // Both pressures, pulse, saturation and sedation are readings that anybody would look at.
    assert_eq!((why("grade"), why("reading")), (1, 5));
}

#[test]
fn a_column_that_is_not_known_is_refused_unless_it_is_named() {
    let folder = Folder::with("v.csv", "minute,systolic,diastolik\n5,120,80\n");
    let check = ["session", "check", "v.csv", "--treatment", "ketamine_iv"];
    folder
        .run(&check)
        .refused(2, &["v.csv", "diastolik", "Did you mean \"diastolic\"?"]);
    let run = folder.run(&[&check[..], &["--ignore", "diastolik"]].concat());
    assert_eq!(run.status, Some(1), "{}", run.err);
    folder
        .run(&[&check[..], &["--ignore", "diastolik", "--dose-end=-40"]].concat())
        .refused(2, &["dose_end", "never negative"]);
}

#[test]
fn adverse_events_stand_beside_what_sources_print() {
    let run = Folder::new()
        .run(&[
            "adverse-events",
            "--treatment",
            "esketamine_in",
            "--format",
            "json",
        ])
        .fine();
    let printed = table(&run.json(), "euthymia.adverse_events.rates.v1");
    let transform = printed
        .iter()
        .find(|row| {
            row["event"] == "dissociation"
                && row["source"].as_str().unwrap_or("").contains("TRANSFORM-1")
        })
        .expect("TRANSFORM-1");
    // 62/231 against 4/113: 1 / (0.268398 - 0.035398) = 4.29.
    let nnh = transform["nnh"].as_f64().expect("a number");
    assert!((nnh - 1.0 / (62.0 / 231.0 - 4.0 / 113.0)).abs() < 1e-9);
    assert!(
        transform["number_needed"]
            .as_str()
            .expect("words")
            .starts_with("NNTH 4.29 → 4")
    );
    let run = Folder::new()
        .run(&["adverse-events", "--treatment", "ketamine"])
        .fine();
    assert!(run.out.contains("untraceable"));
    let evidence = Folder::new()
        .run(&[
            "adverse-events",
            "--treatment",
            "ketamine",
            "--format",
            "json",
        ])
        .fine();
    let rows = table(&evidence.json(), "euthymia.adverse_events.rates.v1");
    assert!(rows.iter().any(|row| row["kind"] == "evidence"));
    assert!(rows.iter().all(|row| {
        row["treatment"]
            .as_str()
            .is_some_and(|t| t.starts_with("Ketamine"))
    }));
    Folder::new()
        .run(&["adverse-events", "--treatment", "ketamin"])
        .refused(2, &["did you mean"]);
}

#[test]
fn codes_come_from_a_file_of_the_licence_holder() {
    // Invented codes.
    let folder = Folder::with("codes.csv", "event,code\nheadache,12345678\n");
    let run = folder
        .run(&[
            "adverse-events",
            "--meddra",
            "codes.csv",
            "--format",
            "json",
        ])
        .fine();
    let words = table(&run.json(), "euthymia.adverse_events.vocabulary.v1");
    let row = words
        .iter()
        .find(|row| row["event"] == "headache")
        .expect("a row");
    assert_eq!(row["meddra"], "12345678");
    for (line, expected) in [
        ("hiccups,12345678", "vocabulary"),
        ("headache,123", "eight digits"),
    ] {
        Folder::with("codes.csv", format!("event,code\n{line}\n"))
            .run(&["adverse-events", "--meddra", "codes.csv"])
            .refused(2, &["codes.csv", "row 2", expected]);
    }
}

#[test]
fn what_is_watched_has_no_interval_that_no_source_prints() {
    let run = Folder::new()
        .run(&["session", "watch", "--treatment", "ketamine"])
        .fine();
    for word in ["bladder", "misuse", "liver", "[unverified]"] {
        assert!(run.out.contains(word), "{word}");
    }
}
