//! A report, and what was decided of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Reasons;
use crate::RecordId;
use crate::log::{EventId, Removal, Stage, Time, Verdict};

/// A report: a record with its copies, and what was decided of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The record that stands for all copies.
    pub record: RecordId,
    /// Who or what removed it before screening, and why.
    pub removed: Option<(Removal, String)>,
    /// By title and abstract.
    pub title_abstract: Decided,
    /// By the full text.
    pub full_text: Decided,
    /// Why its full text cannot be had; `None` where nobody said so, or it came after all.
    pub not_retrieved: Option<String>,
    /// Tags, each with the reviewers who put it there.
    pub tags: BTreeMap<String, Vec<String>>,
}

/// What was decided at one stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    /// The last decision of each reviewer on each copy.
    pub decisions: Vec<Decision>,
    /// What a disagreement was settled with.
    pub consensus: Option<Box<Consensus>>,
    /// Whether screening ended before anybody had decided.
    pub is_set_aside: bool,
}

/// A decision of one reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The event.
    pub event: EventId,
    /// When.
    pub time: Time,
    /// Who: their place among [`Screening::reviewers`](super::Screening::reviewers).
    pub reviewer: u16,
    /// The copy that was shown.
    pub record: RecordId,
    /// The decision.
    pub verdict: Verdict,
    /// Reasons for exclusion, the reported one first.
    pub reasons: Reasons,
    /// Seconds on the screen.
    pub seconds: Option<u32>,
}

/// How a disagreement was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consensus {
    /// The event.
    pub event: EventId,
    /// Who entered it.
    pub by: String,
    /// Who else took part.
    pub with: Vec<String>,
    /// The decision.
    pub verdict: Verdict,
    /// The reason for exclusion.
    pub reason: Option<Arc<str>>,
}

impl Unit {
    /// A report of which nothing was decided.
    pub fn new(record: RecordId) -> Self {
        Self {
            record,
            removed: None,
            title_abstract: Decided::default(),
            full_text: Decided::default(),
            not_retrieved: None,
            tags: BTreeMap::new(),
        }
    }

    /// What was decided at a stage.
    pub fn at(&self, stage: Stage) -> &Decided {
        match stage {
            Stage::TitleAbstract => &self.title_abstract,
            Stage::FullText => &self.full_text,
        }
    }

    pub(super) fn at_mut(&mut self, stage: Stage) -> &mut Decided {
        match stage {
            Stage::TitleAbstract => &mut self.title_abstract,
            Stage::FullText => &mut self.full_text,
        }
    }
}

impl Decided {
    /// Decisions of one reviewer, on one copy each.
    pub fn by(&self, reviewer: u16) -> impl Iterator<Item = &Decision> {
        self.decisions
            .iter()
            .filter(move |own| own.reviewer == reviewer)
    }

    /// Number of reviewers who have decided.
    pub fn deciders(&self) -> usize {
        let is_first = |(place, own): &(usize, &Decision)| {
            let mut earlier = self.decisions.iter().take(*place);
            earlier.all(|other| other.reviewer != own.reviewer)
        };
        self.decisions.iter().enumerate().filter(is_first).count()
    }

    /// Takes a decision in: the reviewer's earlier one on the same copy no longer counts.
    pub(super) fn take(&mut self, decision: Decision) {
        let same = |own: &&mut Decision| {
            (own.reviewer, own.record) == (decision.reviewer, decision.record)
        };
        match self.decisions.iter_mut().find(same) {
            Some(earlier) => *earlier = decision,
            None => {
                // Two people decide as a rule; room for more would be empty a million times.
                if self.decisions.is_empty() {
                    self.decisions.reserve_exact(2);
                }
                self.decisions.push(decision);
            }
        }
    }
}
