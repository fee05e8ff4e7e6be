//! Fields of a record that a person may set right.

use crate::error::AppError;
use euthymia_review::{Date, Identifier, Record, Scheme};
use euthymia_table::nearest;

/// Names of the fields, as people write them.
const FIELDS: [&str; 10] = [
    "title", "year", "journal", "volume", "issue", "pages", "abstract", "doi", "pmid", "language",
];

/// Whether a field can be amended.
///
/// # Errors
/// [`AppError::Usage`] with the fields that can.
pub(super) fn check(field: &str) -> Result<(), AppError> {
    if FIELDS.contains(&field) {
        return Ok(());
    }
    let near = nearest(&[field], &FIELDS).map_or(String::new(), |near| format!(" Is it {near}?"));
    Err(AppError::Usage(format!(
        "\"{field}\" is no field that can be amended.{near} There are: {}.",
        FIELDS.join(", ")
    )))
}

/// Sets a field; what the file says of it stays in the text of the record.
pub(super) fn apply(record: &mut Record, field: &str, value: Option<&str>) {
    let text = value.map(str::to_owned);
    match field {
        "title" => record.title = text,
        "year" => record.date = value.map(Date::parse),
        "journal" => record.container = text,
        "volume" => record.volume = text,
        "issue" => record.issue = text,
        "pages" => record.pages = text,
        "abstract" => record.abstract_text = text,
        "doi" => identifier(record, Scheme::Doi, value),
        "pmid" => identifier(record, Scheme::Pmid, value),
        "language" => record.languages = text.into_iter().collect(),
        _ => {}
    }
}

fn identifier(record: &mut Record, scheme: Scheme, value: Option<&str>) {
    record.identifiers.retain(|own| own.scheme != scheme);
    if let Some(value) = value {
        let value = value.to_lowercase();
        record.identifiers.push(Identifier { scheme, value });
    }
}
