//! An effect with its variance from a printed interval, p-value or test statistic.

use super::{
    ConversionError, Converted, Method, Reference, ascending, between_zero_and_one, finite,
    positive,
};
use crate::effect::Effect;
use euthymia_numerics::Probability;

const SOURCE: &str = "Cochrane Handbook 6.3.1 and 6.3.2";
const ASSUMPTION: Option<&str> =
    Some("the interval or the test is of Wald's type: estimate and standard error alone");

/// The scale on which a printed estimate is to be analysed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// As printed: differences.
    Identity,
    /// The logarithm of what is printed: ratios.
    Log,
}

impl Scale {
    fn of(self, what: &'static str, printed: f64) -> Result<f64, ConversionError> {
        match self {
            Self::Identity => finite(what, printed),
            Self::Log => Ok(positive(what, printed)?.ln()),
        }
    }
}

/// An effect read off an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FromInterval {
    /// The estimate on its analysis scale, and its variance.
    pub effect: Effect,
    /// How far the estimate lies from the middle of the interval, in half widths: near 0 for an
    /// interval of Wald's type up to rounding; above 0.1 or so, a misprint, another scale or another
    /// kind of interval.
    pub asymmetry: f64,
}

/// Returns the effect behind a printed estimate and its confidence interval: the variance is
/// [(upper − lower)/2q]² on the analysis scale. Without an estimate the middle of the interval is
/// taken.
///
/// # Errors
/// A ratio that is not positive, an interval without width or turned round, an estimate outside it, a
/// level of 0 or 1.
///
/// # References
/// Cochrane Handbook 6.3.1, 6.3.2; in metafor: `conv.wald`.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::conversion::Reference;
/// use euthymia_synthesis::conversion::wald::{Scale, from_interval};
/// let level = Probability::NINETY_FIVE;
/// let found = from_interval(Some(2.0), 1.0, 4.0, level, Scale::Log, Reference::Normal)?.value;
/// assert!((found.effect.estimate - 2.0_f64.ln()).abs() < 1e-15);
/// assert!(found.asymmetry.abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn from_interval(
    estimate: Option<f64>,
    lower: f64,
    upper: f64,
    level: Probability,
    scale: Scale,
    reference: Reference,
) -> Result<Converted<FromInterval>, ConversionError> {
    let lower = scale.of("the lower end", lower)?;
    let upper = scale.of("the upper end", upper)?;
    ascending("the ends of the interval", &[lower, upper])?;
    let half = positive("the width of the interval", upper / 2.0 - lower / 2.0)?;
    let middle = lower / 2.0 + upper / 2.0;
    let estimate = match estimate {
        Some(printed) => scale.of("the estimate", printed)?,
        None => middle,
    };
    if !(lower..=upper).contains(&estimate) {
        return Err(ConversionError::Impossible(
            "the estimate lies outside its own confidence interval: look for a misprint",
        ));
    }
    let standard_error = half / reference.half_width(level)?;
    let value = FromInterval {
        effect: Effect::new(estimate, standard_error * standard_error)?,
        asymmetry: (estimate - middle) / half,
    };
    let method = Method {
        name: "effect from its confidence interval",
        assumption: ASSUMPTION,
        source: SOURCE,
    };
    Ok(Converted::new(value, method))
}

/// Returns the effect behind a printed estimate and its exact two-sided p-value:
/// SE = |estimate| / q with P(> q) = p/2.
///
/// # Errors
/// A p of 0 or 1, an estimate of no effect (from which no standard error follows), a ratio that is
/// not positive.
pub fn from_p(
    estimate: f64,
    p: Probability,
    scale: Scale,
    reference: Reference,
) -> Result<Converted<Effect>, ConversionError> {
    between_zero_and_one("the p-value", p.get())?;
    let method = Method {
        name: "effect from its p-value",
        assumption: ASSUMPTION,
        source: SOURCE,
    };
    let estimate = scale.of("the estimate", estimate)?;
    over(estimate, reference.upper_quantile(p.half())?, method)
}

/// Returns the effect behind a printed estimate and its test statistic, a z or a t:
/// SE = |estimate / statistic|.
///
/// # Errors
/// A statistic or an effect of zero, a ratio that is not positive.
pub fn from_statistic(
    estimate: f64,
    statistic: f64,
    scale: Scale,
) -> Result<Converted<Effect>, ConversionError> {
    let method = Method {
        name: "effect from its test statistic",
        assumption: ASSUMPTION,
        source: SOURCE,
    };
    let estimate = scale.of("the estimate", estimate)?;
    over(estimate, finite("the statistic", statistic)?, method)
}

fn over(
    estimate: f64,
    statistic: f64,
    method: Method,
) -> Result<Converted<Effect>, ConversionError> {
    let size = positive("the size of the effect", estimate.abs())?;
    let standard_error = size / positive("the size of the statistic", statistic.abs())?;
    let effect = Effect::new(estimate, standard_error * standard_error)?;
    Ok(Converted::new(effect, method))
}
