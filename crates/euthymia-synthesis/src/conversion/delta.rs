//! An effect through any smooth function, by the delta method.

use super::{ConversionError, Converted, Method};
use crate::effect::Effect;

/// Returns f(y) with variance f′(y)² V.
///
/// The slope is found by central differences at four halved steps, extrapolated to step zero
/// (Ridders): good to about 10 digits for a smooth f of ordinary size. The first step is a standard
/// error, at most 1 % of y's size above one.
///
/// # Errors
/// [`ConversionError::Effect`] when f or its slope is not finite there, or when the slope is zero: the
/// delta method then has no variance.
///
/// # References
/// Oehlert GW. A note on the delta method. Am Stat 1992;46:27–29. Slope: Ridders CJF. Adv Eng Softw
/// 1982;4:75–76. In metafor: `conv.delta`.
///
/// # Example: a correlation to Fisher's z
/// ```
/// use euthymia_synthesis::conversion::delta::delta;
/// use euthymia_synthesis::effect::Effect;
/// let z = delta(&Effect::new(0.5, 0.01)?, f64::atanh)?.value;
/// assert_eq!(z.estimate, 0.5_f64.atanh());
/// // The slope is 1/(1 − r²).
/// assert!((z.variance.get() - 0.01 / 0.75_f64.powi(2)).abs() < 1e-11);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn delta(
    effect: &Effect,
    f: impl Fn(f64) -> f64,
) -> Result<Converted<Effect>, ConversionError> {
    let y = effect.estimate;
    let widest = 0.01 * y.abs().max(1.0);
    let step = effect.variance.get().sqrt().min(widest);
    let slope = slope(&f, y, step);
    let found = Effect::new(f(y), slope * slope * effect.variance.get())?;
    let method = Method {
        name: "effect through a function by the delta method",
        assumption: Some("the function is nearly straight over a few standard errors"),
        source: "Oehlert 1992, Am Stat 46:27-29",
    };
    Ok(Converted::new(found, method))
}

/// f′(y) from steps h, h/2, h/4, h/8: each column of the table removes another even power of h.
fn slope(f: impl Fn(f64) -> f64, y: f64, step: f64) -> f64 {
    let central = |h: f64| {
        // The distance that the doubles really have.
        let (above, below) = (y + h, y - h);
        (f(above) - f(below)) / (above - below)
    };
    let [a, b, c, d] = [1.0, 0.5, 0.25, 0.125].map(|part| central(part * step));
    let better = |coarse: f64, fine: f64, power: f64| fine + (fine - coarse) / (power - 1.0);
    let (ab, bc, cd) = (better(a, b, 4.0), better(b, c, 4.0), better(c, d, 4.0));
    better(better(ab, bc, 16.0), better(bc, cd, 16.0), 64.0)
}
