//! Mean and standard deviation of positive measurements, to the logarithmic scale and back.

use super::{ConversionError, Converted, MeanSd, Method, positive};

const METHOD: Method = Method {
    name: "mean and SD between the raw and the logarithmic scale",
    assumption: Some("the measurements are log-normally distributed"),
    source: "Higgins, White and Anzures-Cabrera 2008, Stat Med 27:6072-6092, method 1; Cochrane \
             Handbook 6.5.2.4",
};

/// Returns mean and standard deviation of the logarithms: with v = ln(1 + s²/m²) they are
/// ln m − v/2 and √v.
///
/// # Errors
/// [`ConversionError::NotPositive`] for a mean or a standard deviation that is not positive.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::log_scale::{from_logarithms, to_logarithms};
/// // s²/m² = e − 1, so v = 1.
/// let sd = 1.0_f64.exp_m1().sqrt();
/// let logs = to_logarithms(1.0, sd)?.value;
/// assert!((logs.mean + 0.5).abs() < 1e-15 && (logs.sd - 1.0).abs() < 1e-15);
/// let back = from_logarithms(logs.mean, logs.sd)?.value;
/// assert!((back.mean - 1.0).abs() < 1e-15 && (back.sd - sd).abs() < 1e-14);
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn to_logarithms(mean: f64, sd: f64) -> Result<Converted<MeanSd>, ConversionError> {
    let mean = positive("the mean of positive measurements", mean)?;
    let sd = positive("the standard deviation", sd)?;
    let v = (sd / mean).powi(2).ln_1p();
    let logs = MeanSd::new(mean.ln() - v / 2.0, v.sqrt())?;
    Ok(Converted::new(logs, METHOD))
}

/// Returns mean exp(μ + σ²/2) and standard deviation, that mean times √(exp σ² − 1), of measurements
/// whose logarithms have mean μ and standard deviation σ.
///
/// A geometric mean is exp μ: give its logarithm.
///
/// # Errors
/// A μ that is not finite, a σ that is not positive, a result beyond the doubles.
pub fn from_logarithms(mu: f64, sigma: f64) -> Result<Converted<MeanSd>, ConversionError> {
    let mu = super::finite("the mean of the logarithms", mu)?;
    let sigma = positive("the SD of the logarithms", sigma)?;
    let mean = (mu + sigma * sigma / 2.0).exp();
    let raw = MeanSd::new(mean, mean * (sigma * sigma).exp_m1().sqrt())?;
    Ok(Converted::new(raw, METHOD))
}
