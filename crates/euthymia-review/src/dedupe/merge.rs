//! One record out of its copies.

use crate::{Kind, Other, Record};

/// One record that holds what all copies say: for each field the most complete value, the union of
/// what there can be several of, and every other value of a field under `merged:` and the name of
/// the field in [`Record::others`]. The order of the copies does not matter.
///
/// # Example
/// ```
/// use euthymia_review::{Record, dedupe::merge};
/// let one = Record { title: Some("Ketamine".into()), pages: Some("12".into()), ..Record::default() };
/// let two = Record { title: Some("Ketamine: a trial".into()), ..Record::default() };
/// let merged = merge(&[&one, &two]);
/// assert_eq!(merged.title.as_deref(), Some("Ketamine: a trial"));
/// assert_eq!(merged.pages.as_deref(), Some("12"));
/// assert_eq!((merged.others[0].tag.as_str(), merged.others[0].value.as_str()), ("merged:title", "Ketamine"));
/// ```
pub fn merge(copies: &[&Record]) -> Record {
    let mut sorted = copies.to_vec();
    sorted.sort_by_cached_key(|record| (usize::MAX - completeness(record), format!("{record:?}")));
    let mut out = Record {
        kind: sorted
            .iter()
            .map(|record| record.kind)
            .find(|kind| *kind != Kind::Other)
            .unwrap_or_default(),
        kind_words: union(&sorted, |record| &record.kind_words),
        other_dates: union(&sorted, |record| &record.other_dates),
        keywords: union(&sorted, |record| &record.keywords),
        headings: union(&sorted, |record| &record.headings),
        languages: union(&sorted, |record| &record.languages),
        identifiers: union(&sorted, |record| &record.identifiers),
        urls: union(&sorted, |record| &record.urls),
        notes: union(&sorted, |record| &record.notes),
        related: union(&sorted, |record| &record.related),
        others: union(&sorted, |record| &record.others),
        ..Record::default()
    };
    for (name, get, place) in texts() {
        let values = sorted.iter().filter_map(|record| get(record).clone());
        let (best, rest) = longest(values);
        *place(&mut out) = best;
        keep(&mut out.others, name, rest);
    }
    dates(&sorted, &mut out);
    contributors(&sorted, &mut out);
    out
}

type Get = fn(&Record) -> &Option<String>;
type Place = fn(&mut Record) -> &mut Option<String>;

/// The text fields with their names.
fn texts() -> [(&'static str, Get, Place); 14] {
    [
        ("title", |r| &r.title, |r| &mut r.title),
        (
            "original_title",
            |r| &r.original_title,
            |r| &mut r.original_title,
        ),
        ("short_title", |r| &r.short_title, |r| &mut r.short_title),
        ("container", |r| &r.container, |r| &mut r.container),
        (
            "container_abbreviation",
            |r| &r.container_abbreviation,
            |r| &mut r.container_abbreviation,
        ),
        ("series", |r| &r.series, |r| &mut r.series),
        ("volume", |r| &r.volume, |r| &mut r.volume),
        ("issue", |r| &r.issue, |r| &mut r.issue),
        ("pages", |r| &r.pages, |r| &mut r.pages),
        ("publisher", |r| &r.publisher, |r| &mut r.publisher),
        ("place", |r| &r.place, |r| &mut r.place),
        ("edition", |r| &r.edition, |r| &mut r.edition),
        ("conference", |r| &r.conference, |r| &mut r.conference),
        ("abstract", |r| &r.abstract_text, |r| &mut r.abstract_text),
    ]
}

/// How many fields and letters a record has.
fn completeness(record: &Record) -> usize {
    let lists = record.contributors.len()
        + record.identifiers.len()
        + record.keywords.len()
        + record.headings.len();
    let letters: usize = texts()
        .iter()
        .filter_map(|(_, get, _)| get(record).as_ref())
        .map(String::len)
        .sum();
    lists * 10 + letters
}

/// The longest text, the first of equals, and the other texts.
fn longest(values: impl Iterator<Item = String>) -> (Option<String>, Vec<String>) {
    let mut all: Vec<String> = values.collect();
    all.sort_by(|x, y| y.len().cmp(&x.len()).then(x.cmp(y)));
    all.dedup();
    let mut all = all.into_iter();
    (all.next(), all.collect())
}

fn keep(others: &mut Vec<Other>, name: &str, values: Vec<String>) {
    for value in values {
        let other = Other {
            tag: format!("merged:{name}"),
            value,
        };
        if !others.contains(&other) {
            others.push(other);
        }
    }
}

fn union<T: Clone + PartialEq>(records: &[&Record], get: fn(&Record) -> &Vec<T>) -> Vec<T> {
    let mut out: Vec<T> = Vec::new();
    for value in records.iter().flat_map(|record| get(record)) {
        if !out.contains(value) {
            out.push(value.clone());
        }
    }
    out
}

/// The date with most parts, then the latest: an online version comes before its issue.
fn dates(records: &[&Record], out: &mut Record) {
    let mut all: Vec<_> = records
        .iter()
        .filter_map(|record| record.date.clone())
        .collect();
    all.sort_by_key(|date| {
        let parts = usize::from(date.month.is_some()) + usize::from(date.day.is_some());
        (
            std::cmp::Reverse(date.year),
            std::cmp::Reverse(parts),
            date.text.clone(),
        )
    });
    all.dedup();
    let mut all = all.into_iter();
    out.date = all.next();
    for date in all {
        let named = ("merged".to_owned(), date);
        if !out.other_dates.contains(&named) {
            out.other_dates.push(named);
        }
    }
}

/// The list with most people and most letters; others as text.
fn contributors(records: &[&Record], out: &mut Record) {
    let size = |record: &&Record| {
        let letters: usize = record
            .contributors
            .iter()
            .map(|one| one.person.inverted().len())
            .sum();
        (record.contributors.len(), letters)
    };
    let mut sorted = records.to_vec();
    sorted.sort_by_key(|record| std::cmp::Reverse(size(record)));
    let mut lists = sorted
        .into_iter()
        .map(|record| &record.contributors)
        .filter(|list| !list.is_empty());
    let Some(best) = lists.next() else { return };
    out.contributors.clone_from(best);
    for list in lists.filter(|list| *list != best) {
        let names: Vec<String> = list.iter().map(|one| one.person.inverted()).collect();
        keep(&mut out.others, "contributors", vec![names.join("; ")]);
    }
}
