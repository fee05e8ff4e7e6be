//! Where a review stands.

use super::conflict;
use super::screening::{folded, next_steps, stages_view};
use super::session::Session;
use crate::error::AppError;
use euthymia_review::folder::{Next, Status};
use euthymia_review::{FullTexts, status};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Sources, files and what is next, as tables. `waiting` are the pairs that a person should look at,
/// where they were counted.
///
/// # Errors
/// [`AppError`] when the folder cannot be read.
pub fn status_views(session: &Session, waiting: Option<u64>) -> Result<Vec<TableView>, AppError> {
    let state = session.state();
    let undecided = session.folder.undecided_protocols()?;
    let status = status(&state, waiting, undecided.len());
    let screening = folded(session);
    let full_texts = FullTexts::of(session.folder.log().entries(), &screening);
    let mut tables = vec![sources(&status), files(session)];
    if !screening.units.is_empty() {
        tables.push(stages_view(&screening));
    }
    tables.push(counts(&status));
    let mut notes: Vec<String> = state.conflicts.iter().map(conflict::words).collect();
    notes.extend(undecided.iter().map(|name| {
        format!("{name} waits: put what you want of it into review.toml and delete it.")
    }));
    notes.extend(
        state
            .unplaced
            .iter()
            .map(|own| format!("{}: {}", own.event, own.message)),
    );
    let library = status.next.iter().filter(|next| **next != Next::Screen);
    let library = library.map(|next| format!("{next}{}", command(*next)));
    let mut next: Vec<String> = library.chain(next_steps(&screening, &full_texts)).collect();
    if next.is_empty() {
        next.push("Screening is complete.".to_owned());
    }
    notes.extend(next.iter().map(|next| format!("Next: {next}")));
    if let Some(last) = tables.last_mut() {
        last.notes = notes;
    }
    Ok(tables)
}

/// The command that does it.
fn command(next: Next) -> &'static str {
    match next {
        Next::ResolveConflicts(_) => " (review undo ENTRY)",
        Next::AddSource | Next::DescribeSources(_) => {
            " (review source NAME --database NAME --strategy FILE)"
        }
        Next::Import => " (review import FILE --source NAME)",
        Next::Deduplicate => " (review dedupe)",
        Next::DecidePairs(_) => " (review queue)",
        Next::Screen => "",
    }
}

fn optional(text: Option<&String>) -> Value {
    text.map_or(Value::Missing, Value::text)
}

fn sources(status: &Status) -> TableView {
    let rows = status
        .sources
        .iter()
        .filter(|own| own.name.is_some() || own.records > 0);
    TableView {
        schema: "euthymia.review.sources.v1".to_owned(),
        title: status.title.clone().unwrap_or_default() + ": sources",
        columns: vec![
            ColumnSpec::text("source", "Source"),
            ColumnSpec::text("database", "Database"),
            ColumnSpec::text("platform", "Platform"),
            ColumnSpec::text("searched_on", "Searched on"),
            ColumnSpec::number("hits", "Hits reported"),
            ColumnSpec::number("records", "Records"),
            ColumnSpec::number("duplicates", "Copies of earlier ones"),
        ],
        rows: rows
            .map(|own| {
                vec![
                    own.name
                        .as_ref()
                        .map_or(Value::text("not said"), Value::text),
                    optional(own.database.as_ref()),
                    optional(own.platform.as_ref()),
                    optional(own.searched_on.as_ref()),
                    own.hits_reported.map_or(Value::Missing, Value::Count),
                    Value::Count(own.records),
                    Value::Count(own.duplicates),
                ]
            })
            .collect(),
        notes: status
            .sources
            .iter()
            .filter_map(|own| {
                let hits = own.hits_reported.filter(|hits| *hits != own.records)?;
                let name = own.name.as_deref().unwrap_or_default();
                Some(format!(
                    "{name}: the database reported {hits} hits, and {} records are here.",
                    own.records
                ))
            })
            .collect(),
    }
}

fn files(session: &Session) -> TableView {
    let state = session.state();
    TableView {
        schema: "euthymia.review.files.v1".to_owned(),
        title: "Files".to_owned(),
        columns: vec![
            ColumnSpec::text("import", "Import"),
            ColumnSpec::text("file", "File"),
            ColumnSpec::text("source", "Source"),
            ColumnSpec::text("format", "Format"),
            ColumnSpec::number("records", "Records"),
            ColumnSpec::number("broken", "Not records"),
            ColumnSpec::number("problems", "Not understood"),
            ColumnSpec::text("withdrawn", "Withdrawn because"),
        ],
        rows: state
            .imports
            .iter()
            .map(|own| {
                let imported = &own.imported;
                vec![
                    Value::text(imported.import.to_string()),
                    Value::text(&imported.file_name),
                    optional(imported.source.as_ref()),
                    Value::text(&imported.format),
                    Value::Count(imported.records.into()),
                    Value::Count(imported.broken.into()),
                    Value::Count(imported.problems),
                    optional(own.withdrawn.as_ref()),
                ]
            })
            .collect(),
        notes: Vec::new(),
    }
}

fn counts(status: &Status) -> TableView {
    let row = |what: &str, count: Option<u64>| {
        vec![
            Value::text(what),
            count.map_or(Value::Missing, Value::Count),
        ]
    };
    TableView {
        schema: "euthymia.review.status.v1".to_owned(),
        title: "Where the review stands".to_owned(),
        columns: vec![
            ColumnSpec::text("what", "What"),
            ColumnSpec::number("count", "Count"),
        ],
        rows: vec![
            row("records identified", Some(status.records)),
            row("duplicates removed", Some(status.duplicates)),
            row("reports left", Some(status.records - status.duplicates)),
            row("pairs that wait for a person", status.pairs_waiting),
            row("links between reports", Some(status.linked as u64)),
            row("stretches that are no record", Some(status.broken)),
            row("things not understood", Some(status.problems)),
            row("conflicts", Some(status.conflicts as u64)),
        ],
        notes: Vec::new(),
    }
}
