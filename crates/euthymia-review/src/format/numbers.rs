//! Identifiers found in the texts of tagged files.

use crate::{Identifier, Scheme};

/// The ISSN and ISBN in a text such as `2325-9671 (electronic)` or `978-3-16-148410-0 (hbk.)`.
pub(crate) fn serials(text: &str) -> Vec<Identifier> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '(' | ')' | '['));
    let found: Vec<Identifier> = words.filter_map(serial).collect();
    if found.is_empty() {
        let start = text.split('(').next().unwrap_or_default();
        return serial(&start.replace(char::is_whitespace, ""))
            .into_iter()
            .collect();
    }
    found
}

/// One ISSN or ISBN, with or without hyphens and such a word before it.
fn serial(word: &str) -> Option<Identifier> {
    let start = word.get(..4).unwrap_or_default().to_ascii_uppercase();
    let has_name = start == "ISSN" || start == "ISBN" || start == "EISS";
    let word = if has_name {
        word.trim_start_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, ':' | '-'))
    } else {
        word
    };
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | 'x' | 'X' | '\u{2010}');
    if word.is_empty() || !word.chars().all(is_number) {
        return None;
    }
    let digits: String = word
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let has_x_only_at_end = digits
        .bytes()
        .rev()
        .skip(1)
        .all(|byte| byte.is_ascii_digit());
    match digits.len() {
        8 if has_x_only_at_end => Some(Identifier {
            scheme: Scheme::Issn,
            value: format!("{}-{}", digits.get(..4)?, digits.get(4..)?),
        }),
        10 if has_x_only_at_end => Some(isbn(digits)),
        13 if digits.starts_with("978") || digits.starts_with("979") => Some(isbn(digits)),
        _ => None,
    }
}

fn isbn(value: String) -> Identifier {
    let scheme = Scheme::Isbn;
    Identifier { scheme, value }
}

/// Registries of trials: the letters before a number, and how many digits it has.
const REGISTRIES: &[(&str, usize, usize)] = &[
    ("NCT", 8, 8),
    ("ISRCTN", 6, 8),
    ("ACTRN", 14, 14),
    ("ChiCTR", 8, 12),
    ("DRKS", 8, 8),
    ("UMIN", 9, 9),
    ("jRCT", 10, 10),
    ("KCT", 7, 7),
    ("IRCT", 10, 20),
    ("PACTR", 15, 16),
    ("NTR", 2, 6),
    ("TCTR", 11, 11),
    ("SLCTR/", 4, 8),
];

/// The registration of a trial in a text, with the letters of its registry first.
pub(crate) fn trial(text: &str) -> Option<Identifier> {
    let found = REGISTRIES
        .iter()
        .find_map(|&(letters, least, most)| registered(text, letters, least, most))
        .or_else(|| eudract(text))?;
    Some(Identifier {
        scheme: Scheme::Trial,
        value: found,
    })
}

fn registered(text: &str, letters: &str, least: usize, most: usize) -> Option<String> {
    for (at, _) in text.match_indices(letters) {
        let is_start = text
            .get(..at)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|c| !c.is_alphanumeric());
        let rest = text.get(at + letters.len()..).unwrap_or_default();
        let rest = rest.trim_start_matches(['-', ' ', ':']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if is_start && (least..=most).contains(&digits) {
            let number = rest.get(..digits)?;
            return Some(format!("{letters}{number}"));
        }
    }
    None
}

/// `2012-001234-56` behind the name of its registry.
fn eudract(text: &str) -> Option<String> {
    if !text.contains("EudraCT") && !text.contains("EUCTR") {
        return None;
    }
    text.split(|c: char| !c.is_ascii_digit() && c != '-')
        .map(|word| word.trim_matches('-'))
        .find(|word| {
            let parts: Vec<usize> = word.split('-').map(str::len).collect();
            parts == [4, 6, 2]
        })
        .map(str::to_owned)
}

/// A number and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The PubMed Central number in a text that is one: `PMC1234`, `PMCID: PMC1234`.
pub(crate) fn pmcid(text: &str) -> Option<String> {
    let text = text.trim_start_matches("PMCID:").trim();
    let digits = text.strip_prefix("PMC")?;
    is_digits(digits).then(|| text.to_owned())
}

/// The ORCID identifier in a text: `https://orcid.org/0000-0001-2345-6789`.
pub(crate) fn orcid(text: &str) -> Option<String> {
    let compact: String = text
        .chars()
        .rev()
        .filter(char::is_ascii_alphanumeric)
        .take(16)
        .collect();
    let digits: Vec<char> = compact.chars().rev().collect();
    let (last, first) = digits.split_last()?;
    let is_orcid = digits.len() == 16
        && first.iter().all(char::is_ascii_digit)
        && (last.is_ascii_digit() || matches!(last, 'X' | 'x'))
        && text.trim_end().ends_with(*last);
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| group.iter().collect::<String>().to_uppercase())
        .collect();
    is_orcid.then(|| groups.join("-"))
}
