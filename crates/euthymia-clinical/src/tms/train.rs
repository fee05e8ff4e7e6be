//! A train: pulses that follow each other without a pause.

use super::quantity::{Hertz, Pulses, Seconds};

/// How the pulses of a train follow each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pattern {
    /// One pulse after the other at one rate.
    Simple(Hertz),
    /// Bursts that follow each other.
    ThetaBurst(ThetaBurst),
}

/// Bursts of a few fast pulses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThetaBurst {
    pulses: u32,
    within: Hertz,
    bursts: Hertz,
}

/// The train or pattern cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum TrainError {
    /// A burst of one pulse is none, and one of many is a train.
    #[error("a burst of {0} pulses: from 2 to 10 are plausible; theta burst has 3")]
    Burst(u32),
    /// The next burst would start before the last pulse of the one before.
    #[error(
        "{pulses} pulses at {within} take {length:.3} s; from one burst to the next at {bursts} there are {cycle:.3} s, which leaves no pause"
    )]
    BurstTooLong {
        /// Pulses of a burst.
        pulses: u32,
        /// The rate within a burst.
        within: Hertz,
        /// The rate of bursts.
        bursts: Hertz,
        /// From the first to the last pulse, in seconds.
        length: f64,
        /// From burst to burst, in seconds.
        cycle: f64,
    },
    /// Longer than anybody has stimulated without a pause.
    #[error("a train of {0}: up to {LONGEST_S} s (2 hours) is plausible")]
    TooLong(Seconds),
    /// Not even one pulse fits.
    #[error("a train of {on} holds no pulse at {rate}")]
    NoPulse {
        /// Length of the train.
        on: Seconds,
        /// Rate of pulses or bursts.
        rate: Hertz,
    },
}

/// The longest plausible train in seconds; 40 minutes of 1 Hz are the longest of the sources.
const LONGEST_S: f64 = 7_200.0;

impl ThetaBurst {
    /// Bursts of `pulses` at the rate `within`, repeated at the rate `bursts`.
    ///
    /// # Errors
    /// [`TrainError::Burst`] for a number of pulses that is no burst; [`TrainError::BurstTooLong`]
    /// where one burst would run into the next.
    pub fn new(pulses: u32, within: Hertz, bursts: Hertz) -> Result<Self, TrainError> {
        if !(2..=10).contains(&pulses) {
            return Err(TrainError::Burst(pulses));
        }
        let length = f64::from(pulses - 1) / within.value();
        let cycle = 1.0 / bursts.value();
        if length >= cycle {
            return Err(TrainError::BurstTooLong {
                pulses,
                within,
                bursts,
                length,
                cycle,
            });
        }
        Ok(Self {
            pulses,
            within,
            bursts,
        })
    }

    /// Pulses of a burst.
    #[must_use]
    pub fn pulses(self) -> u32 {
        self.pulses
    }

    /// The rate of pulses within a burst.
    #[must_use]
    pub fn within(self) -> Hertz {
        self.within
    }

    /// The rate of bursts.
    #[must_use]
    pub fn bursts(self) -> Hertz {
        self.bursts
    }

    /// Seconds from the first to the last pulse of a burst.
    fn length(self) -> f64 {
        f64::from(self.pulses - 1) / self.within.value()
    }
}

impl Pattern {
    /// The rate at which pulses, or bursts, start.
    #[must_use]
    pub fn rate(self) -> Hertz {
        match self {
            Self::Simple(rate) => rate,
            Self::ThetaBurst(burst) => burst.bursts,
        }
    }
}

/// A pattern for a time.
///
/// # Example
/// ```
/// use euthymia_clinical::tms::quantity::{Hertz, Seconds};
/// use euthymia_clinical::tms::train::{Pattern, ThetaBurst, Train};
/// let simple = Train::new(Pattern::Simple(Hertz::new(10.0)?), Seconds::new(4.0)?)?;
/// assert_eq!(simple.pulses().count(), 40);
/// assert_eq!(simple.to_last_pulse().value(), 3.9);
/// let triplets = ThetaBurst::new(3, Hertz::new(50.0)?, Hertz::new(5.0)?)?;
/// let bursts = Train::new(Pattern::ThetaBurst(triplets), Seconds::new(2.0)?)?;
/// assert_eq!(bursts.pulses().count(), 30);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Train {
    pattern: Pattern,
    on: Seconds,
}

impl Train {
    /// A train of this length.
    ///
    /// # Errors
    /// [`TrainError::NoPulse`] when it is shorter than half the time from one pulse, or burst, to the
    /// next; [`TrainError::TooLong`] above two hours.
    pub fn new(pattern: Pattern, on: Seconds) -> Result<Self, TrainError> {
        if on.value() > LONGEST_S {
            return Err(TrainError::TooLong(on));
        }
        let train = Self { pattern, on };
        if train.starts() == 0 {
            let rate = pattern.rate();
            return Err(TrainError::NoPulse { on, rate });
        }
        Ok(train)
    }

    /// How its pulses follow each other.
    #[must_use]
    pub fn pattern(self) -> Pattern {
        self.pattern
    }

    /// Its length, counted so that a pulse is followed by its share of the time.
    #[must_use]
    pub fn on(self) -> Seconds {
        self.on
    }

    /// Rate times length, before rounding.
    fn unrounded(self) -> f64 {
        self.pattern.rate().value() * self.on.value()
    }

    /// How many pulses, or bursts, start.
    // At most 100 a second for a day.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn starts(self) -> u64 {
        self.unrounded().round() as u64
    }

    /// Whether rate and length give a whole number of pulses or bursts, so that nothing is rounded.
    #[must_use]
    pub fn is_whole(self) -> bool {
        (self.unrounded() - self.unrounded().round()).abs() < 1e-9
    }

    /// Pulses of the train: rate times length, rounded to whole pulses or bursts.
    #[must_use]
    pub fn pulses(self) -> Pulses {
        let each = match self.pattern {
            Pattern::Simple(_) => 1,
            Pattern::ThetaBurst(burst) => u64::from(burst.pulses),
        };
        Pulses::new(self.starts() * each)
    }

    /// The time from the first pulse to the last one.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn to_last_pulse(self) -> Seconds {
        let starts = (self.starts().max(1) - 1) as f64 / self.pattern.rate().value();
        Seconds::worked_out(match self.pattern {
            Pattern::Simple(_) => starts,
            Pattern::ThetaBurst(burst) => starts + burst.length(),
        })
    }
}
