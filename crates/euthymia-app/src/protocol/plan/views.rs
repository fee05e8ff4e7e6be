//! A plan as tables.

use super::super::INFORMS;
use super::super::words::{clock, listed, optional};
use super::time::totals_view;
use super::weekdays::DAYS;
use euthymia_clinical::protocol::plan::{Calendar, Choices, Plan};
use euthymia_table::{ColumnSpec, TableView, Value};
use jiff::civil::Date;

/// A plan as tables: visits, assessments, totals.
#[must_use]
pub fn plan_views(plan: &Plan, choices: &Choices, rate: Option<f64>) -> Vec<TableView> {
    let mut views = vec![visits_view(plan), ratings_view(plan)];
    views.retain(|view| !view.rows.is_empty());
    views.push(totals_view(&plan.totals(), rate));
    if let Some(first) = views.first_mut() {
        first.notes.extend(plan.notes.clone());
        first.notes.push(calendar_note(&choices.calendar));
        first.notes.push(INFORMS.to_owned());
    }
    views
}

fn calendar_note(calendar: &Calendar) -> String {
    let closed = match calendar.holidays.len() {
        0 => "no day is closed besides".to_owned(),
        1 => "1 day is closed besides".to_owned(),
        many => format!("{many} days are closed besides"),
    };
    format!("Days with visits: {}; {closed}.", calendar.words())
}

fn visits_view(plan: &Plan) -> TableView {
    let mut table = TableView {
        schema: "euthymia.protocol.visits.v1".to_owned(),
        title: "Visits".to_owned(),
        columns: vec![
            ColumnSpec::text("date", "date"),
            ColumnSpec::text("weekday", "day"),
            ColumnSpec::text("protocol", "protocol"),
            ColumnSpec::text("phase", "phase"),
            ColumnSpec::number("visit", "visit"),
            ColumnSpec::text("what", "what"),
            ColumnSpec::text("dose", "dose"),
            ColumnSpec::number("sessions", "sessions"),
            ColumnSpec::text("from", "from"),
            ColumnSpec::text("to", "to"),
            ColumnSpec::text("observed_to", "observed to"),
            ColumnSpec::text("moved_from", "moved from"),
        ],
        ..TableView::default()
    };
    let time = |seconds: Option<f64>| seconds.map_or(Value::Missing, |end| Value::text(clock(end)));
    for visit in &plan.visits {
        let weekday = visit.date.weekday();
        let name = DAYS.iter().find(|(_, _, day)| *day == weekday);
        let doses: Vec<String> = visit
            .doses()
            .iter()
            .map(|dose| (*dose).to_owned())
            .collect();
        table.rows.push(vec![
            Value::text(visit.date.to_string()),
            optional(name.map(|(_, short, _)| *short)),
            Value::text(visit.protocol.clone()),
            Value::text(visit.phase.clone()),
            Value::Count(visit.number.into()),
            Value::text(visit.what()),
            listed(&doses),
            Value::Count(visit.sessions().into()),
            time(Some(visit.start())),
            time(visit.end()),
            time(visit.watched_until()),
            date(visit.moved_from),
        ]);
    }
    if plan.visits.iter().any(|visit| visit.end().is_none()) {
        let note = "An end is missing where nobody published how long a session takes.";
        table.notes.push(note.to_owned());
    }
    table
}

fn date(day: Option<Date>) -> Value {
    day.map_or(Value::Missing, |day| Value::text(day.to_string()))
}

fn ratings_view(plan: &Plan) -> TableView {
    let columns = [
        ("date", "date"),
        ("protocol", "protocol"),
        ("scales", "scales"),
        ("when", "when"),
        ("moved_from", "moved from"),
        ("source", "source"),
    ];
    let mut table = TableView {
        schema: "euthymia.protocol.ratings.v1".to_owned(),
        title: "Assessments".to_owned(),
        columns: columns
            .map(|(key, name)| ColumnSpec::text(key, name))
            .to_vec(),
        ..TableView::default()
    };
    for rating in &plan.ratings {
        table.rows.push(vec![
            Value::text(rating.date.to_string()),
            Value::text(rating.protocol.clone()),
            Value::text(rating.instruments.join(", ")),
            Value::text(rating.when.clone()),
            date(rating.moved_from),
            Value::text(rating.source.to_string()),
        ]);
    }
    table
}
