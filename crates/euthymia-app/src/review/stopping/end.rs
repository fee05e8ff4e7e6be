//! The end of screening, entered with what the rule claimed.

use super::order::order;
use super::ruling::{Ruling, StoppingRequest, rulings};
use super::words::{self, rule_words};
use crate::error::AppError;
use crate::review::session::Session;
use euthymia_review::log::Stopped;
use euthymia_review::screen::Outcome;
use euthymia_review::{EntryId, Event};
use euthymia_screening::stopping::Says;

/// What ends screening.
#[derive(Clone, Debug, PartialEq)]
pub struct EndRequest {
    /// The stage, and what is asked of the rule.
    pub stopping: StoppingRequest,
    /// The rule by its word.
    pub rule: String,
    /// Why screening ends although the rule does not say so.
    pub although: Option<String>,
}

/// An end that was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedScreening {
    /// Name of the entry, by which it can be undone.
    pub entry: EntryId,
    /// Reports that nobody decided on.
    pub set_aside: usize,
    /// What was entered: the claim and what it assumes.
    pub statement: String,
}

/// Ends screening at a stage: who has not been decided on is set aside.
///
/// # Errors
/// [`AppError::Usage`] for another word, when nothing is left, or when the rule does not say stop
/// and nobody says why to stop all the same.
pub fn end_screening(
    session: &mut Session,
    request: &EndRequest,
) -> Result<EndedScreening, AppError> {
    let stage = request.stopping.stage;
    let rulings = rulings(session, &request.stopping)?;
    let ruling = rulings.iter().find(|own| own.word == request.rule);
    let ruling = ruling.ok_or_else(|| {
        AppError::Usage(format!(
            "--rule: \"{}\" is no rule; there are: {}",
            request.rule,
            rule_words().join(", ")
        ))
    })?;
    let screening = order(session, stage)?.screening;
    let places = 0..screening.units.len();
    let left = places.filter(|place| screening.outcome(*place, stage) == Outcome::Undecided);
    let set_aside = left.count();
    if set_aside == 0 {
        return Err(AppError::Usage(
            "every report has been decided on: there is nothing to stop".to_owned(),
        ));
    }
    let statement = statement(ruling, request.although.as_deref())?;
    let event = Event::ScreeningStopped(Box::new(Stopped {
        stage,
        rule: format!("{}: {}", ruling.word, ruling.rule),
        statement: statement.clone(),
    }));
    let stamp = session.stamp()?;
    let entry = session.folder.append(&stamp, vec![event])?;
    Ok(EndedScreening {
        entry,
        set_aside,
        statement,
    })
}

/// The claim and what it assumes.
fn statement(ruling: &Ruling, although: Option<&str>) -> Result<String, AppError> {
    let although = although.map(str::trim).filter(|reason| !reason.is_empty());
    let mut text = format!(
        "The rule says {}: {}.",
        words::says(ruling.says),
        ruling.shows
    );
    match (ruling.says, although) {
        (_, Some(reason)) => text += &format!(" Stopped all the same: {reason}."),
        (Says::Stop, None) => {}
        _ => {
            return Err(AppError::Usage(format!(
                "{} says {}: {}. To stop all the same, say why with --although TEXT",
                ruling.word,
                words::says(ruling.says),
                ruling.shows
            )));
        }
    }
    let assumed = ruling.assumptions.iter().map(|own| words::assumption(*own));
    let assumed: Vec<&str> = assumed.collect();
    if !assumed.is_empty() {
        text += &format!(" Assumed: {}.", assumed.join("; "));
    }
    Ok(text)
}
