//! The interval around the pooled estimate.

use super::Bounds;
use super::weighting::AnyMean;
use euthymia_numerics::{Probability, normal, student_t};

/// How the confidence interval of the pooled estimate is formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// μ̂ ± z se with se² = 1/Σw.
    Wald,
    /// μ̂ ± t(k−1) se with Wald's se (metafor's `test = "t"`).
    ///
    /// Follmann DA, Proschan MA. Biometrics 1999;55:732–737.
    Student,
    /// μ̂ ± t(k−1) √q se with q = Q(τ̂²)/(k − 1): accounts for τ² being estimated.
    ///
    /// Hartung J, Knapp G. Stat Med 2001;20:3875–3889; Sidik K, Jonkman JN. Stat Med 2002;21:3153.
    /// Also known as: HKSJ, Knapp–Hartung.
    HartungKnapp,
    /// The same with q not below 1, so that it is never narrower than Wald's on the t scale.
    ///
    /// Röver C, Knapp G, Friede T. BMC Med Res Methodol 2015;15:99. Also known as: ad hoc, truncated.
    HartungKnappFloor,
}

/// A pooled estimate's standard error with its test and limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inference {
    /// Standard error, after any Hartung–Knapp factor.
    pub standard_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Degrees of freedom of the t distribution; `None` for the normal.
    pub df: Option<f64>,
    /// Two-sided p-value for a true value of zero on the analysis scale.
    pub p_value: f64,
    /// Confidence limits.
    pub bounds: Bounds,
    /// The Hartung–Knapp factor q used; `None` for Wald and t.
    pub factor: Option<f64>,
}

/// Forms the interval from the mean of `k` studies, its variance under the model, and `q`, the
/// generalised Q(τ̂²) about the mean with the weights of the model, whatever the weights of this mean.
///
/// Returns `None` for any but the Wald interval of fewer than two studies, and for a Hartung–Knapp
/// interval of studies whose estimates are all equal (its width would be zero).
#[must_use]
pub fn infer(
    at: AnyMean,
    q: f64,
    k: usize,
    interval: Interval,
    level: Probability,
) -> Option<Inference> {
    let tail = level.complement().half();
    let wald = at.variance.sqrt();
    let df = match interval {
        Interval::Wald => None,
        _ if k < 2 => return None,
        _ => Some((k - 1) as f64),
    };
    let factor = match (interval, df) {
        (Interval::HartungKnapp, Some(df)) => Some(q / df),
        (Interval::HartungKnappFloor, Some(df)) => Some((q / df).max(1.0)),
        _ => None,
    };
    if factor == Some(0.0) {
        return None;
    }
    let standard_error = factor.map_or(wald, |factor| wald * factor.sqrt());
    let statistic = at.mean / standard_error;
    let (quantile, p_value) = match df {
        None => (normal::upper_quantile(tail), normal::two_sided_p(statistic)),
        Some(df) => (
            student_t::upper_quantile(tail, df),
            student_t::two_sided_p(statistic, df),
        ),
    };
    let width = quantile * standard_error;
    Some(Inference {
        standard_error,
        statistic,
        df,
        p_value,
        bounds: Bounds {
            lower: at.mean - width,
            upper: at.mean + width,
        },
        factor,
    })
}
