//! How much time a plan takes.

use super::Plan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Visits, sessions and hours of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Days on which the patient comes for treatment.
    pub visits: usize,
    /// Sessions on them.
    pub sessions: usize,
    /// Days with an assessment.
    pub assessments: usize,
    /// Hours in the chair, as far as published.
    pub chair_hours: f64,
    /// Hours of observation afterwards, as far as published.
    pub observation_hours: f64,
    /// Sessions whose length nobody published.
    pub without_length: usize,
    /// First day with a visit.
    pub first: Option<Date>,
    /// Last day with a visit.
    pub last: Option<Date>,
    /// Visits that are not on the day they would have been.
    pub moved: usize,
}

impl Plan {
    /// Visits, sessions and hours.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let dates: BTreeSet<Date> = self.visits.iter().map(|visit| visit.date).collect();
        let rated: BTreeSet<Date> = self.ratings.iter().map(|rating| rating.date).collect();
        let sessions = || self.visits.iter().flat_map(|visit| &visit.sessions);
        let hours = |seconds: f64| seconds / 3_600.0;
        Totals {
            visits: dates.len(),
            sessions: sessions().count(),
            assessments: rated.len(),
            chair_hours: hours(sessions().filter_map(|session| session.seconds).sum()),
            observation_hours: hours(sessions().filter_map(|session| session.observation).sum()),
            without_length: sessions()
                .filter(|session| session.seconds.is_none())
                .count(),
            first: dates.first().copied(),
            last: dates.last().copied(),
            moved: self
                .visits
                .iter()
                .filter(|visit| visit.moved_from.is_some())
                .count(),
        }
    }
}
