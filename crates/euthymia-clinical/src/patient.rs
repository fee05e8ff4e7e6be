//! What a clinic's record says about one patient's depression. What is not recorded is `None`.

use crate::trial::Trial;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A patient's record as an assessment needs it. No name, no address, no birth date.
#[derive(Clone, Debug, PartialEq)]
pub struct Patient {
    /// The clinic's own identifier, for the heading of a letter.
    pub id: String,
    /// The day of assessment; nothing in the record is later.
    pub assessed: Date,
    /// The working diagnosis.
    pub diagnosis: Option<Diagnosis>,
    /// Whether there is a history of mania or hypomania, or a bipolar diagnosis.
    pub bipolar: Option<bool>,
    /// First day of the current episode.
    pub episode_start: Option<Date>,
    /// Whether the current episode is the first.
    pub first_episode: Option<bool>,
    /// Current severity, as a clinician judged it.
    pub severity: Option<Severity>,
    /// Whether the depression goes on causing significant burden despite usual treatment, as a
    /// clinician judged it.
    pub burden_despite_treatment: Option<bool>,
    /// Whether the list of trials and treatments is complete. Only then is what it does not have a no.
    pub history_complete: Option<bool>,
    /// The antidepressant trials and additions in the order of the record.
    pub trials: Vec<Trial>,
    /// Treatments other than medicines.
    pub procedures: Vec<Procedure>,
    /// Scores in order of date.
    pub scores: Vec<DatedScore>,
    /// Genes and what is known about them, such as `CYP2D6` and "poor metaboliser".
    pub genes: BTreeMap<String, String>,
    /// Points of the pseudo-resistance checklist and what is known about them.
    pub checks: BTreeMap<String, CheckState>,
}

crate::words! {
    /// A working diagnosis.
    Diagnosis {
        /// Major depressive disorder.
        MajorDepression = "major_depression", "major depressive disorder";
        /// Depression in bipolar disorder.
        BipolarDepression = "bipolar_depression", "bipolar depression";
        /// Something else.
        Other = "other", "another diagnosis";
    }
}

crate::words! {
    /// Severity of an episode as the Maudsley method words it.
    Severity {
        /// Below the threshold of an episode.
        Subsyndromal = "subsyndromal", "subsyndromal";
        /// Mild.
        Mild = "mild", "mild";
        /// Moderate.
        Moderate = "moderate", "moderate";
        /// Severe without psychotic symptoms.
        SevereWithoutPsychosis = "severe_without_psychosis", "severe without psychosis";
        /// Severe with psychotic symptoms.
        SevereWithPsychosis = "severe_with_psychosis", "severe with psychosis";
    }
}

crate::words! {
    /// A treatment other than a medicine.
    ProcedureKind {
        /// Electroconvulsive therapy.
        Ect = "ect", "electroconvulsive therapy";
        /// Repetitive transcranial magnetic stimulation.
        Rtms = "rtms", "rTMS";
        /// Structured psychotherapy.
        Psychotherapy = "psychotherapy", "structured psychotherapy";
        /// Something else.
        Other = "other", "other treatment";
    }
}

crate::words! {
    /// What is known about a point of the checklist.
    CheckState {
        /// Looked into, and it plays a part.
        Present = "present", "plays a part";
        /// Looked into, and it does not.
        Excluded = "excluded", "looked into, plays no part";
        /// Nobody has looked, or the result is not in the record.
        Unknown = "unknown", "not known";
    }
}

/// A treatment other than a medicine.
#[derive(Clone, Debug, PartialEq)]
pub struct Procedure {
    /// Which.
    pub kind: ProcedureKind,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub stop: Option<Date>,
    /// Sessions.
    pub sessions: Option<u32>,
}

/// A total on a scale on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedScore {
    /// The day.
    pub date: Date,
    /// Identifier of the scale.
    pub instrument: String,
    /// The total; `None` where the visit took place and the total is missing.
    pub total: Option<f64>,
    /// The answers in the order of the items, where they were entered.
    pub answers: Option<Vec<Option<f64>>>,
}

impl Patient {
    /// The last total on a scale with its day.
    #[must_use]
    pub fn latest(&self, instrument: &str) -> Option<(Date, f64)> {
        let of_scale = self
            .scores
            .iter()
            .filter(|score| score.instrument == instrument);
        of_scale
            .filter_map(|score| Some((score.date, score.total?)))
            .max_by_key(|(date, _)| *date)
    }

    /// Days of the current episode up to the day of assessment.
    #[must_use]
    pub fn episode_days(&self) -> Option<i64> {
        Some(crate::date::days_between(
            self.episode_start?,
            self.assessed,
        ))
    }

    /// Whether a kind of procedure was given; `None` where the list does not have it and is not
    /// said to be complete.
    #[must_use]
    pub fn had(&self, kind: ProcedureKind) -> Option<bool> {
        let found = self
            .procedures
            .iter()
            .any(|procedure| procedure.kind == kind);
        (found || self.history_complete == Some(true)).then_some(found)
    }
}
