//! Duplicates: which records are one, which belong together, and which a person has to look at.
//!
//! Records are compared field by field where they share some key ([`Key`]); every comparison has a
//! [`Level`], every level a weight ([`weights`]), and the sum of weights is a probability. Above the
//! probability stand rules for what must never merge ([`Conflict`]): errata, comments, parts,
//! preprints, registrations and the like are linked ([`Link`]) and stay records of their own.
//!
//! The answer depends neither on the order of the records nor on the number of threads.
//!
//! # Example
//! ```
//! use euthymia_review::{Date, Record};
//! use euthymia_review::dedupe::{Candidate, Settings, dedupe};
//!
//! let record = |title: &str, pages: &str| Record {
//!     title: Some(title.into()),
//!     date: Some(Date::parse("2021")),
//!     container: Some("Journal of Affective Disorders".into()),
//!     volume: Some("290".into()),
//!     pages: Some(pages.into()),
//!     ..Record::default()
//! };
//! let records = [
//!     record("Ketamine by infusion or by nose: a trial", "1201-1209"),
//!     record("Ketamine by Infusion or by Nose - A Trial.", "1201-9"),
//!     record("Lithium after ketamine", "1210-1216"),
//! ];
//! let candidates: Vec<_> = records
//!     .iter()
//!     .enumerate()
//!     .map(|(at, record)| Candidate::of(format!("3f9a2c1b-{}", at + 1).parse().unwrap(), record))
//!     .collect();
//! let found = dedupe(&candidates, &Settings::default());
//! assert_eq!(found.groups.len(), 1);
//! assert_eq!(found.groups[0][0].to_string(), "3f9a2c1b-1");
//! assert_eq!(found.groups[0][1].to_string(), "3f9a2c1b-2");
//! ```

mod block;
mod candidate;
mod cluster;
mod decision;
mod journal;
mod judge;
mod level;
mod likeness;
mod merge;
mod names;
mod place;
mod plain;
mod sketch;
mod title;
pub mod weights;
mod word;

pub use block::{Key, LargeBlock};
pub use candidate::Candidate;
pub use decision::{By, Decision, Explanation, Reason, explain};
pub use judge::{Conflict, Judgement, Link, Thresholds, Verdict, judge, probability};
pub use level::{Field, Level, Levels, compare};
pub use merge::merge;
pub use plain::plain_words;
pub use title::Notice;

use crate::RecordId;

/// Name and version of the rules, for the log. It changes whenever a decision may change.
pub const RULE: &str = "euthymia.dedupe.v2";

/// What deduplication may be told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Between which probabilities a person is asked.
    pub thresholds: Thresholds,
    /// Pairs apart below this probability are not listed.
    pub floor: f64,
    /// Threads, at least 1. The answer does not depend on it.
    pub threads: usize,
}

impl Default for Settings {
    /// The default thresholds, a floor of 0.05, two threads.
    fn default() -> Self {
        Self {
            thresholds: Thresholds::default(),
            floor: 0.05,
            threads: 2,
        }
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Duplicates {
    /// Groups of two or more that are one record, each in order of names.
    pub groups: Vec<Vec<RecordId>>,
    /// Judged pairs that are one, linked, unsure, or apart above the floor, in order of names.
    pub decisions: Vec<Decision>,
    /// Keys that many records share.
    pub large: Vec<LargeBlock>,
    /// Pairs that were compared.
    pub compared: usize,
}

impl Duplicates {
    /// Pairs for a person to decide, the likeliest first.
    pub fn queue(&self) -> Vec<&Decision> {
        let mut queue: Vec<&Decision> = self
            .decisions
            .iter()
            .filter(|decision| decision.verdict == Verdict::Unsure)
            .collect();
        queue.sort_by(|x, y| {
            y.probability
                .total_cmp(&x.probability)
                .then((x.a, x.b).cmp(&(y.a, y.b)))
        });
        queue
    }
}

/// Finds the duplicates among records with different names.
///
/// Time and memory grow almost in proportion to the number of records: a record is compared with
/// at most forty others for each of its keys.
pub fn dedupe(candidates: &[Candidate], settings: &Settings) -> Duplicates {
    let mut sorted: Vec<&Candidate> = candidates.iter().collect();
    sorted.sort_by_key(|candidate| candidate.id);
    let (pairs, large) = block::pairs(&sorted, settings.threads);
    let compared = pairs.len();
    let (places, mut decisions): (Vec<(u32, u32)>, Vec<Decision>) =
        judged(&sorted, &pairs, settings).into_iter().unzip();
    drop(pairs);
    let groups = cluster::clusters(&sorted, &mut decisions, &places, settings.thresholds);
    let id = |at: &u32| sorted.get(*at as usize).map(|candidate| candidate.id);
    let groups = groups
        .iter()
        .map(|group| group.iter().filter_map(id).collect())
        .collect();
    Duplicates {
        groups,
        decisions,
        large,
        compared,
    }
}

/// Judges all pairs, in their order.
fn judged(
    candidates: &[&Candidate],
    pairs: &[(u32, u32)],
    settings: &Settings,
) -> Vec<((u32, u32), Decision)> {
    let share = pairs.len().div_ceil(settings.threads.max(1)).max(1);
    let work = |part: &[(u32, u32)]| -> Vec<((u32, u32), Decision)> {
        part.iter()
            .filter_map(|pair| {
                decide(candidates, *pair, settings).map(|decision| (*pair, decision))
            })
            .collect()
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = pairs
            .chunks(share)
            .map(|part| (part, scope.spawn(move || work(part))))
            .collect();
        let done = workers
            .into_iter()
            .map(|(part, worker)| worker.join().unwrap_or_else(|_| work(part)));
        done.flatten().collect()
    })
}

fn decide(candidates: &[&Candidate], pair: (u32, u32), settings: &Settings) -> Option<Decision> {
    let a = candidates.get(pair.0 as usize)?;
    let b = candidates.get(pair.1 as usize)?;
    if judge::is_plainly_apart(a, b, settings) {
        return None;
    }
    let Judgement {
        levels,
        probability,
        verdict,
        ..
    } = judge(a, b, settings.thresholds);
    let is_kept = verdict != Verdict::Apart || probability >= settings.floor;
    is_kept.then_some(Decision {
        a: a.id,
        b: b.id,
        verdict,
        by: By::Pair,
        probability,
        levels,
    })
}
