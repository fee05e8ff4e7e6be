//! How much two different answers agree.

/// How much two different answers agree: 1 for the same, 0 for the furthest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weights {
    /// Different is different.
    #[default]
    Nominal,
    /// Answers are ordered: 1 − distance / largest distance.
    Linear,
    /// Answers are ordered: 1 − (distance / largest distance)².
    Quadratic,
}

impl Weights {
    /// The weight of two of `size` answers by their places.
    pub fn of(self, one: usize, other: usize, size: usize) -> f64 {
        if one == other {
            return 1.0;
        }
        let largest = size.saturating_sub(1).max(1) as f64;
        let distance = one.abs_diff(other) as f64 / largest;
        match self {
            Self::Nominal => 0.0,
            Self::Linear => 1.0 - distance,
            Self::Quadratic => 1.0 - distance * distance,
        }
    }

    /// The sum of all weights.
    pub(super) fn total(self, size: usize) -> f64 {
        let row = |one| (0..size).map(move |other| self.of(one, other, size));
        (0..size).flat_map(row).sum()
    }
}
