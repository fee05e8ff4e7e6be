//! Reports drawn at random: to see whether reviewers mean the same, or what was missed.

use super::screening::folded;
use super::session::Session;
use super::stopping::sample_size;
use crate::error::AppError;
use euthymia_numerics::random::Random;
use euthymia_review::log::{Purpose, Round, Stage};
use euthymia_review::screen::Outcome;
use euthymia_review::{EntryId, Event, RecordId, Screening};

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawRequest {
    /// The stage.
    pub stage: Stage,
    /// Recall that a sample should show, between 0 and 1.
    pub target: f64,
    /// How sure that should be, between 0 and 1.
    pub confidence: f64,
    /// What for.
    pub purpose: Purpose,
    /// How many; `None` for as many as a sample needs to rule out recall below the target.
    pub count: Option<usize>,
    /// Short name; `None` for the next free one, such as `pilot-1`.
    pub name: Option<String>,
    /// Seed of the draw.
    pub seed: u64,
}

/// What was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnRound {
    /// Name of the entry, by which it can be undone.
    pub entry: EntryId,
    /// Name of the round.
    pub name: String,
    /// How many were drawn.
    pub drawn: usize,
    /// From how many that nobody had decided on.
    pub of: usize,
}

/// Draws from the reports that nobody has decided on and enters the round.
///
/// # Errors
/// [`AppError::Usage`] when there are too few, the name is taken, or an earlier sample is not
/// finished.
pub fn draw_round(session: &mut Session, request: &DrawRequest) -> Result<DrawnRound, AppError> {
    let stage = request.stage;
    let screening = folded(session);
    let mut left = undecided(&screening, stage);
    let of = left.len();
    let name = name(&screening, request)?;
    unfinished(&screening, request)?;
    let count = match (request.count, request.purpose) {
        (Some(count), _) => count,
        (None, Purpose::Sample) => {
            sample_size(session, stage, (request.target, request.confidence))?
        }
        (None, Purpose::Pilot) => {
            return Err(AppError::Usage("say how many a pilot has".to_owned()));
        }
    };
    if count == 0 || count > of {
        return Err(AppError::Usage(format!(
            "{count} cannot be drawn: nobody has decided on {of} reports ({})",
            stage.words()
        )));
    }
    Random::new(request.seed, 0).shuffle(&mut left);
    left.truncate(count);
    let round = Round {
        name: name.clone(),
        stage,
        purpose: request.purpose,
        records: left,
        seed: request.seed,
    };
    let event = Event::RoundDrawn(Box::new(round));
    event
        .check()
        .map_err(|error| AppError::Usage(error.to_string()))?;
    let stamp = session.stamp()?;
    let entry = session.folder.append(&stamp, vec![event])?;
    Ok(DrawnRound {
        entry,
        name,
        drawn: count,
        of,
    })
}

/// The records of reports that nobody has decided on, in the order of the imports.
fn undecided(screening: &Screening, stage: Stage) -> Vec<RecordId> {
    let units = screening.units.iter().enumerate();
    units
        .filter(|(place, _)| screening.outcome(*place, stage) == Outcome::Undecided)
        .map(|(_, unit)| unit.record)
        .collect()
}

fn name(screening: &Screening, request: &DrawRequest) -> Result<String, AppError> {
    let is_taken = |name: &str| screening.rounds.iter().any(|own| own.round.name == name);
    match &request.name {
        Some(name) if is_taken(name) => Err(AppError::Usage(format!(
            "--name: there is a round \"{name}\" already"
        ))),
        Some(name) => Ok(name.trim().to_owned()),
        None => {
            let word = match request.purpose {
                Purpose::Pilot => "pilot",
                Purpose::Sample => "sample",
            };
            let mut names = (1_u64..).map(|number| format!("{word}-{number}"));
            Ok(names.find(|name| !is_taken(name)).unwrap_or_default())
        }
    }
}

/// A sample of a rest of which an earlier sample waits would be no sample of one rest.
fn unfinished(screening: &Screening, request: &DrawRequest) -> Result<(), AppError> {
    let stage = request.stage;
    let waits = |place: &&usize| screening.outcome(**place, stage) == Outcome::Undecided;
    let earlier = screening.rounds.iter().find_map(|drawn| {
        let is_alike = drawn.round.purpose == request.purpose && drawn.round.stage == stage;
        let waiting = drawn.units.iter().filter(waits).count();
        (is_alike && waiting > 0).then_some((&drawn.round.name, waiting))
    });
    match earlier {
        Some((name, waiting)) if request.purpose == Purpose::Sample => Err(AppError::Usage(
            format!("{waiting} of round \"{name}\" wait: decide on them first, or undo the round"),
        )),
        _ => Ok(()),
    }
}
