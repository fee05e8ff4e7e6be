//! Which full texts are missing.

use crate::error::AppError;
use crate::review::screening::{folded, title_words};
use crate::review::search::listed::first_author;
use crate::review::search::reports::Reports;
use crate::review::session::Session;
use euthymia_report::words::counted;
use euthymia_review::{FullTexts, Record, Scheme};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Reports that title and abstract included and whose full text is not here, with what a library
/// needs to find them, and of whom they were asked for.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged.
pub fn missing_view(session: &Session) -> Result<TableView, AppError> {
    let screening = folded(session);
    let full_texts = FullTexts::of(session.folder.log().entries(), &screening);
    let mut reports = Reports::of(session);
    let mut rows = Vec::new();
    for place in full_texts.missing(&screening) {
        let Some(unit) = screening.units.get(place) else {
            continue;
        };
        let record = reports.report(unit.record)?;
        let requests = full_texts.at(place).map_or(&[][..], |got| &got.requested);
        let day = requests.last().map(|own| own.time.to_string());
        let day = day.and_then(|time| Some(time.get(..10)?.to_owned()));
        let from: Vec<&str> = requests.iter().map(|own| own.from.as_str()).collect();
        let mut row = vec![Value::text(unit.record.to_string())];
        row.extend(citation(&record));
        row.push(optional(day));
        row.push(optional(
            Some(from.join("; ")).filter(|text| !text.is_empty()),
        ));
        rows.push(row);
    }
    Ok(TableView {
        schema: "euthymia.review.fulltext_missing.v1".to_owned(),
        title: counted(rows.len(), "full text is missing", "full texts are missing"),
        columns: vec![
            ColumnSpec::text("record", "Record"),
            ColumnSpec::text("first_author", "First author"),
            ColumnSpec::number("year", "Year"),
            ColumnSpec::text("title", "Title"),
            ColumnSpec::text("published_in", "Published in"),
            ColumnSpec::text("volume", "Volume").for_machines(),
            ColumnSpec::text("issue", "Issue").for_machines(),
            ColumnSpec::text("pages", "Pages").for_machines(),
            ColumnSpec::text("doi", "DOI"),
            ColumnSpec::text("pmid", "PMID").for_machines(),
            ColumnSpec::text("requested_on", "Asked for on"),
            ColumnSpec::text("requested_from", "From"),
        ],
        rows,
        notes: full_texts
            .findings
            .iter()
            .map(ToString::to_string)
            .collect(),
    })
}

fn optional(text: Option<String>) -> Value {
    text.map_or(Value::Missing, Value::Text)
}

fn citation(record: &Record) -> Vec<Value> {
    let year = record.date.as_ref().and_then(|date| date.year);
    let number = |wanted: Scheme| {
        let mut own = record.identifiers.iter();
        let own = own.find(|own| own.scheme == wanted);
        optional(own.map(|own| own.value.clone()))
    };
    vec![
        optional(first_author(record)),
        optional(year.map(|year| year.to_string())),
        Value::text(title_words(record)),
        optional(record.container.clone()),
        optional(record.volume.clone()),
        optional(record.issue.clone()),
        optional(record.pages.clone()),
        number(Scheme::Doi),
        number(Scheme::Pmid),
    ]
}
