//! What the record of a session says. Minutes run from the start of the dose.

use super::quantity::Quantity;
use crate::answer::Answer;
use crate::source::Source;

/// When something was measured or happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moment {
    /// Before the dose, by so many minutes where that is recorded.
    Before(Option<f64>),
    /// So many minutes after the start of the dose.
    At(f64),
}

impl Moment {
    /// The minute on one axis: before the dose is negative; `None` for before without a number.
    #[must_use]
    pub fn minute(self) -> Option<f64> {
        match self {
            Self::Before(minutes) => minutes.map(|m| -m),
            Self::At(minute) => Some(minute),
        }
    }

    /// For sorting: before without a number comes first.
    #[must_use]
    pub fn order(self) -> f64 {
        self.minute().unwrap_or(f64::NEG_INFINITY)
    }

    /// In words: `before`, `10 min before`, `minute 40`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Before(None) => "before".to_owned(),
            Self::Before(Some(minutes)) => format!("{minutes} min before"),
            Self::At(minute) => format!("minute {minute}"),
        }
    }
}

/// Values measured at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// When.
    pub moment: Moment,
    /// What, each quantity at most once.
    pub values: Vec<(Quantity, f64)>,
}

impl Reading {
    /// The value of a quantity, where it was measured.
    #[must_use]
    pub fn of(&self, quantity: Quantity) -> Option<f64> {
        let found = self
            .values
            .iter()
            .find(|(measured, _)| *measured == quantity);
        found.map(|(_, value)| *value)
    }
}

/// An adverse event of the session.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// When, where recorded.
    pub moment: Option<Moment>,
    /// In the words of the record.
    pub name: String,
    /// The grade a person gave, 1 to 5.
    pub grade: Option<u8>,
}

/// Something done about an event or a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// When, where recorded.
    pub moment: Option<Moment>,
    /// What, in the words of the record.
    pub what: String,
}

/// An answer to a question about suicidal thoughts.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Yes, no, or not answered.
    pub answer: Answer,
    /// What was asked and found.
    pub words: String,
    /// Where the threshold comes from, where there is one.
    pub source: Option<Source>,
}

/// From which device the observation is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// From the first.
    FirstDevice,
    /// From the last.
    LastDevice,
}

impl Convention {
    /// Every convention.
    pub const ALL: &'static [Self] = &[Self::FirstDevice, Self::LastDevice];

    /// The identifier in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::FirstDevice => "first_device",
            Self::LastDevice => "last_device",
        }
    }
}

/// Minutes before the dose at which something was last taken.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Abstained {
    /// Food.
    pub food: Option<f64>,
    /// Liquid.
    pub liquid: Option<f64>,
    /// A nasal steroid or decongestant.
    pub nasal_medicine: Option<f64>,
}

/// A session's record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// The treatment, by its identifier in the evidence base.
    pub treatment: String,
    /// The dose in the words of the record.
    pub dose: Option<String>,
    /// The dose in mg, where it is an amount and not one by weight.
    pub dose_mg: Option<f64>,
    /// Minute at which the infusion, or the last device, ended.
    pub dose_end: Option<f64>,
    /// Minutes at which devices were given.
    pub devices: Vec<f64>,
    /// From which device this clinic counts the observation.
    pub convention: Option<Convention>,
    /// When the patient left.
    pub discharge: Option<f64>,
    /// What was last taken when.
    pub abstained: Abstained,
    /// Measurements, in order of time.
    pub readings: Vec<Reading>,
    /// Adverse events; `None` where nothing is recorded about them, empty where none occurred.
    pub events: Option<Vec<Happened>>,
    /// What was done; `None` where nothing is recorded, empty where nothing was done.
    pub done: Option<Vec<Done>>,
    /// Points of the discharge checklist that were recorded.
    pub checklist: Vec<(String, bool)>,
    /// Answers about suicidal thoughts; empty where none was asked.
    pub suicidality: Vec<Asked>,
}

/// A part of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before the dose.
    Before,
    /// From the start of the dose to its end.
    During,
    /// After the dose.
    After,
}

impl Session {
    /// When the dose ended: as recorded, else with the last device.
    #[must_use]
    pub fn end_of_dose(&self) -> Option<f64> {
        self.dose_end
            .or_else(|| self.devices.iter().copied().reduce(f64::max))
    }

    /// The part of the session that a moment falls in; `None` after the start where the end of the
    /// dose is not recorded. The minute of the end is still during.
    #[must_use]
    pub fn phase(&self, moment: Moment) -> Option<Phase> {
        match moment {
            Moment::Before(_) => Some(Phase::Before),
            Moment::At(minute) => self.end_of_dose().map(|end| {
                if minute <= end {
                    Phase::During
                } else {
                    Phase::After
                }
            }),
        }
    }

    /// Suicidality as a whole: yes when one answer is, no only when all are and something was asked.
    #[must_use]
    pub fn suicidal(&self) -> Answer {
        if self.suicidality.is_empty() {
            return Answer::CannotSay;
        }
        Answer::any(self.suicidality.iter().map(|asked| asked.answer))
    }

    /// The last value of a quantity before the dose.
    #[must_use]
    pub fn before(&self, quantity: Quantity) -> Option<f64> {
        let earlier = self
            .readings
            .iter()
            .filter(|reading| matches!(reading.moment, Moment::Before(_)));
        earlier
            .filter_map(|reading| reading.of(quantity))
            .next_back()
    }

    /// The measurements of a quantity, in order of time.
    pub fn measured(&self, quantity: Quantity) -> impl Iterator<Item = (Moment, f64)> + '_ {
        self.readings
            .iter()
            .filter_map(move |reading| Some((reading.moment, reading.of(quantity)?)))
    }
}
