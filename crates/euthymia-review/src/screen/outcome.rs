//! What follows from the decisions on a report.

use std::sync::Arc;

use super::{Decided, Rules, Unit};
use crate::log::{Stage, Verdict};

/// What follows at one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is not looked at here: removed before, excluded earlier, or its full text cannot be had.
    NotHere,
    /// Nobody has decided.
    Undecided,
    /// Some have decided, others still must.
    Partial,
    /// Decisions stand against each other until they are settled.
    Conflict(Disagreement),
    /// It goes on.
    Included,
    /// It does not go on, and why.
    Excluded(Option<Arc<str>>),
    /// Screening ended before anybody had decided on it.
    SetAside,
}

/// In what decisions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disagreement {
    /// One includes, another excludes.
    Verdicts,
    /// All exclude, for different reasons.
    Reasons,
    /// One reviewer decided differently on copies that turned out to be the same report.
    Copies,
}

impl Unit {
    /// What follows at a stage; `needed` reviewers decide.
    pub(super) fn outcome(&self, stage: Stage, needed: u32, rules: &Rules) -> Outcome {
        if self.removed.is_some() {
            return Outcome::NotHere;
        }
        if stage == Stage::FullText && self.not_retrieved.is_some() {
            return Outcome::NotHere;
        }
        self.at(stage).outcome(stage, needed, rules)
    }
}

impl Decided {
    fn outcome(&self, stage: Stage, needed: u32, rules: &Rules) -> Outcome {
        if let Some(consensus) = &self.consensus {
            return match consensus.verdict {
                Verdict::Exclude => Outcome::Excluded(consensus.reason.clone()),
                Verdict::Include | Verdict::Maybe => Outcome::Included,
            };
        }
        if self.decisions.is_empty() {
            return match self.is_set_aside {
                true => Outcome::SetAside,
                false => Outcome::Undecided,
            };
        }
        if self.differs_between_copies() {
            return Outcome::Conflict(Disagreement::Copies);
        }
        if self.deciders() < needed as usize {
            return Outcome::Partial;
        }
        let excluding = |verdict| verdict == Verdict::Exclude;
        let mut verdicts = self.decisions.iter().map(|own| own.verdict);
        match (
            verdicts.clone().any(excluding),
            verdicts.any(|verdict| !excluding(verdict)),
        ) {
            (true, true) => Outcome::Conflict(Disagreement::Verdicts),
            (true, false) => self.excluded(stage, rules),
            (false, _) => Outcome::Included,
        }
    }

    /// All excluded: the reason, or that they differ in it.
    fn excluded(&self, stage: Stage, rules: &Rules) -> Outcome {
        let mut first = self.decisions.iter().map(|own| own.reasons.first());
        let one = first.next().flatten();
        if rules.at(stage).reasons_must_agree && first.any(|other| other != one) {
            return Outcome::Conflict(Disagreement::Reasons);
        }
        let all = self.decisions.iter().flat_map(|own| own.reasons.first());
        let order = |reason: &&Arc<str>| rules.rank(reason).unwrap_or(usize::MAX);
        Outcome::Excluded(all.min_by_key(order).cloned())
    }

    fn differs_between_copies(&self) -> bool {
        let is_out = |verdict| verdict == Verdict::Exclude;
        self.decisions.iter().enumerate().any(|(place, one)| {
            self.decisions.iter().skip(place + 1).any(|other| {
                other.reviewer == one.reviewer && is_out(other.verdict) != is_out(one.verdict)
            })
        })
    }
}
