//! What is believed about μ and τ before the studies are seen.

use euthymia_numerics::gamma::{ln_gamma, ln_gamma_half_step};
use euthymia_numerics::{chi_squared, incomplete, normal, student_t};
use std::f64::consts::{LN_2, PI, TAU};

/// The prior of the mean effect μ, independent of that of τ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MeanPrior {
    /// Density one everywhere: improper, and the usual choice.
    Flat,
    /// Normal, in the unit of the estimates.
    Normal {
        /// Its mean, finite.
        mean: f64,
        /// Its standard deviation, positive and finite.
        sd: f64,
    },
}

/// The prior of the between-study standard deviation τ ≥ 0, in the unit of the estimates.
///
/// Names ending in `Variance` are distributions of τ²; their densities are turned into densities of
/// τ by the factor 2τ. All parameters are positive and finite unless said otherwise.
///
/// # References
/// Röver C, Bender R, Dias S, et al. On weakly informative prior distributions for the heterogeneity
/// parameter in Bayesian random-effects meta-analysis. Res Synth Methods 2021;12:448–474.
/// Gelman A. Bayesian Anal 2006;1:515–534 (half-t and uniform).
///
/// # Example
/// ```
/// use euthymia_synthesis::bayes::TauPrior;
/// // Half of a half-Cauchy distribution lies below its scale.
/// let prior = TauPrior::HalfCauchy { scale: 25.0 };
/// assert!((prior.cdf(25.0).unwrap() - 0.5).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TauPrior {
    /// |N(0, scale²)|.
    HalfNormal {
        /// Standard deviation of the normal distribution before it is folded.
        scale: f64,
    },
    /// Half-t with one degree of freedom.
    HalfCauchy {
        /// Its median.
        scale: f64,
    },
    /// |t| times a scale.
    HalfT {
        /// Degrees of freedom, at least 0.01.
        df: f64,
        /// Scale.
        scale: f64,
    },
    /// Exponential.
    Exponential {
        /// Rate, one over the mean.
        rate: f64,
    },
    /// Uniform on (0, upper).
    Uniform {
        /// Upper end.
        upper: f64,
    },
    /// Density one for every τ: improper. With a flat prior of μ it needs three studies.
    UniformImproper,
    /// τ² uniform on (0, upper).
    UniformVariance {
        /// Upper end of τ², in squared units.
        upper: f64,
    },
    /// τ² with density one: improper. With a flat prior of μ it needs four studies.
    UniformVarianceImproper,
    /// τ² inverse-gamma: density ∝ (τ²)^(−shape−1) exp(−scale/τ²).
    InverseGammaVariance {
        /// Shape.
        shape: f64,
        /// Scale, in squared units.
        scale: f64,
    },
    /// ln τ² normal.
    LogNormalVariance {
        /// Mean of ln τ², finite and of any sign.
        mean: f64,
        /// Standard deviation of ln τ².
        sd: f64,
    },
    /// (ln τ² − location)/scale Student's t.
    LogTVariance {
        /// Degrees of freedom.
        df: f64,
        /// Location of ln τ², finite and of any sign.
        location: f64,
        /// Scale of ln τ².
        scale: f64,
    },
}

/// A parameter of a prior is outside its range.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("the prior's {parameter} is {found}, but it must be {wanted}")]
pub struct PriorError {
    /// Which one.
    pub parameter: &'static str,
    /// What was found.
    pub found: f64,
    /// What is allowed.
    pub wanted: &'static str,
}

/// Parameters are held within this distance of one, so that their squares are numbers.
const LARGEST: f64 = 1e150;

fn positive(parameter: &'static str, found: f64) -> Result<(), PriorError> {
    if (1.0 / LARGEST..=LARGEST).contains(&found) {
        return Ok(());
    }
    let wanted = "positive, between 1e-150 and 1e150";
    Err(PriorError {
        parameter,
        found,
        wanted,
    })
}

