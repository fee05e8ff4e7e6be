//! Effects too small to matter, and the borders that an interval reaches.

use super::error::CertaintyError;
use crate::pairwise::Bounds;

/// The effects, on the analysis scale, that make no difference to a decision: from the smallest
/// important one below no effect to the smallest important one above it. Also known as: range of
/// equivalence, clinically unimportant effects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Equivalence {
    lower: f64,
    upper: f64,
}

impl Equivalence {
    /// A range on the analysis scale, with `lower` < 0 < `upper`, both finite.
    ///
    /// # Errors
    /// [`CertaintyError::Range`].
    pub fn new(lower: f64, upper: f64) -> Result<Self, CertaintyError> {
        if lower < 0.0 && upper > 0.0 && lower.is_finite() && upper.is_finite() {
            Ok(Self { lower, upper })
        } else {
            Err(CertaintyError::Range { lower, upper })
        }
    }

    /// Differences smaller than `smallest_important`, which is positive, either way.
    ///
    /// # Errors
    /// [`CertaintyError::Range`].
    pub fn of_difference(smallest_important: f64) -> Result<Self, CertaintyError> {
        Self::new(-smallest_important, smallest_important)
    }

    /// Ratios between `smallest_important` and its inverse, for estimates that are logarithms of
    /// ratios; 0.8 and 1.25 are the same range.
    ///
    /// # Errors
    /// [`CertaintyError::Range`] for 1, for what is not positive and for what is not finite.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::certainty::Equivalence;
    /// let range = Equivalence::of_ratio(0.8)?;
    /// assert!((range.upper() - 1.25_f64.ln()).abs() < 1e-15);
    /// assert!(Equivalence::of_ratio(1.0).is_err());
    /// # Ok::<(), euthymia_synthesis::network::certainty::CertaintyError>(())
    /// ```
    pub fn of_ratio(smallest_important: f64) -> Result<Self, CertaintyError> {
        let away = smallest_important.ln().abs();
        Self::new(-away, away)
    }

    /// The smallest important effect below no effect.
    #[must_use]
    pub fn lower(&self) -> f64 {
        self.lower
    }

    /// The smallest important effect above no effect.
    #[must_use]
    pub fn upper(&self) -> f64 {
        self.upper
    }

    /// True where every value of an interval is unimportant.
    pub(super) fn holds(&self, bounds: Bounds) -> bool {
        bounds.lower > self.lower && bounds.upper < self.upper
    }

    /// How many of its own two borders an interval reaches.
    pub(super) fn ends_reached(&self, bounds: Bounds) -> u32 {
        u32::from(bounds.lower <= self.lower) + u32::from(bounds.upper >= self.upper)
    }

    /// How many of two borders an interval about `estimate` reaches: no effect, and the smallest
    /// important effect on the other side of it. An estimate of no effect has two other sides, of which
    /// either counts as both.
    pub(super) fn opposite_reached(&self, estimate: f64, bounds: Bounds) -> u32 {
        if estimate > 0.0 {
            u32::from(bounds.lower <= 0.0) + u32::from(bounds.lower <= self.lower)
        } else if estimate < 0.0 {
            u32::from(bounds.upper >= 0.0) + u32::from(bounds.upper >= self.upper)
        } else {
            2 * self.ends_reached(bounds).min(1)
        }
    }

    /// Whether an interval has values below the range, in it, and above it.
    pub(super) fn areas(&self, bounds: Bounds) -> [bool; 3] {
        [
            bounds.lower < self.lower,
            bounds.lower < self.upper && bounds.upper > self.lower,
            bounds.upper > self.upper,
        ]
    }
}

/// Checks an estimate with its limits.
pub(super) fn checked(estimate: f64, bounds: Bounds) -> Result<(), CertaintyError> {
    let Bounds { lower, upper } = bounds;
    let ordered = lower <= estimate && estimate <= upper;
    if ordered && lower.is_finite() && upper.is_finite() {
        Ok(())
    } else {
        Err(CertaintyError::Interval {
            estimate,
            lower,
            upper,
        })
    }
}
