//! The standard deviation of a change, and the correlation behind it.

use super::{ConversionError, Converted, Method, correlation, positive};

const SOURCE: &str = "Cochrane Handbook 6.5.2.8";
const CHANGE: Method = Method {
    name: "SD of change from both SDs and their correlation",
    assumption: Some("the correlation is that of these measurements"),
    source: SOURCE,
};
const CORRELATION: Method = Method {
    name: "correlation from the SDs before, after and of change",
    assumption: None,
    source: SOURCE,
};

/// Returns the standard deviation of change √(s₁² + s₂² − 2 r s₁ s₂).
///
/// # Errors
/// A standard deviation that is not positive, a correlation outside [−1, 1], or no change at all
/// (r = 1 and equal standard deviations).
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::change::{correlation_from_sds, sd_of_change};
/// // 9 + 16 − 2 · ½ · 12 = 13.
/// let sd = sd_of_change(3.0, 4.0, 0.5)?.value;
/// assert!((sd - 13.0_f64.sqrt()).abs() < 1e-15);
/// assert!((correlation_from_sds(3.0, 4.0, sd)?.value - 0.5).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn sd_of_change(before: f64, after: f64, r: f64) -> Result<Converted<f64>, ConversionError> {
    let before = positive("the SD before", before)?;
    let after = positive("the SD after", after)?;
    let r = correlation(r)?;
    // (s₁ − s₂)² + 2 (1 − r) s₁ s₂: nothing cancels where r is near one.
    let square = (before - after).powi(2) + 2.0 * (1.0 - r) * before * after;
    let sd = positive("the SD of change", square.sqrt())?;
    Ok(Converted::new(sd, CHANGE))
}

/// Returns the correlation (s₁² + s₂² − s_c²) / 2 s₁ s₂ of measurements before and after.
///
/// # Errors
/// A standard deviation that is not positive, or three that no correlation between −1 and 1 can
/// reconcile: one of them is then a misprint or a standard error.
pub fn correlation_from_sds(
    before: f64,
    after: f64,
    change: f64,
) -> Result<Converted<f64>, ConversionError> {
    let before = positive("the SD before", before)?;
    let after = positive("the SD after", after)?;
    let change = positive("the SD of change", change)?;
    let r = (before / after + after / before - change / before * (change / after)) / 2.0;
    if !(-1.0..=1.0).contains(&r) {
        return Err(ConversionError::Impossible(
            "no correlation between -1 and 1 gives these three SDs: look for a misprint, or for a \
             standard error printed as an SD",
        ));
    }
    Ok(Converted::new(r, CORRELATION))
}