/// Degrees of freedom. With far fewer than one, nearly all of a t distribution lies where no number
/// reaches, and no quantile of a posterior could be told.
fn degrees(found: f64) -> Result<(), PriorError> {
    if (0.01..=LARGEST).contains(&found) {
        return Ok(());
    }
    Err(PriorError {
        parameter: "df",
        found,
        wanted: "at least 0.01",
    })
}

fn finite(parameter: &'static str, found: f64) -> Result<(), PriorError> {
    if found.abs() <= LARGEST {
        return Ok(());
    }
    let wanted = "a number, between -1e150 and 1e150";
    Err(PriorError {
        parameter,
        found,
        wanted,
    })
}

/// A location of ln τ²: e^±600 is beyond any unit of measurement.
fn logarithm(parameter: &'static str, found: f64) -> Result<(), PriorError> {
    if found.abs() <= 600.0 {
        return Ok(());
    }
    let wanted = "a logarithm, between -600 and 600";
    Err(PriorError {
        parameter,
        found,
        wanted,
    })
}

impl MeanPrior {
    pub(crate) fn check(&self) -> Result<(), PriorError> {
        match *self {
            Self::Flat => Ok(()),
            Self::Normal { mean, sd } => finite("mean", mean).and(positive("sd", sd)),
        }
    }

    /// Returns whether the prior integrates to one.
    #[must_use]
    pub fn is_proper(&self) -> bool {
        *self != Self::Flat
    }

    /// Returns the density at `mu`.
    #[must_use]
    pub fn density(&self, mu: f64) -> f64 {
        match *self {
            Self::Flat => 1.0,
            Self::Normal { mean, sd } => normal::density((mu - mean) / sd) / sd,
        }
    }
}

impl TauPrior {
    pub(crate) fn check(&self) -> Result<(), PriorError> {
        match *self {
            Self::HalfNormal { scale } | Self::HalfCauchy { scale } => positive("scale", scale),
            Self::HalfT { df, scale } => degrees(df).and(positive("scale", scale)),
            Self::Exponential { rate } => positive("rate", rate),
            Self::Uniform { upper } | Self::UniformVariance { upper } => positive("upper", upper),
            Self::UniformImproper | Self::UniformVarianceImproper => Ok(()),
            Self::InverseGammaVariance { shape, scale } => {
                positive("shape", shape).and(positive("scale", scale))
            }
            Self::LogNormalVariance { mean, sd } => logarithm("mean", mean).and(positive("sd", sd)),
            Self::LogTVariance {
                df,
                location,
                scale,
            } => logarithm("location", location)
                .and(degrees(df))
                .and(positive("scale", scale)),
        }
    }

    /// Returns whether the prior integrates to one.
    #[must_use]
    pub fn is_proper(&self) -> bool {
        !matches!(self, Self::UniformImproper | Self::UniformVarianceImproper)
    }

    /// Returns the density of τ at `tau`; zero below zero, infinite where it has no bound.
    #[must_use]
    pub fn density(&self, tau: f64) -> f64 {
        if tau < 0.0 {
            0.0
        } else if tau == 0.0 {
            self.log_density_at_zero().exp()
        } else {
            (self.log_density_of_ln(tau.ln()) - tau.ln()).exp()
        }
    }

    /// The logarithm of the density of τ as τ falls to zero.
    pub(crate) fn log_density_at_zero(&self) -> f64 {
        match *self {
            Self::LogTVariance { .. } => f64::INFINITY,
            Self::UniformVariance { .. }
            | Self::UniformVarianceImproper
            | Self::InverseGammaVariance { .. }
            | Self::LogNormalVariance { .. } => f64::NEG_INFINITY,
            // e^−650 is a τ that no other τ can be told from zero by.
            _ => self.log_density_of_ln(-650.0) + 650.0,
        }
    }

