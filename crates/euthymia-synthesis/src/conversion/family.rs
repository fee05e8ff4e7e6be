//! The distributions that a summary by quantiles may be fitted with.

use euthymia_numerics::gamma::ln_gamma;
use euthymia_numerics::{Probability, beta, chi_squared, normal};

/// A distribution with its parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Log-normal.
    LogNormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Gamma.
    Gamma {
        /// Shape.
        shape: f64,
        /// Scale: the mean over the shape.
        scale: f64,
    },
    /// Weibull.
    Weibull {
        /// Shape.
        shape: f64,
        /// Scale: the quantile at 1 − 1/e.
        scale: f64,
    },
    /// Beta, between 0 and 1.
    Beta {
        /// First shape.
        a: f64,
        /// Second shape.
        b: f64,
    },
}

impl Distribution {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Normal { .. } => "normal",
            Self::LogNormal { .. } => "log-normal",
            Self::Gamma { .. } => "gamma",
            Self::Weibull { .. } => "Weibull",
            Self::Beta { .. } => "beta",
        }
    }

    /// Its mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Normal { mean, .. } => mean,
            Self::LogNormal { mu, sigma } => (mu + sigma * sigma / 2.0).exp(),
            Self::Gamma { shape, scale } => shape * scale,
            Self::Weibull { shape, scale } => scale * ln_gamma(1.0 + 1.0 / shape).exp(),
            Self::Beta { a, b } => a / (a + b),
        }
    }

    /// Its standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        match *self {
            Self::Normal { sd, .. } => sd,
            Self::LogNormal { sigma, .. } => self.mean() * (sigma * sigma).exp_m1().sqrt(),
            Self::Gamma { shape, scale } => shape.sqrt() * scale,
            Self::Weibull { shape, scale } => {
                // Γ(1 + 2/k) − Γ(1 + 1/k)² = Γ(1 + 1/k)² (e^δ − 1).
                let once = ln_gamma(1.0 + 1.0 / shape);
                let excess = ln_gamma(1.0 + 2.0 / shape) - 2.0 * once;
                scale * once.exp() * excess.exp_m1().max(0.0).sqrt()
            }
            Self::Beta { a, b } => {
                let total = a + b;
                (a / total * (b / total) / (total + 1.0)).sqrt()
            }
        }
    }

    /// Its quantile: the value with probability `lower` below it.
    #[must_use]
    pub fn quantile(&self, lower: Probability) -> f64 {
        match *self {
            Self::Normal { mean, sd } => mean + sd * z(lower),
            Self::LogNormal { mu, sigma } => (mu + sigma * z(lower)).exp(),
            Self::Gamma { shape, scale } => scale * unit_gamma(lower, shape),
            Self::Weibull { shape, scale } => scale * unit_weibull(lower, shape),
            Self::Beta { a, b } => beta::quantile(lower, a, b),
        }
    }

    /// Its density at `x`.
    #[must_use]
    pub fn density(&self, x: f64) -> f64 {
        match *self {
            Self::Normal { mean, sd } => normal::density((x - mean) / sd) / sd,
            _ if x <= 0.0 => 0.0,
            Self::LogNormal { mu, sigma } => normal::density((x.ln() - mu) / sigma) / (sigma * x),
            Self::Gamma { shape, scale } => {
                let t = x / scale;
                (shape * t.ln() - t - ln_gamma(shape)).exp() / x
            }
            Self::Weibull { shape, scale } => {
                let power = (shape * (x / scale).ln()).exp();
                shape * power * (-power).exp() / x
            }
            Self::Beta { .. } if x >= 1.0 => 0.0,
            Self::Beta { a, b } => {
                let front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b);
                (front + (a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p()).exp()
            }
        }
    }
}

/// The standard normal quantile.
pub(super) fn z(lower: Probability) -> f64 {
    normal::upper_quantile(lower.complement())
}

/// The quantile of a gamma distribution of scale 1.
pub(super) fn unit_gamma(lower: Probability, shape: f64) -> f64 {
    0.5 * chi_squared::upper_quantile(lower.complement(), 2.0 * shape)
}

/// The quantile of a Weibull distribution of scale 1: [−ln(1 − p)]^(1/k).
pub(super) fn unit_weibull(lower: Probability, shape: f64) -> f64 {
    (-(-lower.get()).ln_1p()).powf(1.0 / shape)
}
