//! When a row was.

use super::super::moment::{Moment, TimeUnit, nth, read_date, read_label, rounded};
use super::bound::BoundColumn;
use super::raw::RawTime;
use euthymia_table::{Cell, Diagnostic};

/// The time in a cell, as its column counts.
pub(super) fn time(cell: Cell<'_>, bound: &BoundColumn<'_>) -> Result<Option<RawTime>, Diagnostic> {
    let Some(text) = cell.text() else {
        return Ok(None);
    };
    let moment = |moment| Ok(Some(RawTime::Moment(moment)));
    if let Some(code) = bound.settings.codes.get(text) {
        let days = code.parse::<i64>().ok().map(Moment::Days);
        return match days.or_else(|| read_label(code)) {
            Some(found) => moment(found),
            None => Err(cell
                .error(format!("the code \"{code}\" says no time"))
                .with_help("Give the code a day, \"28\", or words such as \"week 4\".")),
        };
    }
    match bound.unit {
        Some(TimeUnit::Date) => match read_date(text) {
            Some(date) => Ok(Some(RawTime::Date(date))),
            None => Err(cell.error("expected a date such as 2026-03-31").with_help(
                "Year, month, day, joined by hyphens, or day.month.year; other orders can be read \
                 in two ways.",
            )),
        },
        Some(TimeUnit::Label) => match read_label(text) {
            Some(found) => moment(found),
            None => Err(cell.error("this says no time that is known").with_help(
                "Write baseline, day 7, week 4, visit 2 or end, or say its day in the settings: \
                 codes = { \"T1-4\" = \"28\" }.",
            )),
        },
        Some(TimeUnit::Order) => {
            let place = cell.count()?.and_then(|place| i64::try_from(place).ok());
            Ok(place.and_then(nth).map(RawTime::Moment))
        }
        Some(unit) => {
            let Some(number) = cell.number()? else {
                return Ok(None);
            };
            let days = number * unit.days().unwrap_or(1.0);
            if days.abs() > 36_500.0 {
                return Err(cell
                    .error("this is more than a hundred years from day 0")
                    .with_help("Correct it, or say the column's unit in the settings."));
            }
            moment(Moment::Days(rounded(days)))
        }
        None => Ok(None),
    }
}
