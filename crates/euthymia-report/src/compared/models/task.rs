//! What every model of a part needs, and the form that every result is given.

use super::result::{ModelEffect, ModelOutcome, ModelRank, ModelResult, ModelTau, ModelTreatment};
use crate::compared::analysis::{Compared, Part};
use crate::compared::data::ArmResult;
use crate::compared::nodes::NodeRows;
use crate::compared::options::CompareOptions;
use crate::compared::tables::important;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::network::{Arm, Network, Ranking};

/// One part with what is asked.
pub(super) struct Task<'a> {
    pub(super) compared: &'a Compared,
    pub(super) part: &'a Part,
    /// The important difference on the analysis scale.
    pub(super) important: Option<f64>,
}

/// A fit before it is put into the order of the part's treatments.
pub(super) struct Fitted {
    pub(super) labels: Vec<String>,
    /// P-scores or SUCRA by the model's own places.
    pub(super) scores: Vec<f64>,
    pub(super) ranking: Ranking,
    pub(super) rest: ModelResult,
}

impl<'a> Task<'a> {
    pub(super) fn new(compared: &'a Compared, part: &'a Part) -> Self {
        Self {
            compared,
            part,
            important: important(compared),
        }
    }

    pub(super) fn options(&self) -> &'a CompareOptions {
        &self.compared.options
    }

    pub(super) fn network(&self) -> &'a Network {
        self.part.network()
    }

    /// The arms of the part's trials as counts, with those of trials that say nothing about a ratio.
    pub(super) fn counts(&self) -> Result<Vec<Arm<Count>>, String> {
        let needed = "counts of patients in each arm are needed";
        let NodeRows::Arms(arms) = &self.compared.rows else {
            return Err(format!("the trials report comparisons, not arms: {needed}"));
        };
        let is_here = |node: &str| self.network().treatment(node).is_some();
        let mut kept = Vec::new();
        for arm in arms.iter().filter(|arm| is_here(&arm.node)) {
            let ArmResult::Count(count) = arm.result else {
                return Err(format!("trial \"{}\": {needed}", arm.study));
            };
            kept.push(Arm {
                study: arm.study.clone(),
                treatment: arm.node.clone(),
                result: count,
            });
        }
        // A trial that says nothing may join treatments of two parts.
        let arms_of = |study: &str| kept.iter().filter(|arm| arm.study == study).count();
        let whole: Vec<bool> = kept.iter().map(|arm| arms_of(&arm.study) > 1).collect();
        let mut whole = whole.into_iter();
        kept.retain(|_| whole.next().unwrap_or(false));
        Ok(kept)
    }

    /// Puts a fit into the order of the part's treatments; `effect` gives one treatment less another by
    /// the model's own places.
    pub(super) fn placed(
        &self,
        fitted: Fitted,
        effect: impl Fn(usize, usize) -> Option<ModelEffect>,
    ) -> ModelResult {
        let place_in = |label: &str| fitted.labels.iter().position(|own| own == label);
        let reference = place_in(self.part.reference_name());
        let tail = self.options().level.complement().half().get();
        let expected = fitted.ranking.expected_ranks();
        let intervals = fitted.ranking.rank_intervals(tail);
        let shares = fitted.ranking.rankograms();
        let rank = |own: usize| {
            Some(ModelRank {
                score: *fitted.scores.get(own)?,
                expected: *expected.get(own)?,
                interval: *intervals.get(own)?,
                best: *shares.get(own)?.first()?,
            })
        };
        let one = |label: &String| {
            let own = place_in(label)?;
            Some(ModelTreatment {
                effect: reference.and_then(|reference| effect(own, reference)),
                rank: rank(own),
            })
        };
        let treatments = self.network().treatments().iter().map(one).collect();
        let mut result = ModelResult {
            treatments,
            ..fitted.rest
        };
        if reference.is_none() {
            result.cautions.push(format!(
                "the reference {} is left out: name another one to see effects",
                self.part.reference_name()
            ));
        }
        result
    }
}

impl ModelResult {
    /// Nothing but a spread.
    pub(super) fn of(tau: Option<ModelTau>) -> Self {
        Self {
            treatments: Vec::new(),
            tau,
            quality: None,
            unsettled: Vec::new(),
            cautions: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// Words for a model that has no result, and for one whose result is not to be relied on.
pub(in crate::compared) fn status((_, outcome): &ModelOutcome) -> &'static str {
    match outcome {
        Err(_) => "no result",
        Ok(result) if result.settled() => "settled",
        Ok(_) => NOT_SETTLED,
    }
}

pub(in crate::compared) const NOT_SETTLED: &str = "NOT SETTLED";

/// The name of a model, with a mark that its result is not to be relied on.
pub(in crate::compared) fn marked(outcome: &ModelOutcome) -> String {
    match status(outcome) {
        NOT_SETTLED => format!("{} ({NOT_SETTLED})", outcome.0.name()),
        _ => outcome.0.name().to_owned(),
    }
}
