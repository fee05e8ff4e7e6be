//! Journals and other containers, in full and abbreviated.

use super::likeness::likeness;
use super::plain::plain;

/// Bytes of a name that are kept.
const LIMIT: usize = 100;

/// Words that abbreviations leave out.
const SMALL: [&str; 20] = [
    "the", "of", "in", "for", "on", "to", "a", "an", "der", "die", "das", "fur", "und", "de", "la",
    "le", "du", "des", "et", "y",
];

/// Names that no rule of abbreviation gives.
const IRREGULAR: [(&str, &str); 9] = [
    ("bmj", "british medical journal"),
    ("jama", "journal american medical association"),
    ("nejm", "new england journal medicine"),
    ("pnas", "proceedings national academy sciences"),
    (
        "pnas",
        "proceedings national academy sciences united states america",
    ),
    (
        "proc natl acad sci u s a",
        "proceedings national academy sciences",
    ),
    ("cmaj", "canadian medical association journal"),
    ("mja", "medical journal australia"),
    ("ajp", "american journal psychiatry"),
];

/// A name as it is compared: without articles, prepositions, what is in brackets, ordinals.
pub(crate) fn journal(text: &str) -> String {
    let open = text.find(['(', '[']).filter(|at| *at > 1);
    let text = open.and_then(|at| text.get(..at)).unwrap_or(text);
    let text = text.split(" / ").next().unwrap_or(text);
    let text = text.split(" : ").next().unwrap_or(text);
    let words = plain(text, 3 * LIMIT);
    let kept: Vec<&str> = words
        .split(' ')
        .filter(|word| !SMALL.contains(word) && !word.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    let mut out = kept.join(" ");
    while out.len() > LIMIT {
        out.pop();
    }
    if out == "unknown" { String::new() } else { out }
}

/// How two names compare, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Match {
    Same,
    Alike,
    Different,
}

/// Compares two names, either of which may be abbreviated.
pub(crate) fn compare(a: &str, b: &str) -> Match {
    let (short, long) = if (a.len(), a) <= (b.len(), b) {
        (a, b)
    } else {
        (b, a)
    };
    if short == long || is_irregular(short, long) || is_abbreviation(short, long) {
        return Match::Same;
    }
    let words_short: Vec<&str> = short.split(' ').collect();
    let words_long: Vec<&str> = long.split(' ').collect();
    if are_of_other_sorts(&words_short, &words_long) {
        return Match::Different;
    }
    if is_with_acronym(&words_short, &words_long) {
        return Match::Same;
    }
    let is_start = is_start(&words_short, &words_long);
    let starts = |a: &[&str], b: &[&str]| a.first().is_some_and(|word| is_acronym(word, b));
    let is_acronym = starts(&words_short, &words_long) || starts(&words_long, &words_short);
    let shared = shared(&words_short, &words_long);
    let is_inside = short.len() >= 4 && long.contains(short);
    if is_start || is_acronym || is_inside || shared >= 0.6 || likeness(short, long) >= 0.85 {
        return Match::Alike;
    }
    Match::Different
}

fn is_irregular(a: &str, b: &str) -> bool {
    IRREGULAR
        .iter()
        .any(|(x, y)| (a == *x && b == *y) || (a == *y && b == *x))
}

/// Whether the names have as many words, each the abbreviation of the other.
fn is_abbreviation(a: &str, b: &str) -> bool {
    let count = |text| str::split(text, ' ').count();
    count(a) == count(b) && a.split(' ').zip(b.split(' ')).all(|(x, y)| is_word(x, y))
}

/// Whether one word abbreviates the other (ISO 4): it is its beginning, or a contraction of it
/// with the same first letter, such as "natl" for "national".
fn is_word(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.starts_with(short) {
        return true;
    }
    let mut letters = long.chars();
    short.len() >= 2
        && short.len() * 5 <= long.len() * 4
        && short.chars().next() == long.chars().next()
        && short.chars().all(|c| letters.any(|other| other == c))
}

fn is_start(short: &[&str], long: &[&str]) -> bool {
    short.len() < long.len() && short.iter().zip(long).all(|(x, y)| is_word(x, y))
}

/// Whether a word is made of the first letters of words, each perhaps with letters that follow:
/// "amcis" of "americas conference information systems".
fn is_acronym(word: &str, words: &[&str]) -> bool {
    if word.len() < 3 || words.len() < 3 {
        return false;
    }
    let mut rest = word.chars().peekable();
    let mut used = 0;
    for part in words {
        let mut letters = part.chars();
        if rest.peek().copied() != letters.next() || rest.next().is_none() {
            break;
        }
        used += 1;
        let next_start = words.get(used).and_then(|next| next.chars().next());
        while rest
            .peek()
            .is_some_and(|c| Some(*c) != next_start && letters.any(|own| own == *c))
        {
            rest.next();
        }
    }
    rest.peek().is_none() && used >= 3
}

/// Whether the longer name is the shorter with its acronym behind it.
fn is_with_acronym(short: &[&str], long: &[&str]) -> bool {
    let rest = long.strip_prefix(short).unwrap_or_default();
    matches!(rest, [word] if is_acronym(word, short))
}

/// Whether one is a journal and the other a meeting, by their words.
fn are_of_other_sorts(a: &[&str], b: &[&str]) -> bool {
    let journals = [
        "journal",
        "j",
        "zeitschrift",
        "revue",
        "annals",
        "transactions",
        "trans",
    ];
    let meetings = [
        "conference",
        "conf",
        "symposium",
        "symp",
        "workshop",
        "congress",
        "meeting",
    ];
    let has = |words: &[&str], of: &[&str]| words.iter().any(|word| of.contains(word));
    let sorts = |words| (has(words, &journals), has(words, &meetings));
    matches!(
        (sorts(a), sorts(b)),
        ((true, false), (false, true)) | ((false, true), (true, false))
    )
}

/// Words of the shorter name that the longer has, over their number.
fn shared(a: &[&str], b: &[&str]) -> f64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let common = [
        "journal",
        "j",
        "international",
        "int",
        "research",
        "res",
        "review",
        "proceedings",
        "proc",
        "conference",
        "conf",
    ];
    let telling: Vec<&&str> = short.iter().filter(|word| !common.contains(word)).collect();
    let has = |word: &str| {
        long.iter()
            .any(|other| word.len() >= 3 && is_word(word, other))
    };
    let found = telling.iter().filter(|word| has(word)).count();
    if telling.len() < 2 {
        return 0.0;
    }
    found as f64 / telling.len() as f64
}
