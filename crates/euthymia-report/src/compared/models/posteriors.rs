//! Models with priors: by integration over τ, and by sampling.

use super::result::{ModelEffect, ModelResult, ModelTau};
use super::task::{Fitted, Task};
use euthymia_synthesis::bayes::TauPrior;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::network::Arm;
use euthymia_synthesis::network::bayes::{
    ArmData, EffectPrior, NetworkBayesError, Options, Posterior, SampleOptions, Sampled, integrate,
    sample,
};
use euthymia_synthesis::network::counts::{CountError, Counts, Likelihood, fit};

fn text(error: NetworkBayesError) -> String {
    error.to_string()
}

fn prior(task: &Task<'_>) -> Result<TauPrior, String> {
    let prior = task.options().further.prior.as_ref();
    prior
        .map(|prior| prior.tau)
        .ok_or_else(|| "no prior of τ was stated, and it decides the answer".to_owned())
}

/// The posterior of a network of estimates.
pub(super) fn integrated(task: &Task<'_>) -> Result<ModelResult, String> {
    let options = task.options();
    let asked = Options {
        effect_prior: match options.further.effect_sd {
            Some(sd) => EffectPrior::Normal {
                sd,
                reference: task.part.reference,
            },
            None => EffectPrior::Flat,
        },
        level: options.level,
        ..Options::new(prior(task)?)
    };
    let found = integrate(task.network(), &asked).map_err(text)?;
    let ranking = found
        .rank(options.better, options.draws.count, options.draws.seed)
        .map_err(|error| error.to_string())?;
    let mut rest = ModelResult::of(Some(ModelTau {
        value: found.tau.median,
        bounds: Some(found.tau.interval),
        worth: None,
    }));
    if !found.converged() {
        rest.unsettled.push(format!(
            "the integration over τ has a relative error of {:.1e}",
            found.integration.relative_error
        ));
    }
    let fitted = Fitted {
        labels: found.network.treatments().to_vec(),
        scores: ranking.sucra(),
        ranking,
        rest,
    };
    Ok(task.placed(fitted, |one, other| exact(task, &found, one, other)))
}

fn exact(task: &Task<'_>, found: &Posterior, one: usize, other: usize) -> Option<ModelEffect> {
    let compared = found.compare(one, other)?;
    let better = task.options().better;
    let chance = |threshold| found.probability_better(one, other, better, threshold);
    Some(ModelEffect {
        estimate: compared.effect.median,
        standard_error: compared.effect.sd,
        bounds: compared.effect.interval,
        p_value: None,
        mean: compared.effect.mean,
        new_trial: Some(compared.new_trial.interval),
        better: chance(0.0),
        better_important: task.important.and_then(chance),
        worth: None,
    })
}

/// Draws from the posterior of a network of counts.
pub(super) fn sampled(task: &Task<'_>) -> Result<ModelResult, String> {
    let options = task.options();
    let asked = &options.further;
    let arms = task.counts()?;
    let data = ArmData::of_counts(&arms).map_err(text)?;
    let usual = SampleOptions::new(Some(prior(task)?), options.draws.seed);
    let found = sample(
        &data,
        &SampleOptions {
            effect_sd: asked.effect_sd.unwrap_or(usual.effect_sd),
            reference: data
                .treatment(task.part.reference_name())
                .unwrap_or_default(),
            chains: asked.chains,
            warm_up: asked.warm_up,
            kept: asked.kept,
            threads: options.draws.threads,
            acceptance: asked.acceptance,
            level: options.level,
            ..usual
        },
    )
    .map_err(text)?;
    let tau = found.tau().map(|tau| ModelTau {
        value: tau.median,
        bounds: Some(tau.interval),
        worth: tau.worth,
    });
    let ranking = found.rank(options.better);
    let fitted = Fitted {
        labels: found.treatments.clone(),
        scores: ranking.sucra(),
        ranking,
        rest: ModelResult {
            quality: Some(found.quality.clone()),
            unsettled: found
                .quality
                .reasons
                .iter()
                .map(ToString::to_string)
                .collect(),
            cautions: decided_by_prior(task, &arms, asked.effect_sd.unwrap_or(usual.effect_sd)),
            notes: vec![fit_in_words(&found)],
            ..ModelResult::of(tau)
        },
    };
    Ok(task.placed(fitted, |one, other| drawn(task, &found, one, other)))
}

/// Says where the counts alone give no finite odds ratio, so that the prior decides how far it runs.
fn decided_by_prior(task: &Task<'_>, arms: &[Arm<Count>], sd: f64) -> Vec<String> {
    let Ok(counts) = Counts::new(arms) else {
        return Vec::new();
    };
    let who = match fit(&counts, Likelihood::Binomial, task.options().level) {
        Err(CountError::NoEvent(label)) => format!("no event in any arm of {label}"),
        Err(CountError::OnlyEvents(label)) => format!("nothing but events in the arms of {label}"),
        Err(CountError::NotCompared(label)) => format!("every trial of {label} says nothing"),
        Err(CountError::Separated { lower, .. }) => {
            format!(
                "events are so divided that {} run to zero",
                lower.join(", ")
            )
        }
        _ => return Vec::new(),
    };
    vec![format!(
        "{who}: the counts give no finite odds ratio, and the prior of the effects (standard deviation \
         {sd}) decides how far it runs; state one that is believed, such as --mean-prior normal:0:2"
    )]
}

/// How well the model fits the arms.
fn fit_in_words(found: &Sampled) -> String {
    let deviance = &found.deviance;
    format!(
        "residual deviance {:.1} of {} arms, effective parameters {:.1}, DIC {:.1}",
        deviance.residual,
        deviance.arms.len(),
        deviance.parameters,
        deviance.dic
    )
}

fn drawn(task: &Task<'_>, found: &Sampled, one: usize, other: usize) -> Option<ModelEffect> {
    let compared = found.compare(one, other)?;
    let better = task.options().better;
    let chance = |threshold| found.probability_better(one, other, better, threshold);
    Some(ModelEffect {
        estimate: compared.median,
        standard_error: Some(compared.sd),
        bounds: compared.interval,
        p_value: None,
        mean: Some(compared.mean),
        new_trial: found.new_trial(one, other).map(|new| new.interval),
        better: chance(0.0),
        better_important: task.important.and_then(chance),
        worth: compared.worth,
    })
}
