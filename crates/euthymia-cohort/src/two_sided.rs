//! What a two-sided p-value of a discrete test means: three rules that differ, said by name.

/// How the p-value of an exact test is made two-sided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TwoSided {
    /// The sum over all outcomes that are no more likely than the one observed, with a relative
    /// slack of 1e-7 for ties, as R's `fisher.test` and `binom.test` do.
    NoMoreLikely,
    /// Twice the smaller tail, at most 1.
    Doubled,
    /// Twice the smaller tail with the observed outcome counted by half, at most 1. Not
    /// conservative: it may exceed its level slightly.
    MidP,
}

impl TwoSided {
    /// The rule's name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoMoreLikely => "outcomes no more likely than observed",
            Self::Doubled => "twice the smaller tail",
            Self::MidP => "mid-p, twice the smaller tail",
        }
    }
}

/// Outcomes within this ratio of each other count as equally likely, R's 1 + 1e-7.
pub(crate) const EQUALLY_LIKELY: f64 = 1.0 + 1e-7;

/// The tails of a discrete distribution at what was observed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TailsAt {
    /// P(X ≤ x).
    pub(crate) at_most: f64,
    /// P(X = x).
    pub(crate) at: f64,
    /// P(X ≥ x).
    pub(crate) at_least: f64,
}

impl TailsAt {
    /// The two-sided p-value; `no_more_likely` is called only for that rule.
    pub(crate) fn two_sided(self, rule: TwoSided, no_more_likely: impl FnOnce() -> f64) -> f64 {
        let smaller = self.at_most.min(self.at_least);
        match rule {
            TwoSided::NoMoreLikely => no_more_likely().min(1.0),
            TwoSided::Doubled => (2.0 * smaller).min(1.0),
            TwoSided::MidP => (2.0 * smaller - self.at).clamp(0.0, 1.0),
        }
    }
}
