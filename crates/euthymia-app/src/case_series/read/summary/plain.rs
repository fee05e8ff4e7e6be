//! Rows as nearly every file holds them: one line, days or dates, scores of digits.
//!
//! Whatever is not so is left to [`super::careful`], which decides alone what is an error.

use super::layout::{Layout, ScoreColumn, Step, TimeColumn};
use crate::case_series::moment::{TimeUnit, rounded};
use crate::pieces::cell::{cell_end, row_end, unquoted};
use euthymia_clinical::date::days_between;
use euthymia_report::case_series::DAY_ZERO;
use euthymia_table::DecimalMark;
use jiff::civil::Date;
use std::ops::Range;

/// More than a hundred years are looked at closely.
const DAYS_MAX: f64 = 36_500.0;

/// A row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Where the patient stands in the text, without quotation marks; to be emptied before another text.
    pub(super) patient: Range<usize>,
    /// The day from which [`DAY_ZERO`] is day 0.
    pub(super) day: i64,
    /// The number in the column of times, where it is one.
    pub(super) time: Option<Plain>,
    /// By score column.
    pub(super) scores: Vec<Option<Plain>>,
}

/// A number with the decimal mark that it shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plain {
    pub(super) value: f64,
    pub(super) shows: Option<DecimalMark>,
}

/// Reads the row that begins at `at`; returns where the next one begins, `None` when it is not plain.
pub(super) fn row(
    layout: &Layout<'_>,
    steps: &[Step],
    text: &[u8],
    mut at: usize,
    row: &mut Row,
) -> Option<usize> {
    let delimiter = layout.head.delimiter();
    let (last, others) = steps.split_last()?;
    for step in others {
        at = cells(layout, *step, text, at, row)?;
        if text.get(at) != Some(&delimiter) {
            return None;
        }
        at += 1;
    }
    at = cells(layout, *last, text, at, row)?;
    row_end(text, at)
}

/// Reads the cells of one step; returns where the last of them ends.
#[inline(always)]
fn cells(
    layout: &Layout<'_>,
    step: Step,
    text: &[u8],
    start: usize,
    row: &mut Row,
) -> Option<usize> {
    let delimiter = layout.head.delimiter();
    match step {
        Step::Patient => patient(text, start, delimiter, row),
        Step::Pass(count) => {
            let end = cell_end(text, start, delimiter)?;
            passed(count, text, end, delimiter)
        }
        Step::Time => {
            let column = layout.time.as_ref()?;
            if column.takes_whole
                && let Some((number, end)) = whole(layout, text, start, delimiter)
            {
                let days = number.value * column.unit.days()?;
                (row.day, row.time) = (rounded(days), Some(number));
                return (days <= DAYS_MAX).then_some(end);
            }
            let end = cell_end(text, start, delimiter)?;
            (row.day, row.time) = time(layout, column, unquoted(&text[start..end]))?;
            Some(end)
        }
        Step::Score(at) => {
            let column = layout.scores.get(at)?;
            let slot = row.scores.get_mut(at)?;
            if let Some((number, end)) = whole(layout, text, start, delimiter)
                && (column.lowest..=column.highest).contains(&number.value)
            {
                *slot = Some(number);
                return Some(end);
            }
            let end = cell_end(text, start, delimiter)?;
            *slot = score(layout, column, unquoted(&text[start..end]))?;
            Some(end)
        }
    }
}

