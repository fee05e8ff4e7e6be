//! A mean difference in standard deviations: whose standard deviations, said by name.
//!
//! The four numbers answer different questions and can differ by a factor of two; a "Cohen's d" of
//! a before–after study without its denominator cannot be interpreted.

use euthymia_numerics::gamma::ln_gamma_half_step;

use crate::paired::PairedSummary;

/// The mean difference before − after, in standard deviations.
///
/// | name | denominator | question |
/// |---|---|---|
/// | `d_z` | SD of the differences | how consistent is the change? depends on the correlation |
/// | `d_av` | mean of the two SDs | how far apart are the two distributions? |
/// | `d_pre` | SD before | how large is the change on the scale of the untreated group? (Glass's Δ) |
///
/// Each g is the d times Hedges' correction for n − 1 degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standardised {
    /// `d_z`; `None` when the differences have no spread.
    pub d_z: Option<f64>,
    /// `d_av`; `None` when neither measurement has spread.
    pub d_av: Option<f64>,
    /// `d_pre`; `None` when the values before have no spread.
    pub d_pre: Option<f64>,
    /// Hedges' correction J(n − 1); `None` for two patients, see [`hedges_correction`].
    pub correction: Option<f64>,
    /// `d_z` corrected.
    pub g_z: Option<f64>,
    /// `d_av` corrected.
    pub g_av: Option<f64>,
    /// `d_pre` corrected.
    pub g_pre: Option<f64>,
}

/// Standardises a mean difference in the three usual ways.
///
/// # References
/// Lakens 2013, Frontiers in Psychology 4:863 (`d_z`, `d_av`); Cumming 2012, Understanding The New
/// Statistics (`d_av`); Glass 1976, Educational Researcher 5, 3–8 (`d_pre`, as Δ); Hedges 1981
/// (correction).
///
/// # Example
/// ```
/// use euthymia_cohort::{paired::summarise, standardised::standardise};
/// // Differences 2, 3, 1, 4 and values before with the same SD √(5/3): d_z = d_pre = √15 / 2.
/// let summary = summarise(&[10.0, 12.0, 9.0, 11.0], &[8.0, 9.0, 8.0, 7.0])?;
/// let d = standardise(&summary);
/// assert!((d.d_z.unwrap() - 15.0_f64.sqrt() / 2.0).abs() < 1e-15);
/// assert!((d.d_pre.unwrap() - 15.0_f64.sqrt() / 2.0).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
#[must_use]
pub fn standardise(summary: &PairedSummary) -> Standardised {
    let by = |sd: f64| (sd > 0.0).then(|| summary.mean_difference / sd);
    let correction = hedges_correction(summary.n as f64 - 1.0);
    let corrected = |d: Option<f64>| Some(d? * correction?);
    let d_z = by(summary.sd_difference);
    let d_av = by(0.5 * (summary.sd_before + summary.sd_after));
    let d_pre = by(summary.sd_before);
    Standardised {
        d_z,
        d_av,
        d_pre,
        correction,
        g_z: corrected(d_z),
        g_av: corrected(d_av),
        g_pre: corrected(d_pre),
    }
}

/// Hedges' exact factor that takes the small-sample bias out of a standardised difference.
///
/// J(m) = Γ(m/2) / (√(m/2) Γ((m − 1)/2)) for m degrees of freedom, close to 1 − 3/(4m − 1).
/// `None` for m ≤ 1, where the expectation of d does not exist.
///
/// # References
/// Hedges 1981, Journal of Educational Statistics 6, 107–128.
///
/// # Example
/// ```
/// use euthymia_cohort::standardised::hedges_correction;
/// // J(2) = Γ(1) / Γ(1/2) = 1/√π, J(3) = Γ(3/2) / (√(3/2) Γ(1)) = √(π/6).
/// let pi = std::f64::consts::PI;
/// assert!((hedges_correction(2.0).unwrap() - 1.0 / pi.sqrt()).abs() < 1e-15);
/// assert!((hedges_correction(3.0).unwrap() - (pi / 6.0).sqrt()).abs() < 1e-15);
/// assert_eq!(hedges_correction(1.0), None);
/// ```
#[must_use]
pub fn hedges_correction(df: f64) -> Option<f64> {
    let is_defined = df > 1.0 && df.is_finite();
    is_defined.then(|| (ln_gamma_half_step((df - 1.0) / 2.0) - 0.5 * (df / 2.0).ln()).exp())
}