    /// The logarithm of the density of t = ln τ: that of τ, plus t.
    pub(crate) fn log_density_of_ln(&self, t: f64) -> f64 {
        match *self {
            Self::HalfNormal { scale } => {
                let square = (2.0 * (t - scale.ln())).exp();
                0.5 * (2.0 / PI).ln() - scale.ln() - 0.5 * square + t
            }
            Self::HalfCauchy { scale } => half_t(t - scale.ln(), 1.0),
            Self::HalfT { df, scale } => half_t(t - scale.ln(), df),
            Self::Exponential { rate } => rate.ln() - (t + rate.ln()).exp() + t,
            Self::Uniform { upper } => up_to(t, upper.ln(), t - upper.ln()),
            Self::UniformImproper => t,
            Self::UniformVariance { upper } => {
                up_to(t, 0.5 * upper.ln(), LN_2 + 2.0 * t - upper.ln())
            }
            Self::UniformVarianceImproper => LN_2 + 2.0 * t,
            Self::InverseGammaVariance { shape, scale } => {
                // x = scale / τ² has a gamma distribution.
                let ln_x = scale.ln() - 2.0 * t;
                LN_2 + shape * ln_x - ln_x.exp() - ln_gamma(shape)
            }
            Self::LogNormalVariance { mean, sd } => {
                let z = (2.0 * t - mean) / sd;
                -0.5 * (z * z + TAU.ln()) + LN_2 - sd.ln()
            }
            Self::LogTVariance {
                df,
                location,
                scale,
            } => log_t_density((2.0 * t - location) / scale, df) + LN_2 - scale.ln(),
        }
    }

    /// The slope of the log-density of τ (not of ln τ) at τ > 0.
    pub(crate) fn slope(&self, tau: f64) -> f64 {
        match *self {
            Self::HalfNormal { scale } => -tau / scale / scale,
            Self::HalfCauchy { scale } => half_t_slope(tau, 1.0, scale),
            Self::HalfT { df, scale } => half_t_slope(tau, df, scale),
            Self::Exponential { rate } => -rate,
            Self::Uniform { .. } | Self::UniformImproper => 0.0,
            Self::UniformVariance { .. } | Self::UniformVarianceImproper => 1.0 / tau,
            Self::InverseGammaVariance { shape, scale } => {
                (2.0 * (scale / tau / tau) - 2.0 * shape - 1.0) / tau
            }
            Self::LogNormalVariance { mean, sd } => {
                (-2.0 * ((2.0 * tau.ln() - mean) / sd / sd) - 1.0) / tau
            }
            Self::LogTVariance {
                df,
                location,
                scale,
            } => {
                let z = (2.0 * tau.ln() - location) / scale;
                (-2.0 * (df + 1.0) * z / (df + z * z) / scale - 1.0) / tau
            }
        }
    }

    /// Returns the probability at or below `tau`; `None` for an improper prior.
    #[must_use]
    pub fn cdf(&self, tau: f64) -> Option<f64> {
        self.is_proper().then(|| self.tails(tau).0)
    }

    /// Returns the probability above `tau`; `None` for an improper prior.
    #[must_use]
    pub fn sf(&self, tau: f64) -> Option<f64> {
        self.is_proper().then(|| self.tails(tau).1)
    }

