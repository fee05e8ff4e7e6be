//! One reviewer's decision on one record.

use super::folded;
use super::words::{check_reasons, known_place, outcome_words, stage_word};
use crate::error::AppError;
use crate::review::session::Session;
use euthymia_review::log::{Screened, Stage, Verdict};
use euthymia_review::screen::Outcome;
use euthymia_review::{EntryId, Event, RecordId, Screening, Target};

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenRequest {
    /// The record, or any copy of it.
    pub record: RecordId,
    /// The stage.
    pub stage: Stage,
    /// The decision.
    pub verdict: Verdict,
    /// Reasons for exclusion by their short names; the first is the one that is reported.
    pub reasons: Vec<String>,
}

/// What was entered, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The entry, by which it can be undone.
    pub entry: EntryId,
    /// What follows, as a sentence.
    pub said: String,
}

/// Enters the decision of the reviewer who works. Their own earlier decisions on copies of the
/// record that say otherwise are undone with it.
///
/// # Errors
/// [`AppError::Usage`] when the record is not there, removed, settled, or has not come so far, or a
/// reason is not in `review.toml`; nothing is entered then.
pub fn screen_record(session: &mut Session, request: &ScreenRequest) -> Result<Entered, AppError> {
    let stamp = session.stamp()?;
    let screening = folded(session);
    let events = deciding(&screening, &stamp.author, request).map_err(AppError::Usage)?;
    if events.is_empty() {
        let author = &stamp.author;
        let record = request.record;
        let said = format!("{author} has decided so on {record} already");
        return Err(AppError::Usage(said));
    }
    let entry = session.folder.append(&stamp, events)?;
    Ok(Entered {
        entry,
        said: follows(session, request.record, request.stage),
    })
}

/// What is to be entered for a decision; nothing where the reviewer has decided so already.
///
/// # Errors
/// Why it may not be entered, as a sentence.
pub(super) fn deciding(
    screening: &Screening,
    reviewer: &str,
    request: &ScreenRequest,
) -> Result<Vec<Event>, String> {
    let &ScreenRequest {
        record,
        stage,
        verdict,
        ..
    } = request;
    let place = known_place(screening, record)?;
    may_be_decided(screening, place, request)?;
    check_reasons(&screening.rules, stage, verdict, &request.reasons)?;
    let decision = Event::Screened(Box::new(Screened {
        record,
        stage,
        verdict,
        reasons: request.reasons.clone(),
        seconds: None,
    }));
    decision.check().map_err(|error| error.to_string())?;
    let own = screening.reviewer(reviewer);
    let before = screening.units.get(place).map(|unit| unit.at(stage));
    let before = before.zip(own).into_iter();
    let before: Vec<_> = before.flat_map(|(decided, own)| decided.by(own)).collect();
    if let [only] = before.as_slice()
        && only.verdict == verdict
        && only.reasons.is_as(&request.reasons)
    {
        return Ok(Vec::new());
    }
    let on_copies = before.iter().filter(|own| own.record != record);
    let undone = on_copies.map(|own| Event::Undone {
        target: Target::from(own.event),
    });
    Ok(undone.chain([decision]).collect())
}

fn may_be_decided(
    screening: &Screening,
    place: usize,
    request: &ScreenRequest,
) -> Result<(), String> {
    let record = request.record;
    let Some(unit) = screening.units.get(place) else {
        return Ok(());
    };
    if let Some((_, reason)) = &unit.removed {
        return Err(format!(
            "{record} was removed before screening ({reason}); undo that first"
        ));
    }
    if let Some(consensus) = &unit.at(request.stage).consensus {
        return Err(format!(
            "{record} was settled by {}; say review settle again, or undo {}",
            consensus.by, consensus.event
        ));
    }
    if request.stage == Stage::TitleAbstract {
        return Ok(());
    }
    let before = screening.outcome(place, Stage::TitleAbstract);
    if before != Outcome::Included {
        return Err(format!(
            "title and abstract of {record} have not included it: {}",
            outcome_words(&before)
        ));
    }
    match &unit.not_retrieved {
        Some(reason) => Err(format!(
            "the full text of {record} was said not to be had ({reason}); undo that, or attach it \
             with review fulltext add"
        )),
        None => Ok(()),
    }
}

/// What follows for a record now, as a sentence.
pub(super) fn follows(session: &Session, record: RecordId, stage: Stage) -> String {
    let screening = folded(session);
    let outcome = screening
        .place(record)
        .map_or(Outcome::NotHere, |place| screening.outcome(place, stage));
    let next = match outcome {
        Outcome::Conflict(_) => format!(
            " (review settle {record} include --stage {})",
            stage_word(stage)
        ),
        _ => String::new(),
    };
    format!("{record}: {}{next}.", outcome_words(&outcome))
}
