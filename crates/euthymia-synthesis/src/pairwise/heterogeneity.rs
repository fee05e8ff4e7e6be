//! How much the studies disagree: Q, I², H² and the Q-profile interval for τ².

use super::mean::{trace, weighted};
use super::tau2::{Search, q_root};
use super::{Bounds, Model};
use crate::studies::StudySet;
use euthymia_numerics::{Probability, chi_squared};

/// Heterogeneity of a set of at least two studies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heterogeneity {
    /// Cochran's Q = Σ(y − μ̂)²/v at the common-effect mean.
    pub q: f64,
    /// Its degrees of freedom, k − 1.
    pub df: f64,
    /// Its p-value, from the chi-squared survival function.
    pub p_value: f64,
    /// I², the share of the variance of a typical estimate that is between studies, in [0, 1].
    pub i2: f64,
    /// H², the total variance of a typical estimate over its sampling variance, ≥ 1 (below 1 for a
    /// common-effect fit whose Q is below its degrees of freedom).
    pub h2: f64,
    /// Q-profile interval for τ² and what it means for I² and H².
    pub profile: QProfile,
}

/// The Q-profile interval for τ², with I² and H² at its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QProfile {
    /// Interval for τ²; both ends may be zero.
    pub tau2: Bounds,
    /// I² at those ends, in [0, 1].
    pub i2: Bounds,
    /// H² at those ends.
    pub h2: Bounds,
    /// False when a search for an end did not settle; the end must then be shown as unknown.
    pub converged: bool,
}

/// Describes the heterogeneity around a model whose estimate of τ² is `tau2` (0 for a common
/// effect); `None` for a single study.
///
/// With s² = (k − 1)Σw / ((Σw)² − Σw²) the sampling variance of a typical study, w = 1/v:
/// I² = τ²/(τ² + s²) and H² = (τ² + s²)/s². For the common-effect model they are
/// (Q − (k − 1))/Q, cut at zero, and Q/(k − 1). With the DerSimonian–Laird τ² the two forms agree.
///
/// # References
/// Higgins JPT, Thompson SG. Stat Med 2002;21:1539–1558 (I², H², typical variance eq. 9).
/// Viechtbauer W. Stat Med 2007;26:37–52 (Q-profile).
#[must_use]
pub fn heterogeneity(
    set: &StudySet,
    model: Model,
    tau2: f64,
    level: Probability,
) -> Option<Heterogeneity> {
    if set.k() < 2 {
        return None;
    }
    let df = (set.k() - 1) as f64;
    let q = weighted(set, 0.0).q;
    let typical = typical_variance(set);
    let (i2, h2) = match model {
        Model::CommonEffect => (((q - df) / q).max(0.0), q / df),
        Model::RandomEffects(_) => shares(tau2, typical),
    };
    // 0/0 when all estimates are equal: no disagreement, no share.
    let i2 = if i2.is_nan() { 0.0 } else { i2 };
    let profile = q_profile(set, level);
    Some(Heterogeneity {
        q,
        df,
        p_value: chi_squared::sf(q, df),
        i2,
        h2,
        profile,
    })
}

fn shares(tau2: f64, typical: f64) -> (f64, f64) {
    (tau2 / (tau2 + typical), 1.0 + tau2 / typical)
}

/// Returns s², the sampling variance of a typical study (Higgins & Thompson 2002, eq. 9), of at
/// least two.
#[must_use]
pub fn typical_variance(set: &StudySet) -> f64 {
    let at_zero = trace(set, 0.0);
    (set.k() - 1) as f64 / at_zero.relative * at_zero.smallest
}

/// Returns the τ² between which the generalised Q lies within the central `level` of a chi-squared
/// distribution with k − 1 degrees of freedom.
///
/// Q(τ²) falls strictly, so each end is one root; an end is zero when Q(0) is below its quantile.
fn q_profile(set: &StudySet, level: Probability) -> QProfile {
    let df = (set.k() - 1) as f64;
    let tail = level.complement().half();
    let (lower, found_lower) = q_root(set, chi_squared::upper_quantile(tail, df));
    let (upper, found_upper) = q_root(set, chi_squared::upper_quantile(tail.complement(), df));
    let typical = typical_variance(set);
    let (low, high) = (shares(lower, typical), shares(upper, typical));
    let settled = |search: Search| !matches!(search, Search::NotConverged { .. });
    QProfile {
        tau2: Bounds { lower, upper },
        i2: Bounds {
            lower: low.0,
            upper: high.0,
        },
        h2: Bounds {
            lower: low.1,
            upper: high.1,
        },
        converged: settled(found_lower) && settled(found_upper),
    }
}
