//! Mean and standard deviation after the Box–Cox transformation that makes a summary symmetric.

use super::five_numbers::{FiveNumbers, Known, luo_wan_shi};
use super::{ConversionError, Converted, MeanSd, Method, positive};
use euthymia_numerics::{minimum, normal, root};
use std::f64::consts::FRAC_PI_2;

/// A mean and a standard deviation with the transformation behind them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoxCox {
    /// The exponent λ: 1 leaves the measurements as they are, 0 is the logarithm.
    pub lambda: f64,
    /// Mean and standard deviation on the original scale.
    pub moments: MeanSd,
}

/// Exponents beyond these belong to no measurement.
const LAMBDA_MAX: f64 = 30.0;

/// f(u) = (u^λ − 1)/λ, and ln u at λ = 0.
fn transformed(u: f64, lambda: f64) -> f64 {
    if lambda == 0.0 {
        u.ln()
    } else {
        (lambda * u.ln()).exp_m1() / lambda
    }
}

/// Returns mean and standard deviation by the Box–Cox method: λ makes the summary symmetric about its
/// median, the transformed measurements are taken as normal, and their moments are brought back.
///
/// With the median as the unit, λ solves f(b) − f(m) = f(m) − f(a) for range or quartiles, and
/// minimises the sum of both squared differences where all five numbers are known. Mean and standard
/// deviation on the transformed scale are those of [`luo_wan_shi`]. The moments on the original scale
/// are integrals of f⁻¹ and its square over the normal distribution, cut off where f⁻¹ ends.
///
/// # Errors
/// [`ConversionError::NotPositive`] for a number that is not positive;
/// [`ConversionError::Impossible`] when no exponent up to 30 makes the summary symmetric, or when a
/// negative exponent leaves an integral without a finite value.
///
/// # References
/// McGrath S, Zhao X, Steele R, Thombs BD, Benedetti A. Stat Methods Med Res 2020;29:2520–2537. There
/// the integrals are simulated, the standard deviation for all five numbers is Wan's, and λ for all
/// five depends on the unit of measurement; here neither chance nor the unit matters.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::box_cox::box_cox;
/// use euthymia_synthesis::conversion::five_numbers::{FiveNumbers, Known};
/// // Symmetric on the logarithmic scale.
/// let known = Known::Quartiles { q1: 5.0, median: 10.0, q3: 20.0 };
/// let found = box_cox(&FiveNumbers::new(known, 100)?)?.value;
/// assert!(found.lambda.abs() < 1e-12);
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn box_cox(summary: &FiveNumbers) -> Result<Converted<BoxCox>, ConversionError> {
    for number in summary.known.numbers() {
        positive("a number of a summary to be transformed", number)?;
    }
    let unit = summary.known.median();
    let lambda = symmetric(&summary.known.map(|q| q / unit))?;
    let there = FiveNumbers {
        known: summary.known.map(|q| transformed(q / unit, lambda)),
        n: summary.n,
    };
    let MeanSd { mean, sd } = luo_wan_shi(&there)?.value;
    let (first, variance) = moments(mean, sd, lambda)?;
    let moments = MeanSd::new(first * unit, variance.sqrt() * unit)?;
    let method = Method {
        name: "mean and SD by Box-Cox transformation (McGrath 2020)",
        assumption: Some("a power of the measurements is normally distributed"),
        source: "McGrath 2020, doi 10.1177/0962280219889080",
    };
    Ok(Converted::new(BoxCox { lambda, moments }, method))
}

/// How far f of both ends is from symmetry about f(1) = 0; it grows with λ.
fn lopsided(low: f64, high: f64, lambda: f64) -> f64 {
    transformed(high, lambda) + transformed(low, lambda)
}

