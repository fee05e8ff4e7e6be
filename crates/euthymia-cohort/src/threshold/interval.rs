//! How sure one can be of a threshold: every threshold not much less likely than the best one.

use super::likelihood::Pulse;
use super::pest::{log_likelihood_given, one_parameter, profile, threshold_at};
use crate::error::CohortError;
use euthymia_numerics::Probability;
use euthymia_numerics::normal;

/// Limits of a threshold, as shares of the greatest output.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThresholdInterval {
    /// The lower limit; `None` where the pulses set none.
    pub lower: Option<f64>,
    /// The upper limit; `None` where the pulses set none.
    pub upper: Option<f64>,
}

/// Halvings of a distance of the grid: to a 2⁻⁴⁰ part of it.
const HALVINGS: u32 = 40;

/// Returns the thresholds t with 2 (ℓ(t̂) − ℓ(t)) at most the quantile of χ² with one degree of
/// freedom: the likelihood-ratio interval of the model with one parameter.
///
/// The ends are searched from the grid and then halved between its points. A limit at the end of the
/// grid is none. With very few pulses the likelihood is far from a parabola and the level is nominal;
/// [`super::simulate`] counts how often the threshold is inside.
///
/// # Errors
/// [`CohortError::TooFew`] without a pulse; [`CohortError::OutOfRange`] for a level that is not above
/// 0 and below 1.
///
/// # Example
/// ```
/// use euthymia_cohort::threshold::{interval::interval, likelihood::Pulse};
/// let pulses = [
///     Pulse::new(0.45, false)?,
///     Pulse::new(0.50, false)?,
///     Pulse::new(0.52, true)?,
///     Pulse::new(0.55, true)?,
/// ];
/// let found = interval(&pulses, 0.95)?;
/// assert!(found.lower.unwrap() < 0.5 && found.upper.unwrap() > 0.52);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn interval(pulses: &[Pulse], level: f64) -> Result<ThresholdInterval, CohortError> {
    let values = profile(pulses);
    let best = one_parameter(pulses)?.log_likelihood;
    let floor = best - allowance(level)?;
    Ok(ends(&values, floor, |threshold| {
        log_likelihood_given(pulses, threshold)
    }))
}

/// Half of the quantile of χ² with one degree of freedom.
pub(crate) fn allowance(level: f64) -> Result<f64, CohortError> {
    let out_of_range = CohortError::OutOfRange {
        what: "level",
        value: level,
        permitted: "above 0 and below 1",
    };
    if !(level > 0.0 && level < 1.0) {
        return Err(out_of_range);
    }
    let tail = Probability::new(0.5 * (1.0 - level)).map_err(|_| out_of_range)?;
    Ok(0.5 * normal::upper_quantile(tail).powi(2))
}

/// The outermost places where a function with these values on the grid reaches `floor`.
fn ends(values: &[f64], floor: f64, function: impl Fn(f64) -> f64) -> ThresholdInterval {
    let inside = |value: &f64| *value >= floor;
    let crossing = |inner: usize, outer: Option<usize>| {
        let outer = outer.filter(|outer| *outer < values.len())?;
        let (mut inner, mut outer) = (threshold_at(inner), threshold_at(outer));
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(inner, outer);
            if function(middle) >= floor {
                inner = middle;
            } else {
                outer = middle;
            }
        }
        Some(f64::midpoint(inner, outer))
    };
    let first = values.iter().position(inside);
    let last = values.iter().rposition(inside);
    ThresholdInterval {
        lower: first.and_then(|first| crossing(first, first.checked_sub(1))),
        upper: last.and_then(|last| crossing(last, last.checked_add(1))),
    }
}
