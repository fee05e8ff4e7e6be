//! Measurements of a session from a delimited file: one row a moment.

use super::entry::{self, Wrong};
use crate::error::AppError;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::safety::quantity::Quantity;
use euthymia_clinical::safety::session::{Asked, Happened, Moment, Reading, Session};
use euthymia_table::{Cell, Column, Diagnostic, Problems, ReadOptions, Table, nearest, read_path};
use std::path::Path;

/// The columns of a file.
struct Columns<'t> {
    phase: Option<Column<'t>>,
    minute: Column<'t>,
    /// Minutes since midnight at which the dose began, where the times are clock times.
    clock: Option<Option<f64>>,
    quantities: Vec<(Quantity, Column<'t>)>,
    event: Option<Column<'t>>,
    device: Option<Column<'t>>,
    suicidality: Option<Column<'t>>,
}

impl Columns<'_> {
    /// Whether the column at a position is one of these.
    fn reads(&self, position: usize) -> bool {
        let quantities = self.quantities.iter().map(|(_, column)| *column);
        let others = [self.phase, self.event, self.device, self.suicidality];
        quantities
            .chain(others.into_iter().flatten())
            .chain([self.minute])
            .any(|column| column.position() == position)
    }
}

/// Names by which a quantity's column is found.
fn names(quantity: Quantity) -> &'static [&'static str] {
    match quantity {
        Quantity::Systolic => &["systolic", "sbp", "bp_systolic", "systolic_bp"],
        Quantity::Diastolic => &["diastolic", "dbp", "bp_diastolic", "diastolic_bp"],
        Quantity::Pulse => &["pulse", "hr", "heart_rate"],
        Quantity::Spo2 => &["spo2", "sao2", "oxygen_saturation"],
        Quantity::Moaas => &["moaas", "moaa_s", "sedation"],
        Quantity::Cadss => &["cadss", "cadss_total", "dissociation"],
        Quantity::Temperature => &["temperature", "temp"],
    }
}

fn columns(table: &Table, start: Option<f64>) -> Result<Columns<'_>, Diagnostic> {
    let mut quantities = Vec::new();
    for quantity in Quantity::ALL.iter().copied() {
        if let Some(column) = table.find_column(names(quantity))? {
            quantities.push((quantity, column));
        }
    }
    if quantities.is_empty() {
        let names: Vec<&str> = Quantity::ALL.iter().map(|one| one.id()).collect();
        return Err(table
            .error("there is no column of measurements")
            .with_help(format!("Name at least one of: {}.", names.join(", "))));
    }
    let minute = table.find_column(other("minute"))?;
    let clock = minute.is_none().then_some(start);
    Ok(Columns {
        phase: table.find_column(other("phase"))?,
        minute: match minute {
            Some(column) => column,
            None => table.column(CLOCK)?,
        },
        clock,
        quantities,
        event: table.find_column(other("event"))?,
        device: table.find_column(other("device"))?,
        suicidality: table.find_column(other("suicidality"))?,
    })
}

/// Names of the columns that are no quantity.
const OTHER: [(&str, &[&str]); 5] = [
    ("phase", &["phase", "when"]),
    ("minute", &["minute", "minutes", "min", "time_min"]),
    ("event", &["event", "adverse_event"]),
    ("device", &["device"]),
    ("suicidality", &["suicidality", "suicidal"]),
];

/// Names of the column of clock times.
const CLOCK: &[&str] = &["time", "clock", "minute"];

/// The names of a column that is no quantity.
fn other(id: &str) -> &'static [&'static str] {
    let found = OTHER.iter().find(|(known, _)| *known == id);
    found.map_or(&[], |(_, names)| names)
}

/// Errors about the columns that nothing reads: a vital sign is not lost without a word. A column may
/// be named as ignored.
fn unread(table: &Table, columns: &Columns<'_>, ignored: &[String]) -> Vec<Diagnostic> {
    let known: Vec<&str> = Quantity::ALL
        .iter()
        .flat_map(|quantity| names(*quantity))
        .chain(OTHER.iter().flat_map(|(_, names)| names.iter()))
        .chain(CLOCK)
        .copied()
        .collect();
    let is_ignored = |name: &str| ignored.iter().any(|one| one.trim() == name);
    let mut found: Vec<Diagnostic> = table
        .names()
        .enumerate()
        .filter(|(position, name)| !columns.reads(*position) && !is_ignored(name))
        .map(|(_, name)| {
            let near = near(name, &known)
                .map_or(String::new(), |near| format!("Did you mean \"{near}\"? "));
            table
                .error(format!(
                    "the column \"{name}\" is not known, and nothing of it would be read"
                ))
                .with_help(format!(
                    "{near}To leave it out, say so: --ignore \"{name}\"."
                ))
        })
        .collect();
    for name in ignored.iter().map(|name| name.trim()) {
        if !table.names().any(|column| column == name) {
            let columns: Vec<&str> = table.names().collect();
            let finding = table.error(format!("--ignore: there is no column \"{name}\""));
            found.push(finding.with_help(format!("The columns are: {}.", columns.join(", "))));
        }
    }
    found
}

