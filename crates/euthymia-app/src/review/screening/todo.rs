//! What a reviewer has to decide on next.

use super::words::stage_word;
use super::{folded, title_words};
use crate::error::AppError;
use crate::review::search::reports::Reports;
use crate::review::session::{Session, reviewer};
use euthymia_report::words::counted;
use euthymia_review::log::Stage;
use euthymia_table::{ColumnSpec, TableView, Value};

/// Reports that a reviewer still has to decide on at a stage, at most `most` of them; all for 0.
/// Drawn sets come first.
///
/// # Errors
/// [`AppError::Usage`] for a name that is not in `review.toml`; [`AppError`] when a file of the
/// review is damaged.
pub fn todo_view(
    session: &Session,
    by: Option<&str>,
    stage: Stage,
    most: usize,
) -> Result<TableView, AppError> {
    let who = reviewer(&session.protocol, by)?;
    let screening = folded(session);
    let queue = screening.queue(&who, stage);
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
    let mut notes = Vec::new();
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
