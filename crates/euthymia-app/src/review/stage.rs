//! Stages by their words, and what was decided at them.

use super::session::Session;
use crate::error::AppError;
use euthymia_review::Screening;
use euthymia_review::log::Stage;

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
    match word {
        "title" => Ok(Stage::TitleAbstract),
        "full" => Ok(Stage::FullText),
        _ => Err(AppError::Usage(format!(
            "\"{word}\" is not a stage; there are: title, full"
        ))),
    }
}

/// What was decided of each report until now.
pub(super) fn folded(session: &Session) -> Screening {
    let reviewers = session.protocol.reviewers.iter();
    let people: Vec<String> = reviewers.map(|own| own.id.clone()).collect();
    let rules = session.protocol.screening.clone();
    let entries = session.folder.log().entries();
    Screening::of(entries, &session.state(), rules, &people)
}
