//! What a plan costs in time.

use super::super::words::number;
use euthymia_clinical::protocol::plan::{Hours, Totals};
use euthymia_table::{ColumnSpec, TableView, Value};
use jiff::civil::Date;

/// Hours in words: "not published", "at least 26", "22.5".
fn hours(hours: &Hours, times: f64) -> String {
    match (hours.published(), hours.is_whole()) {
        (None, _) => "not published".to_owned(),
        (Some(known), true) => number(known * times, 2),
        (Some(known), false) => format!("at least {}", number(known * times, 2)),
    }
}

/// What is not known of so many things, where there are some.
fn missing(hours: &Hours, what: &str, one: &str, many: &str) -> Value {
    match hours.missing {
        0 => Value::Missing,
        1 => Value::text(format!("{what} 1 {one}")),
        count => Value::text(format!("{what} {count} {many}")),
    }
}

/// Chair and observation together.
fn both(totals: &Totals) -> Hours {
    let (chair, watched) = (totals.chair, totals.observation);
    Hours {
        known: chair.known + watched.known,
        counted: chair.counted + watched.counted,
        missing: chair.missing + watched.missing,
    }
}

type Row = (&'static str, String, Value);

/// Days and sessions.
fn counts(totals: &Totals) -> Vec<Row> {
    let date = |day: Option<Date>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
    let rows = [
        ("days with a visit", totals.visits.to_string()),
        ("sessions", totals.sessions.to_string()),
        ("days with an assessment", totals.assessments.to_string()),
        ("first visit", date(totals.first)),
        ("last visit", date(totals.last)),
        ("visits moved", totals.moved.to_string()),
    ];
    rows.map(|(what, value)| (what, value, Value::Missing))
        .to_vec()
}

/// What is missing of the length of sessions, of observation, and of days.
fn gaps(totals: &Totals) -> [Value; 3] {
    [
        missing(&totals.chair, "length of", "session", "sessions"),
        missing(
            &totals.observation,
            "observation after",
            "session",
            "sessions",
        ),
        missing(&totals.presence, "something of", "day", "days"),
    ]
}

fn times(totals: &Totals) -> Vec<Row> {
    let [length, watched, days] = gaps(totals);
    let (one, many) = ("part of a session", "parts of sessions");
    let people = missing(&totals.staff, "who stays, or how long, in", one, many);
    let of = |time: &Hours| hours(time, 1.0);
    vec![
        ("hours in the chair", of(&totals.chair), length),
        ("hours of observation", of(&totals.observation), watched),
        (
            "hours on site, first to last minute of each day",
            of(&totals.presence),
            days,
        ),
        (
            "hours of staff who stay with the patient",
            of(&totals.staff),
            people,
        ),
    ]
}

fn costs(totals: &Totals, rate: f64) -> Vec<Row> {
    let [length, watched, days] = gaps(totals);
    let lacks = match (length, watched) {
        (Value::Text(length), Value::Text(watched)) => Value::text(format!("{length}; {watched}")),
        (Value::Missing, watched) => watched,
        (length, _) => length,
    };
    let cost = |time: &Hours| match time.published() {
        None => "cannot say".to_owned(),
        Some(_) => hours(time, rate),
    };
    vec![
        (
            "cost of chair and observation at your rate",
            cost(&both(totals)),
            lacks,
        ),
        (
            "cost of the time on site at your rate",
            cost(&totals.presence),
            days,
        ),
    ]
}

/// Visits, sessions, hours and their cost.
pub(super) fn totals_view(totals: &Totals, rate: Option<f64>) -> TableView {
    let mut rows = counts(totals);
    rows.extend(times(totals));
    rows.extend(rate.iter().flat_map(|rate| costs(totals, *rate)));
    let cells = |(what, value, missing): Row| vec![Value::text(what), Value::text(value), missing];
    TableView {
        schema: "euthymia.protocol.totals.v1".to_owned(),
        title: "Time".to_owned(),
        columns: vec![
            ColumnSpec::text("what", "what"),
            ColumnSpec::text("value", "value"),
            ColumnSpec::text("missing", "not published"),
        ],
        rows: rows.into_iter().map(cells).collect(),
        notes: vec![
            "Parts of a session at the same time count once; a range of lengths counts with the longer one; people are counted as often as a source says at least."
                .to_owned(),
        ],
    }
}
