//! Names that stand for a text: those of months, and those that `@string` defines.

use super::entry;
use crate::Context;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// How many macros may stand for one another.
const DEPTH_MAX: usize = 8;

/// What a name stands for. The last definition counts; a month not defined is its own name with a
/// capital letter.
pub(super) fn lookup(name: &str, context: &Context) -> Option<String> {
    expanded(name, context, DEPTH_MAX)
}

/// The macro of a month, from 1.
pub(super) fn month(number: u8) -> Option<&'static str> {
    MONTHS.get(usize::from(number).checked_sub(1)?).copied()
}

fn expanded(name: &str, context: &Context, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let defined = context
        .texts
        .iter()
        .rev()
        .find_map(|text| definition(text, name));
    if let Some(value) = defined {
        return Some(resolved(value, context, depth));
    }
    let lower = name.to_ascii_lowercase();
    MONTHS.contains(&lower.as_str()).then(|| {
        let capital = lower.get(..1).unwrap_or_default().to_uppercase();
        format!("{capital}{}", lower.get(1..).unwrap_or_default())
    })
}

/// The value in `@string{name = value}` as it stands, if it is of this name.
fn definition<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let start = text.trim_start_matches('@').trim_start();
    let word = start.get(..6)?;
    if !word.eq_ignore_ascii_case("string") {
        return None;
    }
    let body = start.get(6..)?.trim_start().get(1..)?;
    let (found, value) = body.split_once('=')?;
    let value = value.trim_end();
    found
        .trim()
        .eq_ignore_ascii_case(name)
        .then(|| value.strip_suffix(['}', ')']).unwrap_or(value))
}

fn resolved(mut rest: &str, context: &Context, depth: usize) -> String {
    let mut out = String::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '#');
        let end = match rest.bytes().next() {
            None => return out,
            Some(b'{') => entry::braced(rest),
            Some(b'"') => entry::quoted(rest),
            Some(_) => {
                let end = rest.find('#').unwrap_or(rest.len());
                let word = rest
                    .get(..end)
                    .unwrap_or_default()
                    .trim()
                    .trim_end_matches(',');
                out.push_str(&expanded(word, context, depth).unwrap_or_else(|| word.to_owned()));
                rest = rest.get(end..).unwrap_or_default();
                continue;
            }
        };
        let end = end.unwrap_or(rest.len());
        out.push_str(rest.get(1..end).unwrap_or_default());
        rest = rest.get(end + 1..).unwrap_or_default();
    }
}

/// Whether a text is the macro of a month.
pub(super) fn is_month(text: &str) -> bool {
    MONTHS.contains(&text)
}
