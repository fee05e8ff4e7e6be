//! The reasoning behind each answer, as a tree in rows.

use super::source_cells;
use euthymia_clinical::assessment::Assessment;
use euthymia_clinical::finding::Finding;
use euthymia_table::{ColumnSpec, TableView, Value};

/// One row per node: people see the depth as indentation, machines as a path such as 2.1.3.
#[must_use]
pub fn reasoning_view(assessment: &Assessment) -> TableView {
    let mut table = TableView {
        schema: "euthymia.assess.reasoning.v1".to_owned(),
        title: "Reasoning".to_owned(),
        columns: vec![
            ColumnSpec::text("definition", "definition").for_machines(),
            ColumnSpec::text("path", "path").for_machines(),
            ColumnSpec::text("answer", "answer"),
            ColumnSpec::text("tree", "statement").for_people(),
            ColumnSpec::text("statement", "statement").for_machines(),
            ColumnSpec::text("missing", "missing").for_machines(),
            ColumnSpec::text("source", "source").for_machines(),
            ColumnSpec::text("status", "status").for_machines(),
        ],
        ..TableView::default()
    };
    for (at, verdict) in assessment.verdicts.iter().enumerate() {
        rows(
            &verdict.finding,
            &verdict.definition.id,
            &(at + 1).to_string(),
            0,
            &mut table.rows,
        );
    }
    table
}

/// The statement with what would settle it, and its source. Below the criteria the same sources come
/// again and again; the tables beside this one have them.
fn for_people(finding: &Finding, depth: usize) -> String {
    let mut words = finding.statement.clone();
    if !finding.missing.is_empty() {
        words.push_str(&format!(" — needs {}", finding.missing.join("; ")));
    }
    if let Some(source) = finding.source.as_ref().filter(|_| depth <= 1) {
        words.push_str(&format!(" [{source}]"));
    }
    words
}

fn rows(finding: &Finding, definition: &str, path: &str, depth: usize, into: &mut Vec<Vec<Value>>) {
    let lead = match depth {
        0 => String::new(),
        _ => format!("{}└\u{a0}", "\u{a0}\u{a0}".repeat(depth - 1)),
    };
    let [source, status] = source_cells(finding.source.as_ref());
    into.push(vec![
        Value::text(definition),
        Value::text(path),
        Value::text(finding.answer.to_string()),
        Value::text(format!("{lead}{}", for_people(finding, depth))),
        Value::text(finding.statement.clone()),
        if finding.missing.is_empty() {
            Value::Missing
        } else {
            Value::text(finding.missing.join("; "))
        },
        source,
        status,
    ]);
    for (at, reason) in finding.because.iter().enumerate() {
        rows(
            reason,
            definition,
            &format!("{path}.{}", at + 1),
            depth + 1,
            into,
        );
    }
}
