//! Names of people as databases write them.

use crate::{Person, Role};

/// The name of a group as it stands, or a person's with the family first.
pub(crate) fn whole_or_inverted(role: Role, text: &str) -> Person {
    match role {
        Role::Group => Person::Whole(text.to_owned()),
        _ => Person::from_inverted(text),
    }
}

/// A name with a comma, or `Smith JA`, or `Smith JA Jr`; anything else stays whole.
pub(crate) fn person(text: &str) -> Person {
    if text.contains(',') {
        return Person::from_inverted(text);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let (words, suffix) = match words.split_last() {
        Some((last, rest)) if is_suffix(last) && rest.len() > 1 => (rest, Some(*last)),
        _ => (words.as_slice(), None),
    };
    match words.split_last() {
        Some((initials, family)) if !family.is_empty() && is_initials(initials) => Person::Named {
            family: family.join(" "),
            given: Some((*initials).to_owned()),
            suffix: suffix.map(str::to_owned),
        },
        _ => Person::Whole(text.trim().to_owned()),
    }
}

/// A name as MEDLINE writes it in full, with the suffix behind the given names:
/// `Bitter, Patrick Jr`.
pub(crate) fn full(text: &str) -> Person {
    match Person::from_inverted(text) {
        Person::Named {
            family,
            given: Some(given),
            suffix: None,
        } => {
            let parts = given.rsplit_once(' ').filter(|(_, last)| is_suffix(last));
            let (given, suffix) = parts.map_or((given.clone(), None), |(given, suffix)| {
                (given.trim_end().to_owned(), Some(suffix.to_owned()))
            });
            Person::Named {
                family,
                given: Some(given),
                suffix,
            }
        }
        other => other,
    }
}

/// A name as MEDLINE abbreviates it: `Smith JA`.
pub(crate) fn abbreviated(person: &Person) -> String {
    match person {
        Person::Whole(name) => name.clone(),
        Person::Named {
            family,
            given,
            suffix,
        } => {
            let initials = given.as_deref().map(initials);
            [Some(family.clone()), initials, suffix.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        }
    }
}

/// Whether two names may be one person's, the second abbreviated.
pub(crate) fn abbreviates(full: &Person, short: &str) -> bool {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let whole = abbreviated(full);
    if whole == short {
        return true;
    }
    let (short, whole) = (plain(short), plain(&whole));
    let family = plain(full.family().unwrap_or_default());
    short == whole
        || (!family.is_empty() && short.starts_with(&family) && whole.starts_with(&short))
}

fn initials(given: &str) -> String {
    if is_initials(given) {
        return given.to_owned();
    }
    given
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter_map(|word| word.chars().next())
        .filter(|c| !c.is_lowercase())
        .collect()
}

fn is_initials(word: &str) -> bool {
    let count = word.chars().count();
    (1..=4).contains(&count) && word.chars().all(char::is_uppercase)
}

fn is_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "Jr" | "Sr" | "2nd" | "3rd" | "4th" | "II" | "III" | "IV"
    )
}
