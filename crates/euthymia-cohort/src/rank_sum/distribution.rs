//! The distribution of a rank sum when all ways to choose the first group are equally likely.

use euthymia_numerics::sum::compensated;

use crate::group_error::GroupError;

/// The most additions made for one distribution: below a second.
const STEPS_MAX: f64 = 1e9;

/// Probabilities of sums of doubled ranks.
pub(super) struct Distribution {
    /// The probability of each sum from 0.
    probabilities: Vec<f64>,
}

impl Distribution {
    /// The distribution of the sum of `chosen` of the doubled ranks, ties as they are.
    ///
    /// Ranks are added one after the other: after r ranks, `table[k][s]` is the share of the ways to
    /// choose k of them with sum s. All terms are positive, so nothing cancels.
    pub(super) fn new(doubled: &[u64], chosen: usize) -> Result<Self, GroupError> {
        let chosen = chosen.min(doubled.len());
        let mut sorted = doubled.to_vec();
        sorted.sort_unstable();
        let highest: u64 = sorted.iter().rev().take(chosen).sum();
        let needed = doubled.len() as f64 * (chosen as f64 + 1.0) * (highest as f64 + 1.0);
        if needed > STEPS_MAX {
            return Err(GroupError::TooLarge {
                needed,
                limit: STEPS_MAX,
            });
        }
        let width = highest as usize + 1;
        let mut table = vec![vec![0.0; width]; chosen + 1];
        if let Some(start) = table.first_mut().and_then(|row| row.first_mut()) {
            *start = 1.0;
        }
        for (before, rank) in sorted.iter().enumerate() {
            add(&mut table, *rank as usize, before);
        }
        let probabilities = table.pop().unwrap_or_default();
        Ok(Self { probabilities })
    }

    /// P(S ≤ sum).
    pub(super) fn at_most(&self, sum: u64) -> f64 {
        let end = (sum as usize)
            .saturating_add(1)
            .min(self.probabilities.len());
        compensated(self.probabilities.iter().take(end).copied()).min(1.0)
    }

    /// P(S ≥ sum).
    pub(super) fn at_least(&self, sum: u64) -> f64 {
        compensated(self.probabilities.iter().skip(sum as usize).copied()).min(1.0)
    }
}

/// Adds one rank to the choice. Of r + 1 ranks, a choice of k holds the last one with chance
/// k/(r + 1).
fn add(table: &mut [Vec<f64>], rank: usize, before: usize) {
    let total = before as f64 + 1.0;
    let highest = before.min(table.len().saturating_sub(2)) + 1;
    for k in (0..=highest.min(table.len() - 1)).rev() {
        let with = k as f64 / total;
        let (lower, upper) = table.split_at_mut(k);
        let Some(row) = upper.first_mut() else {
            continue;
        };
        for cell in row.iter_mut() {
            *cell *= 1.0 - with;
        }
        if let Some(previous) = lower.last() {
            for (cell, share) in row.iter_mut().skip(rank).zip(previous) {
                *cell += with * share;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_four_ranks_have_six_sums() {
        // Doubled ranks 2, 4, 6, 8: sums 6, 8, 10, 10, 12, 14.
        let found = Distribution::new(&[2, 4, 6, 8], 2).unwrap();
        for (sum, ways) in [(6, 1.0), (8, 2.0), (10, 4.0), (12, 5.0), (14, 6.0)] {
            assert!((found.at_most(sum) - ways / 6.0).abs() < 1e-15, "{sum}");
        }
        assert!((found.at_least(12) - 2.0 / 6.0).abs() < 1e-15);
    }

    #[test]
    fn ties_keep_their_multiplicity() {
        // Values a, b, b: doubled ranks 2, 5, 5; one of them is 5 with chance 2/3.
        let found = Distribution::new(&[2, 5, 5], 1).unwrap();
        assert!((found.at_least(5) - 2.0 / 3.0).abs() < 1e-15);
        assert!((found.at_most(4) - 1.0 / 3.0).abs() < 1e-15);
    }
}
