//! Writing entries.

use std::collections::BTreeMap;

use super::super::loss::{Loss, Written};
use super::super::packed;
use super::keys::Keys;
use super::{fields, latex, macros, names, parse, tags};
use crate::{Context, Contributor, Date, Other, Piece, PieceKind, Record, Role, Scheme};

/// Writes entries under their keys.
pub(super) fn write(records: &[Record]) -> Written {
    let mut keys = Keys::default();
    keys.look(records);
    part(records, &mut keys, true)
}

/// Writes some of the entries of a file; `is_first` where none is written yet.
pub(in crate::format) fn part(records: &[Record], keys: &mut Keys, is_first: bool) -> Written {
    let mut written = Written::default();
    for (position, record) in records.iter().enumerate() {
        let (text, lost) = entry(record, &keys.next(record));
        if position > 0 || !is_first {
            written.text.push('\n');
        }
        written.text.push_str(&text);
        if !lost.is_empty() {
            written.losses.push(Loss {
                record: position,
                fields: lost,
            });
        }
    }
    written
}

/// Writes one entry; what BibTeX's own fields do not hold is added as packed fields.
fn entry(record: &Record, key: &str) -> (String, Vec<&'static str>) {
    let mut lines = usual(record);
    lines.extend(others(record, key));
    let kind = fields::word(record.kind, &record.kind_words);
    let unfit = unfit(record, &read_back(&framed(&kind, key, &lines)));
    lines.retain(|(name, _)| !unfit.iter().any(|tag| tag == name));
    let first = framed(&kind, key, &lines);
    let found = read_back(&first);
    let missing = packed::differences(record, &found);
    if missing.is_empty() {
        return (first, losses(record, &found));
    }
    for name in missing {
        let value = packed::pack(record, name).unwrap_or_default();
        lines.push((format!("{}{name}", packed::PREFIX), value));
    }
    let text = framed(&kind, key, &lines);
    let lost = losses(record, &read_back(&text));
    (text, lost)
}

/// Names of usual fields whose values are no such values, so that they come back as text.
fn unfit(record: &Record, found: &Record) -> Vec<String> {
    let is_new = |other: &&Other| other.tag != super::KEY_TAG && !record.others.contains(other);
    let names = found.others.iter().filter(is_new);
    names
        .filter_map(|other| other.tag.strip_prefix("bibtex:").map(str::to_owned))
        .collect()
}

/// Fields that read back otherwise. A key that was made here is no loss.
fn losses(record: &Record, found: &Record) -> Vec<&'static str> {
    let mut lost = packed::differences(record, found);
    let has_key = record
        .others
        .iter()
        .any(|other| other.tag == super::KEY_TAG);
    let kept = |other: &&Other| has_key || other.tag != super::KEY_TAG;
    if !packed::hold_the_same(record.others.iter(), found.others.iter().filter(kept)) {
        lost.push("others");
    }
    lost
}

fn read_back(text: &str) -> Record {
    let piece = Piece {
        kind: PieceKind::Record,
        offset: 0,
        line: 1,
        text: text.trim_end().to_owned(),
    };
    let reading = parse::parse(&piece, &Context::default());
    reading.record.unwrap_or_default()
}

fn framed(kind: &str, key: &str, lines: &[(String, String)]) -> String {
    let mut out = format!("@{kind}{{{key}");
    for (name, value) in lines {
        out.push_str(",\n  ");
        out.push_str(name);
        out.push_str(" = ");
        if macros::is_month(value) && name == "month" {
            out.push_str(value);
        } else {
            out.push('{');
            out.push_str(value);
            out.push('}');
        }
    }
    out.push_str("\n}\n");
    out
}

