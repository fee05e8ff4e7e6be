//! Decisions from which an order may be learnt.

use euthymia_review::RecordId;
use euthymia_review::log::{Stage, Verdict};
use euthymia_review::screen::{Screening, Unit};

/// A decision from which an order may be learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The record that stands for the report.
    pub record: RecordId,
    /// What was decided.
    pub verdict: Verdict,
}

impl Label {
    /// Whether it goes on; what was left open does.
    #[must_use]
    pub fn is_in(&self) -> bool {
        self.verdict != Verdict::Exclude
    }
}

/// Decisions from which a reviewer's order may be learnt, in the order of the imports: where the
/// stage is blinded, the reviewer's own, and of settlings those that the reviewer may see, so that
/// the order gives away nothing.
pub(in crate::review) fn labels_of(screening: &Screening, stage: Stage, by: &str) -> Vec<Label> {
    let who = screening.reviewer(by);
    let is_blinded = screening.rules.at(stage).blinded;
    let label = |unit: &Unit| {
        let decided = unit.at(stage);
        let own = who.and_then(|who| decided.by(who).last());
        let is_open = !is_blinded || own.is_some();
        let settled = decided.consensus.as_ref().filter(|_| is_open);
        let others = decided.decisions.last().filter(|_| !is_blinded);
        let verdict = settled.map(|own| own.verdict);
        let verdict = verdict.or(own.or(others).map(|own| own.verdict))?;
        let record = unit.record;
        Some(Label { record, verdict })
    };
    screening.units.iter().filter_map(label).collect()
}
