//! The data sets (members) of a transport file.

use std::sync::Arc;

use euthymia_table::Diagnostic;

use super::RECORD;
use super::namestr::{self, Variable};
use crate::cursor::{Cursor, Ended};
use crate::decoder::Decoder;

/// One data set.
pub(super) struct Member<'b> {
    pub(super) name: String,
    pub(super) variables: Vec<Variable>,
    /// Everything from the first row to the next data set.
    data: &'b [u8],
    row_length: usize,
    /// How many rows there are, where the file says so.
    row_count: Option<usize>,
    file: Arc<str>,
}

/// A finding about a file that does not keep to the format.
pub(super) fn damaged(file: &Arc<str>) -> Diagnostic {
    Diagnostic::error(
        file.clone(),
        "the SAS transport file is cut short or damaged",
    )
    .with_help("Copy it again, in binary mode, or write it anew.")
}

/// All data sets of a file.
pub(super) fn all<'b>(
    bytes: &'b [u8],
    decoder: &Decoder,
    file: &Arc<str>,
) -> Result<Vec<Member<'b>>, Diagnostic> {
    let mut at = Cursor::new(bytes, true);
    let ended = |Ended| damaged(file);
    at.take(3 * RECORD).map_err(ended)?;
    let mut members = Vec::new();
    while header(at.rest()).is_some_and(|name| name.starts_with("MEMB")) {
        members.push(member(&mut at, decoder, file)?);
    }
    match members.is_empty() {
        true => Err(damaged(file)),
        false => Ok(members),
    }
}

/// The name of the header record that stands here.
fn header(bytes: &[u8]) -> Option<&str> {
    let record = bytes.get(..RECORD)?;
    let rest = record.strip_prefix(b"HEADER RECORD*******")?;
    let is_header = rest.get(8..28)? == b"HEADER RECORD!!!!!!!";
    is_header.then(|| std::str::from_utf8(rest.get(..8)?).ok())?
}

/// The whole number between two positions of a header record.
fn count(record: &[u8], from: usize, to: usize) -> Option<usize> {
    let digits = std::str::from_utf8(record.get(from..to)?).ok()?;
    digits.trim().parse().ok()
}

fn member<'b>(
    at: &mut Cursor<'b>,
    decoder: &Decoder,
    file: &Arc<str>,
) -> Result<Member<'b>, Diagnostic> {
    let ended = |Ended| damaged(file);
    let first = at.take(RECORD).map_err(ended)?;
    let is_v8 = header(first) == Some("MEMBV8  ");
    let description_length = count(first, 74, 78).filter(|length| (120..=400).contains(length));
    at.take(RECORD).map_err(ended)?;
    let named = at.take(RECORD).map_err(ended)?;
    let name = named
        .get(8..if is_v8 { 40 } else { 16 })
        .unwrap_or_default();
    let name = decoder.owned(name, file)?;
    at.take(RECORD).map_err(ended)?;
    let counted = at.take(RECORD).map_err(ended)?;
    let (Some(each), Some(how_many)) = (description_length, count(counted, 54, 58)) else {
        return Err(damaged(file));
    };
    let descriptions = padded(at, each.saturating_mul(how_many)).map_err(ended)?;
    let mut variables: Vec<Variable> = descriptions
        .chunks_exact(each)
        .take(how_many)
        .map(|bytes| namestr::variable(bytes, is_v8, decoder, file))
        .collect::<Result<_, _>>()?;
    let mut next = at.take(RECORD).map_err(ended)?;
    if let Some(extended @ ("LABELV8 " | "LABELV9 ")) = header(next) {
        let entries = count(next, 48, 80).unwrap_or(0);
        let has_formats = extended == "LABELV9 ";
        long_labels(at, entries, has_formats, &mut variables, decoder, file)?;
        next = at.take(RECORD).map_err(ended)?;
    }
    let row_count = match header(next) {
        Some("OBSV8   ") => count(next, 48, 63).filter(|rows| *rows > 0),
        Some("OBS     ") => None,
        _ => return Err(damaged(file)),
    };
    let row_length = variables.iter().map(Variable::length).sum();
    // A variable without bytes would make rows of nothing.
    let fits = |of: &Variable| of.length() > 0 && of.span().end <= row_length;
    if row_length == 0 || !variables.iter().all(fits) {
        return Err(damaged(file));
    }
    let data = until_next_member(at).map_err(ended)?;
    Ok(Member {
        name,
        variables,
        data,
        row_length,
        row_count,
        file: file.clone(),
    })
}

