//! Whether log odds ratios have finite estimates at all.
//!
//! The likelihood has a direction in which it never falls if the treatments can be divided into a lower
//! and an upper group such that no trial has both an event in an arm of the lower group and a patient
//! without one in an arm of the upper group. Draw an arrow from j to i where a trial has an event in
//! arm j and a patient without one in arm i: estimates are finite if and only if every treatment can be
//! reached from every other. With Breslow's approximation an event in arm j is enough.
//!
//! # References
//! Albert A, Anderson JA. Biometrika 1984;71:1–10 (separation). Ford LR. Am Math Mon
//! 1957;64(8):28–33 (the condition for paired comparisons).

use super::Likelihood;
use super::data::{CountTrial, Counts};
use super::error::CountError;
use crate::effect::proportion::Count;
use crate::network::parts::parts_of;

/// Checks that every odds ratio has a finite estimate.
pub(super) fn check(counts: &Counts, likelihood: Likelihood) -> Result<(), CountError> {
    if counts.informative().next().is_none() {
        return Err(CountError::NothingLeft(counts.trials().len()));
    }
    let n = counts.treatments().len();
    for (place, label) in counts.treatments().iter().enumerate() {
        let arms = || {
            counts
                .trials()
                .iter()
                .flat_map(CountTrial::each)
                .filter(|(arm, _)| *arm == place)
        };
        if arms().all(|(_, count)| count.events() == 0) {
            return Err(CountError::NoEvent(label.clone()));
        }
        let approximate = likelihood == Likelihood::ConditionalApproximate;
        if !approximate && arms().all(|(_, count)| count.events() == count.n()) {
            return Err(CountError::OnlyEvents(label.clone()));
        }
        if !counts
            .informative()
            .any(|trial| trial.arms().contains(&place))
        {
            return Err(CountError::NotCompared(label.clone()));
        }
    }
    let parts = parts_of(n, counts.informative().map(CountTrial::arms));
    if let [_, other, ..] = parts.as_slice() {
        return Err(CountError::Disconnected {
            parts: parts.len(),
            one: counts.labels(other),
        });
    }
    match divided(n, &arrows(counts, likelihood)) {
        None => Ok(()),
        Some(is_lower) => {
            let group =
                |wanted| -> Vec<usize> { (0..n).filter(|i| is_lower[*i] == wanted).collect() };
            Err(CountError::Separated {
                lower: counts.labels(&group(true)),
                upper: counts.labels(&group(false)),
            })
        }
    }
}

/// Pairs (j, i): a trial has an event in arm j that could have been one in arm i.
fn arrows(counts: &Counts, likelihood: Likelihood) -> Vec<(usize, usize)> {
    let room = |count: &Count| {
        likelihood == Likelihood::ConditionalApproximate || count.events() < count.n()
    };
    let mut arrows = Vec::new();
    for trial in counts.informative() {
        for (from, _) in trial.each().filter(|(_, count)| count.events() > 0) {
            let others = trial
                .each()
                .filter(|(to, count)| *to != from && room(count));
            arrows.extend(others.map(|(to, _)| (from, to)));
        }
    }
    arrows.sort_unstable();
    arrows.dedup();
    arrows
}

/// For each of `n` places whether it is in the lower group; `None` when all reach each other.
fn divided(n: usize, arrows: &[(usize, usize)]) -> Option<Vec<bool>> {
    let forward = reached(n, arrows.iter().copied());
    if forward.contains(&false) {
        // No arrow leaves what the first reaches: that group can sink.
        return Some(forward);
    }
    let backward = reached(n, arrows.iter().map(|(from, to)| (*to, *from)));
    backward
        .contains(&false)
        .then(|| backward.iter().map(|reaches| !reaches).collect())
}

/// What can be reached from the first place.
fn reached(n: usize, arrows: impl Iterator<Item = (usize, usize)>) -> Vec<bool> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); n];
    for (from, to) in arrows {
        next[from].push(to);
    }
    let mut seen = vec![false; n];
    let mut waiting = vec![0];
    while let Some(at) = waiting.pop() {
        if !std::mem::replace(&mut seen[at], true) {
            waiting.extend(&next[at]);
        }
    }
    seen
}
