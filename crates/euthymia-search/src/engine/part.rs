//! The parts of a record that the index keeps apart, and what the fields of a search mean by them.

use euthymia_review::{Record, Role, Scheme};

use super::analyser::BETWEEN_VALUES;
use super::language;
use crate::query::Field;

/// A part of a record that has its own place in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Part {
    Title,
    Abstract,
    Keyword,
    HeadingWord,
    Qualifier,
    Substance,
    Author,
    Journal,
    PublicationType,
    Affiliation,
    Country,
    Other,
    // Parts whose values are kept whole.
    Heading,
    Kind,
    Language,
    Year,
    Doi,
    Pmid,
    Accession,
    Issn,
    Trial,
    Has,
    Id,
}

impl Part {
    /// All parts, in the order of their places.
    pub(crate) const ALL: [Self; 23] = [
        Self::Title,
        Self::Abstract,
        Self::Keyword,
        Self::HeadingWord,
        Self::Qualifier,
        Self::Substance,
        Self::Author,
        Self::Journal,
        Self::PublicationType,
        Self::Affiliation,
        Self::Country,
        Self::Other,
        Self::Heading,
        Self::Kind,
        Self::Language,
        Self::Year,
        Self::Doi,
        Self::Pmid,
        Self::Accession,
        Self::Issn,
        Self::Trial,
        Self::Has,
        Self::Id,
    ];

    /// Name in the index.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Abstract => "abstract",
            Self::Keyword => "keyword",
            Self::HeadingWord => "heading_word",
            Self::Qualifier => "qualifier",
            Self::Substance => "substance",
            Self::Author => "author",
            Self::Journal => "journal",
            Self::PublicationType => "publication_type",
            Self::Affiliation => "affiliation",
            Self::Country => "country",
            Self::Other => "other",
            Self::Heading => "heading",
            Self::Kind => "kind",
            Self::Language => "language",
            Self::Year => "year",
            Self::Doi => "doi",
            Self::Pmid => "pmid",
            Self::Accession => "accession",
            Self::Issn => "issn",
            Self::Trial => "trial",
            Self::Has => "has",
            Self::Id => "id",
        }
    }

    /// Whether a value is one term, and not words with positions.
    pub(crate) fn is_whole(self) -> bool {
        self >= Self::Heading
    }

    /// The parts that a field of a search looks into.
    pub(crate) fn of(field: Field) -> &'static [Self] {
        match field {
            Field::Title => &[Self::Title],
            Field::Abstract => &[Self::Abstract],
            Field::Keyword => &[Self::Keyword, Self::HeadingWord],
            Field::AuthorKeyword => &[Self::Keyword],
            Field::HeadingWord => &[Self::HeadingWord],
            Field::TextWord | Field::MultiPurpose => TEXT,
            Field::All => EVERYTHING,
            Field::Author => &[Self::Author],
            Field::Journal => &[Self::Journal],
            Field::Year => &[Self::Year],
            Field::PublicationType => &[Self::PublicationType],
            Field::Affiliation => &[Self::Affiliation],
            Field::Doi => &[Self::Doi],
            Field::Pmid => &[Self::Pmid],
            Field::Substance => &[Self::Substance],
            Field::Drug => &[Self::Substance, Self::HeadingWord, Self::Keyword],
            Field::Language => &[Self::Language],
            Field::Accession => &[Self::Accession, Self::Pmid],
            Field::Issn => &[Self::Issn],
            Field::Country => &[Self::Country],
            Field::TrialNumber => &[Self::Trial],
            Field::Qualifier => &[Self::Qualifier],
        }
    }
}

const TEXT: &[Part] = &[
    Part::Title,
    Part::Abstract,
    Part::Keyword,
    Part::HeadingWord,
    Part::Qualifier,
    Part::Substance,
];

const EVERYTHING: &[Part] = &[
    Part::Title,
    Part::Abstract,
    Part::Keyword,
    Part::HeadingWord,
    Part::Qualifier,
    Part::Substance,
    Part::Author,
    Part::Journal,
    Part::PublicationType,
    Part::Affiliation,
    Part::Country,
    Part::Other,
    Part::Language,
    Part::Year,
    Part::Doi,
    Part::Pmid,
    Part::Accession,
    Part::Issn,
    Part::Trial,
];

/// Tags of [`Record::others`] that hold names and numbers of substances.
const SUBSTANCE_TAGS: [&str; 5] = ["RN", "NM", "Chemical", "RegistryNumber", "Substance"];

/// Mark of a main topic after a heading in the index.
pub(crate) const MAJOR: char = '\u{1}';

/// Between a heading and its qualifier in the index.
pub(crate) const QUALIFIED: char = '\u{2}';

