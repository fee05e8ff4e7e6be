//! Antidepressant trials of a patient's history, and whether each was adequate.
//!
//! Reading order: [`Trial`] (what the record says), [`adequacy`] (dose, duration, adherence under a
//! chosen table and duration), [`failure`] (whether it failed, under the rule of a definition).

pub mod adequacy;
pub mod failure;

use crate::dose::MgPerDay;
use crate::drug::{Drug, Formulation};
use jiff::civil::Date;

/// An antidepressant trial, or an addition to one, as the record tells it. What is not recorded is
/// `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// What it is called in messages and reports, such as "trial 2 (sertraline)".
    pub label: String,
    /// The medicine.
    pub drug: &'static Drug,
    /// Its form, where it is not the plain oral one.
    pub formulation: Option<Formulation>,
    /// The doses in order of time: each from its day on. A single dose stands for the whole time.
    pub doses: Vec<DoseStep>,
    /// When it was taken.
    pub time: Time,
    /// Whether it was taken as prescribed.
    pub adherence: Option<Adherence>,
    /// Why it ended.
    pub stop_reason: Option<StopReason>,
    /// What it did.
    pub effect: Effect,
    /// Whether non-response was clear although the trial was short, where recorded.
    pub clear_non_response: Option<bool>,
    /// Which episode it belongs to.
    pub episode: Option<Episode>,
    /// The trial that it was added to, by place in the list.
    pub augments: Option<usize>,
}

/// A dose from a day on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoseStep {
    /// The first day at this dose; the trial's first day where `None`.
    pub from: Option<Date>,
    /// The dose.
    pub dose: MgPerDay,
}

/// When a trial was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Time {
    /// Between two days, the last day included.
    Between {
        /// First day.
        start: Date,
        /// Last day.
        stop: Date,
    },
    /// Since a day, and still taken on the day of assessment.
    Since {
        /// First day.
        start: Date,
        /// Day of assessment.
        until: Date,
    },
    /// For so many weeks; when is not recorded, except perhaps the first day.
    Weeks {
        /// How long.
        weeks: f64,
        /// First day, if recorded.
        start: Option<Date>,
    },
    /// How long is not recorded.
    Unknown {
        /// First day, if recorded.
        start: Option<Date>,
    },
}

crate::words! {
    /// Whether a medicine was taken as prescribed.
    Adherence {
        /// It was.
        Adequate = "adequate", "adequate";
        /// It was not.
        Inadequate = "inadequate", "inadequate";
    }
}

crate::words! {
    /// Why a trial ended.
    StopReason {
        /// It did not help enough.
        NoResponse = "no_response", "no response";
        /// It was not tolerated.
        Intolerance = "intolerance", "intolerance";
        /// It helped and was ended as planned.
        Completed = "completed", "completed as planned";
        /// The patient's wish.
        Preference = "preference", "patient's wish";
        /// Something else.
        Other = "other", "other reason";
    }
}

crate::words! {
    /// Which episode a trial belongs to.
    Episode {
        /// The current one.
        Current = "current", "current episode";
        /// An earlier one.
        Earlier = "earlier", "earlier episode";
    }
}

crate::words! {
    /// Improvement in words, each standing for a range of percent.
    Improvement {
        /// Less than 25 %.
        Minimal = "minimal", "less than 25 %";
        /// From 25 % to less than 50 %.
        Partial = "partial", "25 % to less than 50 %";
        /// At least 50 %.
        Response = "response", "at least 50 %";
    }
}

/// What a trial did, as far as recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effect {
    /// Improvement in percent of baseline, as recorded; negative for worsening.
    pub improvement_percent: Option<f64>,
    /// Improvement in words.
    pub improvement: Option<Improvement>,
    /// Scores on a scale before and at the end.
    pub scores: Option<Scores>,
}

/// Scores on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// Identifier of the scale.
    pub instrument: String,
    /// Before the trial.
    pub before: Option<f64>,
    /// At its end.
    pub end: Option<f64>,
}

impl Trial {
    /// First day, if recorded.
    #[must_use]
    pub fn start(&self) -> Option<Date> {
        match self.time {
            Time::Between { start, .. } | Time::Since { start, .. } => Some(start),
            Time::Weeks { start, .. } | Time::Unknown { start } => start,
        }
    }

    /// The highest dose recorded.
    #[must_use]
    pub fn highest_dose(&self) -> Option<MgPerDay> {
        let doses = self.doses.iter().map(|step| step.dose);
        doses.reduce(|a, b| if b > a { b } else { a })
    }

    /// True when the dose was raised within the trial from one that was already adequate; reaching
    /// the adequate dose is no optimisation.
    #[must_use]
    pub fn was_optimised(&self, adequate: MgPerDay) -> bool {
        let raised = |pair: &[DoseStep]| pair[0].dose >= adequate && pair[1].dose > pair[0].dose;
        self.doses.windows(2).any(raised)
    }
}

/// Days from the first to the last day, both included.
#[must_use]
pub fn days_inclusive(start: Date, stop: Date) -> i64 {
    crate::date::days_between(start, stop) + 1
}
