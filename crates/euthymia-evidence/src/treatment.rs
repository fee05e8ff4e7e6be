//! The vocabulary of treatments.

use crate::sheet::Row;
use euthymia_clinical::treatment::{ControlKind, ReportGroup, TreatmentClass};

/// A treatment of the vocabulary.
#[derive(Clone, Debug)]
pub struct Treatment {
    /// Line in `treatments.csv`.
    pub line: usize,
    /// Identifier.
    pub id: String,
    /// In plain words.
    pub name: String,
    /// The name in tables and figures: unique, at most [`SHORT`] characters.
    pub short_name: String,
    /// Broad class.
    pub class: TreatmentClass,
    /// What it consists of.
    pub components: Vec<String>,
    /// Where reports show it.
    pub group: ReportGroup,
    /// What kind of control it is; `None` for what is no control.
    pub control_kind: Option<ControlKind>,
    /// Remarks.
    pub note: Option<String>,
}

/// The most characters of a short name.
pub const SHORT: usize = 24;

/// Columns of `treatments.csv`.
pub const COLUMNS: &[&str] = &[
    "treatment",
    "name",
    "short_name",
    "class",
    "components",
    "report_group",
    "control_kind",
    "note",
];

pub(crate) fn read(row: &mut Row<'_, '_>) -> Option<Treatment> {
    Some(Treatment {
        line: row.line(),
        id: row.id("treatment"),
        name: row.required("name"),
        short_name: row.required("short_name"),
        class: row.word("class", TreatmentClass::parse)?,
        components: row.list("components", '+'),
        group: row.word("report_group", ReportGroup::parse)?,
        control_kind: row.optional_word("control_kind", ControlKind::parse),
        note: row.text("note"),
    })
}
