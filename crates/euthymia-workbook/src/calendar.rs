//! Days and seconds of a file's own calendar as ISO dates.

use jiff::civil::{Date, DateTime, Time, date};
use jiff::{SignedDuration, Span};

/// Where SPSS counts seconds from: the day before the Gregorian calendar began.
pub(crate) const SPSS: Date = date(1582, 10, 14);
/// Where SAS counts days and seconds from.
pub(crate) const SAS: Date = date(1960, 1, 1);
/// Where Parquet and Unix count from.
#[cfg(feature = "parquet")]
pub(crate) const UNIX: Date = date(1970, 1, 1);

const NANOS_PER_SECOND: i128 = 1_000_000_000;
const NANOS_PER_DAY: i128 = 86_400 * NANOS_PER_SECOND;

/// More than any calendar here holds.
const SECONDS_MAX: f64 = 1e12;

/// The number, when its size is below a limit; not-a-number is below none.
fn within(value: f64, limit: f64) -> Option<f64> {
    (value.abs() < limit).then_some(value)
}

/// The day a number of days after an epoch, without its fraction; `None` beyond the calendar.
pub(crate) fn day(epoch: Date, days: f64) -> Option<String> {
    // Whole, and small enough to be exact, by this line.
    let days = within(days.floor(), 1e7)? as i64;
    Some(after(epoch, days)?.to_string())
}

fn after(epoch: Date, days: i64) -> Option<Date> {
    let span = Span::new().try_days(days).ok()?;
    epoch.checked_add(span).ok()
}

/// The moment a number of seconds after an epoch; a midnight is written as the day alone.
pub(crate) fn moment_of_seconds(epoch: Date, seconds: f64) -> Option<String> {
    let seconds = within(seconds, SECONDS_MAX)?;
    // Files hold fractions as binary fractions: whole milliseconds are what was meant.
    let millis = (seconds * 1000.0).round();
    moment(epoch, millis as i128 * 1_000_000)
}

/// The moment a number of nanoseconds after an epoch; a midnight is written as the day alone.
pub(crate) fn moment(epoch: Date, nanos: i128) -> Option<String> {
    let days = i64::try_from(nanos.div_euclid(NANOS_PER_DAY)).ok()?;
    let within = i64::try_from(nanos.rem_euclid(NANOS_PER_DAY)).ok()?;
    let start: DateTime = after(epoch, days)?.to_datetime(Time::midnight());
    let moment = start.checked_add(SignedDuration::from_nanos(within)).ok()?;
    Some(if within == 0 {
        moment.date().to_string()
    } else {
        moment.to_string()
    })
}

/// A time of day or a duration in seconds as `hh:mm:ss`, with thousandths when there are some.
pub(crate) fn clock(seconds: f64) -> Option<String> {
    let seconds = within(seconds, SECONDS_MAX)?;
    let millis = (seconds.abs() * 1000.0).round() as u64;
    let sign = if seconds < 0.0 && millis > 0 { "-" } else { "" };
    let (whole, part) = (millis / 1000, millis % 1000);
    let (hours, minutes, second) = (whole / 3600, whole / 60 % 60, whole % 60);
    let fraction = match part {
        0 => String::new(),
        part => format!(".{part:03}").trim_end_matches('0').to_owned(),
    };
    Some(format!(
        "{sign}{hours:02}:{minutes:02}:{second:02}{fraction}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byhand_days_of_each_calendar() {
        // SAS: 1960 is a leap year of 366 days. SPSS: day 1 is 1582-10-15.
        assert_eq!(day(SAS, 366.0).as_deref(), Some("1961-01-01"));
        assert_eq!(day(SAS, -0.5).as_deref(), Some("1959-12-31"));
        assert_eq!(
            moment_of_seconds(SPSS, 86_400.0).as_deref(),
            Some("1582-10-15")
        );
        // Days from ten million on, and from the calendar's last year on, are no dates.
        for days in [1e9, 9e6, -9e6, 3e6] {
            assert_eq!(day(SAS, days), None);
        }
        assert_eq!(day(SAS, f64::NAN), None);
    }

    #[test]
    fn byhand_moments_keep_a_time_only_when_there_is_one() {
        assert_eq!(
            moment_of_seconds(SAS, 3_661.5).as_deref(),
            Some("1960-01-01T01:01:01.5")
        );
        assert_eq!(
            moment_of_seconds(SAS, -1.0).as_deref(),
            Some("1959-12-31T23:59:59")
        );
        assert_eq!(clock(93_784.25).as_deref(), Some("26:03:04.25"));
        assert_eq!(clock(-60.0).as_deref(), Some("-00:01:00"));
        assert_eq!(clock(f64::INFINITY), None);
    }
}
