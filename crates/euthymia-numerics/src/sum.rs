//! Sums that do not lose small terms beside large ones.

/// Returns the sum of `terms` with Neumaier's compensation.
///
/// The error does not grow with the number of terms, so that a meta-analysis of 100,000 studies
/// keeps its last digits.
///
/// # References
/// Neumaier A. Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen. ZAMM 1974;
/// 54:39–51.
///
/// # Example
/// ```
/// use euthymia_numerics::sum::compensated;
/// assert_eq!(compensated([1.0, 1e100, 1.0, -1e100]), 2.0);
/// ```
pub fn compensated(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = Compensated::default();
    for term in terms {
        sum.add(term);
    }
    sum.value()
}

/// A running sum with Neumaier's compensation, for several sums in one pass over the data.
///
/// # Example
/// ```
/// use euthymia_numerics::sum::Compensated;
/// let (mut sum, mut squares) = (Compensated::default(), Compensated::default());
/// for x in [1e8, 1.0, -1e8] {
///     sum.add(x);
///     squares.add(x * x);
/// }
/// assert_eq!((sum.value(), squares.value()), (1.0, 2e16 + 1.0));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Compensated {
    total: f64,
    lost: f64,
}

impl Compensated {
    /// Adds a term and keeps what rounding took from the sum.
    ///
    /// The loss is Knuth's: exact whichever of the two is larger, and without a branch.
    pub fn add(&mut self, term: f64) {
        let next = self.total + term;
        let added = next - self.total;
        self.lost += (self.total - (next - added)) + (term - added);
        self.total = next;
    }

    /// The sum so far.
    #[must_use]
    pub fn value(self) -> f64 {
        // An overflowed or infinite sum has no meaningful compensation (∞ − ∞ is not a number).
        if self.total.is_finite() {
            self.total + self.lost
        } else {
            self.total
        }
    }
}

#[cfg(test)]
mod tests {
    use super::compensated;

    #[test]
    fn a_million_tenths_make_a_hundred_thousand() {
        assert_eq!(compensated(std::iter::repeat_n(0.1, 1_000_000)), 100_000.0);
    }

    #[test]
    fn nothing_sums_to_zero() {
        assert_eq!(compensated([]), 0.0);
    }

    #[test]
    fn an_overflow_is_infinite_not_a_nan() {
        assert_eq!(compensated([f64::MAX, f64::MAX]), f64::INFINITY);
    }
}