/// What a record has in every part; several values with [`BETWEEN_VALUES`] between them.
pub(crate) fn texts(record: &Record) -> Vec<(Part, String)> {
    Part::ALL
        .into_iter()
        .map(|part| (part, joined(values(record, part))))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

fn joined(values: Vec<String>) -> String {
    values.join(BETWEEN_VALUES.encode_utf8(&mut [0; 4]))
}

fn values(record: &Record, part: Part) -> Vec<String> {
    let given = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
    match part {
        Part::Title => [&record.title, &record.original_title, &record.short_title]
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        Part::Abstract => given(&record.abstract_text),
        Part::Keyword => record.keywords.clone(),
        Part::HeadingWord => record
            .headings
            .iter()
            .map(|h| h.descriptor.clone())
            .collect(),
        Part::Qualifier => record
            .headings
            .iter()
            .flat_map(|heading| heading.qualifiers.iter().map(|(name, _)| name.clone()))
            .collect(),
        Part::Author => record
            .contributors
            .iter()
            .filter(|one| one.role != Role::Editor && one.role != Role::SeriesEditor)
            .map(|one| one.person.inverted())
            .collect(),
        Part::Journal => [&record.container, &record.container_abbreviation]
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        Part::PublicationType | Part::Kind => kinds(record),
        Part::Affiliation => record
            .contributors
            .iter()
            .flat_map(|one| one.affiliations.iter().cloned())
            .collect(),
        Part::Country => given(&record.place),
        Part::Substance => others(record, true),
        Part::Other => record
            .notes
            .iter()
            .cloned()
            .chain(others(record, false))
            .collect(),
        Part::Heading => heading_terms(record),
        Part::Language => record
            .languages
            .iter()
            .flat_map(|one| language::names(one))
            .collect(),
        Part::Year => record
            .date
            .iter()
            .filter_map(|date| date.year)
            .map(|year| year.to_string())
            .collect(),
        Part::Has => record
            .abstract_text
            .iter()
            .map(|_| "abstract".to_owned())
            .collect(),
        Part::Id => Vec::new(),
        Part::Doi | Part::Pmid | Part::Accession | Part::Issn | Part::Trial => {
            numbers(record, part)
        }
    }
}

fn kinds(record: &Record) -> Vec<String> {
    let mut kinds = record.kind_words.clone();
    kinds.push(record.kind.word().to_owned());
    kinds
}

fn others(record: &Record, of_substances: bool) -> Vec<String> {
    record
        .others
        .iter()
        .filter(|other| {
            let tag = other.tag.rsplit(':').next().unwrap_or_default();
            SUBSTANCE_TAGS.contains(&tag) == of_substances
        })
        .map(|other| other.value.clone())
        .collect()
}

fn numbers(record: &Record, part: Part) -> Vec<String> {
    record
        .identifiers
        .iter()
        .filter(|identifier| {
            matches!(
                (part, &identifier.scheme),
                (Part::Doi, Scheme::Doi)
                    | (Part::Pmid, Scheme::Pmid)
                    | (Part::Accession, Scheme::Accession(_) | Scheme::Pmcid)
                    | (Part::Issn, Scheme::Issn | Scheme::Isbn)
                    | (Part::Trial, Scheme::Trial)
            )
        })
        .map(|identifier| identifier.value.clone())
        .collect()
}

/// Terms of the headings of a record. Many exports write headings as keywords
/// (`*Ketamine/therapeutic use`), so these are read as headings where a record has no others.
fn heading_terms(record: &Record) -> Vec<String> {
    let mut terms = Vec::new();
    for heading in &record.headings {
        let qualifiers = heading
            .qualifiers
            .iter()
            .map(|(name, major)| (name.as_str(), *major));
        add_heading(
            &mut terms,
            &heading.descriptor,
            heading.is_major,
            qualifiers,
        );
    }
    if record.headings.is_empty() {
        for keyword in &record.keywords {
            let (name, qualifiers) = keyword.split_once('/').unwrap_or((keyword, ""));
            let qualifiers = qualifiers
                .split('/')
                .map(|one| (one.trim_start_matches('*'), one.starts_with('*')))
                .filter(|(one, _)| !one.trim().is_empty());
            let (is_major, name) = (name.starts_with('*'), name.trim_start_matches('*'));
            add_heading(&mut terms, name, is_major, qualifiers);
        }
    }
    terms
}

fn add_heading<'a>(
    terms: &mut Vec<String>,
    name: &str,
    is_major: bool,
    qualifiers: impl Iterator<Item = (&'a str, bool)>,
) {
    let name = name.trim();
    let mut is_any_major = is_major;
    for (qualifier, major) in qualifiers {
        let qualifier = qualifier.trim();
        let pair = format!("{name}{QUALIFIED}{qualifier}");
        if major || is_major {
            terms.push(format!("{pair}{MAJOR}"));
        }
        is_any_major |= major;
        terms.push(pair);
    }
    if is_any_major {
        terms.push(format!("{name}{MAJOR}"));
    }
    terms.push(name.to_owned());
}
