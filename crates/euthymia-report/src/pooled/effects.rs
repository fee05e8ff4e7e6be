//! From the data of each study to its effect size, under one set of rules.

use super::{Candidate, LeftOut, Model, PoolError, PoolOptions};
use euthymia_synthesis::effect::{Computed, EffectError, Inputs, Rules, compute_all};
use euthymia_synthesis::measure::Measure;

/// A study with its effect size.
pub(super) type Included = Vec<(Candidate, Computed)>;

/// Computes each study's effect; studies without one are left out with the reason.
pub(super) fn effects(
    candidates: Vec<Candidate>,
    options: &PoolOptions,
) -> Result<(Included, Vec<LeftOut>), PoolError> {
    let inputs: Vec<Inputs> = candidates.iter().map(|c| c.data).collect();
    // Peto's model weighs each study's own Peto odds ratio, which needs no correction.
    let (measure, rules) = match (options.model, options.measure) {
        (Model::Peto, Measure::OddsRatio) => {
            let measure = Measure::PetoOddsRatio;
            (measure, Rules::of(measure))
        }
        (_, measure) => (measure, options.rules),
    };
    let computed = compute_all(measure, &inputs, &rules);
    let (mut included, mut left_out) = (Vec::new(), Vec::new());
    for (candidate, result) in candidates.into_iter().zip(computed) {
        let label = || candidate.label.clone();
        match result {
            Ok(computed) => included.push((candidate, computed)),
            // What is wrong for one study is wrong for all: the question, not the study.
            Err(error @ (EffectError::Input { .. } | EffectError::VarianceRule { .. })) => {
                return Err(PoolError::Effect {
                    label: label(),
                    error,
                });
            }
            Err(EffectError::Uninformative) => left_out.push(LeftOut {
                label: label(),
                reason: "no events in either group, or nothing but events: says nothing about a \
                         ratio"
                    .to_owned(),
            }),
            Err(error) => left_out.push(LeftOut {
                label: label(),
                reason: error.to_string(),
            }),
        }
    }
    Ok((included, left_out))
}
