//! Where a record of RIS begins and ends.

use std::io::BufRead;

use super::line::{is_tight, tagged};
use crate::format::Pieces;
use crate::format::cut::{Before, Place, cut};

/// Cuts before `TY` and behind `ER`.
///
/// A record may lack either. Numbers of records and the head of a provider are the frame; a link
/// that Ovid writes behind a record belongs to it. An end without a record is told.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    let mut has_type = false;
    let mut tight = false;
    let mut in_head = false;
    cut(text, move |line, before| {
        tight |= is_tight(line);
        let place = place(line, before, has_type, tight, in_head);
        in_head = place == Place::Frame && (in_head || line.starts_with("Provider: "));
        let tag = tagged(line, tight).map(|(tag, _)| tag);
        let is_type = tag.is_some_and(|tag| tag.eq_ignore_ascii_case("TY"));
        match place {
            Place::Begins => has_type = is_type,
            _ => has_type |= is_type,
        }
        place
    })
}

fn place(line: &str, before: Before, has_type: bool, tight: bool, in_head: bool) -> Place {
    let is_open = before.is_open && !before.has_ended;
    let Some((tag, _)) = tagged(line, tight) else {
        return match () {
            () if is_open => Place::Inside,
            () if before.is_open && line.starts_with("Link to the ") => Place::Inside,
            () if is_frame(line, in_head) => Place::Frame,
            () => Place::Stray,
        };
    };
    if tag.eq_ignore_ascii_case("TY") {
        let goes_on = is_open && !has_type && !before.after_blank;
        return if goes_on {
            Place::Inside
        } else {
            Place::Begins
        };
    }
    let is_end = tag.eq_ignore_ascii_case("ER");
    match (is_end, is_open) {
        (true, true) => Place::Ends,
        (true, false) => Place::Stray,
        (false, true) => Place::Inside,
        (false, false) => Place::Begins,
    }
}

/// Lines that providers write between records: `1.`, `<1>`, `Record #1 of 20`, and a head that
/// begins with `Provider: Ovid`, after which `Database: MEDLINE` and `Content: text/plain` may
/// stand.
fn is_frame(line: &str, in_head: bool) -> bool {
    let line = line.trim();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = line.trim_matches(['<', '>', '.']);
    let count = line
        .strip_prefix("Record #")
        .and_then(|rest| rest.split_once(" of "));
    number.len() < line.len() && is_number(number)
        || count.is_some_and(|(one, all)| is_number(one) && is_number(all))
        || line.starts_with("Provider: ")
        || in_head && (line.starts_with("Database: ") || line.starts_with("Content: text/"))
}