    /// The mass below and above; for an improper prior, the mass below and an infinite one.
    pub(crate) fn tails(&self, tau: f64) -> (f64, f64) {
        if tau <= 0.0 {
            return (0.0, if self.is_proper() { 1.0 } else { f64::INFINITY });
        }
        match *self {
            Self::HalfNormal { scale } => {
                let square = (tau / scale).powi(2);
                (chi_squared::cdf(square, 1.0), chi_squared::sf(square, 1.0))
            }
            Self::HalfCauchy { scale } => half_t_tails(tau / scale, 1.0),
            Self::HalfT { df, scale } => half_t_tails(tau / scale, df),
            Self::Exponential { rate } => (-(-rate * tau).exp_m1(), (-rate * tau).exp()),
            Self::Uniform { upper } => uniform_tails(tau / upper),
            Self::UniformImproper => (tau, f64::INFINITY),
            Self::UniformVariance { upper } => uniform_tails(tau * tau / upper),
            Self::UniformVarianceImproper => (tau * tau, f64::INFINITY),
            Self::InverseGammaVariance { shape, scale } => {
                let tails = incomplete::gamma(shape, scale / tau / tau);
                (tails.upper, tails.lower)
            }
            Self::LogNormalVariance { mean, sd } => {
                let z = (2.0 * tau.ln() - mean) / sd;
                (normal::cdf(z), normal::sf(z))
            }
            Self::LogTVariance {
                df,
                location,
                scale,
            } => {
                let z = (2.0 * tau.ln() - location) / scale;
                (student_t::cdf(z, df), student_t::sf(z, df))
            }
        }
    }

    /// The power a at which the density of τ falls as τ⁻ᵃ; infinite when it falls faster.
    pub(crate) fn tail_power(&self) -> f64 {
        match *self {
            Self::HalfCauchy { .. } => 2.0,
            Self::HalfT { df, .. } => df + 1.0,
            Self::UniformImproper => 0.0,
            Self::UniformVarianceImproper => -1.0,
            Self::InverseGammaVariance { shape, .. } => 2.0 * shape + 1.0,
            Self::LogTVariance { .. } => 1.0,
            _ => f64::INFINITY,
        }
    }

    /// A τ in the body of the prior, where it has one.
    pub(crate) fn typical(&self) -> Option<f64> {
        match *self {
            Self::HalfNormal { scale } | Self::HalfCauchy { scale } | Self::HalfT { scale, .. } => {
                Some(scale)
            }
            Self::Exponential { rate } => Some(1.0 / rate),
            Self::Uniform { upper } => Some(upper),
            Self::UniformVariance { upper } => Some(upper.sqrt()),
            Self::UniformImproper | Self::UniformVarianceImproper => None,
            Self::InverseGammaVariance { shape, scale } => Some((scale / (shape + 1.0)).sqrt()),
            Self::LogNormalVariance { mean, .. } => Some((0.5 * mean).exp()),
            Self::LogTVariance { location, .. } => Some((0.5 * location).exp()),
        }
    }

    /// The end of the prior, where it has one.
    pub(crate) fn end(&self) -> Option<f64> {
        match *self {
            Self::Uniform { upper } => Some(upper),
            Self::UniformVariance { upper } => Some(upper.sqrt()),
            _ => None,
        }
    }
}

/// `inside` up to the end, with a hair for the rounding of the logarithms, and nothing beyond.
fn up_to(t: f64, end: f64, inside: f64) -> f64 {
    if t <= end + 1e-13 * end.abs().max(1.0) {
        inside
    } else {
        f64::NEG_INFINITY
    }
}

/// ln of the density of the logarithm of a half-t variable of scale one.
fn half_t(ln_x: f64, df: f64) -> f64 {
    let ln_square = 2.0 * ln_x - df.ln();
    // ln(1 + e^u) is u where e^u is all there is.
    let log = if ln_square > 40.0 {
        ln_square
    } else {
        ln_square.exp().ln_1p()
    };
    LN_2 + ln_x + log_t_height(df) - 0.5 * (df + 1.0) * log
}

/// ln of the density of Student's t.
fn log_t_density(z: f64, df: f64) -> f64 {
    log_t_height(df) - (df + 1.0) * 1.0_f64.hypot(z / df.sqrt()).ln()
}

/// ln of the density of Student's t at zero.
fn log_t_height(df: f64) -> f64 {
    ln_gamma_half_step(0.5 * df) - 0.5 * (df * PI).ln()
}

fn half_t_slope(tau: f64, df: f64, scale: f64) -> f64 {
    let x = tau / scale;
    -(df + 1.0) * x / (df + x * x) / scale
}

