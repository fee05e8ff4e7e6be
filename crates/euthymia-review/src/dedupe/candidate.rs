//! What is compared of a record, in bounded memory.

use super::plain::{hash, plain};
use super::sketch::Sketch;
use super::title::{self, Notice};
use super::{journal, names, place};
use crate::{Kind, Record, RecordId, Relation, Scheme};

/// Number of texts in a [`Candidate`].
const TEXTS: usize = 10;
/// Bytes of a DOI or of the registry numbers that are kept.
const LIMIT: usize = 200;
/// Identifiers of databases that are kept.
const NUMBERS: usize = 8;

/// What is compared of a record: its fields without what two databases spell differently.
///
/// At most 2.2 KB, whatever the record; about 400 bytes for a usual one.
///
/// # Example
/// ```
/// use euthymia_review::{Record, dedupe::Candidate};
/// let id = "3f9a2c1b-1".parse().unwrap();
/// let record = Record {
///     title: Some("Esketamin für <i>Ältere</i>: the α-trial [German]".into()),
///     ..Record::default()
/// };
/// assert_eq!(Candidate::of(id, &record).title(), Some("esketamin fur altere the alpha trial"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The record.
    pub id: RecordId,
    /// What it is a citation of.
    pub kind: Kind,
    /// Year of publication.
    pub year: Option<u16>,
    /// Another year of publication, such as that of the electronic version.
    pub other_year: Option<u16>,
    /// PubMed number.
    pub pmid: Option<u64>,
    /// Whether it is about another work, by its title or type.
    pub notice: Option<Notice>,
    pub(crate) last_page: Option<u32>,
    pub(crate) author_count: u16,
    pub(crate) sketch: Option<Sketch>,
    /// Hashes of accession numbers and the like, sorted.
    pub(crate) numbers: Box<[u64]>,
    texts: Box<str>,
    ends: [u16; TEXTS],
}

/// Place of a text in [`Candidate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    Title,
    Second,
    Authors,
    Journal,
    Abbreviation,
    Volume,
    Issue,
    FirstPage,
    Doi,
    Trials,
}

impl Candidate {
    /// What is compared of a record.
    pub fn of(id: RecordId, record: &Record) -> Self {
        let title = record
            .title
            .as_deref()
            .map(title::title)
            .unwrap_or_default();
        let original = record
            .original_title
            .as_deref()
            .map(|text| title::title(text).text);
        let (authors, author_count) = names::names(&record.contributors);
        let pages = record
            .pages
            .as_deref()
            .and_then(place::pages)
            .unwrap_or_default();
        let years = years(record);
        let container = record.container.as_deref().or(record.conference.as_deref());
        let of_journal = |text: Option<&str>| text.map(journal::journal).unwrap_or_default();
        let part =
            |text: &Option<String>| text.as_deref().and_then(place::part).unwrap_or_default();
        let volume = part(&record.volume);
        let is_year = years.first().is_some_and(|year| year.to_string() == volume);
        let texts = [
            if title.text == "unknown" {
                String::new()
            } else {
                title.text
            },
            original.or(title.second).unwrap_or_default(),
            authors,
            of_journal(container),
            of_journal(record.container_abbreviation.as_deref()),
            if is_year { String::new() } else { volume },
            part(&record.issue),
            pages.first,
            doi(record).unwrap_or_default(),
            trials(record),
        ];
        let (texts, ends) = packed(&texts);
        Self {
            id,
            kind: kind(record),
            year: years.first().copied(),
            other_year: years.get(1).copied(),
            pmid: pmid(record),
            notice: title.notice.or_else(|| notice(record)),
            last_page: pages.last,
            author_count,
            sketch: record.abstract_text.as_deref().and_then(Sketch::of),
            numbers: numbers(record),
            texts,
            ends,
        }
    }

    /// Title as compared.
    pub fn title(&self) -> Option<&str> {
        self.text(Text::Title)
    }

    /// DOI in lower case.
    pub fn doi(&self) -> Option<&str> {
        self.text(Text::Doi)
    }

    /// One of the texts; `None` where the record has none.
    pub(crate) fn text(&self, text: Text) -> Option<&str> {
        let at = text as usize;
        let start = at
            .checked_sub(1)
            .and_then(|at| self.ends.get(at))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(at).copied()?;
        self.texts
            .get(usize::from(start)..usize::from(end))
            .filter(|text| !text.is_empty())
    }

    /// Pages as compared.
    pub(crate) fn pages(&self) -> Option<place::Pages> {
        let first = self.text(Text::FirstPage)?.to_owned();
        Some(place::Pages {
            first,
            last: self.last_page,
        })
    }

