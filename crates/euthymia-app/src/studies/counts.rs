//! Events and patients, of one group or of two.

use super::columns::{columns, needed};
use euthymia_report::pooled::Inputs;
use euthymia_synthesis::effect::EffectError;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_table::{Column, Diagnostic, Problems, Table};

pub(super) const EVENTS: &[&str] = &["events", "xi", "event", "x", "cases"];
pub(super) const N: &[&str] = &["n", "ni", "total", "size"];
pub(super) const EVENTS_TREATMENT: &[&str] = &[
    "events_treatment",
    "ai",
    "event_e",
    "events_e",
    "events_experimental",
    "experimental_events",
    "events1",
    "tpos",
];
pub(super) const N_TREATMENT: &[&str] = &[
    "n_treatment",
    "n1i",
    "n_e",
    "n_experimental",
    "experimental_total",
    "n1",
];
pub(super) const EVENTS_CONTROL: &[&str] = &[
    "events_control",
    "ci",
    "event_c",
    "events_c",
    "control_events",
    "events2",
    "cpos",
];
pub(super) const N_CONTROL: &[&str] = &["n_control", "n2i", "n_c", "control_total", "n2"];
/// Patients without the event, where a file has them instead of all patients.
const OTHERS_TREATMENT: &[&str] = &["others_treatment", "bi", "tneg", "nonevents_treatment"];
const OTHERS_CONTROL: &[&str] = &["others_control", "di", "cneg", "nonevents_control"];

/// Events and patients of two groups; patients may be given as those without the event.
pub(super) fn two_by_two_columns(table: &Table) -> Result<Vec<Column<'_>>, Vec<Diagnostic>> {
    let by_others = table
        .find_column(N_TREATMENT)
        .map_err(one_finding)?
        .is_none()
        && table
            .find_column(OTHERS_TREATMENT)
            .map_err(one_finding)?
            .is_some()
        && table
            .find_column(OTHERS_CONTROL)
            .map_err(one_finding)?
            .is_some();
    if by_others {
        return columns(
            table,
            &[
                EVENTS_TREATMENT,
                OTHERS_TREATMENT,
                EVENTS_CONTROL,
                OTHERS_CONTROL,
            ],
        );
    }
    columns(
        table,
        &[EVENTS_TREATMENT, N_TREATMENT, EVENTS_CONTROL, N_CONTROL],
    )
}

fn one_finding(finding: Diagnostic) -> Vec<Diagnostic> {
    vec![finding]
}

/// True for a column of patients without the event.
fn holds_others(column: &Column<'_>) -> bool {
    let name = column.name().to_lowercase();
    [OTHERS_TREATMENT, OTHERS_CONTROL]
        .iter()
        .any(|names| names.contains(&name.as_str()))
}

pub(super) fn one(columns: &[Column<'_>], row: usize, problems: &mut Problems) -> Option<Inputs> {
    let counts = counts(columns, row, problems)?;
    let [events, n] = counts.as_slice() else {
        return None;
    };
    within(columns, row, &[(0, 1)], &counts, problems)?;
    kept(
        columns,
        row,
        Count::new(*events, *n).map(Inputs::OneProportion),
        problems,
    )
}

pub(super) fn two(columns: &[Column<'_>], row: usize, problems: &mut Problems) -> Option<Inputs> {
    let mut counts = counts(columns, row, problems)?;
    for n in [1, 3] {
        if columns.get(n).is_some_and(holds_others) {
            counts[n] = counts[n].saturating_add(counts[n - 1]);
        }
    }
    let [a, n1, c, n2] = counts.as_slice() else {
        return None;
    };
    within(columns, row, &[(0, 1), (2, 3)], &counts, problems)?;
    kept(
        columns,
        row,
        TwoByTwo::new(*a, *n1, *c, *n2).map(Inputs::TwoProportions),
        problems,
    )
}

fn counts(columns: &[Column<'_>], row: usize, problems: &mut Problems) -> Option<Vec<u64>> {
    let read: Vec<Option<u64>> = columns
        .iter()
        .map(|column| problems.keep(needed(column.cell(row).required_count())))
        .collect();
    read.into_iter().collect()
}

/// Reports events above their n at the cell of the events.
fn within(
    columns: &[Column<'_>],
    row: usize,
    pairs: &[(usize, usize)],
    counts: &[u64],
    problems: &mut Problems,
) -> Option<()> {
    let mut fine = true;
    for (events, n) in pairs {
        if counts[*events] > counts[*n] {
            fine = false;
            problems.add(
                columns[*events]
                    .cell(row)
                    .error(format!(
                        "more events than the {} patients in column \"{}\"",
                        counts[*n],
                        columns[*n].name()
                    ))
                    .with_help("Correct the number of events or of patients."),
            );
        }
    }
    fine.then_some(())
}

fn kept(
    columns: &[Column<'_>],
    row: usize,
    data: Result<Inputs, EffectError>,
    problems: &mut Problems,
) -> Option<Inputs> {
    data.map_err(|error| {
        // The only error left is a group without patients.
        let empty = columns
            .iter()
            .skip(1)
            .step_by(2)
            .find(|n| matches!(n.cell(row).count(), Ok(Some(0))));
        if let Some(column) = empty.or(columns.first()) {
            problems.add(
                column
                    .cell(row)
                    .error(error.to_string())
                    .with_help("Leave the study out, or correct the number."),
            );
        }
    })
    .ok()
}
