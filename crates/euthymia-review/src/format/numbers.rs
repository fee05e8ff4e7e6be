//! The numbers of works, journals, books, trials and people, in canonical form, whatever the format.

use crate::identifier::doi;
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
    let issn = issn(word).map(|value| (Scheme::Issn, value));
    let (scheme, value) = issn.or_else(|| Some((Scheme::Isbn, isbn(word)?)))?;
    Some(Identifier { scheme, value })
}

/// `1234-567X`: seven digits and a last one that may be an X, with or without hyphens.
pub(crate) fn issn(word: &str) -> Option<String> {
    let mut digits = bare(word, 8)?;
    digits.insert(4, '-');
    Some(digits)
}

/// Ten digits, the last perhaps an X, or thirteen that begin as those of books do, with or without
/// hyphens.
pub(crate) fn isbn(word: &str) -> Option<String> {
    let is_book = |digits: &String| digits.starts_with("978") || digits.starts_with("979");
    bare(word, 10).or_else(|| bare(word, 13).filter(is_book))
}

/// The digits of a word that holds so many and no other signs than hyphens.
fn bare(word: &str, count: usize) -> Option<String> {
    if word.len() < count || word.len() > 3 * count {
        return None;
    }
    let hyphens = ['-', '\u{2010}', '\u{2011}', '\u{2013}'];
    let letters = word.trim().chars().filter(|c| !hyphens.contains(c));
    let digits: String = letters.map(|c| c.to_ascii_uppercase()).collect();
    let (first, last) = digits.split_at_checked(count - 1)?;
    let is_last = matches!(last.as_bytes(), [b'0'..=b'9' | b'X']);
    (is_last && is_digits(first)).then_some(digits)
}

/// Whether an identifier is written as its reader would write it, so that it reads back.
pub(crate) fn is_canonical(identifier: &Identifier) -> bool {
    let value = identifier.value.as_str();
    let form = match identifier.scheme {
        Scheme::Doi => doi(value),
        Scheme::Pmid => pmid(value),
        Scheme::Pmcid => pmcid(value),
        Scheme::Issn => issn(value),
        Scheme::Isbn => isbn(value),
        _ => return !value.is_empty(),
    };
    form.as_deref() == Some(value)
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

/// `2012-001234-56` in a text that names its registry.
fn eudract(text: &str) -> Option<String> {
    if !text.contains("EudraCT") && !text.contains("EUCTR") {
        return None;
    }
    text.split(|c: char| !c.is_ascii_digit() && c != '-')
        .map(|word| word.trim_matches('-'))
        .find(|word| word.len() == 14 && is_eudract(word))
        .map(str::to_owned)
}

/// Registries whose numbers are told by their beginning and the least count of digits in a word
/// that is a number and nothing else, in capitals.
const BEGINNINGS: &[(&str, usize)] = &[
    ("NCT", 8),
    ("ISRCTN", 6),
    ("ACTRN", 14),
    ("CHICTR", 6),
    ("CTIS", 10),
    ("CTRI/", 8),
    ("DRKS", 8),
    ("EUCTR", 10),
    ("IRCT", 6),
    ("ITMCTR", 6),
    ("JPRN", 4),
    ("JRCT", 6),
    ("KCT", 7),
    ("LBCTR", 6),
    ("NTR", 2),
    ("PACTR", 10),
    ("PHRR", 4),
    ("RBR-", 1),
    ("RPCEC", 6),
    ("SLCTR", 4),
    ("TCTR", 6),
    ("UMIN", 6),
];

/// Whether a text is the number of a trial and nothing else.
pub(crate) fn is_trial(text: &str) -> bool {
    let upper = text.to_uppercase();
    let digits = upper.bytes().filter(u8::is_ascii_digit).count();
    let is_known = BEGINNINGS
        .iter()
        .any(|(start, least)| upper.starts_with(start) && digits >= *least);
    !text.contains(char::is_whitespace) && (is_known || is_eudract(text))
}

/// `2012-001234-56`, or with two more digits for the country or version.
fn is_eudract(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let are_digits = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    are_digits && (lengths == [4, 6, 2] || lengths == [4, 6, 2, 2])
}

/// A number and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The PubMed number in a text that is one: `12345678`, `PMID: 12345678`.
pub(crate) fn pmid(text: &str) -> Option<String> {
    let number = after_name(text, &["PMID", "MEDLINE"]);
    (is_digits(number) && number.len() <= 9).then(|| number.to_owned())
}

/// The PubMed Central number in a text that is one: `PMC1234`, `PMCID: PMC1234`.
pub(crate) fn pmcid(text: &str) -> Option<String> {
    let text = after_name(text, &["PMCID"]);
    let start = text.get(..3)?;
    let digits = text.get(3..).filter(|digits| is_digits(digits))?;
    start
        .eq_ignore_ascii_case("PMC")
        .then(|| format!("PMC{digits}"))
}

/// A text without the name of its scheme, a colon and blanks before it.
fn after_name<'t>(text: &'t str, names: &[&str]) -> &'t str {
    let text = text.trim();
    let rest = names.iter().find_map(|name| {
        let start = text.get(..name.len())?;
        let rest = text.get(name.len()..)?;
        start.eq_ignore_ascii_case(name).then_some(rest)
    });
    rest.map_or(text, |rest| rest.trim_start_matches([':', ' ']))
}

/// The ORCID identifier at the end of a text: `https://orcid.org/0000-0001-2345-6789`.
pub(crate) fn orcid(text: &str) -> Option<String> {
    let text = text.trim_end_matches(['/', ' ']);
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
        && text.ends_with(*last);
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| group.iter().collect::<String>().to_uppercase())
        .collect();
    is_orcid.then(|| groups.join("-"))
}
