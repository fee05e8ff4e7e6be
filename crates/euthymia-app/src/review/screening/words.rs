//! Words of screening: those of the command line, and what follows from decisions in sentences.

use crate::error::AppError;
use euthymia_review::RecordId;
use euthymia_review::Screening;
use euthymia_review::log::{Removal, Stage, Verdict};
use euthymia_review::screen::{Disagreement, Outcome, Rules};

const STAGES: [(&str, Stage); 2] = [("title", Stage::TitleAbstract), ("full", Stage::FullText)];

const VERDICTS: [(&str, Verdict); 3] = [
    ("include", Verdict::Include),
    ("maybe", Verdict::Maybe),
    ("exclude", Verdict::Exclude),
];

const REMOVALS: [(&str, Removal); 2] = [
    ("automation", Removal::Automation),
    ("other", Removal::Other),
];

/// The stage of a word: `title` or `full`.
///
/// # Errors
/// [`AppError::Usage`] for another word.
///
/// # Example
/// ```
/// use euthymia_app::review::stage_from_word;
/// assert!(stage_from_word("title").is_ok());
/// assert!(stage_from_word("abstract").is_err());
/// ```
pub fn stage_from_word(word: &str) -> Result<Stage, AppError> {
    from_word(word, "a stage", &STAGES)
}

/// The decision of a word: `include`, `maybe` or `exclude`.
///
/// # Errors
/// [`AppError::Usage`] for another word.
pub fn verdict_from_word(word: &str) -> Result<Verdict, AppError> {
    from_word(word, "a decision", &VERDICTS)
}

/// Who or what removed records before screening: `automation` or `other`.
///
/// # Errors
/// [`AppError::Usage`] for another word.
pub fn removal_from_word(word: &str) -> Result<Removal, AppError> {
    from_word(word, "a way of removing records", &REMOVALS)
}

fn from_word<T: Copy>(word: &str, what: &str, all: &[(&str, T)]) -> Result<T, AppError> {
    let found = all.iter().find(|(own, _)| *own == word);
    found.map(|(_, own)| *own).ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|(own, _)| *own).collect();
        AppError::Usage(format!(
            "\"{word}\" is not {what}; there are: {}",
            words.join(", ")
        ))
    })
}

/// The word of a stage on the command line.
pub(super) fn stage_word(stage: Stage) -> &'static str {
    let found = STAGES.iter().find(|(_, own)| *own == stage);
    found.map_or("title", |(word, _)| word)
}

/// What follows from the decisions on a report, in words.
pub(super) fn outcome_words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::NotHere => "not looked at here".to_owned(),
        Outcome::Undecided => "undecided".to_owned(),
        Outcome::Partial => "waits for another reviewer".to_owned(),
        Outcome::Conflict(kind) => format!("conflict: {}", disagreement_words(*kind)),
        Outcome::Included => "included".to_owned(),
        Outcome::Excluded(Some(reason)) => format!("excluded ({reason})"),
        Outcome::Excluded(None) => "excluded".to_owned(),
        Outcome::SetAside => "set aside when screening ended".to_owned(),
    }
}

/// In what decisions differ, in words.
pub(super) fn disagreement_words(kind: Disagreement) -> &'static str {
    match kind {
        Disagreement::Verdicts => "one includes, another excludes",
        Disagreement::Reasons => "excluded for different reasons",
        Disagreement::Copies => "one reviewer, two decisions on copies",
    }
}

/// The place of the report of a record that counts.
///
/// # Errors
/// What is wrong with the record, as a sentence.
pub(in crate::review) fn known_place(
    screening: &Screening,
    record: RecordId,
) -> Result<usize, String> {
    screening.place(record).ok_or_else(|| {
        format!("there is no record {record} that counts; review status lists the imports")
    })
}

/// Checks reasons against the list of `review.toml`.
///
/// # Errors
/// What is wrong with them, as a sentence.
pub(super) fn check_reasons(
    rules: &Rules,
    stage: Stage,
    verdict: Verdict,
    reasons: &[String],
) -> Result<(), String> {
    let known: Vec<&str> = rules.reasons.iter().map(|own| own.id.as_str()).collect();
    let listed = known.join(", ");
    if let Some(unknown) = reasons.iter().find(|own| rules.rank(own).is_none()) {
        return Err(format!(
            "\"{unknown}\" is not among the reasons of review.toml: {listed}"
        ));
    }
    let has_to = stage == Stage::FullText && verdict == Verdict::Exclude && !known.is_empty();
    match has_to && reasons.is_empty() {
        true => Err(format!(
            "a full text is excluded for a reason (--reason): {listed}"
        )),
        false => Ok(()),
    }
}
