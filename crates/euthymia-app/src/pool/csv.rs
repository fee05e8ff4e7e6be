//! A user's CSV with the field's column names, read into studies.

use crate::error::AppError;
use euthymia_report::pooled::{Candidate, Data};
use euthymia_synthesis::effect::EffectError;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::measure::Input;
use euthymia_table::{Column, Diagnostic, Problems, Table};
use std::collections::HashMap;

/// Findings listed before they are only counted.
const FINDINGS_MAX: usize = 20;

/// Names a column may have: ours first, then those of metafor, meta and RevMan.
const STUDY: &[&str] = &[
    "study",
    "label",
    "slab",
    "author",
    "trial",
    "studlab",
    "study_or_subgroup",
    "study_id",
    "study_name",
    "studie",
];
const EVENTS: &[&str] = &["events", "xi", "event", "x", "cases"];
const N: &[&str] = &["n", "ni", "total", "size"];
const EVENTS_TREATMENT: &[&str] = &[
    "events_treatment",
    "ai",
    "event_e",
    "events_e",
    "events_experimental",
    "experimental_events",
    "events1",
    "tpos",
];
const N_TREATMENT: &[&str] = &[
    "n_treatment",
    "n1i",
    "n_e",
    "n_experimental",
    "experimental_total",
    "n1",
];
const EVENTS_CONTROL: &[&str] = &[
    "events_control",
    "ci",
    "event_c",
    "events_c",
    "control_events",
    "events2",
    "cpos",
];
const N_CONTROL: &[&str] = &["n_control", "n2i", "n_c", "control_total", "n2"];
const MEAN_TREATMENT: &[&str] = &[
    "mean_treatment",
    "m1i",
    "mean_e",
    "mean_experimental",
    "experimental_mean",
    "mean1",
];
const SD_TREATMENT: &[&str] = &[
    "sd_treatment",
    "sd1i",
    "sd_e",
    "sd_experimental",
    "experimental_sd",
    "sd1",
];
const MEAN_CONTROL: &[&str] = &["mean_control", "m2i", "mean_c", "control_mean", "mean2"];
const SD_CONTROL: &[&str] = &["sd_control", "sd2i", "sd_c", "control_sd", "sd2"];

/// Patients without the event, where a file has them instead of all patients.
const OTHERS_TREATMENT: &[&str] = &["others_treatment", "bi", "tneg", "nonevents_treatment"];
const OTHERS_CONTROL: &[&str] = &["others_control", "di", "cneg", "nonevents_control"];

/// Rows that a spreadsheet adds below the studies.
const SUMS: [&str; 5] = ["total", "totals", "overall", "sum", "pooled"];

/// Reads a table into studies of the kind a measure needs.
///
/// # Errors
/// [`AppError::Input`] with every finding: a missing column, a text where a number belongs, more
/// events than patients, a standard deviation that is not positive, a label twice, a missing cell.
pub(super) fn candidates(table: &Table, input: Input) -> Result<Vec<Candidate>, AppError> {
    let study = table.column(STUDY);
    let reader = match input {
        Input::OneProportion => columns(table, &[EVENTS, N]),
        Input::TwoProportions => two_by_two_columns(table),
        Input::TwoMeans => columns(
            table,
            &[
                MEAN_TREATMENT,
                SD_TREATMENT,
                N_TREATMENT,
                MEAN_CONTROL,
                SD_CONTROL,
                N_CONTROL,
            ],
        ),
    };
    let (study, columns) = match (study, reader) {
        (Ok(study), Ok(columns)) => (study, columns),
        (study, reader) => {
            let missing = study
                .err()
                .into_iter()
                .chain(reader.err().into_iter().flatten());
            return Err(missing.collect::<Vec<Diagnostic>>().into());
        }
    };
    let mut problems = Problems::new(FINDINGS_MAX);
    let labels = labels(study, &mut problems);
    let mut candidates = Vec::with_capacity(table.row_count());
    for (row, label) in labels.into_iter().enumerate() {
        let data = match input {
            Input::OneProportion => one(&columns, row, &mut problems),
            Input::TwoProportions => two(&columns, row, &mut problems),
            Input::TwoMeans => means(&columns, row, &mut problems),
        };
        if let (Some(label), Some(data)) = (label, data) {
            candidates.push(Candidate::new(label, data));
        }
    }
    Ok(problems.into_result(candidates)?)
}

