//! Other models beside those of inverse variances, part by part, in one form for all.

mod counts;
mod further;
mod normal;
mod posteriors;
mod result;
mod said;
mod sparse;
mod task;

pub use further::{FurtherModel, ModelOptions, Prior};
pub use result::{
    ModelEffect, ModelName, ModelOutcome, ModelRank, ModelResult, ModelTau, ModelTreatment,
};

pub(in crate::compared) use said::complaints;
pub(in crate::compared) use sparse::sparse_hint;
pub(in crate::compared) use task::{NOT_SETTLED, marked, status};

use super::analysis::{Compared, Part};
use super::options::CompareOptions;
use task::Task;

/// Fits the further models that were asked for to one part.
#[must_use]
pub(super) fn further(compared: &Compared, part: &Part) -> Vec<ModelOutcome> {
    let task = Task::new(compared, part);
    let one = |model: &FurtherModel| {
        let found = match model {
            FurtherModel::Bayes => posteriors::integrated(&task),
            FurtherModel::BayesBinomial => posteriors::sampled(&task),
            counts => counts::of_counts(&task, *counts),
        };
        (ModelName::Further(*model), found)
    };
    compared.options.further.models.iter().map(one).collect()
}

/// Every model of a part: the two of inverse variances, then the further ones. Nothing for a part that
/// does not exist.
#[must_use]
pub fn all_models(compared: &Compared, at: usize) -> Vec<ModelOutcome> {
    let Some(part) = compared.parts.get(at) else {
        return Vec::new();
    };
    let task = Task::new(compared, part);
    let mut all = vec![
        (ModelName::Random, normal::of_fit(&task, &part.random)),
        (ModelName::Common, normal::of_fit(&task, &part.common)),
    ];
    all.extend(compared.further.get(at).into_iter().flatten().cloned());
    all
}

/// What must stand above every table: models without a result, and those that did not settle.
pub(super) fn warnings(further: &[Vec<ModelOutcome>], options: &CompareOptions) -> Vec<String> {
    let mut all = Vec::new();
    for (at, outcomes) in further.iter().enumerate() {
        all.extend(complaints(at, further.len(), outcomes));
    }
    let asked = &options.further;
    if asked.models.iter().any(|model| model.is_bayesian()) {
        all.extend(asked.prior.as_ref().and_then(|prior| prior.caution.clone()));
    }
    all
}

impl Compared {
    /// True when every further model has a result that settled, in every part.
    #[must_use]
    pub fn further_settled(&self) -> bool {
        let mut all = self.further.iter().flatten();
        all.all(|(_, outcome)| outcome.as_ref().is_ok_and(ModelResult::settled))
    }
}
