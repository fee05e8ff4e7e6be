//! Who has to decide on what, and what has to be settled.

use super::{Decision, Outcome, Screening};
use crate::log::{Stage, Verdict};

impl Screening {
    /// Reports that a reviewer still has to decide on: those of drawn sets first, in the order of
    /// the draw, then the others in the order of the imports.
    pub fn queue(&self, reviewer: &str, stage: Stage) -> Vec<usize> {
        let who = self.reviewer(reviewer);
        let mut is_first = vec![false; self.units.len()];
        let mut queue = Vec::new();
        let drawn = self.rounds.iter().filter(|own| own.round.stage == stage);
        for &place in drawn.flat_map(|own| &own.units) {
            let seen = is_first
                .get_mut(place)
                .map(|seen| std::mem::replace(seen, true));
            if seen == Some(false) && self.awaits(place, stage, who) {
                queue.push(place);
            }
        }
        let rest = (0..self.units.len()).filter(|&place| is_first.get(place) == Some(&false));
        queue.extend(rest.filter(|&place| self.awaits(place, stage, who)));
        queue
    }

    /// Whether a reviewer should decide on a report; `None` for who has never decided.
    pub fn awaits(&self, place: usize, stage: Stage, reviewer: Option<u16>) -> bool {
        let waits = matches!(
            self.outcome(place, stage),
            Outcome::Undecided | Outcome::Partial
        );
        let has_decided = self.units.get(place).is_some_and(|unit| {
            reviewer.is_some_and(|who| unit.at(stage).by(who).next().is_some())
        });
        waits && !has_decided
    }

    /// Reports of which the decisions stand against each other.
    pub fn conflicts(&self, stage: Stage) -> Vec<usize> {
        let places = 0..self.units.len();
        places
            .filter(|&place| matches!(self.outcome(place, stage), Outcome::Conflict(_)))
            .collect()
    }

    /// Decisions on a report that a reviewer may see: where the stage is blinded, those of others
    /// only once they have decided themselves.
    pub fn seen_by(&self, place: usize, stage: Stage, reviewer: Option<u16>) -> Vec<&Decision> {
        let Some(unit) = self.units.get(place) else {
            return Vec::new();
        };
        let decided = unit.at(stage);
        let own = |decision: &&Decision| Some(decision.reviewer) == reviewer;
        let is_open = !self.rules.at(stage).blinded || decided.decisions.iter().any(|d| own(&d));
        let seen = decided.decisions.iter();
        seen.filter(|decision| is_open || own(decision)).collect()
    }

    /// What two reviewers decided on the reports that both decided on, in the order of the
    /// imports, before any settling. With `among`, only on the reports at those places.
    pub fn pairs(
        &self,
        stage: Stage,
        (one, other): (u16, u16),
        among: Option<&[usize]>,
    ) -> Vec<(Verdict, Verdict)> {
        let last = |place: usize, who: u16| {
            let unit = self.units.get(place)?;
            unit.at(stage).by(who).last().map(|own| own.verdict)
        };
        let pair = |place| Some((last(place, one)?, last(place, other)?));
        match among {
            Some(places) => places.iter().filter_map(|&place| pair(place)).collect(),
            None => (0..self.units.len()).filter_map(pair).collect(),
        }
    }
}
