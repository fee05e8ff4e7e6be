//! Accession numbers of databases.

use super::numbers;
use crate::{Identifier, Scheme};

/// The identifier behind an accession number, by the name of its database or its own form.
pub(crate) fn accession(value: &str, database: Option<&str>) -> Option<Identifier> {
    let (scheme, value) =
        if let (Some(number), true) = (numbers::pmid(value), value.starts_with("MEDLINE:")) {
            (Scheme::Pmid, number)
        } else if let Some(number) = numbers::pmcid(value) {
            (Scheme::Pmcid, number)
        } else if let Some(found) = numbers::trial(value).filter(|found| found.value == value) {
            return Some(found);
        } else if value.starts_with("CN-") {
            (Scheme::Accession("cochrane".to_owned()), value.to_owned())
        } else if let Some(word) = prefix(value) {
            (Scheme::Accession(word), value.to_owned())
        } else {
            let word = database_word(database?);
            let scheme = match word.as_str() {
                "medline" if numbers::is_digits(value) => Scheme::Pmid,
                _ => Scheme::Accession(word),
            };
            (scheme, value.to_owned())
        };
    Some(Identifier { scheme, value })
}

/// A database by one word.
fn database_word(name: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("medline", "medline"),
        ("pubmed", "medline"),
        ("nlm", "medline"),
        ("embase", "embase"),
        ("psycinfo", "psycinfo"),
        ("scopus", "scopus"),
        ("cochrane", "cochrane"),
        ("central", "cochrane"),
        ("cinahl", "cinahl"),
        ("web of science", "wos"),
    ];
    let lower = name.to_lowercase();
    let found = WORDS.iter().find(|(part, _)| lower.contains(part));
    found.map_or(lower.clone(), |&(_, word)| word.to_owned())
}

/// The database in `WOS:000238592600006`, `INSPEC:8863438`.
fn prefix(value: &str) -> Option<String> {
    let (name, number) = value.split_once(':')?;
    let is_name = name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let word = if name == "ISI" { "wos" } else { name };
    (is_name && !number.is_empty()).then(|| word.to_lowercase())
}
