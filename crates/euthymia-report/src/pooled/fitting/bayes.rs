//! The normal–normal model with priors.

use super::super::{Between, Details, PoolError, PoolOptions, Summary};
use super::Fitted;
use euthymia_synthesis::bayes::{self, IntervalKind, MeanPrior, TauPrior};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_synthesis::pairwise::tau2::Search;
use euthymia_synthesis::studies::StudySet;

pub(super) fn fit(
    set: StudySet,
    mean: MeanPrior,
    tau: TauPrior,
    options: &PoolOptions,
) -> Result<Fitted, PoolError> {
    let asked = bayes::Options {
        mean_prior: mean,
        tau_prior: tau,
        level: options.fit.level,
        interval: IntervalKind::EqualTailed,
    };
    let posterior = bayes::fit(&set, &asked)?;
    let evaluations = u32::try_from(posterior.integration.evaluations).unwrap_or(u32::MAX);
    let search = if posterior.converged() {
        Search::Converged { steps: evaluations }
    } else {
        Search::NotConverged { steps: evaluations }
    };
    let mut warnings = Vec::new();
    if !posterior.converged() {
        warnings.push("The integration over τ did not reach its tolerance.".to_owned());
    }
    let mu = posterior.mean;
    let square = |bounds: Bounds| Bounds {
        lower: bounds.lower.powi(2),
        upper: bounds.upper.powi(2),
    };
    Ok(Fitted {
        summary: Summary {
            k: posterior.k,
            estimate: mu.median,
            standard_error: mu.sd,
            bounds: mu.interval,
            test: None,
            tau2: Some(Between {
                value: posterior.tau.median.powi(2),
                bounds: Some(square(posterior.tau.interval)),
                search,
            }),
            heterogeneity: None,
            prediction: Some((posterior.new_effect.interval, "posterior predictive")),
            model: options.model.name().to_owned(),
            interval: "equal-tailed credible interval",
            converged: posterior.converged(),
        },
        details: Details::Bayes {
            set,
            posterior: Box::new(posterior),
        },
        weights: None,
        warnings,
        left_out: Vec::new(),
    })
}
