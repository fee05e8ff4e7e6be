//! Calendar files of plans as two independent readers read them: `icalendar` for Python and `ical.js`.
//!
//! The files of `reference/calendars` were written by this program. What is expected is what the readers
//! found in them (`reference/generators/py/calendars.py`, `reference/generators/js/calendars.mjs`): each
//! entry must be a visit or an assessment of the plan, none more and none fewer. After a wanted change:
//! `EUTHYMIA_UPDATE_SNAPSHOTS=1 cargo test -p euthymia -- calendar_readers`, then both generators.

use crate::run::{Folder, repository};
use euthymia_testkit::reference;
use jiff::civil::{Date, DateTime};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// A file, and what the plan was asked.
const COURSES: [(&str, &[&str]); 8] = [
    (
        "saint_gap",
        &["tms_saint", "--start", "2026-11-30", "--interval", "gap"],
    ),
    (
        "saint_onset",
        &[
            "tms_saint",
            "--start",
            "2026-11-30",
            "--interval",
            "onset_to_onset",
        ],
    ),
    (
        "psilocybin",
        &["psilocybin_comp001", "--start", "2026-11-30"],
    ),
    (
        "taper",
        &[
            "tms_10hz_left",
            "--start",
            "2026-11-30",
            "--holidays",
            "2026-12-08,2026-12-24,2026-12-25,2027-01-01",
        ],
    ),
    (
        "one_after_the_other",
        &[
            "tms_20hz_b70",
            "ketamine_after_tms",
            "--start",
            "2026-11-30",
        ],
    ),
    (
        "together",
        &[
            "tms_itbs",
            "ketamine_iv_60min_six",
            "--start",
            "2026-11-30",
            "--together",
        ],
    ),
    (
        "past_midnight",
        &["esketamine_adult", "--start", "2027-02-22", "--at", "22:30"],
    ),
    (
        "awkward",
        &[
            "awkward.toml",
            "--start",
            "2026-12-21",
            "--holidays",
            "2026-12-24",
        ],
    ),
];

/// A name with all that the format asks to be written with care.
const SERIES: &str = "Raum 2, links; \\ „Süd“";

/// The file that the program writes, and the visits and assessments of the plan.
fn written(asked: &[&str]) -> (String, Vec<Value>, Vec<Value>) {
    let folder = Folder::with(
        "awkward.toml",
        reference::text("calendars/awkward.toml").as_bytes(),
    );
    let mut arguments = vec!["protocol", "plan"];
    arguments.extend(asked);
    arguments.extend(["--ics", "plan.ics", "--series", SERIES, "--format", "json"]);
    let run = folder.run(&arguments);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let tables = run.json();
    let rows = |schema: &str| {
        let tables = tables.as_array().expect("tables").iter();
        let own = tables.filter(|table| table["schema"] == schema);
        own.flat_map(|table| table["rows"].as_array().expect("rows").clone())
            .collect()
    };
    (
        folder.text("plan.ics"),
        rows("euthymia.protocol.visits.v1"),
        rows("euthymia.protocol.ratings.v1"),
    )
}

/// Without the two lines of the moment of writing.
fn stable(text: &str) -> Vec<&str> {
    let moment = |line: &&str| line.starts_with("DTSTAMP:") || line.starts_with("SEQUENCE:");
    text.split("\r\n").filter(|line| !moment(line)).collect()
}

/// The times and texts of the committed files are those that the program still writes.
#[test]
fn the_files_that_were_read_are_those_that_are_written() {
    let update = std::env::var_os("EUTHYMIA_UPDATE_SNAPSHOTS").is_some();
    for (name, asked) in COURSES {
        let (text, ..) = written(asked);
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{name}");
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{name}");
        let relative = format!("calendars/{name}.ics");
        if update {
            std::fs::write(reference::path(&relative), &text).expect("written");
        }
        assert_eq!(stable(&text), stable(&reference::text(&relative)), "{name}");
    }
    let files = reference::stems("calendars", "ics");
    assert_eq!(files.len(), COURSES.len(), "{files:?}");
}

/// The entries of a file as a reader found them in the very bytes that are committed.
fn found(reader: &str, name: &str) -> Vec<Value> {
    let file = reference::json(&format!("expected/{reader}/calendars.json"));
    let own = file
        .get(&format!("files.{name}"))
        .expect("the file was read");
    let bytes =
        std::fs::read(repository(&format!("reference/calendars/{name}.ics"))).expect("read");
    let sum: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        own["sha256"],
        sum.as_str(),
        "run the generators again: {name}"
    );
    own["entries"].as_array().expect("entries").clone()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("no {key} in {value}"))
}

/// A time of the table on its day; "24:30" is half past midnight.
fn moment(row: &Value, clock: &str) -> DateTime {
    let day: Date = text(row, "date").parse().expect("a date");
    let (hours, minutes) = clock.split_once(':').expect("a time");
    let minutes: i64 =
        60 * hours.parse::<i64>().expect("hours") + minutes.parse::<i64>().expect("minutes");
    day.to_datetime(jiff::civil::Time::midnight()) + jiff::Span::new().minutes(minutes)
}

