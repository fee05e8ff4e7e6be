//! Who found which relevant report: two reviewers, and the sources.

use super::order::Order;
use crate::review::session::Session;
use euthymia_review::RecordId;
use euthymia_review::log::{Stage, Verdict};
use euthymia_review::screen::Outcome;
use euthymia_screening::stopping::missing::{Pair, Sources};
use std::collections::{BTreeSet, HashMap};

/// The two reviewers who decided on most reports together, and what each found of those that were
/// included in the end. `None` where nobody decided on the same.
pub(super) fn pair(order: &Order, stage: Stage) -> Option<(String, String, Pair)> {
    let screening = &order.screening;
    let count = u16::try_from(screening.reviewers.len()).unwrap_or(u16::MAX);
    let pairs = (0..count).flat_map(|one| (one + 1..count).map(move |other| (one, other)));
    let shared = |pair: &(u16, u16)| screening.pairs(stage, *pair, None).len();
    let pair = pairs.max_by_key(|pair| (shared(pair), std::cmp::Reverse(*pair)))?;
    if shared(&pair) == 0 {
        return None;
    }
    let included: Vec<usize> = (0..screening.units.len())
        .filter(|place| screening.outcome(*place, stage) == Outcome::Included)
        .collect();
    let mut found = Pair {
        both: 0,
        only_first: 0,
        only_second: 0,
    };
    for (one, other) in screening.pairs(stage, pair, Some(&included)) {
        match (one != Verdict::Exclude, other != Verdict::Exclude) {
            (true, true) => found.both += 1,
            (true, false) => found.only_first += 1,
            (false, true) => found.only_second += 1,
            (false, false) => {}
        }
    }
    let name = |place: u16| screening.reviewers.get(usize::from(place)).cloned();
    Some((name(pair.0)?, name(pair.1)?, found))
}

/// In how many sources the included reports are. `None` with fewer than two sources.
pub(super) fn sources(session: &Session, order: &Order, stage: Stage) -> Option<Sources> {
    let state = session.state();
    let mut source_of = HashMap::new();
    for own in state.counted() {
        let file = own.import.to_string();
        source_of.insert(own.import, own.source.clone().unwrap_or(file));
    }
    let all: BTreeSet<&String> = source_of.values().collect();
    let copies: HashMap<RecordId, &[RecordId]> = state
        .merged
        .iter()
        .filter_map(|group| Some((*group.records.first()?, group.records.as_slice())))
        .collect();
    let mut counts = Sources {
        sources: all.len() as u64,
        found: 0,
        in_one: 0,
        in_two: 0,
    };
    for (place, unit) in order.screening.units.iter().enumerate() {
        if order.screening.outcome(place, stage) != Outcome::Included {
            continue;
        }
        let alone = [unit.record];
        let records = copies.get(&unit.record).copied().unwrap_or(&alone);
        let held = records
            .iter()
            .filter_map(|record| source_of.get(&record.import));
        let held: BTreeSet<&String> = held.collect();
        counts.found += 1;
        counts.in_one += u64::from(held.len() == 1);
        counts.in_two += u64::from(held.len() == 2);
    }
    (counts.sources > 1).then_some(counts)
}
