//! Reporting bias: a judgement of people, beside what can be computed.

use super::concern::{Concern, Judgement};
use super::small_study::SmallStudyTest;

/// What people say about results that may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reporting {
    /// Nothing was said.
    #[default]
    NotAssessed,
    /// They looked, and suspect nothing.
    Undetected,
    /// They suspect that results are missing.
    Suspected,
    /// They graded it, for example after a table of unpublished and unreported results.
    Graded(Concern),
}

/// What reporting bias was judged by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReportingBasis {
    /// What was said.
    pub said: Reporting,
    /// A test on the direct trials, shown beside the judgement and not part of it; `None` with too few.
    pub small_study: Option<SmallStudyTest>,
}

/// Translates what was said; a suspicion counts as `suspected`.
pub(super) fn judge(said: Reporting, suspected: Concern) -> (Judgement, &'static str) {
    match said {
        Reporting::NotAssessed => (Judgement::NotAssessed, "nobody assessed it"),
        Reporting::Undetected => (
            Judgement::Settled(Concern::No),
            "looked for and not detected",
        ),
        Reporting::Suspected => (
            Judgement::Settled(suspected),
            "results are suspected to be missing",
        ),
        Reporting::Graded(concern) => (Judgement::Settled(concern), "graded by the appraisers"),
    }
}
