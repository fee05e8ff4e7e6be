//! What a person judged of a study, entered into the log.

use super::answers::Appraisal;
use super::tool;
use crate::error::AppError;
use crate::review::session::Session;
use euthymia_appraisal::{Assessed, Assessment, Led, Notice, Tool, Unit};
use euthymia_review::log::Appraised;
use euthymia_review::{EntryId, Event};

/// What is judged, with what, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppraisalRequest {
    /// Short name of the study.
    pub study: String,
    /// The outcome, where the tool judges one.
    pub outcome: Option<String>,
    /// The tool by its word.
    pub tool: String,
    /// Answers, and judgements that depart from them.
    pub appraisal: Appraisal,
    /// Whether this is what several people agreed on.
    pub agreed: bool,
}

/// What was entered.
#[derive(Clone, Debug)]
pub struct EnteredAppraisal {
    /// The entry, by which it can be undone.
    pub entry: EntryId,
    /// What the answers lead to.
    pub seen: Assessment,
    /// What people should know: answers that count for nothing, questions without an answer.
    pub told: Vec<String>,
}

/// Enters what a person judged. Answers may be missing: what they leave open stays open.
///
/// # Errors
/// [`AppError::Usage`] for an unknown tool, word, question or domain, for a study or an outcome that
/// is missing or too much, for a departure without a reason, and for an agreement that leaves
/// something open; nothing is entered then.
pub fn enter_appraisal(
    session: &mut Session,
    request: &AppraisalRequest,
) -> Result<EnteredAppraisal, AppError> {
    let tool = tool(&request.tool)?;
    let study = request.study.trim();
    if study.is_empty() {
        return Err(AppError::Usage("say which study is judged".to_owned()));
    }
    check_unit(tool, request.outcome.as_deref())?;
    let seen = tool.assess(&request.appraisal.given());
    check(tool, request, &seen)?;
    let event = Appraised {
        study: study.to_owned(),
        outcome: request.outcome.clone(),
        tool: tool.id.clone(),
        version: tool.version.clone(),
        answers: lengthened(tool, &request.appraisal),
        judgements: request.appraisal.judgements.clone(),
    };
    let event = match request.agreed {
        true => Event::AppraisalAgreed(Box::new(event)),
        false => Event::Appraised(Box::new(event)),
    };
    let stamp = session.stamp()?;
    let entry = session.folder.append(&stamp, vec![event])?;
    let told = told(tool, request, &seen);
    Ok(EnteredAppraisal { entry, seen, told })
}

/// Answers with their long words.
fn lengthened(
    tool: &Tool,
    appraisal: &Appraisal,
) -> std::collections::BTreeMap<String, euthymia_review::log::Answer> {
    let mut answers = appraisal.answers.clone();
    for own in answers.values_mut() {
        if let Some(word) = tool.answer(&own.answer) {
            own.answer.clone_from(&word.id);
        }
    }
    answers
}

fn check_unit(tool: &Tool, outcome: Option<&str>) -> Result<(), AppError> {
    match (tool.unit, outcome) {
        (Unit::Outcome, None) => Err(AppError::Usage(format!(
            "--outcome: {} judges one outcome at a time; name it, such as response",
            tool.name
        ))),
        (Unit::Study, Some(_)) => Err(AppError::Usage(format!(
            "--outcome: {} judges a study as a whole; leave it out",
            tool.name
        ))),
        _ => Ok(()),
    }
}

fn check(tool: &Tool, request: &AppraisalRequest, seen: &Assessment) -> Result<(), AppError> {
    let wrong: Vec<String> = seen
        .notices
        .iter()
        .filter(|notice| !matches!(notice, Notice::NotAsked(_)))
        .map(ToString::to_string)
        .collect();
    if !wrong.is_empty() {
        return Err(AppError::Usage(wrong.join("\n")));
    }
    for own in judged(seen).filter(|own| own.departs()) {
        let given = request.appraisal.judgements.get(&own.id);
        if given.is_none_or(|given| given.support.is_none()) {
            return Err(AppError::Usage(format!(
                "{}: the answers lead to {}, and the judgement given is {}: say why",
                named(tool, &own.id),
                led(tool, &own.led),
                own.given.as_deref().unwrap_or("none")
            )));
        }
    }
    let open: Vec<String> = judged(seen)
        .filter(|own| own.counts().is_none())
        .map(|own| named(tool, &own.id))
        .collect();
    match request.agreed && !open.is_empty() {
        true => Err(AppError::Usage(format!(
            "--agree: what is agreed on leaves nothing open, but there is no judgement of {}",
            open.join(", ")
        ))),
        false => Ok(()),
    }
}

fn told(tool: &Tool, request: &AppraisalRequest, seen: &Assessment) -> Vec<String> {
    let mut told: Vec<String> = seen.notices.iter().map(ToString::to_string).collect();
    let open: Vec<&str> = seen
        .asked
        .iter()
        .filter(|(_, answer)| answer.is_none())
        .map(|(id, _)| id.as_str())
        .collect();
    if !open.is_empty() {
        told.push(format!("no answer yet to {}", open.join(", ")));
    }
    if let Some(then) = request
        .appraisal
        .version
        .as_ref()
        .filter(|own| **own != tool.version)
    {
        told.push(format!(
            "the answers were written for version {then} of the tool; here is {}",
            tool.version
        ));
    }
    told
}

/// Domains, then the overall judgement.
pub(super) fn judged(seen: &Assessment) -> impl Iterator<Item = &Assessed> {
    seen.domains.iter().chain(&seen.overall)
}

/// A domain for people.
pub(super) fn named(tool: &Tool, id: &str) -> String {
    match tool.domain(id) {
        Some(domain) => format!("domain {id} ({})", domain.name),
        None => "the overall judgement".to_owned(),
    }
}

/// What answers lead to, for people.
pub(super) fn led(tool: &Tool, led: &Led) -> String {
    let words = |id: &str| {
        tool.judgement(id)
            .map_or(id, |own| own.words.as_str())
            .to_owned()
    };
    match led {
        Led::To { judgement, .. } => words(judgement),
        Led::Open { possible } => {
            let possible: Vec<String> = possible.iter().map(|id| words(id)).collect();
            format!("cannot say yet: {}", possible.join(" or "))
        }
        Led::ToAPerson => "a person judges".to_owned(),
        Led::Nowhere => "no rule fits".to_owned(),
    }
}
