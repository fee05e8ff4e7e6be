//! A session: trains with pauses between them, and how long it takes under three conventions.

use super::quantity::{Pulses, Seconds};
use super::train::Train;
use crate::words;

words! {
    /// What counts as the length of a session. Makers and papers print different ones for the same
    /// session.
    Convention {
        /// Every train with a pause behind it, the last one too: N (on + off).
        FullCycles = "full_cycles", "every train with its pause, N (on + off)";
        /// Without the pause behind the last train: N on + (N − 1) off.
        NoLastPause = "no_last_pause", "without the last pause, N on + (N − 1) off";
        /// From the first pulse to the last: a train of n pulses at f takes (n − 1) / f.
        FirstToLastPulse = "first_to_last_pulse", "trains from first to last pulse, N (n − 1)/f + (N − 1) off";
    }
}

/// The session cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum SessionError {
    /// None, or too many to be meant.
    #[error("{0} trains: from 1 to 10000 are plausible")]
    Trains(u64),
    /// A train would start before the one before has ended.
    #[error("trains that start every {every} are shorter apart than the {on} that one takes")]
    IntervalShorterThanTrain {
        /// From start to start.
        every: Seconds,
        /// Length of a train.
        on: Seconds,
    },
    /// Trains without a pause are one train.
    #[error(
        "{0} trains without a pause are one long train: give it as one, so that its length is judged"
    )]
    NoPause(u32),
    /// Longer than a day.
    #[error("the session would take {0:.0} hours: check trains and pauses")]
    TooLong(f64),
    /// A total that whole trains do not give.
    #[error("{total} pulses are not a whole number of trains of {train}")]
    NotWholeTrains {
        /// The total asked for.
        total: u64,
        /// Pulses of a train.
        train: Pulses,
    },
}

/// Trains with pauses between them.
///
/// # Example
/// ```
/// use euthymia_clinical::tms::quantity::{Hertz, Seconds};
/// use euthymia_clinical::tms::session::{Convention, Session};
/// use euthymia_clinical::tms::train::{Pattern, Train};
/// let train = Train::new(Pattern::Simple(Hertz::new(10.0)?), Seconds::new(4.0)?)?;
/// let session = Session::new(train, Seconds::new(26.0)?, 75)?;
/// assert_eq!(session.pulses().count(), 3000);
/// assert_eq!(session.length(Convention::FullCycles).clock(), "37:30");
/// assert_eq!(session.length(Convention::FirstToLastPulse).clock(), "36:56.5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Session {
    train: Train,
    off: Seconds,
    trains: u32,
}

impl Session {
    /// `trains` trains with `off` between them.
    ///
    /// # Errors
    /// [`SessionError`]: no train or too many, several without a pause, or more than a day.
    pub fn new(train: Train, off: Seconds, trains: u32) -> Result<Self, SessionError> {
        if !(1..=10_000).contains(&trains) {
            return Err(SessionError::Trains(u64::from(trains)));
        }
        if trains > 1 && off.value() <= 0.0 {
            return Err(SessionError::NoPause(trains));
        }
        let session = Self { train, off, trains };
        let hours = session.length(Convention::FullCycles).value() / 3_600.0;
        if hours > 24.0 {
            return Err(SessionError::TooLong(hours));
        }
        Ok(session)
    }

    /// One train from beginning to end, as 1 Hz or continuous theta burst is given.
    ///
    /// # Errors
    /// As [`Session::new`].
    pub fn continuous(train: Train) -> Result<Self, SessionError> {
        Self::new(train, Seconds::ZERO, 1)
    }

    /// Trains that start every so often.
    ///
    /// # Errors
    /// [`SessionError::IntervalShorterThanTrain`], and as [`Session::new`].
    pub fn every(train: Train, every: Seconds, trains: u32) -> Result<Self, SessionError> {
        let off = every.value() - train.on().value();
        if off < 0.0 {
            let on = train.on();
            return Err(SessionError::IntervalShorterThanTrain { every, on });
        }
        Self::new(train, Seconds::worked_out(off), trains)
    }

    /// As many trains as give this total.
    ///
    /// # Errors
    /// [`SessionError::NotWholeTrains`], and as [`Session::new`].
    pub fn of_pulses(train: Train, off: Seconds, total: u64) -> Result<Self, SessionError> {
        let each = train.pulses();
        let is_whole = total > 0 && total.checked_rem(each.count()) == Some(0);
        if !is_whole {
            return Err(SessionError::NotWholeTrains { total, train: each });
        }
        let trains = total.checked_div(each.count()).unwrap_or(0);
        let few = u32::try_from(trains).map_err(|_| SessionError::Trains(trains))?;
        Self::new(train, off, few)
    }

    /// One of its trains.
    #[must_use]
    pub fn train(self) -> Train {
        self.train
    }

    /// The pause between two trains.
    #[must_use]
    pub fn off(self) -> Seconds {
        self.off
    }

    /// How many trains.
    #[must_use]
    pub fn trains(self) -> u32 {
        self.trains
    }

    /// All pulses.
    #[must_use]
    pub fn pulses(self) -> Pulses {
        Pulses::new(self.train.pulses().count() * u64::from(self.trains))
    }

    /// The share of a cycle in which pulses are given, above 0 and at most 1.
    #[must_use]
    pub fn duty_cycle(self) -> f64 {
        self.train.on().value() / (self.train.on().value() + self.off.value())
    }

    /// How long it takes under a convention.
    #[must_use]
    pub fn length(self, convention: Convention) -> Seconds {
        let trains = f64::from(self.trains);
        let (on, off) = (self.train.on().value(), self.off.value());
        Seconds::worked_out(match convention {
            Convention::FullCycles => trains * (on + off),
            Convention::NoLastPause => trains * on + (trains - 1.0) * off,
            Convention::FirstToLastPulse => {
                trains * self.train.to_last_pulse().value() + (trains - 1.0) * off
            }
        })
    }
}
