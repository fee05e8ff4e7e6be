//! Counts of networks that several tests share.

use crate::network_cases::strings;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::network::Arm;
use euthymia_synthesis::network::counts::Counts;
use euthymia_testkit::reference::{self, Json};
use proptest::prelude::Strategy;

/// One arm.
pub(crate) fn arm(study: &str, treatment: &str, events: u64, n: u64) -> Arm<Count> {
    Arm {
        study: study.into(),
        treatment: treatment.into(),
        result: Count::new(events, n).unwrap(),
    }
}

/// Counts from rows of study, treatment, events, patients.
pub(crate) fn counts(rows: &[(&str, &str, u64, u64)]) -> Counts {
    let arms: Vec<_> = rows
        .iter()
        .map(|(study, treatment, events, n)| arm(study, treatment, *events, *n))
        .collect();
    Counts::new(&arms).unwrap()
}

/// A published network with the results of R, treatments in the order of these.
pub(crate) fn published(name: &str) -> (Json, Counts) {
    let json = reference::json(&format!("expected/network_counts/{name}.json"));
    let whole = |key: &str| -> Vec<u64> {
        let numbers = json.numbers(&format!("arms.{key}"));
        let value = |n: &Option<euthymia_testkit::Expected>| n.as_ref().unwrap().value as u64;
        numbers.iter().map(value).collect()
    };
    let (events, sizes) = (whole("events"), whole("n"));
    let (studies, treatments) = (
        strings(&json, "arms.study"),
        strings(&json, "arms.treatment"),
    );
    let arms: Vec<_> = (0..events.len())
        .map(|i| arm(&studies[i], &treatments[i], events[i], sizes[i]))
        .collect();
    (json, Counts::new(&arms).unwrap())
}

/// Trials of two to four of five treatments: for each the treatments, and events and others of each.
pub(crate) fn any_arms(most: u64, fewest: u64) -> impl Strategy<Value = Vec<Arm<Count>>> {
    let cell = (fewest..=most, fewest..=most);
    let trial = (
        proptest::sample::subsequence((0..5_usize).collect::<Vec<_>>(), 2..=4),
        proptest::collection::vec(cell, 4),
    );
    proptest::collection::vec(trial, 1..8).prop_map(|trials| {
        let arms = trials.iter().enumerate().flat_map(|(at, (arms, cells))| {
            arms.iter()
                .zip(cells)
                .map(move |(treatment, (events, others))| {
                    let n = (events + others).max(1);
                    arm(&at.to_string(), &format!("T{treatment}"), *events, n)
                })
        });
        arms.collect()
    })
}
