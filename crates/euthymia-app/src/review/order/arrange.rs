//! Reports put in an order.

use euthymia_numerics::random::Random;
use euthymia_review::RecordId;
use euthymia_review::log::Stage;
use euthymia_review::screen::Screening;
use std::collections::{HashMap, HashSet};

/// A queue with drawn sets first, as they are, then by an order; what is not in it stays as it is
/// at the end.
pub(in crate::review) fn arranged(
    screening: &Screening,
    stage: Stage,
    mut queue: Vec<usize>,
    order: &[RecordId],
) -> Vec<usize> {
    let rounds = screening.rounds.iter();
    let drawn = rounds.filter(|own| own.round.stage == stage);
    let drawn: HashSet<usize> = drawn.flat_map(|own| own.units.iter().copied()).collect();
    let ranks: HashMap<RecordId, usize> = order.iter().copied().zip(0..).collect();
    let key = |place: &usize| {
        let unit = screening.units.get(*place);
        let rank = unit.and_then(|unit| ranks.get(&unit.record)).copied();
        match drawn.contains(place) {
            true => (false, 0),
            false => (true, rank.unwrap_or(usize::MAX)),
        }
    };
    queue.sort_by_cached_key(key);
    queue
}

/// All reports at random. The place of a report depends on its name and the seed, so that the
/// others keep their order when files are taken in later.
pub(in crate::review) fn at_random(screening: &Screening, seed: u64) -> Vec<RecordId> {
    let mut records: Vec<RecordId> = screening.units.iter().map(|unit| unit.record).collect();
    records.sort_by_cached_key(|record| {
        let name = (u64::from(record.import.0) << 32) | u64::from(record.number);
        (Random::new(seed, name).bits(), *record)
    });
    records
}
