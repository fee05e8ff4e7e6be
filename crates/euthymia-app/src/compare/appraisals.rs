//! Appraisals of trials in a file of their own.

use super::table;
use crate::error::AppError;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::appraisal::{INDIRECTNESS, OVERALL};
use euthymia_report::compared::{Concern, TrialData};
use euthymia_table::{
    Cell, Column, Diagnostic, Problems, ReadOptions, Severity, Table, nearest, read_path,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Findings listed before they are only counted.
const FINDINGS_MAX: usize = 20;

/// What was judged of one trial.
#[derive(Clone, Copy, Debug, Default)]
struct Judged {
    risk_of_bias: Option<Concern>,
    indirectness: Option<Concern>,
}

/// Appraisals by the names of trials.
#[derive(Clone, Debug, Default)]
pub(super) struct Appraisals(BTreeMap<String, Judged>);

/// The trials that can be appraised: what each may be called, and its label.
pub(super) struct Known<'a> {
    /// Identifier or label, and label.
    pub(super) names: Vec<(&'a str, &'a str)>,
    /// The outcome of the analysis; `None` for a file of trials, which does not say.
    pub(super) outcome: Option<&'a Outcome>,
}

/// Columns of the file.
struct Columns<'t> {
    study: Column<'t>,
    outcome: Option<Column<'t>>,
    domain: Option<Column<'t>>,
    judgement: Column<'t>,
}

/// One judgement as it was read.
struct Row<'t> {
    label: String,
    aspect: &'static str,
    of_outcome: bool,
    judgement: Concern,
    cell: Cell<'t>,
}

impl Appraisals {
    /// Reads a file: columns study, judgement and, where they are there, outcome and domain.
    ///
    /// A judgement of the outcome goes before one of every outcome. Domains other than `overall` and
    /// `indirectness` are not used, because how they make an overall judgement is the appraiser's.
    ///
    /// # Errors
    /// [`AppError::Input`] with every finding; what is only doubtful comes back beside them.
    pub(super) fn read(
        path: &Path,
        options: &ReadOptions,
        known: &Known<'_>,
    ) -> Result<(Self, Vec<Diagnostic>), AppError> {
        let file = read_path(path, options)?;
        let mut problems = Problems::new(FINDINGS_MAX);
        let columns = Columns {
            study: file.column(&["study", "study_id", "label", "studlab", "trial", "id"])?,
            outcome: file.find_column(&["outcome"])?,
            domain: file.find_column(&["domain"])?,
            judgement: file.column(&["judgement", "judgment", "risk_of_bias"])?,
        };
        let rows = rows(&file, &columns, known, &mut problems);
        let read = together(&rows, &mut problems);
        if problems.has_errors() {
            return Err(problems.into_list().into());
        }
        Ok((read, problems.into_list()))
    }

    /// Puts them in the place of what was known.
    pub(super) fn put_into(&self, data: &mut TrialData) {
        for (label, judged) in &self.0 {
            let own = data.facts.entry(label.clone()).or_default();
            own.risk_of_bias = judged.risk_of_bias.or(own.risk_of_bias);
            own.indirectness = judged.indirectness.or(own.indirectness);
        }
    }
}

