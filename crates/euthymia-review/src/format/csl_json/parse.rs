//! Reading items of CSL-JSON.

use serde_json::{Map, Value};

use super::{date, kind, name};
use crate::format::carried;
use crate::format::json::{leaves, plain};
use crate::format::maker::{Field, Maker};
use crate::format::numbers::{isbn as canonical_isbn, pmcid, pmid};
use crate::{Piece, Reading, Scheme};

/// Keys of one text and the fields they fill. The first key of a field is the one that is written.
pub(super) const TEXTS: &[(&str, Field)] = &[
    ("title", |r| &mut r.title),
    ("original-title", |r| &mut r.original_title),
    ("title-short", |r| &mut r.short_title),
    ("shortTitle", |r| &mut r.short_title),
    ("container-title", |r| &mut r.container),
    ("container-title-short", |r| &mut r.container_abbreviation),
    ("journalAbbreviation", |r| &mut r.container_abbreviation),
    ("collection-title", |r| &mut r.series),
    ("volume", |r| &mut r.volume),
    ("issue", |r| &mut r.issue),
    ("page", |r| &mut r.pages),
    ("publisher", |r| &mut r.publisher),
    ("publisher-place", |r| &mut r.place),
    ("edition", |r| &mut r.edition),
    ("event-title", |r| &mut r.conference),
    ("event", |r| &mut r.conference),
    ("abstract", |r| &mut r.abstract_text),
];

/// Keys of dates other than that of publication, and their names.
pub(super) const DATES: &[(&str, &str)] = &[
    ("accessed", "accessed"),
    ("submitted", "submitted"),
    ("available-date", "available"),
    ("event-date", "event"),
    ("original-date", "original"),
];

/// Reads one item.
pub(super) fn parse(piece: &Piece) -> Reading {
    let mut maker = Maker::new("csl", piece);
    match serde_json::from_str::<Map<String, Value>>(&piece.text) {
        Ok(map) => {
            for (key, value) in map.iter().filter(|(key, _)| *key != "custom") {
                field(&mut maker, key, value);
            }
            carried::take_notes(&mut maker.record);
            if let Some(value) = map.get("custom") {
                custom(&mut maker, value);
            }
        }
        Err(error) => {
            let message = format!("this is no JSON object: {error}");
            maker.problem(0, "", "", &message);
        }
    }
    maker.finish()
}

fn field(maker: &mut Maker<'_>, key: &str, value: &Value) {
    if let Some((_, field)) = TEXTS.iter().find(|(known, _)| *known == key) {
        text(maker, key, *field, value);
    } else if let Some((_, role)) = name::LISTS.iter().find(|(known, _)| *known == key) {
        for item in list(value) {
            match name::read(item, *role) {
                Some(contributor) => maker.record.contributors.push(contributor),
                None => keep(maker, key, item),
            }
        }
    } else if let Some((_, name)) = DATES.iter().find(|(known, _)| *known == key) {
        match date::read(value) {
            Some(date) => maker.record.other_dates.push(((*name).to_owned(), date)),
            None => keep(maker, key, value),
        }
    } else {
        special(maker, key, value);
    }
}

/// One text; of a list, as Crossref writes titles, the first.
fn text(maker: &mut Maker<'_>, key: &str, field: Field, value: &Value) {
    for item in list(value) {
        match plain(item) {
            Some(text) => maker.fill(field, key, Some(text)),
            None => keep(maker, key, item),
        }
    }
}

fn special(maker: &mut Maker<'_>, key: &str, value: &Value) {
    let texts: Vec<String> = list(value).iter().filter_map(plain).collect();
    if texts.is_empty() && key != "issued" {
        keep(maker, key, value);
        return;
    }
    match key {
        "type" => {
            maker.record.kind = texts
                .first()
                .map_or_else(Default::default, |word| kind::kind(word));
            maker.record.kind_words = texts;
        }
        // An identifier that was only made up when the file was written.
        "id" if texts.iter().all(|id| id.starts_with(super::MADE_ID)) => {}
        "issued" => issued(maker, value),
        "keyword" => maker
            .record
            .keywords
            .extend(texts.iter().flat_map(|text| words(text))),
        "language" => maker.record.languages.extend(texts),
        "URL" => maker.record.urls.extend(texts),
        "note" => {
            texts.iter().for_each(|text| note(maker, text));
            maker.record.notes.extend(texts);
        }
        "DOI" => texts.iter().for_each(|text| maker.doi(0, key, text)),
        "PMID" => texts.iter().for_each(|text| maker.pmid(0, key, text)),
        "PMCID" => texts.iter().for_each(|text| maker.pmcid(0, key, text)),
        "ISSN" => texts
            .iter()
            .flat_map(|text| text.split([',', ' ', ';']))
            .filter(|word| !word.is_empty())
            .for_each(|word| maker.issn(0, key, word)),
        "ISBN" => texts.iter().for_each(|text| isbn(maker, key, text)),
        _ => keep(maker, key, value),
    }
}

fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(list) => list,
        one => std::slice::from_ref(one),
    }
}

/// Keeps a value: text as it is, anything else as JSON.
fn keep(maker: &mut Maker<'_>, key: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Array(_) | Value::Object(_) => maker.other(key, value.to_string()),
        _ => maker.maybe_other(key, plain(value)),
    }
}

fn issued(maker: &mut Maker<'_>, value: &Value) {
    match date::read(value) {
        Some(date) => {
            if date.year.is_none() {
                maker.problem(0, "issued", &date.text, "no year was found in this date");
            }
            maker.record.date = Some(date);
        }
        None => keep(maker, "issued", value),
    }
}

/// Keywords stand in one text, between semicolons, or commas where there is none.
fn words(text: &str) -> impl Iterator<Item = String> {
    let sign = if text.contains(';') { ';' } else { ',' };
    let words = text.split(sign).map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_owned)
}

/// Zotero writes numbers without a field as lines of the note, `PMID: 123`.
fn note(maker: &mut Maker<'_>, text: &str) {
    for line in text.lines() {
        let line = line.trim();
        if let Some(value) = pmid(line).filter(|_| line.starts_with("PMID:")) {
            maker.identifier(Scheme::Pmid, value);
        } else if let Some(value) = pmcid(line).filter(|_| line.starts_with("PMCID:")) {
            maker.identifier(Scheme::Pmcid, value);
        }
    }
}

fn isbn(maker: &mut Maker<'_>, key: &str, text: &str) {
    for word in text.split([',', ' ', ';']).filter(|word| !word.is_empty()) {
        match canonical_isbn(word) {
            Some(value) => maker.identifier(Scheme::Isbn, value),
            None => {
                maker.problem(0, key, word, "this is no ISBN");
                maker.other(key, word);
            }
        }
    }
}

/// What was carried from other formats, and whatever else a program put there.
fn custom(maker: &mut Maker<'_>, value: &Value) {
    let Some(map) = value.as_object() else {
        keep(maker, "custom", value);
        return;
    };
    for (tag, value) in map {
        let texts: Option<Vec<&str>> = value
            .as_array()
            .map(|list| list.iter().map(Value::as_str).collect())
            .unwrap_or_default();
        let is_carried = texts.is_some_and(|texts| {
            texts
                .iter()
                .all(|text| carried::take(&mut maker.record, tag, text))
        });
        if !is_carried {
            leaves(value, &format!("custom/{tag}"), &mut |path, text| {
                maker.other(path, text)
            });
        }
    }
}
