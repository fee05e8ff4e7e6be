//! Writing CSL-JSON.

use serde_json::{Map, Value, json};

use super::parse::{DATES, TEXTS, parse};
use super::{date, kind, name};
use crate::format::carried::{OTHER, field_value, is_carried_tag, pair_value, same_others};
use crate::format::loss::{Loss, Written};
use crate::format::numbers::is_canonical;
use crate::format::packed::{PREFIX, differences};
use crate::{Identifier, Other, Piece, PieceKind, Record, Scheme};

/// Keys that are read into fields; a value kept under one of them goes into `custom`.
const SPECIAL: &[&str] = &[
    "type", "issued", "keyword", "language", "URL", "note", "DOI", "PMID", "PMCID", "ISSN", "ISBN",
    "custom",
];

/// What stands before the first item, and behind the last.
pub(in crate::format) const BEGIN: &str = "[";
pub(in crate::format) const END: &str = "\n]\n";

/// Writes a file.
pub(super) fn write(records: &[Record]) -> Written {
    let mut written = part(records, 0);
    written.text.insert_str(0, BEGIN);
    written.text.push_str(END);
    written
}

/// Writes items of a list, of which `before` are written already.
pub(in crate::format) fn part(records: &[Record], before: usize) -> Written {
    let mut written = Written::default();
    for (record, position) in records.iter().zip(before..) {
        let (item, fields) = complete(record, position);
        written
            .text
            .push_str(if position > 0 { ",\n" } else { "\n" });
        // A tree of texts and numbers always has a text.
        written.text += &serde_json::to_string_pretty(&item).unwrap_or_default();
        if !fields.is_empty() {
            let record = position - before;
            written.losses.push(Loss { record, fields });
        }
    }
    written
}

/// One item, first in CSL's own keys, then with what did not read back.
fn complete(record: &Record, position: usize) -> (Value, Vec<&'static str>) {
    let (mut map, mut carried) = own(record, position);
    let mut back = read_back(&map, &carried);
    if !same_others(record, &back) {
        for other in &record.others {
            map.remove(own_key(other).unwrap_or_default());
        }
        carried = Map::new();
        record
            .others
            .iter()
            .for_each(|other| carry(&mut carried, other));
        back = read_back(&map, &carried);
    }
    let missing = differences(record, &back);
    for field in &missing {
        carried.insert(
            format!("{PREFIX}{field}"),
            json!([field_value(record, field)]),
        );
    }
    if !missing.is_empty() {
        back = read_back(&map, &carried);
    }
    let mut lost = differences(record, &back);
    if !same_others(record, &back) {
        lost.push("others");
    }
    (item(map, carried), lost)
}

fn item(mut map: Map<String, Value>, carried: Map<String, Value>) -> Value {
    if !carried.is_empty() {
        map.insert("custom".to_owned(), Value::Object(carried));
    }
    Value::Object(map)
}

fn read_back(map: &Map<String, Value>, carried: &Map<String, Value>) -> Record {
    let piece = Piece {
        kind: PieceKind::Record,
        offset: 0,
        line: 1,
        text: item(map.clone(), carried.clone()).to_string(),
    };
    parse(&piece).record.unwrap_or_default()
}

/// The item in CSL's own keys, and what has to be carried.
fn own(record: &Record, position: usize) -> (Map<String, Value>, Map<String, Value>) {
    let (mut map, mut carried) = (Map::new(), Map::new());
    let id = record.others.iter().find(|other| other.tag == "csl:id");
    let id = id.map_or_else(
        || format!("{}{}", super::MADE_ID, position + 1),
        |id| id.value.clone(),
    );
    map.insert("id".to_owned(), json!(id));
    map.insert(
        "type".to_owned(),
        json!(kind::word(record.kind, &record.kind_words)),
    );
    let mut copy = record.clone();
    for (key, field) in TEXTS {
        if let Some(text) = field(&mut copy).take() {
            map.insert((*key).to_owned(), json!(text));
        }
    }
    for contributor in &record.contributors {
        if let Some(key) = name::list_of(contributor.role) {
            push(&mut map, key, name::write(contributor));
        }
    }
    if let Some(found) = &record.date {
        map.insert("issued".to_owned(), date::write(found));
    }
    for (name, found) in &record.other_dates {
        if let Some((key, _)) = DATES.iter().find(|(_, known)| known == name) {
            map.insert((*key).to_owned(), date::write(found));
        }
    }
    lists(&mut map, record);
    record
        .identifiers
        .iter()
        .for_each(|number| identifier(&mut map, number));
    for other in &record.others {
        match own_key(other).filter(|key| *key == "id" || !map.contains_key(*key)) {
            Some(key) => {
                map.insert(key.to_owned(), json!(other.value));
            }
            None => carry(&mut carried, other),
        }
    }
    (map, carried)
}

fn push(map: &mut Map<String, Value>, key: &str, value: Value) {
    let place = map.entry(key).or_insert_with(|| json!([]));
    if let Value::Array(list) = place {
        list.push(value);
    }
}

fn lists(map: &mut Map<String, Value>, record: &Record) {
    let lists = [
        ("keyword", &record.keywords, "; "),
        ("language", &record.languages, ", "),
        ("URL", &record.urls, " "),
        ("note", &record.notes, "\n"),
    ];
    for (key, texts, sign) in lists {
        if !texts.is_empty() {
            map.insert(key.to_owned(), json!(texts.join(sign)));
        }
    }
}

/// Numbers in canonical form have a key of their own.
fn identifier(map: &mut Map<String, Value>, number: &Identifier) {
    let key = match number.scheme {
        Scheme::Doi => "DOI",
        Scheme::Pmid => "PMID",
        Scheme::Pmcid => "PMCID",
        Scheme::Issn => "ISSN",
        Scheme::Isbn => "ISBN",
        _ => return,
    };
    if is_canonical(number) && !map.contains_key(key) {
        map.insert(key.to_owned(), json!(number.value));
    }
}

/// The key of CSL that a value came from.
fn own_key(other: &Other) -> Option<&str> {
    let key = other.tag.strip_prefix("csl:")?;
    let is_read = TEXTS.iter().any(|(known, _)| *known == key)
        || DATES.iter().any(|(known, _)| *known == key)
        || name::LISTS.iter().any(|(known, _)| *known == key)
        || SPECIAL.contains(&key)
        || key.contains('/');
    (!is_read).then_some(key)
}

fn carry(carried: &mut Map<String, Value>, other: &Other) {
    if is_carried_tag(&other.tag) {
        push(carried, &other.tag, json!(other.value));
    } else {
        push(carried, OTHER, json!(pair_value(other)));
    }
}
