//! How many reports stand where at a stage.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Outcome, Screening};
use crate::log::Stage;

/// Numbers of reports at one stage. They add up to the reports that came to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageCount {
    /// Nobody has decided.
    pub undecided: u64,
    /// Some have decided, others still must.
    pub partial: u64,
    /// Decisions stand against each other.
    pub conflict: u64,
    /// Included.
    pub included: u64,
    /// Excluded, by the short name of the reason; `None` where none was given.
    pub excluded: BTreeMap<Option<Arc<str>>, u64>,
    /// Screening ended before anybody had decided.
    pub set_aside: u64,
}

impl StageCount {
    /// All of them.
    pub fn total(&self) -> u64 {
        let open = self.undecided + self.partial + self.conflict + self.set_aside;
        open + self.included + self.excluded()
    }

    /// All that were excluded.
    pub fn excluded(&self) -> u64 {
        self.excluded.values().sum()
    }
}

impl Screening {
    /// Counts the reports at a stage.
    pub fn count(&self, stage: Stage) -> StageCount {
        let mut count = StageCount::default();
        for place in 0..self.units.len() {
            match self.outcome(place, stage) {
                Outcome::NotHere => {}
                Outcome::Undecided => count.undecided += 1,
                Outcome::Partial => count.partial += 1,
                Outcome::Conflict(_) => count.conflict += 1,
                Outcome::Included => count.included += 1,
                Outcome::Excluded(reason) => *count.excluded.entry(reason).or_default() += 1,
                Outcome::SetAside => count.set_aside += 1,
            }
        }
        count
    }
}
