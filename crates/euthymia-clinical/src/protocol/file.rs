//! What a protocol file says; its types are the file's keys.

use super::value::What;
use crate::source::{Source, Status};
use crate::tms::day::IntervalMeaning;
use crate::treatment::TreatmentClass;
use crate::words;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A treatment as somebody published it, or, where `shared` is set, what several treatments have in
/// common.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// Name and version of the file format.
    pub schema: String,
    /// Identifier.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Version of this file.
    pub version: String,
    /// The broad class of the treatment.
    #[serde(deserialize_with = "class")]
    pub class: TreatmentClass,
    /// True for a file without a course, whose facts other files include.
    #[serde(default)]
    pub shared: bool,
    /// What it was given for.
    #[serde(default)]
    pub indication: Option<String>,
    /// Doubts and limits.
    #[serde(default)]
    pub note: Option<String>,
    /// Shared files whose facts hold here too.
    #[serde(default)]
    pub includes: Vec<String>,
    /// The sources, by key.
    #[serde(rename = "source")]
    pub sources: Vec<Reference>,
    /// Totals of the whole course as printed.
    #[serde(default)]
    pub printed: Vec<Entry>,
    /// The phases in order.
    #[serde(default, rename = "phase")]
    pub phases: Vec<Phase>,
    /// What is measured around a session.
    #[serde(default)]
    pub monitoring: Vec<Monitoring>,
    /// When outcomes are rated.
    #[serde(default, rename = "assessment")]
    pub assessments: Vec<Assessment>,
    /// Conditions that speak against it, or ask for care.
    #[serde(default, rename = "caution")]
    pub cautions: Vec<Caution>,
    /// Medicines that matter.
    #[serde(default, rename = "interaction")]
    pub interactions: Vec<Interaction>,
    /// Preparation, integration, maintenance, who may run what, consent.
    #[serde(default, rename = "programme")]
    pub programme: Vec<Element>,
    /// Topics of the programme of which nothing was read about this treatment itself, only about its
    /// parts.
    #[serde(default)]
    pub unread: Vec<Topic>,
    /// Where it is approved.
    #[serde(default)]
    pub regulatory: Vec<Statement>,
    /// What is known, and what is not.
    #[serde(default)]
    pub evidence: Vec<Statement>,
}

fn class<'de, D: Deserializer<'de>>(from: D) -> Result<TreatmentClass, D::Error> {
    let word = String::deserialize(from)?;
    TreatmentClass::parse(&word).map_err(D::Error::custom)
}

/// A source that facts name by its key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Unique in the file.
    pub key: String,
    /// Who says it, and where.
    pub text: String,
}

words! {
    /// What a phase of a course is for.
    PhaseKind {
        /// Before the treatment.
        Preparation = "preparation", "preparation";
        /// The treatment.
        Treatment = "treatment", "treatment";
        /// Sessions further and further apart.
        Taper = "taper", "taper";
        /// After the treatment, to make sense of it.
        Integration = "integration", "integration";
        /// To keep the effect.
        Maintenance = "maintenance", "maintenance";
    }
}

words! {
    /// What happens in a session.
    SessionKind {
        /// Magnetic stimulation.
        Stimulation = "stimulation", "stimulation";
        /// A medicine into a vein.
        Infusion = "infusion", "infusion";
        /// A medicine by another route.
        Medicine = "medicine", "medicine";
        /// A conversation: preparation, support, integration.
        Conversation = "conversation", "conversation";
    }
}

/// A part of a course.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Unique in the file.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// What it is for.
    pub kind: PhaseKind,
    /// When its visits are; more than one where sources disagree, or one offers several. The first is
    /// laid out in a plan unless another one is asked for.
    pub schedule: Vec<Schedule>,
    /// What happens at each visit, in order.
    #[serde(rename = "session")]
    pub sessions: Vec<Session>,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// When the visits of a phase are: by week, by day, or after visits of the phase before.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// What it is asked for by, where a phase has several; unique in the phase.
    #[serde(default)]
    pub name: Option<String>,
    /// Visits in each week of the phase.
    #[serde(default)]
    pub per_week: Vec<u32>,
    /// Days of the visits, counted from the first day of the phase, which is 0.
    #[serde(default)]
    pub days: Vec<u32>,
    /// Visits of the phase before, counted from 1, that each have a visit of this one `after_days` later.
    #[serde(default)]
    pub after_visits: Vec<u32>,
    /// True where the days stand without a break or not at all: the phase moves as a whole.
    #[serde(default)]
    pub consecutive: bool,
    /// True where a visit takes the day: no other course has one on it.
    #[serde(default)]
    pub whole_day: bool,
    /// Sessions on a day.
    #[serde(default = "one")]
    pub per_day: u32,
    /// Time between the sessions of a day.
    #[serde(default)]
    pub interval: Option<String>,
    /// What the interval is counted between, where the source says.
    #[serde(default)]
    pub meaning: Option<IntervalMeaning>,
    /// True where the weeks, or days, are repeated without an end.
    #[serde(default)]
    pub open_ended: bool,
    /// Days from the last visit of the phase before to the first of this one.
    #[serde(default)]
    pub after_days: Option<u32>,
    /// Key of the source whose values the sessions have, where sources disagree on them.
    #[serde(default)]
    pub reading: Option<String>,
    /// Key of the source.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

