//! Days between dates.

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
