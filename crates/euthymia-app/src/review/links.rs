//! Reports that belong together.

use super::library::for_each_record;
use super::link::word;
use super::session::Session;
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_review::RecordId;
use euthymia_review::log::LinkState;
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeMap;

/// All links, in the order in which they were entered. The titles come from one pass over the
/// library, however many links there are.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged.
pub fn links_view(session: &Session) -> Result<TableView, AppError> {
    let state = session.state();
    let mut titles: BTreeMap<RecordId, Option<String>> = state
        .links
        .iter()
        .flat_map(|link| [(link.a, None), (link.b, None)])
        .collect();
    if !titles.is_empty() {
        for_each_record(session, &mut |_| (), &mut |id, reading| {
            if let Some(title) = titles.get_mut(&id) {
                *title = reading.record.and_then(|record| record.title);
            }
            Ok(())
        })?;
    }
    let title = |id: RecordId| {
        let title = titles.get(&id).and_then(Option::as_ref);
        title.map_or(Value::Missing, Value::text)
    };
    let row = |link: &LinkState| {
        vec![
            Value::text(link.a.to_string()),
            Value::text(word(link.link).replace('-', " ")),
            Value::text(link.b.to_string()),
            title(link.a),
            title(link.b),
        ]
    };
    let rows: Vec<Vec<Value>> = state.links.iter().map(row).collect();
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
