//! The records between head and cases, as they stand.

use super::Word;
use super::extension::Extensions;
use super::labels::LabelSet;
use crate::cursor::{Cursor, Ended};

const VARIABLE: i32 = 2;
const VALUE_LABELS: i32 = 3;
const LABELLED_VARIABLES: i32 = 4;
const DOCUMENT: i32 = 6;
const EXTENSION: i32 = 7;
const END: i32 = 999;

/// A variable record. Texts of more than eight bytes have further, empty ones behind theirs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slot<'b> {
    /// 0 for a number, 1 to 255 for a text, `None` for the continuation of a text.
    pub(super) width: Option<usize>,
    /// How a number is shown, by the format's own code.
    pub(super) format: u8,
    pub(super) name: &'b [u8],
    pub(super) label: Option<&'b [u8]>,
    pub(super) missing: Vec<Word>,
    /// The first two missing values are the ends of a range.
    pub(super) missing_is_range: bool,
}

/// Everything that is said before the first case.
#[derive(Debug, Default)]
pub(super) struct Records<'b> {
    pub(super) slots: Vec<Slot<'b>>,
    pub(super) label_sets: Vec<LabelSet<'b>>,
    pub(super) extensions: Extensions<'b>,
    /// The number of cases, where a file with many says it apart.
    pub(super) case_count: Option<usize>,
}

impl<'b> Records<'b> {
    pub(super) fn read(at: &mut Cursor<'b>, big_endian: bool) -> Result<Self, Ended> {
        let mut records = Self {
            extensions: Extensions::new(big_endian),
            ..Self::default()
        };
        loop {
            match at.i32()? {
                VARIABLE => records.slots.push(slot(at)?),
                VALUE_LABELS => {
                    let mut set = LabelSet::read(at)?;
                    if at.i32()? != LABELLED_VARIABLES {
                        return Err(Ended);
                    }
                    for _ in 0..at.length()? {
                        set.slots.push(at.length()?.checked_sub(1).ok_or(Ended)?);
                    }
                    records.label_sets.push(set);
                }
                DOCUMENT => {
                    let lines = at.length()?;
                    at.take(lines.checked_mul(80).ok_or(Ended)?)?;
                }
                EXTENSION => {
                    let subtype = at.i32()?;
                    let (size, count) = (at.length()?, at.length()?);
                    let data = at.take(size.checked_mul(count).ok_or(Ended)?)?;
                    records.extensions.keep(subtype, data);
                }
                END => {
                    at.take(4)?;
                    break;
                }
                _ => return Err(Ended),
            }
        }
        records.case_count = records.extensions.case_count();
        Ok(records)
    }
}

fn slot<'b>(at: &mut Cursor<'b>) -> Result<Slot<'b>, Ended> {
    let width = match at.i32()? {
        -1 => None,
        width @ 0..=255 => Some(width as usize),
        _ => return Err(Ended),
    };
    let has_label = at.i32()? == 1;
    let missing_code = at.i32()?;
    // 0x00TTWWDD: type, width, decimals.
    let format = (at.i32()? >> 16) as u8;
    at.take(4)?;
    let name = at.take(8)?;
    let label = if has_label {
        let length = at.length()?;
        let padded = length.checked_next_multiple_of(4).ok_or(Ended)?;
        at.take(padded)?.get(..length)
    } else {
        None
    };
    if !matches!(missing_code, -3 | -2 | 0..=3) {
        return Err(Ended);
    }
    let mut missing = Vec::new();
    for _ in 0..missing_code.unsigned_abs() {
        missing.push(at.array()?);
    }
    Ok(Slot {
        width,
        format,
        name,
        label,
        missing,
        missing_is_range: missing_code < 0,
    })
}
