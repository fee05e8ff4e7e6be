//! Judgements as plain rows, and reading them from a file.

use super::Drawn;
use crate::error::AppError;
use euthymia_table::{Diagnostic, Problems, ReadOptions, Table, nearest, read_path};
use std::collections::BTreeMap;
use std::path::Path;

/// Findings listed before they are only counted.
const FINDINGS_MAX: usize = 20;

const STUDY: &[&str] = &["study", "study_id", "label", "studlab", "trial", "id"];
const WEIGHT: &[&str] = &["weight", "weight_percent", "w"];

/// One judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The study.
    pub study: String,
    /// The outcome that was judged; `None` for the study as a whole.
    pub outcome: Option<String>,
    /// The tool, by identifier or name, where it is said.
    pub tool: Option<String>,
    /// The domain: `overall`, `indirectness`, or one of the tool's.
    pub domain: String,
    /// The judgement.
    pub judgement: Drawn,
    /// Weight of the study in an analysis, where it is known.
    pub weight: Option<f64>,
}

/// Reads judgements: columns study, domain and judgement and, where they are there, outcome, tool and
/// weight. It is the form of `appraisals.csv` in the evidence base. An empty judgement is a question
/// that nobody answered.
///
/// # Errors
/// [`AppError::Input`] with every finding: a word that is no judgement, a weight that is none, a file
/// without the columns.
pub fn read_judged(path: &Path, options: &ReadOptions) -> Result<Vec<Judged>, AppError> {
    let file = read_path(path, options)?;
    let mut problems = Problems::new(FINDINGS_MAX);
    let study = file.column(STUDY)?;
    let domain = file.column(&["domain", "item", "question"])?;
    let judgement = file.column(&["judgement", "judgment", "answer"])?;
    let outcome = file.find_column(&["outcome"])?;
    let tool = file.find_column(&["tool"])?;
    let weight = file.find_column(WEIGHT)?;
    let text = |column: Option<euthymia_table::Column<'_>>, row| {
        let cell = column.map(|own| own.cell(row));
        cell.and_then(|own| own.text()).map(str::to_owned)
    };
    let mut all = Vec::new();
    for row in 0..file.row_count() {
        let name = problems.keep(study.cell(row).required_text());
        let about = problems.keep(domain.cell(row).required_text());
        let cell = judgement.cell(row);
        let word = cell.text().map(|text| {
            Drawn::of(text).ok_or_else(|| no_word(cell.error("this is no judgement"), text))
        });
        let word = word.map(|word| problems.keep(word));
        let weight = match weight {
            Some(column) => problems.keep(weight_of(column.cell(row))).flatten(),
            None => None,
        };
        if let (Some(name), Some(about), Some(Some(word))) = (name, about, word) {
            all.push(Judged {
                study: name.to_owned(),
                outcome: text(outcome, row),
                tool: text(tool, row),
                domain: about.to_owned(),
                judgement: word,
                weight,
            });
        }
    }
    problems.into_result(all).map_err(AppError::Input)
}

/// Reads weights by study from a file with the columns study and weight, and puts them into the
/// judgements; returns the studies among them without one.
///
/// # Errors
/// [`AppError::Input`] with every finding, among them a study with two weights.
pub fn put_weights(
    judged: &mut [Judged],
    path: &Path,
    options: &ReadOptions,
) -> Result<Vec<String>, AppError> {
    let file = read_path(path, options)?;
    let weights = weights(&file)?;
    let mut without = Vec::new();
    for own in judged {
        own.weight = weights.get(&own.study).copied();
        if own.weight.is_none() && !without.contains(&own.study) {
            without.push(own.study.clone());
        }
    }
    Ok(without)
}

fn weights(file: &Table) -> Result<BTreeMap<String, f64>, AppError> {
    let mut problems = Problems::new(FINDINGS_MAX);
    let study = file.column(STUDY)?;
    let weight = file.column(WEIGHT)?;
    let mut weights = BTreeMap::new();
    for row in 0..file.row_count() {
        let name = problems.keep(study.cell(row).required_text());
        let value = problems.keep(weight_of(weight.cell(row))).flatten();
        let (Some(name), Some(value)) = (name, value) else {
            continue;
        };
        if weights
            .insert(name.to_owned(), value)
            .is_some_and(|before| before != value)
        {
            let finding = study.cell(row).error("this study has another weight above");
            problems.add(finding.with_help("Keep one weight for each study."));
        }
    }
    problems.into_result(weights).map_err(AppError::Input)
}

fn weight_of(cell: euthymia_table::Cell<'_>) -> Result<Option<f64>, Diagnostic> {
    match cell.number()? {
        Some(value) if !(value.is_finite() && value >= 0.0) => Err(cell
            .error("a weight is a number that is not below 0")
            .with_help(
                "Give the weight in per cent or in any other unit, or leave the cell empty.",
            )),
        value => Ok(value),
    }
}

fn no_word(finding: Diagnostic, text: &str) -> Diagnostic {
    let known: Vec<&str> = Drawn::known().collect();
    let help = match nearest(&[text], &known) {
        Some(near) => format!("Did you mean \"{near}\"?"),
        None => "Write low, some_concerns, high, or another word of the tool.".to_owned(),
    };
    finding.with_help(help)
}
