//! Where a record of PubMed begins and ends.

use std::io::BufRead;

use super::tags;
use crate::format::Pieces;
use crate::format::cut::{Before, Place, cut};

/// Whether a text looks like it: the number of PubMed or its owner, or several known tags.
pub(crate) fn is(head: &str) -> bool {
    let mut known = 0;
    let mut long = 0;
    for line in head.lines().take(400) {
        match tagged(line) {
            Some(("PMID" | "PMC" | "OWN", _)) => return true,
            Some((tag, _)) if tags::slot(tag).is_some() => {
                known += 1;
                long += usize::from(tag.len() > 2);
            }
            _ => {}
        }
    }
    known >= 3 && long >= 1
}

/// Cuts before a tag that follows a blank line, and before a second `PMID`.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    let mut has_pmid = false;
    cut(text, move |line, before| {
        let tag = tagged(line).map(|(tag, _)| tag);
        let is_pmid = tag == Some("PMID");
        let place = place(line, tag.is_some(), is_pmid && has_pmid, before);
        has_pmid = is_pmid || (has_pmid && place == Place::Inside);
        place
    })
}

fn place(line: &str, is_tagged: bool, is_second: bool, before: Before) -> Place {
    let is_text = line.starts_with([' ', '\t']) || !before.after_blank;
    match is_tagged {
        true if !before.is_open || before.after_blank || is_second => Place::Begins,
        true => Place::Inside,
        false if before.is_open && is_text => Place::Inside,
        false if is_count(line) => Place::Frame,
        false => Place::Stray,
    }
}

/// The number of a record in a list: `12` or `12.`.
fn is_count(line: &str) -> bool {
    let digits = line.trim_end_matches('.');
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Tag and value of a line: two to four letters, spaces up to the fourth place, a hyphen.
pub(super) fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let end = line.bytes().position(|byte| byte == b' ' || byte == b'-')?;
    let (tag, rest) = line.split_at_checked(end)?;
    let is_tag = (2..=4).contains(&end)
        && tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let after = rest.trim_start_matches(' ');
    let spaces = rest.len() - after.len();
    let value = after.strip_prefix('-')?;
    (is_tag && spaces <= 3).then(|| (tag, value.trim()))
}
