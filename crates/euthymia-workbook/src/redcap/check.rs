//! An export held against its data dictionary.

use std::sync::Arc;

use euthymia_table::{Cell, Column, Diagnostic, Problems, Severity, Table, nearest};

use super::dictionary::Dictionary;
use super::field::Field;
use super::limits::{Limits, Misfit};
use super::repeats;
use super::role::ColumnRole;
use crate::column_note::ValueLabel;

/// What was found when an export was held against its dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportCheck {
    /// Cells and columns that do not fit. A value outside its range is a warning, because REDCap
    /// lets people keep it; one that cannot be at all is an error.
    pub findings: Vec<Diagnostic>,
    /// Columns that identify a person, in the order of the export.
    pub identifiers: Vec<String>,
}

impl Dictionary {
    /// Holds an export against this dictionary, and lists up to `findings_max` findings.
    ///
    /// Columns are known by their exact names. Missing cells fit everywhere. Of a checkbox, 0 and 1
    /// fit; of a form's completion, 0, 1 and 2.
    #[must_use]
    pub fn check(&self, export: &Table, findings_max: usize) -> ExportCheck {
        let mut problems = Problems::new(findings_max);
        let mut identifiers = Vec::new();
        for column in (0..export.column_count()).filter_map(|at| export.column_at(at)) {
            let role = self.role(column.name());
            if is_identifying(role) {
                identifiers.push(column.name().to_owned());
            }
            match role {
                ColumnRole::Field(field) => check_field(field, &column, &mut problems),
                ColumnRole::Choice { .. } => codes(&column, &ticked(), &mut problems),
                ColumnRole::Complete => codes(&column, &completions(), &mut problems),
                ColumnRole::Unknown => problems.add(self.unknown(&column)),
                _ => {}
            }
        }
        repeats::check(self, export, &mut problems);
        ExportCheck {
            findings: problems.into_list(),
            identifiers,
        }
    }

    fn unknown(&self, column: &Column<'_>) -> Diagnostic {
        let names: Vec<&str> = self
            .fields()
            .iter()
            .map(|field| field.name.as_str())
            .collect();
        let mut finding = column.error("the data dictionary has no such field");
        finding.severity = Severity::Warning;
        match nearest(&[column.name()], &names) {
            Some(name) => finding.with_help(format!("Did you mean \"{name}\"?")),
            None => finding,
        }
    }
}

fn is_identifying(role: ColumnRole<'_>) -> bool {
    match role {
        ColumnRole::Field(field) | ColumnRole::Choice { field, .. } => field.is_identifier,
        ColumnRole::SurveyIdentifier => true,
        _ => false,
    }
}

fn check_field(field: &Field, column: &Column<'_>, problems: &mut Problems) {
    if !field.choices.is_empty() {
        codes(column, &field.choices, problems);
        return;
    }
    let Some(limits) = Limits::of(field) else {
        return;
    };
    for limit in &limits.unchecked {
        let mut note = column.error("this limit of the data dictionary is not checked");
        note.severity = Severity::Note;
        problems.add(note.with_found(limit.as_str()));
    }
    for cell in column.cells() {
        let Some(text) = cell.text() else {
            continue;
        };
        match limits.check(text) {
            Ok(()) => {}
            Err(Misfit::Unreadable(expected)) => problems.add(at(column, &cell, expected)),
            Err(Misfit::Outside(range)) => {
                let message = format!("outside the range of the data dictionary, {range}");
                let mut finding = at(column, &cell, &message);
                finding.severity = Severity::Warning;
                problems.add(finding);
            }
        }
    }
}

/// A finding for each cell that holds none of the codes; one for a column of labels.
fn codes(column: &Column<'_>, choices: &[ValueLabel], problems: &mut Problems) {
    let is_code = |text: &str| choices.iter().any(|choice| choice.code == text);
    let is_label = |text: &str| choices.iter().any(|choice| choice.label == text);
    let misfits = || {
        let cells = column.cells();
        cells.filter(|cell| cell.text().is_some_and(|text| !is_code(text)))
    };
    let mut labels = misfits();
    if let Some(first) = labels.next()
        && first.text().is_some_and(is_label)
        && labels.all(|cell| cell.text().is_some_and(is_label))
    {
        let message = "the column holds labels, not the codes of the data dictionary";
        problems.add(at(column, &first, message).with_help("Export raw data, not labels."));
        return;
    }
    for cell in misfits() {
        problems.add(
            at(column, &cell, "expected a code of the data dictionary")
                .with_help(format!("The codes are: {}.", listed(choices))),
        );
    }
}

fn at(column: &Column<'_>, cell: &Cell<'_>, message: &str) -> Diagnostic {
    column
        .error(message)
        .at_row(cell.line())
        .with_found(cell.raw())
}

fn listed(choices: &[ValueLabel]) -> String {
    const LISTED_MAX: usize = 12;
    let shown = choices.iter().take(LISTED_MAX);
    let shown: Vec<String> = shown
        .map(|choice| format!("{} ({})", choice.code, choice.label))
        .collect();
    match choices.len().saturating_sub(LISTED_MAX) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn labelled(pairs: &[(&str, &str)]) -> Arc<[ValueLabel]> {
    let label = |(code, label): &(&str, &str)| ValueLabel {
        code: (*code).to_owned(),
        label: (*label).to_owned(),
    };
    pairs.iter().map(label).collect()
}

fn ticked() -> Arc<[ValueLabel]> {
    labelled(&[("0", "Unchecked"), ("1", "Checked")])
}

fn completions() -> Arc<[ValueLabel]> {
    labelled(&[("0", "Incomplete"), ("1", "Unverified"), ("2", "Complete")])
}
