//! What every model says about a pooled value, on the analysis scale.

use crate::words;
use euthymia_synthesis::pairwise::tau2::Search;
use euthymia_synthesis::pairwise::{Bounds, Fit};

/// A pooled value with its uncertainty, whatever model it comes from.
///
/// A quantity that a model does not have is `None`: Mantel–Haenszel has no τ², a Bayesian fit no
/// test.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Number of studies.
    pub k: usize,
    /// The pooled value; for a Bayesian fit the posterior median. Infinite for a logit of 0 or 1.
    pub estimate: f64,
    /// Its standard error; for a Bayesian fit the posterior standard deviation.
    pub standard_error: Option<f64>,
    /// Its confidence limits, or the limits of its credible interval.
    pub bounds: Bounds,
    /// The test of no effect.
    pub test: Option<Test>,
    /// Between-study variance.
    pub tau2: Option<Between>,
    /// How much the studies disagree.
    pub heterogeneity: Option<Disagreement>,
    /// Where the true effect of a new study is likely to lie, with the variant in words.
    pub prediction: Option<(Bounds, &'static str)>,
    /// The model as the label of the pooled row.
    pub model: String,
    /// How the interval was formed, in words.
    pub interval: &'static str,
    /// False when an iterative part did not settle.
    pub converged: bool,
}

/// A test of the hypothesis that there is no effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// z, or t where there are degrees of freedom.
    pub statistic: f64,
    /// Degrees of freedom of t; `None` for z.
    pub df: Option<f64>,
    /// Two-sided p-value.
    pub p_value: f64,
}

/// Between-study variance as one model estimates it.
/// For a Bayesian fit the square of the posterior median of τ, with its credible interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Between {
    /// τ̂².
    pub value: f64,
    /// Its interval, where the model has one.
    pub bounds: Option<Bounds>,
    /// How its search ended.
    pub search: Search,
}

/// Heterogeneity as one model measures it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Disagreement {
    /// What the statistic is called.
    pub name: &'static str,
    /// The test statistic, chi-squared under equal effects.
    pub q: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// Its p-value.
    pub p_value: f64,
    /// I², where the model defines one.
    pub i2: Option<f64>,
    /// H², likewise.
    pub h2: Option<f64>,
}

impl Summary {
    /// Reads the common part off an inverse-variance fit.
    #[must_use]
    pub fn of_fit(fit: &Fit) -> Self {
        let inference = &fit.inference;
        Self {
            k: fit.k,
            estimate: fit.estimate,
            standard_error: Some(inference.standard_error),
            bounds: inference.bounds,
            test: Some(Test {
                statistic: inference.statistic,
                df: inference.df,
                p_value: inference.p_value,
            }),
            tau2: fit.tau2.map(|t| Between {
                value: t.value,
                bounds: fit.heterogeneity.map(|h| h.profile.tau2),
                search: t.search,
            }),
            heterogeneity: fit.heterogeneity.map(|h| Disagreement {
                name: "Q",
                q: h.q,
                df: h.df,
                p_value: h.p_value,
                i2: Some(h.i2),
                h2: Some(h.h2),
            }),
            prediction: fit
                .prediction
                .map(|bounds| (bounds, words::prediction(fit.options.prediction))),
            model: words::model(fit),
            interval: words::interval(fit.interval_used),
            converged: fit.converged(),
        }
    }

    /// I², where there are two studies and the model defines it.
    #[must_use]
    pub fn i2(&self) -> Option<f64> {
        self.heterogeneity.and_then(|h| h.i2)
    }
}
