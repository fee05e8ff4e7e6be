//! Adjusted p-values against p.adjust.

use euthymia_cohort::multiplicity::{Adjustment, adjust};
use euthymia_numerics::Probability;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::json;

#[test]
fn every_adjustment_with_missing_values() {
    let file = json("expected/r/cohort_multiplicity.json");
    let mut all = Comparison::new("adjusted p-values");
    let methods = [
        ("bonferroni", Adjustment::Bonferroni, "exact"),
        ("holm", Adjustment::Holm, "exact"),
        ("hochberg", Adjustment::Hochberg, "exact"),
        ("BH", Adjustment::BenjaminiHochberg, "exact"),
        // R adds 1 + 1/2 + … in extended precision.
        ("BY", Adjustment::BenjaminiYekutieli, "algebra"),
    ];
    for case in file.get("cases").unwrap().as_object().unwrap().keys() {
        let p: Vec<Option<Probability>> = file
            .numbers(&format!("cases.{case}.p"))
            .into_iter()
            .map(|p| p.map(|p| Probability::new(p.value).unwrap()))
            .collect();
        for (name, method, tolerance) in methods {
            let expected = file.numbers(&format!("cases.{case}.{name}"));
            let found = adjust(&p, method);
            all.require(found.len() == expected.len(), || case.clone());
            for (found, expected) in found.into_iter().zip(expected) {
                match (found, expected) {
                    (Some(found), Some(expected)) => {
                        all.compare(name, found, expected, tolerance, case);
                    }
                    (found, expected) => all.require(found.is_none() && expected.is_none(), || {
                        format!("{case} {name}: {found:?} for {expected:?}")
                    }),
                }
            }
        }
    }
    all.finish(200);
}
