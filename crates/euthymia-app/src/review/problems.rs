//! Everything in the imported files that was not understood, each with its line.

use super::library::for_each_of;
use super::session::Session;
use crate::error::AppError;
use euthymia_review::{ImportId, Imported};
use euthymia_table::{ColumnSpec, TableView, Value};

/// All of it, by reading the files again; of one import or of all.
///
/// # Errors
/// [`AppError::Usage`] when there is no such import; [`AppError`] when a file is damaged.
pub fn problems_view(session: &Session, only: Option<ImportId>) -> Result<TableView, AppError> {
    let state = session.state();
    let wanted: Vec<&Imported> = state
        .counted()
        .filter(|own| only.is_none_or(|only| own.import == only))
        .collect();
    if let (Some(only), true) = (only, wanted.is_empty()) {
        return Err(AppError::Usage(format!(
            "there is no import {only} that counts"
        )));
    }
    let mut rows = Vec::new();
    for imported in wanted {
        let file = Value::text(&imported.file_name);
        let stored = session.folder.stored(imported.import)?;
        for stretch in stored.broken() {
            rows.push(vec![
                file.clone(),
                Value::Count(stretch.line),
                Value::Missing,
                Value::Missing,
                Value::Missing,
                Value::text(&stretch.message),
            ]);
        }
        for_each_of(session, imported, &mut |id, reading| {
            for problem in reading.problems {
                rows.push(vec![
                    file.clone(),
                    Value::Count(problem.line),
                    Value::text(id.to_string()),
                    problem.field.map_or(Value::Missing, Value::Text),
                    problem.found.map_or(Value::Missing, Value::Text),
                    Value::Text(problem.message),
                ]);
            }
            Ok(())
        })?;
    }
    Ok(TableView {
        schema: "euthymia.review.problems.v1".to_owned(),
        title: "What was not understood".to_owned(),
        columns: vec![
            ColumnSpec::text("file", "File"),
            ColumnSpec::number("line", "Line"),
            ColumnSpec::text("record", "Record"),
            ColumnSpec::text("field", "Field"),
            ColumnSpec::text("found", "Found"),
            ColumnSpec::text("message", "What is wrong"),
        ],
        rows,
        notes: vec![
            "The text of each is kept: euthymia review show RECORD --raw prints it.".to_owned(),
        ],
    })
}
