//! What rules of stopping say of a reviewer's own decisions: a remark, never an end.

use super::open::{Screener, What};
use crate::review::stopping::said_of_one_order;
use euthymia_review::log::Verdict;
use euthymia_review::screen::Outcome;
use std::collections::HashSet;

/// What rules say.
#[derive(Debug, Default)]
pub(super) struct Advice {
    /// Whether something was entered since.
    pub(super) is_due: bool,
    /// Words of the rules that say stop.
    stop: Vec<&'static str>,
}

impl Screener {
    /// Words of the rules that say stop of the reviewer's own decisions at the stage, in their
    /// order; those rules only that one order is enough for. Nothing stops by itself:
    /// `review stopping` tells what each assumes.
    #[must_use]
    pub fn advice(&self) -> &[&'static str] {
        &self.advice.stop
    }

    /// Asks the rules again, if something was entered since; whether they say something else.
    pub(super) fn take_advice(&mut self) -> bool {
        if !std::mem::take(&mut self.advice.is_due) || self.setting.settles {
            return false;
        }
        let labels = self.own_labels();
        let stage = self.setting.stage;
        let places = 0..self.screening.units.len();
        let here = places.filter(|place| self.screening.outcome(*place, stage) != Outcome::NotHere);
        let stop = said_of_one_order(labels, here.count() as u64);
        let is_new = stop != self.advice.stop;
        self.advice.stop = stop;
        is_new
    }

    /// Whether each report was relevant to this reviewer, in the order of the first decisions.
    fn own_labels(&self) -> Vec<bool> {
        let mut seen = HashSet::with_capacity(self.entered.len());
        let mut labels = Vec::with_capacity(self.entered.len());
        let decisions = self.entered.iter();
        for own in decisions.filter(|own| own.what == What::Decision) {
            let Some(place) = self.screening.place(own.record) else {
                continue;
            };
            let is_here = self.screening.outcome(place, self.setting.stage) != Outcome::NotHere;
            if is_here && seen.insert(place) {
                let verdict = self.own_verdict(place);
                labels.extend(verdict.map(|own| own != Verdict::Exclude));
            }
        }
        labels
    }
}
