//! What was taken in, as a table.

use super::findings::Findings;
use super::import::ImportedFile;
use euthymia_report::words::counted;
use euthymia_table::{ColumnSpec, TableView, Value};

/// Lines of each kind that are shown under the table.
const SHOWN: usize = 10;

/// What was taken in, a file a row, and below it what was not understood.
#[must_use]
pub fn import_view(files: &[ImportedFile]) -> TableView {
    let mut notes = Vec::new();
    for file in files {
        notes.extend(file.notes.iter().cloned());
        notes.extend(said(&file.file, &file.found));
        if file.found.problems.len() > SHOWN || file.found.broken.len() > SHOWN {
            notes.push(format!(
                "{}: euthymia review problems lists all, each with its line.",
                file.file
            ));
        }
    }
    let optional = |text: Option<String>| text.map_or(Value::Missing, Value::Text);
    TableView {
        schema: "euthymia.review.import.v1".to_owned(),
        title: "Taken in".to_owned(),
        columns: vec![
            ColumnSpec::text("import", "Import"),
            ColumnSpec::text("file", "File"),
            ColumnSpec::text("format", "Format"),
            ColumnSpec::number("records", "Records"),
            ColumnSpec::number("broken", "Not records"),
            ColumnSpec::number("problems", "Not understood"),
        ],
        rows: files
            .iter()
            .map(|file| {
                vec![
                    optional(file.import.map(|import| import.to_string())),
                    Value::text(&file.file),
                    optional(file.format.map(|format| format.word().to_owned())),
                    Value::Count(file.found.records),
                    Value::Count(file.found.broken_in_all),
                    Value::Count(file.found.problems_in_all()),
                ]
            })
            .collect(),
        notes,
    }
}

/// What was not understood in a file: the first lines of each kind, and how many more there are.
#[must_use]
pub fn said(file: &str, found: &Findings) -> Vec<String> {
    let broken = found.broken.iter().take(SHOWN);
    let mut said: Vec<String> = broken
        .map(|own| format!("{file}, line {}: {}", own.line, own.message))
        .collect();
    for (what, (line, times)) in found.problems.iter().take(SHOWN) {
        let times = counted(
            usize::try_from(*times).unwrap_or(usize::MAX),
            "time",
            "times",
        );
        said.push(format!("{file}: {what} ({times}, first on line {line})"));
    }
    let kinds = found.problems.len().saturating_sub(SHOWN);
    let stretches = found.broken_in_all.saturating_sub(SHOWN as u64);
    if kinds > 0 || stretches > 0 {
        said.push(format!(
            "{file}: and {stretches} more stretches that are no record, {kinds} more kinds of things \
             that were not understood."
        ));
    }
    said
}
