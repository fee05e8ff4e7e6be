//! Texts that are known to be what is looked for.

use super::learner::text_of;
use crate::error::AppError;
use crate::review::search::read_known;
use crate::review::session::Session;
use euthymia_review::Protocol;
use euthymia_table::Diagnostic;
use std::path::PathBuf;

/// Titles and abstracts of the records of files, which are known to be included.
///
/// # Errors
/// [`AppError`] for a file that cannot be read, or in which no record has a title or an abstract.
pub(super) fn of_files(
    files: &[PathBuf],
    notes: &mut Vec<String>,
) -> Result<Vec<String>, AppError> {
    let mut texts = Vec::new();
    for path in files {
        let file = read_known(path)?;
        notes.extend(file.notes);
        let own = file.records.iter().map(text_of);
        let before = texts.len();
        texts.extend(own.filter(|text| !text.trim().is_empty()));
        if texts.len() == before {
            let name = path.display().to_string();
            return Err(
                Diagnostic::error(name, "no record in it has a title or an abstract")
                    .with_help("An order is learnt from titles and abstracts; add them.")
                    .into(),
            );
        }
    }
    Ok(texts)
}

/// Question and criteria of `review.toml` as one text. What excludes a report is left out.
///
/// # Errors
/// [`AppError::Usage`] where nothing is said there.
pub(super) fn of_criteria(session: &Session) -> Result<String, AppError> {
    let Protocol {
        question, criteria, ..
    } = &session.protocol;
    let single = [
        &question.population,
        &question.intervention,
        &question.comparator,
    ];
    let single = single.into_iter().flatten();
    let lists = [&question.outcomes, &question.designs, &criteria.include];
    let parts = single.chain(lists.into_iter().flatten());
    let text = parts
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    match text.is_empty() {
        true => Err(AppError::Usage(
            "--criteria: review.toml says nothing under [question] and [criteria]; fill them in first"
                .to_owned(),
        )),
        false => Ok(text),
    }
}
