//! Laws of what moved, on the bundled evidence and on parts of it.

use euthymia_evidence::EvidenceBase;
use euthymia_report::moved::{Change, Moved, NoEffect, moved};
use euthymia_synthesis::measure::Measure;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn base() -> EvidenceBase {
    EvidenceBase::bundled().expect("the bundled evidence")
}

/// The base without the outcomes of some studies.
fn without(base: &EvidenceBase, is_out: impl Fn(usize) -> bool) -> EvidenceBase {
    let mut part = base.clone();
    let out: BTreeSet<&str> = base
        .studies
        .iter()
        .enumerate()
        .filter(|(at, _)| is_out(*at))
        .map(|(_, study)| study.id.as_str())
        .collect();
    part.outcomes
        .retain(|row| !out.contains(row.study_id.as_str()));
    part
}

fn ids(moved: &Moved) -> BTreeSet<&str> {
    moved
        .conclusions
        .iter()
        .map(|own| own.id.as_str())
        .collect()
}

#[test]
fn laws_nothing_moves_where_nothing_changed_and_nothing_is_lost() {
    let base = base();
    let same = moved(&base, &base);
    assert!(same.conclusions.len() > 50, "{}", same.conclusions.len());
    for own in &same.conclusions {
        assert_eq!(own.change(), Change::Same, "{}", own.id);
        if let Some(shift) = own.shift() {
            assert!(shift == 0.0, "{}: {shift}", own.id);
        }
        assert!(!matches!(
            own.no_effect(),
            Some(NoEffect::NowExcluded | NoEffect::NowIncluded)
        ));
    }
    let empty = without(&base, |_| true);
    let all_new = moved(&empty, &base);
    assert_eq!(ids(&all_new), ids(&same));
    assert_eq!(all_new.count(Change::New), same.conclusions.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn laws_what_is_new_one_way_is_gone_the_other_way(picked in prop::collection::vec(any::<bool>(), 100)) {
        let base = base();
        let part = without(&base, |at| picked.get(at).copied().unwrap_or(false));
        let (forth, back) = (moved(&part, &base), moved(&base, &part));
        prop_assert_eq!(ids(&forth), ids(&back));
        for (one, other) in [(Change::New, Change::Gone), (Change::Moved, Change::Moved), (Change::Same, Change::Same)] {
            prop_assert_eq!(forth.count(one), back.count(other));
        }
        for own in &forth.conclusions {
            let mirrored = back.conclusions.iter().find(|other| other.id == own.id).expect("both ways");
            prop_assert_eq!(&own.before, &mirrored.after);
            let grows = own.before.as_ref().is_none_or(|was| was.studies > 0);
            prop_assert!(grows);
        }
        // The order: kinds in their order, and within what moved the farthest first.
        let kinds: Vec<Change> = forth.conclusions.iter().map(|own| own.change()).collect();
        prop_assert!(kinds.is_sorted());
        let shifts: Vec<f64> = forth
            .conclusions
            .iter()
            .filter(|own| own.change() == Change::Moved)
            .filter_map(|own| own.shift().map(f64::abs))
            .collect();
        prop_assert!(shifts.is_sorted_by(|a, b| a >= b), "{:?}", shifts);
        for measure in [Measure::RiskRatio, Measure::HedgesG, Measure::RiskDifference, Measure::Logit] {
            let drawn = forth.figure(measure).is_some();
            prop_assert_eq!(drawn, forth.conclusions.iter().any(|own| own.measure() == Some(measure)));
        }
        for view in forth.views() {
            prop_assert!(view.rows.iter().all(|row| row.len() == view.columns.len()));
        }
    }
}
