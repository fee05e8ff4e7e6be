//! The description of one variable (a NAMESTR).

use std::ops::Range;
use std::sync::Arc;

use euthymia_table::Diagnostic;

use super::member::damaged;
use crate::cursor::{Cursor, Ended};
use crate::decoder::Decoder;

/// What the numbers of a variable stand for, by their display format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Number,
    /// Days since 1960.
    Day,
    /// Seconds since 1960.
    Moment,
    /// Seconds since midnight.
    Clock,
}

/// One variable of a data set.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) is_text: bool,
    pub(super) meaning: Meaning,
    start: usize,
    length: usize,
}

impl Variable {
    /// Where the variable stands in a row.
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.start.saturating_add(self.length)
    }

    pub(super) fn length(&self) -> usize {
        self.length
    }
}

/// The fields of the description, as they stand.
struct Fields<'b> {
    kind: u16,
    length: u16,
    name: &'b [u8],
    label: &'b [u8],
    format: &'b [u8],
    start: i32,
    long_name: &'b [u8],
}

fn fields(bytes: &[u8]) -> Result<Fields<'_>, Ended> {
    let mut at = Cursor::new(bytes, true);
    let kind = at.u16()?;
    at.take(2)?;
    let length = at.u16()?;
    at.take(2)?;
    let name = at.take(8)?;
    let label = at.take(40)?;
    let format = at.take(8)?;
    at.take(20)?;
    let start = at.i32()?;
    let long_name = at.take(32)?;
    Ok(Fields {
        kind,
        length,
        name,
        label,
        format,
        start,
        long_name,
    })
}

/// Reads a description of at least 120 bytes; only version 8 has a long name.
pub(super) fn variable(
    bytes: &[u8],
    is_v8: bool,
    decoder: &Decoder,
    file: &Arc<str>,
) -> Result<Variable, Diagnostic> {
    let fields = fields(bytes).map_err(|Ended| damaged(file))?;
    let long_name = match is_v8 {
        true => decoder.owned(fields.long_name, file)?,
        false => String::new(),
    };
    let name = match long_name.is_empty() {
        true => decoder.owned(fields.name, file)?,
        false => long_name,
    };
    Ok(Variable {
        name,
        label: decoder.owned(fields.label, file)?,
        is_text: fields.kind == 2,
        meaning: meaning(&String::from_utf8_lossy(fields.format)),
        start: usize::try_from(fields.start).map_err(|_| damaged(file))?,
        length: usize::from(fields.length),
    })
}

/// Formats of days, by their names without widths.
const DAYS: [&str; 31] = [
    "DATE", "DAY", "DDMMYY", "DDMMYYB", "DDMMYYC", "DDMMYYD", "DDMMYYN", "DDMMYYP", "DDMMYYS",
    "MMDDYY", "MMDDYYB", "MMDDYYC", "MMDDYYD", "MMDDYYN", "MMDDYYP", "MMDDYYS", "YYMMDD",
    "YYMMDDB", "YYMMDDC", "YYMMDDD", "YYMMDDN", "YYMMDDP", "YYMMDDS", "E8601DA", "B8601DA",
    "IS8601DA", "JULIAN", "JULDAY", "WORDDATE", "WEEKDATE", "WEEKDATX",
];
/// Formats that show a day in another way, such as its month.
const DAYS_TOO: [&str; 9] = [
    "MONYY", "MMYY", "YYMM", "YYQ", "YYMON", "WORDDATX", "NLDATE", "EURDFDD", "EURDFDE",
];
const MOMENTS: [&str; 11] = [
    "DATETIME", "DATEAMPM", "MDYAMPM", "DTDATE", "DTMONYY", "E8601DT", "B8601DT", "IS8601DT",
    "NLDATM", "E8601DN", "YMDDTTM",
];
const CLOCKS: [&str; 9] = [
    "TIME", "HHMM", "HOUR", "MMSS", "TOD", "TIMEAMPM", "E8601TM", "B8601TM", "NLTIME",
];

fn meaning(format: &str) -> Meaning {
    let name = format.trim().to_ascii_uppercase();
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    if DAYS.contains(&name) || DAYS_TOO.contains(&name) {
        Meaning::Day
    } else if MOMENTS.contains(&name) {
        Meaning::Moment
    } else if CLOCKS.contains(&name) {
        Meaning::Clock
    } else {
        Meaning::Number
    }
}
