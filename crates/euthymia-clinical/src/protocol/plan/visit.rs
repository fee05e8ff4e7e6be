//! A day on which a patient comes for a course.

use super::occasion::Planned;
use jiff::civil::Date;

/// Set aside for a session of which no length was published, in seconds.
pub const SET_ASIDE: f64 = 3_600.0;

/// A day on which the patient comes.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The day.
    pub date: Date,
    /// Identifier of the protocol.
    pub protocol: String,
    /// Its name.
    pub protocol_name: String,
    /// Name of the phase.
    pub phase: String,
    /// Which visit of the phase it is, from 1.
    pub number: u32,
    /// What happens, part by part.
    pub parts: Vec<Planned>,
    /// The day it would have been on, where that is none that may have a visit.
    pub moved_from: Option<Date>,
    /// True for a visit of the treatment itself, not of preparation or integration.
    pub is_treatment: bool,
    /// True where it takes the day.
    pub is_whole_day: bool,
}

impl Visit {
    /// Sessions of the day: parts that belong together count once.
    #[must_use]
    pub fn sessions(&self) -> u32 {
        let numbers = self.parts.iter().map(|part| part.session);
        numbers.max().unwrap_or(0)
    }

    /// When it starts, in seconds after midnight.
    #[must_use]
    pub fn start(&self) -> f64 {
        let starts = self.parts.iter().map(|part| part.start);
        starts.min_by(f64::total_cmp).unwrap_or(0.0)
    }

    /// When its last session ends; `None` where a length is not known.
    #[must_use]
    pub fn end(&self) -> Option<f64> {
        let ends: Option<Vec<f64>> = self.parts.iter().map(Planned::end).collect();
        ends?.into_iter().max_by(f64::total_cmp)
    }

    /// Until when the patient is watched, where something is published.
    #[must_use]
    pub fn watched_until(&self) -> Option<f64> {
        let ends = self.parts.iter().filter_map(Planned::watched_until);
        ends.max_by(f64::total_cmp)
    }

    /// Until when the room is taken: to the end of the last session and of the observation, with an hour
    /// for a session of which neither was published.
    #[must_use]
    pub fn taken_until(&self) -> f64 {
        let ends = self.parts.iter().map(|part| {
            let known = part.watched_until().or_else(|| part.end());
            known.unwrap_or(part.start + SET_ASIDE)
        });
        ends.max_by(f64::total_cmp).unwrap_or(0.0)
    }

    /// What happens, each thing once.
    #[must_use]
    pub fn what(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        let mut text = String::new();
        for part in &self.parts {
            if names.contains(&part.name.as_str()) {
                continue;
            }
            if !names.is_empty() {
                text.push_str(if part.with_before {
                    " with "
                } else {
                    ", then "
                });
            }
            names.push(&part.name);
            text.push_str(&part.name);
        }
        text
    }

    /// The doses of its parts as published, each once.
    #[must_use]
    pub fn doses(&self) -> Vec<&str> {
        let mut doses: Vec<&str> = Vec::new();
        for dose in self.parts.iter().filter_map(|part| part.dose.as_deref()) {
            if !doses.contains(&dose) {
                doses.push(dose);
            }
        }
        doses
    }
}
