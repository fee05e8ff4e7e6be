//! Quantile estimation: the distribution whose quantiles come nearest to a summary, with its mean
//! and standard deviation.

use super::family::{Distribution, unit_gamma, unit_weibull, z};
use super::five_numbers::{FiveNumbers, Known};
use super::{ConversionError, Converted, MeanSd, Method};
use euthymia_numerics::Probability;
use euthymia_numerics::minimum::{Minimum, Outcome, minimise};

/// One family fitted to a summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The distribution with the parameters found.
    pub distribution: Distribution,
    /// Σ[Q(pᵢ) − qᵢ]² there, in the squared unit of the measurements.
    pub distance: f64,
    /// The search; `None` where the answer is a formula (normal).
    pub search: Option<Minimum>,
}

impl Fitted {
    /// True when the search settled, or none was needed.
    #[must_use]
    pub fn converged(&self) -> bool {
        let settled = |found: &Minimum| found.outcome == Outcome::Converged;
        self.search.as_ref().is_none_or(settled)
    }
}

/// Every family fitted to one summary.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantileFit {
    /// The nearest family.
    pub best: Fitted,
    /// The others, nearest first.
    pub others: Vec<Fitted>,
    /// Mean and standard deviation of the nearest.
    pub moments: MeanSd,
}

/// Returns the probabilities that a summary of `n` measurements is taken to stand at, with its
/// numbers: 1/n and 1 − 1/n for the ends, ¼, ½ and ¾ for the rest.
fn points(summary: &FiveNumbers) -> Vec<(Probability, f64)> {
    let first = 1.0 / summary.n;
    let places: &[f64] = match summary.known {
        Known::Range { .. } => &[first, 0.5, 1.0 - first],
        Known::Quartiles { .. } => &[0.25, 0.5, 0.75],
        Known::All { .. } => &[first, 0.25, 0.5, 0.75, 1.0 - first],
    };
    let checked = |p: &f64| Probability::new(*p).unwrap_or(Probability::ZERO);
    places
        .iter()
        .map(checked)
        .zip(summary.known.numbers())
        .collect()
}

/// Fits normal, log-normal, gamma, Weibull and (between 0 and 1) beta distributions to a summary by
/// least squares of quantiles, Σ[Q(pᵢ; θ) − qᵢ]², and takes the nearest.
///
/// Families of positive values are tried when every number is positive. The ends of the range stand
/// at 1/n and 1 − 1/n. A scale parameter is solved for in closed form at every shape, so that all but
/// beta are searches over one number; the normal fit is a formula.
///
/// # Convergence
/// [`Fitted::converged`] says whether a search settled; its steps are kept. The nearest family is
/// chosen by its distance, settled or not.
///
/// # Errors
/// [`ConversionError::NotPositive`] or [`ConversionError::NotFinite`] when the moments leave the
/// doubles.
///
/// # References
/// McGrath S, Zhao X, Steele R, Thombs BD, Benedetti A. Stat Methods Med Res 2020;29:2520–2537. In
/// metafor: `conv.fivenum` with `method = "qe"`; there the search is bounded by fixed limits.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::five_numbers::{FiveNumbers, Known};
/// use euthymia_synthesis::conversion::quantile_fit::fit;
/// // The quartiles of an exponential distribution with mean 1.
/// let ln = f64::ln;
/// let known = Known::Quartiles { q1: ln(4.0 / 3.0), median: ln(2.0), q3: ln(4.0) };
/// let found = fit(&FiveNumbers::new(known, 100)?)?.value;
/// assert!((found.moments.mean - 1.0).abs() < 1e-5 && (found.moments.sd - 1.0).abs() < 1e-5);
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn fit(summary: &FiveNumbers) -> Result<Converted<QuantileFit>, ConversionError> {
    let points = points(summary);
    let numbers = || points.iter().map(|(_, q)| *q);
    let scale = numbers().map(f64::abs).fold(f64::MIN_POSITIVE, f64::max);
    let spread =
        numbers().fold(f64::NEG_INFINITY, f64::max) - numbers().fold(f64::INFINITY, f64::min);
    let scaled = Scaled {
        points: points.iter().map(|(p, q)| (*p, q / scale)).collect(),
        scale,
        spread: spread / scale,
    };
    let mut others = vec![scaled.normal()];
    if numbers().all(|q| q > 0.0) {
        others.extend([scaled.log_normal(), scaled.gamma(), scaled.weibull()]);
        if numbers().all(|q| q < 1.0) {
            others.push(beta(&points, spread));
        }
    }
    others.retain(|fitted| {
        let moments = MeanSd::new(fitted.distribution.mean(), fitted.distribution.sd());
        fitted.distance.is_finite() && moments.is_ok()
    });
    others.sort_by(|one, other| one.distance.total_cmp(&other.distance));
    if others.is_empty() {
        return Err(ConversionError::Impossible(
            "no distribution can be fitted: the numbers are too large or too small to compute with",
        ));
    }
    let best = others.remove(0);
    let moments = MeanSd::new(best.distribution.mean(), best.distribution.sd())?;
    let method = Method {
        name: "mean and SD by quantile estimation (McGrath 2020)",
        assumption: Some("the measurements follow the nearest of the fitted distributions"),
        source: "McGrath 2020, doi 10.1177/0962280219889080",
    };
    let value = QuantileFit {
        best,
        others,
        moments,
    };
    Ok(Converted::new(value, method))
}

