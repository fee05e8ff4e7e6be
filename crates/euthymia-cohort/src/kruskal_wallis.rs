//! Ranks of several groups: the Kruskal–Wallis test.

use euthymia_numerics::chi_squared;
use euthymia_numerics::sum::compensated;

use crate::group_error::{GroupError, check_group};
use crate::ranks::{Ranks, ranks};

/// A Kruskal–Wallis test.
#[derive(Debug, Clone, PartialEq)]
pub struct KruskalWallis {
    /// The statistic H, corrected for ties.
    pub h: f64,
    /// Groups minus 1.
    pub df: f64,
    /// P(χ² ≥ H): an approximation that wants five or more values per group.
    pub p_chi_squared: f64,
    /// ε² = H/(N − 1), from 0 to 1.
    pub epsilon_squared: f64,
    /// Mean rank of each group.
    pub mean_ranks: Vec<f64>,
}

/// Tests whether several groups have the same distribution.
///
/// H = 12/(N(N + 1)) Σ n (r̄ − (N + 1)/2)², divided by 1 − Σ(t³ − t)/(N³ − N).
///
/// # Errors
/// [`GroupError::TooFewGroups`] below 2, [`GroupError::TooFewInGroup`] for an empty group,
/// [`GroupError::NotFinite`], [`GroupError::NoSpread`] when all values are tied.
///
/// # References
/// Kruskal & Wallis 1952, Journal of the American Statistical Association 47, 583–621; Kelley 1935
/// (ε²), as in Tomczak & Tomczak 2014, Trends in Sport Sciences 1, 19–25. R: `kruskal.test`.
///
/// # Example
/// ```
/// use euthymia_cohort::kruskal_wallis::kruskal_wallis;
/// // Ranks 1, 2 | 3, 4 | 5, 6: mean ranks 2 apart, H = 12/42 · 2 · (4 + 0 + 4) = 32/7.
/// let found = kruskal_wallis(&[&[1.0, 2.0], &[3.0, 4.0], &[5.0, 6.0]])?;
/// assert!((found.h - 32.0 / 7.0).abs() < 1e-14);
/// assert!((found.p_chi_squared - (-16.0_f64 / 7.0).exp()).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn kruskal_wallis(groups: &[&[f64]]) -> Result<KruskalWallis, GroupError> {
    if groups.len() < 2 {
        return Err(GroupError::TooFewGroups {
            needed: 2,
            found: groups.len(),
        });
    }
    for (i, group) in groups.iter().enumerate() {
        check_group(i + 1, group, 1)?;
    }
    let Ranks { doubled, ties } = ranks(groups);
    let n = doubled.iter().map(Vec::len).sum::<usize>() as f64;
    let cubic = n * (n - 1.0) * (n + 1.0);
    if ties == cubic {
        return Err(GroupError::NoSpread);
    }
    let mean = |ranks: &Vec<u64>| ranks.iter().sum::<u64>() as f64 / 2.0 / ranks.len() as f64;
    let mean_ranks: Vec<f64> = doubled.iter().map(mean).collect();
    let apart = doubled.iter().zip(&mean_ranks);
    let squares = compensated(apart.map(|(g, r)| g.len() as f64 * (r - (n + 1.0) / 2.0).powi(2)));
    let h = 12.0 / (n * (n + 1.0)) * squares / ((cubic - ties) / cubic);
    let df = groups.len() as f64 - 1.0;
    Ok(KruskalWallis {
        h,
        df,
        p_chi_squared: chi_squared::sf(h, df),
        epsilon_squared: h / (n - 1.0),
        mean_ranks,
    })
}
