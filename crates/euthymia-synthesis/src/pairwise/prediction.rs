//! Where the true effect of a new, similar study is likely to lie.

use super::Bounds;
use euthymia_numerics::{Probability, normal, student_t};

/// Which distribution the prediction interval uses. Programs differ; the variant is always named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prediction {
    /// Normal: ignores that τ² is estimated (metafor with `test = "z"`).
    Normal,
    /// Student's t with k − 1 degrees of freedom (metafor with `test = "knha"`, `"adhoc"`, `"t"`).
    StudentKMinus1,
    /// Student's t with k − 2 degrees of freedom; needs three studies.
    ///
    /// Higgins JPT, Thompson SG, Spiegelhalter DJ. J R Stat Soc A 2009;172:137–159, eq. 12.
    StudentKMinus2,
    /// Student's t with k − 1 and the Hartung–Knapp standard error, whatever interval is in use.
    HartungKnappKMinus1,
    /// Student's t with k − 2 and the Hartung–Knapp standard error, whatever interval is in use; needs
    /// three studies.
    ///
    /// Partlett C, Riley RD. Stat Med 2017;36:301–317.
    HartungKnappKMinus2,
}

impl Prediction {
    /// True for the variants that take the Hartung–Knapp standard error whatever interval is in use.
    #[must_use]
    pub fn is_hartung_knapp(self) -> bool {
        matches!(self, Self::HartungKnappKMinus1 | Self::HartungKnappKMinus2)
    }
}

/// Returns μ̂ ± c √(τ̂² + se²), with `standard_error` that of the interval in use, or
/// Hartung and Knapp's where the variant names them.
///
/// `None` when the variant needs more studies than there are.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::pairwise::prediction::{predict, Prediction};
/// // τ² = 0.75 and se² = 0.25: one unit on either side, times 1.96.
/// let bounds = predict(0.0, 0.5, 0.75, 10, Prediction::Normal, Probability::new(0.95)?);
/// assert!((bounds.unwrap().upper - 1.959_963_984_540_054).abs() < 1e-12);
/// # Ok::<(), euthymia_numerics::ProbabilityError>(())
/// ```
#[must_use]
pub fn predict(
    mean: f64,
    standard_error: f64,
    tau2: f64,
    k: usize,
    variant: Prediction,
    level: Probability,
) -> Option<Bounds> {
    let tail = level.complement().half();
    let quantile = match variant {
        Prediction::Normal => normal::upper_quantile(tail),
        Prediction::StudentKMinus1 | Prediction::HartungKnappKMinus1 if k >= 2 => {
            student_t::upper_quantile(tail, (k - 1) as f64)
        }
        Prediction::StudentKMinus2 | Prediction::HartungKnappKMinus2 if k >= 3 => {
            student_t::upper_quantile(tail, (k - 2) as f64)
        }
        _ => return None,
    };
    let width = quantile * (tau2 + standard_error * standard_error).sqrt();
    Some(Bounds {
        lower: mean - width,
        upper: mean + width,
    })
}