    /// Years in which it may have appeared.
    pub(crate) fn years(&self) -> impl Iterator<Item = u16> {
        self.year.into_iter().chain(self.other_year)
    }
}

fn packed(texts: &[String; TEXTS]) -> (Box<str>, [u16; TEXTS]) {
    let mut all = String::with_capacity(texts.iter().map(String::len).sum());
    let mut ends = [0; TEXTS];
    for (end, text) in ends.iter_mut().zip(texts) {
        all.push_str(text);
        *end = u16::try_from(all.len()).unwrap_or(u16::MAX);
    }
    (all.into_boxed_str(), ends)
}

/// Year of publication first, then that of an electronic version.
fn years(record: &Record) -> Vec<u16> {
    let is_publication =
        |name: &str| name.to_lowercase().contains("epub") || name.to_lowercase().contains("online");
    let other = record
        .other_dates
        .iter()
        .filter(|(name, _)| is_publication(name))
        .filter_map(|(_, date)| date.year);
    let mut years: Vec<u16> = record
        .date
        .iter()
        .filter_map(|date| date.year)
        .chain(other)
        .collect();
    years.dedup();
    years
}

fn of_scheme<'a>(record: &'a Record, scheme: &'a Scheme) -> impl Iterator<Item = &'a str> {
    let of = record
        .identifiers
        .iter()
        .filter(move |found| found.scheme == *scheme);
    of.map(|found| found.value.as_str())
}

fn doi(record: &Record) -> Option<String> {
    let found = of_scheme(record, &Scheme::Doi).next()?;
    let mut doi = crate::identifier::doi(found)?;
    while doi.len() > LIMIT {
        doi.pop();
    }
    Some(doi)
}

fn pmid(record: &Record) -> Option<u64> {
    of_scheme(record, &Scheme::Pmid).find_map(|value| value.trim().parse().ok())
}

fn trials(record: &Record) -> String {
    let mut found: Vec<String> = of_scheme(record, &Scheme::Trial)
        .map(|value| plain(value, 40).replace(' ', ""))
        .filter(|value| !value.is_empty())
        .collect();
    found.sort();
    found.dedup();
    let mut out = String::new();
    for value in found {
        if out.len() + value.len() < LIMIT {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&value);
        }
    }
    out
}

fn numbers(record: &Record) -> Box<[u64]> {
    let is_own =
        |scheme: &Scheme| matches!(scheme, Scheme::Accession(_) | Scheme::Pmcid | Scheme::Pii);
    let mut all: Vec<u64> = record
        .identifiers
        .iter()
        .filter(|found| is_own(&found.scheme) && found.value.len() >= 5)
        .map(|found| {
            let name = found.scheme.word().bytes().chain([b':']);
            hash(
                1,
                name.chain(found.value.bytes().map(|byte| byte.to_ascii_lowercase())),
            )
        })
        .take(NUMBERS)
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into_boxed_slice()
}

/// Kind, with preprints told from articles by where they appear.
fn kind(record: &Record) -> Kind {
    let place = [
        &record.container,
        &record.publisher,
        &record.container_abbreviation,
    ];
    let is_preprint = place.into_iter().flatten().any(|text| {
        let text = text.to_lowercase();
        [
            "arxiv",
            "biorxiv",
            "medrxiv",
            "psyarxiv",
            "ssrn",
            "research square",
            "preprint",
        ]
        .iter()
        .any(|name| text.contains(name))
    });
    let words = record.kind_words.iter().map(|word| word.to_lowercase());
    let is_abstract = words.into_iter().any(|word| {
        word.contains("conference") || word.contains("meeting abstract") || word == "conf"
    });
    match record.kind {
        Kind::TrialRegistration => Kind::TrialRegistration,
        _ if is_preprint => Kind::Preprint,
        _ if is_abstract => Kind::ConferencePaper,
        kind => kind,
    }
}

fn notice(record: &Record) -> Option<Notice> {
    let by_relation = record
        .related
        .iter()
        .find_map(|related| match related.relation {
            Relation::ErratumFor => Some(Notice::Erratum),
            Relation::RetractionOf | Relation::ConcernFor => Some(Notice::Retraction),
            _ => None,
        });
    let by_word = record
        .kind_words
        .iter()
        .find_map(|word| match word.to_lowercase().as_str() {
            "published erratum" | "erratum" | "correction" => Some(Notice::Erratum),
            "retraction of publication" | "retraction notice" => Some(Notice::Retraction),
            _ => None,
        });
    by_relation.or(by_word)
}
