//! Patients, visits, sessions and events as they were read.

use euthymia_clinical::course::{BaselineRule, Course};
use jiff::civil::Date;

/// The day that day 0 stands on in files that have days, weeks or only an order.
pub const DAY_ZERO: Date = Date::constant(2000, 1, 1);

/// A clinic's patients on one treatment, or on several that are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseSeries {
    /// What the series is called.
    pub name: String,
    /// The files it was read from, names only.
    pub files: Vec<String>,
    /// What a reader must know about the rows, such as that they are no patients'.
    pub note: Option<String>,
    /// The scales, the main one first; at least one.
    pub measures: Vec<Measure>,
    /// What is described in Table 1, in the order of the table.
    pub characteristics: Vec<Characteristic>,
    /// Names of the groups that are compared; empty for one group.
    pub groups: Vec<String>,
    /// What the times of the files are.
    pub time: TimeScale,
    /// Which visit is a patient's baseline.
    pub baseline: BaselineRule,
    /// The visits that were planned, the baseline first; at least one.
    pub planned: Vec<PlannedVisit>,
    /// Days that a visit may be off its plan.
    pub tolerance_days: i64,
    /// The position in `planned` of the visit that the main outcome is about.
    pub endpoint: usize,
    /// The patients, in order of first appearance.
    pub patients: Vec<Patient>,
    /// Whether adverse events were recorded, so that none means none.
    pub has_events: bool,
    /// Whether sessions were recorded one by one.
    pub has_sessions: bool,
    /// What was read and not used, with its reason.
    pub left_out: Vec<LeftOut>,
}

/// What the times of the files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeScale {
    /// Calendar dates.
    Dates,
    /// Days, or what was converted to days, from a day 0.
    Days,
    /// Nothing but an order of visits: a day number is a position, and no time may be printed.
    Order,
}

/// A scale on which patients were rated.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Identifier of the scale, such as `madrs`.
    pub instrument: String,
    /// Its name in print.
    pub name: String,
    /// Smallest and, where it is known, largest total.
    pub range: (f64, Option<f64>),
}

/// A planned visit.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedVisit {
    /// What it is called, such as `week 4`.
    pub label: String,
    /// Its day from day 0; its position where the time scale is an order.
    pub day: i64,
}

/// Something known of each patient at the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Characteristic {
    /// The column's name.
    pub column: String,
    /// What it is called in print.
    pub label: String,
    /// What kind of values it has.
    pub kind: CharacteristicKind,
}

/// What kind of values a characteristic has.
#[derive(Clone, Debug, PartialEq)]
pub enum CharacteristicKind {
    /// Numbers.
    Number {
        /// Their unit, where it is stated.
        unit: Option<String>,
    },
    /// One of several.
    Category {
        /// The levels in the order they are shown.
        levels: Vec<String>,
    },
}

/// A value of a characteristic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Datum {
    /// A number.
    Number(f64),
    /// The position of a level.
    Level(usize),
}

/// What the files call a patient. It has no way into a table, a figure or a log: `Debug` hides it.
///
/// # Example
/// ```
/// use euthymia_report::case_series::Identifier;
/// let identifier = Identifier::new("Maria Muster");
/// assert_eq!(identifier.reveal(), "Maria Muster");
/// assert_eq!(format!("{identifier:?}"), "Identifier(hidden)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Identifier(String);

impl Identifier {
    /// Takes an identifier.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The identifier itself, for a file that only the clinic keeps.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Identifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identifier(hidden)")
    }
}

/// A patient, known by a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Patient {
    /// The identifier of the files: for the key that stays with whoever holds them, never for print.
    pub id: Identifier,
    /// The position of the group; `None` where there are no groups.
    pub group: Option<usize>,
    /// One value for each characteristic; `None` where it is missing.
    pub values: Vec<Option<Datum>>,
    /// One course for each measure, with the days of all sessions.
    pub courses: Vec<Course>,
    /// The sessions, in order; empty where they were not recorded.
    pub sessions: Vec<Session>,
    /// How many sessions there were, where only the number is known.
    pub session_count: Option<u32>,
    /// How the treatment ended.
    pub status: Status,
    /// Adverse events, in order.
    pub events: Vec<AdverseEvent>,
    /// Answer sheets whose item about suicide is flagged.
    pub flagged_sheets: u32,
}

/// A session of treatment.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The day.
    pub date: Date,
    /// Which treatment, where there are several.
    pub treatment: Option<String>,
    /// The dose.
    pub dose: Option<Dose>,
    /// What was not as planned, in the clinic's words.
    pub deviation: Option<String>,
}

/// A dose in its own unit; doses in different units are never put together.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// How much.
    pub amount: f64,
    /// Of what, such as `mg/kg`.
    pub unit: String,
}

/// How the treatment ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// As planned.
    Completed,
    /// Before the plan was done.
    Stopped {
        /// Why, in the clinic's words.
        reason: Option<String>,
    },
    /// It goes on.
    Ongoing,
    /// Nothing is recorded.
    NotRecorded,
}

/// An adverse event.
#[derive(Clone, Debug, PartialEq)]
pub struct AdverseEvent {
    /// What happened.
    pub term: String,
    /// When; `None` where it is not recorded.
    pub date: Option<Date>,
    /// How severe, in the clinic's words.
    pub severity: Option<String>,
    /// Whether related to the treatment, in the clinic's words.
    pub relatedness: Option<String>,
    /// Whether serious.
    pub serious: Option<bool>,
}

/// Something that was read and not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The file.
    pub file: String,
    /// The line of the file, from 1; `None` where it is about the whole file.
    pub row: Option<usize>,
    /// The column, where one is meant.
    pub column: Option<String>,
    /// What: `visit`, `patient`, `event`, `column`.
    pub what: &'static str,
    /// Why, without anything that identifies a person.
    pub reason: String,
}

impl CaseSeries {
    /// The main scale, where there is one.
    #[must_use]
    pub fn main_measure(&self) -> Option<&Measure> {
        self.measures.first()
    }

    /// The patients of a group, or all.
    pub fn members(&self, group: Option<usize>) -> impl Iterator<Item = &Patient> {
        self.patients
            .iter()
            .filter(move |patient| group.is_none() || patient.group == group)
    }
}
