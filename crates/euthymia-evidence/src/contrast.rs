//! A published between-arm result that the arms' own rows cannot reproduce.

use crate::mark::{Provenance, Verification};
use crate::sheet::Row;
use euthymia_clinical::{definition::Definition, outcome::Outcome};

/// A published difference, ratio or number needed to treat between two arms. Shown as published;
/// never mixed with what is computed from arms.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// Line in `contrasts.csv`.
    pub line: usize,
    /// Study.
    pub study_id: String,
    /// Arm.
    pub arm_id: String,
    /// Arm it is compared with.
    pub reference_arm_id: String,
    /// What was measured.
    pub outcome: Outcome,
    /// On which scale.
    pub instrument: Option<String>,
    /// Under which definition.
    pub definition: Option<Definition>,
    /// Days from the start of treatment.
    pub time_days: Option<f64>,
    /// MD, SMD, HR, RR, OR, NNT, RD.
    pub measure: String,
    /// The value.
    pub value: Option<f64>,
    /// Lower confidence limit.
    pub ci_low: Option<f64>,
    /// Upper confidence limit.
    pub ci_high: Option<f64>,
    /// Confidence level, percent.
    pub ci_level: Option<f64>,
    /// p-value as printed.
    pub p_value: Option<String>,
    /// Whether it was adjusted: yes, no, not_stated.
    pub adjusted: Option<String>,
    /// Where it was read.
    pub provenance: Provenance,
    /// Whether it was read.
    pub verification: Verification,
    /// Where in the source.
    pub locator: Option<String>,
    /// Key of the source in `references.bib`.
    pub source: String,
    /// Doubts and remarks.
    pub note: Option<String>,
}

/// Columns of `contrasts.csv`.
pub const COLUMNS: &[&str] = &[
    "study_id",
    "arm_id",
    "reference_arm_id",
    "outcome",
    "instrument",
    "definition",
    "time_days",
    "measure",
    "value",
    "ci_low",
    "ci_high",
    "ci_level",
    "p_value",
    "adjusted",
    "provenance",
    "verification",
    "locator",
    "source",
    "note",
];

pub(crate) fn read(row: &mut Row<'_, '_>) -> Option<Contrast> {
    Some(Contrast {
        line: row.line(),
        study_id: row.id("study_id"),
        arm_id: row.id("arm_id"),
        reference_arm_id: row.id("reference_arm_id"),
        outcome: row.word("outcome", Outcome::parse)?,
        instrument: row.text("instrument"),
        definition: row.optional_word("definition", Definition::parse),
        time_days: row.number("time_days"),
        measure: row.required("measure"),
        value: row.number("value"),
        ci_low: row.number("ci_low"),
        ci_high: row.number("ci_high"),
        ci_level: row.number("ci_level"),
        p_value: row.text("p_value"),
        adjusted: row.text("adjusted"),
        provenance: row.word("provenance", Provenance::parse)?,
        verification: row.word("verification", Verification::parse)?,
        locator: row.text("locator"),
        source: row.required("source"),
        note: row.text("note"),
    })
}
