//! How much of the weight comes from studies of which judgement.

use super::gather::{Appraised, Respect};
use crate::pooled::Pooled;
use crate::pooled::forest::shares;
use euthymia_evidence::appraisal::Judgement;
use euthymia_synthesis::network::certainty::{Level, LevelShares};

/// The weight by judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// The shares; they sum to 1.
    pub levels: LevelShares,
    /// Studies that nobody appraised in this respect.
    pub unappraised: Vec<String>,
    /// True where the model has no weights: the shares are then those of an inverse-variance model
    /// with the same τ².
    pub borrowed: bool,
}

/// Adds up the weight of studies by what was judged of them.
#[must_use]
pub fn level_shares(pooled: &Pooled, appraised: &Appraised, respect: Respect) -> Shares {
    let judged = |label: &str| appraised.of(label, respect);
    let labels = || pooled.rows.iter().map(|row| row.candidate.label.as_str());
    let level = |judgement| match judgement {
        Judgement::Low => Level::Low,
        Judgement::SomeConcerns => Level::Moderate,
        Judgement::High => Level::High,
    };
    let levels: Vec<Option<Level>> = labels().map(|label| judged(label).map(level)).collect();
    let without = labels().filter(|label| judged(label).is_none());
    Shares {
        levels: LevelShares::of(&shares(pooled), &levels),
        unappraised: without.map(str::to_owned).collect(),
        borrowed: pooled.rows.iter().any(|row| row.weight.is_none()),
    }
}

/// Each study's share of the weight of an analysis; where the model has no weights, that of an
/// inverse-variance model with the same τ².
#[must_use]
pub fn weights(pooled: &Pooled) -> Vec<f64> {
    shares(pooled)
}
