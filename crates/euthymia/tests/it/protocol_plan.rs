//! `euthymia protocol plan`: what a person reads of the time, the choices and the calendar file.

use crate::run::Folder;
use serde_json::Value;

fn plan(arguments: &[&str]) -> Value {
    let all = [&["protocol", "plan"], arguments, &["--format", "json"]].concat();
    Folder::new().run(&all).fine().json()
}

fn rows(tables: &Value, name: &str) -> Vec<Value> {
    let schema = format!("euthymia.protocol.{name}.v1");
    let tables = tables.as_array().expect("tables").iter();
    let mut own = tables.filter(|table| table["schema"] == schema.as_str());
    let table = own.next().expect("the table");
    table["rows"].as_array().expect("rows").clone()
}

fn total(tables: &Value, what: &str) -> String {
    let rows = rows(tables, "totals");
    let row = rows.iter().find(|row| row["what"] == what);
    let value = &row.unwrap_or_else(|| panic!("no {what}"))["value"];
    value.as_str().expect("a text").to_owned()
}

const COST: &str = "cost of chair and observation at your rate";

#[test]
fn time_that_nobody_published_is_no_zero() {
    let of = |id: &str| plan(&[id, "--start", "2026-11-30", "--rate", "100"]);
    // 13 visits with 2 h of observation.
    let spray = of("esketamine_adult");
    assert_eq!(total(&spray, "hours in the chair"), "not published");
    assert_eq!(total(&spray, "hours of observation"), "26");
    assert_eq!(total(&spray, COST), "at least 2600");
    let mdma = of("mdma_mapp2");
    assert_eq!(total(&mdma, COST), "cannot say");
    // 50 sessions of 10 min within five days of 550 min.
    let saint = of("tms_saint");
    assert_eq!(total(&saint, "hours in the chair"), "8.33");
    assert_eq!(total(&saint, COST), "833.33");
    assert_eq!(
        total(&saint, "cost of the time on site at your rate"),
        "4583.33"
    );
    assert_eq!(total(&saint, "hours of observation"), "not published");
}

#[test]
fn an_end_is_said_to_be_missing_where_one_is() {
    let note = "An end is missing";
    let whole = plan(&["tms_saint", "--start", "2026-11-30"]);
    assert!(!whole.to_string().contains(note));
    let spray = plan(&["esketamine_adult", "--start", "2026-11-30"]);
    assert!(spray.to_string().contains(note));
}

#[test]
fn a_range_of_weekdays_is_a_range() {
    let course = plan(&[
        "psilocybin_comp001",
        "--start",
        "2026-11-30",
        "--weekdays",
        "mon-fri",
    ]);
    let dates: Vec<String> = rows(&course, "visits")
        .iter()
        .map(|row| row["date"].as_str().expect("a date").to_owned())
        .collect();
    // Three Mondays, the Tuesday of the dose, the day after and the Tuesday after that.
    let expected = [
        "2026-11-30",
        "2026-12-07",
        "2026-12-14",
        "2026-12-15",
        "2026-12-16",
        "2026-12-22",
    ];
    assert_eq!(dates, expected);
}

#[test]
fn schedules_are_shown_with_what_they_are_asked_for_by() {
    let shown = Folder::new()
        .run(&["protocol", "show", "esketamine_adult", "--format", "json"])
        .fine()
        .json();
    assert!(
        shown
            .to_string()
            .contains("--schedule 2 or weekly: 1 a week"),
        "{shown}"
    );
    let course = plan(&[
        "esketamine_adult",
        "--start",
        "2026-11-30",
        "--until",
        "2027-02-28",
        "--schedule",
        "weekly",
    ]);
    let weekly = rows(&course, "visits")
        .into_iter()
        .filter(|row| row["phase"] == "From week 9");
    assert_eq!(weekly.count(), 5);
}

#[test]
fn an_entry_says_what_it_is_of() {
    let folder = Folder::new();
    let arguments = [
        "protocol",
        "plan",
        "esketamine_adult",
        "--start",
        "2026-11-30",
        "--ics",
        "c.ics",
        "--series",
        "a",
    ];
    assert_eq!(folder.run(&arguments).status, Some(0));
    let text = folder.text("c.ics").replace("\r\n ", "");
    assert!(
        text.contains("SUMMARY:Nasal spray: Esketamine nasal spray\\, adults below 65\r\n"),
        "{text}"
    );
    assert!(
        text.contains("Weeks 1 to 4\\, visit 1: 1 session. Dose as published: 56 mg. "),
        "{text}"
    );
    assert!(
        text.contains("the time is that of the observation."),
        "{text}"
    );
    assert!(!text.contains("1 sessions"), "{text}");
}

#[test]
fn only_a_calendar_is_replaced_and_no_folder_is_made() {
    let folder = Folder::with("precious.txt", "all my notes");
    let to = |file: &str| {
        folder.run(&[
            "protocol",
            "plan",
            "tms_saint",
            "--start",
            "2026-11-30",
            "--ics",
            file,
        ])
    };
    to("precious.txt").refused(2, &["--ics: precious.txt", "no calendar"]);
    assert_eq!(folder.text("precious.txt"), "all my notes");
    to("away/c.ics").refused(2, &["--ics: away/c.ics", "no such folder"]);
    folder.write("empty.ics", "");
    to("empty.ics").refused(2, &["no calendar"]);
    assert_eq!(to("c.ics").status, Some(0));
    assert_eq!(to("c.ics").status, Some(0));
    assert!(folder.text("c.ics").starts_with("BEGIN:VCALENDAR"));
}

#[test]
fn what_is_not_known_is_said_where_it_belongs() {
    let note = "no controlled evidence on the order of TMS and ketamine";
    let with = |ids: &[&str]| {
        let arguments = [ids, &["--start", "2026-11-30"]].concat();
        plan(&arguments).to_string().contains(note)
    };
    assert!(with(&["tms_ketamine_ctk"]));
    assert!(with(&["tms_itbs", "esketamine_adult"]));
    assert!(!with(&["psilocybin_comp001", "tms_10hz_left"]));
}
