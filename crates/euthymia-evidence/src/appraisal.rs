//! What somebody judged of a study: risk of bias, or how directly it answers.

use crate::sheet::Row;
use euthymia_clinical::{outcome::Outcome, vocabulary};

vocabulary! {
    /// How much a study is to be doubted in one respect.
    Judgement, "judgement":
    /// Low risk of bias, or direct.
    Low = "low", "low";
    /// Some concerns.
    SomeConcerns = "some_concerns", "some concerns";
    /// High risk of bias, or indirect.
    High = "high", "high";
}

/// One judgement.
#[derive(Clone, Debug)]
pub struct Appraisal {
    /// Line in `appraisals.csv`.
    pub line: usize,
    /// Study.
    pub study_id: String,
    /// The outcome that was judged; `None` for all that have no judgement of their own.
    pub outcome: Option<Outcome>,
    /// The tool, such as RoB 2.
    pub tool: String,
    /// The domain: `overall`, `indirectness`, or one of the tool's.
    pub domain: String,
    /// The judgement.
    pub judgement: Judgement,
    /// Who judged, by a role or initials.
    pub appraiser: String,
    /// Key of the source in `references.bib`, where the judgement was taken over.
    pub source: Option<String>,
    /// Why.
    pub note: Option<String>,
}

/// The domain that speaks for the whole study.
pub const OVERALL: &str = "overall";
/// The domain of how directly a study answers the question.
pub const INDIRECTNESS: &str = "indirectness";

/// Columns of `appraisals.csv`.
pub const COLUMNS: &[&str] = &[
    "study_id",
    "outcome",
    "tool",
    "domain",
    "judgement",
    "appraiser",
    "source",
    "note",
];

pub(crate) fn read(row: &mut Row<'_, '_>) -> Option<Appraisal> {
    Some(Appraisal {
        line: row.line(),
        study_id: row.id("study_id"),
        outcome: row.optional_word("outcome", Outcome::parse),
        tool: row.required("tool"),
        domain: row.required("domain"),
        judgement: row.word("judgement", Judgement::parse)?,
        appraiser: row.required("appraiser"),
        source: row.text("source"),
        note: row.text("note"),
    })
}
