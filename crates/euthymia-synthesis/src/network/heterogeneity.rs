//! How much trials differ beyond chance: Q, I² and the interval for τ².

use super::system::System;
use super::test_based::{TestBased, test_based};
use crate::pairwise::Bounds;
use euthymia_numerics::{Probability, chi_squared, root};

/// Heterogeneity and inconsistency together, of a network with at least one degree of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heterogeneity {
    /// Q = Σ(y − θ̂)′L(y − θ̂) of the common-effect model.
    pub q: f64,
    /// Its degrees of freedom: independent contrasts less treatments less one.
    pub df: usize,
    /// Its p-value, from the chi-squared survival function.
    pub p_value: f64,
    /// (Q − df)/Q, cut at zero.
    pub i2: f64,
    /// Q/df.
    pub h2: f64,
    /// Q-profile interval for τ²: the values at which Q(τ²) is no unlikely value of its χ²
    /// distribution. `None` where even τ² = 0 makes Q unlikely small, or a search did not settle.
    ///
    /// Viechtbauer W. Stat Med 2007;26:37–52, with the Q of the network.
    pub tau2_bounds: Option<Bounds>,
    /// Test-based limits for I² and H²; `None` where there is no formula.
    pub test_based: Option<TestBased>,
    /// Large-sample standard error of τ̂²: from the expected information for REML and maximum likelihood,
    /// from the variance of Q for moments. `None` for a common effect, for a given τ², and in fits that
    /// are made many times over, such as those without each trial.
    pub tau2_standard_error: Option<f64>,
}

/// Describes the heterogeneity, but for the interval and the standard error of τ²; `None` without a degree
/// of freedom.
pub(crate) fn heterogeneity(q: f64, df: usize, level: Probability) -> Option<Heterogeneity> {
    let degrees = df as f64;
    (df > 0).then(|| Heterogeneity {
        q,
        df,
        p_value: chi_squared::sf(q, degrees),
        i2: if q > 0.0 {
            ((q - degrees) / q).max(0.0)
        } else {
            0.0
        },
        h2: q / degrees,
        tau2_bounds: None,
        test_based: test_based(q, df, level),
        tau2_standard_error: None,
    })
}

/// The Q-profile interval for τ², of a network with a degree of freedom.
pub(crate) fn tau2_bounds(system: &System<'_>, q: f64, level: Probability) -> Option<Bounds> {
    let df = system.df() as f64;
    let tail = level.complement().half();
    let high = chi_squared::upper_quantile(tail, df);
    let low = chi_squared::upper_quantile(tail.complement(), df);
    let at = |target: f64| {
        if q <= target {
            return Some(0.0);
        }
        let f = |tau2: f64| system.at(tau2).map_or(f64::NAN, |s| s.q - target);
        let above = root::bracket_above(f, 0.0, 1e-3)?;
        let found = root::find(f, 0.0, above, 0.0);
        (found.outcome == root::Outcome::Converged).then_some(found.at)
    };
    if q < low {
        return None;
    }
    Some(Bounds {
        lower: at(high)?,
        upper: at(low)?,
    })
}
