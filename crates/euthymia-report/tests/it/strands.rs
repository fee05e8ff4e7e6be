//! The strands share the arms of the evidence base out among themselves.

use euthymia_clinical::treatment::ReportGroup;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::arm::Role;
use euthymia_report::trd::strand::{Family, STRANDS};
use std::collections::BTreeSet;

fn base() -> EvidenceBase {
    EvidenceBase::bundled().expect("the bundled evidence")
}

#[test]
fn an_arm_belongs_to_one_strand_at_most() {
    let base = base();
    for arm in &base.arms {
        let strands: Vec<&str> = STRANDS
            .iter()
            .filter(|strand| strand.includes(&base, arm))
            .map(|strand| strand.id)
            .collect();
        assert!(
            strands.len() <= 1,
            "{}, {}: {strands:?}",
            arm.study_id,
            arm.id
        );
        assert!(
            arm.role != Role::Control || strands.is_empty(),
            "{}, {}",
            arm.study_id,
            arm.id
        );
    }
}

#[test]
fn every_arm_of_a_group_that_is_reported_has_its_strand() {
    let base = base();
    for arm in base.arms.iter().filter(|arm| arm.role != Role::Control) {
        let group = base.group_of(arm);
        let covered = STRANDS.iter().any(|strand| strand.includes(&base, arm));
        let reported = !matches!(group, ReportGroup::Other | ReportGroup::Control);
        assert_eq!(covered, reported, "{}, {}: {group}", arm.study_id, arm.id);
    }
}

#[test]
fn every_group_has_a_strand() {
    let base = base();
    for group in ReportGroup::ALL {
        if matches!(group, ReportGroup::Other | ReportGroup::Control) {
            continue;
        }
        let mut arms = base
            .arms
            .iter()
            .filter(|arm| arm.role != Role::Control && base.group_of(arm) == *group);
        let covered = arms.any(|arm| STRANDS.iter().any(|strand| strand.includes(&base, arm)));
        assert!(covered, "no strand has an arm of {group}");
    }
}

#[test]
fn strands_are_named_apart_and_each_has_an_arm() {
    let base = base();
    let ids: BTreeSet<&str> = STRANDS.iter().map(|strand| strand.id).collect();
    let names: BTreeSet<&str> = STRANDS.iter().map(|strand| strand.name).collect();
    assert_eq!((ids.len(), names.len()), (STRANDS.len(), STRANDS.len()));
    for strand in &STRANDS {
        assert!(Family::ALL.contains(&strand.family));
        let count = base
            .arms
            .iter()
            .filter(|arm| strand.includes(&base, arm))
            .count();
        assert!(count > 0, "no arm in {}", strand.id);
    }
}
