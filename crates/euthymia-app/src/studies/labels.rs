//! What the studies of a table are called.

use euthymia_table::{Column, Diagnostic, Problems, Table};
use std::collections::HashMap;

/// Names a column may have: ours first, then those of metafor, meta and RevMan; authors last, since
/// some have several studies.
const STUDY: &[&str] = &[
    "study",
    "label",
    "slab",
    "trial",
    "studlab",
    "study_or_subgroup",
    "study_id",
    "study_name",
    "studie",
    "author",
    "authors",
];

/// The column of the labels: the first of the names that is there.
fn study(table: &Table) -> Result<Column<'_>, Diagnostic> {
    let first = STUDY
        .iter()
        .find_map(|name| table.find_column(&[name]).transpose());
    first.unwrap_or_else(|| table.column(STUDY))
}

/// Tells rows of one label apart by a number: `Smith 2001`, `Smith 2001 (2)`.
pub(super) fn apart(labels: &mut [Option<String>]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for label in labels.iter_mut().flatten() {
        let count = seen.entry(label.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            *label = format!("{label} ({count})");
        }
    }
}

/// Rows that a spreadsheet adds below the studies.
const SUMS: [&str; 5] = ["total", "totals", "overall", "sum", "pooled"];

/// Whether a label may stand in several rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Labels {
    /// One row per study.
    Distinct,
    /// Several estimates per study.
    Repeated,
}

/// The column of the labels. Where labels may repeat they only name the rows, so that the first
/// accepted name there is will do, and `None` is no error.
pub(super) fn column(table: &Table, rule: Labels) -> Result<Option<Column<'_>>, Diagnostic> {
    match rule {
        Labels::Distinct => study(table).map(Some),
        Labels::Repeated => {
            let found = STUDY.iter().map(|name| table.find_column(&[name]));
            Ok(found.filter_map(Result::ok).flatten().next())
        }
    }
}

/// Labels of rows that have none: their lines in the file.
pub(super) fn rows(table: &Table) -> Vec<Option<String>> {
    let line = |row: usize| table.line(row).map(|line| format!("row {line}"));
    (0..table.row_count()).map(line).collect()
}

/// Reads a label per row; a missing one, a sum of the studies, and a label twice where each study
/// has one row, are reported.
pub(super) fn labels(
    study: Column<'_>,
    rule: Labels,
    problems: &mut Problems,
) -> Vec<Option<String>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    study
        .cells()
        .map(|cell| {
            let label = problems.keep(cell.required_text())?.to_owned();
            if SUMS.contains(&label.to_lowercase().as_str()) {
                problems.add(cell.error("this row looks like a sum of the studies").with_help(
                    "Remove it; or, if it is a study, give it another label.",
                ));
                return None;
            }
            if rule == Labels::Repeated {
                return Some(label);
            }
            if let Some(first) = seen.insert(label.clone(), cell.line()) {
                problems.add(
                    cell.error(format!("the label of row {first} stands here again")).with_help(
                        "Give each study a label of its own, for example with the year; one row per \
                         study.",
                    ),
                );
                return None;
            }
            Some(label)
        })
        .collect()
}
