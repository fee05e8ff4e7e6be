//! The vocabulary of adverse events by class of treatment, with a licence holder's own codes.

use super::Asked;
use crate::error::AppError;
use euthymia_clinical::safety::event::{Event, events, find};
use euthymia_clinical::source::Source;
use euthymia_clinical::treatment::TreatmentClass;
use euthymia_table::{ColumnSpec, Problems, TableView, Value, read_path};
use std::collections::BTreeMap;

/// Codes by event, from a licence holder's own file.
pub(super) fn meddra(asked: &Asked) -> Result<BTreeMap<String, String>, AppError> {
    let mut codes = BTreeMap::new();
    let Some(path) = &asked.meddra else {
        return Ok(codes);
    };
    let table = read_path(path, &asked.read)?;
    let (names, numbers) = (
        table.column(&["event", "term"])?,
        table.column(&["code", "meddra", "pt_code"])?,
    );
    let mut problems = Problems::new(asked.read.problems_max);
    for row in 0..table.row_count() {
        let (name, code) = (names.cell(row), numbers.cell(row));
        let (Some(word), Some(digits)) = (
            problems.keep(name.required_text()),
            problems.keep(code.required_text()),
        ) else {
            continue;
        };
        let Some(event) = find(word) else {
            problems.add(
                name.error("this is not an event of the vocabulary")
                    .with_help("euthymia adverse-events lists them in its last table."),
            );
            continue;
        };
        if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            problems.add(code.error("expected a MedDRA code of eight digits"));
        }
        if codes.insert(event.id.clone(), digits.to_owned()).is_some() {
            problems.add(name.error("a second code for the same event"));
        }
    }
    Ok(problems.into_result(codes)?)
}

/// The events of the classes; all without a class that has a vocabulary of its own.
pub(super) fn vocabulary_view(
    codes: Option<&BTreeMap<String, String>>,
    classes: &[TreatmentClass],
) -> TableView {
    let of_class = |event: &&Event| event.classes.iter().any(|class| classes.contains(class));
    let is_known = events().iter().any(|event| of_class(&event));
    let shown = events().iter().filter(|event| !is_known || of_class(event));
    let mut columns = vec![
        ColumnSpec::text("event", "Event"),
        ColumnSpec::text("name", "In words"),
        ColumnSpec::text("also", "Also called"),
        ColumnSpec::text("classes", "For"),
        ColumnSpec::text("ctcae", "CTCAE version 5 term"),
    ];
    if codes.is_some() {
        columns.push(ColumnSpec::text("meddra", "MedDRA, from your file"));
    }
    let row = |event: &Event| {
        let term = event.ctcae.as_ref().map(|term| Source {
            text: term.clone(),
            status: event.ctcae_status.unwrap_or_default(),
        });
        let mut cells = vec![
            Value::text(&event.id),
            Value::text(&event.name),
            match event.also.as_slice() {
                [] => Value::Missing,
                also => Value::text(also.join(", ")),
            },
            Value::text(classes_of(event)),
            term.map_or(Value::Missing, |term| Value::text(term.to_string())),
        ];
        cells.extend(codes.map(|codes| codes.get(&event.id).map_or(Value::Missing, Value::text)));
        cells
    };
    TableView {
        schema: "euthymia.adverse_events.vocabulary.v1".to_owned(),
        title: "The vocabulary".to_owned(),
        columns,
        rows: shown.map(row).collect(),
        notes: vec![
            "MedDRA is licensed and none of it is here; a licence holder adds codes from a file: --meddra FILE."
                .to_owned(),
        ],
    }
}

/// Classes in words, joined.
fn classes_of(event: &Event) -> String {
    let ids: Vec<&str> = event.classes.iter().map(|class| class.id()).collect();
    ids.join(", ")
}
