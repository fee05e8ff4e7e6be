//! Reports that belong together.

use super::library::reading_of;
use super::link::word;
use super::session::Session;
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_review::RecordId;
use euthymia_table::{ColumnSpec, TableView, Value};

/// All links, in the order in which they were entered.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged.
pub fn links_view(session: &Session) -> Result<TableView, AppError> {
    let state = session.state();
    let title = |id: RecordId| -> Result<Value, AppError> {
        let (_, reading) = reading_of(session, id)?;
        let title = reading.record.and_then(|record| record.title);
        Ok(title.map_or(Value::Missing, Value::Text))
    };
    let mut rows = Vec::new();
    for link in &state.links {
        rows.push(vec![
            Value::text(link.a.to_string()),
            Value::text(word(link.link).replace('-', " ")),
            Value::text(link.b.to_string()),
            title(link.a)?,
            title(link.b)?,
        ]);
    }
    Ok(TableView {
        schema: "euthymia.review.links.v1".to_owned(),
        title: counted(rows.len(), "link between reports", "links between reports"),
        columns: vec![
            ColumnSpec::text("a", "A"),
            ColumnSpec::text("link", "Is"),
            ColumnSpec::text("b", "B"),
            ColumnSpec::text("title_a", "Title of A"),
            ColumnSpec::text("title_b", "Title of B"),
        ],
        rows,
        notes: vec!["Linked reports are never merged; review link adds one.".to_owned()],
    })
}
