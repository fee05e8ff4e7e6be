//! Where a record of RIS begins and ends.

use std::io::BufRead;

use super::line::{is_tight, tagged};
use crate::format::Pieces;
use crate::format::cut::{Before, Place, cut};

/// Cuts before `TY` and behind `ER`.
///
/// A record may lack either. Numbers and names that providers write between records are the frame;
/// a link that Ovid writes behind a record belongs to it.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    let mut has_type = false;
    let mut tight = false;
    cut(text, move |line, before| {
        tight |= is_tight(line);
        let place = place(line, before, has_type, tight);
        let tag = tagged(line, tight).map(|(tag, _)| tag);
        let is_type = tag.is_some_and(|tag| tag.eq_ignore_ascii_case("TY"));
        match place {
            Place::Begins => has_type = is_type,
            _ => has_type |= is_type,
        }
        place
    })
}

fn place(line: &str, before: Before, has_type: bool, tight: bool) -> Place {
    let is_open = before.is_open && !before.has_ended;
    let Some((tag, value)) = tagged(line, tight) else {
        return match () {
            () if is_open => Place::Inside,
            () if before.is_open && line.starts_with("Link to the ") => Place::Inside,
            () if is_frame(line) => Place::Frame,
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
        (true, false) if value.is_empty() => Place::Frame,
        (true, false) => Place::Stray,
        (false, true) => Place::Inside,
        (false, false) => Place::Begins,
    }
}

/// Lines that providers write between records: `1.`, `<1>`, `Record #1 of 20`, `Provider: Ovid`.
fn is_frame(line: &str) -> bool {
    let line = line.trim();
    let number = line.trim_matches(['<', '>', '.']);
    let is_number = number.len() < line.len() && number.bytes().all(|byte| byte.is_ascii_digit());
    let starts = ["Record ", "Provider: ", "Content: ", "Database: "];
    let is_record_of = |line: &str| line.contains(" of ");
    is_number
        || starts
            .iter()
            .any(|start| line.starts_with(start) && (*start != "Record " || is_record_of(line)))
}
