//! Combinations and sequences: too little to pool, so that every number is shown.

use super::Context;
use super::gather::provenance;
use crate::document::Section;
use euthymia_clinical::treatment::TreatmentClass;
use euthymia_evidence::mark::Verification;
use euthymia_evidence::select::Answer;

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let base = context.base;
    let lines: Vec<String> = base
        .arms
        .iter()
        .filter(|arm| {
            base.arms_of(&arm.study_id)
                .any(|other| other.class == TreatmentClass::Combination)
        })
        .filter_map(|arm| Some((base.study(&arm.study_id)?, arm)))
        .flat_map(|(study, arm)| {
            base.outcomes_of(arm)
                .filter(|row| row.verification != Verification::Recalled)
                .map(move |row| {
                    format!(
                        "{}: {}",
                        row.outcome,
                        provenance(base, &Answer { study, arm, row })
                    )
                })
        })
        .collect();
    if lines.is_empty() {
        return None;
    }
    let mut section = Section::new("combinations", "Combinations: every number there is");
    section.say(
        "Two treatments together, or one after the other: a few small trials of ketamine added to \
         ECT and of psilocybin with mindfulness training, with their control arms below, and \
         uncontrolled series of TMS with ketamine. No controlled evidence on the order or the interval of TMS and ketamine is in the evidence \
         base. Two reports of one series of TMS with ketamine contradict each other on the regimen; \
         only one of them has numbers here. One treatment after another had failed has a section of its own.",
    );
    section.list(lines);
    Some(section)
}
