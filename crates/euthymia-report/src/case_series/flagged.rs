//! Answer sheets whose item about suicide is flagged: shown whatever else is asked for.

use super::data::CaseSeries;
use crate::words::counted;
use euthymia_table::{ColumnSpec, TableView, Value};

/// How many answer sheets are flagged, and of how many patients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flagged {
    /// Patients with at least one flagged sheet.
    pub patients: usize,
    /// Patients in the files.
    pub of: usize,
    /// Flagged sheets.
    pub sheets: u64,
}

/// Counts flagged sheets; `None` where there is none.
#[must_use]
pub fn flagged(series: &CaseSeries) -> Option<Flagged> {
    series.caution_counts().flagged()
}

impl Flagged {
    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        format!(
            "{} of {} with an answer sheet whose item about suicide is flagged ({}): each needs a \
             clinician's assessment.",
            counted(self.patients, "patient", "patients"),
            self.of,
            counted(
                usize::try_from(self.sheets).unwrap_or(usize::MAX),
                "sheet",
                "sheets"
            )
        )
    }
}

/// The counts as a table.
#[must_use]
pub fn flagged_view(series: &CaseSeries, flagged: &Flagged) -> TableView {
    TableView {
        schema: "euthymia.case_series.flagged.v1".to_owned(),
        title: format!("Item about suicide flagged: {}", series.name),
        columns: vec![
            ColumnSpec::number("patients", "Patients"),
            ColumnSpec::number("of", "Of"),
            ColumnSpec::number("sheets", "Answer sheets"),
        ],
        rows: vec![vec![
            Value::Count(flagged.patients as u64),
            Value::Count(flagged.of as u64),
            Value::Count(flagged.sheets),
        ]],
        notes: vec![
            "A flag is no assessment of risk, and no flag does not rule it out.".to_owned(),
            "Each flagged answer needs a clinician's assessment.".to_owned(),
        ],
    }
}