fn one() -> u32 {
    1
}

/// One thing that happens at a visit.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Unique in the phase.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// What happens.
    pub kind: SessionKind,
    /// True where it starts together with the session before it in the list.
    #[serde(default)]
    pub at_the_same_time: bool,
    /// How many people of the clinic stay with the patient, where published.
    #[serde(default)]
    pub people: Option<People>,
    /// Its values. Several for one thing are what different sources say.
    #[serde(default)]
    pub values: Vec<Entry>,
}

/// How many people of the clinic stay with the patient.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// How many at least.
    pub at_least: u32,
    /// Key of the source.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

/// A value with its source.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What it is the value of.
    pub what: What,
    /// The value with its unit, as text.
    pub is: String,
    /// Key of the source.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

words! {
    /// When something is measured.
    Moment {
        /// Before the session.
        Before = "before", "before";
        /// During it.
        During = "during", "during";
        /// After it.
        After = "after", "after";
        /// Between sessions.
        Between = "between", "between sessions";
    }
}

/// What is measured around a session, or kept to.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Monitoring {
    /// When.
    pub when: Moment,
    /// What.
    pub what: String,
    /// Minutes from the start of the session, where published.
    #[serde(default)]
    pub minutes: Vec<u32>,
    /// Every so many minutes as long as the session takes.
    #[serde(default)]
    pub every_minutes: Option<u32>,
    /// Key of the source.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

words! {
    /// From where the days of an assessment are counted.
    Anchor {
        /// On the day of the first session, before it.
        BeforeFirst = "before_first", "before the first session";
        /// On the day of the last session, after it.
        AfterLast = "after_last", "after the last session";
        /// At every visit of the treatment.
        EachVisit = "each_visit", "at every visit";
        /// So many days after the first session of the treatment.
        AfterFirst = "after_first", "after the first session";
    }
}

/// When an outcome is rated.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// Identifiers of the scales.
    pub instruments: Vec<String>,
    /// From where days are counted.
    pub anchor: Anchor,
    /// Days after the anchor; the day itself where there are none.
    #[serde(default)]
    pub days: Vec<u32>,
    /// Key of the source.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

words! {
    /// What a condition or medicine means for a treatment.
    CautionKind {
        /// The source says it must not be given.
        Contraindication = "contraindication", "contraindication";
        /// The source asks for care.
        Caution = "caution", "caution";
        /// The trial did not take such patients.
        TrialExclusion = "trial_exclusion", "excluded from the trial";
        /// It may weaken the effect.
        WeakensEffect = "weakens_effect", "may weaken the effect";
    }
}

words! {
    /// What a patient's record says without being asked.
    FromRecord {
        /// A history of mania or hypomania, or a bipolar diagnosis.
        Bipolar = "bipolar", "a bipolar disorder";
        /// A current episode with psychotic symptoms.
        Psychosis = "psychosis", "psychotic symptoms";
        /// Mania; a bipolar disorder alone does not say it.
        Mania = "mania", "mania";
        /// Either of them.
        PsychosisOrMania = "psychosis_or_mania", "psychotic symptoms or mania";
        /// A course of rTMS.
        Rtms = "rtms", "rTMS";
        /// Electroconvulsive therapy.
        Ect = "ect", "electroconvulsive therapy";
        /// A screener of the past month with intent to act.
        SuicidalIntent = "suicidal_intent", "intent to act on suicidal thoughts";
        /// A screener of the past month at its most urgent level.
        SuicideRisk = "suicide_risk", "a high risk by a screener";
        /// Any medicine taken now.
        Medicines = "medicines", "medicines taken now";
    }
}

