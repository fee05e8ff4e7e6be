//! What of a record reads back from what was written, and writing until it does.

use super::{Context, Format, Loss, Written, parse, split};
use crate::Record;

/// The name of the values without a field among those of fields.
pub(crate) const OTHERS: &str = "others";

/// Writes records by a function that gives the text of one, and gives it again with the names of
/// the fields that did not read back and have to be carried whole.
pub(crate) fn written(
    format: Format,
    records: &[Record],
    put: impl Fn(&Record, &[&str]) -> String,
) -> Written {
    let mut written = Written::default();
    for (at, record) in records.iter().enumerate() {
        let mut text = put(record, &[]);
        let mut fields = lost_fields(record, &read_back(format, &text));
        if !fields.is_empty() {
            text = put(record, &fields);
            fields = lost_fields(record, &read_back(format, &text));
        }
        if !fields.is_empty() {
            written.losses.push(Loss { record: at, fields });
        }
        written.text.push_str(&text);
    }
    written
}

fn read_back(format: Format, text: &str) -> Record {
    let piece = split(format, text.as_bytes()).next().and_then(Result::ok);
    let record = piece.and_then(|piece| parse(format, &piece, &Context::default()).record);
    record.unwrap_or_default()
}

/// The fields of a record that are not all there when what was written is read back.
///
/// Lists may have grown (a type of work that the format demands); texts are equal.
fn lost_fields(before: &Record, after: &Record) -> Vec<&'static str> {
    let is_kept = [
        ("kind", before.kind == after.kind),
        ("kind_words", holds(&after.kind_words, &before.kind_words)),
        ("title", before.title == after.title),
        (
            "original_title",
            before.original_title == after.original_title,
        ),
        ("short_title", before.short_title == after.short_title),
        ("contributors", before.contributors == after.contributors),
        ("date", before.date == after.date),
        (
            "other_dates",
            holds(&after.other_dates, &before.other_dates),
        ),
        ("container", before.container == after.container),
        (
            "container_abbreviation",
            before.container_abbreviation == after.container_abbreviation,
        ),
        ("series", before.series == after.series),
        ("volume", before.volume == after.volume),
        ("issue", before.issue == after.issue),
        ("pages", before.pages == after.pages),
        ("publisher", before.publisher == after.publisher),
        ("place", before.place == after.place),
        ("edition", before.edition == after.edition),
        ("conference", before.conference == after.conference),
        ("abstract_text", before.abstract_text == after.abstract_text),
        ("keywords", before.keywords == after.keywords),
        ("headings", before.headings == after.headings),
        ("languages", before.languages == after.languages),
        (
            "identifiers",
            holds(&after.identifiers, &before.identifiers),
        ),
        ("urls", before.urls == after.urls),
        ("notes", before.notes == after.notes),
        ("related", before.related == after.related),
        (OTHERS, holds(&after.others, &before.others)),
    ];
    is_kept
        .into_iter()
        .filter(|&(_, is_kept)| !is_kept)
        .map(|(field, _)| field)
        .collect()
}

/// Whether all of `few` are among `many`, as often as they are there.
fn holds<T: PartialEq>(many: &[T], few: &[T]) -> bool {
    let count = |list: &[T], item: &T| list.iter().filter(|&other| other == item).count();
    few.iter().all(|item| count(many, item) >= count(few, item))
}
