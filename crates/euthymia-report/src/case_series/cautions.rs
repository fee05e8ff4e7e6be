//! What a reader must know before any number: said with the flow of patients.

use super::data::{CaseSeries, Patient, TimeScale};
use super::flagged::flagged;
use crate::words::counted;

impl CaseSeries {
    /// What a reader must know before any number, in plain words; empty where there is nothing.
    #[must_use]
    pub fn cautions(&self) -> Vec<String> {
        let how_many = |wanted: &dyn Fn(&Patient) -> bool| {
            let found = self.patients.iter().filter(|patient| wanted(patient));
            Some(found.count()).filter(|count| *count > 0)
        };
        let without_visits = |patient: &Patient| {
            let seen = !patient.sessions.is_empty() || !patient.events.is_empty();
            seen && patient.courses.iter().all(|one| one.visits.is_empty())
        };
        let mut said: Vec<String> = flagged(self)
            .map(|found| found.words())
            .into_iter()
            .collect();
        said.extend(how_many(&without_visits).map(|count| {
            format!(
                "{} with sessions or adverse events and no visit: check the identifiers.",
                counted(count, "patient", "patients")
            )
        }));
        said.extend(
            how_many(&|patient| self.begins_unscored(patient)).map(|count| {
                format!(
                    "{} whose first dated visit has no score: the first score is the baseline.",
                    counted(count, "patient", "patients")
                )
            }),
        );
        if !self.groups.is_empty() {
            said.extend(how_many(&|patient| patient.group.is_none()).map(|count| {
                format!(
                    "{} without a group: in the whole series, in no comparison.",
                    counted(count, "patient", "patients")
                )
            }));
        }
        said
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
