//! Pairs into groups that are one record each.

use super::Candidate;
use super::decision::{By, Decision};
use super::judge::{Thresholds, Verdict, judge};

/// Members of each side that are compared before two groups are joined.
const CHECKED: usize = 32;
/// Mean probability over the pairs of two groups below which they are not joined.
const BRIDGE: f64 = 0.5;

/// Joins along the pairs that are one record, the surest first. Two groups are joined only if no
/// pair between them is a conflict and their pairs are likely on the whole; otherwise the pair that
/// would have joined them is put to a person. Returns the groups of two or more, as places.
pub(crate) fn clusters(
    candidates: &[&Candidate],
    decisions: &mut [Decision],
    places: &[(u32, u32)],
    thresholds: Thresholds,
) -> Vec<Vec<u32>> {
    let mut order: Vec<usize> = (0..decisions.len())
        .filter(|at| {
            decisions
                .get(*at)
                .is_some_and(|decision| decision.verdict == Verdict::Same)
        })
        .collect();
    order.sort_by(|x, y| {
        let probability = |at: &usize| {
            decisions
                .get(*at)
                .map_or(0.0, |decision| decision.probability)
        };
        probability(y)
            .total_cmp(&probability(x))
            .then(places.get(*x).cmp(&places.get(*y)))
    });
    let mut groups = Groups::new(candidates.len());
    for at in order {
        let (Some(decision), Some(&(a, b))) = (decisions.get_mut(at), places.get(at)) else {
            continue;
        };
        let (x, y) = (groups.of(a), groups.of(b));
        if x == y {
            continue;
        }
        if fit(candidates, groups.members(x), groups.members(y), thresholds) {
            groups.join(x, y);
        } else {
            decision.verdict = Verdict::Unsure;
            decision.by = By::Cut;
        }
    }
    for (decision, &(a, b)) in decisions.iter_mut().zip(places) {
        let are_one = groups.of(a) == groups.of(b);
        if are_one && decision.verdict != Verdict::Same {
            decision.verdict = Verdict::Same;
            decision.by = By::Group;
        }
    }
    groups.into_groups()
}

/// Whether two groups can be one.
fn fit(candidates: &[&Candidate], a: &[u32], b: &[u32], thresholds: Thresholds) -> bool {
    if a.len() == 1 && b.len() == 1 {
        return true;
    }
    let (mut sum, mut pairs) = (0.0, 0.0);
    for x in a.iter().take(CHECKED) {
        for y in b.iter().take(CHECKED) {
            let both = candidates.get(*x as usize).zip(candidates.get(*y as usize));
            let Some((x, y)) = both else { continue };
            let judgement = judge(x, y, thresholds);
            if judgement
                .conflict
                .is_some_and(|conflict| conflict.is_hard())
            {
                return false;
            }
            sum += judgement.probability;
            pairs += 1.0;
        }
    }
    sum >= BRIDGE * pairs
}

/// Disjoint groups of places.
struct Groups {
    of: Vec<u32>,
    members: Vec<Vec<u32>>,
}

impl Groups {
    fn new(count: usize) -> Self {
        let all = 0..u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            of: all.clone().collect(),
            members: all.map(|at| vec![at]).collect(),
        }
    }

    fn of(&self, place: u32) -> u32 {
        self.of.get(place as usize).copied().unwrap_or(place)
    }

    fn members(&self, group: u32) -> &[u32] {
        self.members.get(group as usize).map_or(&[], Vec::as_slice)
    }

    /// Joins the smaller to the larger; members stay in order.
    fn join(&mut self, x: u32, y: u32) {
        let (small, large) = if self.members(x).len() < self.members(y).len() {
            (x, y)
        } else {
            (y, x)
        };
        let moved = self
            .members
            .get_mut(small as usize)
            .map(std::mem::take)
            .unwrap_or_default();
        for member in &moved {
            if let Some(group) = self.of.get_mut(*member as usize) {
                *group = large;
            }
        }
        if let Some(members) = self.members.get_mut(large as usize) {
            members.extend(moved);
            members.sort_unstable();
        }
    }

    fn into_groups(self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = self
            .members
            .into_iter()
            .filter(|group| group.len() > 1)
            .collect();
        groups.sort_unstable();
        groups
    }
}
