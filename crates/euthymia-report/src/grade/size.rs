//! How many patients one adequate trial would need.

use euthymia_numerics::{Probability, normal};

/// Where the optimal information size comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OptimalSize {
    /// Stated: patients of both groups together.
    Stated(u64),
    /// Computed for this relative reduction of the baseline risk, with a two-sided error of 5 % and a
    /// power of 80 %.
    Reduction(f64),
}

impl Default for OptimalSize {
    /// A quarter fewer.
    fn default() -> Self {
        Self::Reduction(0.25)
    }
}

/// The patients, of two groups of one size together, that a trial needs to find a relative reduction of
/// a baseline risk with a two-sided error of 5 % and a power of 80 %. Also known as: optimal
/// information size.
///
/// Per group (z₀.₀₂₅ + z₀.₂)² (p₀q₀ + p₁q₁)/(p₀ − p₁)², rounded up. `None` unless risk and reduction lie
/// between 0 and 1.
///
/// # References
/// Guyatt GH et al. J Clin Epidemiol 2011;64:1283–1293 (the idea); the formula is the usual one for two
/// proportions.
///
/// # Example
/// ```
/// // 0.20 against 0.15: 7.8489 · (0.16 + 0.1275)/0.0025 = 902.6 in each group.
/// assert_eq!(euthymia_report::grade::optimal_size(0.2, 0.25), Some(1806));
/// ```
#[must_use]
pub fn optimal_size(risk: f64, reduction: f64) -> Option<u64> {
    let open = |x: f64| x > 0.0 && x < 1.0;
    if !(open(risk) && open(reduction)) {
        return None;
    }
    let z = |tail: f64| Probability::new(tail).map(normal::upper_quantile).ok();
    let other = risk * (1.0 - reduction);
    let spread = risk * (1.0 - risk) + other * (1.0 - other);
    let each = (z(0.025)? + z(0.2)?).powi(2) * spread / (risk - other).powi(2);
    // Above 2⁵³ a size means nothing.
    (each < 4.5e15).then(|| 2 * each.ceil() as u64)
}
