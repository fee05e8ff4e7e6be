//! Numbers that can be drawn: an estimate with its interval.

/// A point estimate with a lower and an upper bound, all finite.
///
/// The estimate usually lies between the bounds, but need not: some interval methods (a
/// bias-corrected bootstrap, for one) leave it outside, and the figure then shows exactly that.
///
/// # Example
/// ```
/// use euthymia_plot::Interval;
/// assert!(Interval::new(0.5, 0.2, 0.9).is_some());
/// assert!(Interval::new(f64::NAN, 0.2, 0.9).is_none());
/// assert!(Interval::new(0.5, 0.9, 0.2).is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    estimate: f64,
    lower: f64,
    upper: f64,
}

impl Interval {
    /// Returns `None` unless all three are finite and `lower ≤ upper`.
    #[must_use]
    pub fn new(estimate: f64, lower: f64, upper: f64) -> Option<Self> {
        let finite = [estimate, lower, upper].iter().all(|v| v.is_finite());
        (finite && lower <= upper).then_some(Self {
            estimate,
            lower,
            upper,
        })
    }

    /// The point estimate.
    #[must_use]
    pub fn estimate(self) -> f64 {
        self.estimate
    }

    /// The lower bound.
    #[must_use]
    pub fn lower(self) -> f64 {
        self.lower
    }

    /// The upper bound.
    #[must_use]
    pub fn upper(self) -> f64 {
        self.upper
    }
}

/// An estimate, or the words that stand in its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Estimate {
    /// Drawn as a mark with its interval.
    Known(Interval),
    /// Printed in the plot instead of a mark, such as "not estimable" or "not reported".
    Missing(String),
}

impl Estimate {
    /// A known estimate, or "not estimable" when a number is not finite or the bounds are reversed.
    ///
    /// # Example
    /// ```
    /// use euthymia_plot::Estimate;
    /// assert_eq!(
    ///     Estimate::new(f64::INFINITY, 0.0, 1.0),
    ///     Estimate::Missing("not estimable".into())
    /// );
    /// ```
    #[must_use]
    pub fn new(estimate: f64, lower: f64, upper: f64) -> Self {
        Interval::new(estimate, lower, upper).map_or_else(Self::not_estimable, Self::Known)
    }

    /// The words "not estimable".
    #[must_use]
    pub fn not_estimable() -> Self {
        Self::Missing("not estimable".to_owned())
    }
}
