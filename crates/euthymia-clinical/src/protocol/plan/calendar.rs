//! Which days may have a visit.

use crate::date::days_after;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;

/// The days of the week on which the clinic sees patients, and its holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Days of the week, in their order.
    pub weekdays: Vec<Weekday>,
    /// Days without visits.
    pub holidays: BTreeSet<Date>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            weekdays: vec![
                Weekday::Monday,
                Weekday::Tuesday,
                Weekday::Wednesday,
                Weekday::Thursday,
                Weekday::Friday,
            ],
            holidays: BTreeSet::new(),
        }
    }
}

impl Calendar {
    /// True where a day may have a visit.
    #[must_use]
    pub fn is_open(&self, day: Date) -> bool {
        self.weekdays.contains(&day.weekday()) && !self.holidays.contains(&day)
    }

    /// The first open day from `day` on, within a year.
    #[must_use]
    pub fn next_open(&self, day: Date) -> Option<Date> {
        (0..366)
            .filter_map(|days| days_after(day, days))
            .find(|day| self.is_open(*day))
    }

    /// The days of the seven from `first` on that are on one of the weekdays, holidays included.
    pub(super) fn week(&self, first: Date) -> Vec<Date> {
        (0..7)
            .filter_map(|days| days_after(first, days))
            .filter(|day| self.weekdays.contains(&day.weekday()))
            .collect()
    }

    /// The days of the week in words.
    #[must_use]
    pub fn words(&self) -> String {
        let names: Vec<&str> = self.weekdays.iter().map(|day| name(*day)).collect();
        names.join(", ")
    }
}

/// The name of a day of the week.
pub(super) fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
