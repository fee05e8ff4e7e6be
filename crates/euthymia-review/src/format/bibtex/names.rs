//! Lists of names: `Lindqvist, Astrid and {TRD Study Group} and others`.

use super::latex::{decode, encode};
use crate::Person;

/// The names of a list, not yet decoded.
pub(crate) fn split(list: &str) -> Vec<&str> {
    let separator = if has_and(list) { "and" } else { ";" };
    cut(list, separator)
}

/// Whether a list without `and` is divided by semicolons, which BibTeX does not know.
pub(super) fn is_by_semicolon(list: &str) -> bool {
    !has_and(list) && list.contains(';')
}

fn has_and(list: &str) -> bool {
    cut(list, "and").len() > 1
}

/// Cuts at a word, or at a sign, outside braces.
fn cut<'t>(list: &'t str, separator: &str) -> Vec<&'t str> {
    let is_word = separator.len() > 1;
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut after_blank = false;
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 || (is_word && !after_blank) => {}
            _ => {
                let found = list.get(at..at + separator.len());
                let is_found = found.is_some_and(|found| found.eq_ignore_ascii_case(separator));
                let next = list
                    .get(at + separator.len()..)
                    .and_then(|rest| rest.chars().next());
                if at >= start && is_found && (!is_word || next.is_none_or(char::is_whitespace)) {
                    names.push(list.get(start..at).unwrap_or_default().trim());
                    start = at + separator.len();
                }
            }
        }
        after_blank = c.is_whitespace();
    }
    names.push(list.get(start..).unwrap_or_default().trim());
    names.retain(|name| !name.is_empty());
    names
}

/// Reads one name: `van der Berg, Jr, Anna`, `van der Berg, Anna`, `Anna van der Berg`, `{Group}`.
pub(super) fn person(name: &str) -> Person {
    let inside = name
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    if let Some(inside) = inside.filter(|_| super::entry::braced(name) == Some(name.len() - 1)) {
        return Person::Whole(decode(inside));
    }
    let parts: Vec<String> = cut(name, ",").into_iter().map(decode).collect();
    match parts.as_slice() {
        [family, given] => named(family, Some(given), None),
        [family, second, third] if is_suffix(third) && !is_suffix(second) => {
            named(family, Some(second), Some(third))
        }
        [family, suffix, given] => named(family, Some(given), Some(suffix)),
        [only] => upright(name, only),
        _ => Person::Whole(decode(name)),
    }
}

fn named(family: &str, given: Option<&str>, suffix: Option<&str>) -> Person {
    let owned = |part: Option<&str>| part.filter(|part| !part.is_empty()).map(str::to_owned);
    Person::Named {
        family: family.to_owned(),
        given: owned(given),
        suffix: owned(suffix),
    }
}

fn is_suffix(part: &str) -> bool {
    let bare = part.trim_end_matches('.');
    matches!(
        bare,
        "Jr" | "Sr" | "jr" | "sr" | "II" | "III" | "IV" | "V" | "2nd" | "3rd"
    )
}

/// A name in the order it is spoken: the last word and the small words before it are the family's.
fn upright(name: &str, whole: &str) -> Person {
    let words: Vec<String> = cut_blanks(name).into_iter().map(decode).collect();
    let Some(last) = words.len().checked_sub(1).filter(|last| *last > 0) else {
        return Person::Whole(whole.to_owned());
    };
    let is_small = |word: &String| word.chars().next().is_some_and(char::is_lowercase);
    let first = words.iter().take(last).position(is_small).unwrap_or(last);
    let family = words.get(first..).unwrap_or_default().join(" ");
    let given = words.get(..first).unwrap_or_default().join(" ");
    named(&family, Some(&given), None)
}

/// The words of a name; braces hold several together.
fn cut_blanks(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in name.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 && (c.is_whitespace() || c == '~') => {
                words.push(name.get(start..at).unwrap_or_default());
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    words.push(name.get(start..).unwrap_or_default());
    words.retain(|word| !word.is_empty());
    words
}

/// Writes one name so that [`person`] reads it back.
pub(super) fn written(person: &Person) -> String {
    match person {
        Person::Whole(name) => format!("{{{}}}", encode(name)),
        Person::Named {
            family,
            given,
            suffix,
        } => {
            let parts = [Some(family), suffix.as_ref(), given.as_ref()];
            parts
                .into_iter()
                .flatten()
                .map(|part| guarded(part))
                .collect::<Vec<_>>()
                .join(", ")
        }
    }
}

/// Braces keep a comma or the word `and` inside a part.
fn guarded(part: &str) -> String {
    let written = encode(part);
    let has_and = part
        .split_whitespace()
        .any(|word| word.eq_ignore_ascii_case("and"));
    if has_and || part.contains([',', ';']) {
        format!("{{{written}}}")
    } else {
        written
    }
}
