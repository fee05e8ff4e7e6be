//! The interval around the pooled estimate.

use super::Bounds;
use super::mean::WeightedMean;
use euthymia_numerics::{Probability, normal, student_t};

/// How the confidence interval of the pooled estimate is formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// μ̂ ± z se with se² = 1/Σw.
    Wald,
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
    /// The Hartung–Knapp factor q used; `None` for Wald.
    pub factor: Option<f64>,
}

/// Forms the interval from the weighted mean of `k` studies.
///
/// Returns `None` for a Hartung–Knapp interval of fewer than two studies, or of studies whose
/// estimates are all equal (its width would be zero).
#[must_use]
pub fn infer(
    at: &WeightedMean,
    k: usize,
    interval: Interval,
    level: Probability,
) -> Option<Inference> {
    let tail = level.complement().half();
    let wald = (1.0 / at.weight_sum).sqrt();
    if interval == Interval::Wald {
        let width = normal::upper_quantile(tail) * wald;
        let statistic = at.mean / wald;
        return Some(Inference {
            standard_error: wald,
            statistic,
            df: None,
            p_value: normal::two_sided_p(statistic),
            bounds: Bounds {
                lower: at.mean - width,
                upper: at.mean + width,
            },
            factor: None,
        });
    }
    if k < 2 {
        return None;
    }
    let df = (k - 1) as f64;
    let factor = match interval {
        Interval::HartungKnappFloor => (at.q / df).max(1.0),
        _ => at.q / df,
    };
    if factor == 0.0 {
        return None;
    }
    let standard_error = wald * factor.sqrt();
    let width = student_t::upper_quantile(tail, df) * standard_error;
    let statistic = at.mean / standard_error;
    Some(Inference {
        standard_error,
        statistic,
        df: Some(df),
        p_value: student_t::two_sided_p(statistic, df),
        bounds: Bounds {
            lower: at.mean - width,
            upper: at.mean + width,
        },
        factor: Some(factor),
    })
}