/// The table rounds to minutes.
fn within_half_a_minute(found: &str, expected: DateTime) -> bool {
    let found: DateTime = found
        .parse()
        .unwrap_or_else(|_| panic!("{found} is no local time"));
    found.duration_since(expected).as_secs().abs() <= 30
}

/// The visit of the plan on the entry's start, with its name and its end.
fn is_the_visit(entry: &Value, row: &Value) -> bool {
    let ends = ["to", "observed_to"]
        .iter()
        .filter_map(|key| row[*key].as_str());
    let start = moment(row, text(row, "from"));
    let end = ends.map(|clock| moment(row, clock)).max();
    // Without a published length, an hour.
    let end = end.unwrap_or(start + jiff::Span::new().hours(1));
    let what = format!("{}, visit {}: ", text(row, "phase"), row["visit"]);
    let moved = row["moved_from"].as_str();
    text(entry, "uid").contains(&format!("-{}-visit-", text(row, "protocol")))
        && text(entry, "summary").starts_with(&format!("{}: ", text(row, "what")))
        && text(entry, "description").starts_with(&what)
        && moved.is_none_or(|day| text(entry, "description").contains(day))
        && within_half_a_minute(text(entry, "start"), start)
        && within_half_a_minute(text(entry, "end"), end)
}

/// The assessment of the plan on the whole day of the entry.
fn is_the_assessment(entry: &Value, row: &Value) -> bool {
    let day: Date = text(row, "date").parse().expect("a date");
    let next = day.tomorrow().expect("a day after");
    text(entry, "uid").contains(&format!("-{}-assessment-", text(row, "protocol")))
        && text(entry, "summary").starts_with(&format!("Assessment: {}: ", text(row, "scales")))
        && text(entry, "description").starts_with(text(row, "when"))
        && text(entry, "start") == day.to_string()
        && text(entry, "end") == next.to_string()
}

/// Entries and rows in pairs, none left over on either side.
fn pair(reader: &str, name: &str) {
    let (_, asked) = COURSES[COURSES
        .iter()
        .position(|own| own.0 == name)
        .expect("a course")];
    let (_, visits, assessments) = written(asked);
    let mut entries = found(reader, name);
    assert_eq!(entries.len(), visits.len() + assessments.len(), "{name}");
    let names: BTreeSet<&str> = entries.iter().map(|entry| text(entry, "uid")).collect();
    assert_eq!(names.len(), entries.len(), "{name}: an identifier twice");
    assert!(
        names
            .iter()
            .all(|uid| uid.starts_with(&format!("{SERIES}-")))
    );
    let all = visits
        .iter()
        .map(|row| (row, is_the_visit as fn(&Value, &Value) -> bool))
        .chain(assessments.iter().map(|row| (row, is_the_assessment as _)));
    for (row, is_it) in all {
        let place = entries.iter().position(|entry| is_it(entry, row));
        let place = place.unwrap_or_else(|| panic!("{reader}: {name}: no entry for {row}"));
        entries.swap_remove(place);
    }
}

#[test]
fn python_finds_every_visit_and_nothing_else() {
    for (name, _) in COURSES {
        pair("python", name);
        let file = reference::json("expected/python/calendars.json");
        let errors = file.get(&format!("files.{name}.errors")).expect("a list");
        assert_eq!(errors.as_array().map(Vec::len), Some(0), "{name}: {errors}");
    }
}

#[test]
fn ical_js_finds_every_visit_and_nothing_else() {
    for (name, _) in COURSES {
        pair("node", name);
        let local = |entry: &Value| entry["zone"] == "floating";
        assert!(found("node", name).iter().all(local), "{name}");
    }
}

/// Both meanings of the interval: ten sessions of ten minutes, fifty between them or fifty from start to
/// start.
#[test]
fn a_day_of_saint_ends_by_the_meaning_of_its_interval() {
    for (name, end) in [("saint_gap", "18:10:00"), ("saint_onset", "16:40:00")] {
        let entries = found("python", name);
        let visits = entries
            .iter()
            .filter(|one| text(one, "uid").contains("-visit-"));
        let ends: Vec<&str> = visits.map(|one| text(one, "end")).collect();
        assert_eq!(ends.len(), 5);
        assert!(ends.iter().all(|own| own.ends_with(end)), "{ends:?}");
    }
}

/// A course that is planned anew has the same identifiers for as many visits, so that a calendar moves
/// them.
#[test]
fn a_course_planned_anew_keeps_its_identifiers() {
    let of = |asked: &[&str]| -> Vec<String> {
        let (text, ..) = written(asked);
        let unfolded = text.replace("\r\n ", "");
        let own = unfolded
            .split("\r\n")
            .filter(|line| line.starts_with("UID:"));
        own.map(str::to_owned).collect()
    };
    let first = of(&["tms_itbs", "ketamine_after_tms", "--start", "2026-11-30"]);
    let later = [
        "tms_itbs",
        "ketamine_after_tms",
        "--start",
        "2026-12-07",
        "--holidays",
        "2026-12-24,2026-12-25",
        "--together",
    ];
    let (mut first, mut later) = (first, of(&later));
    first.sort();
    later.sort();
    assert_eq!(first, later);
}
