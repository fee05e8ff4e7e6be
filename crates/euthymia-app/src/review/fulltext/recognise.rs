//! Which report a PDF is of: by its name, and by its first pages.

use super::add::Opened;
use crate::review::screening::{Library, Match};
use euthymia_pdf::flowing;
use euthymia_review::dedupe::plain_words;
use euthymia_review::identifier::doi;
use euthymia_review::{Identifier, Record, Scheme};
use std::collections::BTreeSet;

/// Bytes of a title from which it is enough by itself.
const LONG: usize = 30;
/// Bytes of a title below which it is not looked for.
const SHORT: usize = 15;
/// Bytes of plain text at the beginning in which a title is looked for.
const HEAD: usize = 6_000;
/// Signs in which a digital object identifier ends in a text but never by itself.
const AROUND: [char; 9] = ['(', ')', '[', ']', '{', '}', '.', ',', ';'];

/// Looks for the report of a file: by numbers in its name, numbers on its first two pages, and the
/// title on the first. Where these point to different reports, all of them are returned.
pub(super) fn recognise(library: &Library, file: &Opened) -> Match {
    let named = numbers_of_name(&file.name);
    let by_name = among(library, &named);
    if let [only] = by_name.as_slice() {
        return Match::One(*only, "file name");
    }
    let pages = file.pdf.as_ref().map_or(&[][..], |pdf| &pdf.pages);
    let first: Vec<String> = pages.iter().take(2).flatten().map(|p| flowing(p)).collect();
    let by_number = among(library, &numbers_of_text(&first.join(" ")));
    let head = first.first().map(String::as_str).unwrap_or_default();
    let (by_title, is_sure) = titled(library, head);
    let mut all: BTreeSet<usize> = by_number.iter().chain(&by_title).copied().collect();
    all.extend(by_name);
    match (by_number.as_slice(), by_title.as_slice()) {
        ([number], [title]) if number == title => Match::One(*number, "number and title"),
        ([only], []) => Match::One(*only, "number on the first pages"),
        ([], [only]) if is_sure => Match::One(*only, "title"),
        ([], []) if all.is_empty() => Match::Nothing,
        // A page may cite other works of the review: the title tells which one it is.
        (numbers, [title]) if numbers.contains(title) => Match::One(*title, "number and title"),
        _ => Match::Several(all.into_iter().collect()),
    }
}

fn among(library: &Library, numbers: &[Identifier]) -> Vec<usize> {
    let mut found = BTreeSet::new();
    for number in numbers {
        let record = Record {
            identifiers: vec![number.clone()],
            ..Record::default()
        };
        match library.find(&record) {
            Match::One(place, _) => found.extend([place]),
            Match::Several(places) => found.extend(places),
            Match::Nothing => {}
        }
    }
    found.into_iter().collect()
}

fn number(scheme: Scheme, value: impl Into<String>) -> Identifier {
    Identifier {
        scheme,
        value: value.into(),
    }
}

/// What a file name may say: a PubMed number alone, or a DOI whose slash became another sign.
fn numbers_of_name(name: &str) -> Vec<Identifier> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut found = Vec::new();
    let digits = stem.trim_start_matches(|sign: char| !sign.is_ascii_digit());
    let lead = stem.strip_suffix(digits).unwrap_or_default().to_lowercase();
    let is_number = (4..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let lead = lead.trim_end_matches(['-', '_', ' ', ':']);
    if is_number && (lead.is_empty() || lead.ends_with("pmid")) {
        found.push(number(Scheme::Pmid, digits));
    }
    if let Some(at) = stem.find("10.") {
        let rest = stem.get(at..).unwrap_or_default();
        for sign in ['/', '_', '-', '%', ':', '@', ' '] {
            let Some((registrant, suffix)) = rest.split_once(sign) else {
                continue;
            };
            let suffix = suffix.strip_prefix("2F").unwrap_or(suffix);
            found
                .extend(doi(&format!("{registrant}/{suffix}")).map(|doi| number(Scheme::Doi, doi)));
        }
    }
    found
}

/// Numbers that a text names.
fn numbers_of_text(text: &str) -> Vec<Identifier> {
    let mut found: Vec<Identifier> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(doi) = word.find("10.").and_then(|at| doi(word.get(at..)?)) {
            found.push(number(Scheme::Doi, doi.trim_matches(AROUND)));
            found.push(number(Scheme::Doi, doi));
        }
    }
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let word = word.to_lowercase();
        let Some((_, rest)) = word.split_once("pmid") else {
            continue;
        };
        let near = match rest.chars().any(|own| own.is_ascii_digit()) {
            true => rest.to_owned(),
            false => words.peek().map_or(String::new(), ToString::to_string),
        };
        let digits: String = near.chars().filter(char::is_ascii_digit).collect();
        found.push(number(Scheme::Pmid, digits));
    }
    found
}

/// Reports whose titles stand at the beginning of a text, and whether that is enough by itself. A
/// title that is a part of a longer one found there does not count.
fn titled(library: &Library, text: &str) -> (Vec<usize>, bool) {
    let text = plain_words(text, HEAD);
    let mut found: Vec<(&str, Vec<usize>)> = library
        .titles()
        .filter(|(title, _)| title.len() >= SHORT && has_words(&text, title))
        .collect();
    found.sort_by_key(|(title, _)| (std::cmp::Reverse(title.len()), *title));
    let mut kept: Vec<(&str, Vec<usize>)> = Vec::new();
    for (title, places) in found {
        if !kept.iter().any(|(longer, _)| has_words(longer, title)) {
            kept.push((title, places));
        }
    }
    let is_sure = matches!(kept.as_slice(), [(title, _)] if title.len() >= LONG);
    let places: BTreeSet<usize> = kept.into_iter().flat_map(|(_, places)| places).collect();
    (places.into_iter().collect(), is_sure)
}

/// Whether words stand in a text, from the beginning of a word to the end of one.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + words.len()..).unwrap_or_default();
        let is_edge = |part: Option<char>| part.is_none_or(|own| own == ' ');
        is_edge(before.chars().next_back()) && is_edge(behind.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::{has_words, numbers_of_name, numbers_of_text};

    fn words(found: &[euthymia_review::Identifier]) -> Vec<String> {
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn byhand_numbers_in_file_names() {
        assert_eq!(words(&numbers_of_name("31234567.pdf")), ["pmid:31234567"]);
        assert_eq!(
            words(&numbers_of_name("PMID_31234567.pdf")),
            ["pmid:31234567"]
        );
        assert!(numbers_of_name("scan 2019.pdf").is_empty());
        let name = words(&numbers_of_name("10.1000_abc.12.pdf"));
        assert!(name.contains(&"doi:10.1000/abc.12".to_owned()), "{name:?}");
        let name = words(&numbers_of_name("10.1000%2Fabc.pdf"));
        assert!(name.contains(&"doi:10.1000/abc".to_owned()), "{name:?}");
    }

    #[test]
    fn byhand_numbers_on_a_page() {
        let found = words(&numbers_of_text(
            "See https://doi.org/10.1000/ABC.1. (PMID: 77) PMID 88;",
        ));
        for number in ["doi:10.1000/abc.1", "pmid:77", "pmid:88"] {
            assert!(found.contains(&number.to_owned()), "{found:?}");
        }
    }

    #[test]
    fn byhand_titles_are_whole_words() {
        assert!(has_words("a trial of ketamine", "trial of ketamine"));
        assert!(!has_words("a trial of ketamines", "trial of ketamine"));
    }
}
