//! Rows as nearly every file holds them: one line, no doubled quotation marks, answers of digits.
//!
//! Whatever is not so is left to [`super::careful`], which decides alone what is an error.

use super::columns::{Layout, Step};
use crate::pieces::cell::{cell_end, row_end, unquoted};

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
    row_end(text, at)
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
