//! Titles: what is compared of them, and how alike two are.

use super::likeness::{common, share};
use super::plain::plain;
use super::word::same_word;

/// Bytes of a title that are kept.
pub(crate) const LIMIT: usize = 300;

/// Tags of languages at the end of titles.
const LANGUAGES: [&str; 28] = [
    "arabic",
    "bulgarian",
    "chinese",
    "croatian",
    "czech",
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "greek",
    "hebrew",
    "hungarian",
    "italian",
    "japanese",
    "korean",
    "norwegian",
    "persian",
    "polish",
    "portuguese",
    "romanian",
    "russian",
    "serbian",
    "slovak",
    "spanish",
    "swedish",
    "turkish",
];

/// What stands in brackets behind a title without belonging to it.
const REMARKS: [&str; 19] = [
    "article in",
    "erratum",
    "corrected",
    "comment in",
    "see comment",
    "published erratum",
    "abstract",
    "electronic resource",
    "retracted",
    "review",
    "summary for",
    "letter",
    "references",
    "miscellaneous",
    "conference abstract",
    "meeting abstract",
    "published correction",
    "corrigendum",
    "republished",
];

/// Titles under which many works appear.
const GENERIC: [&str; 40] = [
    "abstract",
    "abstracts",
    "annual report",
    "announcement",
    "author index",
    "book review",
    "book reviews",
    "calendar",
    "case report",
    "commentary",
    "conclusion",
    "contents",
    "correction",
    "correspondence",
    "editor",
    "editorial",
    "editors note",
    "erratum",
    "foreword",
    "from editor",
    "guest editorial",
    "in brief",
    "in this issue",
    "index",
    "introduction",
    "invited commentary",
    "issue information",
    "letter",
    "letter to editor",
    "letters",
    "news",
    "obituary",
    "oral presentations",
    "poster presentations",
    "posters",
    "preface",
    "proceedings",
    "reply",
    "table of contents",
    "unknown",
];

/// Words whose loss changes nothing.
const SMALL: [&str; 22] = [
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "with", "from", "or", "der",
    "die", "das", "la", "le", "de", "el", "und", "et",
];

/// Numbers in words, from three.
const NUMBERS: [&str; 10] = [
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Words for the design of a study, as databases add them to titles.
const DESIGN: [&str; 15] = [
    "analysis",
    "blind",
    "cohort",
    "controlled",
    "clinical",
    "double",
    "meta",
    "placebo",
    "prospective",
    "randomised",
    "randomized",
    "review",
    "study",
    "systematic",
    "trial",
];

/// A title as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Title {
    /// All of it, plain.
    pub(crate) text: String,
    /// Another title in brackets behind it, plain.
    pub(crate) second: Option<String>,
    /// What it says the work is beside an article.
    pub(crate) notice: Option<Notice>,
}

/// A work about another work, by its title or type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Notice {
    /// An erratum, corrigendum or correction.
    Erratum,
    /// A notice of retraction or withdrawal, or an expression of concern.
    Retraction,
    /// A comment on another work, or a letter about it.
    Comment,
    /// An answer to a comment.
    Reply,
    /// A protocol of a study or review.
    Protocol,
}

/// Words with which notices begin. The longer stand first.
const NOTICES: [(&str, Notice); 26] = [
    ("published erratum for", Notice::Erratum),
    ("author correction", Notice::Erratum),
    ("publisher correction", Notice::Erratum),
    ("correction to", Notice::Erratum),
    ("corrections to", Notice::Erratum),
    ("correction", Notice::Erratum),
    ("corrigendum to", Notice::Erratum),
    ("corrigendum", Notice::Erratum),
    ("erratum to", Notice::Erratum),
    ("erratum for", Notice::Erratum),
    ("erratum", Notice::Erratum),
    ("errata", Notice::Erratum),
    ("addendum to", Notice::Erratum),
    ("notice of retraction", Notice::Retraction),
    ("retraction note", Notice::Retraction),
    ("retraction", Notice::Retraction),
    ("withdrawn", Notice::Retraction),
    ("expression of concern", Notice::Retraction),
    ("comment on", Notice::Comment),
    ("comments on", Notice::Comment),
    ("commentary on", Notice::Comment),
    ("re", Notice::Comment),
    ("reply to", Notice::Reply),
    ("reply", Notice::Reply),
    ("authors reply", Notice::Reply),
    ("author reply", Notice::Reply),
];

/// Words with which notices end.
const ENDINGS: [(&str, Notice); 8] = [
    ("authors reply", Notice::Reply),
    ("author reply", Notice::Reply),
    ("reply", Notice::Reply),
    ("comment", Notice::Comment),
    ("erratum", Notice::Erratum),
    ("correction", Notice::Erratum),
    ("study protocol", Notice::Protocol),
    ("trial protocol", Notice::Protocol),
];

