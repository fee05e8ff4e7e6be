//! How much the studies disagree: Q, I², H² and the Q-profile interval for τ².

use super::Model;
use super::mean::{trace, weighted};
use super::tau2_interval::{Tau2Interval, Tau2IntervalMethod, tau2_interval};
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
    /// I², the share of the variance of a typical estimate that is between studies, in [0, 1]: from
    /// τ̂² for random effects, from Q for a common effect.
    pub i2: f64,
    /// H², the total variance of a typical estimate over its sampling variance, ≥ 1 (below 1 for a
    /// common-effect fit whose Q is below its degrees of freedom).
    pub h2: f64,
    /// I² from Q whatever the model, (Q − (k − 1))/Q, cut at zero: Higgins and Thompson's.
    pub i2_from_q: f64,
    /// H² from Q whatever the model, Q/(k − 1).
    pub h2_from_q: f64,
    /// Q-profile interval for τ² and what it means for I² and H²; other intervals:
    /// [`tau2_interval`].
    pub profile: QProfile,
}

/// The Q-profile interval for τ², with I² and H² at its ends.
pub type QProfile = Tau2Interval;

/// Describes the heterogeneity around a model whose estimate of τ² is `tau2` (0 for a common
/// effect); `None` for a single study, and for a level of 0 or 1.
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
    let profile = tau2_interval(set, Tau2IntervalMethod::QProfile, None, level)?;
    let df = (set.k() - 1) as f64;
    let q = weighted(set, 0.0).q;
    // 0/0 when all estimates are equal: no disagreement, no share.
    let i2_from_q = Some((q - df) / q).filter(|i2| *i2 > 0.0).unwrap_or(0.0);
    let h2_from_q = q / df;
    let (i2, h2) = match model {
        Model::CommonEffect => (i2_from_q, h2_from_q),
        Model::RandomEffects(_) => shares(tau2, typical_variance(set)),
    };
    Some(Heterogeneity {
        q,
        df,
        p_value: chi_squared::sf(q, df),
        i2,
        h2,
        i2_from_q,
        h2_from_q,
        profile,
    })
}

/// I² and H² that go with a τ².
pub(crate) fn shares(tau2: f64, typical: f64) -> (f64, f64) {
    (tau2 / (tau2 + typical), 1.0 + tau2 / typical)
}

/// Returns s², the sampling variance of a typical study (Higgins & Thompson 2002, eq. 9), of at
/// least two.
#[must_use]
pub fn typical_variance(set: &StudySet) -> f64 {
    let at_zero = trace(set, 0.0);
    (set.k() - 1) as f64 / at_zero.relative * at_zero.smallest
}
