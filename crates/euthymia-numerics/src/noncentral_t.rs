//! The noncentral t distribution: a normal variable with mean δ over an independent √(χ²/ν).
//!
//! T = (Z + δ) / S with S² = χ²/ν. Given S = s, P(T > t) = Φ(δ − t s) and the density of T is
//! s φ(t s − δ); both are averaged over the density of S. The series in use elsewhere lose all
//! digits in one of the tails and need thousands of terms for a large δ. The averages have positive
//! integrands whose logarithm is concave, so that there is one peak, found first, and no cancellation:
//! both tails keep their digits.

use crate::gauss_kronrod::{integrate, panel};
use crate::stirling::{HALF_LN_TWO_PI, log_ratio_minus_excess, stirling_error};
use crate::{Probability, normal, root, student_t};

/// Returns the probability above `t` with `df` ≥ 1 degrees of freedom and noncentrality `ncp`.
///
/// NaN when an argument is NaN, `df` is below 1 or `ncp` is infinite.
///
/// # Checked against
/// mpmath, 40 digits: `reference/expected/mpmath/noncentral_t.csv`, to `noncentral`.
///
/// # Example
/// ```
/// use euthymia_numerics::{noncentral_t, normal};
/// // T > 0 exactly when its numerator is: P = Φ(δ), whatever the degrees of freedom.
/// assert!((noncentral_t::sf(0.0, 7.0, 1.5) / normal::cdf(1.5) - 1.0).abs() < 1e-13);
/// ```
#[must_use]
pub fn sf(t: f64, df: f64, ncp: f64) -> f64 {
    tail(-t, df, ncp)
}

/// Returns the probability at or below `t`; arguments as in [`sf`].
#[must_use]
pub fn cdf(t: f64, df: f64, ncp: f64) -> f64 {
    tail(t, df, -ncp)
}

/// Returns the natural logarithm of the density at a finite `t`; arguments as in [`sf`].
///
/// As a function of `ncp` it is the log-likelihood of an observed t, which stays finite where the
/// density itself is below the smallest double.
///
/// # Example
/// ```
/// // One degree of freedom and no noncentrality: the Cauchy density 1/π at zero.
/// let ln = euthymia_numerics::noncentral_t::ln_density(0.0, 1.0, 0.0);
/// assert!((ln + std::f64::consts::PI.ln()).abs() < 1e-13);
/// ```
#[must_use]
pub fn ln_density(t: f64, df: f64, ncp: f64) -> f64 {
    if !(df >= 1.0 && df.is_finite() && t.is_finite() && ncp.is_finite()) {
        return f64::NAN;
    }
    // The exponent df ln s − df s²/2 − (t s − δ)²/2 has its peak where a quadratic vanishes; the root
    // is taken in the form that does not cancel for the sign of t δ.
    let spread = df + t * t;
    let product = t * ncp;
    let discriminant = (product * product + 4.0 * df * spread).sqrt();
    let peak = if product >= 0.0 {
        (product + discriminant) / (2.0 * spread)
    } else {
        2.0 * df / (discriminant - product)
    };
    let exponent = |s: f64| {
        let distance = t * s - ncp;
        s.ln() + ln_spread_density(s, df) - 0.5 * distance * distance
    };
    let top = exponent(peak);
    // The curvature of the exponent is at least `spread`: ten of its units leave out e⁻⁵⁰.
    let unit = 1.0 / spread.sqrt();
    let low = (peak - 10.0 * unit).max(0.0);
    let width = (peak + 10.0 * unit - low) / 10.0;
    let mut edges: Vec<f64> = (0..=10).map(|i| low + f64::from(i) * width).collect();
    if low == 0.0 && df.fract() != 0.0 {
        // A broken power of s is not smooth at zero: the first panel is halved towards it.
        edges.extend((1..=10).map(|halving| width * 0.5_f64.powi(halving)));
        edges.sort_by(f64::total_cmp);
    }
    let part = |pair: &[f64]| panel(|s| (exponent(s) - top).exp(), pair[0], pair[1]);
    let integral: f64 = edges.windows(2).map(part).sum();
    top + integral.ln() - HALF_LN_TWO_PI
}

/// Returns the noncentrality for which the probability above `t` is `upper`, so that `t` is exactly
/// that quantile: the end of a confidence interval for the noncentrality.
///
/// Rises with `upper`. Infinite at 0 (−∞) and 1 (+∞). NaN when `df` is below 1 or `t` not finite.
///
/// # References
/// Steiger JH, Fouladi RT. Noncentrality interval estimation and the evaluation of statistical
/// models. In: What if there were no significance tests? Erlbaum 1997, 221–257.
///
/// # Example
/// ```
/// use euthymia_numerics::{noncentral_t, Probability};
/// // For t = 0 it is the normal quantile, since P(T > 0) = Φ(δ).
/// let ncp = noncentral_t::ncp_with_upper(Probability::new(0.025)?, 0.0, 7.0);
/// assert!((ncp + 1.959_963_984_540_054).abs() < 1e-12);
/// # Ok::<(), euthymia_numerics::ProbabilityError>(())
/// ```
#[must_use]
pub fn ncp_with_upper(upper: Probability, t: f64, df: f64) -> f64 {
    let p = upper.get();
    if !(df >= 1.0 && t.is_finite()) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    // The smaller tail is matched, on the scale of its logarithm.
    let distance = |ncp: f64| {
        if p <= 0.5 {
            root::log_distance(sf(t, df, ncp), p)
        } else {
            -root::log_distance(cdf(t, df, ncp), 1.0 - p)
        }
    };
    let mut width = 2.0 * (1.0 + t * t / (2.0 * df)).sqrt();
    // The smallest p gives a root within some forty standard deviations of t.
    for _ in 0..40 {
        let (low, high) = (t - width, t + width);
        if distance(low) <= 0.0 && distance(high) >= 0.0 {
            return root::find(distance, low, high, 0.0).at;
        }
        width *= 2.0;
    }
    f64::NAN
}