/// The fields that every reader of BibTeX knows.
fn usual(record: &Record) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut push = |name: &str, value: Option<String>| {
        lines.extend(value.map(|value| (name.to_owned(), value)));
    };
    let text = |value: &Option<String>| value.as_deref().map(latex::encode);
    let article = matches!(
        record.kind,
        crate::Kind::JournalArticle | crate::Kind::Preprint
    );
    push("author", people(&record.contributors, Role::Author));
    push("editor", people(&record.contributors, Role::Editor));
    push("translator", people(&record.contributors, Role::Translator));
    push("title", text(&record.title));
    push("origtitle", text(&record.original_title));
    push("shorttitle", text(&record.short_title));
    push(
        if article { "journal" } else { "booktitle" },
        text(&record.container),
    );
    push("shortjournal", text(&record.container_abbreviation));
    push("series", text(&record.series));
    if let Some(date) = &record.date {
        dated(date, &mut push);
    }
    push("volume", text(&record.volume));
    push("number", text(&record.issue));
    push(
        "pages",
        record.pages.as_deref().map(|pages| {
            latex::encode(pages)
                .replace('-', "--")
                .replace("--{}--", "-{}-")
        }),
    );
    push("publisher", text(&record.publisher));
    push("address", text(&record.place));
    push("edition", text(&record.edition));
    push("eventtitle", text(&record.conference));
    push("abstract", text(&record.abstract_text));
    push("keywords", list(&record.keywords));
    push("language", list(&record.languages));
    for identifier in &record.identifiers {
        let name = match identifier.scheme {
            Scheme::Doi => "doi",
            Scheme::Pmid => "pmid",
            Scheme::Pmcid => "pmcid",
            _ => continue,
        };
        push(
            name,
            (!identifier.value.contains(['{', '}'])).then(|| identifier.value.clone()),
        );
    }
    push("issn", numbers(record, &Scheme::Issn));
    push("isbn", numbers(record, &Scheme::Isbn));
    for url in &record.urls {
        push(
            "url",
            (!url.contains(['{', '}', '\\'])).then(|| url.clone()),
        );
    }
    for note in &record.notes {
        push("note", Some(latex::encode(note)));
    }
    lines.dedup_by(|later, earlier| later.0 == earlier.0);
    lines
}

fn dated(date: &Date, push: &mut impl FnMut(&str, Option<String>)) {
    push("year", date.year.map(|year| year.to_string()));
    let month = date.month.and_then(macros::month);
    push("month", month.map(str::to_owned));
    push("day", date.day.map(|day| day.to_string()));
}

fn list(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| latex::encode(&words.join("; ")))
}

fn numbers(record: &Record, scheme: &Scheme) -> Option<String> {
    let found = record
        .identifiers
        .iter()
        .filter(|identifier| identifier.scheme == *scheme);
    let values: Vec<&str> = found.map(|identifier| identifier.value.as_str()).collect();
    (!values.is_empty()).then(|| latex::encode(&values.join(", ")))
}

fn people(contributors: &[Contributor], role: Role) -> Option<String> {
    let of_role =
        |who: &&Contributor| who.role == role || (who.role == Role::Group && role == Role::Author);
    let names: Vec<String> = contributors
        .iter()
        .filter(of_role)
        .map(|who| names::written(&who.person))
        .collect();
    (!names.is_empty()).then(|| names.join(" and "))
}

/// Values without a field, the values of one tag in one line.
fn others(record: &Record, key: &str) -> Vec<(String, String)> {
    let mut tags_in_order: Vec<&str> = Vec::new();
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let is_head = |other: &Other| other.tag == super::KEY_TAG && other.value == key;
    for other in record.others.iter().filter(|other| !is_head(other)) {
        let of_tag = values.entry(&other.tag).or_default();
        if of_tag.is_empty() {
            tags_in_order.push(&other.tag);
        }
        of_tag.push(&other.value);
    }
    tags_in_order
        .into_iter()
        .map(|tag| {
            let list = values.remove(tag).unwrap_or_default();
            (tags::encoded(tag), packed::join_texts(list))
        })
        .collect()
}