/// A condition that matters for a treatment.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// Its key under `[conditions]` of a patient's record.
    pub condition: String,
    /// In words.
    pub name: String,
    /// What it means.
    pub kind: CautionKind,
    /// What other part of the record tells it.
    #[serde(default)]
    pub from_record: Option<FromRecord>,
    /// Only when it is not longer ago than this.
    #[serde(default)]
    pub within_days: Option<u32>,
    /// Only in the current episode.
    #[serde(default)]
    pub this_episode: bool,
    /// Key of the source.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// A medicine, or a class of them, that matters for a treatment.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interaction {
    /// Its key under `[medicines]` of a patient's record.
    pub medicine: String,
    /// In words.
    pub name: String,
    /// Medicines of a treatment history that are meant.
    #[serde(default)]
    pub drugs: Vec<String>,
    /// Classes of medicines of a treatment history that are meant.
    #[serde(default)]
    pub classes: Vec<crate::drug::DrugClass>,
    /// What it means.
    pub kind: CautionKind,
    /// What happens, or what is done about it.
    pub effect: String,
    /// Days that it was stopped before, as published.
    #[serde(default)]
    pub washout_days: Option<u32>,
    /// Key of the source.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

words! {
    /// What an element of a programme is about.
    Topic {
        /// Before the treatment.
        Preparation = "preparation", "preparation";
        /// After the treatment.
        Integration = "integration", "integration";
        /// Keeping the effect.
        Maintenance = "maintenance", "maintenance";
        /// Who may run it.
        Credential = "credential", "who may run it";
        /// Where, and with what at hand.
        Setting = "setting", "setting";
        /// What a patient agrees to.
        Consent = "consent", "consent";
    }
}

/// An element of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// Unique in the file; the registry names it.
    pub id: String,
    /// What it is about.
    pub topic: Topic,
    /// In words.
    pub text: String,
    /// Whose task, where it is a credential.
    #[serde(default)]
    pub role: Option<String>,
    /// How many at least.
    #[serde(default)]
    pub at_least: Option<u32>,
    /// Key of the source.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// A sentence with its source.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Where it holds, for regulation.
    #[serde(default)]
    pub place: Option<String>,
    /// The sentence.
    pub text: String,
    /// Key of the source.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

impl Protocol {
    /// The source behind a key, with the status of the fact that names it.
    ///
    /// A key that the file does not have stands for itself; [`Protocol::parse`] refuses such files.
    #[must_use]
    pub fn source(&self, key: &str, status: Status) -> Source {
        let found = self.sources.iter().find(|source| source.key == key);
        Source {
            text: found.map_or_else(|| key.to_owned(), |source| source.text.clone()),
            status,
        }
    }

    /// The phase that the treatment itself is in.
    #[must_use]
    pub fn treatment(&self) -> Option<&Phase> {
        let is_treatment = |phase: &&Phase| phase.kind == PhaseKind::Treatment;
        self.phases.iter().find(is_treatment)
    }

    /// True where both files have a source of this key, and not the same one.
    pub(crate) fn says_otherwise(&self, key: &str, other: &Self) -> bool {
        let text = |of: &Self| {
            let found = of.sources.iter().find(|source| source.key == key);
            found.map(|source| source.text.clone())
        };
        matches!((text(self), text(other)), (Some(own), Some(shared)) if own != shared)
    }

    /// Adds the facts of a shared file.
    #[must_use]
    pub(crate) fn with(mut self, shared: &Self) -> Self {
        for source in &shared.sources {
            if !self.sources.iter().any(|own| own.key == source.key) {
                self.sources.push(source.clone());
            }
        }
        self.monitoring.extend_from_slice(&shared.monitoring);
        self.cautions.extend_from_slice(&shared.cautions);
        self.interactions.extend_from_slice(&shared.interactions);
        self.programme.extend_from_slice(&shared.programme);
        self.unread.extend_from_slice(&shared.unread);
        self.regulatory.extend_from_slice(&shared.regulatory);
        self.evidence.extend_from_slice(&shared.evidence);
        self
    }
}

impl Schedule {
    /// Sessions in all; `None` without an end.
    #[must_use]
    pub fn sessions(&self) -> Option<u64> {
        let visits = self.visits().saturating_mul(u64::from(self.per_day));
        (!self.open_ended).then_some(visits)
    }

    /// Visits of one round.
    #[must_use]
    pub(crate) fn visits(&self) -> u64 {
        let weekly: u64 = self.per_week.iter().map(|visits| u64::from(*visits)).sum();
        let listed = self.days.len().saturating_add(self.after_visits.len());
        weekly.saturating_add(u64::try_from(listed).unwrap_or(u64::MAX))
    }
}
