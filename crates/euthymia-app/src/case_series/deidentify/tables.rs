//! The tables as CSV.

use super::described::Described;
use super::text::{AllTexts, stop_reason};
use super::{Numbered, day};
use crate::error::AppError;
use euthymia_report::case_series::{CaseSeries, Status};
use euthymia_table::{ColumnSpec, Format, TableView, Value, render};

/// The tables with their names.
pub(super) fn tables(
    series: &CaseSeries,
    patients: &[Numbered<'_>],
    described: &Described,
    texts: &AllTexts,
) -> Result<Vec<(&'static str, String)>, AppError> {
    let mut files = vec![
        (
            "patients.csv",
            patients_csv(series, patients, described, texts)?,
        ),
        ("visits.csv", visits_csv(series, patients)?),
    ];
    if series.has_sessions {
        files.push(("sessions.csv", sessions_csv(series, patients, texts)?));
    }
    if series.has_events {
        files.push(("events.csv", events_csv(series, patients, texts)?));
    }
    Ok(files)
}

fn csv(headers: &[&str], rows: Vec<Vec<Value>>) -> Result<String, AppError> {
    let view = TableView {
        schema: "euthymia.case_series.export.v1".to_owned(),
        title: String::new(),
        columns: headers
            .iter()
            .map(|name| ColumnSpec::text(*name, *name))
            .collect(),
        rows,
        notes: Vec::new(),
    };
    render(&view, Format::Csv).map_err(|error| AppError::Analysis(error.to_string()))
}

fn text(text: Option<&str>) -> Value {
    text.map_or(Value::Missing, Value::text)
}

/// A number in its shortest form that reads back as the same.
fn number(value: f64) -> Value {
    Value::text(value.to_string())
}

/// The group, where there are groups, is a column.
pub(super) fn has_completed(series: &CaseSeries) -> bool {
    let is_recorded =
        |status: &Status| matches!(status, Status::Completed | Status::Stopped { .. });
    series
        .patients
        .iter()
        .any(|patient| is_recorded(&patient.status))
}

pub(super) fn has_stop_reason(series: &CaseSeries) -> bool {
    series
        .patients
        .iter()
        .any(|patient| stop_reason(patient).is_some())
}

/// Sessions that are known by their number only.
pub(super) fn has_session_count(series: &CaseSeries) -> bool {
    let counted = |n: usize| u32::try_from(n).ok().filter(|n| *n > 0);
    series
        .patients
        .iter()
        .any(|patient| patient.session_count != counted(patient.sessions.len()))
}

fn patients_csv(
    series: &CaseSeries,
    patients: &[Numbered<'_>],
    described: &Described,
    texts: &AllTexts,
) -> Result<String, AppError> {
    let mut headers = vec!["number"];
    let has_groups = !series.groups.is_empty();
    let optional = [
        ("group", has_groups),
        ("completed", has_completed(series)),
        ("stop_reason", has_stop_reason(series)),
        ("sessions", has_session_count(series)),
    ];
    headers.extend(
        optional
            .iter()
            .filter(|(_, is_there)| *is_there)
            .map(|(name, _)| *name),
    );
    headers.extend(
        described
            .columns
            .iter()
            .map(|column| column.header.as_str()),
    );
    let row = |(at, one): (usize, &Numbered<'_>)| {
        let patient = one.patient;
        let own = [
            text(
                patient
                    .group
                    .and_then(|at| series.groups.get(at))
                    .map(String::as_str),
            ),
            match patient.status {
                Status::Completed => Value::text("yes"),
                Status::Stopped { .. } => Value::text("no"),
                Status::Ongoing | Status::NotRecorded => Value::Missing,
            },
            text(stop_reason(patient).map(|reason| texts.stop_reason.shown(reason))),
            patient
                .session_count
                .map_or(Value::Missing, |count| Value::Count(u64::from(count))),
        ];
        let shown = own
            .into_iter()
            .zip(optional)
            .filter(|(_, (_, is_there))| *is_there);
        let mut row = vec![Value::Count(one.number)];
        row.extend(shown.map(|(value, _)| value));
        let cells = described.columns.iter().map(|column| column.cells.get(at));
        row.extend(cells.map(|cell| text(cell.and_then(|cell| cell.as_deref()))));
        row
    };
    csv(&headers, patients.iter().enumerate().map(row).collect())
}

/// One row per visit and scale, the main scale first.
fn visits_csv(series: &CaseSeries, patients: &[Numbered<'_>]) -> Result<String, AppError> {
    let (time, _) = day::column(series);
    let mut rows = Vec::new();
    for (measure, scale) in series.measures.iter().enumerate() {
        for one in patients {
            let zero = day::zero(series, one.patient);
            let course = one.patient.courses.get(measure);
            for visit in course.iter().flat_map(|course| &course.visits) {
                rows.push(vec![
                    Value::Count(one.number),
                    Value::text(day::relative(zero, visit.date)?.to_string()),
                    Value::text(&scale.instrument),
                    visit.total.map_or(Value::Missing, number),
                ]);
            }
        }
    }
    csv(&["number", time, "scale", "score"], rows)
}

fn sessions_csv(
    series: &CaseSeries,
    patients: &[Numbered<'_>],
    texts: &AllTexts,
) -> Result<String, AppError> {
    let mut rows = Vec::new();
    for one in patients {
        let zero = day::zero(series, one.patient);
        for session in &one.patient.sessions {
            let dose = session.dose.as_ref();
            let treatment = session.treatment.as_deref();
            let deviation = session.deviation.as_deref();
            rows.push(vec![
                Value::Count(one.number),
                Value::text(day::relative(zero, session.date)?.to_string()),
                text(treatment.map(|text| texts.treatment.shown(text))),
                dose.map_or(Value::Missing, |dose| number(dose.amount)),
                text(dose.map(|dose| texts.dose_unit.shown(&dose.unit))),
                text(deviation.map(|text| texts.deviation.shown(text))),
            ]);
        }
    }
    let headers = [
        "number",
        "day",
        "treatment",
        "dose",
        "dose_unit",
        "deviation",
    ];
    csv(&headers, rows)
}

fn events_csv(
    series: &CaseSeries,
    patients: &[Numbered<'_>],
    texts: &AllTexts,
) -> Result<String, AppError> {
    let mut rows = Vec::new();
    for one in patients {
        let zero = day::zero(series, one.patient);
        for event in &one.patient.events {
            let day = match event.date {
                Some(date) => Value::text(day::relative(zero, date)?.to_string()),
                None => Value::Missing,
            };
            let severity = event.severity.as_deref();
            let relatedness = event.relatedness.as_deref();
            rows.push(vec![
                Value::Count(one.number),
                day,
                Value::text(texts.term.shown(&event.term)),
                text(severity.map(|text| texts.severity.shown(text))),
                text(relatedness.map(|text| texts.relatedness.shown(text))),
                event.serious.map_or(Value::Missing, |is| {
                    Value::text(if is { "yes" } else { "no" })
                }),
            ]);
        }
    }
    let headers = [
        "number",
        "day",
        "event",
        "severity",
        "relatedness",
        "serious",
    ];
    csv(&headers, rows)
}

/// Who each number is.
pub(super) fn key(patients: &[Numbered<'_>]) -> Result<String, AppError> {
    let row = |one: &Numbered<'_>| {
        vec![
            Value::Count(one.number),
            Value::text(one.patient.id.reveal()),
        ]
    };
    csv(
        &["number", "identifier"],
        patients.iter().map(row).collect(),
    )
}
