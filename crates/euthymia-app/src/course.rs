//! Courses of many patients from a file of visits, one row a visit.

use crate::error::AppError;
use euthymia_clinical::assessment::{Followed, Following, rules_for};
use euthymia_clinical::course::{BaselineRule, Course, Visit, trajectory};
use euthymia_clinical::instrument::{Pack, bundled};
use euthymia_report::assessment::Calendar;
use euthymia_table::{Cell, Column, Problems, ReadOptions, Table, read_path};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What to read.
#[derive(Clone, Debug, Default)]
pub struct CourseRequest {
    /// Visits: patient (may be left out for one patient), date or day, total.
    pub visits: PathBuf,
    /// Treatments: patient, date or day.
    pub sessions: Option<PathBuf>,
    /// The scale; told from the column's name otherwise.
    pub instrument: Option<String>,
    /// The column of totals.
    pub total_column: Option<String>,
    /// How files are read.
    pub read: ReadOptions,
}

/// The courses of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Courses {
    /// Each patient's identifier and course, in order of first appearance.
    pub patients: Vec<(String, Followed)>,
    /// Whether the file has dates or days.
    pub calendar: Calendar,
}

/// The day that day 0 stands on in files that have days.
const DAY_ZERO: Date = Date::constant(2000, 1, 1);

/// Reads visits and follows each patient's course.
///
/// # Errors
/// [`AppError::Input`] with every cell that cannot be used, two visits of one patient on a day
/// included; [`AppError::Usage`] for an unknown scale, or one on which higher is not worse.
pub fn courses(request: &CourseRequest, following: &Following) -> Result<Courses, AppError> {
    let table = read_path(&request.visits, &request.read)?;
    let (pack, totals) = scale(&table, request)?;
    let (when, in_days) = moment(&table)?;
    if in_days && matches!(following.baseline, BaselineRule::On(_)) {
        return Err(AppError::Usage(
            "--baseline: the file has days, so a date says nothing".to_owned(),
        ));
    }
    let id = table.find_column(&["patient_id", "patient", "id", "record_id"])?;
    let mut problems = Problems::new(request.read.problems_max);
    let mut order: Vec<String> = Vec::new();
    let mut visits: BTreeMap<String, Vec<Visit>> = BTreeMap::new();
    for row in 0..table.row_count() {
        let Some(patient) = named(id, row, &mut problems) else {
            continue;
        };
        let cell = when.cell(row);
        let date = problems.keep(day(cell, in_days)).flatten();
        let total = total(totals, row, pack, &mut problems);
        let Some(date) = date else {
            if cell.text().is_none() {
                problems.add(
                    cell.error("the visit has no day")
                        .with_help("Give every visit its date or day."),
                );
            }
            continue;
        };
        if !visits.contains_key(&patient) {
            order.push(patient.clone());
        }
        let own = visits.entry(patient).or_default();
        if own.iter().any(|visit| visit.date == date) {
            problems.add(
                cell.error("a second visit of this patient on the same day")
                    .with_help("One row per patient and day; remove one of them."),
            );
        }
        own.push(Visit { date, total });
    }
    let mut sessions = sessions(request, in_days, &order, &mut problems)?;
    problems.into_result(())?;
    let rules = rules_for(&pack.id, following).ok_or_else(|| not_a_course(pack))?;
    let patients = order.into_iter().map(|patient| {
        let course = Course {
            instrument: pack.id.clone(),
            visits: visits.remove(&patient).unwrap_or_default(),
            sessions: sessions.remove(&patient).unwrap_or_default(),
        };
        let followed = Followed {
            instrument: pack.id.clone(),
            shown: trajectory(&course, &rules),
            rules: rules.clone(),
        };
        (patient, followed)
    });
    Ok(Courses {
        patients: patients.collect(),
        calendar: if in_days {
            Calendar::Days { zero: DAY_ZERO }
        } else {
            Calendar::Dates
        },
    })
}

fn not_a_course(pack: &Pack) -> AppError {
    AppError::Usage(format!(
        "a course needs a scale with a total on which higher is worse; the {} has none",
        pack.name
    ))
}