/// ln of the density of S = √(χ²/ν) at s > 0.
///
/// ½ν (ln s² − (s² − 1)) − ln s + ln 2 + ½ ln(ν/2) − ½ ln 2π − (error of Stirling at ν/2): the large
/// terms have cancelled on paper. Far below one the two logarithms of s are taken together, so that
/// no square underflows.
fn ln_spread_density(s: f64, df: f64) -> f64 {
    let half = 0.5 * df;
    let main = if s < 0.5 {
        (df - 1.0) * s.ln() + half * (1.0 - s * s)
    } else {
        half * log_ratio_minus_excess(s * s, (s - 1.0) * (s + 1.0)) - s.ln()
    };
    main + std::f64::consts::LN_2 + 0.5 * half.ln() - HALF_LN_TWO_PI - stirling_error(half)
}

/// The mean of Φ(b + a S): the cdf at a with noncentrality −b, and the upper tail at −a with b.
fn tail(a: f64, df: f64, b: f64) -> f64 {
    if df.is_nan() || df < 1.0 || a.is_nan() || !b.is_finite() {
        return f64::NAN;
    }
    if a.is_infinite() {
        return if a > 0.0 { 1.0 } else { 0.0 };
    }
    // S then differs from one by less than doubles next to one do.
    if df > 1e18 {
        return normal::cdf(b + a);
    }
    if b == 0.0 {
        return student_t::cdf(a, df);
    }
    if a == 0.0 {
        return normal::cdf(b);
    }
    let exponent = |s: f64| normal::ln_sf(-(b + a * s)) + ln_spread_density(s, df);
    let peak = peak(a, df, b);
    let top = exponent(peak);
    // Below the smallest double nothing is left to integrate.
    if top < -800.0 {
        return 0.0;
    }
    let edges = edges(peak, a.hypot(df.sqrt()).recip(), df.sqrt().recip());
    let integral = integrate(|s| ((exponent(s) - top).exp(), ()), &edges, 1e-14, 200);
    (top.exp() * integral.value).min(1.0)
}

/// Where Φ(b + a s) times the density of S is largest: the zero of the falling slope of its logarithm.
fn peak(a: f64, df: f64, b: f64) -> f64 {
    let slope = |s: f64| (df - 1.0) / s - df * s + a * normal::inverse_mills(-(b + a * s));
    let (mut low, mut high) = (1.0, 1.0);
    while slope(high) > 0.0 && high < 1e300 {
        high *= 2.0;
    }
    while slope(low) < 0.0 && low > 1e-300 {
        low *= 0.5;
    }
    if low == high {
        return low;
    }
    root::find(slope, low, high, 1e-9 * high).at
}

/// Panels around a peak whose width lies between `narrow` and `wide`, doubling outwards; beyond ten
/// times `wide` less than e⁻⁵⁰ is left, since the logarithm of the integrand curves at least so much.
fn edges(peak: f64, narrow: f64, wide: f64) -> Vec<f64> {
    let mut steps = vec![0.0];
    let mut step = narrow.max(f64::MIN_POSITIVE);
    while step < 10.0 * wide {
        steps.push(step);
        step *= 2.0;
    }
    steps.push(10.0 * wide);
    let below = steps.iter().rev().map(|step| (peak - step).max(0.0));
    let above = steps.iter().skip(1).map(|step| peak + step);
    let mut edges: Vec<f64> = below.chain(above).collect();
    edges.dedup();
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_noncentrality_is_students_t() {
        // Reached by integration, not by the shortcut for zero.
        for (t, df) in [(1.3, 7.0), (-2.0, 1.0), (12.0, 30.0)] {
            let found = sf(t, df, 1e-15);
            let expected = student_t::sf(t, df);
            assert!((found / expected - 1.0).abs() < 2e-13, "{t} {df}: {found}");
        }
    }

    #[test]
    fn the_density_is_the_slope_of_the_distribution() {
        for (t, df, ncp) in [(1.0, 3.0, 2.0), (-0.5, 12.0, 1.0), (8.0, 20.0, 6.0)] {
            let h = 1e-5;
            let slope = (cdf(t + h, df, ncp) - cdf(t - h, df, ncp)) / (2.0 * h);
            let density = ln_density(t, df, ncp).exp();
            assert!((slope / density - 1.0).abs() < 1e-8, "{slope} {density}");
        }
    }

    #[test]
    fn the_search_ends_where_the_tail_is_as_asked() {
        for (t, df) in [(3.0, 4.0), (-40.0, 20.0), (0.0, 1.0), (500.0, 100.0)] {
            for p in [1e-12, 0.025, 0.5, 0.975] {
                let ncp = ncp_with_upper(Probability::new(p).unwrap(), t, df);
                let found = sf(t, df, ncp);
                assert!((found / p - 1.0).abs() < 1e-10, "{t} {df} {p}: {found:e}");
            }
        }
    }
}
