//! `euthymia protocol`: cited courses in, tables, flags and a calendar out.

use crate::run::Folder;
use serde_json::Value;

fn rows(table: &Value) -> &Vec<Value> {
    table["rows"].as_array().expect("rows")
}

fn json(arguments: &[&str]) -> Value {
    let all = [arguments, &["--format", "json"]].concat();
    Folder::new().run(&all).fine().json()
}

#[test]
fn thirty_protocols_are_listed() {
    let list = json(&["protocol", "list"]);
    assert_eq!(rows(&list).len(), 30);
    let h1 = rows(&list)
        .iter()
        .find(|row| row["id"] == "tms_18hz_h1")
        .expect("the H1 course");
    assert_eq!(h1["sessions"], "44");
    assert_eq!(h1["unverified"], 0);
}

#[test]
fn every_protocol_can_be_shown_checked_and_laid_out() {
    let list = json(&["protocol", "list"]);
    for row in rows(&list) {
        let id = row["id"].as_str().expect("an id");
        json(&["protocol", "show", id]);
        json(&["protocol", "plan", id, "--start", "2026-11-30"]);
        let folder = Folder::new();
        let run = folder.run(&[
            "protocol", "check", id, "--weight", "70kg", "--format", "json",
        ]);
        assert!(run.status < Some(2), "{id}: {}", run.err);
        run.json();
    }
}

#[test]
fn a_dose_is_computed_with_its_rate() {
    let tables = json(&[
        "protocol",
        "check",
        "ketamine_iv_40min",
        "--weight",
        "70kg",
        "--bag",
        "50mL",
    ]);
    let doses = tables.as_array().expect("tables").iter();
    let mut doses = doses.filter(|table| table["schema"] == "euthymia.protocol.doses.v1");
    let row = &rows(doses.next().expect("doses"))[0];
    assert_eq!(
        (&row["dose_mg"], &row["mg_per_min"]),
        (&35.0.into(), &0.875.into())
    );
    assert_eq!(row["bag_ml_per_h"], 75.0);
}

