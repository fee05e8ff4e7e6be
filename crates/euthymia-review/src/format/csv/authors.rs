//! Lists of authors in one cell.

use super::super::bibtex::split_names;
use crate::Person;

/// The names of a cell, and whether it could be read in another way, too.
///
/// Semicolons divide; without one, the word `and`; without that, commas, when the parts between
/// them are names with initials (`Berg A, Lind B`) or families and initials in turn
/// (`Berg, A., Lind, B.`).
pub(super) fn names(cell: &str) -> (Vec<Person>, bool) {
    if cell.contains(';') || cell.contains('\n') {
        let parts = cell.split([';', '\n']);
        return (parts.filter_map(lone).collect(), false);
    }
    let parts = split_names(cell);
    if parts.len() > 1 {
        return (parts.into_iter().filter_map(lone).collect(), false);
    }
    by_comma(cell)
}

fn by_comma(cell: &str) -> (Vec<Person>, bool) {
    let parts: Vec<&str> = cell
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() < 2 {
        return (lone(cell).into_iter().collect(), false);
    }
    let short: Option<Vec<Person>> = parts.iter().map(|part| with_initials(part)).collect();
    if let Some(people) = short {
        return (people, false);
    }
    let pairs = parts
        .chunks(2)
        .all(|pair| matches!(pair, [_, given] if is_initials(given)));
    if pairs {
        let people = parts
            .chunks(2)
            .map(|pair| Person::from_inverted(&pair.join(", ")));
        return (people.collect(), false);
    }
    if parts.len() == 2 && parts.iter().any(|part| !part.contains(' ')) {
        return (lone(cell).into_iter().collect(), false);
    }
    (parts.into_iter().filter_map(lone).collect(), true)
}

fn lone(text: &str) -> Option<Person> {
    let text = text.trim();
    (!text.is_empty()).then(|| with_initials(text).unwrap_or_else(|| Person::from_inverted(text)))
}

/// `Berg AB` and `van der Berg A`: family and initials without a comma.
fn with_initials(part: &str) -> Option<Person> {
    let part = part.trim().trim_end_matches('.');
    let (family, initials) = part.rsplit_once(' ')?;
    let is_name = !part.contains([',', '.']) && initials.chars().all(char::is_uppercase);
    (is_name && initials.chars().count() <= 4 && family.chars().any(char::is_lowercase)).then(
        || Person::Named {
            family: family.trim().to_owned(),
            given: Some(initials.to_owned()),
            suffix: None,
        },
    )
}

fn is_initials(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    text.chars()
        .all(|c| c.is_uppercase() || matches!(c, '.' | '-' | ' '))
        && (1..=5).contains(&letters.count())
}
