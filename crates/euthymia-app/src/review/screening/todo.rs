//! What a reviewer has to decide on next.

use super::words::stage_word;
use super::{folded, title_words};
use crate::error::AppError;
use crate::review::library::Progress;
use crate::review::order::{OrderRequest, ReadingOrder, arranged, chosen_order, ordered_records};
use crate::review::search::reports::Reports;
use crate::review::session::{Session, reviewer};
use euthymia_report::words::counted;
use euthymia_review::log::Stage;
use euthymia_table::{ColumnSpec, TableView, Value};

/// Which reports are listed, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct TodoRequest {
    /// Whose; may be left out where there is one reviewer only.
    pub by: Option<String>,
    /// The stage.
    pub stage: Stage,
    /// At most so many; all for 0.
    pub most: usize,
    /// In which order; where nothing is asked and the log says nothing, that of the imports.
    pub order: OrderRequest,
}

/// Reports that a reviewer still has to decide on at a stage, in the order in which the screener
/// shows them. Drawn sets come first.
///
/// # Errors
/// [`AppError::Usage`] for a name that is not in `review.toml` or an order that contradicts itself;
/// [`AppError`] when a file of the review is damaged.
pub fn todo_view(
    session: &Session,
    request: &TodoRequest,
    progress: &mut dyn FnMut(Progress),
) -> Result<TableView, AppError> {
    let TodoRequest { stage, most, .. } = *request;
    let who = reviewer(&session.protocol, request.by.as_deref())?;
    let screening = folded(session);
    let (order, mut notes) =
        chosen_order(session, (stage, &who), &request.order, ReadingOrder::Queue)?;
    let records = ordered_records(session, &screening, (stage, &who), &order, progress)?;
    let queue = screening.queue(&who, stage);
    let queue = match &records {
        Some(records) => arranged(&screening, stage, queue, records),
        None => queue,
    };
    let shown = if most == 0 { queue.len() } else { most };
    let mut reports = Reports::of(session);
    let mut rows = Vec::new();
    for &place in queue.iter().take(shown) {
        let Some(unit) = screening.units.get(place) else {
            continue;
        };
        let record = reports.report(unit.record)?;
        let year = record.date.as_ref().and_then(|date| date.year);
        let drawn = screening.rounds.iter();
        let drawn = drawn.filter(|own| own.round.stage == stage && own.units.contains(&place));
        let rounds: Vec<&str> = drawn.map(|own| own.round.name.as_str()).collect();
        rows.push(vec![
            Value::text(unit.record.to_string()),
            year.map_or(Value::Missing, |year| Value::text(year.to_string())),
            Value::text(title_words(&record)),
            match rounds.is_empty() {
                true => Value::Missing,
                false => Value::text(rounds.join(", ")),
            },
        ]);
    }
    if order != ReadingOrder::Queue {
        notes.push(match records {
            Some(_) => format!("Order: {}.", order.said()),
            None => format!(
                "Order: as the files were taken in; {} once one record is included and one excluded.",
                order.said()
            ),
        });
    }
    if queue.len() > rows.len() {
        notes.push(format!("{} more.", queue.len() - rows.len()));
    }
    notes.push(format!(
        "review decide RECORD include|exclude --stage {} --by {who} decides.",
        stage_word(stage)
    ));
    Ok(TableView {
        schema: "euthymia.review.todo.v1".to_owned(),
        title: format!(
            "{} for {who}",
            counted(queue.len(), "record waits", "records wait")
        ),
        columns: vec![
            ColumnSpec::text("record", "Record"),
            ColumnSpec::number("year", "Year"),
            ColumnSpec::text("title", "Title"),
            ColumnSpec::text("round", "Drawn for"),
        ],
        rows,
        notes,
    })
}
