//! Whether a column of times holds what it is said to hold.

use super::super::moment::TimeUnit;
use super::super::settings::Role;
use super::bound::{Bound, BoundColumn};
use euthymia_table::{Diagnostic, Problems};

/// Checks every column that is said to hold days or weeks.
///
/// Days are whole. Fractions that become whole when multiplied by 7 are weeks: 36.14 is 253 days.
pub(super) fn check(bound: &Bound<'_>, problems: &mut Problems) {
    for column in &bound.columns {
        let unit = match column.settings.role {
            Role::Time => column.unit,
            Role::Characteristic => column.settings.time_unit(),
            _ => None,
        };
        let seen = Seen::of(column);
        if let Some(finding) =
            unit.and_then(|unit| seen.finding(unit, |message| column.column.error(message)))
        {
            problems.add(finding);
        }
    }
}

/// What the numbers of a column of times have in common, counted in any number of parts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    numbers: usize,
    /// Numbers that become whole when multiplied by 7.
    near_sevenths: usize,
    /// The first that is not whole, with its line.
    first_part: Option<(usize, f64)>,
    not_sevens: usize,
    largest: f64,
}

impl Seen {
    /// The numbers of a whole column.
    pub(super) fn of(column: &BoundColumn<'_>) -> Self {
        let mut seen = Self::default();
        for cell in column.column.cells() {
            if let Ok(Some(value)) = cell.number() {
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
        #[allow(clippy::cast_possible_truncation, clippy::float_cmp)]
        let whole = value as i32;
        #[allow(clippy::float_cmp)]
        if f64::from(whole) == value {
            self.near_sevenths += 1;
            self.not_sevens += usize::from(whole % 7 != 0);
            return;
        }
        self.not_sevens += usize::from(!is_whole(value / 7.0));
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
        self.not_sevens += part.not_sevens;
        self.largest = self.largest.max(part.largest);
    }

    /// What is wrong when the numbers are said to be in this unit.
    pub(super) fn finding(
        &self,
        unit: TimeUnit,
        place: impl Fn(String) -> Diagnostic,
    ) -> Option<Diagnostic> {
        match unit {
            TimeUnit::Days => self.not_days(place),
            TimeUnit::Weeks => self.not_weeks(place),
            _ => None,
        }
    }

    fn not_days(&self, place: impl Fn(String) -> Diagnostic) -> Option<Diagnostic> {
        let (line, value) = self.first_part?;
        let finding = place(format!(
            "this is said to be in days, and row {line} has {value}, which is no whole number of days"
        ));
        Some(if self.near_sevenths == self.numbers {
            finding.with_help(format!(
                "Every value times 7 is whole ({value} × 7 = {:.0}): these are weeks. Write unit = \"weeks\".",
                value * 7.0
            ))
        } else {
            finding.with_help("Write whole days, or say the unit: unit = \"weeks\" or \"months\".")
        })
    }

    fn not_weeks(&self, place: impl Fn(String) -> Diagnostic) -> Option<Diagnostic> {
        let largest = self.largest;
        (self.not_sevens == 0 && largest >= 28.0 && self.numbers > 2).then(|| {
            place(format!(
                "this is said to be in weeks, and every value is a multiple of 7, the largest {largest}"
            ))
            .with_help("These look like days. Write unit = \"days\".")
        })
    }
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9
}
