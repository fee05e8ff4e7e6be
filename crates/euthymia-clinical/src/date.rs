//! Days between dates.

use jiff::Span;
use jiff::civil::Date;

/// Days from one date to another; negative when the second is earlier.
///
/// # Example
/// ```
/// use euthymia_clinical::date::days_between;
/// use jiff::civil::date;
/// assert_eq!(days_between(date(2024, 2, 28), date(2024, 3, 1)), 2);
/// ```
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// The day so many days after another; `None` beyond the calendar's end.
///
/// # Example
/// ```
/// use euthymia_clinical::date::days_after;
/// use jiff::civil::date;
/// assert_eq!(days_after(date(2024, 2, 28), 2), Some(date(2024, 3, 1)));
/// assert_eq!(days_after(date(2024, 2, 28), i64::MAX), None);
/// ```
#[must_use]
pub fn days_after(day: Date, days: i64) -> Option<Date> {
    let span = Span::new().try_days(days).ok()?;
    day.checked_add(span).ok()
}
