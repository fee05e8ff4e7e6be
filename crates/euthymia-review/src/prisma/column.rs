//! One side of a flow diagram: records found in one of two ways, from top to bottom.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::log::{Removal, SourceKind, Stage};
use crate::screen::{Outcome, Rules, Screening};

/// What one source brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified {
    /// Short name of the source; `None` for files of which no source was said.
    pub source: Option<String>,
    /// What was searched, or the short name where the source was not described.
    pub database: Option<String>,
    /// What kind of place it is.
    pub kind: SourceKind,
    /// Its records.
    pub records: u64,
}

/// Reports that were excluded by their full text for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ineligible {
    /// Short name of the reason; `None` where none was given.
    pub reason: Option<String>,
    /// What it says; the short name for a reason that is no longer in the list.
    pub text: String,
    /// How many reports.
    pub reports: u64,
}

/// Records found through databases and registers, or those found otherwise, and where they went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// What each source brought, in the order of the imports.
    pub identified: Vec<Identified>,
    /// Reports that were there before, and on which nothing final had been decided, or is now
    /// decided otherwise. Only where a flow begins at a point of the log.
    pub carried: u64,
    /// Records that are copies of another one.
    pub duplicates: u64,
    /// Records that a program removed before screening, by reason.
    pub automation: BTreeMap<String, u64>,
    /// Records removed before screening otherwise, by reason.
    pub otherwise: BTreeMap<String, u64>,
    /// Reports of which title and abstract are decided on, or were set aside.
    pub screened: u64,
    /// Reports that people excluded by title and abstract.
    pub excluded: u64,
    /// Reports that nobody looked at because screening had ended.
    pub set_aside: u64,
    /// Reports of which title and abstract still have to be decided on.
    pub screening_open: u64,
    /// Reports of which the full text is wanted.
    pub sought: u64,
    /// Reports of which the full text cannot be had, by why.
    pub not_retrieved: BTreeMap<String, u64>,
    /// Reports of which the full text still has to be got or decided on.
    pub assessment_open: u64,
    /// Reports of which the full text is decided on, or was set aside.
    pub assessed: u64,
    /// Reports that were excluded by their full text, in the order of the reasons of
    /// `review.toml`; then reasons that are not in it, and exclusions without a reason.
    pub ineligible: Vec<Ineligible>,
    /// Reports of which the full text was not assessed because screening had ended.
    pub assessment_set_aside: u64,
    /// Reports that are included.
    pub included: u64,
}

impl Column {
    /// Records of all its sources.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.identified.iter().map(|own| own.records).sum()
    }

    /// Records of one kind of source.
    #[must_use]
    pub fn of_kind(&self, kind: SourceKind) -> u64 {
        let own = self.identified.iter().filter(|own| own.kind == kind);
        own.map(|own| own.records).sum()
    }

    /// Reports that were excluded by their full text.
    #[must_use]
    pub fn excluded_by_full_text(&self) -> u64 {
        self.ineligible.iter().map(|own| own.reports).sum()
    }

    /// Whether nothing came this way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records() + self.carried == 0
    }

    /// Reports that are not decided on to the end.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.screening_open + self.assessment_open
    }

    /// Counts a report where it stands. `reasons` takes the reason of one that was excluded by its
    /// full text.
    pub(super) fn take(
        &mut self,
        screening: &Screening,
        place: usize,
        reasons: &mut BTreeMap<Option<Arc<str>>, u64>,
    ) {
        let Some(unit) = screening.units.get(place) else {
            return;
        };
        if let Some((by, reason)) = &unit.removed {
            let removed = match by {
                Removal::Automation => &mut self.automation,
                Removal::Other => &mut self.otherwise,
            };
            *removed.entry(reason.clone()).or_default() += 1;
            return;
        }
        match screening.outcome(place, Stage::TitleAbstract) {
            Outcome::Included => {}
            Outcome::Excluded(_) => {
                self.screened += 1;
                self.excluded += 1;
                return;
            }
            Outcome::SetAside => {
                self.screened += 1;
                self.set_aside += 1;
                return;
            }
            _ => {
                self.screening_open += 1;
                return;
            }
        }
        self.screened += 1;
        self.sought += 1;
        if let Some(why) = &unit.not_retrieved {
            *self.not_retrieved.entry(why.clone()).or_default() += 1;
            return;
        }
        self.assess(screening.outcome(place, Stage::FullText), reasons);
    }

    fn assess(&mut self, outcome: Outcome, reasons: &mut BTreeMap<Option<Arc<str>>, u64>) {
        match outcome {
            Outcome::Included => self.included += 1,
            Outcome::Excluded(reason) => *reasons.entry(reason).or_default() += 1,
            Outcome::SetAside => self.assessment_set_aside += 1,
            _ => {
                self.assessment_open += 1;
                return;
            }
        }
        self.assessed += 1;
    }

    /// Puts the reasons of what was excluded by full text in order.
    pub(super) fn name_reasons(&mut self, reasons: BTreeMap<Option<Arc<str>>, u64>, rules: &Rules) {
        let text = |reason: Option<&str>| match reason {
            None => "No reason given".to_owned(),
            Some(id) => {
                let known = rules.reasons.iter().find(|own| own.id == id);
                known.map_or_else(|| id.to_owned(), |own| own.text.clone())
            }
        };
        let mut ineligible: Vec<Ineligible> = reasons
            .into_iter()
            .map(|(reason, reports)| Ineligible {
                text: text(reason.as_deref()),
                reason: reason.as_deref().map(str::to_owned),
                reports,
            })
            .collect();
        ineligible.sort_by_key(|own| match &own.reason {
            None => (1, 0),
            Some(id) => (0, rules.rank(id).unwrap_or(usize::MAX)),
        });
        self.ineligible = ineligible;
    }
}
