//! What a reader must know before any number: said with the flow of patients.

use super::data::{CaseSeries, Patient, TimeScale};
use super::flagged::Flagged;
use crate::words::counted;

/// Patients of whom a reader must know something, counted in any number of parts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CautionCounts {
    pub(super) patients: usize,
    pub(super) flagged: usize,
    pub(super) flagged_sheets: u64,
    pub(super) without_visits: usize,
    pub(super) begins_unscored: usize,
    pub(super) without_group: usize,
}

impl CautionCounts {
    /// Counts a patient with so many flagged answer sheets.
    pub(super) fn add_sheets(&mut self, sheets: u32) {
        self.patients += 1;
        self.flagged += usize::from(sheets > 0);
        self.flagged_sheets += u64::from(sheets);
    }

    /// Adds the patients of another part.
    pub(super) fn append(&mut self, part: &Self) {
        self.patients += part.patients;
        self.flagged += part.flagged;
        self.flagged_sheets += part.flagged_sheets;
        self.without_visits += part.without_visits;
        self.begins_unscored += part.begins_unscored;
        self.without_group += part.without_group;
    }

    /// Flagged answer sheets; `None` where there is none.
    pub(super) fn flagged(&self) -> Option<Flagged> {
        (self.flagged > 0).then_some(Flagged {
            patients: self.flagged,
            of: self.patients,
            sheets: self.flagged_sheets,
        })
    }

    /// In plain words; empty where there is nothing.
    pub(super) fn words(&self) -> Vec<String> {
        let mut said: Vec<String> = self
            .flagged()
            .map(|found| found.words())
            .into_iter()
            .collect();
        for (count, words) in [
            (
                self.without_visits,
                "with sessions or adverse events and no visit: check the identifiers.",
            ),
            (
                self.begins_unscored,
                "whose first dated visit has no score: the first score is the baseline.",
            ),
            (
                self.without_group,
                "without a group: in the whole series, in no comparison.",
            ),
        ] {
            if count > 0 {
                said.push(format!("{} {words}", counted(count, "patient", "patients")));
            }
        }
        said
    }
}

impl CaseSeries {
    /// What a reader must know before any number, in plain words; empty where there is nothing.
    #[must_use]
    pub fn cautions(&self) -> Vec<String> {
        self.caution_counts().words()
    }

    pub(super) fn caution_counts(&self) -> CautionCounts {
        let mut counts = CautionCounts::default();
        for patient in &self.patients {
            let is_known = !patient.sessions.is_empty() || !patient.events.is_empty();
            let has_visit = patient.courses.iter().any(|one| !one.visits.is_empty());
            let is_ungrouped = !self.groups.is_empty() && patient.group.is_none();
            counts.add_sheets(patient.flagged_sheets);
            counts.without_visits += usize::from(is_known && !has_visit);
            counts.begins_unscored += usize::from(self.begins_unscored(patient));
            counts.without_group += usize::from(is_ungrouped);
        }
        counts
    }

    /// With dates and without sessions nothing but the first score can be the baseline.
    fn begins_unscored(&self, patient: &Patient) -> bool {
        let Some(course) = patient.courses.first() else {
            return false;
        };
        let first = course.visits.iter().min_by_key(|visit| visit.date);
        self.time == TimeScale::Dates
            && course.sessions.is_empty()
            && first.is_some_and(|visit| visit.total.is_none())
            && course.visits.iter().any(|visit| visit.total.is_some())
    }
}
