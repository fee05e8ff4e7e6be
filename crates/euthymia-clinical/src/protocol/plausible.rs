//! Which times are plausible: a slip of the unit is caught, and nothing is said of what is right.

use super::file::SessionKind;
use super::value::What;

/// A range of plausible times. It catches slips, such as minutes read as seconds; it is no clinical
/// limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plausible {
    /// What it is a time of.
    pub of: &'static str,
    /// The shortest, in seconds.
    pub low: f64,
    /// The longest, in seconds.
    pub high: f64,
    /// The range in words.
    pub words: &'static str,
}

impl Plausible {
    /// True for a time, in seconds, within the range.
    #[must_use]
    pub fn holds(&self, seconds: f64) -> bool {
        (self.low..=self.high).contains(&seconds)
    }
}

/// The time between two sessions of a day.
pub const INTERVAL: Plausible = Plausible {
    of: "an interval between sessions",
    low: 60.0,
    high: 86_400.0,
    words: "from 1 min to 24 h",
};

const INFUSION: Plausible = Plausible {
    of: "the length of an infusion",
    low: 60.0,
    high: 28_800.0,
    words: "from 1 to 480 min",
};

const SESSION: Plausible = Plausible {
    of: "the length of a session",
    low: 60.0,
    high: 86_400.0,
    words: "from 1 min to 24 h",
};

const OBSERVATION: Plausible = Plausible {
    of: "a time of observation",
    low: 60.0,
    high: 86_400.0,
    words: "from 1 min to 24 h",
};

const TRAIN: Plausible = Plausible {
    of: "the length of a train",
    low: 0.01,
    high: 3_600.0,
    words: "from 10 ms to 1 h",
};

const PAUSE: Plausible = Plausible {
    of: "a pause between trains",
    low: 0.1,
    high: 600.0,
    words: "from 0.1 s to 10 min",
};

const STIMULATION: Plausible = Plausible {
    of: "the length of a session of stimulation",
    low: 10.0,
    high: 14_400.0,
    words: "from 10 s to 4 h",
};

/// The times that are plausible for a value; `None` where it is no time.
#[must_use]
pub fn plausible(what: What, kind: Option<SessionKind>) -> Option<Plausible> {
    Some(match (what, kind) {
        (What::Duration, Some(SessionKind::Infusion)) => INFUSION,
        (What::Duration, _) => SESSION,
        (What::Observation, _) => OBSERVATION,
        (What::Train, _) => TRAIN,
        (What::Pause, _) => PAUSE,
        (What::Length, _) => STIMULATION,
        _ => return None,
    })
}
