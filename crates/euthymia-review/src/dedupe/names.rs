//! Authors: what is compared of them, and how alike two lists are.

use super::likeness::likeness;
use super::plain::plain;
use crate::{Contributor, Person, Role};

/// Authors that are kept of a record.
const KEPT: usize = 16;
/// Bytes of names that are kept.
const LIMIT: usize = 480;

/// Particles that some databases leave out.
const PARTICLES: [&str; 21] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la",
    "le", "ter", "ten", "zu", "zur", "el", "al",
];

/// What stands where no author is known, and suffixes.
const NO_NAMES: [&str; 10] = [
    "null",
    "unknown",
    "anonymous",
    "anon",
    "et",
    "al",
    "jr",
    "sr",
    "iii",
    "no author",
];

/// What databases write where no author is named.
const NOBODY: [&str; 6] = [
    "no author",
    "no authors",
    "no author listed",
    "no authors listed",
    "author unknown",
    "anonymous",
];

/// Authors as `family,given;family,given`, and how many there are in all.
pub(crate) fn names(contributors: &[Contributor]) -> (String, u16) {
    let mut all: Vec<String> = Vec::new();
    for contributor in contributors {
        if !matches!(contributor.role, Role::Author | Role::Group) {
            continue;
        }
        match &contributor.person {
            Person::Named { family, given, .. } => {
                all.extend(named(family, given.as_deref().unwrap_or_default()));
            }
            Person::Whole(text) => all.extend(run_together(text).iter().filter_map(|t| whole(t))),
        }
    }
    let count = u16::try_from(all.len()).unwrap_or(u16::MAX);
    let mut out = String::new();
    for name in all.iter().take(KEPT) {
        if out.len() + name.len() + 1 > LIMIT {
            break;
        }
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(name);
    }
    (out, count)
}

fn named(family: &str, given: &str) -> Option<String> {
    let family = plain(family, 60);
    let given = plain(given, 40);
    let words: Vec<&str> = family.split(' ').filter(|word| !word.is_empty()).collect();
    let kept: Vec<&str> = match words.len() {
        0 | 1 => words,
        _ => words
            .into_iter()
            .filter(|word| !PARTICLES.contains(word))
            .collect(),
    };
    let kept: Vec<&str> = kept
        .into_iter()
        .filter(|word| !NO_NAMES.contains(word))
        .collect();
    let givens: Vec<&str> = given
        .split(' ')
        .filter(|word| !word.is_empty() && !NO_NAMES.contains(word))
        .take(3)
        .collect();
    let (kept, givens) = if kept.is_empty() {
        (givens, kept)
    } else {
        (kept, givens)
    };
    (!kept.is_empty()).then(|| format!("{},{}", kept.concat(), givens.join(" ")))
}

