//! Whether a column of times holds what it is said to hold.

use super::super::moment::{TimeUnit, tokens};
use super::super::settings::Role;
use super::bound::{Bound, BoundColumn};
use euthymia_table::{Cell, Diagnostic, Problems};

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
        let numbers = numbers(bound, column);
        let finding = match unit {
            Some(TimeUnit::Days) => days(&numbers).or_else(|| named_weeks(column, &numbers)),
            Some(TimeUnit::Weeks) => weeks(column, &numbers),
            _ => None,
        };
        if let Some(finding) = finding {
            problems.add(finding);
        }
    }
}

fn numbers<'t>(bound: &Bound<'t>, column: &BoundColumn<'t>) -> Vec<(Cell<'t>, f64)> {
    let rows = (0..bound.table.row_count()).filter(|row| bound.is_asked(*row));
    let cells = rows.map(|row| column.column.cell(row));
    let codes = &column.settings.codes;
    cells
        .filter(|cell| cell.text().is_none_or(|text| !codes.contains_key(text)))
        .filter_map(|cell| Some((cell, cell.number().ok()??)))
        .collect()
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9
}

fn is_sevens(numbers: &[(Cell<'_>, f64)]) -> bool {
    numbers.iter().all(|(_, value)| is_whole(value / 7.0))
}

fn days(numbers: &[(Cell<'_>, f64)]) -> Option<Diagnostic> {
    let (cell, value) = numbers.iter().find(|(_, value)| !is_whole(*value))?;
    // Exports differ from sevenths in the last digits that were kept.
    let near_sevenths =
        |(_, value): &(Cell<'_>, f64)| (value * 7.0 - (value * 7.0).round()).abs() < 0.01;
    let finding = cell.error("this is said to be in days, and is no whole number of days");
    Some(if numbers.iter().all(near_sevenths) {
        finding.with_help(format!(
            "Every value times 7 is whole ({value} × 7 = {:.0}): these are weeks. Write \
             unit = \"weeks\".",
            value * 7.0
        ))
    } else {
        finding.with_help("Write whole days, or say the unit: unit = \"weeks\" or \"months\".")
    })
}

/// A column whose name says weeks and that is said to hold days, unless it holds days of whole weeks.
fn named_weeks(column: &BoundColumn<'_>, numbers: &[(Cell<'_>, f64)]) -> Option<Diagnostic> {
    let says_weeks = tokens(column.column.name())
        .iter()
        .any(|word| ["week", "weeks", "wk", "wks"].contains(&word.as_str()));
    let (cell, _) = numbers.iter().find(|(_, value)| !is_whole(value / 7.0))?;
    says_weeks.then(|| {
        cell.error("this is said to be in days, but the column is named after weeks")
            .with_help("Write unit = \"weeks\"; if these are days, rename the column.")
    })
}

fn weeks(column: &BoundColumn<'_>, numbers: &[(Cell<'_>, f64)]) -> Option<Diagnostic> {
    let largest = numbers.iter().map(|(_, v)| *v).fold(0.0, f64::max);
    (is_sevens(numbers) && largest >= 28.0 && numbers.len() > 2).then(|| {
        column
            .column
            .error(format!(
                "this is said to be in weeks, and every value is a multiple of 7, the largest {largest}"
            ))
            .with_help(format!(
                "These look like days: {largest} weeks would be {} days. Write unit = \"days\".",
                largest * 7.0
            ))
    })
}
