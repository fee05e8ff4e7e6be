//! What is shown of a report.

use super::prose::{Paragraph, one_line, paragraphs};
use euthymia_review::{Identifier, Person, Record, RecordId, Scheme};

/// What a report says, ready to be shown: no tags, no entities, no control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Its title.
    pub title: Option<String>,
    /// Its title in its own language.
    pub original_title: Option<String>,
    /// The first authors.
    pub authors: Option<String>,
    /// Journal, year, volume, pages.
    pub published: Option<String>,
    /// The abstract by its parts.
    pub paragraphs: Vec<Paragraph>,
    /// Keywords and headings of a thesaurus.
    pub keywords: Vec<String>,
    /// What kind of work it is, as the file words it.
    pub kinds: Vec<String>,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// PubMed number.
    pub pmid: Option<String>,
    /// Numbers of trial registrations.
    pub trials: Vec<String>,
    /// Records that are copies of it.
    pub copies: Vec<RecordId>,
    /// Why it could not be read.
    pub trouble: Option<String>,
}

/// Authors who are named before "et al.".
const AUTHORS_NAMED: usize = 6;

impl Text {
    pub(super) fn of(record: &Record, copies: Vec<RecordId>) -> Self {
        let line = |text: &Option<String>| text.as_deref().map(one_line);
        let headings = record.headings.iter().map(|own| &own.descriptor);
        let keywords = record.keywords.iter().chain(headings);
        let trials = record.identifiers.iter();
        let trials = trials.filter(|own| own.scheme == Scheme::Trial);
        Self {
            title: line(&record.title),
            original_title: line(&record.original_title),
            authors: authors(record),
            published: published(record),
            paragraphs: record
                .abstract_text
                .as_deref()
                .map_or_else(Vec::new, paragraphs),
            keywords: keywords.map(|word| one_line(word)).collect(),
            kinds: record
                .kind_words
                .iter()
                .map(|word| one_line(word))
                .collect(),
            doi: identifier(&record.identifiers, &Scheme::Doi),
            pmid: identifier(&record.identifiers, &Scheme::Pmid),
            trials: trials.map(|own| one_line(&own.value)).collect(),
            copies,
            trouble: None,
        }
    }

    pub(super) fn unreadable(why: &str) -> Self {
        Self {
            trouble: Some(one_line(why)),
            ..Self::default()
        }
    }

    /// The texts in which words are searched for.
    pub(super) fn searched(&self) -> Vec<&str> {
        let lines = [
            &self.title,
            &self.original_title,
            &self.authors,
            &self.published,
        ];
        let parts = self.paragraphs.iter().map(|part| part.text.as_str());
        let words = self.keywords.iter().map(String::as_str);
        let lines = lines.into_iter().filter_map(Option::as_deref);
        lines.chain(parts).chain(words).collect()
    }

    /// The address under which a browser finds the work.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let doi = self
            .doi
            .as_ref()
            .map(|doi| format!("https://doi.org/{doi}"));
        let pmid = self.pmid.as_ref();
        doi.or_else(|| pmid.map(|pmid| format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/")))
    }
}

fn identifier(all: &[Identifier], scheme: &Scheme) -> Option<String> {
    let own = all.iter().find(|own| own.scheme == *scheme)?;
    Some(one_line(&own.value))
}

fn authors(record: &Record) -> Option<String> {
    let people = record.contributors.iter();
    let names: Vec<String> = people
        .clone()
        .take(AUTHORS_NAMED)
        .map(|own| name(&own.person))
        .collect();
    let more = match people.len() > AUTHORS_NAMED {
        true => ", et al.",
        false => "",
    };
    (!names.is_empty()).then(|| one_line(&format!("{}{more}", names.join(", "))))
}

/// `Maier A`, or the name as it stands.
fn name(person: &Person) -> String {
    match person {
        Person::Named { family, given, .. } => {
            let given = given.as_deref().unwrap_or_default();
            let letters = given
                .split(|c: char| !c.is_alphabetic())
                .filter_map(|part| part.chars().next());
            format!("{family} {}", letters.collect::<String>())
                .trim_end()
                .to_owned()
        }
        Person::Whole(name) => name.clone(),
    }
}

fn published(record: &Record) -> Option<String> {
    let container = record.container.as_ref();
    let container = container.or(record.container_abbreviation.as_ref());
    let year = record.date.as_ref().map(|date| match date.year {
        Some(year) => year.to_string(),
        None => date.text.clone(),
    });
    let mut place = record.volume.clone().unwrap_or_default();
    if let Some(issue) = &record.issue {
        place += &format!("({issue})");
    }
    if let Some(pages) = &record.pages {
        let colon = if place.is_empty() { "" } else { ":" };
        place += &format!("{colon}{pages}");
    }
    let place = (!place.is_empty()).then_some(place);
    let parts: Vec<String> = [container.cloned(), year, place]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| one_line(&parts.join(", ")))
}
