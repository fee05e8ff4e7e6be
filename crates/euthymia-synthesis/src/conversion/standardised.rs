//! Between a standardised difference, a log odds ratio and a correlation, with variances.

use super::{ConversionError, Converted, Method, correlation, finite, positive};
use crate::effect::Effect;
use crate::effect::latent::{d_from_log_odds_ratio, log_odds_ratio_from_d};

pub use crate::effect::latent::Latent;

fn method(latent: Latent, name: &'static str) -> Method {
    match latent {
        Latent::Logistic => Method {
            name,
            assumption: Some(
                "a logistic measurement underlies the dichotomy, equally spread in both groups",
            ),
            source: "Hasselblad and Hedges 1995, Psychol Bull 117:167-178",
        },
        Latent::Normal => Method {
            name,
            assumption: Some(
                "a normal measurement underlies the dichotomy, equally spread in both groups",
            ),
            source: "Cox and Snell 1989, Analysis of Binary Data, 2nd ed.",
        },
    }
}

/// Returns the log odds ratio d · c with variance V c², where c is the number of log odds in one
/// standard deviation.
///
/// # Errors
/// [`ConversionError::Effect`] when the variance leaves the doubles.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::standardised::{Latent, d_from_log_odds, log_odds_from_d};
/// use euthymia_synthesis::effect::Effect;
/// let odds = log_odds_from_d(&Effect::new(0.5, 0.03)?, Latent::Logistic)?.value;
/// assert!((odds.variance.get() - 0.01 * std::f64::consts::PI.powi(2)).abs() < 1e-15);
/// let back = d_from_log_odds(&odds, Latent::Logistic)?.value;
/// assert!((back.estimate - 0.5).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn log_odds_from_d(d: &Effect, latent: Latent) -> Result<Converted<Effect>, ConversionError> {
    let effect = log_odds_ratio_from_d(d, latent)?;
    let method = method(latent, "log odds ratio from a standardised difference");
    Ok(Converted::new(effect, method))
}

/// Returns the standardised difference ln OR / c with variance V / c², see [`log_odds_from_d`].
///
/// # Errors
/// [`ConversionError::Effect`] when the variance leaves the doubles.
pub fn d_from_log_odds(
    log_odds: &Effect,
    latent: Latent,
) -> Result<Converted<Effect>, ConversionError> {
    let effect = d_from_log_odds_ratio(log_odds, latent)?;
    let method = method(latent, "standardised difference from a log odds ratio");
    Ok(Converted::new(effect, method))
}

const R_SOURCE: &str = "Borenstein et al. 2009, Introduction to Meta-Analysis, ch. 7";

/// a = (n₁ + n₂)²/(n₁ n₂): 4 for equal groups.
fn imbalance(n1: u64, n2: u64) -> Result<f64, ConversionError> {
    let n1 = super::at_least("a group size", n1, 1, "at least 1")?;
    let n2 = super::at_least("a group size", n2, 1, "at least 1")?;
    Ok((n1 + n2) / n1 * ((n1 + n2) / n2))
}

/// Returns the correlation d/√(d² + a) of group and measurement with variance a² V/(d² + a)³,
/// where a = (n₁ + n₂)²/(n₁ n₂).
///
/// # Errors
/// [`ConversionError::Count`] for an empty group; [`ConversionError::Effect`] when the variance leaves
/// the doubles.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::standardised::{d_from_r, r_from_d};
/// use euthymia_synthesis::effect::Effect;
/// // Equal groups: d = 2 is r = 2/√8.
/// let r = r_from_d(&Effect::new(2.0, 0.1)?, 30, 30)?.value;
/// assert!((r.estimate - 0.5_f64.sqrt()).abs() < 1e-15);
/// let back = d_from_r(&r, 30, 30)?.value;
/// assert!((back.variance.get() - 0.1).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn r_from_d(d: &Effect, n1: u64, n2: u64) -> Result<Converted<Effect>, ConversionError> {
    let a = imbalance(n1, n2)?;
    let total = d.estimate * d.estimate + a;
    let variance = a / total * (a / total) * (d.variance.get() / total);
    let effect = Effect::new(d.estimate / total.sqrt(), variance)?;
    let method = Method {
        name: "correlation from a standardised difference",
        assumption: Some("group and measurement correlate as in these group sizes"),
        source: R_SOURCE,
    };
    Ok(Converted::new(effect, method))
}

/// Returns the standardised difference r √a/√(1 − r²) with variance a V/(1 − r²)³, the way back of
/// [`r_from_d`]. For two continuous measurements with one cut at its middle, take equal groups.
///
/// # Errors
/// [`ConversionError::OutOfRange`] for a correlation outside (−1, 1), [`ConversionError::Count`] for an
/// empty group.
pub fn d_from_r(r: &Effect, n1: u64, n2: u64) -> Result<Converted<Effect>, ConversionError> {
    let a = imbalance(n1, n2)?;
    let estimate = correlation(r.estimate)?;
    let rest = (1.0 - estimate) * (1.0 + estimate);
    positive("one minus the squared correlation", rest)?;
    let variance = finite("the variance", a * r.variance.get() / rest.powi(3))?;
    let effect = Effect::new(estimate * (a / rest).sqrt(), variance)?;
    let method = Method {
        name: "standardised difference from a correlation",
        assumption: Some("one measurement was cut into groups of these sizes"),
        source: R_SOURCE,
    };
    Ok(Converted::new(effect, method))
}
