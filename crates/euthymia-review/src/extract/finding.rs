//! What a person should look at in what was taken from reports. Nothing of it is lost.

use crate::RecordId;
use crate::log::EventId;

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// A report belongs to two studies.
    #[error("{record} is named as a report of {a} and of {b}: name one of them again without it")]
    SharedReport {
        /// The report.
        record: RecordId,
        /// One study.
        a: String,
        /// The other.
        b: String,
    },
    /// Values of a study that has no name.
    #[error(
        "{by} took values from \"{study}\", which names no study: they are kept; review study names it"
    )]
    NoStudy {
        /// The event.
        event: EventId,
        /// The name.
        study: String,
        /// Who.
        by: String,
    },
    /// Values for a form that was never entered.
    #[error(
        "{by} filled in \"{form}\" for {study}, a form that is not in the log: the values are kept"
    )]
    NoForm {
        /// The event.
        event: EventId,
        /// The form.
        form: String,
        /// The study.
        study: String,
        /// Who.
        by: String,
    },
    /// A version of a form that cannot be read.
    #[error("the form {form} in the log cannot be read: {what}; the version before it is used")]
    BrokenForm {
        /// The form.
        form: String,
        /// The first thing that is wrong.
        what: String,
    },
    /// Values that were taken with another version of the form.
    #[error("{}", old_form(self))]
    OldForm {
        /// The study.
        study: String,
        /// The form.
        form: String,
        /// Who.
        by: String,
        /// The version that they had.
        version: String,
        /// Fields of it that the form no longer has.
        gone: Vec<String>,
        /// Fields that it did not have.
        new: Vec<String>,
    },
    /// An item that only one of several people has.
    #[error(
        "only {by} has {item} in {study}: if it is the same as another's under another name, take \
         the values again under one name"
    )]
    LonelyItem {
        /// The study.
        study: String,
        /// The item: `arms/ketamine`.
        item: String,
        /// Who.
        by: String,
    },
    /// A value that was taken again after it was settled.
    #[error(
        "{by} took {place} of {study} again after it was settled, and found something else: what was \
         settled counts"
    )]
    Late {
        /// The study.
        study: String,
        /// The place.
        place: String,
        /// Who.
        by: String,
    },
}

fn old_form(finding: &Finding) -> String {
    let Finding::OldForm {
        study,
        form,
        by,
        version,
        gone,
        new,
    } = finding
    else {
        return String::new();
    };
    let list = |words: &str, fields: &[String]| match fields.is_empty() {
        true => String::new(),
        false => format!(" {words}: {}.", fields.join(", ")),
    };
    format!(
        "{by} filled in {study} with version {version} of {form}, which was changed since.{}{} What \
         was taken is kept; filling in the form again brings it up to date.",
        list("No longer asked", gone),
        list("Asked since then", new)
    )
}