fn symmetric(known: &Known) -> Result<f64, ConversionError> {
    let none = ConversionError::Impossible(
        "no exponent between -30 and 30 makes this summary symmetric: use quantile estimation",
    );
    let solve = |low: f64, high: f64| {
        let found = root::find(
            |lambda| lopsided(low, high, lambda),
            -LAMBDA_MAX,
            LAMBDA_MAX,
            0.0,
        );
        (found.outcome == root::Outcome::Converged).then_some(found.at)
    };
    let lambda = match *known {
        Known::Range {
            minimum, maximum, ..
        } => solve(minimum, maximum),
        Known::Quartiles { q1, q3, .. } => solve(q1, q3),
        Known::All {
            minimum,
            q1,
            q3,
            maximum,
            ..
        } => {
            let objective = |x: &[f64]| {
                let lambda = x.first().copied().unwrap_or(f64::NAN);
                lopsided(q1, q3, lambda).powi(2) + lopsided(minimum, maximum, lambda).powi(2)
            };
            let start = solve(minimum, maximum).or_else(|| solve(q1, q3));
            start.and_then(|start| {
                let found = minimum::minimise(objective, &[start]);
                let at = found.at.first().copied()?;
                (found.outcome == minimum::Outcome::Converged && at.abs() <= LAMBDA_MAX)
                    .then_some(at)
            })
        }
    };
    // Rounding at zero is zero: the transformation is continuous there.
    let settled = |lambda: f64| if lambda.abs() < 1e-12 { 0.0 } else { lambda };
    lambda.map(settled).ok_or(none)
}

/// Mean and variance of f⁻¹(Y) for normal Y, given that Y is in the range of f.
fn moments(mean: f64, sd: f64, lambda: f64) -> Result<(f64, f64), ConversionError> {
    // In standard units the range of f ends here: below for a positive exponent, above for a negative.
    let end = (-1.0 / lambda - mean) / sd;
    if lambda < 0.0 && end < SAFE {
        // Near this end f⁻¹ grows without limit.
        return Err(ConversionError::Impossible(
            "the exponent is negative and the spread is wide: the transformed mean has no finite \
             value; use quantile estimation",
        ));
    }
    let cut = lambda > 0.0 && end > -REACH;
    let low = if cut { end } else { -REACH };
    let high = if lambda < 0.0 { SAFE } else { REACH };
    let original = |distance: f64| {
        let y = mean + sd * (low + distance);
        if lambda == 0.0 {
            y.exp()
        } else if cut {
            // 1 + λy counted from the end of the range, where it is zero.
            (lambda * sd * distance).powf(1.0 / lambda)
        } else {
            ((lambda * y).ln_1p() / lambda).exp()
        }
    };
    let mass = integral(low, high, |_| 1.0);
    let first = integral(low, high, original) / mass;
    let square = integral(low, high, |distance| (original(distance) - first).powi(2)) / mass;
    Ok((first, positive("the variance", square)?))
}

/// Standard deviations beyond which a normal density is zero in doubles.
const REACH: f64 = 39.0;
/// Standard deviations that hold all but 10⁻¹⁵ of a normal distribution.
const SAFE: f64 = 8.0;

/// ∫ f(z − low) φ(z) dz between finite limits, by double-exponential quadrature, for which a root at an
/// end does no harm. Takahasi H, Mori M. Publ RIMS 1974;9:721–741.
fn integral(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    const STEP: f64 = 1.0 / 512.0;
    const NODES: i32 = 4 * 512;
    let width = high - low;
    let term = |i: i32| {
        let t = f64::from(i) * STEP;
        let u = FRAC_PI_2 * t.sinh();
        let distance = width / (1.0 + (-2.0 * u).exp());
        let slope = 0.5 * width * FRAC_PI_2 * t.cosh() / u.cosh().powi(2);
        let weight = slope * normal::density(low + distance);
        // Where nothing is left to weigh, f may be out of reach.
        if weight > 0.0 {
            weight * f(distance)
        } else {
            0.0
        }
    };
    STEP * (-NODES..=NODES).map(term).sum::<f64>()
}
