//! Do the means of groups of studies differ?

use euthymia_numerics::chi_squared;
use euthymia_numerics::sum::compensated;

/// A test that the means of groups of studies are one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetweenGroups {
    /// Σ wᵍ (μᵍ − μ̄)², wᵍ = 1/seᵍ².
    pub q: f64,
    /// Groups less one.
    pub df: f64,
    /// Upper tail of χ².
    pub p_value: f64,
}

/// Tests groups, each given by its pooled estimate and the standard error of that.
///
/// The groups hold different studies and were pooled apart, each with its own τ². Also known as: Q
/// between, test for subgroup differences. It compares trials with other trials, so that whatever else
/// differs between the groups differs too. `None` with fewer than two groups, and where an estimate or
/// a standard error is no finite number or a standard error is not above 0.
///
/// # References
/// Borenstein M, Higgins JPT. Prev Sci 2013;14:134–143.
///
/// # Example
/// ```
/// use euthymia_synthesis::pairwise::subgroups::between_groups;
/// // Weights 1 and 4: the mean of 0 and 5 is 4, and Q = 16 + 4.
/// let found = between_groups(&[(0.0, 1.0), (5.0, 0.5)]).ok_or("two groups")?;
/// assert!((found.q - 20.0).abs() < 1e-12 && found.df == 1.0);
/// assert!(between_groups(&[(0.0, 1.0)]).is_none());
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn between_groups(groups: &[(f64, f64)]) -> Option<BetweenGroups> {
    let fine = |(estimate, se): &(f64, f64)| estimate.is_finite() && se.is_finite() && *se > 0.0;
    if groups.len() < 2 || !groups.iter().all(fine) {
        return None;
    }
    // Weights relative to the heaviest group, so that none overflows.
    let least = groups
        .iter()
        .fold(f64::INFINITY, |low, (_, se)| low.min(*se));
    let weights = || groups.iter().map(|(_, se)| (least / se).powi(2));
    let estimates = || groups.iter().map(|(estimate, _)| *estimate);
    let mean = compensated(weights().zip(estimates()).map(|(w, y)| w * y)) / compensated(weights());
    let q = compensated(groups.iter().map(|(y, se)| ((y - mean) / se).powi(2)));
    let df = (groups.len() - 1) as f64;
    q.is_finite().then(|| BetweenGroups {
        q,
        df,
        p_value: chi_squared::sf(q, df),
    })
}
