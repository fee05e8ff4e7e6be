//! How much time a plan takes.

use super::{Plan, Planned, Visit};
use crate::protocol::file::SessionKind;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Hours as far as published.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hours {
    /// Hours that follow from what was published.
    pub known: f64,
    /// Of how many sessions, or days, something was.
    pub counted: usize,
    /// Of how many something was not.
    pub missing: usize,
}

impl Hours {
    fn add(&mut self, seconds: f64, is_whole: bool) {
        self.known += seconds / 3_600.0;
        self.counted += usize::from(seconds > 0.0);
        self.missing += usize::from(!is_whole);
    }

    /// The hours, where anything was published.
    #[must_use]
    pub fn published(&self) -> Option<f64> {
        (self.counted > 0).then_some(self.known)
    }

    /// True where nothing is missing.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missing == 0
    }
}

/// Visits, sessions and hours of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Days on which the patient comes for treatment.
    pub visits: usize,
    /// Sessions on them; parts of one session count once.
    pub sessions: usize,
    /// Days with an assessment.
    pub assessments: usize,
    /// Hours in the chair: parts at the same time count once.
    pub chair: Hours,
    /// Hours of observation after medicines.
    pub observation: Hours,
    /// Hours from the first to the last minute of each day.
    pub presence: Hours,
    /// Hours of the people who stay with the patient.
    pub staff: Hours,
    /// First day with a visit.
    pub first: Option<Date>,
    /// Last day with a visit.
    pub last: Option<Date>,
    /// Visits that are not on the day they would have been.
    pub moved: usize,
}

/// True where a medicine is given.
fn is_medicine(part: &Planned) -> bool {
    matches!(part.kind, SessionKind::Infusion | SessionKind::Medicine)
}

/// The time that stretches cover, each moment once.
fn covered(mut stretches: Vec<(f64, f64)>) -> f64 {
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut sum, mut until) = (0.0, f64::NEG_INFINITY);
    for (start, end) in stretches {
        sum += (end - start.max(until)).max(0.0);
        until = until.max(end);
    }
    sum
}

fn chair(visit: &Visit, totals: &mut Totals) {
    for session in 1..=visit.sessions() {
        let parts = || visit.parts.iter().filter(|part| part.session == session);
        let stretches = parts().filter_map(|part| Some((part.start, part.end()?)));
        let is_whole = parts().all(|part| part.seconds.is_some());
        totals.chair.add(covered(stretches.collect()), is_whole);
    }
}

/// First and last minute of a day, and whether all of it was published.
fn presence(visits: &[&Visit]) -> (f64, bool) {
    let parts = || visits.iter().flat_map(|visit| &visit.parts);
    let start = parts().map(|part| part.start).fold(f64::INFINITY, f64::min);
    let ends = parts().map(|part| {
        part.watched_until()
            .or_else(|| part.end())
            .unwrap_or(part.start)
    });
    let length = (ends.fold(0.0, f64::max) - start).max(0.0);
    let is_published = |part: &Planned| {
        part.seconds.is_some() && (part.observation.is_some() || !is_medicine(part))
    };
    (length, parts().all(is_published))
}

impl Plan {
    /// Visits, sessions and hours.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        let mut days: BTreeMap<Date, Vec<&Visit>> = BTreeMap::new();
        for visit in &self.visits {
            days.entry(visit.date).or_default().push(visit);
            chair(visit, &mut totals);
            totals.sessions += usize::try_from(visit.sessions()).unwrap_or(usize::MAX);
            totals.moved += usize::from(visit.moved_from.is_some());
            for part in &visit.parts {
                if part.observation.is_some() || is_medicine(part) {
                    let watched = part.observation.unwrap_or(0.0);
                    totals.observation.add(watched, part.observation.is_some());
                }
                let stays = part.people.zip(part.seconds);
                let staff = stays.map_or(0.0, |(people, seconds)| f64::from(people) * seconds);
                totals.staff.add(staff, stays.is_some());
            }
        }
        for visits in days.values() {
            let (length, is_whole) = presence(visits);
            totals.presence.add(length, is_whole);
        }
        let rated: BTreeSet<Date> = self.ratings.iter().map(|rating| rating.date).collect();
        totals.assessments = rated.len();
        totals.visits = days.len();
        totals.first = days.keys().next().copied();
        totals.last = days.keys().next_back().copied();
        totals
    }
}
