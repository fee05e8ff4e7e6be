//! A patient's course: from dated totals on one scale to response, remission, relapse and what
//! follows, by stated rules for irregular visits and missing scores.
//!
//! Reading order: [`Course`] (what is observed), [`baseline`] (which visit is the baseline),
//! [`Rules`] (what counts), [`trajectory`](mod@trajectory) (what the course shows), [`events`]
//! (sustained response, relapse, recovery, durability).
//!
//! # Rules for gaps
//! A visit without a score neither confirms nor interrupts anything: the visits before and after it
//! are neighbours, and the visit is listed. Times of events are intervals: after the last visit
//! without, by the first visit with. A visit serves a planned day when it lies within the tolerance;
//! of several the nearest, and of two equally near the earlier.

pub mod baseline;
pub mod events;
mod over_visits;
pub mod trajectory;

use crate::definition::Definition;
use crate::outcome_rule::OutcomeRule;
use crate::source::Source;
use jiff::civil::Date;

pub use baseline::{BaselineError, BaselineRule};
pub use over_visits::{ScoredDay, VisitRule};
pub use trajectory::{Trajectory, trajectory};

/// Dated totals of one patient on one scale, with the days of treatment.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Identifier of the scale; higher totals are worse.
    pub instrument: String,
    /// The visits, in any order, at most one a day.
    pub visits: Vec<Visit>,
    /// The days of treatment, in any order; empty where not recorded.
    pub sessions: Vec<Date>,
}

/// A visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    /// The day.
    pub date: Date,
    /// The total; `None` where it is missing.
    pub total: Option<f64>,
}

/// What counts. Every choice is printed with the result.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Which visit is the baseline.
    pub baseline: BaselineRule,
    /// Response, with its source.
    pub response: (Definition, Source),
    /// Remission, with its source; `None` where no source has a rule for the scale.
    pub remission: Option<(Definition, Source)>,
    /// Rules about several visits: sustained response, relapse, recovery.
    pub named: Vec<&'static OutcomeRule>,
    /// Early non-response, a choice of the clinic: no source here sets one.
    pub early: Option<EarlyRule>,
    /// Standard deviation at baseline and reliability of the scale, for reliable change; both stated
    /// by whoever asks.
    pub reliable: Option<Reliability>,
    /// Days a visit may be off a planned day.
    pub tolerance_days: i64,
    /// Days from one assessment to the next, a choice of the clinic.
    pub every_days: Option<i64>,
}

/// What reliable change needs to know of a scale in a population.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    /// Standard deviation at baseline, points.
    pub sd: f64,
    /// Reliability, from 0 to below 1.
    pub r: f64,
}

/// Early non-response: less than so much improvement by a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EarlyRule {
    /// The day, counted from day 0.
    pub day: i64,
    /// Improvement below this many percent of baseline.
    pub below_percent: f64,
}