/// A title as it is compared: without remarks in brackets, without the words of a notice.
pub(crate) fn title(text: &str) -> Title {
    let mut rest = text.trim().trim_end_matches('.').trim();
    let mut second = None;
    while let Some((before, inner)) = last_brackets(rest) {
        let words = plain(inner, LIMIT);
        if before.is_empty() {
            rest = inner;
            break;
        }
        let is_remark = LANGUAGES.contains(&words.as_str())
            || REMARKS.iter().any(|remark| words.starts_with(remark));
        if !is_remark {
            if words.len() < 20 || words.split(' ').count() < 3 {
                break;
            }
            second = Some(words);
        }
        rest = before;
    }
    let (rest, is_correction) = without_place(rest);
    let whole = plain(rest, LIMIT);
    let whole = whole
        .strip_prefix("retracted article ")
        .or_else(|| whole.strip_prefix("retracted "))
        .unwrap_or(&whole);
    let (text, notice) = without_notice(whole);
    let notice = notice.or(is_correction.then_some(Notice::Erratum));
    Title {
        text: text.to_owned(),
        second,
        notice,
    }
}

/// Takes away `(vol 87, pg 11, 2002)`, by which Web of Science marks a correction.
fn without_place(text: &str) -> (&str, bool) {
    let Some((before, place)) = text.rsplit_once('(') else {
        return (text, false);
    };
    let words = plain(place, 60);
    let is_place = words.starts_with("vol ") && words.split(' ').any(|word| word == "pg");
    if is_place {
        (before, true)
    } else {
        (text, false)
    }
}

/// `one [two]` into `one` and `two`.
fn last_brackets(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_end_matches('.').trim_end().strip_suffix(']')?;
    let at = inner.rfind('[')?;
    Some((
        inner.get(..at)?.trim_end().trim_end_matches('.'),
        inner.get(at + 1..)?,
    ))
}

fn without_notice(text: &str) -> (&str, Option<Notice>) {
    for (words, notice) in NOTICES {
        if text == words {
            return (text, Some(notice));
        }
        if let Some(rest) = text
            .strip_prefix(words)
            .and_then(|rest| rest.strip_prefix(' '))
        {
            return (rest, Some(notice));
        }
    }
    for (words, notice) in ENDINGS {
        if let Some(rest) = text
            .strip_suffix(words)
            .and_then(|rest| rest.strip_suffix(' '))
        {
            return (rest, Some(notice));
        }
    }
    let is_protocol = text.split(' ').any(|word| word == "protocol");
    (text, is_protocol.then_some(Notice::Protocol))
}

/// Whether many works have this title.
pub(crate) fn is_generic(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let has = |of: &[&str]| words.iter().any(|word| of.contains(word));
    let is_of_editor = words.len() <= 10 && has(&["editor", "editors", "editorial", "editorials"]);
    let is_review_of_book =
        words.len() <= 6 && has(&["book", "books"]) && has(&["review", "reviews"]);
    // Introductions recur every year under one title.
    let is_introduction = text.starts_with("introduction to ")
        || has(&["minitrack"])
        || text.contains("special issue");
    words.len() <= 2
        || GENERIC.contains(&text)
        || is_of_editor
        || is_review_of_book
        || is_introduction
}

/// Whether one title is English and the other is not, by their small words.
pub(crate) fn are_in_two_languages(a: &str, b: &str) -> bool {
    is_english(a) != is_english(b)
}

fn is_english(text: &str) -> bool {
    let english = [
        "the", "of", "in", "for", "on", "with", "by", "to", "from", "as", "at",
    ];
    let other = [
        "der", "die", "das", "und", "fur", "bei", "mit", "zur", "zum", "als", "des", "von", "la",
        "le", "les", "el", "los", "las", "del", "et", "y", "en", "di", "il", "da", "do", "dos",
        "e", "het", "een", "van", "w", "na", "och", "av",
    ];
    let count = |of: &[&str]| text.split(' ').filter(|word| of.contains(word)).count();
    text.is_ascii() && count(&english) > count(&other)
}

/// How two titles compare, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Match {
    Same,
    Typos,
    Extended,
    Reworded,
    Numbered,
    Alike,
    Different,
}

