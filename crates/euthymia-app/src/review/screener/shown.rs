//! What is on the screen: a report, and of its decisions those that the reviewer may see.

use super::open::Screener;
use super::text::Text;
use super::words::Words;
use euthymia_review::RecordId;
use euthymia_review::log::{Stage, Verdict};
use euthymia_review::screen::{Decision, Disagreement, Outcome, Reason, StageRules};
use std::sync::Arc;

/// A report as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The record that stands for it.
    pub record: RecordId,
    /// What it says.
    pub text: Arc<Text>,
    /// What this reviewer decided before.
    pub own: Option<Given>,
    /// What others decided, as far as this reviewer may see it.
    pub others: Vec<Given>,
    /// In what they differ, where it is to be settled.
    pub disagreement: Option<Disagreement>,
    /// Who takes part in settling besides the reviewer.
    pub with: Vec<String>,
    /// Tags, and whether this reviewer put them there.
    pub tags: Vec<(String, bool)>,
    /// Remarks.
    pub remarks: Vec<Remark>,
    /// Whether it was decided on or put off before and is looked at again.
    pub is_back: bool,
}

/// A decision as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Who decided.
    pub by: String,
    /// What.
    pub verdict: Verdict,
    /// Reasons for exclusion in full, the reported one first.
    pub reasons: Vec<String>,
}

/// A remark about a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Who made it.
    pub by: String,
    /// What was said.
    pub text: String,
}

/// Reports that are read before they are shown.
const AHEAD: usize = 3;

impl Screener {
    /// The report that is shown now; `None` when nothing waits.
    pub fn shown(&mut self) -> Option<Shown> {
        let place = self.lineup.current(&self.screening)?;
        let unit = self.screening.units.get(place)?;
        let record = unit.record;
        let text = self.reader.text(&self.session.folder, record);
        let stage = self.setting.stage;
        let who = self.screening.reviewer(&self.by);
        let is_blind = self.is_still_blind(place);
        let decisions: Vec<&Decision> = match self.setting.settles && !is_blind {
            true => unit.at(stage).decisions.iter().collect(),
            false => self.screening.seen_by(place, stage, who),
        };
        let (own, others): (Vec<&Decision>, Vec<_>) = decisions
            .into_iter()
            .partition(|decision| Some(decision.reviewer) == who);
        let tags = unit.tags.iter().filter_map(|(tag, people)| {
            let is_own = people.contains(&self.by);
            (is_own || !is_blind).then(|| (tag.clone(), is_own))
        });
        let remarks = self.remarks.get(&record).into_iter().flatten();
        let remarks = remarks.filter(|own| !is_blind || own.by == self.by);
        let disagreement = match self.screening.outcome(place, stage) {
            Outcome::Conflict(own) if !is_blind => Some(own),
            _ => None,
        };
        Some(Shown {
            record,
            text,
            own: own.last().map(|own| self.given(own)),
            others: others.into_iter().map(|own| self.given(own)).collect(),
            disagreement,
            with: self.settling_with(place),
            tags: tags.collect(),
            remarks: remarks.cloned().collect(),
            is_back: self.lineup.is_back(),
        })
    }

    /// Reads the reports that come next, so that they are there at once. To be called when nothing
    /// else is to do.
    pub fn prepare(&mut self) {
        let next: Vec<usize> = self.lineup.next(AHEAD).collect();
        for place in next {
            if let Some(record) = self.screening.units.get(place).map(|unit| unit.record) {
                self.reader.text(&self.session.folder, record);
            }
        }
    }

    /// The words to be marked in texts: those of `review.toml`, and those searched for.
    #[must_use]
    pub fn words(&self) -> Words {
        match &self.search {
            Some(search) => self.words.and(&search.words),
            None => self.words.clone(),
        }
    }

    /// Reasons for exclusion, in their order.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.screening.rules.reasons
    }

    /// The rules of the stage.
    #[must_use]
    pub fn rules(&self) -> &StageRules {
        self.screening.rules.at(self.setting.stage)
    }

    /// The stage.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.setting.stage
    }

    /// Whether disagreements are settled.
    #[must_use]
    pub fn settles(&self) -> bool {
        self.setting.settles
    }

    /// Who screens.
    #[must_use]
    pub fn by(&self) -> &str {
        &self.by
    }

    fn given(&self, decision: &Decision) -> Given {
        let by = self.screening.reviewers.get(usize::from(decision.reviewer));
        let reasons = decision.reasons.iter().map(|own| self.reason(own));
        Given {
            by: by.cloned().unwrap_or_default(),
            verdict: decision.verdict,
            reasons: reasons.collect(),
        }
    }

    /// A reason in full; one that is no longer in the list by its short name.
    pub(super) fn reason(&self, id: &str) -> String {
        let known = self.reasons().iter().find(|own| own.id == id);
        known.map_or_else(|| id.to_owned(), |own| own.text.clone())
    }
}