/// One to four digits that mean a number, and where the cell ends; `None` for whatever needs a closer
/// look.
#[inline(always)]
fn whole(layout: &Layout<'_>, text: &[u8], start: usize, delimiter: u8) -> Option<(Plain, usize)> {
    let mut value = 0_u32;
    let cell = text.get(start..)?;
    let length = cell
        .iter()
        .take(5)
        .position(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'))?;
    for byte in &cell[..length] {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10 + u32::from(byte - b'0');
    }
    let number = Plain {
        value: f64::from(value),
        shows: None,
    };
    (length > 0 && !layout.missing_has_digits).then_some((number, start + length))
}

/// The cell of the patient: nearly always that of the row before.
#[inline(always)]
fn patient(text: &[u8], start: usize, delimiter: u8, row: &mut Row) -> Option<usize> {
    let known = text.get(row.patient.clone()).unwrap_or_default();
    let end = start + known.len();
    if !known.is_empty() && text.get(start..end) == Some(known) && text.get(end) == Some(&delimiter)
    {
        row.patient = start..end;
        return Some(end);
    }
    let end = cell_end(text, start, delimiter)?;
    let quotes = usize::from(text.get(start) == Some(&b'"'));
    row.patient = start + quotes..end - quotes;
    Some(end)
}

/// The end of the last of so many cells, of which the first ends at `end`.
fn passed(count: usize, text: &[u8], mut end: usize, delimiter: u8) -> Option<usize> {
    for _ in 1..count {
        if text.get(end) != Some(&delimiter) {
            return None;
        }
        end = cell_end(text, end + 1, delimiter)?;
    }
    Some(end)
}

fn is_missing(layout: &Layout<'_>, cell: &[u8]) -> bool {
    layout.missing.iter().any(|text| text == cell)
}

fn score(layout: &Layout<'_>, column: &ScoreColumn, cell: &[u8]) -> Option<Option<Plain>> {
    if is_missing(layout, cell) {
        return Some(None);
    }
    let number = number(layout, cell)?;
    (column.lowest..=column.highest)
        .contains(&number.value)
        .then_some(Some(number))
}

fn time(layout: &Layout<'_>, column: &TimeColumn, cell: &[u8]) -> Option<(i64, Option<Plain>)> {
    if is_missing(layout, cell) {
        return None;
    }
    if !column.days.is_empty() {
        // Texts that the start of the file does not have are looked at closely.
        let is_coded = column.codes.contains(cell);
        let shown = number(layout, cell).filter(|_| !is_coded);
        return Some((*column.days.get(cell)?, shown));
    }
    match column.unit {
        TimeUnit::Date => date(cell).map(|day| (day, None)),
        TimeUnit::Days | TimeUnit::Weeks | TimeUnit::Months => {
            let number = number(layout, cell)?;
            let days = number.value * column.unit.days()?;
            (days <= DAYS_MAX).then(|| (rounded(days), Some(number)))
        }
        TimeUnit::Order | TimeUnit::Label => None,
    }
}

/// `2026-03-31`, nothing else.
fn date(cell: &[u8]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = cell else {
        return None;
    };
    let digits = |digits: &[&u8]| {
        digits.iter().try_fold(0_i16, |so_far, byte| {
            byte.is_ascii_digit()
                .then(|| so_far * 10 + i16::from(**byte - b'0'))
        })
    };
    let month = i8::try_from(digits(&[m1, m2])?).ok()?;
    let day = i8::try_from(digits(&[d1, d2])?).ok()?;
    let date = Date::new(digits(&[y1, y2, y3, y4])?, month, day).ok()?;
    Some(days_between(DAY_ZERO, date))
}

/// Digits, alone or with a decimal mark that cannot separate thousands: at most nine, so that the
/// quotient of two whole numbers is the number as written.
#[inline]
fn number(layout: &Layout<'_>, cell: &[u8]) -> Option<Plain> {
    let mut digits = 0_u32;
    let mut mark = None;
    for (at, byte) in cell.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits = digits * 10 + u32::from(byte - b'0'),
            b'.' | b',' if mark.is_none() && at > 0 => mark = Some((at, *byte)),
            _ => return None,
        }
    }
    if cell.is_empty() || cell.len() > 9 {
        return None;
    }
    let Some((at, byte)) = mark else {
        return Some(Plain {
            value: f64::from(digits),
            shows: None,
        });
    };
    let shows = if byte == b'.' {
        DecimalMark::Point
    } else {
        DecimalMark::Comma
    };
    let decimals = cell.len() - at - 1;
    // Three decimals may be thousands.
    if !matches!(decimals, 1 | 2 | 4 | 5) || !layout.takes(shows) {
        return None;
    }
    let power = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5];
    Some(Plain {
        value: f64::from(digits) / power.get(decimals)?,
        shows: Some(shows),
    })
}