/// The summary in units of its largest number.
struct Scaled {
    points: Vec<(Probability, f64)>,
    scale: f64,
    spread: f64,
}

/// The search sees the distance in these shares of the squared spread, so that what it calls
/// negligible is negligible.
const MAGNIFIED: f64 = 1e6;

impl Scaled {
    fn distance(&self, distribution: &Distribution) -> f64 {
        distance(&self.points, distribution) * self.scale * self.scale
    }

    /// Least squares on a straight line: the normal quantiles of these probabilities sum to zero.
    fn normal(&self) -> Fitted {
        let count = self.points.len() as f64;
        let mean = self.points.iter().map(|(_, q)| q / count).sum::<f64>();
        let across: f64 = self.points.iter().map(|(p, q)| z(*p) * (q - mean)).sum();
        let along: f64 = self.points.iter().map(|(p, _)| z(*p).powi(2)).sum();
        let sd = across / along;
        Fitted {
            distance: self.distance(&Distribution::Normal { mean, sd }),
            distribution: Distribution::Normal {
                mean: mean * self.scale,
                sd: sd * self.scale,
            },
            search: None,
        }
    }

    /// Finds the shape e^x that with its best scale comes nearest, from a starting shape.
    fn shape(
        &self,
        unit: impl Fn(Probability, f64) -> f64,
        start: f64,
        of: impl Fn(f64, f64) -> Distribution,
    ) -> Fitted {
        let best_scale = |shape: f64| {
            let (mut across, mut along) = (0.0, 0.0);
            for (p, q) in &self.points {
                let g = unit(*p, shape);
                across += q * g;
                along += g * g;
            }
            across / along
        };
        let objective = |x: &[f64]| {
            let shape = x.first().copied().unwrap_or(f64::NAN).exp();
            let scale = best_scale(shape);
            let residual = |(p, q): &(Probability, f64)| (scale * unit(*p, shape) - q).powi(2);
            let sum: f64 = self.points.iter().map(residual).sum();
            sum / self.spread.powi(2) * MAGNIFIED
        };
        let search = minimise(objective, &[start.ln()]);
        let shape = search.at.first().copied().unwrap_or(f64::NAN).exp();
        Fitted {
            distribution: of(shape, best_scale(shape) * self.scale),
            distance: search.value / MAGNIFIED * (self.spread * self.scale).powi(2),
            search: Some(search),
        }
    }

    /// A coefficient of variation to start from.
    fn variation(&self) -> f64 {
        match self.normal().distribution {
            Distribution::Normal { mean, sd } => (sd / mean).clamp(1e-6, 10.0),
            _ => 1.0,
        }
    }

    fn log_normal(&self) -> Fitted {
        let start = (self.variation().powi(2)).ln_1p().sqrt();
        let unit = |p, sigma: f64| (sigma * z(p)).exp();
        let of = |sigma, scale: f64| Distribution::LogNormal {
            mu: scale.ln(),
            sigma,
        };
        self.shape(unit, start, of)
    }

    fn gamma(&self) -> Fitted {
        let of = |shape, scale| Distribution::Gamma { shape, scale };
        self.shape(unit_gamma, self.variation().powi(-2), of)
    }

    fn weibull(&self) -> Fitted {
        let of = |shape, scale| Distribution::Weibull { shape, scale };
        self.shape(unit_weibull, self.variation().powf(-1.086), of)
    }
}

fn distance(points: &[(Probability, f64)], distribution: &Distribution) -> f64 {
    let residual = |(p, q): &(Probability, f64)| (distribution.quantile(*p) - q).powi(2);
    points.iter().map(residual).sum()
}

/// A beta distribution has no scale: both shapes are searched for, from the moments of the normal fit.
fn beta(points: &[(Probability, f64)], spread: f64) -> Fitted {
    let mean = points.iter().map(|(_, q)| q).sum::<f64>() / points.len() as f64;
    let total = (mean * (1.0 - mean) / (spread / 3.0).powi(2) - 1.0).clamp(0.5, 1e6);
    let of = |x: &[f64]| match *x {
        [a, b] => Distribution::Beta {
            a: a.exp(),
            b: b.exp(),
        },
        _ => Distribution::Beta {
            a: f64::NAN,
            b: f64::NAN,
        },
    };
    let start = [(mean * total).ln(), ((1.0 - mean) * total).ln()];
    let objective = |x: &[f64]| distance(points, &of(x)) / spread.powi(2) * MAGNIFIED;
    let search = minimise(objective, &start);
    Fitted {
        distribution: of(&search.at),
        distance: search.value / MAGNIFIED * spread.powi(2),
        search: Some(search),
    }
}