/// The known name that a column may have been meant as: one of its words, as in `systolic_mmHg`; near as
/// a whole or by a word; or from the beginning, as in `sys`.
fn near<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let begins = |known: &&&str| {
        let name = name.to_lowercase();
        name.chars().count() >= 3 && known.starts_with(&name)
    };
    let is_a_word = |known: &&&str| words.iter().any(|word| word.eq_ignore_ascii_case(known));
    let word = known.iter().find(is_a_word).copied();
    word.or_else(|| nearest(&[name], known))
        .or_else(|| nearest(&words, known))
        .or_else(|| known.iter().find(begins).copied())
}

/// Reads the rows of a file into a session.
///
/// # Errors
/// Every cell that cannot be used.
pub(super) fn read_into(
    session: &mut Session,
    path: &Path,
    options: &ReadOptions,
    ignored: &[String],
    start: Option<f64>,
) -> Result<(), AppError> {
    let table = read_path(path, options)?;
    let columns = columns(&table, start)?;
    let mut problems = Problems::new(options.problems_max);
    problems.extend(unread(&table, &columns, ignored));
    let mut previous = session.readings.last().map(|reading| reading.moment);
    for row in 0..table.row_count() {
        if let Some(moment) = one_row(session, &columns, row, &mut problems) {
            let wrong = entry::in_order(previous, moment, "minute");
            keep(wrong, columns.minute.cell(row), &mut problems);
            previous = Some(moment);
        }
    }
    if session.readings.is_empty() && !problems.has_errors() {
        problems.add(table.error("there is no measurement in the file"));
    }
    Ok(problems.into_result(())?)
}

fn keep<T>(result: Result<T, Wrong>, cell: Cell<'_>, problems: &mut Problems) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(wrong) => {
            problems.add(cell.error(wrong.message).with_help(wrong.help));
            None
        }
    }
}

/// One row; the moment it stands for.
fn one_row(
    session: &mut Session,
    columns: &Columns<'_>,
    row: usize,
    problems: &mut Problems,
) -> Option<Moment> {
    let moment = moment(columns, row, problems)?;
    let mut reading = Reading {
        moment,
        values: Vec::new(),
    };
    for (quantity, column) in &columns.quantities {
        let cell = column.cell(row);
        let Some(text) = cell.text() else { continue };
        let value = quantity.parse(text);
        let value = value.map_err(|error| Wrong::implausible(&error));
        if let Some(value) = keep(value, cell, problems) {
            reading.values.push((*quantity, value));
        }
    }
    let systolic = columns
        .quantities
        .iter()
        .find(|(quantity, _)| *quantity == Quantity::Systolic);
    if let Some((_, column)) = systolic {
        keep(entry::pressures(&reading), column.cell(row), problems);
    }
    if !reading.values.is_empty() {
        session.readings.push(reading);
    }
    if let Some(name) = columns.event.and_then(|column| column.cell(row).text()) {
        session.events.get_or_insert_default().push(Happened {
            moment: Some(moment),
            name: name.to_owned(),
            grade: None,
        });
    }
    let device = flag(columns.device, row, problems);
    if let (Some(true), Moment::At(minute)) = (device, moment) {
        session.devices.push(minute);
    }
    if let Some(answer) = flag(columns.suicidality, row, problems) {
        session.suicidality.push(Asked {
            answer: Answer::of(answer),
            words: format!("asked, {}", moment.words()),
            source: None,
        });
    }
    Some(moment)
}

fn moment(columns: &Columns<'_>, row: usize, problems: &mut Problems) -> Option<Moment> {
    let phase = columns.phase.map(|column| column.cell(row));
    let is_before = match phase.and_then(|cell| Some((cell, cell.text()?))) {
        None => false,
        Some((_, word)) if word.eq_ignore_ascii_case("before") => true,
        Some((cell, _)) => {
            problems.add(cell.error("expected before, or nothing").with_help(
                "What is during and what is after the dose follows from the minute and the end of the dose.",
            ));
            return None;
        }
    };
    let cell = columns.minute.cell(row);
    if let (Some(start), Some(text)) = (columns.clock, cell.text()) {
        let read = entry::clock("time", text).and_then(|at| entry::since("time", start, at));
        return keep(read, cell, problems);
    }
    let minute = problems.keep(cell.number())?;
    let Some(minute) = minute else {
        if is_before {
            return Some(Moment::Before(None));
        }
        problems.add(
            cell.error("the measurement has no time")
                .with_help("Write the minutes since the start of the dose."),
        );
        return None;
    };
    let minute = keep(entry::minutes("minute", minute), cell, problems)?;
    Some(if is_before {
        Moment::Before(Some(minute))
    } else {
        Moment::At(minute)
    })
}

fn flag(column: Option<Column<'_>>, row: usize, problems: &mut Problems) -> Option<bool> {
    let cell = column?.cell(row);
    match cell.text()?.to_lowercase().as_str() {
        "yes" | "y" | "1" | "true" => Some(true),
        "no" | "n" | "0" | "false" => Some(false),
        _ => {
            problems.add(
                cell.error("expected yes or no")
                    .with_help("Leave it empty where it was not asked."),
            );
            None
        }
    }
}
