//! A case series as one arm of the evidence base: rows for `studies.csv`, `arms.csv`, `outcomes.csv` and
//! `references.bib`, beside the published ones.
//!
//! The numbers are counted from the patients' own rows and nobody has published them: their provenance
//! is `own_data`, their mark `computed`. What only people know comes from `[evidence]` of the settings or
//! from the command line ([`about`]).

pub mod about;
mod arm;
mod folder;
mod outcomes;
mod study;

pub use folder::write;
pub(crate) use folder::{csv, tried_out};

use super::read::Loaded;
use crate::error::AppError;
use about::About;
use euthymia_clinical::instrument;
use euthymia_evidence::treatment::Treatment;
use euthymia_evidence::{EvidenceBase, arm as arm_row, outcome_row, study as study_row};
use euthymia_report::case_series::{Analysis, CaseSeries, Choices};
use std::collections::BTreeMap;

/// Cells of one row, in the order of the file's columns.
pub(crate) type Cells = Vec<String>;

/// The rows of one arm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArmRows {
    /// The study's identifier.
    pub study_id: String,
    /// One row of `studies.csv`.
    pub study: Cells,
    /// One row of `arms.csv`.
    pub arm: Cells,
    /// Rows of `outcomes.csv`.
    pub outcomes: Vec<Cells>,
    /// The entry of `references.bib`.
    pub reference: String,
}

/// What every row is made from.
struct Maker<'a> {
    series: &'a CaseSeries,
    choices: &'a Choices,
    about: &'a About,
    treatment: &'a Treatment,
    /// The group that the arm is, where there are groups and one was named.
    group: Option<usize>,
    study_id: String,
    arm_id: String,
    source: String,
}

/// Makes the rows of an analysis; `said` is what the command line says of it, by key.
///
/// # Errors
/// [`AppError::Usage`] naming everything that is missing and what may stand there, a treatment or scale
/// that the evidence base does not know, and a study that it has already.
pub fn arm_rows(
    loaded: &Loaded,
    analysis: &Analysis,
    said: &BTreeMap<String, String>,
    base: &EvidenceBase,
) -> Result<ArmRows, AppError> {
    let about = About::of(&loaded.settings, said)?;
    let treatment = base
        .treatment(&about.treatment)
        .ok_or_else(|| about::unknown_treatment(&about.treatment, base))?;
    let series = &analysis.series;
    let scale = series
        .main_measure()
        .map_or("", |scale| scale.instrument.as_str());
    if instrument::find(scale).is_none() {
        return Err(AppError::Usage(format!(
            "--to-evidence: the evidence base has no scale \"{scale}\"; name another with --instrument"
        )));
    }
    let study_id = about
        .id
        .clone()
        .unwrap_or_else(|| slug(&format!("{} {}", about.name, about.year)));
    if study_id.is_empty() {
        return Err(AppError::Usage(
            "--to-evidence: the name has no letter from a to z; give an identifier with --about id=..."
                .to_owned(),
        ));
    }
    let source: String = study_id
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    if base.study(&study_id).is_some() || base.references.contains_key(&source) {
        return Err(AppError::Usage(format!(
            "--to-evidence: the evidence base has a study \"{study_id}\" already; give another identifier \
             with --about id=..., or start with a new folder"
        )));
    }
    let maker = Maker {
        series,
        choices: &analysis.choices,
        about: &about,
        treatment,
        group: group(series, &about)?,
        arm_id: slug(&about.treatment),
        study_id,
        source,
    };
    Ok(ArmRows {
        study: ordered(study_row::COLUMNS, &maker.study()),
        arm: ordered(arm_row::COLUMNS, &maker.arm()?),
        outcomes: maker
            .outcomes()?
            .iter()
            .map(|row| ordered(outcome_row::COLUMNS, row))
            .collect(),
        reference: maker.reference(),
        study_id: maker.study_id,
    })
}

/// The group that is the arm.
fn group(series: &CaseSeries, about: &About) -> Result<Option<usize>, AppError> {
    let Some(name) = &about.group else {
        return Ok(None);
    };
    let found = series.groups.iter().position(|known| known == name);
    found.map(Some).ok_or_else(|| {
        AppError::Usage(format!(
            "--to-evidence: no group is called \"{name}\"; they are: {}",
            series.groups.join(", ")
        ))
    })
}

/// Named cells in the order of the columns; a column that is not named is empty.
fn ordered(columns: &[&str], cells: &BTreeMap<&'static str, String>) -> Cells {
    let cell = |name: &&str| cells.get(name).cloned().unwrap_or_default();
    columns.iter().map(cell).collect()
}

/// Small letters and digits, joined by hyphens.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}

/// A number for a cell: six decimals at most, none that say nothing.
fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        short => short.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{number, slug};

    #[test]
    fn numbers_and_identifiers_as_cells() {
        assert_eq!(
            [
                number(2.5),
                number(3.0),
                number(-0.000_000_1),
                number(1.0 / 3.0)
            ],
            ["2.5", "3", "0", "0.333333"]
        );
        assert_eq!(slug("St. Mary's clinic, 2024"), "st-mary-s-clinic-2024");
        assert_eq!(slug("é"), "");
    }
}
