//! How well what was found agrees with the labels.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use euthymia_review::RecordId;
use euthymia_review::dedupe::{Candidate, Duplicates, Field, Settings, Verdict, compare, dedupe};

use crate::read::Set;

/// Counts of one set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Score {
    records: usize,
    /// Records that the labels remove, as the published table counts: by record.
    removed: Counts,
    /// Pairs of records, which is stricter.
    pairs: Counts,
    /// True pairs that were compared or joined.
    blocked: usize,
    queue: usize,
    linked: usize,
    compared: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    fn precision(self) -> f64 {
        self.right as f64 / ((self.right + self.wrong).max(1)) as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / ((self.right + self.missed).max(1)) as f64
    }

    fn plus(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            missed: self.missed + other.missed,
        }
    }
}

impl Score {
    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self {
            records: self.records + other.records,
            removed: self.removed.plus(other.removed),
            pairs: self.pairs.plus(other.pairs),
            blocked: self.blocked + other.blocked,
            queue: self.queue + other.queue,
            linked: self.linked + other.linked,
            compared: self.compared + other.compared,
        }
    }

    /// Pairs merged wrongly, then pairs missed.
    pub(crate) fn mistakes(&self, set: &Set, found: &Duplicates) -> Vec<(RecordId, RecordId)> {
        let (truth, own) = (pairs(&set.groups), pairs(&found.groups));
        own.difference(&truth)
            .chain(truth.difference(&own))
            .copied()
            .collect()
    }
}

fn pairs(groups: &[Vec<RecordId>]) -> BTreeSet<(RecordId, RecordId)> {
    let of = |group: &Vec<RecordId>| {
        let mut group = group.clone();
        group.sort();
        let all = group
            .iter()
            .enumerate()
            .flat_map(|(at, a)| group.iter().skip(at + 1).map(|b| (*a, *b)));
        all.collect::<Vec<_>>()
    };
    groups.iter().flat_map(of).collect()
}

/// Counts by record as bib-dedupe's benchmark does: of each true group one record is to stay; a
/// record outside all groups that goes is a false positive, and so is a group of which none stays.
/// Of our groups the first record stays.
fn removed(set: &Set, found: &Duplicates) -> Counts {
    let gone: BTreeSet<RecordId> = found
        .groups
        .iter()
        .flat_map(|group| group.iter().skip(1))
        .copied()
        .collect();
    let grouped: BTreeSet<RecordId> = set.groups.iter().flatten().copied().collect();
    let mut counts = Counts {
        wrong: gone.iter().filter(|id| !grouped.contains(id)).count(),
        ..Counts::default()
    };
    for group in &set.groups {
        let stay = group.iter().filter(|id| !gone.contains(id)).count();
        counts.right += group.len() - stay.max(1);
        counts.missed += stay.saturating_sub(1);
        counts.wrong += usize::from(stay == 0);
    }
    counts
}

/// Counts for a set. Which true pairs were compared is found by asking for every decision.
pub(crate) fn score(set: &Set, candidates: &[Candidate], found: &Duplicates) -> Score {
    let (truth, own) = (pairs(&set.groups), pairs(&found.groups));
    let all = dedupe(
        candidates,
        &Settings {
            floor: -1.0,
            ..Settings::default()
        },
    );
    let seen: BTreeSet<_> = all
        .decisions
        .iter()
        .map(|decision| (decision.a, decision.b))
        .collect();
    let count = |wanted: fn(&Verdict) -> bool| {
        found
            .decisions
            .iter()
            .filter(|d| wanted(&d.verdict))
            .count()
    };
    Score {
        records: set.records.len(),
        removed: removed(set, found),
        pairs: Counts {
            right: own.intersection(&truth).count(),
            wrong: own.difference(&truth).count(),
            missed: truth.difference(&own).count(),
        },
        blocked: truth.iter().filter(|pair| seen.contains(pair)).count(),
        queue: count(|verdict| *verdict == Verdict::Unsure),
        linked: count(|verdict| matches!(verdict, Verdict::Linked(_))),
        compared: found.compared,
    }
}

pub(crate) fn line(
    out: &mut impl Write,
    name: &str,
    score: &Score,
    seconds: f64,
) -> std::io::Result<()> {
    let Score {
        records,
        removed,
        pairs,
        blocked,
        queue,
        linked,
        compared,
    } = score;
    let true_pairs = pairs.right + pairs.missed;
    writeln!(
        out,
        "{name:<20} {records:>7} {:>6} {:>6} {:>4} {:>4} {:>9.5} {:>7.4} | {true_pairs:>6} {:>6} {:>4} {:>4} {:>9.5} {:>7.4} | {blocked:>7} {queue:>6} {linked:>6} {compared:>8} {seconds:>7.3}",
        removed.right + removed.missed,
        removed.right,
        removed.wrong,
        removed.missed,
        removed.precision(),
        removed.recall(),
        pairs.right,
        pairs.wrong,
        pairs.missed,
        pairs.precision(),
        pairs.recall(),
    )
}

/// How the fields of every compared pair compare: set, whether it is one record, whether a rule
/// forbids it, number of the group of the first, levels. Nothing of the records is written.
pub(crate) fn write_levels(
    file: &mut impl Write,
    set: &Set,
    candidates: &[Candidate],
) -> std::io::Result<()> {
    let truth = pairs(&set.groups);
    let by_id: BTreeMap<RecordId, &Candidate> = candidates
        .iter()
        .map(|candidate| (candidate.id, candidate))
        .collect();
    let all = dedupe(
        candidates,
        &Settings {
            floor: -1.0,
            ..Settings::default()
        },
    );
    let firsts: BTreeMap<RecordId, RecordId> = set
        .groups
        .iter()
        .flat_map(|group| {
            group
                .iter()
                .map(|id| (*id, group.first().copied().unwrap_or(*id)))
        })
        .collect();
    for decision in &all.decisions {
        let (Some(a), Some(b)) = (by_id.get(&decision.a), by_id.get(&decision.b)) else {
            continue;
        };
        let levels = compare(a, b);
        let words: Vec<&str> = Field::ALL
            .iter()
            .map(|field| levels.of(*field).word())
            .collect();
        let conflict = euthymia_review::dedupe::judge(a, b, Settings::default().thresholds)
            .conflict
            .is_some();
        let is_one = u8::from(truth.contains(&(decision.a, decision.b)));
        writeln!(
            file,
            "{},{is_one},{},{},{}",
            set.name,
            u8::from(conflict),
            firsts.get(&decision.a).unwrap_or(&decision.a).number,
            words.join(",")
        )?;
    }
    Ok(())
}