/// A name without a comma: `Smith JA`, `J. A. Smith`, `Jane Smith`, or a group.
fn whole(text: &str) -> Option<String> {
    if NOBODY.contains(&plain(text, 40).as_str()) {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_initials = |word: &&str| {
        let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
        !letters.is_empty() && letters.len() <= 3 && letters.iter().all(|c| c.is_uppercase())
    };
    let at_end = words
        .iter()
        .rev()
        .take_while(|word| is_initials(word))
        .count();
    let at_start = words.iter().take_while(|word| is_initials(word)).count();
    if words.len() > 4 {
        return named(text, "");
    }
    let (family, given) = if at_end > 0 && at_end < words.len() {
        words.split_at(words.len() - at_end)
    } else {
        let (given, family) =
            words.split_at(at_start.max(words.len().saturating_sub(1)).min(words.len()));
        (family, given)
    };
    named(&family.join(" "), &given.join(" "))
}

/// Takes apart what an export ran together: `Tan A.Schulze A.O'Donnell C. P.`.
fn run_together(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, window) in bytes.windows(3).enumerate() {
        let is_seam = window.first() == Some(&b'.')
            && window.get(1).is_some_and(u8::is_ascii_uppercase)
            && window
                .get(2)
                .is_some_and(|byte| byte.is_ascii_lowercase() || *byte == b'\'');
        if is_seam && at > start {
            parts.extend(text.get(start..=at));
            start = at + 1;
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// How two lists of authors compare, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Match {
    Same,
    Cut,
    Most,
    Some,
    Different,
}

/// Compares two lists, whatever the order of their names.
pub(crate) fn compare(a: (&str, u16), b: (&str, u16)) -> Match {
    if a == b {
        return Match::Same;
    }
    let list = |text| str::split(text, ';').collect::<Vec<&str>>();
    let (names_a, names_b) = (list(a.0), list(b.0));
    let (short, long) = if (names_a.len(), &names_a) <= (names_b.len(), &names_b) {
        (&names_a, &names_b)
    } else {
        (&names_b, &names_a)
    };
    let mut used = vec![false; long.len()];
    let mut found = 0;
    for (at, name) in short.iter().enumerate() {
        let places = (at..long.len()).chain(0..at.min(long.len()));
        let hit = places
            .filter(|place| used.get(*place) == Some(&false))
            .find(|place| long.get(*place).is_some_and(|other| same_name(name, other)));
        if let Some(flag) = hit.and_then(|place| used.get_mut(place)) {
            *flag = true;
            found += 1;
        }
    }
    let is_all = found == short.len();
    match (is_all, short.len() == long.len()) {
        (true, true) => Match::Same,
        (true, false) => Match::Cut,
        _ if found * 5 >= short.len() * 3 => Match::Most,
        _ if found > 0 => Match::Some,
        _ if likeness(
            &a.0.replace([',', ';', ' '], ""),
            &b.0.replace([',', ';', ' '], ""),
        ) > 0.85 =>
        {
            Match::Most
        }
        _ => Match::Different,
    }
}

/// Whether two names can be one person's: misspelt, in the other order, or with initials.
fn same_name(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (family_a, given_a) = a.split_once(',').unwrap_or((a, ""));
    let (family_b, given_b) = b.split_once(',').unwrap_or((b, ""));
    if same_family(family_a, family_b) && initials_agree(given_a, given_b) {
        return true;
    }
    let first = |given: &str| given.replace(' ', "");
    let (joined_a, joined_b) = (first(given_a), first(given_b));
    let swapped = |family: &str, given: &str| {
        family.len() > 2 && given.len() > 2 && (family == given || given.starts_with(family))
    };
    let is_swapped = (swapped(family_a, &joined_b) && family_b.starts_with(&initial(&joined_a)))
        || (swapped(family_b, &joined_a) && family_a.starts_with(&initial(&joined_b)));
    let is_within = |x: &str, y: &str| {
        x.len() >= 3 && y.len() > x.len() && (y.ends_with(x) || y.starts_with(x))
    };
    is_swapped
        || (is_within(family_a, family_b)
            && (given_b.is_empty() || initials_agree(given_a, given_b)))
        || (is_within(family_b, family_a)
            && (given_a.is_empty() || initials_agree(given_a, given_b)))
}

fn initial(text: &str) -> String {
    text.chars().take(1).collect()
}

fn same_family(a: &str, b: &str) -> bool {
    a == b || (a.len().min(b.len()) >= 4 && likeness(a, b) >= 0.8)
}

/// Whether the first letters do not speak against each other.
fn initials_agree(a: &str, b: &str) -> bool {
    let letters = |given: &str| -> Vec<char> {
        let words: Vec<&str> = given.split(' ').filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            // Initials run together: `JA`.
            [one] if one.len() <= 3 => one.chars().collect(),
            _ => words
                .iter()
                .filter_map(|word| word.chars().next())
                .collect(),
        }
    };
    let (a, b) = (letters(a), letters(b));
    a.is_empty() || b.is_empty() || a.first() == b.first() || a.iter().any(|c| b.contains(c))
}

/// Family name of the first author.
pub(crate) fn first_family(names: &str) -> Option<&str> {
    let first = names.split(';').next()?;
    first.split(',').next().filter(|family| !family.is_empty())
}
