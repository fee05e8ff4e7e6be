//! The fold: entries into what is known of each full text.

use std::collections::BTreeMap;

use super::{Attached, Got, Requested, Retrieval};
use crate::RecordId;
use crate::log::{Entry, Event, EventId, FullText, Stage, standing};
use crate::screen::{Outcome, Screening};

/// What is known of the full texts of a review.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FullTexts {
    /// By the place of the report in [`Screening::units`]; reports of which nothing was said are
    /// not there.
    pub reports: BTreeMap<usize, Got>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
}

/// Something that a person should look at. Nothing of it is lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// A full text of a record that is not there, or whose file no longer counts.
    #[error("a full text names {record}, which is not in the review or was withdrawn: it waits")]
    NoRecord {
        /// The event.
        event: EventId,
        /// The record.
        record: RecordId,
    },
    /// One file is the full text of several reports.
    #[error(
        "\"{file_name}\" is the full text of {one} and of {other}: they are one report \
         (review same), or one of them has the wrong file (review undo)"
    )]
    Shared {
        /// Name of the file.
        file_name: String,
        /// One report.
        one: RecordId,
        /// The other.
        other: RecordId,
    },
}

impl FullTexts {
    /// Reads entries in their order.
    pub fn of(entries: &[Entry], screening: &Screening) -> Self {
        let mut own = Self::default();
        for (entry, event, what) in standing(entries) {
            match what {
                Event::FullTextAttached(file) => {
                    if let Some(got) = own.report((screening, event), file.record) {
                        attach(got, entry, event, file);
                    }
                }
                Event::FullTextRequested { record, from } => {
                    if let Some(got) = own.report((screening, event), *record) {
                        got.requested.push(Requested {
                            event,
                            time: entry.time,
                            by: entry.author.clone(),
                            from: from.clone(),
                        });
                    }
                }
                Event::FullTextNotRetrieved { record, reason } => {
                    if let Some(got) = own.report((screening, event), *record) {
                        got.not_retrieved = Some(reason.clone());
                    }
                }
                _ => {}
            }
        }
        own.find_shared(screening);
        own
    }

    /// What is known of the full text of the report at a place.
    pub fn at(&self, place: usize) -> Option<&Got> {
        self.reports.get(&place)
    }

    /// How far the full text of the report at a place has come.
    pub fn retrieval(&self, place: usize) -> Retrieval {
        self.at(place).map_or(Retrieval::Missing, Got::retrieval)
    }

    /// Places of the reports that title and abstract included and whose full text is neither here
    /// nor known not to be had.
    pub fn missing(&self, screening: &Screening) -> Vec<usize> {
        let is_wanted = |place: &usize| {
            screening.outcome(*place, Stage::TitleAbstract) == Outcome::Included
                && matches!(
                    self.retrieval(*place),
                    Retrieval::Missing | Retrieval::Requested
                )
        };
        (0..screening.units.len()).filter(is_wanted).collect()
    }

    fn report(
        &mut self,
        (screening, event): (&Screening, EventId),
        record: RecordId,
    ) -> Option<&mut Got> {
        let Some(place) = screening.place(record) else {
            self.findings.push(Finding::NoRecord { event, record });
            return None;
        };
        Some(self.reports.entry(place).or_default())
    }

    fn find_shared(&mut self, screening: &Screening) {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        let mut found = Vec::new();
        for (&place, got) in &self.reports {
            for attached in &got.attached {
                let earlier = *first.entry(&attached.file.sha256).or_insert(place);
                let both = (screening.units.get(earlier), screening.units.get(place));
                if let (Some(one), Some(other)) = both
                    && earlier != place
                {
                    found.push(Finding::Shared {
                        file_name: attached.file.file_name.clone(),
                        one: one.record,
                        other: other.record,
                    });
                }
            }
        }
        self.findings.extend(found);
    }
}

/// Takes a file in. The same file again changes nothing but that the report can be had.
fn attach(got: &mut Got, entry: &Entry, event: EventId, file: &FullText) {
    got.not_retrieved = None;
    let is_known = |own: &Attached| own.file.sha256 == file.sha256;
    if !got.attached.iter().any(is_known) {
        got.attached.push(Attached {
            event,
            time: entry.time,
            by: entry.author.clone(),
            file: file.clone(),
        });
    }
}
