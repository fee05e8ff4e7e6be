//! A confidence interval between two order statistics, which cannot have every level.

/// A two-sided interval between the k-th smallest and the k-th largest of some values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrderInterval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// The level that was asked for.
    pub level: f64,
    /// The level that is reached, at least the one asked for.
    pub achieved: f64,
    /// k, counted from 1.
    pub order: u64,
    /// How k was found.
    pub method: OrderMethod,
}

/// How the order of a limit was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderMethod {
    /// From the exact distribution without ties.
    Exact,
    /// From the normal distribution with continuity correction.
    Normal,
}

impl OrderMethod {
    /// Its name for a table or a methods paragraph.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Normal => "normal approximation with continuity correction",
        }
    }
}
