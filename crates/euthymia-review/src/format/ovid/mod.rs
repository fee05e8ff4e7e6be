//! The citation format of Ovid: `<1>`, names of fields on lines of their own with indented values,
//! or two letters and a hyphen (`UI  - 12345678`).

mod parse;
mod source;
mod tags;

use std::io::BufRead;

use super::Pieces;
use super::cut::{Before, Place, cut};

pub(crate) use parse::parse;

/// Whether a text looks like it.
pub(crate) fn is(head: &str) -> bool {
    let lines = head.lines().map(|line| line.trim_matches('\u{feff}'));
    let mut lines = lines.filter(|line| !line.trim().is_empty()).take(400);
    let Some(first) = lines.next() else {
        return false;
    };
    let is_start = is_number(first) || first.starts_with("VN  - Ovid");
    let is_ours = |line: &str| {
        tagged(line).is_some_and(|(tag, _)| tags::slot(tag).is_some()) && !line.starts_with("TY  -")
    };
    let next = lines.next();
    if is_start {
        return next.is_some_and(is_ours);
    }
    matches!(first.trim(), "Score" | "Accession Number") && next.is_some_and(|n| n.starts_with(' '))
}

/// Cuts at `<1>`; in a file without such numbers, where the first name of the record before comes
/// again.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    let mut has_numbers = false;
    let mut first = String::new();
    cut(text, move |line, before| {
        has_numbers |= is_number(line);
        let tag = tagged(line).map(|(tag, _)| tag);
        let place = place(line, tag, before, has_numbers, &first);
        if place == Place::Begins {
            first = tag.unwrap_or_default().to_owned();
        }
        place
    })
}

fn place(line: &str, tag: Option<&str>, before: Before, has_numbers: bool, first: &str) -> Place {
    if is_number(line) {
        return Place::Begins;
    }
    match (tag, before.is_open) {
        (Some(tag), true) if !has_numbers && before.after_blank && tag == first => Place::Begins,
        (_, true) => Place::Inside,
        (Some(tag), false) if tags::slot(tag).is_some() => Place::Begins,
        (_, false) if line.starts_with("Database: ") || line == "Search Strategy:" => Place::Frame,
        (_, false) => Place::Stray,
    }
}

/// `<17>`
fn is_number(line: &str) -> bool {
    let number = line
        .trim()
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    number.is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Tag and value of a line: a name that is not indented has its values on further lines.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let short = line.split_at_checked(2).and_then(|(tag, rest)| {
        let is_tag = tag.bytes().all(|byte| byte.is_ascii_uppercase());
        let value = rest.strip_prefix("  -")?;
        is_tag.then(|| (tag, value.trim()))
    });
    if short.is_some() {
        return short;
    }
    let is_name = !line.starts_with(char::is_whitespace) && !line.trim().is_empty();
    is_name.then(|| (line.trim(), ""))
}
