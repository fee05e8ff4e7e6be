//! What is known of the full text of one report, and the text of its pages.

use super::pages::pages;
use crate::error::AppError;
use crate::review::screening::{folded, known_place};
use crate::review::session::Session;
use euthymia_review::fulltext::{Attached, Got};
use euthymia_review::{FullTexts, RecordId};
use euthymia_table::{ColumnSpec, TableView, Value};

fn got(session: &Session, record: RecordId) -> Result<Got, AppError> {
    let screening = folded(session);
    let place = known_place(&screening, record).map_err(AppError::Usage)?;
    let full_texts = FullTexts::of(session.folder.log().entries(), &screening);
    Ok(full_texts.at(place).cloned().unwrap_or_default())
}

/// The files of a report, requests, and whether it cannot be had.
///
/// # Errors
/// [`AppError::Usage`] when the record is not there.
pub fn full_text_views(session: &Session, record: RecordId) -> Result<TableView, AppError> {
    let got = got(session, record)?;
    let rows = got.attached.iter().map(|own| file_row(session, own));
    let mut notes: Vec<String> = got
        .requested
        .iter()
        .map(|own| format!("{}: {} asked {} for it.", own.time, own.by, own.from))
        .collect();
    notes.extend(
        got.not_retrieved
            .map(|why| format!("It cannot be had: {why}.")),
    );
    Ok(TableView {
        schema: "euthymia.review.fulltext.v1".to_owned(),
        title: format!("Full text of {record}"),
        columns: vec![
            ColumnSpec::text("file", "File"),
            ColumnSpec::number("pages", "Pages"),
            ColumnSpec::number("pages_with_text", "With text"),
            ColumnSpec::text("state", "State"),
            ColumnSpec::text("by", "By"),
            ColumnSpec::text("time", "Time"),
            ColumnSpec::text("path", "Kept in"),
        ],
        rows: rows.collect(),
        notes,
    })
}

fn file_row(session: &Session, own: &Attached) -> Vec<Value> {
    let (with_text, state) = match pages(session, &own.file.sha256) {
        Ok(Ok(pdf)) if pdf.is_without_text() => (Some(0), "no text layer".to_owned()),
        Ok(Ok(pdf)) => (Some(pdf.pages_with_text() as u64), "readable".to_owned()),
        Ok(Err(error)) => (None, error.to_string()),
        Err(error) => (None, error.to_string()),
    };
    let path = session.folder.full_text_path(&own.file.sha256);
    let path = path.map(|path| path.display().to_string());
    vec![
        Value::text(&own.file.file_name),
        own.file
            .pages
            .map_or(Value::Missing, |pages| Value::Count(pages.into())),
        with_text.map_or(Value::Missing, Value::Count),
        Value::text(state),
        Value::text(&own.by),
        Value::text(own.time.to_string()),
        path.map_or(Value::Missing, Value::Text),
    ]
}

/// The text of a page of the files of a report, counted through from 1.
///
/// # Errors
/// [`AppError::Usage`] when there is no such record, file or page, or the page cannot be read.
pub fn full_text_page(
    session: &Session,
    record: RecordId,
    page: usize,
) -> Result<String, AppError> {
    let mut texts = Vec::new();
    for own in got(session, record)?.attached {
        let read = pages(session, &own.file.sha256)?;
        let name = &own.file.file_name;
        let pdf = read.map_err(|error| AppError::Usage(format!("{name}: {error}")))?;
        texts.extend(pdf.pages);
    }
    let all = texts.len();
    let wanted = page.checked_sub(1).and_then(|at| texts.into_iter().nth(at));
    let wanted = wanted
        .ok_or_else(|| AppError::Usage(format!("there is no page {page}: {record} has {all}")))?;
    wanted.ok_or_else(|| AppError::Usage(format!("page {page} of {record} cannot be read")))
}
