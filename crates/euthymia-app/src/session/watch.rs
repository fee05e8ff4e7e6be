//! What is watched over months and years.

use crate::error::AppError;
use euthymia_clinical::safety::watch::list;
use euthymia_clinical::treatment::TreatmentClass;
use euthymia_table::{ColumnSpec, TableView, Value};

/// The watch list, of one class of treatment or of all.
///
/// # Errors
/// [`AppError::Usage`] for a word that is no class of treatment.
pub fn watch_view(class: Option<&str>) -> Result<TableView, AppError> {
    if let Some(word) = class {
        TreatmentClass::parse(word).map_err(|error| AppError::Usage(error.to_string()))?;
    }
    let concerns = |classes: &[String]| class.is_none_or(|word| classes.iter().any(|c| c == word));
    let rows = list()
        .iter()
        .filter(|one| concerns(&one.classes))
        .map(|one| {
            let candidates: Vec<String> = one
                .candidates
                .iter()
                .map(|one| format!("{} ({}) [unverified]", one.text, one.source))
                .collect();
            vec![
                Value::text(&one.name),
                Value::text(one.classes.join(", ")),
                Value::text(&one.why),
                Value::text(&one.look),
                one.interval.as_deref().map_or(Value::Missing, Value::text),
                match candidates.as_slice() {
                    [] => Value::Missing,
                    some => Value::text(some.join("; ")),
                },
                Value::text(one.source().to_string()),
            ]
        });
    Ok(TableView {
        schema: "euthymia.session.watch.v1".to_owned(),
        title: "What is watched over months and years".to_owned(),
        columns: vec![
            ColumnSpec::text("what", "What"),
            ColumnSpec::text("classes", "Treatments"),
            ColumnSpec::text("why", "Why"),
            ColumnSpec::text("look", "What is looked at"),
            ColumnSpec::text("interval", "How often, as published"),
            ColumnSpec::text("candidates", "How often, unverified"),
            ColumnSpec::text("source", "Source of the reason"),
        ],
        rows: rows.collect(),
        notes: vec![
            "No source that was read prints an interval; what is unverified decides nothing."
                .to_owned(),
        ],
    })
}
