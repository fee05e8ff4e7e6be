//! A cell of a sheet as text.

use calamine::{CellErrorType, Data, ExcelDateTime};

use crate::calendar;
use crate::number::NumberText;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    /// `#N/A`: what spreadsheets have for missing.
    NotAvailable,
    /// Another error of a formula, as the sheet shows it.
    Error(String),
}

/// A cell with content, at its row and column from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetCell {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) value: Value,
}

/// The content of a cell; `None` when it is empty.
pub(super) fn of(data: Data, number: NumberText) -> Option<Value> {
    let text = match data {
        Data::Empty => return None,
        Data::Error(CellErrorType::NA) => return Some(Value::NotAvailable),
        Data::Error(error) => return Some(Value::Error(error.to_string())),
        Data::Int(value) => value.to_string(),
        Data::Float(value) => number.of(value),
        Data::Bool(value) => value.to_string(),
        Data::String(text) => text,
        Data::DateTime(moment) => excel(&moment, number),
        Data::DateTimeIso(text) => iso_moment(&text),
        Data::DurationIso(text) => iso_clock(&text).unwrap_or(text),
    };
    (!text.trim().is_empty()).then_some(Value::Text(text))
}

/// A serial number that is formatted as date or time. Below one day it is a time of day.
fn excel(moment: &ExcelDateTime, number: NumberText) -> String {
    const LAST_DAY: f64 = 2_958_466.0;
    let serial = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&serial) {
        return calendar::clock(serial * 86_400.0).unwrap_or_else(|| number.of(serial));
    }
    if !(1.0..LAST_DAY).contains(&serial) {
        return number.of(serial);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second, milli) == (0, 0, 0, 0) {
        return date;
    }
    let seconds = u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second);
    match calendar::clock(f64::from(seconds) + f64::from(milli) / 1000.0) {
        Some(clock) => format!("{date}T{clock}"),
        None => date,
    }
}

/// An ISO moment without a time of day at midnight.
fn iso_moment(text: &str) -> String {
    match text.split_once('T') {
        Some((day, time))
            if time
                .trim_end_matches('Z')
                .chars()
                .all(|c| "0:.".contains(c)) =>
        {
            day.to_owned()
        }
        _ => text.to_owned(),
    }
}

/// `PT26H30M05S` as `26:30:05`; `None` when it is no such duration.
fn iso_clock(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix("PT")?;
    let mut seconds = 0.0;
    for (mark, factor) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((count, after)) = rest.split_once(mark) {
            seconds += count.parse::<f64>().ok()? * factor;
            rest = after;
        }
    }
    rest.is_empty().then(|| calendar::clock(seconds))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    fn shown(serial: f64, is_1904: bool) -> String {
        let number = NumberText::new(&Default::default());
        excel(&ExcelDateTime::new(serial, DateTime, is_1904), number)
    }

    #[test]
    fn byhand_serial_dates() {
        // 2024-01-01 is 45292 days after 1899-12-30, and 1462 fewer after 1904-01-01.
        assert_eq!(shown(45_292.0, false), "2024-01-01");
        assert_eq!(shown(43_830.0, true), "2024-01-01");
        assert_eq!(shown(45_292.75, false), "2024-01-01T18:00:00");
        assert_eq!(shown(0.5, false), "12:00:00");
        assert_eq!(shown(-3.0, false), "-3");
        assert_eq!(shown(1e12, false), "1000000000000");
        let delta = ExcelDateTime::new(1.25, TimeDelta, false);
        assert_eq!(
            excel(&delta, NumberText::new(&Default::default())),
            "30:00:00"
        );
    }

    #[test]
    fn byhand_iso_texts() {
        assert_eq!(iso_moment("2024-01-01T00:00:00"), "2024-01-01");
        assert_eq!(iso_moment("2024-01-01T10:00:00"), "2024-01-01T10:00:00");
        assert_eq!(iso_clock("PT26H30M05S").as_deref(), Some("26:30:05"));
        assert_eq!(iso_clock("P1D"), None);
        assert_eq!(iso_clock("PT1X"), None);
    }
}