fn half_t_tails(x: f64, df: f64) -> (f64, f64) {
    let square = x * x;
    if square.is_infinite() {
        return (1.0, 0.0);
    }
    let total = df + square;
    let tails = incomplete::beta(0.5 * df, 0.5, df / total, square / total);
    (tails.upper, tails.lower)
}

fn uniform_tails(share: f64) -> (f64, f64) {
    (share.min(1.0), (1.0 - share).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use euthymia_numerics::gauss_kronrod::integrate;

    const ALL: [TauPrior; 11] = [
        TauPrior::HalfNormal { scale: 0.7 },
        TauPrior::HalfCauchy { scale: 0.4 },
        TauPrior::HalfT {
            df: 3.5,
            scale: 1.2,
        },
        TauPrior::Exponential { rate: 2.0 },
        TauPrior::Uniform { upper: 3.0 },
        TauPrior::UniformImproper,
        TauPrior::UniformVariance { upper: 4.0 },
        TauPrior::UniformVarianceImproper,
        TauPrior::InverseGammaVariance {
            shape: 1.5,
            scale: 0.3,
        },
        TauPrior::LogNormalVariance {
            mean: -2.56,
            sd: 1.74,
        },
        TauPrior::LogTVariance {
            df: 5.0,
            location: -3.44,
            scale: 2.59,
        },
    ];

    #[test]
    fn the_mass_between_two_values_is_the_integral_of_the_density() {
        let (low, high) = (0.2, 1.9);
        for prior in ALL {
            let integral = integrate(|tau| (prior.density(tau), ()), &[low, high], 1e-13, 100);
            let mass = prior.tails(high).0 - prior.tails(low).0;
            assert!((integral.value / mass - 1.0).abs() < 1e-12, "{prior:?}");
        }
    }

    #[test]
    fn the_slope_is_that_of_the_logarithm_of_the_density() {
        for prior in ALL {
            for tau in [0.05, 0.6, 1.7] {
                let step = 1e-5 * tau;
                let log = |tau: f64| prior.density(tau).ln();
                let slope = (log(tau + step) - log(tau - step)) / (2.0 * step);
                let scale = prior.slope(tau).abs().max(1.0);
                assert!(
                    (slope - prior.slope(tau)).abs() < 1e-6 * scale,
                    "{prior:?} at {tau}"
                );
            }
        }
    }

    #[test]
    fn both_tails_make_a_whole_and_an_improper_prior_has_none() {
        for prior in ALL {
            let sides = prior.cdf(0.8).zip(prior.sf(0.8));
            assert_eq!(sides.is_some(), prior.is_proper(), "{prior:?}");
            let whole = sides.map_or(1.0, |(below, above)| below + above);
            assert!((whole - 1.0).abs() < 1e-14, "{prior:?}");
        }
    }

    #[test]
    fn densities_at_zero_are_their_limits() {
        let half_normal = TauPrior::HalfNormal { scale: 2.0 };
        assert!((half_normal.density(0.0) - (2.0 / PI).sqrt() / 2.0).abs() < 1e-13);
        assert!((TauPrior::Exponential { rate: 3.0 }.density(0.0) - 3.0).abs() < 1e-12);
        assert_eq!(TauPrior::UniformVarianceImproper.density(0.0), 0.0);
        let log_t = TauPrior::LogTVariance {
            df: 5.0,
            location: 0.0,
            scale: 1.0,
        };
        assert_eq!(log_t.density(0.0), f64::INFINITY);
        assert_eq!(log_t.density(-1.0), 0.0);
    }

    #[test]
    fn a_half_t_keeps_its_tail_beyond_the_squares_of_doubles() {
        // For large x the density of ln x is 2/(π x): its logarithm falls by one per unit.
        let prior = TauPrior::HalfCauchy { scale: 1e-140 };
        let fall = prior.log_density_of_ln(300.0) - prior.log_density_of_ln(301.0);
        assert!((fall - 1.0).abs() < 1e-12, "{fall}");
    }
}
