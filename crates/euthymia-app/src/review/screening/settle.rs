//! A disagreement is settled.

use super::decide::follows;
use super::words::{check_reasons, known_place, outcome_words, stage_word};
use super::{Entered, folded};
use crate::error::AppError;
use crate::review::session::Session;
use euthymia_review::log::{Settled, Stage, Verdict};
use euthymia_review::screen::Outcome;
use euthymia_review::{Event, RecordId, Screening, Target};

/// How a disagreement is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettleRequest {
    /// The record, or any copy of it.
    pub record: RecordId,
    /// The stage; `None` for the one at which reviewers disagree.
    pub stage: Option<Stage>,
    /// Include or exclude.
    pub verdict: Verdict,
    /// Reason for exclusion by its short name.
    pub reason: Option<String>,
    /// Who took part besides whoever enters it.
    pub with: Vec<String>,
}

/// Enters what reviewers agreed on. What was settled earlier is undone with it.
///
/// # Errors
/// [`AppError::Usage`] when nobody disagrees, or a name or a reason is not in `review.toml`; nothing
/// is entered then.
pub fn settle_record(session: &mut Session, request: &SettleRequest) -> Result<Entered, AppError> {
    let stamp = session.stamp()?;
    let screening = folded(session);
    let record = request.record;
    let place = known_place(&screening, record).map_err(AppError::Usage)?;
    let stage = stage(&screening, place, request).map_err(AppError::Usage)?;
    check_people(session, request, &stamp.author)?;
    let reasons: Vec<String> = request.reason.iter().cloned().collect();
    let checked = check_reasons(&screening.rules, stage, request.verdict, &reasons);
    checked.map_err(AppError::Usage)?;
    let settled = Event::Settled(Box::new(Settled {
        record,
        stage,
        verdict: request.verdict,
        reason: request.reason.clone(),
        with: request.with.clone(),
    }));
    let wrong = |error: euthymia_review::log::NotAllowed| AppError::Usage(error.to_string());
    settled.check().map_err(wrong)?;
    let unit = screening.units.get(place);
    let earlier = unit.and_then(|unit| unit.at(stage).consensus.as_ref());
    let undone = earlier.map(|own| Event::Undone {
        target: Target::from(own.event),
    });
    let events = undone.into_iter().chain([settled]).collect();
    let entry = session.folder.append(&stamp, events)?;
    Ok(Entered {
        entry,
        said: follows(session, record, stage),
    })
}

/// The stage that can be settled.
fn stage(screening: &Screening, place: usize, request: &SettleRequest) -> Result<Stage, String> {
    let can_be = |stage: Stage| {
        let unit = screening.units.get(place);
        let is_settled = unit.is_some_and(|unit| unit.at(stage).consensus.is_some());
        is_settled || matches!(screening.outcome(place, stage), Outcome::Conflict(_))
    };
    let both = [Stage::TitleAbstract, Stage::FullText];
    let wanted: Vec<Stage> = match request.stage {
        Some(stage) => vec![stage],
        None => both.to_vec(),
    };
    let open: Vec<Stage> = wanted.iter().copied().filter(|own| can_be(*own)).collect();
    match open.as_slice() {
        [only] => Ok(*only),
        [] => {
            let stage = wanted.first().copied().unwrap_or(Stage::TitleAbstract);
            Err(format!(
                "there is nothing to settle on {}: {}. review conflicts lists what is",
                request.record,
                outcome_words(&screening.outcome(place, stage))
            ))
        }
        _ => Err(format!(
            "--stage: say {} or {}: {} can be settled at both",
            stage_word(Stage::TitleAbstract),
            stage_word(Stage::FullText),
            request.record
        )),
    }
}

fn check_people(session: &Session, request: &SettleRequest, author: &str) -> Result<(), AppError> {
    let reviewers = &session.protocol.reviewers;
    let is_known = |name: &&String| reviewers.iter().any(|own| own.id == **name);
    let unknown = request.with.iter().find(|name| !is_known(name));
    if let Some(unknown) = unknown {
        return Err(AppError::Usage(format!(
            "--with: \"{unknown}\" is no reviewer of review.toml"
        )));
    }
    match request.with.iter().any(|name| name == author) {
        true => Err(AppError::Usage(format!(
            "--with: {author} enters it and takes part anyway; name who else does"
        ))),
        false => Ok(()),
    }
}
