//! Ranks counted draw by draw.

use super::super::rank::Ranking;
use super::super::score::Better;

/// How often each treatment has had each rank so far.
#[derive(Debug)]
pub(crate) struct Tally {
    better: Better,
    draws: usize,
    counts: Vec<Vec<u64>>,
    order: Vec<(f64, usize)>,
}

impl Tally {
    /// Starts for `n` treatments.
    pub(crate) fn new(n: usize, better: Better) -> Self {
        Self {
            better,
            draws: 0,
            counts: vec![vec![0; n]; n],
            order: Vec::with_capacity(n),
        }
    }

    /// Adds one draw of the effects of all treatments.
    pub(crate) fn add(&mut self, effects: impl Iterator<Item = f64>) {
        self.order.clear();
        let gains = effects.map(|effect| -self.better.gain(effect));
        self.order.extend(gains.zip(0..self.counts.len()));
        self.order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        for (rank, (_, i)) in self.order.iter().enumerate() {
            self.counts[*i][rank] += 1;
        }
        self.draws += 1;
    }

    /// The result.
    pub(crate) fn ranking(self) -> Ranking {
        Ranking {
            better: self.better,
            draws: self.draws,
            counts: self.counts,
        }
    }
}
