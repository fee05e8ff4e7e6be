//! Every field of a record as items of text, and back.

use super::packed::Item;
use crate::record::{Heading, Related, Relation};
use crate::{Contributor, Date, Identifier, Kind, Person, Record, Role, Scheme};

/// A field with its two directions.
pub(crate) struct Exact {
    /// As [`Record`] names it.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) items: fn(&Record) -> Vec<Item>,
    /// Replaces what it holds; `None` when the items are not such a field.
    pub(crate) set: fn(&mut Record, Vec<Item>) -> Option<()>,
}

macro_rules! text {
    ($name:ident) => {
        Exact {
            name: stringify!($name),
            items: |record| record.$name.iter().map(|text| one(text)).collect(),
            set: |record, items| {
                record.$name = texts(items).into_iter().next();
                Some(())
            },
        }
    };
}

macro_rules! list {
    ($name:ident) => {
        Exact {
            name: stringify!($name),
            items: |record| record.$name.iter().map(|text| one(text)).collect(),
            set: |record, items| {
                record.$name = texts(items);
                Some(())
            },
        }
    };
    ($name:ident, $to:path, $from:path) => {
        Exact {
            name: stringify!($name),
            items: |record| record.$name.iter().map($to).collect(),
            set: |record, items| {
                record.$name = items.into_iter().map($from).collect::<Option<_>>()?;
                Some(())
            },
        }
    };
}

/// All fields but [`Record::others`], which every format holds by its tags.
pub(crate) const EXACT: &[Exact] = &[
    Exact {
        name: "kind",
        items: |record| vec![one(record.kind.word())],
        set: |record, items| {
            let word = texts(items).into_iter().next()?;
            record.kind = kind_of(&word)?;
            Some(())
        },
    },
    list!(kind_words),
    text!(title),
    text!(original_title),
    text!(short_title),
    list!(contributors, contributor, contributor_from),
    Exact {
        name: "date",
        items: |record| record.date.iter().map(date).collect(),
        set: |record, items| {
            record.date = items.into_iter().next().and_then(date_from);
            Some(())
        },
    },
    list!(other_dates, other_date, other_date_from),
    text!(container),
    text!(container_abbreviation),
    text!(series),
    text!(volume),
    text!(issue),
    text!(pages),
    text!(publisher),
    text!(place),
    text!(edition),
    text!(conference),
    text!(abstract_text),
    list!(keywords),
    list!(headings, heading, heading_from),
    list!(languages),
    list!(identifiers, identifier, identifier_from),
    list!(urls),
    list!(notes),
    list!(related, related, related_from),
];

fn one(text: &str) -> Item {
    vec![Some(text.to_owned())]
}

fn texts(items: Vec<Item>) -> Vec<String> {
    items
        .into_iter()
        .filter_map(|item| item.into_iter().next().flatten())
        .collect()
}

const KINDS: [Kind; 10] = [
    Kind::JournalArticle,
    Kind::ConferencePaper,
    Kind::Book,
    Kind::BookSection,
    Kind::Thesis,
    Kind::Report,
    Kind::Preprint,
    Kind::TrialRegistration,
    Kind::WebPage,
    Kind::Other,
];

/// The kind with this word.
pub(crate) fn kind_of(word: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| kind.word() == word)
}

const ROLES: [(Role, &str); 7] = [
    (Role::Author, "author"),
    (Role::Group, "group"),
    (Role::Editor, "editor"),
    (Role::SeriesEditor, "series editor"),
    (Role::Translator, "translator"),
    (Role::Investigator, "investigator"),
    (Role::Other, "other"),
];

fn word_of<T: PartialEq>(table: &[(T, &str)], wanted: &T) -> Option<String> {
    let found = table.iter().find(|(value, _)| value == wanted);
    found.map(|(_, word)| (*word).to_owned())
}

fn named<T: Copy>(table: &[(T, &str)], word: &str) -> Option<T> {
    let found = table.iter().find(|(_, known)| *known == word);
    found.map(|(value, _)| *value)
}

/// Role, whole name, family, given, suffix, ORCID, addresses.
fn contributor(who: &Contributor) -> Item {
    let role = word_of(&ROLES, &who.role);
    let mut item = match &who.person {
        Person::Whole(name) => vec![role, Some(name.clone()), None, None, None],
        Person::Named {
            family,
            given,
            suffix,
        } => vec![
            role,
            None,
            Some(family.clone()),
            given.clone(),
            suffix.clone(),
        ],
    };
    item.push(who.orcid.clone());
    item.extend(who.affiliations.iter().cloned().map(Some));
    item
}

