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

/// Visits, sessions, hours and their cost.
pub(super) fn totals_view(totals: &Totals, rate: Option<f64>) -> TableView {
    let mut table = TableView {
        schema: "euthymia.protocol.totals.v1".to_owned(),
        title: "Time".to_owned(),
        columns: vec![
            ColumnSpec::text("what", "what"),
            ColumnSpec::text("value", "value"),
            ColumnSpec::text("missing", "not published"),
        ],
        ..TableView::default()
    };
    let date = |day: Option<Date>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
    for (what, value) in [
        ("days with a visit", totals.visits.to_string()),
        ("sessions", totals.sessions.to_string()),
        ("days with an assessment", totals.assessments.to_string()),
        ("first visit", date(totals.first)),
        ("last visit", date(totals.last)),
        ("visits moved", totals.moved.to_string()),
    ] {
        table
            .rows
            .push(vec![Value::text(what), Value::text(value), Value::Missing]);
    }
    let both = both(totals);
    let length = missing(&totals.chair, "length of", "session", "sessions");
    let watched = missing(
        &totals.observation,
        "observation after",
        "session",
        "sessions",
    );
    let days = missing(&totals.presence, "something of", "day", "days");
    let people = missing(
        &totals.staff,
        "who stays, or how long, in",
        "part of a session",
        "parts of sessions",
    );
    let mut rows = vec![
        (
            "hours in the chair",
            hours(&totals.chair, 1.0),
            length.clone(),
        ),
        (
            "hours of observation",
            hours(&totals.observation, 1.0),
            watched.clone(),
        ),
        (
            "hours on site, first to last minute of each day",
            hours(&totals.presence, 1.0),
            days.clone(),
        ),
        (
            "hours of staff who stay with the patient",
            hours(&totals.staff, 1.0),
            people,
        ),
    ];
    if let Some(rate) = rate {
        let texts: Vec<String> = [&length, &watched]
            .iter()
            .filter_map(|value| match value {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            })
            .collect();
        let lacks = if texts.is_empty() {
            Value::Missing
        } else {
            Value::text(texts.join("; "))
        };
        let cost = |hours_of: &Hours| match hours_of.published() {
            None => "cannot say".to_owned(),
            Some(_) => hours(hours_of, rate),
        };
        rows.push((
            "cost of chair and observation at your rate",
            cost(&both),
            lacks,
        ));
        rows.push((
            "cost of the time on site at your rate",
            cost(&totals.presence),
            days,
        ));
    }
    for (what, value, missing) in rows {
        table
            .rows
            .push(vec![Value::text(what), Value::text(value), missing]);
    }
    table.notes.push(
        "Parts of a session at the same time count once; a range of lengths counts with the longer one; people are counted as often as a source says at least."
            .to_owned(),
    );
    table
}