#[test]
fn a_flag_is_a_finding_and_forbids_nothing() {
    let folder = Folder::new();
    let run = folder.run(&["protocol", "check", "tms_20hz_b70", "--format", "json"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(run.out.contains("5 times the longest"), "{}", run.out);
    assert!(run.out.contains("Rossi 2009"), "{}", run.out);
}

#[test]
fn a_record_is_held_against_the_cautions() {
    let folder = Folder::new();
    folder.write(
        "patient.toml",
        "schema = \"euthymia.patient.v1\"\n[patient]\nid = \"p\"\nassessed = 2026-01-01\n\
         [conditions]\naneurysm = \"present\"\npregnancy = \"excluded\"\naneurism = \"unknown\"\n\
         [[trial]]\ndrug = \"fluoxetine\"\nstart = 2025-10-01\nstop = 2025-12-20\n",
    );
    let arguments = [
        "protocol",
        "check",
        "esketamine_adult",
        "--patient",
        "patient.toml",
    ];
    let run = folder.run(&[&arguments[..], &["--format", "json"]].concat());
    assert_eq!(run.status, Some(1), "{}", run.err);
    let tables = run.json();
    let flags = tables.as_array().expect("tables").iter();
    let mut flags = flags.filter(|table| table["schema"] == "euthymia.protocol.flags.v1");
    let flags = flags.next().expect("flags");
    assert_eq!(rows(flags)[0]["present"], "yes");
    let notes = flags["notes"].to_string();
    assert!(notes.contains("Did you mean \\\"aneurysm\\\"?"), "{notes}");
    let arguments = [
        "protocol",
        "check",
        "psilocybin_comp001",
        "--patient",
        "patient.toml",
    ];
    let run = folder.run(&[&arguments[..], &["--format", "json"]].concat());
    assert!(
        run.out.contains("last taken 12 days before, 35 wanted"),
        "{}",
        run.out
    );
}

#[test]
fn what_cannot_be_right_is_refused() {
    let check = ["protocol", "check", "ketamine_iv_40min"];
    for (option, value, says) in [
        ("--weight", "700 kg", "from 25 to 350 kg is plausible"),
        ("--weight", "-70 kg", "plausible"),
        ("--weight", "70", "is not a unit"),
        ("--weight", "1,200 kg", "two ways"),
        ("--bag", "50 mg", "is not a unit"),
        ("--height", "175 cm", "without a weight"),
    ] {
        let run = Folder::new().run(&[&check[..], &[option, value]].concat());
        run.refused(2, &[option, says]);
    }
    let run =
        Folder::new().run(&[&check[..], &["--weight", "70 kg", "--weight-rule", "lean"]].concat());
    run.refused(2, &["actual, capped, ideal, adjusted"]);
    let comma = Folder::new()
        .run(&[&check[..], &["--weight", "70,5 kg"]].concat())
        .fine();
    assert!(comma.out.contains("70.5"), "{}", comma.out);
    let plan = ["protocol", "plan", "ketamine_iv_60min_six", "--start"];
    for (more, says) in [
        (&["30.11.2026"][..], "is not a date"),
        (&["2026-11-30", "--until", "2026-11-01"], "before it starts"),
        (&["2026-11-30", "--weekdays", "mon,wed"], "do not fit"),
        (
            &["2026-11-30", "--weekdays", "mon,someday"],
            "not a day of the week",
        ),
        (
            &["2026-11-30", "--weekdays", "wednesdayyy"],
            "ranges as mon-fri",
        ),
        (&["2026-11-30", "--holidays", "christmas"], "is not a date"),
        (
            &["2026-11-30", "--holidays", "25.12.2026"],
            "write dates as 2026-12-25",
        ),
        (&["2026-11-30", "--holidays", "shut.txt"], "no file"),
        (&["1900-01-01"], "from 1970 to 2200"),
        (
            &["2026-11-30", "--until", "2400-01-01"],
            "from 1970 to 2200",
        ),
        (&["2026-11-30", "--schedule", "weekly"], "more than one"),
        (&["2026-11-30", "--at", "25:00"], "time of day"),
        (&["2026-11-30", "--rate", "-3"], "--rate"),
        (&["2026-11-30", "--interval", "start"], "neither gap nor"),
    ] {
        Folder::new()
            .run(&[&plan[..], more].concat())
            .refused(2, &[says]);
    }
    Folder::new()
        .run(&["protocol", "show", "tms_sant"])
        .refused(2, &["Did you mean \"tms_saint\"?"]);
    Folder::new()
        .run(&["protocol", "show", "own.toml"])
        .refused(2, &["own.toml"]);
    let twice = ["protocol", "compare", "tms_saint", "tms_saint"];
    Folder::new().run(&twice).refused(2, &["named twice"]);
}

#[test]
fn a_file_of_a_site_is_checked_line_by_line() {
    let folder = Folder::with(
        "own.toml",
        "schema = \"euthymia.protocol.v1\"\nid = \"own\"\nname = \"Own\"\nversion = \"1.0.0\"\nclass = \"tms\"\n\
         [[source]]\nkey = \"us\"\ntext = \"our clinic\"\n[[phase]]\nid = \"a\"\nname = \"A\"\nkind = \"treatment\"\n\
         schedule = [{ per_week = [5], source = \"us\", status = \"site\" }]\n[[phase.session]]\nid = \"s\"\n\
         name = \"S\"\nkind = \"stimulation\"\nvalues = [{ what = \"frequency\", is = \"0 Hz\", source = \"us\", status = \"site\" }]\n",
    );
    let run = folder.run(&["protocol", "check", "own.toml"]);
    run.refused(
        2,
        &[
            "own.toml, line 18",
            "values 1, is",
            "found \"0 Hz\"",
            "from 0.1 to 100 Hz",
        ],
    );
}

#[test]
fn protocols_stand_side_by_side() {
    let table = json(&["protocol", "compare", "tms_10hz_left", "tms_10hz_left_fast"]);
    let row = |what: &str| {
        rows(&table)
            .iter()
            .find(|row| row["what"] == what)
            .expect("a row")
            .clone()
    };
    assert_eq!(
        (
            &row("pause")["differs"],
            &row("pause")["tms_10hz_left_fast"]
        ),
        (&"≠".into(), &"11 s".into())
    );
    assert_eq!(row("train")["differs"], Value::Null);
    let reports = json(&[
        "protocol",
        "compare",
        "tms_ketamine_ctk",
        "ketamine_after_tms",
    ]);
    assert!(reports.to_string().contains("30 min | 20 min"), "{reports}");
}

#[test]
fn a_calendar_file_holds_the_visits_and_no_person() {
    let folder = Folder::with("shut.txt", "2026-12-04 # the clinic's day\n");
    let arguments = [
        "protocol",
        "plan",
        "ketamine_iv_60min_six",
        "--start",
        "2026-11-30",
        "--holidays",
        "shut.txt",
        "--rate",
        "120",
        "--ics",
        "course.ics",
        "--series",
        "room 2",
        "--format",
        "json",
    ];
    let run = folder.run(&arguments);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let text = folder.text("course.ics");
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 8);
    assert!(
        text.contains("UID:room 2-ketamine_iv_60min_six-visit-1@euthymia.invalid\r\n"),
        "{text}"
    );
    assert!(
        text.contains("DTSTART:20261203T090000\r\nDTEND:20261203T100000\r\n"),
        "{text}"
    );
    assert!(text.lines().all(|line| line.len() <= 75));
    let tables = run.json();
    let totals = tables
        .as_array()
        .expect("tables")
        .last()
        .expect("totals")
        .clone();
    let cost = rows(&totals).iter().find(|row| {
        row["what"]
            .as_str()
            .is_some_and(|what| what.starts_with("cost"))
    });
    // Six hours, and no observation was published.
    let cost = cost.expect("a cost");
    assert_eq!(cost["value"], "at least 720");
    assert_eq!(cost["missing"], "observation after 6 sessions");
    let same = folder.run(&[
        "protocol",
        "plan",
        "ketamine_iv_40min",
        "--start",
        "2026-11-30",
        "--holidays",
        "shut.txt",
        "--ics",
        "shut.txt",
    ]);
    same.refused(2, &["is the file that is read"]);
}

/// A shorter course than the one in the file leaves entries in the calendar, which are named.
#[test]
fn entries_that_a_later_plan_does_not_have_are_told() {
    let folder = Folder::new();
    let plan = |until: &str, series: &str| {
        let arguments = [
            "protocol",
            "plan",
            "ketamine_iv_maintenance",
            "--start",
            "2026-11-30",
            "--until",
            until,
            "--ics",
            "plan.ics",
            "--series",
            series,
        ];
        let run = folder.run(&arguments);
        assert_eq!(run.status, Some(0), "{}", run.err);
        let entries = folder.text("plan.ics").matches("BEGIN:VEVENT").count();
        (run.err, entries)
    };
    let (said, many) = plan("2027-03-31", "one");
    assert!(!said.contains("remove"), "{said}");
    let (said, few) = plan("2027-01-31", "one");
    assert!(few < many);
    let gone = format!("{} earlier entries are in no plan any more", many - few);
    assert!(said.contains(&gone), "{said}");
    // Every two weeks from 30 November: the seventh is on 22 February.
    assert!(said.contains("20270222T090000"), "{said}");
    // Another course is not an earlier plan of this one.
    let (said, _) = plan("2026-12-31", "other");
    assert!(!said.contains("remove"), "{said}");
}

#[test]
fn two_courses_come_with_what_is_not_known() {
    let tables = json(&[
        "protocol",
        "plan",
        "tms_20hz_b70",
        "ketamine_after_tms",
        "--start",
        "2026-11-30",
    ]);
    assert!(
        tables
            .to_string()
            .contains("no controlled evidence on the order"),
        "{tables}"
    );
}