/// So many bytes, and the blanks that fill the last record.
fn padded<'b>(at: &mut Cursor<'b>, length: usize) -> Result<&'b [u8], Ended> {
    at.take(length.checked_next_multiple_of(RECORD).ok_or(Ended)?)
}

/// Labels of more than 40 characters and names, each behind the number of its variable.
fn long_labels(
    at: &mut Cursor<'_>,
    entries: usize,
    has_formats: bool,
    variables: &mut [Variable],
    decoder: &Decoder,
    file: &Arc<str>,
) -> Result<(), Diagnostic> {
    let ended = |Ended| damaged(file);
    let before = at.rest().len();
    for _ in 0..entries {
        let position = usize::from(at.u16().map_err(ended)?);
        let name_length = at.u16().map_err(ended)?;
        let label_length = at.u16().map_err(ended)?;
        let mut more = 0;
        if has_formats {
            more = usize::from(at.u16().map_err(ended)?) + usize::from(at.u16().map_err(ended)?);
        }
        let name = at.take(usize::from(name_length)).map_err(ended)?;
        let label = at.take(usize::from(label_length)).map_err(ended)?;
        at.take(more).map_err(ended)?;
        let variable = position.checked_sub(1).and_then(|at| variables.get_mut(at));
        if let Some(variable) = variable {
            let name = decoder.owned(name, file)?;
            if !name.is_empty() {
                variable.name = name;
            }
            variable.label = decoder.owned(label, file)?;
        }
    }
    let read = before - at.rest().len();
    let filling = read.next_multiple_of(RECORD) - read;
    at.take(filling).map_err(ended)?;
    Ok(())
}

/// Everything up to the next header of a data set.
fn until_next_member<'b>(at: &mut Cursor<'b>) -> Result<&'b [u8], Ended> {
    let is_next = |record: &[u8]| header(record).is_some_and(|name| name.starts_with("MEMB"));
    let rest = at.rest();
    let position = rest.chunks_exact(RECORD).position(is_next);
    at.take(position.map_or(rest.len(), |record| record * RECORD))
}

impl<'b> Member<'b> {
    /// The rows, each of the same length.
    pub(super) fn rows(&self) -> Result<impl Iterator<Item = &'b [u8]> + use<'b>, Diagnostic> {
        let whole = self.data.len() / self.row_length;
        let rows = match self.row_count {
            Some(said) if said > whole => return Err(damaged(&self.file)),
            Some(said) => said,
            None => {
                let left = self.data.get(whole * self.row_length..).unwrap_or_default();
                if !is_blank(left) {
                    return Err(damaged(&self.file));
                }
                self.rows_before_filling(whole)
            }
        };
        Ok(self.data.chunks_exact(self.row_length).take(rows))
    }

    /// A warning when the file stops where no file of this format stops.
    pub(super) fn warning(&self, file: &Arc<str>) -> Option<Diagnostic> {
        let message = "the file does not end with a whole record and may be cut short";
        let odd = !self.data.len().is_multiple_of(RECORD);
        odd.then(|| Diagnostic::warning(file.clone(), message))
    }

    /// How many rows are left when blank ones at the end, which only fill the last record, go.
    fn rows_before_filling(&self, whole: usize) -> usize {
        let mut rows = whole;
        let filled = |rows: usize| (rows * self.row_length).next_multiple_of(RECORD);
        while rows > 0 && filled(rows - 1) >= self.data.len() {
            let last = (rows - 1) * self.row_length..rows * self.row_length;
            if !is_blank(self.data.get(last).unwrap_or_default()) {
                break;
            }
            rows -= 1;
        }
        rows
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == b' ')
}
