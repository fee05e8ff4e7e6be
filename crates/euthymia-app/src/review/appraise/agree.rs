//! How far two people judged alike, each by themselves.

use crate::review::agreement::coefficient;
use euthymia_appraisal::{Tool, bundled};
use euthymia_numerics::Probability;
use euthymia_review::appraise::Case;
use euthymia_screening::agreement::{Square, Weights, cohen};
use std::collections::BTreeMap;

/// A sentence for each tool with which two people judged the same: how many judgements of domains are
/// alike, and Cohen's κ over all of them where it exists.
pub(in crate::review) fn agreement_notes(cases: &[Case]) -> Vec<String> {
    let mut by_tool: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for case in cases {
        let mut pairs = case.pairs().unwrap_or_default();
        // What follows from the domains is not counted again.
        pairs.retain(|(domain, _, _)| *domain != Tool::OVERALL);
        if !pairs.is_empty() {
            let own = by_tool.entry(&case.tool).or_default();
            own.extend(pairs.iter().map(|(_, first, second)| (*first, *second)));
        }
    }
    by_tool
        .into_iter()
        .map(|(tool, pairs)| sentence(tool, &pairs))
        .collect()
}

fn sentence(tool: &str, pairs: &[(&str, &str)]) -> String {
    let alike = pairs.iter().filter(|(first, second)| first == second);
    let kappa = bundled(tool).and_then(|tool| kappa(tool, pairs));
    format!(
        "{tool}: two people judged {} of {} domains alike, each by themselves{}.",
        alike.count(),
        pairs.len(),
        kappa.map_or_else(String::new, |words| format!("; Cohen's κ {words}"))
    )
}

/// κ with its 95 % interval; `None` where both always judged the same one way, or a judgement is not
/// the tool's.
fn kappa(tool: &Tool, pairs: &[(&str, &str)]) -> Option<String> {
    let place = |word: &str| tool.judgements.iter().position(|own| own.id == word);
    let places: Option<Vec<(usize, usize)>> = pairs
        .iter()
        .map(|(first, second)| place(first).zip(place(second)))
        .collect();
    let table = Square::of_pairs(places?, tool.judgements.len()).ok()?;
    let found = cohen(&table, Weights::Nominal, Probability::NINETY_FIVE).ok()?;
    Some(coefficient(&found))
}
