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
        let finding = match unit {
            Some(TimeUnit::Days) => days(column),
            Some(TimeUnit::Weeks) => weeks(column),
            _ => None,
        };
        if let Some(finding) = finding {
            problems.add(finding);
        }
    }
}

fn numbers(column: &BoundColumn<'_>) -> Vec<(usize, f64)> {
    let cells = column.column.cells();
    cells
        .filter_map(|cell| Some((cell.line(), cell.number().ok()??)))
        .collect()
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9
}

fn days(column: &BoundColumn<'_>) -> Option<Diagnostic> {
    let numbers = numbers(column);
    let (line, value) = *numbers.iter().find(|(_, value)| !is_whole(*value))?;
    // Exports differ from sevenths in the last digits that were kept.
    let near_sevenths =
        |(_, value): &&(usize, f64)| (value * 7.0 - (value * 7.0).round()).abs() < 0.01;
    let fitting = numbers.iter().filter(near_sevenths).count();
    let finding = column.column.error(format!(
        "this is said to be in days, and row {line} has {value}, which is no whole number of days"
    ));
    Some(if fitting == numbers.len() {
        finding.with_help(format!(
            "Every value times 7 is whole ({value} × 7 = {:.0}): these are weeks. Write unit = \"weeks\".",
            value * 7.0
        ))
    } else {
        finding.with_help("Write whole days, or say the unit: unit = \"weeks\" or \"months\".")
    })
}

fn weeks(column: &BoundColumn<'_>) -> Option<Diagnostic> {
    let numbers = numbers(column);
    let distinct = |wanted: &dyn Fn(f64) -> bool| numbers.iter().all(|(_, value)| wanted(*value));
    let sevens = distinct(&|value| is_whole(value / 7.0));
    let largest = numbers.iter().map(|(_, v)| *v).fold(0.0, f64::max);
    (sevens && largest >= 28.0 && numbers.len() > 2).then(|| {
        column
            .column
            .error(format!(
                "this is said to be in weeks, and every value is a multiple of 7, the largest {largest}"
            ))
            .with_help("These look like days. Write unit = \"days\".")
    })
}
