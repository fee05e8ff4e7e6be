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
    assert_eq!(h1["sessions"], 44);
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
        let run = folder.run(&["protocol", "check", id, "--format", "json"]);
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
         [conditions]\naneurysm = \"present\"\npregnancy = \"excluded\"\n\
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
        ("--weight", "70", "\"70\" has no unit"),
        ("--weight", "70", "kg or lb"),
        ("--weight", "11st", "from 25 to 350 kg is plausible"),
        ("--weight", "15lb", "15lb (6.8039 kg) is not a body weight"),
        ("--bag", "50 mL", "give --weight"),
        ("--weight-rule", "ideal", "without --weight"),
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
    for (rule, says) in [("ideal", "needs a height"), ("capped", "--cap")] {
        let more = ["--weight", "70 kg", "--weight-rule", rule];
        let run = Folder::new().run(&[&check[..], &more].concat());
        run.refused(2, &["--weight-rule", says]);
    }
    for (id, option, value) in [
        ("tms_saint", "--weight", "70 kg"),
        ("tms_saint", "--bag", "50 mL"),
        ("esketamine_adult", "--bag", "50 mL"),
    ] {
        Folder::new()
            .run(&["protocol", "check", id, option, value])
            .refused(2, &[option, "of no use"]);
    }
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
        (&["2026-11-30", "--rate", "-3"], "from 0 to 1000000"),
        (&["2026-11-30", "--rate", "150 USD"], "without a currency"),
        (&["2026-11-30", "--gap", "2.5"], "whole days from 1 to 3660"),
        (&["2026-11-30", "--gap", "-3"], "whole days from 1 to 3660"),
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

/// A site's own infusion with one value changed.
fn own(from: &str, to: &str) -> String {
    let text = "schema = \"euthymia.protocol.v1\"\nid = \"own\"\nname = \"Own\"\nversion = \"1.0.0\"\nclass = \"ketamine\"\n\
         [[source]]\nkey = \"us\"\ntext = \"our clinic\"\n[[phase]]\nid = \"a\"\nname = \"A\"\nkind = \"treatment\"\n\
         schedule = [{ per_week = [1], source = \"us\", status = \"site\" }]\n[[phase.session]]\nid = \"s\"\nname = \"S\"\n\
         kind = \"infusion\"\nvalues = [\n{ what = \"drug\", is = \"ketamine\", source = \"us\", status = \"site\" },\n\
         { what = \"dose_by_weight\", is = \"0.5 mg/kg\", source = \"us\", status = \"site\" },\n\
         { what = \"duration\", is = \"60 min\", source = \"us\", status = \"site\" },\n]\n";
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn check_own(from: &str, to: &str) -> crate::run::Run {
    let folder = Folder::with("own.toml", own(from, to));
    folder.run(&[
        "protocol", "check", "own.toml", "--weight", "70kg", "--format", "json",
    ])
}

#[test]
fn an_infusion_without_a_unit_is_refused_with_its_range() {
    for (from, to, says) in [
        ("60 min", "60", "\"60\" has no unit"),
        ("60 min", "60", "from 1 to 480 min is plausible"),
        ("60 min", "60", "no clinical limit"),
        ("60 min", "0 min", "from 1 to 480 min"),
        ("60 min", "60 h", "from 1 to 480 min"),
        ("0.5 mg/kg", "0.5", "mg/kg or µg/kg"),
        ("\"site\" }]", "\"sure\" }]", "Use one of: confirmed"),
        ("[1]", "[-1]", "a whole number of at least 0"),
        ("version =", "versoin =", "Did you mean \"version\"?"),
    ] {
        check_own(from, to).refused(2, &["own.toml, line", says]);
    }
}

#[test]
fn a_dose_beyond_what_was_published_is_flagged_with_its_sources() {
    let fine = check_own("0.5 mg/kg", "0.5 mg/kg");
    assert_eq!(fine.status, Some(0), "{}", fine.err);
    assert!(
        fine.out.contains("0.5 mg/kg is within what"),
        "{}",
        fine.out
    );
    let far = check_own("0.5 mg/kg", "50 mg/kg");
    assert_eq!(far.status, Some(1), "{}", far.err);
    assert!(
        far.out.contains("by this route: 0.2 to 4.7 mg/kg"),
        "{}",
        far.out
    );
    assert!(far.out.contains("Best 2021"), "{}", far.out);
}

fn tables(arguments: &[&str]) -> Vec<Value> {
    let all = [&["protocol", "check"][..], arguments, &["--format", "json"]].concat();
    let run = Folder::new().run(&all);
    assert!(run.status < Some(2), "{}", run.err);
    match run.json() {
        Value::Array(tables) => tables,
        one => vec![one],
    }
}

fn find_row<'t>(tables: &'t [Value], column: &str, says: &str) -> &'t Value {
    let mut all = tables.iter().flat_map(|table| rows(table).iter());
    let row = all.find(|row| row[column].as_str().is_some_and(|text| text.contains(says)));
    row.unwrap_or_else(|| panic!("no {says}: {tables:?}"))
}

#[test]
fn totals_count_every_part_and_keep_ranges() {
    let bilateral = tables(&["tms_bilateral"]);
    // 30 sessions of 600 and 1500.
    let all = find_row(&bilateral, "what", "pulses of the phase");
    assert_eq!(
        (&all["value"], &all["status"]),
        (&63_000.0.into(), &"unverified".into())
    );
    let right = tables(&["tms_1hz_right"]);
    let all = find_row(&right, "what", "pulses of the phase");
    // 30 sessions of 360 or of 1200.
    assert_eq!(
        (&all["low"], &all["high"], &all["value"]),
        (&10_800.0.into(), &36_000.0.into(), &Value::Null)
    );
    let both = tables(&["tms_ketamine_ctk"]);
    let all = find_row(&both, "what", "pulses of the phase");
    // 10 to 30 sessions of 2400.
    assert_eq!(
        (&all["as_in"], &all["low"], &all["high"]),
        (&"best2021".into(), &24_000.0.into(), &72_000.0.into())
    );
}

