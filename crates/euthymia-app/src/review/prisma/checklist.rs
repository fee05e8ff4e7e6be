//! Reporting checklists of a review: filled from the folder and from what people answered.

use super::known::known;
use super::reading::PrismaReading;
use crate::error::AppError;
use crate::review::session::Session;
use euthymia_report::checklist::{Checklist, Filled, fill, view};
use euthymia_review::{EntryId, Event};
use euthymia_table::TableView;

/// The checklists with the state of each item.
pub(super) fn filled(
    reading: &PrismaReading<'_>,
) -> Vec<(&'static Checklist, Vec<Filled<'static>>)> {
    let lists = Checklist::of_reviews().into_iter();
    lists
        .map(|list| (list, fill(list, &known(reading, list))))
        .collect()
}

/// PRISMA 2020, PRISMA 2020 for abstracts and PRISMA-S, an item a row: whether the review answers
/// it, where, and what is still to write.
#[must_use]
pub fn checklist_views(reading: &PrismaReading<'_>) -> Vec<TableView> {
    let lists = filled(reading);
    lists.iter().map(|(list, own)| view(list, own)).collect()
}

/// Enters where an item of a checklist is answered, or why it does not apply. `checklist` is
/// `prisma2020`, `prisma2020-abstract` or `prisma-s`.
///
/// # Errors
/// [`AppError::Usage`] for a checklist or an item that is not there, or an empty answer.
pub fn answer(
    session: &mut Session,
    checklist: &str,
    item: &str,
    answer: &str,
) -> Result<EntryId, AppError> {
    let lists = Checklist::of_reviews();
    let list = lists.iter().find(|own| own.id == checklist);
    let list = list.ok_or_else(|| {
        let words: Vec<&str> = lists.iter().map(|own| own.id.as_str()).collect();
        AppError::Usage(format!(
            "--checklist: \"{checklist}\" is none of: {}",
            words.join(", ")
        ))
    })?;
    if !list.items.iter().any(|own| own.number == item) {
        return Err(AppError::Usage(format!(
            "{} has no item \"{item}\"; review prisma --checklist lists them",
            list.name
        )));
    }
    if answer.trim().is_empty() {
        return Err(AppError::Usage("the answer is empty".to_owned()));
    }
    let stamp = session.stamp()?;
    let event = Event::ChecklistAnswered {
        checklist: checklist.to_owned(),
        item: item.to_owned(),
        answer: answer.trim().to_owned(),
    };
    Ok(session.folder.append(&stamp, vec![event])?)
}
