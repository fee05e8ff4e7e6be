//! One record, with everything that the file says of it.

use super::library::reading_of;
use super::session::Session;
use crate::error::AppError;
use euthymia_review::{Record, RecordId};
use euthymia_table::{ColumnSpec, TableView, Value};

/// The record, a field a row.
///
/// # Errors
/// [`AppError::Usage`] when there is no such record.
pub fn record_view(session: &Session, id: RecordId) -> Result<TableView, AppError> {
    let (piece, reading) = reading_of(session, id)?;
    let record = reading.record.unwrap_or_default();
    let state = session.state();
    let mut notes = vec![format!("Line {} of its file.", piece.line)];
    for problem in &reading.problems {
        notes.push(format!("Line {}: {}", problem.line, problem.message));
    }
    let group = state
        .merged
        .iter()
        .find(|group| group.records.contains(&id));
    if let Some(group) = group {
        let copies: Vec<String> = group.records.iter().map(ToString::to_string).collect();
        notes.push(format!("Copies of one report: {}.", copies.join(", ")));
    }
    for link in state
        .links
        .iter()
        .filter(|link| link.a == id || link.b == id)
    {
        let word = super::link::word(link.link).replace('-', " ");
        notes.push(format!("Linked: {} {word} {}.", link.a, link.b));
    }
    Ok(TableView {
        schema: "euthymia.review.record.v1".to_owned(),
        title: id.to_string(),
        columns: vec![
            ColumnSpec::text("field", "Field"),
            ColumnSpec::text("value", "Value"),
        ],
        rows: fields(&record)
            .into_iter()
            .map(|(field, value)| vec![Value::Text(field), Value::Text(value)])
            .collect(),
        notes,
    })
}

/// The text of a record as it stands in its file.
///
/// # Errors
/// [`AppError::Usage`] when there is no such record.
pub fn record_text(session: &Session, id: RecordId) -> Result<String, AppError> {
    Ok(reading_of(session, id)?.0.text)
}

fn fields(record: &Record) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = vec![("kind".to_owned(), record.kind.word().to_owned())];
    let mut one = |name: &str, value: Option<&String>| {
        rows.extend(value.map(|value| (name.to_owned(), value.clone())));
    };
    for word in &record.kind_words {
        one("type", Some(word));
    }
    one("title", record.title.as_ref());
    one("original title", record.original_title.as_ref());
    one("short title", record.short_title.as_ref());
    for own in &record.contributors {
        one(
            &format!("{:?}", own.role).to_lowercase(),
            Some(&own.person.inverted()),
        );
        for place in &own.affiliations {
            one("affiliation", Some(place));
        }
    }
    one("date", record.date.as_ref().map(|date| &date.text));
    for (name, date) in &record.other_dates {
        one(name, Some(&date.text));
    }
    one("published in", record.container.as_ref());
    one("abbreviated", record.container_abbreviation.as_ref());
    one("series", record.series.as_ref());
    one("volume", record.volume.as_ref());
    one("issue", record.issue.as_ref());
    one("pages", record.pages.as_ref());
    one("publisher", record.publisher.as_ref());
    one("place", record.place.as_ref());
    one("edition", record.edition.as_ref());
    one("conference", record.conference.as_ref());
    for identifier in &record.identifiers {
        one(identifier.scheme.word(), Some(&identifier.value));
    }
    one("abstract", record.abstract_text.as_ref());
    for keyword in &record.keywords {
        one("keyword", Some(keyword));
    }
    for heading in &record.headings {
        one("heading", Some(&heading_words(heading)));
    }
    for (name, list) in [
        ("language", &record.languages),
        ("address", &record.urls),
        ("note", &record.notes),
    ] {
        for value in list {
            one(name, Some(value));
        }
    }
    for related in &record.related {
        one(&format!("{:?}", related.relation), Some(&related.text));
    }
    for other in &record.others {
        one(&other.tag, Some(&other.value));
    }
    rows
}

fn heading_words(heading: &euthymia_review::Heading) -> String {
    let star = |is_major: bool| if is_major { "*" } else { "" };
    let mut words = format!("{}{}", star(heading.is_major), heading.descriptor);
    for (qualifier, is_major) in &heading.qualifiers {
        words += &format!("/{}{qualifier}", star(*is_major));
    }
    words
}
