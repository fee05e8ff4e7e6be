//! What is asked about a session, in the words of a command line or a form.

use super::view::{day_view, safety_view, session_view};
use crate::error::AppError;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::finding::Finding;
use euthymia_clinical::tms::day::{IntervalMeaning, SessionDay};
use euthymia_clinical::tms::quantity::{Hertz, PercentOfMotorThreshold, QuantityError, Seconds};
use euthymia_clinical::tms::safety;
use euthymia_clinical::tms::session::{Convention, Session};
use euthymia_clinical::tms::train::{Pattern, ThetaBurst, Train};
use euthymia_table::TableView;

/// A session in words: each number with its unit, or in the unit that its field names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TmsRequest {
    /// Rate of pulses, or of bursts, in Hz.
    pub hz: String,
    /// Pulses of a burst and their rate, such as `3@50`; none for simple trains.
    pub burst: Option<String>,
    /// Length of a train in seconds.
    pub on: String,
    /// Pause between trains in seconds.
    pub off: Option<String>,
    /// From the start of one train to the start of the next, in seconds, in place of the pause.
    pub every: Option<String>,
    /// Number of trains; 1 when nothing says otherwise.
    pub trains: Option<u32>,
    /// All pulses of the session, in place of the number of trains.
    pub pulses: Option<u64>,
    /// Intensity in percent of the motor threshold.
    pub intensity: Option<String>,
    /// Sessions of the course.
    pub sessions: Option<u32>,
    /// Sessions of a day.
    pub a_day: Option<u32>,
    /// The interval between sessions of a day.
    pub interval: Option<String>,
}

/// A session worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct Tms {
    /// The session.
    pub session: Session,
    /// Its intensity.
    pub intensity: Option<PercentOfMotorThreshold>,
    /// What it was held against; without an intensity only what that does not change.
    pub findings: Vec<Finding>,
    /// The session, the day if asked for, and the findings, as tables.
    pub views: Vec<TableView>,
}

impl Tms {
    /// Whether something lies outside of what is published.
    #[must_use]
    pub fn is_flagged(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|finding| finding.answer == Answer::No)
    }
}

/// How many sessions a course may have.
const COURSE: std::ops::RangeInclusive<u32> = 1..=500;

/// An error of an option, with its name.
pub(super) fn of_option(option: &str) -> impl Fn(QuantityError) -> AppError + '_ {
    move |error| AppError::Usage(format!("{option}: {error}"))
}

fn usage(error: impl std::fmt::Display) -> AppError {
    AppError::Usage(error.to_string())
}

/// Works a session out and holds it against the published limits.
///
/// # Errors
/// [`AppError::Usage`] with the option, what was found and what is plausible.
///
/// # Example
/// ```
/// use euthymia_app::tms::{TmsRequest, tms};
/// let request = TmsRequest {
///     hz: "20".into(),
///     on: "5 s".into(),
///     off: Some("25".into()),
///     trains: Some(30),
///     intensity: Some("120 %".into()),
///     ..TmsRequest::default()
/// };
/// let found = tms(&request)?;
/// assert_eq!(found.session.pulses().count(), 3000);
/// assert!(found.is_flagged());
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn tms(request: &TmsRequest) -> Result<Tms, AppError> {
    let rate = Hertz::parse(&request.hz).map_err(of_option("--hz"))?;
    let pattern = match &request.burst {
        None => Pattern::Simple(rate),
        Some(text) => Pattern::ThetaBurst(burst(text, rate)?),
    };
    let on = Seconds::parse(&request.on).map_err(of_option("--on"))?;
    let train = Train::new(pattern, on).map_err(usage)?;
    let session = session(request, train)?;
    let intensity = request.intensity.as_deref();
    let intensity = intensity
        .map(|text| PercentOfMotorThreshold::parse(text).map_err(of_option("--intensity")))
        .transpose()?;
    let findings = match intensity {
        Some(percent) => safety::check(&session, percent),
        None => safety::without_intensity(&session).into_iter().collect(),
    };
    if request
        .sessions
        .is_some_and(|sessions| !COURSE.contains(&sessions))
    {
        return Err(usage(format!(
            "--sessions: a course has {} to {} sessions",
            COURSE.start(),
            COURSE.end()
        )));
    }
    let mut views = vec![session_view(&session, request.sessions)];
    views.extend(day(request, session)?);
    if !findings.is_empty() {
        views.push(safety_view(&session, intensity, &findings));
    }
    Ok(Tms {
        session,
        intensity,
        findings,
        views,
    })
}

/// `3@50`: three pulses at 50 Hz.
fn burst(text: &str, bursts: Hertz) -> Result<ThetaBurst, AppError> {
    let not_a_burst = || {
        AppError::Usage(format!(
            "--burst: \"{text}\" is not a burst; write the pulses and their rate, such as 3@50"
        ))
    };
    let (pulses, within) = text.split_once('@').ok_or_else(not_a_burst)?;
    let pulses = pulses.trim().parse().map_err(|_| not_a_burst())?;
    let within = Hertz::parse(within).map_err(of_option("--burst"))?;
    ThetaBurst::new(pulses, within, bursts)
        .map_err(|error| AppError::Usage(format!("--burst: {error}")))
}

fn session(request: &TmsRequest, train: Train) -> Result<Session, AppError> {
    if request.trains.is_some() && request.pulses.is_some() {
        return Err(usage(
            "--trains and --pulses both say how long the session is; give one",
        ));
    }
    let off = match (&request.off, &request.every) {
        (Some(_), Some(_)) => {
            return Err(usage(
                "--off and --every both say how far apart trains are; give one",
            ));
        }
        (Some(off), None) => Seconds::parse(off).map_err(of_option("--off"))?,
        (None, Some(every)) => {
            let every = Seconds::parse(every).map_err(of_option("--every"))?;
            Session::every(train, every, 1).map_err(usage)?.off()
        }
        (None, None) => Seconds::ZERO,
    };
    match (request.trains, request.pulses) {
        (_, Some(pulses)) => Session::of_pulses(train, off, pulses),
        (trains, None) => Session::new(train, off, trains.unwrap_or(1)),
    }
    .map_err(usage)
}

/// Sessions of a day, with either meaning of the interval.
fn day(request: &TmsRequest, session: Session) -> Result<Option<TableView>, AppError> {
    let (a_day, interval) = match (request.a_day, &request.interval) {
        (None, None) => return Ok(None),
        (Some(a_day), Some(interval)) => (a_day, interval),
        _ => return Err(usage("--a-day and --interval belong together; give both")),
    };
    let interval = Seconds::parse(interval).map_err(of_option("--interval"))?;
    let length = session.length(Convention::FullCycles);
    let days = IntervalMeaning::ALL
        .iter()
        .map(|meaning| (*meaning, SessionDay::new(a_day, length, interval, *meaning)));
    let days: Vec<_> = days.collect();
    if let Some((_, Err(error))) = days
        .iter()
        .find(|(meaning, _)| *meaning == IntervalMeaning::Gap)
    {
        return Err(usage(error));
    }
    let pulses = session.pulses().count() * u64::from(a_day);
    Ok(Some(day_view(a_day, pulses, &days)))
}
