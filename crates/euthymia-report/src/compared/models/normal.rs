//! Models whose estimates are normal: their effects, P-scores and ranks.

use super::result::{ModelEffect, ModelResult, ModelTau};
use super::task::{Fitted, Task};
use euthymia_synthesis::network::{
    Estimates, Fit, Relative, p_scores, probability_better, rank, rank_estimates,
};
use euthymia_synthesis::pairwise::Bounds;

/// The inverse-variance models.
pub(super) fn of_fit(task: &Task<'_>, fit: &Fit) -> Result<ModelResult, String> {
    let options = task.options();
    let tau = fit.tau2.map(|tau2| ModelTau {
        value: tau2.value.sqrt(),
        bounds: fit
            .heterogeneity
            .and_then(|found| found.tau2_bounds)
            .map(|bounds| Bounds {
                lower: bounds.lower.sqrt(),
                upper: bounds.upper.sqrt(),
            }),
        worth: None,
    });
    let mut rest = ModelResult::of(tau);
    if !fit.converged() {
        rest.unsettled
            .push("the search for τ² did not settle".to_owned());
    }
    let fitted = Fitted {
        labels: fit.network.treatments().to_vec(),
        scores: p_scores(fit, options.better, 0.0).unwrap_or_default(),
        ranking: rank(fit, options.better, &options.draws).map_err(|error| error.to_string())?,
        rest,
    };
    Ok(task.placed(fitted, |one, other| effect(task, fit, one, other)))
}

/// Any other model with estimates and covariances.
pub(super) fn of_estimates(
    task: &Task<'_>,
    estimates: &Estimates,
    rest: ModelResult,
) -> Result<ModelResult, String> {
    let options = task.options();
    let ranking = rank_estimates(estimates, options.better, &options.draws);
    let fitted = Fitted {
        labels: estimates.treatments().to_vec(),
        scores: p_scores(estimates, options.better, 0.0).unwrap_or_default(),
        ranking: ranking.map_err(|error| error.to_string())?,
        rest,
    };
    Ok(task.placed(fitted, |one, other| effect(task, estimates, one, other)))
}

fn effect(task: &Task<'_>, of: &impl Relative, one: usize, other: usize) -> Option<ModelEffect> {
    let found = of.compare(one, other)?;
    let better = |threshold| probability_better(of, one, other, task.options().better, threshold);
    Some(ModelEffect {
        estimate: found.estimate,
        standard_error: Some(found.standard_error),
        bounds: found.bounds,
        p_value: Some(found.p_value),
        mean: None,
        new_trial: found.prediction,
        better: better(0.0),
        better_important: task.important.and_then(better),
        worth: None,
    })
}