fn scale<'t>(
    table: &'t Table,
    request: &CourseRequest,
) -> Result<(&'static Pack, Column<'t>), AppError> {
    let wanted = match &request.instrument {
        Some(id) => Some(bundled(&id.to_lowercase()).ok_or_else(|| crate::score::unknown(id))?),
        None => None,
    };
    if let Some(name) = &request.total_column {
        let column = table.column(&[name])?;
        let pack = wanted.or_else(|| named_scale(column.name()));
        return pack.map(|pack| (pack, column)).ok_or_else(|| {
            column
                .error("the column's name does not tell the scale")
                .with_help("Say which one it is: --instrument madrs.")
                .into()
        });
    }
    if let Some(pack) = wanted {
        let own = format!("{}_total", pack.id);
        return Ok((pack, table.column(&[&pack.id, &own, "total", "score"])?));
    }
    let mut found = Vec::new();
    for name in table.names() {
        if let Some(pack) = named_scale(name) {
            found.push((pack, table.column(&[name])?));
        }
    }
    match found.as_slice() {
        [only] => Ok(*only),
        _ => {
            let names: Vec<&str> = table.names().collect();
            Err(table
                .error("no single column tells by its name which scale it holds")
                .with_help(format!(
                    "Name the scale, --instrument madrs, and the column, --total COLUMN. The columns are: {}.",
                    names.join(", ")
                ))
                .into())
        }
    }
}

/// The scale whose identifier, alone or followed by `_total`, is the column's name.
fn named_scale(name: &str) -> Option<&'static Pack> {
    let name = name.trim().to_lowercase();
    bundled(name.strip_suffix("_total").unwrap_or(&name))
}

fn moment(table: &Table) -> Result<(Column<'_>, bool), AppError> {
    match table.find_column(&["date", "visit_date"])? {
        Some(column) => Ok((column, false)),
        None => match table.find_column(&["day", "days", "visit_day"])? {
            Some(column) => Ok((column, true)),
            None => Err(table
                .error("there is no column of dates or days")
                .with_help("Name it date (2026-03-31) or day (days since treatment began).")
                .into()),
        },
    }
}

fn day(cell: Cell<'_>, in_days: bool) -> Result<Option<Date>, euthymia_table::Diagnostic> {
    if in_days {
        let Some(number) = cell.number()? else {
            return Ok(None);
        };
        if number.fract() != 0.0 || number.abs() > 36_500.0 {
            return Err(cell.error("expected a whole number of days"));
        }
        #[allow(clippy::cast_possible_truncation)]
        let span: Span = (number as i64).days();
        return DAY_ZERO
            .checked_add(span)
            .map(Some)
            .map_err(|_| cell.error("expected a whole number of days"));
    }
    let Some(text) = cell.text() else {
        return Ok(None);
    };
    let parsed: Option<Date> = text.trim().parse().ok();
    parsed
        .filter(|_| text.trim().len() == 10)
        .map(Some)
        .ok_or_else(|| {
            cell.error("expected a date such as 2026-03-31").with_help(
                "Year, month, day, joined by hyphens; other orders can be read in two ways.",
            )
        })
}

fn named(id: Option<Column<'_>>, row: usize, problems: &mut Problems) -> Option<String> {
    let Some(column) = id else {
        return Some("patient".to_owned());
    };
    let cell = column.cell(row);
    let text = cell.text().map(str::to_owned);
    if text.is_none() {
        problems.add(
            cell.error("the patient is not named")
                .with_help("Give every row an identifier."),
        );
    }
    text
}

fn total(column: Column<'_>, row: usize, pack: &Pack, problems: &mut Problems) -> Option<f64> {
    let cell = column.cell(row);
    let found = problems.keep(cell.number()).flatten()?;
    let range = pack
        .primary_total()
        .map(|total| (total.minimum, total.maximum))?;
    if (range.0..=range.1).contains(&found) {
        return Some(found);
    }
    problems.add(
        cell.error(format!(
            "expected a {} total from {} to {}",
            pack.name, range.0, range.1
        ))
        .with_help("Correct the score, or leave the cell empty if it is missing."),
    );
    None
}

fn sessions(
    request: &CourseRequest,
    in_days: bool,
    known: &[String],
    problems: &mut Problems,
) -> Result<BTreeMap<String, Vec<Date>>, AppError> {
    let mut sessions: BTreeMap<String, Vec<Date>> = BTreeMap::new();
    let Some(path) = &request.sessions else {
        return Ok(sessions);
    };
    let table = read_path(path, &request.read)?;
    let (when, days) = moment(&table)?;
    if days != in_days {
        return Err(table
            .error("one file has dates and the other days")
            .with_help("Use the same in both.")
            .into());
    }
    let id = table.find_column(&["patient_id", "patient", "id", "record_id"])?;
    for row in 0..table.row_count() {
        let Some(patient) = named(id, row, problems) else {
            continue;
        };
        let cell = when.cell(row);
        if !known.contains(&patient) {
            problems.add(
                cell.error("this patient has no visit")
                    .with_help("Check the identifier in both files."),
            );
        }
        if let Some(date) = problems.keep(day(cell, days)).flatten() {
            sessions.entry(patient).or_default().push(date);
        }
    }
    Ok(sessions)
}