fn columns<'t>(table: &'t Table, wanted: &[&[&str]]) -> Result<Vec<Column<'t>>, Vec<Diagnostic>> {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for names in wanted {
        match table.column(names) {
            Ok(column) => found.push(column),
            Err(finding) => missing.push(finding),
        }
    }
    if missing.is_empty() {
        Ok(found)
    } else {
        Err(missing)
    }
}

/// Events and patients of two groups; patients may be given as those without the event.
fn two_by_two_columns(table: &Table) -> Result<Vec<Column<'_>>, Vec<Diagnostic>> {
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

fn labels(study: Column<'_>, problems: &mut Problems) -> Vec<Option<String>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    study
        .cells()
        .map(|cell| {
            let label = problems.keep(cell.required_text())?.to_owned();
            if SUMS.contains(&label.to_lowercase().as_str()) {
                problems.add(cell.error("this row looks like a sum of the studies").with_help(
                    "Remove it; or, if it is a study, give it another label.",
                ));
                return None;
            }
            if let Some(first) = seen.insert(label.clone(), cell.line()) {
                problems.add(
                    cell.error(format!("the label of row {first} stands here again")).with_help(
                        "Give each study a label of its own, for example with the year; one row per \
                         study.",
                    ),
                );
                return None;
            }
            Some(label)
        })
        .collect()
}

fn one(columns: &[Column<'_>], row: usize, problems: &mut Problems) -> Option<Data> {
    let counts = counts(columns, row, problems)?;
    let [events, n] = counts.as_slice() else {
        return None;
    };
    within(columns, row, &[(0, 1)], &counts, problems)?;
    kept(
        columns,
        row,
        Count::new(*events, *n).map(Data::One),
        problems,
    )
}

fn two(columns: &[Column<'_>], row: usize, problems: &mut Problems) -> Option<Data> {
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
        TwoByTwo::new(*a, *n1, *c, *n2).map(Data::Two),
        problems,
    )
}

fn means(columns: &[Column<'_>], row: usize, problems: &mut Problems) -> Option<Data> {
    let [mean1, sd1, n1, mean2, sd2, n2] = columns else {
        return None;
    };
    let treatment = group([*mean1, *sd1, *n1], row, problems);
    let control = group([*mean2, *sd2, *n2], row, problems);
    Some(Data::Means {
        treatment: treatment?,
        control: control?,
    })
}

fn group([mean, sd, n]: [Column<'_>; 3], row: usize, problems: &mut Problems) -> Option<Group> {
    let value = problems.keep(needed(mean.cell(row).required_number()));
    let spread = problems.keep(needed(sd.cell(row).required_number()));
    let size = problems.keep(needed(n.cell(row).required_count()));
    let (value, spread, size) = (value?, spread?, size?);
    Group::new(value, spread, size)
        .map_err(|error| {
            let (column, help) = match error {
                EffectError::StandardDeviation(_) => (
                    sd,
                    "A standard deviation is above 0. If this is a standard error, multiply it by √n.",
                ),
                EffectError::GroupTooSmall(_) => (n, "Leave the study out, or correct the number."),
                _ => (mean, "Correct the number."),
            };
            problems.add(column.cell(row).error(error.to_string()).with_help(help));
        })
        .ok()
}

fn counts(columns: &[Column<'_>], row: usize, problems: &mut Problems) -> Option<Vec<u64>> {
    let read: Vec<Option<u64>> = columns
        .iter()
        .map(|column| problems.keep(needed(column.cell(row).required_count())))
        .collect();
    read.into_iter().collect()
}

/// Takes back the advice to leave a cell empty: a study without this number cannot be pooled.
fn needed<T>(read: Result<T, Diagnostic>) -> Result<T, Diagnostic> {
    const ADVICE: &str = ", or leave the cell empty if it is missing.";
    read.map_err(|finding| {
        let help = finding.help.replace(
            ADVICE,
            ", or remove the row: a study cannot be pooled without it.",
        );
        finding.with_help(help)
    })
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
    data: Result<Data, EffectError>,
    problems: &mut Problems,
) -> Option<Data> {
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
