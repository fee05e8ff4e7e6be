//! How much an included and an excluded text count.

/// Weights of an included and of an excluded text, so that all included ones together count `ratio`
/// times as much as all excluded ones, and the mean over all texts is 1.
///
/// With none of one kind all count 1.
///
/// # Example
/// ```
/// use euthymia_screening::model::weights;
/// // 2 included and 8 excluded, ratio 3: 2 a = 3 · 8 b and 2 a + 8 b = 10.
/// let (a, b) = weights((2, 8), 3.0);
/// assert!((a - 3.75).abs() < 1e-12 && (b - 0.3125).abs() < 1e-12);
/// ```
#[must_use]
pub fn weights((included, excluded): (usize, usize), ratio: f64) -> (f64, f64) {
    if included == 0 || excluded == 0 {
        return (1.0, 1.0);
    }
    let (one, zero) = (included as f64, excluded as f64);
    let all = one + zero;
    let share = ratio / (1.0 + ratio);
    (all * share / one, all * (1.0 - share) / zero)
}