fn rows<'t>(
    file: &'t Table,
    columns: &Columns<'t>,
    known: &Known<'_>,
    problems: &mut Problems,
) -> Vec<Row<'t>> {
    let mut rows = Vec::new();
    let mut other_domain: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen_outcome: Option<(String, usize)> = None;
    for row in 0..file.row_count() {
        let label = problems.keep(label(columns.study.cell(row), known));
        let cell = columns.judgement.cell(row);
        let judgement = table::concern(Some(columns.judgement), row, problems);
        let aspect = match columns.domain.and_then(|column| column.cell(row).text()) {
            None => OVERALL,
            Some(text) if text.eq_ignore_ascii_case(OVERALL) => OVERALL,
            Some(text) if text.eq_ignore_ascii_case(INDIRECTNESS) => INDIRECTNESS,
            Some(_) => {
                if let Some(label) = label {
                    other_domain.entry(label).or_insert(row);
                }
                continue;
            }
        };
        let outcome = columns.outcome.map(|column| column.cell(row));
        let fits = match outcome {
            Some(cell) => fits(cell, row, known, &mut seen_outcome, problems),
            None => Fit::Every,
        };
        if let (Some(label), Some(judgement), Fit::Every | Fit::Own) = (label, judgement, fits) {
            rows.push(Row {
                label,
                aspect,
                of_outcome: fits == Fit::Own,
                judgement,
                cell,
            });
        }
    }
    for (label, row) in other_domain {
        let overall = |own: &Row<'_>| own.label == label && own.aspect == OVERALL;
        if !rows.iter().any(overall) {
            let finding = columns.study.cell(row).error(
                "this trial is judged in single domains alone, which make no overall judgement: they are not used",
            );
            problems.add(Diagnostic {
                severity: Severity::Warning,
                help: "Add a row with domain overall.".to_owned(),
                ..finding
            });
        }
    }
    rows
}

/// Which outcome a row is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// Every one.
    Every,
    /// That of the analysis.
    Own,
    /// Another.
    Other,
}

/// Compares the outcome of a row with that of the analysis; a file of trials has one outcome, so that
/// its appraisals must not name two.
fn fits(
    cell: Cell<'_>,
    row: usize,
    known: &Known<'_>,
    seen: &mut Option<(String, usize)>,
    problems: &mut Problems,
) -> Fit {
    let Some(word) = cell.text() else {
        return Fit::Every;
    };
    let Some(outcome) = known.outcome else {
        match seen {
            Some((first, _)) if first != word => problems.add(
                cell.error(format!("the rows above are about \"{first}\""))
                    .with_help(
                        "A file of trials has one outcome: keep the rows of that one, or leave the \
                     column out.",
                    ),
            ),
            _ => *seen = Some((word.to_owned(), row)),
        }
        return Fit::Own;
    };
    match crate::settings::outcome(word) {
        Ok(own) if own == *outcome => Fit::Own,
        Ok(_) => Fit::Other,
        Err(error) => {
            problems.add(
                cell.error(error.to_string())
                    .with_help("Name an outcome, or leave the cell empty for every outcome."),
            );
            Fit::Other
        }
    }
}

/// The label of the trial that a cell names.
fn label(cell: Cell<'_>, known: &Known<'_>) -> Result<String, Diagnostic> {
    let name = cell.required_text()?;
    if let Some((_, label)) = known.names.iter().find(|(own, _)| *own == name) {
        return Ok((*label).to_owned());
    }
    let all: Vec<&str> = known.names.iter().map(|(name, _)| *name).collect();
    let help = match nearest(&[name], &all) {
        Some(near) => format!("Did you mean \"{near}\"?"),
        None => "Name a trial as the trials do.".to_owned(),
    };
    Err(cell.error("no trial is called this").with_help(help))
}

/// One judgement for each trial and aspect; two that differ are an error.
fn together(rows: &[Row<'_>], problems: &mut Problems) -> Appraisals {
    let mut first: BTreeMap<(&str, &str, bool), &Row<'_>> = BTreeMap::new();
    for row in rows {
        let key = (row.label.as_str(), row.aspect, row.of_outcome);
        let before = *first.entry(key).or_insert(row);
        if before.judgement != row.judgement {
            problems.add(
                row.cell
                    .error(format!(
                        "row {} judges the same of this trial otherwise",
                        before.cell.line()
                    ))
                    .with_help("Keep one: the tool and the appraiser that the analysis rests on."),
            );
        }
    }
    let mut read = Appraisals::default();
    // Judgements of every outcome come first, those of the outcome itself replace them.
    for ((label, aspect, _), row) in first {
        let own = read.0.entry(label.to_owned()).or_default();
        match aspect {
            INDIRECTNESS => own.indirectness = Some(row.judgement),
            _ => own.risk_of_bias = Some(row.judgement),
        }
    }
    read
}
