//! The log, as people read it.

use super::session::Session;
use super::{event_words, link};
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_review::{Entry, Event, How};
use euthymia_table::{ColumnSpec, TableView, Value};

/// The entries, the newest first; at most `most` of them, all for 0.
#[must_use]
pub fn history_view(session: &Session, most: usize) -> TableView {
    let entries = session.folder.log().entries();
    let shown = if most == 0 { entries.len() } else { most };
    let rows = entries.iter().rev().take(shown).map(|entry| {
        let said = match entry.events.as_slice() {
            [only] => words(only),
            [first, rest @ ..] => format!(
                "{}; and {}",
                words(first),
                counted(rest.len(), "other", "others")
            ),
            [] => String::new(),
        };
        vec![
            Value::text(short(&entry.id.to_string())),
            Value::text(entry.id.to_string()),
            Value::text(entry.time.to_string()),
            Value::text(&entry.author),
            Value::text(said),
        ]
    });
    TableView {
        schema: "euthymia.review.log.v1".to_owned(),
        title: counted(entries.len(), "entry of the log", "entries of the log"),
        columns: vec![
            ColumnSpec::text("entry", "Entry").for_people(),
            ColumnSpec::text("id", "Entry").for_machines(),
            ColumnSpec::text("time", "Time"),
            ColumnSpec::text("by", "By"),
            ColumnSpec::text("what", "What"),
        ],
        rows: rows.collect(),
        notes: vec!["review undo ENTRY takes one back; nothing is ever removed.".to_owned()],
    }
}

/// Everything that was entered together, an event a row.
///
/// # Errors
/// [`AppError::Usage`] when no entry, or several, begin so.
pub fn entry_view(session: &Session, start: &str) -> Result<TableView, AppError> {
    let entry = entry(session, start)?;
    let rows = entry
        .named()
        .map(|(id, event)| vec![Value::Count(id.place.into()), Value::text(words(event))]);
    Ok(TableView {
        schema: "euthymia.review.entry.v1".to_owned(),
        title: format!("{} by {} at {}", entry.id, entry.author, entry.time),
        columns: vec![
            ColumnSpec::number("event", "Event"),
            ColumnSpec::text("what", "What"),
        ],
        rows: rows.collect(),
        notes: vec![format!(
            "review undo {} takes all of it back, {}-2 the second event alone.",
            short(&entry.id.to_string()),
            short(&entry.id.to_string())
        )],
    })
}

/// The entry whose name begins so.
///
/// # Errors
/// [`AppError::Usage`] when there is none, or several.
pub(super) fn entry<'s>(session: &'s Session, start: &str) -> Result<&'s Entry, AppError> {
    let entries = session.folder.log().entries().iter();
    let mut named =
        entries.filter(|own| !start.is_empty() && own.id.to_string().starts_with(start));
    match (named.next(), named.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(AppError::Usage(format!(
            "\"{start}\" begins the names of several entries: write more of it"
        ))),
        (None, _) => Err(AppError::Usage(format!(
            "there is no entry \"{start}\"; review log lists them"
        ))),
    }
}

fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

fn words(event: &Event) -> String {
    match event {
        Event::ReviewCreated(created) => format!("began the review \"{}\"", created.title),
        Event::ProtocolChanged(_) => "review.toml changed".to_owned(),
        Event::SourceAdded(source) => format!("source {}: {}", source.name, source.database),
        Event::Imported(own) => format!(
            "took in {} as {}: {}",
            own.file_name,
            own.import,
            counted(own.records as usize, "record", "records")
        ),
        Event::ImportWithdrawn { import, reason } => format!("withdrew {import}: {reason}"),
        Event::RecordsMerged { records, how } => {
            let records: Vec<String> = records.iter().map(ToString::to_string).collect();
            let how = match how {
                How::ByPerson => "by a person".to_owned(),
                How::Automatic { probability, rule } => {
                    format!("{rule}, probability {probability}")
                }
            };
            format!("merged {} ({how})", records.join(", "))
        }
        Event::DuplicatesSearched { imports, rule } => format!(
            "looked for duplicates among {} ({rule})",
            counted(imports.len(), "file", "files")
        ),
        Event::KeptApart { a, b } => format!("kept {a} and {b} apart"),
        Event::Linked { a, b, link } => {
            format!("linked: {a} {} {b}", link::word(*link).replace('-', " "))
        }
        Event::Undone { target } => format!("undid {target}"),
        Event::FieldAmended {
            record,
            field,
            value,
        } => match value {
            Some(value) => format!("{field} of {record} should read \"{value}\""),
            None => format!("{field} of {record} should be empty"),
        },
        Event::Note { record, text } => match record {
            Some(record) => format!("note on {record}: {text}"),
            None => format!("note: {text}"),
        },
        Event::Unknown(own) => format!(
            "an event of a newer version ({})",
            own.kind.as_deref().unwrap_or("without a kind")
        ),
        later => event_words::screening(later),
    }
}