/// Compares two plain titles.
pub(crate) fn compare(a: &str, b: &str) -> Match {
    if same_letters(a, b) {
        return Match::Same;
    }
    let (short, long) = if (a.len(), a) <= (b.len(), b) {
        (a, b)
    } else {
        (b, a)
    };
    let shared = common(short.as_bytes(), long.as_bytes());
    let closeness = share(shared, short, long);
    // A title that goes on as the other one does has most of its letters.
    if closeness < 0.6 && (shared as usize) * 2 < short.len() {
        return Match::Different;
    }
    let words_short: Vec<&str> = short.split(' ').collect();
    let words_long: Vec<&str> = long.split(' ').collect();
    let (left_short, left_long) = left_over(&words_short, &words_long);
    let is_cut = left_short.is_empty() && !left_long.is_empty() && words_short.len() >= 3;
    if is_cut && is_run(&words_short, &words_long) {
        let are_numbered = left_long.len() <= 3 && !numbers(&left_long).is_empty();
        return if are_numbered {
            Match::Numbered
        } else {
            Match::Extended
        };
    }
    if closeness >= 0.75 && numbers(&words_short) != numbers(&words_long) {
        return Match::Numbered;
    }
    match (closeness, left_short.len() + left_long.len()) {
        (0.92.., 0) => Match::Typos,
        (0.9.., 1) if words_short.len() >= 8 && (left_short.is_empty() || left_long.is_empty()) => {
            Match::Extended
        }
        (0.75.., _) => Match::Reworded,
        (0.6.., _) => Match::Alike,
        _ => Match::Different,
    }
}

/// Whether one title goes on where the other ends, with words for the design of a study only.
pub(crate) fn adds_design(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let rest = long.strip_prefix(short).unwrap_or_default();
    let mut words = rest.split(' ').filter(|word| !word.is_empty());
    rest.starts_with(' ')
        && words.all(|word| DESIGN.contains(&word) || ["a", "an", "the"].contains(&word))
}

/// Whether one title has a heading of the journal in front: three words or more, none of which
/// leads on to the rest, before a title of eight words or more.
pub(crate) fn adds_heading(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let heading = long
        .strip_suffix(short)
        .and_then(|rest| rest.strip_suffix(' '));
    heading.is_some_and(|heading| {
        let words: Vec<&str> = heading.split(' ').collect();
        words.len() >= 3
            && !words.iter().any(|word| SMALL.contains(word))
            && short.split(' ').count() >= 8
    })
}

fn same_letters(a: &str, b: &str) -> bool {
    let letters = |text| str::bytes(text).filter(|byte| *byte != b' ');
    letters(a).eq(letters(b))
}

/// Whether the words of the short title stand one after another in the long one.
fn is_run(short: &[&str], long: &[&str]) -> bool {
    long.windows(short.len()).any(|run| {
        run.iter()
            .zip(short)
            .filter(|(x, y)| !same_word(x, y))
            .count()
            * 10
            <= short.len()
    })
}

/// Words of each that the other lacks, small words left out.
fn left_over<'a>(a: &[&'a str], b: &[&'a str]) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut used = vec![false; b.len()];
    let mut left_a = Vec::new();
    let mut rest = Vec::new();
    for word in a {
        match (0..b.len()).find(|&at| !used[at] && b[at] == *word) {
            Some(at) => used[at] = true,
            None => rest.push(*word),
        }
    }
    for word in rest {
        match (0..b.len()).find(|&at| !used[at] && same_word(b[at], word)) {
            Some(at) => used[at] = true,
            None if SMALL.contains(&word) => {}
            None => left_a.push(word),
        }
    }
    let left_b = b
        .iter()
        .zip(&used)
        .filter(|(word, used)| !**used && !SMALL.contains(*word))
        .map(|(word, _)| *word)
        .collect();
    (left_a, left_b)
}

/// Numbers in words, Roman ones and letters of parts among them, in order.
fn numbers(words: &[&str]) -> Vec<u32> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let follows = at
            .checked_sub(1)
            .and_then(|at| words.get(at))
            .is_some_and(|before| {
                [
                    "part", "parts", "phase", "type", "study", "chapter", "section", "volume",
                    "stage",
                ]
                .contains(before)
            });
        if let Some(number) = roman(word, follows) {
            found.push(number);
        }
        let named = NUMBERS.iter().position(|name| name == word);
        found.extend(named.and_then(|at| u32::try_from(at + 3).ok()));
        let runs = word.split(|c: char| !c.is_ascii_digit());
        found.extend(
            runs.filter(|run| !run.is_empty())
                .map(|run| run.parse().unwrap_or(u32::MAX)),
        );
    }
    found
}

fn roman(word: &str, follows: bool) -> Option<u32> {
    let names = ["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"];
    let values = [2, 3, 4, 6, 7, 8, 9, 11, 12];
    if let Some(at) = names.iter().position(|name| name == &word) {
        return values.get(at).copied();
    }
    match (word, follows) {
        ("i" | "one" | "a", true) => Some(1),
        ("two" | "b", true) => Some(2),
        ("c", true) => Some(3),
        ("v", true) => Some(5),
        _ => None,
    }
}
