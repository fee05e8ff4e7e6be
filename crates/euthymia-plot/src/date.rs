//! Days of the calendar as plain numbers.

/// A day of the Gregorian calendar, years 1 to 9999.
///
/// # Example
/// ```
/// use euthymia_plot::{CalendarDate, Weekday};
/// let day = CalendarDate::new(2024, 2, 29);
/// assert_eq!(day.map(|d| d.weekday()), Some(Weekday::Thursday));
/// assert_eq!(CalendarDate::new(2023, 2, 29), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate {
    year: i32,
    month: u8,
    day: u8,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    /// The first column.
    Monday,
    /// The second column.
    Tuesday,
    /// The third column.
    Wednesday,
    /// The fourth column.
    Thursday,
    /// The fifth column.
    Friday,
    /// The sixth column.
    Saturday,
    /// The last column.
    Sunday,
}

impl Weekday {
    /// All days, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Days since Monday, 0 to 6.
    #[must_use]
    pub fn column(self) -> usize {
        Self::ALL.iter().position(|day| *day == self).unwrap_or(0)
    }

    /// The first two letters.
    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::Monday => "Mo",
            Self::Tuesday => "Tu",
            Self::Wednesday => "We",
            Self::Thursday => "Th",
            Self::Friday => "Fr",
            Self::Saturday => "Sa",
            Self::Sunday => "Su",
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl CalendarDate {
    /// Returns `None` for a day that does not exist.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// The day of the week.
    ///
    /// Days since 1 January of year 1 (a Monday) are counted: whole years with their leap days, whole
    /// months, days.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        let years = i64::from(self.year) - 1;
        let months = (1..self.month).map(|m| i64::from(days_in_month(self.year, m)));
        let days = 365 * years + years / 4 - years / 100
            + years / 400
            + months.sum::<i64>()
            + i64::from(self.day)
            - 1;
        Weekday::ALL
            .into_iter()
            .nth(days.rem_euclid(7) as usize)
            .unwrap_or(Weekday::Monday)
    }
}

/// Number of days of a month; 31 for a month that does not exist.
pub(crate) fn days_in_month(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A month by name, with its year.
pub(crate) fn month_name(year: i32, month: u8) -> String {
    let index = usize::from(month).wrapping_sub(1);
    format!("{} {year}", MONTHS.get(index).copied().unwrap_or_default())
}
