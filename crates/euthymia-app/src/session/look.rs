//! What a person must look at, as a table.

use super::findings::plain;
use euthymia_clinical::safety::look::Look;
use euthymia_table::{ColumnSpec, TableView, Value};

/// Everything that makes the exit status 1, with the reason; `None` where nothing does.
pub(super) fn look_view(looks: &[Look]) -> Option<TableView> {
    let rows = looks.iter().map(|one| {
        let minute = one.minute.filter(|minute| minute.is_finite());
        vec![
            Value::text(one.why.id()),
            Value::text(one.why.to_string()),
            minute.map_or(Value::Missing, plain),
            Value::text(&one.found),
            Value::text(one.source.to_string()),
        ]
    });
    (!looks.is_empty()).then(|| TableView {
        schema: "euthymia.session.look.v1".to_owned(),
        title: match looks.len() {
            1 => "A person must look at one thing".to_owned(),
            many => format!("A person must look at {many} things"),
        },
        columns: vec![
            ColumnSpec::text("why_id", "why").for_machines(),
            ColumnSpec::text("why", "Why"),
            ColumnSpec::number("minute", "Minute"),
            ColumnSpec::text("found", "Found"),
            ColumnSpec::text("source", "Source"),
        ],
        rows: rows.collect(),
        notes: vec![
            "This decides nothing: it asks a person to look, and the exit status is 1 while a row stands \
             here."
                .to_owned(),
        ],
    })
}
