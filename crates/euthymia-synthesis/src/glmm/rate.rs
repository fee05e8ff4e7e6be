//! Events over a time at risk.

use super::options::GlmmError;

/// The events of one group and the time in which they could happen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    events: u64,
    time: f64,
}

impl Rate {
    /// Checks that the time is positive and finite.
    ///
    /// # Errors
    /// [`GlmmError::Time`].
    pub fn new(events: u64, time: f64) -> Result<Self, GlmmError> {
        if time > 0.0 && time.is_finite() {
            Ok(Self { events, time })
        } else {
            Err(GlmmError::Time(time))
        }
    }

    /// Number of events.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Time at risk, in the unit given.
    #[must_use]
    pub fn time(&self) -> f64 {
        self.time
    }
}