#[test]
fn only_confirmed_values_set_the_status() {
    for (id, status) in [
        ("tms_1hz_right", 0),
        ("tms_ketamine_ctk", 0),
        ("tms_20hz_b70", 1),
    ] {
        let run = Folder::new().run(&["protocol", "check", id]);
        assert_eq!(run.status, Some(status), "{id}: {}", run.out);
        assert!(run.out.contains("flag"), "{}", run.out);
    }
}

#[test]
fn every_row_has_its_source_and_numbers_are_numbers() {
    let list = json(&["protocol", "list"]);
    for row in rows(&list) {
        let id = row["id"].as_str().expect("an id");
        for table in tables(&[id]) {
            for row in rows(&table) {
                assert!(row["source"].is_string(), "{id}: {row}");
                assert!(row["status"].is_string(), "{id}: {row}");
            }
        }
    }
    let h1 = tables(&["tms_18hz_h1"]);
    let row = find_row(&h1, "what", "without the last pause");
    // 55 trains of 2 s and 54 pauses of 20 s.
    assert_eq!((&row["value"], &row["unit"]), (&1190.0.into(), &"s".into()));
    let advice = find_row(&h1, "result", "advice");
    assert!(
        advice["source"].to_string().contains("Chen 1997"),
        "{advice}"
    );
    let burst = tables(&["tms_ctbs_right"]);
    find_row(&burst, "statement", "theta burst is not covered");
}

#[test]
fn a_printed_length_names_its_convention() {
    for (id, says) in [
        (
            "tms_10hz_left",
            "every train with its pause, N (on + off), 37:30",
        ),
        ("tms_10hz_left_fast", "18:26.5"),
        ("tms_itbs", "3:08.8"),
    ] {
        let tables = tables(&[id]);
        let row = find_row(&tables, "statement", says);
        assert_eq!(row["result"], "fits", "{row}");
    }
}

#[test]
fn a_template_is_the_end_of_a_record() {
    for id in [
        "esketamine_adult",
        "tms_saint",
        "tms_ketamine_ctk",
        "mdma_mapp2",
    ] {
        let block = Folder::new()
            .run(&["protocol", "check", id, "--template"])
            .fine()
            .out;
        let record = format!(
            "schema = \"euthymia.patient.v1\"\n[patient]\nid = \"p\"\nassessed = 2026-01-01\n{block}"
        );
        let folder = Folder::with("patient.toml", &record);
        let run = folder.run(&["protocol", "check", id, "--patient", "patient.toml"]);
        assert!(run.status < Some(2), "{id}: {}", run.err);
    }
    let folder = Folder::with(
        "patient.toml",
        "schema = \"euthymia.patient.v1\"\n[patient]\nid = \"p\"\nassessed = 2026-01-01\n\
         [conditions]\naneurism = \"present\"\n",
    );
    let arguments = [
        "protocol",
        "check",
        "esketamine_adult",
        "--patient",
        "patient.toml",
    ];
    folder.run(&arguments).refused(
        2,
        &[
            "patient.toml, line 6",
            "aneurism",
            "Did you mean \"aneurysm\"?",
            "--template",
        ],
    );
}

#[test]
fn pounds_leave_no_noise_and_readings_that_agree_stand_once() {
    let csv = Folder::new()
        .run(&[
            "protocol",
            "check",
            "ketamine_iv_40min",
            "--weight",
            "154lb",
            "--format",
            "json",
        ])
        .fine();
    assert!(csv.out.contains("69.85322498"), "{}", csv.out);
    assert!(!csv.out.contains("69.853224980"), "{}", csv.out);
    for (id, doses) in [("psilocybin_comp001", 1), ("esketamine_adult", 2)] {
        let tables = tables(&[id]);
        let found = tables
            .iter()
            .find(|table| table["schema"] == "euthymia.protocol.doses.v1");
        assert_eq!(rows(found.expect("doses")).len(), doses, "{id}");
    }
}

#[test]
fn ids_dates_and_short_words_stay_whole_in_a_narrow_table() {
    let plan = [
        "protocol",
        "plan",
        "tms_18hz_h1",
        "ketamine_after_tms",
        "--start",
        "2026-11-30",
    ];
    for (arguments, words) in [
        (
            &["protocol", "list"][..],
            &["ketamine_psychotherapy_field_trip", "tms_10hz_left_fast"][..],
        ),
        (&plan[..], &["2026-11-30", "09:00"]),
        (
            &["protocol", "check", "tms_ketamine_ctk", "--weight", "70kg"],
            &["Stimulation", "best2021", "contested"],
        ),
        (
            &[
                "protocol",
                "compare",
                "tms_10hz_left",
                "tms_saint",
                "tms_bilateral",
            ],
            &["treatment-resistant", "anticorrelated"],
        ),
    ] {
        let run = Folder::new().run_at_width(110, arguments);
        // A table has rules of its own width; rows as blocks of lines have rules of 40.
        let block = "─".repeat(40);
        assert!(run.out.lines().all(|line| line != block), "{}", run.out);
        for word in words {
            assert!(run.out.contains(word), "{word}: {}", run.out);
        }
        assert!(
            run.out.lines().all(|line| line.chars().count() <= 110),
            "{}",
            run.out
        );
    }
}
