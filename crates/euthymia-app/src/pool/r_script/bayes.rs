//! A posterior as R code: the integral over τ written out, since metafor has no such model.

use super::model::{Compared, compared, number};
use euthymia_synthesis::bayes::{MeanPrior, Posterior, TauPrior};

pub(super) fn posterior(posterior: &Posterior) -> (String, Vec<Compared>) {
    let (mean, variance) = match posterior.options.mean_prior {
        MeanPrior::Flat => ("0".to_owned(), "Inf".to_owned()),
        MeanPrior::Normal { mean, sd } => (number(mean), number(sd * sd)),
    };
    let code = format!(
        "# metafor has no model with priors: the integral over tau, written out\n\
         y <- dat$yi; v <- dat$vi; m0 <- {mean}; v0 <- {variance}\n\
         prior <- function(tau) {prior}\n\
         at <- function(tau) {{ # mean and variance of mu given tau, and ln p(y | tau)\n  \
         w <- 1 / (v + tau^2); s <- sum(w) + 1 / v0; m <- (sum(w * y) + m0 / v0) / s\n  \
         q <- sum(w * (y - m)^2) + (if (is.finite(v0)) (m - m0)^2 / v0 else 0)\n  \
         c(m, 1 / s, 0.5 * (sum(log(w)) - log(s) - q))\n}}\n\
         top <- max(sapply(seq(0, 10 * sd(y) + max(sqrt(v)), length.out = 500), function(t) at(t)[3]))\n\
         part <- function(of) {{\n  \
         f <- function(u) sapply(u, function(u) {{ t <- u / (1 - u); a <- at(t); \
         of(t, a) * exp(a[3] - top) * prior(t) / (1 - u)^2 }})\n  \
         integrate(f, 0, 0.5, rel.tol = 1e-10, subdivisions = 2000)$value +\n    \
         integrate(f, 0.5, 1, rel.tol = 1e-10, subdivisions = 2000)$value\n}}\n\
         one <- part(function(t, a) 1)\n\
         mu <- part(function(t, a) a[1]) / one\n\
         fit <- list(mu = mu, sd = sqrt(part(function(t, a) a[2] + (a[1] - mu)^2) / one),\n            \
         below = part(function(t, a) pnorm(0, a[1], sqrt(a[2]))) / one)",
        prior = prior(posterior.options.tau_prior),
    );
    let mut numbers = Vec::new();
    numbers.extend(
        posterior
            .mean
            .mean
            .map(|m| compared("mu_mean", m, "fit$mu")),
    );
    numbers.extend(posterior.mean.sd.map(|sd| compared("mu_sd", sd, "fit$sd")));
    let below = posterior.mean_distribution().cdf(0.0);
    numbers.push(compared("mu_below_zero", below, "fit$below"));
    (code, numbers)
}

/// The density of τ, not necessarily integrating to one.
fn prior(prior: TauPrior) -> String {
    match prior {
        TauPrior::HalfNormal { scale } => format!("dnorm(tau, 0, {})", number(scale)),
        TauPrior::HalfCauchy { scale } => format!("dcauchy(tau, 0, {})", number(scale)),
        TauPrior::HalfT { df, scale } => format!("dt(tau / {}, {})", number(scale), number(df)),
        TauPrior::Exponential { rate } => format!("dexp(tau, {})", number(rate)),
        TauPrior::Uniform { upper } => format!("dunif(tau, 0, {})", number(upper)),
        TauPrior::UniformImproper => "1".to_owned(),
        TauPrior::UniformVariance { upper } => {
            format!("dunif(tau^2, 0, {}) * 2 * tau", number(upper))
        }
        TauPrior::UniformVarianceImproper => "2 * tau".to_owned(),
        TauPrior::InverseGammaVariance { shape, scale } => format!(
            "ifelse(tau > 0, tau^(-2 * ({shape} + 1)) * exp(-{scale} / tau^2) * 2 * tau, 0)",
            shape = number(shape),
            scale = number(scale)
        ),
        TauPrior::LogNormalVariance { mean, sd } => format!(
            "ifelse(tau > 0, dnorm(2 * log(tau), {}, {}) * 2 / tau, 0)",
            number(mean),
            number(sd)
        ),
        TauPrior::LogTVariance {
            df,
            location,
            scale,
        } => format!(
            "ifelse(tau > 0, dt((2 * log(tau) - ({})) / {}, {}) * 2 / tau, 0)",
            number(location),
            number(scale),
            number(df)
        ),
    }
}
