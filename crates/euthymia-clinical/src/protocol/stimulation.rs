//! A protocol's stimulation as trains: the seam to the arithmetic of trains.

use super::file::{Entry, SessionKind};
use super::reading::Reading;
use super::value::What;
use crate::tms::quantity::{Hertz, QuantityError, Seconds};
use crate::tms::session::{Convention, Session, SessionError};
use crate::tms::train::{Pattern, ThetaBurst, Train, TrainError};

/// The values of a session contradict each other.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StimulationError {
    /// A number that cannot be.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// A train that cannot be.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// Trains and pauses that cannot be.
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// The sessions that a reading stands for: one, or two where its pulses are a range, or none where it
/// does not say enough.
///
/// A session of one train without a length is given from beginning to end; its length follows from its
/// pulses, or is the printed one.
///
/// # Errors
/// [`StimulationError`]: a rate of nothing, a train without a pulse, pulses that are no whole trains.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::{bundled, reading::Reading, stimulation::sessions};
/// let phase = bundled("tms_18hz_h1").unwrap().treatment().unwrap();
/// let reading = Reading::all(&phase.sessions[0])[0];
/// assert_eq!(sessions(&reading)?[0].pulses().count(), 1980);
/// # Ok::<(), euthymia_clinical::protocol::stimulation::StimulationError>(())
/// ```
pub fn sessions(reading: &Reading<'_>) -> Result<Vec<Session>, StimulationError> {
    let Some(pattern) = pattern(reading)? else {
        return Ok(Vec::new());
    };
    let trains = reading.exact(What::Trains);
    let Some(on) = reading.exact(What::Train) else {
        return match trains {
            Some(one) if one <= 1.0 => continuous(reading, pattern),
            _ => Ok(Vec::new()),
        };
    };
    let train = Train::new(pattern, Seconds::new(on)?)?;
    if trains.is_some_and(|one| one <= 1.0) {
        return Ok(vec![Session::continuous(train)?]);
    }
    let Some(pause) = reading.exact(What::Pause) else {
        return Ok(Vec::new());
    };
    let pause = Seconds::new(pause)?;
    if let Some(trains) = trains {
        return Ok(vec![Session::new(train, pause, whole(trains))?]);
    }
    let printed = reading.amount(What::Pulses);
    let totals = printed.iter().flat_map(|amount| amount.numbers());
    let of_total = |total: &f64| Session::of_pulses(train, pause, u64::from(whole(*total)));
    Ok(totals.map(of_total).collect::<Result<_, _>>()?)
}

/// The values that the trains of a reading follow from.
#[must_use]
pub fn rests_on<'p>(reading: &Reading<'p>) -> Vec<&'p Entry> {
    let mut entries = reading.entries(&[
        What::Frequency,
        What::BurstPulses,
        What::BurstFrequency,
        What::BurstRate,
        What::Train,
        What::Pause,
        What::Trains,
    ]);
    let (train, trains) = (reading.entry(What::Train), reading.entry(What::Trains));
    if train.is_none() || trains.is_none() {
        entries.extend(reading.entry(What::Pulses));
    }
    if is_length_used(reading) {
        entries.extend(reading.entry(What::Length));
    }
    entries
}

/// True where the trains follow from the printed length, which then cannot be held against them.
#[must_use]
pub fn is_length_used(reading: &Reading<'_>) -> bool {
    reading.entry(What::Train).is_none() && reading.entry(What::Pulses).is_none()
}

/// Pulses of a session, with the values that they follow from.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted<'p> {
    /// The fewest.
    pub low: u64,
    /// The most.
    pub high: u64,
    /// What they follow from: the trains, or the number as printed.
    pub entries: Vec<&'p Entry>,
    /// True where the trains are not known and the number is the printed one.
    pub is_printed: bool,
}

/// The pulses of a session: as its trains give them, else as printed; `None` where neither is known.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::{bundled, reading::Reading, stimulation::pulses};
/// let phase = bundled("tms_bilateral").unwrap().treatment().unwrap();
/// let left = pulses(&Reading::all(&phase.sessions[1])[0]).unwrap();
/// assert_eq!((left.low, left.high, left.is_printed), (1500, 1500, true));
/// ```
#[must_use]
pub fn pulses<'p>(reading: &Reading<'p>) -> Option<Counted<'p>> {
    // A file is read only when its trains can be.
    let computed = sessions(reading).unwrap_or_default();
    let counts = computed.iter().map(|one| one.pulses().count());
    if let (Some(low), Some(high)) = (counts.clone().min(), counts.max()) {
        return Some(Counted {
            low,
            high,
            entries: rests_on(reading),
            is_printed: false,
        });
    }
    let printed = reading.amount(What::Pulses)?;
    Some(Counted {
        low: u64::from(whole(printed.low())),
        high: u64::from(whole(printed.high())),
        entries: reading.entries(&[What::Pulses]),
        is_printed: true,
    })
}

fn pattern(reading: &Reading<'_>) -> Result<Option<Pattern>, StimulationError> {
    let bursts = (
        reading.exact(What::BurstPulses),
        reading.exact(What::BurstFrequency),
        reading.exact(What::BurstRate),
    );
    if let (Some(pulses), Some(within), Some(rate)) = bursts {
        let (within, rate) = (Hertz::new(within)?, Hertz::new(rate)?);
        let burst = ThetaBurst::new(whole(pulses), within, rate)?;
        return Ok(Some(Pattern::ThetaBurst(burst)));
    }
    let rate = reading.exact(What::Frequency).map(Hertz::new).transpose()?;
    Ok(rate.map(Pattern::Simple))
}

fn continuous(reading: &Reading<'_>, pattern: Pattern) -> Result<Vec<Session>, StimulationError> {
    let each = match pattern {
        Pattern::Simple(_) => 1.0,
        Pattern::ThetaBurst(burst) => f64::from(burst.pulses()),
    };
    let rate = pattern.rate().value() * each;
    let lengths: Vec<f64> = match (reading.amount(What::Pulses), reading.amount(What::Length)) {
        (Some(pulses), _) => pulses.numbers().iter().map(|count| count / rate).collect(),
        (None, Some(length)) => length.numbers().to_vec(),
        (None, None) => Vec::new(),
    };
    let mut sessions = Vec::with_capacity(lengths.len());
    for length in lengths {
        let train = Train::new(pattern, Seconds::new(length)?)?;
        sessions.push(Session::continuous(train)?);
    }
    Ok(sessions)
}

/// A count of a checked value, which is whole and at most a million.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(value: f64) -> u32 {
    value.clamp(0.0, 1e6) as u32
}

/// How long a session takes, in seconds: trains with all their pauses, or as printed; the longer where
/// it is a range. `None` where nothing is said.
#[must_use]
pub fn seconds(reading: &Reading<'_>) -> Option<f64> {
    let longest = |what| reading.amount(what).map(|amount| amount.high());
    match reading.session().kind {
        SessionKind::Stimulation => {
            let computed = sessions(reading).unwrap_or_default();
            let lengths = computed
                .iter()
                .map(|one| one.length(Convention::FullCycles).value());
            lengths
                .max_by(f64::total_cmp)
                .or_else(|| longest(What::Length))
        }
        _ => longest(What::Duration),
    }
}