fn contributor_from(item: Item) -> Option<Contributor> {
    let mut parts = item.into_iter();
    let role = named(&ROLES, &parts.next()??)?;
    let (whole, family) = (parts.next()?, parts.next()?);
    let (given, suffix) = (parts.next()?, parts.next()?);
    let person = match (whole, family) {
        (Some(name), _) => Person::Whole(name),
        (None, Some(family)) => Person::Named {
            family,
            given,
            suffix,
        },
        (None, None) => return None,
    };
    Some(Contributor {
        role,
        person,
        orcid: parts.next()?,
        affiliations: parts.flatten().collect(),
    })
}

/// Text, year, month, day.
fn date(date: &Date) -> Item {
    vec![
        Some(date.text.clone()),
        date.year.map(|year| year.to_string()),
        date.month.map(|month| month.to_string()),
        date.day.map(|day| day.to_string()),
    ]
}

fn date_from(item: Item) -> Option<Date> {
    let mut parts = item.into_iter();
    Some(Date {
        text: parts.next().flatten().unwrap_or_default(),
        year: parts.next().flatten().and_then(|text| text.parse().ok()),
        month: parts.next().flatten().and_then(|text| text.parse().ok()),
        day: parts.next().flatten().and_then(|text| text.parse().ok()),
    })
}

fn other_date((name, value): &(String, Date)) -> Item {
    let mut item = vec![Some(name.clone())];
    item.extend(date(value));
    item
}

fn other_date_from(mut item: Item) -> Option<(String, Date)> {
    if item.is_empty() {
        return None;
    }
    let name = item.remove(0)?;
    Some((name, date_from(item)?))
}

/// Whether major, descriptor, and for each qualifier whether major and its name.
fn heading(heading: &Heading) -> Item {
    let flag = |is_major: bool| Some(if is_major { "*" } else { "." }.to_owned());
    let mut item = vec![flag(heading.is_major), Some(heading.descriptor.clone())];
    for (qualifier, is_major) in &heading.qualifiers {
        item.push(flag(*is_major));
        item.push(Some(qualifier.clone()));
    }
    item
}

fn heading_from(item: Item) -> Option<Heading> {
    let mut parts = item.into_iter();
    let is_major = parts.next()?? == "*";
    let descriptor = parts.next()??;
    let mut qualifiers = Vec::new();
    while let Some(flag) = parts.next() {
        qualifiers.push((parts.next()??, flag? == "*"));
    }
    Some(Heading {
        descriptor,
        qualifiers,
        is_major,
    })
}

const SCHEMES: [(Scheme, &str); 7] = [
    (Scheme::Doi, "doi"),
    (Scheme::Pmid, "pmid"),
    (Scheme::Pmcid, "pmcid"),
    (Scheme::Issn, "issn"),
    (Scheme::Isbn, "isbn"),
    (Scheme::Trial, "trial"),
    (Scheme::Pii, "pii"),
];

/// Scheme, name of it where it has one, value.
fn identifier(identifier: &Identifier) -> Item {
    let value = Some(identifier.value.clone());
    match &identifier.scheme {
        Scheme::Accession(name) => vec![Some("accession".to_owned()), Some(name.clone()), value],
        Scheme::Other(name) => vec![Some("other".to_owned()), Some(name.clone()), value],
        known => vec![word_of(&SCHEMES, known), value],
    }
}

fn identifier_from(item: Item) -> Option<Identifier> {
    let mut parts = item.into_iter();
    let word = parts.next()??;
    let second = parts.next()??;
    let (scheme, value) = match word.as_str() {
        "accession" => (Scheme::Accession(second), parts.next()??),
        "other" => (Scheme::Other(second), parts.next()??),
        _ => {
            let found = SCHEMES.iter().find(|(_, known)| *known == word)?;
            (found.0.clone(), second)
        }
    };
    Some(Identifier { scheme, value })
}

const RELATIONS: [(Relation, &str); 14] = [
    (Relation::CommentOn, "comment on"),
    (Relation::CommentIn, "comment in"),
    (Relation::ErratumFor, "erratum for"),
    (Relation::ErratumIn, "erratum in"),
    (Relation::RetractionOf, "retraction of"),
    (Relation::RetractionIn, "retraction in"),
    (Relation::UpdateOf, "update of"),
    (Relation::UpdateIn, "update in"),
    (Relation::RepublishedFrom, "republished from"),
    (Relation::RepublishedIn, "republished in"),
    (Relation::ConcernFor, "concern for"),
    (Relation::ConcernIn, "concern in"),
    (Relation::OriginalReportIn, "original report in"),
    (Relation::Other, "other"),
];

/// Relation, text, PubMed number.
fn related(related: &Related) -> Item {
    vec![
        word_of(&RELATIONS, &related.relation),
        Some(related.text.clone()),
        related.pmid.map(|pmid| pmid.to_string()),
    ]
}

fn related_from(item: Item) -> Option<Related> {
    let mut parts = item.into_iter();
    Some(Related {
        relation: named(&RELATIONS, &parts.next()??)?,
        text: parts.next()??,
        pmid: parts.next().flatten().and_then(|text| text.parse().ok()),
    })
}
