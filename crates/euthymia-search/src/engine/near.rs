//! Stretches of a text: words beside each other, and words near each other.

use std::collections::BTreeSet;

/// First and last position of a stretch.
pub(crate) type Stretch = (u32, u32);

/// The most searches that one NEAR can join.
pub(crate) const MOST_OPERANDS: usize = 12;

/// Stretches of words that follow each other: `words[i]` has the rising positions of the word at
/// place `i`.
pub(crate) fn beside<W: AsRef<[u32]>>(words: &[W]) -> Vec<Stretch> {
    let Some((first, rest)) = words.split_first() else {
        return Vec::new();
    };
    let mut starts = first.as_ref().to_vec();
    for (positions, offset) in rest.iter().zip(1_u32..) {
        let positions = positions.as_ref();
        starts.retain(|start| {
            positions
                .binary_search(&(start.saturating_add(offset)))
                .is_ok()
        });
    }
    let length = u32::try_from(rest.len()).unwrap_or(u32::MAX);
    starts
        .into_iter()
        .map(|start| (start, start.saturating_add(length)))
        .collect()
}

/// How words are near each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Nearness {
    /// The most other words in the whole stretch.
    pub(crate) words_between: u32,
    /// Whether the operands stand in their order.
    pub(crate) ordered: bool,
}

/// Where a stretch that is being put together has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Progress {
    used: u32,
    end: u32,
    between: u32,
}

/// Stretches that have one stretch of every operand, none of which shares a word with another, and
/// no more other words than allowed. Rising, without repeats.
pub(crate) fn near<O: AsRef<[Stretch]>>(operands: &[O], nearness: Nearness) -> Vec<Stretch> {
    let has_none = |operand: &O| operand.as_ref().is_empty();
    if operands.len() > MOST_OPERANDS || operands.iter().any(has_none) {
        return Vec::new();
    }
    if let [left, right] = operands {
        return near_two(left.as_ref(), right.as_ref(), nearness);
    }
    let mut parts: Vec<(Stretch, usize)> = operands
        .iter()
        .enumerate()
        .flat_map(|(operand, stretches)| stretches.as_ref().iter().map(move |&one| (one, operand)))
        .collect();
    parts.sort_unstable();
    let all = (1_u32 << operands.len()) - 1;
    let mut found = BTreeSet::new();
    for (at, &((start, end), operand)) in parts.iter().enumerate() {
        if nearness.ordered && operand > 0 {
            continue;
        }
        let begun = Progress {
            used: 1 << operand,
            end,
            between: 0,
        };
        let later = parts.get(at + 1..).unwrap_or_default();
        found.extend(
            ends(begun, later, all, nearness)
                .into_iter()
                .map(|end| (start, end)),
        );
    }
    found.into_iter().collect()
}

/// The same for two operands, which most searches have, without keeping track of choices.
fn near_two(left: &[Stretch], right: &[Stretch], nearness: Nearness) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut follow = |first: &[Stretch], second: &[Stretch]| {
        for &(start, end) in first {
            let furthest = end.saturating_add(nearness.words_between).saturating_add(1);
            let from = second.partition_point(|(start, _)| *start <= end);
            let later = second.get(from..).unwrap_or_default().iter();
            let reached = later.take_while(|(start, _)| *start <= furthest);
            found.extend(reached.map(|&(_, end)| (start, end)));
        }
    };
    follow(left, right);
    if !nearness.ordered {
        follow(right, left);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Last positions of the stretches that begin so.
fn ends(
    begun: Progress,
    parts: &[(Stretch, usize)],
    all: u32,
    nearness: Nearness,
) -> BTreeSet<u32> {
    let mut ends = BTreeSet::new();
    let mut open = BTreeSet::from([begun]);
    while let Some(progress) = open.pop_first() {
        if progress.used == all {
            ends.insert(progress.end);
            continue;
        }
        let left = nearness.words_between.saturating_sub(progress.between);
        let furthest = progress.end.saturating_add(left).saturating_add(1);
        let from = parts.partition_point(|((start, _), _)| *start <= progress.end);
        let reach = parts.get(from..).unwrap_or_default().iter();
        for &((start, end), operand) in reach.take_while(|((start, _), _)| *start <= furthest) {
            let is_used = progress.used & (1 << operand) != 0;
            let is_next = progress.used == (1 << operand) - 1;
            if !is_used && (is_next || !nearness.ordered) {
                open.insert(Progress {
                    used: progress.used | (1 << operand),
                    end,
                    between: progress.between + (start - progress.end - 1),
                });
            }
        }
    }
    ends
}
