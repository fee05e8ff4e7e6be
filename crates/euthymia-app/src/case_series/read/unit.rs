//! Whether a column of times holds what it is said to hold.

use super::super::moment::{TimeUnit, tokens};
use super::super::settings::Role;
use super::bound::{Bound, BoundColumn};
use euthymia_table::Problems;

/// Checks every column that is said to hold days or weeks, in the rows that are asked for.
///
/// Days are whole. Fractions that become whole when multiplied by 7 are weeks: 36.14 is 253 days.
pub(super) fn check(bound: &Bound<'_>, problems: &mut Problems) {
    for column in &bound.columns {
        let unit = match column.settings.role {
            Role::Time => column.unit,
            Role::Characteristic => column.settings.time_unit(),
            _ => None,
        };
        let seen = Seen::of(bound, column);
        if let Some(finding) = unit.and_then(|unit| seen.finding(unit, column.column.name())) {
            problems.add(match finding {
                Wrong::Cell(line, _, message, help) => {
                    let mut cells = column.column.cells();
                    let cell = cells.find(|cell| cell.line() == line);
                    cell.map_or_else(|| column.column.error(message), |cell| cell.error(message))
                        .with_help(help)
                }
                Wrong::Column(message, help) => column.column.error(message).with_help(help),
            });
        }
    }
}

/// What is wrong with a column of times, and what to do.
pub(super) enum Wrong {
    /// In the cell of this line, which holds this number.
    Cell(usize, f64, &'static str, String),
    /// In the whole column.
    Column(String, String),
}

/// What the numbers of a column of times have in common, counted in any number of parts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    numbers: usize,
    /// Numbers that become whole when multiplied by 7.
    near_sevenths: usize,
    /// The first that is not whole, with its line.
    first_part: Option<(usize, f64)>,
    /// The first that is no multiple of 7, with its line.
    first_no_seven: Option<(usize, f64)>,
    largest: f64,
}

impl Seen {
    /// The numbers of a whole column, in the rows that are asked for.
    pub(super) fn of(bound: &Bound<'_>, column: &BoundColumn<'_>) -> Self {
        let mut seen = Self::default();
        let codes = &column.settings.codes;
        for row in (0..bound.table.row_count()).filter(|row| bound.is_asked(*row)) {
            let cell = column.column.cell(row);
            if let Ok(Some(value)) = cell.number()
                && cell.text().is_none_or(|text| !codes.contains_key(text))
            {
                seen.add(cell.line(), value);
            }
        }
        seen
    }

    #[inline]
    pub(super) fn add(&mut self, line: usize, value: f64) {
        self.numbers += 1;
        self.largest = self.largest.max(value);
        // What is not whole does not come back the same from the cast.
        #[allow(clippy::cast_possible_truncation)]
        let whole = value as i32;
        #[allow(clippy::float_cmp)]
        if f64::from(whole) == value {
            self.near_sevenths += 1;
            if whole % 7 != 0 {
                self.first_no_seven = self.first_no_seven.or(Some((line, value)));
            }
            return;
        }
        if !is_whole(value / 7.0) {
            self.first_no_seven = self.first_no_seven.or(Some((line, value)));
        }
        if is_whole(value) {
            self.near_sevenths += 1;
            return;
        }
        self.first_part = self.first_part.or(Some((line, value)));
        // Exports differ from sevenths in the last digits that were kept.
        let is_seventh = (value * 7.0 - (value * 7.0).round()).abs() < 0.01;
        self.near_sevenths += usize::from(is_seventh);
    }

    /// Adds the numbers of the next part.
    pub(super) fn append(&mut self, part: Self) {
        self.numbers += part.numbers;
        self.near_sevenths += part.near_sevenths;
        self.first_part = self.first_part.or(part.first_part);
        self.first_no_seven = self.first_no_seven.or(part.first_no_seven);
        self.largest = self.largest.max(part.largest);
    }

    /// What is wrong when the numbers of this column are said to be in this unit.
    pub(super) fn finding(&self, unit: TimeUnit, column: &str) -> Option<Wrong> {
        match unit {
            TimeUnit::Days => self.not_days().or_else(|| self.named_weeks(column)),
            TimeUnit::Weeks => self.not_weeks(),
            _ => None,
        }
    }

    fn not_days(&self) -> Option<Wrong> {
        let (line, value) = self.first_part?;
        let help = match self.near_sevenths == self.numbers {
            true => format!(
                "Every value times 7 is whole ({value} × 7 = {:.0}): these are weeks. Write \
                 unit = \"weeks\".",
                value * 7.0
            ),
            false => {
                "Write whole days, or say the unit: unit = \"weeks\" or \"months\".".to_owned()
            }
        };
        let message = "this is said to be in days, and is no whole number of days";
        Some(Wrong::Cell(line, value, message, help))
    }

    /// A column whose name says weeks and that is said to hold days, unless it holds days of whole
    /// weeks.
    fn named_weeks(&self, column: &str) -> Option<Wrong> {
        let (line, value) = self.first_no_seven?;
        let says_weeks = tokens(column)
            .iter()
            .any(|word| ["week", "weeks", "wk", "wks"].contains(&word.as_str()));
        let message = "this is said to be in days, but the column is named after weeks";
        let help = "Write unit = \"weeks\"; if these are days, rename the column.";
        says_weeks.then(|| Wrong::Cell(line, value, message, help.to_owned()))
    }

    fn not_weeks(&self) -> Option<Wrong> {
        let largest = self.largest;
        (self.first_no_seven.is_none() && largest >= 28.0 && self.numbers > 2).then(|| {
            Wrong::Column(
                format!(
                    "this is said to be in weeks, and every value is a multiple of 7, the largest \
                     {largest}"
                ),
                format!(
                    "These look like days: {largest} weeks would be {} days. Write unit = \"days\".",
                    largest * 7.0
                ),
            )
        })
    }
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9
}
