//! Times in the unit in which people read them.

use euthymia_table::fmt;

/// The unit of an axis of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    /// Its name.
    pub(super) unit: &'static str,
    /// How many hours one is.
    pub(super) hours: f64,
}

/// Above so many hours an axis is in days, and up to so many in minutes.
const DAYS_FROM_H: f64 = 96.0;
const MINUTES_TO_H: f64 = 2.0;

impl Axis {
    /// The unit for a time from 0.
    pub(super) fn until(hours: f64) -> Self {
        let (unit, hours) = if hours > DAYS_FROM_H {
            ("days", 24.0)
        } else if hours > MINUTES_TO_H {
            ("h", 1.0)
        } else {
            ("min", 1.0 / 60.0)
        };
        Self { unit, hours }
    }
}

/// A time with its unit: `10 min`, `4 h`, `24.5 h`.
pub(super) fn clock(hours: f64) -> String {
    let (value, unit) = if hours < MINUTES_TO_H {
        (60.0 * hours, "min")
    } else {
        (hours, "h")
    };
    let text = fmt::number(value, 1);
    format!("{} {unit}", text.trim_end_matches(".0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_the_unit_that_is_read() {
        assert_eq!(clock(1.0 / 6.0), "10 min");
        assert_eq!(clock(24.0), "24 h");
        assert_eq!(clock(24.5), "24.5 h");
        let units = [0.5, 4.0, 300.0].map(|hours| Axis::until(hours).unit);
        assert_eq!(units, ["min", "h", "days"]);
    }
}
