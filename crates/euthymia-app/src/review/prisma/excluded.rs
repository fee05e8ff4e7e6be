//! Reports that were excluded by their full text, or of which it cannot be had, with why.

use super::reading::PrismaReading;
use crate::error::AppError;
use crate::review::export::for_each_report;
use euthymia_review::log::Stage;
use euthymia_review::screen::Outcome;
use euthymia_review::{Record, RecordId, Role, Scheme};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeMap;

/// Every report that was sought and not included, with the reason.
///
/// # Errors
/// [`AppError`] when a record cannot be read.
pub fn excluded_view(reading: &PrismaReading<'_>) -> Result<TableView, AppError> {
    let mut wanted = wanted(reading);
    let mut rows = Vec::with_capacity(wanted.len());
    if !wanted.is_empty() {
        for_each_report(reading.session, false, &mut |_| (), &mut |id, record| {
            if let Some((what, reason)) = wanted.remove(&id) {
                rows.push(row(&id.to_string(), Some(&record), (what, &reason)));
            }
            Ok(())
        })?;
    }
    // A record that could not be read is listed by its name.
    for (id, (what, reason)) in &wanted {
        rows.push(row(&id.to_string(), None, (what, reason)));
    }
    Ok(TableView {
        schema: "euthymia.review.excluded.v1".to_owned(),
        title: "Reports that were sought and not included".to_owned(),
        columns: vec![
            ColumnSpec::text("record", "Record"),
            ColumnSpec::text("first_author", "First author"),
            ColumnSpec::text("year", "Year"),
            ColumnSpec::text("title", "Title"),
            ColumnSpec::text("doi", "DOI"),
            ColumnSpec::text("what", "What"),
            ColumnSpec::text("reason", "Reason"),
        ],
        rows,
        notes: Vec::new(),
    })
}

/// What became of each report that was sought and not included, and why.
fn wanted(reading: &PrismaReading<'_>) -> BTreeMap<RecordId, (&'static str, String)> {
    let screening = &reading.screening;
    let mut wanted = BTreeMap::new();
    for (place, unit) in screening.units.iter().enumerate() {
        if !is_sought(reading, place) {
            continue;
        }
        let why = match (
            &unit.not_retrieved,
            screening.outcome(place, Stage::FullText),
        ) {
            (Some(reason), _) => ("not retrieved", reason.clone()),
            (None, Outcome::Excluded(reason)) => {
                ("excluded", reason_words(reading, reason.as_deref()))
            }
            _ => continue,
        };
        wanted.insert(unit.record, why);
    }
    wanted
}

fn row(id: &str, record: Option<&Record>, (what, reason): (&str, &str)) -> Vec<Value> {
    let author = record.and_then(|own| {
        let mut authors = own.contributors.iter();
        let first = authors.find(|own| own.role == Role::Author)?;
        Some(first.person.inverted())
    });
    let year = record.and_then(|own| own.date.as_ref()?.year);
    let doi = record.and_then(|own| {
        let mut known = own.identifiers.iter();
        known.find(|own| own.scheme == Scheme::Doi)
    });
    let title = record.and_then(|own| own.title.as_ref());
    vec![
        Value::text(id),
        author.map_or(Value::Missing, Value::text),
        year.map_or(Value::Missing, |year| Value::text(year.to_string())),
        title.map_or(Value::Missing, Value::text),
        doi.map_or(Value::Missing, |own| Value::text(&own.value)),
        Value::text(what),
        Value::text(reason),
    ]
}

fn is_sought(reading: &PrismaReading<'_>, place: usize) -> bool {
    let title = reading.screening.outcome(place, Stage::TitleAbstract);
    title == Outcome::Included
}

fn reason_words(reading: &PrismaReading<'_>, reason: Option<&str>) -> String {
    let Some(id) = reason else {
        return "No reason given".to_owned();
    };
    let known = &reading.screening.rules.reasons;
    let known = known.iter().find(|own| own.id == id);
    known.map_or_else(|| id.to_owned(), |own| own.text.clone())
}
