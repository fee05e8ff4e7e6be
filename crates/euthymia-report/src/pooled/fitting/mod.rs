//! One file per family of models: from the studies to what is said about the pooled value.

mod bayes;
mod counts;
mod inverse_variance;
mod stratified;

pub use stratified::TableTests;

use super::effects::Included;
use super::{Details, LeftOut, Model, PoolError, PoolOptions, Summary};
use euthymia_synthesis::studies::{Study, StudySet};

/// A fitted model before it is brought to the scale that people read.
pub(super) struct Fitted {
    pub(super) summary: Summary,
    pub(super) details: Details,
    /// Each study's share of the weight, where the model has weights.
    pub(super) weights: Option<Vec<f64>>,
    pub(super) warnings: Vec<String>,
    /// Studies that the model itself left out.
    pub(super) left_out: Vec<LeftOut>,
}

/// Fits the model that was asked for.
///
/// A single study is returned as it is, whatever the model: there is nothing to pool.
pub(super) fn fit(included: &Included, options: &PoolOptions) -> Result<Fitted, PoolError> {
    let set = set(included)?;
    if !options.model.pools(options.measure) {
        return Err(PoolError::Unsupported {
            model: options.model.name(),
            measure: options.measure.code(),
            measures: options.model.measures().join(", "),
        });
    }
    match options.model {
        _ if set.k() == 1 => inverse_variance::fit(included, set, options),
        Model::InverseVariance => inverse_variance::fit(included, set, options),
        Model::MantelHaenszel | Model::Peto => stratified::fit(included, set, options),
        Model::Glmm(kind) => counts::glmm(included, set, kind, options),
        Model::BetaBinomial => counts::beta_binomial(included, set, options),
        Model::Bayes { mean, tau } => bayes::fit(set, mean, tau, options),
    }
}

/// The studies as estimates with variances.
fn set(included: &Included) -> Result<StudySet, PoolError> {
    let studies = included
        .iter()
        .map(|(candidate, computed)| Study::new(candidate.label.as_str(), computed.effect));
    Ok(StudySet::new(studies.collect())?)
}
