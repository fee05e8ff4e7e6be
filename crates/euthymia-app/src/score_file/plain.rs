//! Rows as nearly every file holds them: one line, no doubled quotation marks, answers of digits.
//!
//! Whatever is not so is left to [`super::careful`], which decides alone what is an error.

use super::columns::{Layout, Step};
use memchr::memchr3;

/// Reads the row that begins at `at`: answers into `values`, cells that pass into `out`, each with a
/// delimiter after it. Returns where the next row begins; `None` when the row is not plain, with
/// anything in `values` and `out`.
pub(super) fn row(
    layout: &Layout<'_>,
    text: &[u8],
    mut at: usize,
    values: &mut [Option<f64>],
    out: &mut Vec<u8>,
) -> Option<usize> {
    let delimiter = layout.delimiter;
    let (last, others) = layout.steps.split_last()?;
    for step in others {
        at = cells(layout, *step, text, at, values, out)?;
        if text.get(at) != Some(&delimiter) {
            return None;
        }
        at += 1;
    }
    at = cells(layout, *last, text, at, values, out)?;
    match text.get(at..) {
        Some([b'\n', ..]) => Some(at + 1),
        Some([b'\r', b'\n', ..]) => Some(at + 2),
        Some([]) => Some(at),
        _ => None,
    }
}

/// Reads the cells of one step; returns where the last of them ends.
#[inline(always)]
fn cells(
    layout: &Layout<'_>,
    step: Step,
    text: &[u8],
    start: usize,
    values: &mut [Option<f64>],
    out: &mut Vec<u8>,
) -> Option<usize> {
    let delimiter = layout.delimiter;
    match step {
        Step::Pass(count) => pass(count, text, start, delimiter, out),
        Step::Item(reader) => {
            let reader = layout.readers.get(reader)?;
            let value = values.get_mut(reader.place)?;
            if let Some([byte, stop]) = text.get(start..start + 2)
                && (*stop == delimiter || *stop == b'\n')
                && let Some(answer) = reader.single(*byte)
                && *byte != delimiter
            {
                *value = answer;
                return Some(start + 1);
            }
            let end = cell_end(text, start, delimiter)?;
            *value = reader.quick(unquoted(&text[start..end]))?;
            Some(end)
        }
    }
}

/// Copies cells that pass; returns where the last of them ends.
fn pass(
    count: usize,
    text: &[u8],
    start: usize,
    delimiter: u8,
    out: &mut Vec<u8>,
) -> Option<usize> {
    let mut end = cell_end(text, start, delimiter)?;
    for _ in 1..count {
        if text.get(end) != Some(&delimiter) {
            return None;
        }
        end = cell_end(text, end + 1, delimiter)?;
    }
    out.extend_from_slice(&text[start..end]);
    out.push(delimiter);
    Some(end)
}

/// Where the cell that begins at `start` ends; `None` for cells that begin with a space or hold a
/// quotation mark or a line end between quotation marks.
fn cell_end(text: &[u8], start: usize, delimiter: u8) -> Option<usize> {
    let rest = text.get(start..)?;
    let stops = |byte: &u8| *byte == delimiter || matches!(byte, b'\n' | b'\r');
    match rest.first() {
        Some(b' ' | b'\t') if rest[0] != delimiter => None,
        Some(b'"') => {
            let inner = &rest[1..];
            let close = inner
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\n' | b'\r'))?;
            let after = inner.get(close + 1);
            let closes = inner[close] == b'"' && after.is_none_or(stops);
            closes.then_some(start + close + 2)
        }
        _ => Some(start + memchr3(delimiter, b'\n', b'\r', rest).unwrap_or(rest.len())),
    }
}

#[inline]
fn unquoted(cell: &[u8]) -> &[u8] {
    match cell {
        [b'"', inner @ .., b'"'] => inner,
        _ => cell,
    }
}
