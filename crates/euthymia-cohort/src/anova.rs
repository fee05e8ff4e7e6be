//! Means of several groups: one-way analysis of variance, classical and Welch's.

use euthymia_numerics::f;
use euthymia_numerics::sum::compensated;

use crate::group_error::GroupError;
use crate::two_sample::{GroupSummary, Variances, summary};

/// A one-way analysis of variance.
#[derive(Debug, Clone, PartialEq)]
pub struct Anova {
    /// The groups.
    pub groups: Vec<GroupSummary>,
    /// The statistic.
    pub f: f64,
    /// Groups minus 1.
    pub df1: f64,
    /// Degrees of freedom of the error.
    pub df2: f64,
    /// P(F ≥ statistic).
    pub p: f64,
    /// η²: sum of squares between groups over all of it. From the classical sums.
    pub eta_squared: f64,
    /// ω²: (SSB − df1 MSE)/(SST + MSE), less biased; may be below 0. From the classical sums.
    pub omega_squared: f64,
    /// What was assumed about the variances.
    pub variances: Variances,
}

/// Tests whether the means of several groups are equal.
///
/// Equal variances: F = (SSB/(k − 1))/(SSW/(N − k)). Unequal (Welch): with w = n/s², W = Σw and the
/// weighted mean, F = Σw(m − m̄)²/(k − 1) / (1 + 2(k − 2)Λ/3) and df2 = 1/Λ,
/// Λ = 3 Σ (1 − w/W)²/(n − 1) / (k² − 1).
///
/// # Errors
/// [`GroupError::TooFewGroups`] below 2, [`GroupError::TooFewInGroup`] below 2,
/// [`GroupError::NotFinite`], [`GroupError::NoSpread`] when no group (Welch: one group) has spread.
///
/// # References
/// Fisher 1925, Statistical Methods for Research Workers; Welch 1951, Biometrika 38, 330–336; Hays
/// 1963, Statistics for Psychologists (ω²). R: `aov`, `oneway.test`.
///
/// # Example
/// ```
/// use euthymia_cohort::{anova::anova, two_sample::Variances};
/// // Means 1, 2, 3 of pairs ±1 around: SSB = 4 on 2, SSW = 6 on 3 degrees of freedom.
/// let found = anova(&[&[0.0, 2.0], &[1.0, 3.0], &[2.0, 4.0]], Variances::Equal)?;
/// assert!((found.f - 1.0).abs() < 1e-15);
/// assert!((found.eta_squared - 0.4).abs() < 1e-15);
/// assert!(found.omega_squared.abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn anova(groups: &[&[f64]], variances: Variances) -> Result<Anova, GroupError> {
    let k = groups.len() as f64;
    if groups.len() < 2 {
        return Err(GroupError::TooFewGroups {
            needed: 2,
            found: groups.len(),
        });
    }
    let each = groups.iter().enumerate();
    let summaries: Vec<GroupSummary> = each
        .map(|(i, g)| summary(i + 1, g))
        .collect::<Result<_, _>>()?;
    let largest = groups
        .iter()
        .copied()
        .flatten()
        .fold(0.0_f64, |m, v| m.max(v.abs()));
    let flat = |g: &GroupSummary| g.sd <= 4.0 * f64::EPSILON * largest;
    let undefined = match variances {
        Variances::Equal => summaries.iter().all(flat),
        Variances::Unequal => summaries.iter().any(flat),
    };
    if undefined {
        return Err(GroupError::NoSpread);
    }
    let total = groups.iter().map(|g| g.len()).sum::<usize>() as f64;
    let (between, within) = sums_of_squares(&summaries, |g| g.n as f64);
    let error = within / (total - k);
    let (statistic, df2) = match variances {
        Variances::Equal => (between / (k - 1.0) / error, total - k),
        Variances::Unequal => welch(&summaries),
    };
    if !statistic.is_finite() {
        return Err(GroupError::NoSpread);
    }
    Ok(Anova {
        f: statistic,
        df1: k - 1.0,
        df2,
        p: f::sf(statistic, k - 1.0, df2),
        eta_squared: between / (between + within),
        omega_squared: (between - (k - 1.0) * error) / (between + within + error),
        groups: summaries,
        variances,
    })
}

/// Between groups under weights, and within.
fn sums_of_squares(groups: &[GroupSummary], weight: impl Fn(&GroupSummary) -> f64) -> (f64, f64) {
    let sum = compensated(groups.iter().map(&weight));
    let mean = compensated(groups.iter().map(|g| weight(g) * g.mean)) / sum;
    let between = compensated(groups.iter().map(|g| weight(g) * (g.mean - mean).powi(2)));
    let within = compensated(groups.iter().map(|g| (g.n as f64 - 1.0) * g.sd * g.sd));
    (between, within)
}

/// Welch's statistic and its degrees of freedom of the error.
fn welch(groups: &[GroupSummary]) -> (f64, f64) {
    let k = groups.len() as f64;
    let weight = |g: &GroupSummary| g.n as f64 / (g.sd * g.sd);
    let sum = compensated(groups.iter().map(weight));
    let part = |g: &GroupSummary| (1.0 - weight(g) / sum).powi(2) / (g.n as f64 - 1.0);
    let lambda = 3.0 * compensated(groups.iter().map(part)) / (k * k - 1.0);
    let (between, _) = sums_of_squares(groups, weight);
    let statistic = between / (k - 1.0) / (1.0 + 2.0 * (k - 2.0) * lambda / 3.0);
    (statistic, 1.0 / lambda)
}
