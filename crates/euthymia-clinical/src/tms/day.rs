//! Several sessions on a day, as in accelerated courses.

use super::quantity::Seconds;
use crate::words;

words! {
    /// What the interval between sessions is counted between. "50-minute intersession interval" can be
    /// read in both ways.
    IntervalMeaning {
        /// From the end of one session to the start of the next.
        Gap = "gap", "from end to start";
        /// From the start of one session to the start of the next.
        OnsetToOnset = "onset_to_onset", "from start to start";
    }
}

/// The day cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum DayError {
    /// None, or too many to be meant.
    #[error("{0} sessions a day: from 1 to 48 are plausible")]
    Sessions(u32),
    /// The next session would start during the one before.
    #[error(
        "sessions that start every {interval} are shorter apart than the {session} that one takes"
    )]
    IntervalShorterThanSession {
        /// From start to start.
        interval: Seconds,
        /// Length of a session.
        session: Seconds,
    },
}

/// Sessions of one day, all alike.
///
/// # Example
/// ```
/// use euthymia_clinical::tms::day::{IntervalMeaning, SessionDay};
/// use euthymia_clinical::tms::quantity::Seconds;
/// let day = |meaning| {
///     SessionDay::new(10, Seconds::parse("10 min").unwrap(), Seconds::parse("50 min").unwrap(), meaning)
/// };
/// assert_eq!(day(IntervalMeaning::Gap)?.length().value(), 550.0 * 60.0);
/// assert_eq!(day(IntervalMeaning::OnsetToOnset)?.length().value(), 460.0 * 60.0);
/// # Ok::<(), euthymia_clinical::tms::day::DayError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SessionDay {
    sessions: u32,
    session: Seconds,
    interval: Seconds,
    meaning: IntervalMeaning,
}

impl SessionDay {
    /// `sessions` of the length `session`.
    ///
    /// # Errors
    /// [`DayError`]: no session or too many, or sessions that overlap.
    pub fn new(
        sessions: u32,
        session: Seconds,
        interval: Seconds,
        meaning: IntervalMeaning,
    ) -> Result<Self, DayError> {
        if !(1..=48).contains(&sessions) {
            return Err(DayError::Sessions(sessions));
        }
        if meaning == IntervalMeaning::OnsetToOnset && interval < session {
            return Err(DayError::IntervalShorterThanSession { interval, session });
        }
        Ok(Self {
            sessions,
            session,
            interval,
            meaning,
        })
    }

    /// From one start to the next.
    #[must_use]
    pub fn onset_to_onset(self) -> Seconds {
        match self.meaning {
            IntervalMeaning::OnsetToOnset => self.interval,
            IntervalMeaning::Gap => {
                Seconds::worked_out(self.session.value() + self.interval.value())
            }
        }
    }

    /// From the start of the first session to the end of the last.
    #[must_use]
    pub fn length(self) -> Seconds {
        let starts = f64::from(self.sessions - 1) * self.onset_to_onset().value();
        Seconds::worked_out(starts + self.session.value())
    }
}
