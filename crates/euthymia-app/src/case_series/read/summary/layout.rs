//! What every thread knows: which column is what, and how its cells are read.

use super::super::bound::{Bound, BoundColumn};
use super::super::clock::Clock;
use super::super::raw::{RawTime, short};
use super::super::when;
use super::Opened;
use crate::case_series::moment::TimeUnit;
use crate::case_series::settings::{Role, Settings, TableSettings};
use crate::error::AppError;
use euthymia_report::case_series::streamed::Frame;
use euthymia_table::{DecimalMark, Diagnostic, Head, ReadOptions};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The columns of a file, and what they mean.
pub(super) struct Layout<'a> {
    pub(super) head: Head,
    pub(super) header: Vec<u8>,
    pub(super) read: ReadOptions,
    pub(super) clock: &'a Clock,
    pub(super) frame: &'a Frame,
    /// The settings of all tables, and of this one without the columns that are not read.
    pub(super) all: &'a Settings,
    pub(super) settings: TableSettings,
    pub(super) number_patients: bool,
    /// What to do with the columns from left to right; `None` where rows are not read plainly.
    pub(super) steps: Option<Vec<Step>>,
    /// The position and name of the column of patients.
    pub(super) patient: (usize, Arc<str>),
    pub(super) time: Option<TimeColumn>,
    pub(super) scores: Vec<ScoreColumn>,
    /// Texts that mean missing.
    pub(super) missing: Vec<Vec<u8>>,
    /// Whether one of them is made of digits, as a number is.
    pub(super) missing_has_digits: bool,
    /// The file without its folder, for what is left out.
    pub(super) short_file: String,
}

/// One or more columns that are treated alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// So many columns that are passed over.
    Pass(usize),
    Patient,
    Time,
    /// The score of this position.
    Score(usize),
}

/// When a visit was.
pub(super) struct TimeColumn {
    pub(super) name: Arc<str>,
    pub(super) unit: TimeUnit,
    /// The days of texts that are no numbers.
    pub(super) days: HashMap<Vec<u8>, i64>,
    /// Those of them that the settings say; as numbers they mean nothing.
    pub(super) codes: HashSet<Vec<u8>>,
    /// Whether digits alone are a number of days, weeks or months.
    pub(super) takes_whole: bool,
}

/// A score.
pub(super) struct ScoreColumn {
    pub(super) name: Arc<str>,
    pub(super) position: usize,
    /// The position of its scale.
    pub(super) measure: usize,
    pub(super) lowest: f64,
    pub(super) highest: f64,
    /// The day of a score that has its own.
    pub(super) at: Option<i64>,
}

/// Scores beyond this cannot be added up.
pub(super) const SCORE_MAX: f64 = 100_000.0;

impl<'a> Layout<'a> {
    /// # Errors
    /// A score's own time that does not go with the others.
    pub(super) fn new(
        bound: &'a Bound<'a>,
        opened: &Opened,
        read: ReadOptions,
        clock: &'a Clock,
        frame: &'a Frame,
        number_patients: bool,
    ) -> Result<Self, AppError> {
        let mut settings = bound.settings.clone();
        settings.column.retain(|_, column| is_read(column.role));
        let name_of = |name: &str| -> Arc<str> { name.into() };
        let patient = bound.first(Role::Patient).map(|bound| &bound.column);
        let missing: Vec<Vec<u8>> = read
            .missing
            .iter()
            .map(|text| text.trim().as_bytes().to_vec())
            .collect();
        let is_digits = |text: &Vec<u8>| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
        Ok(Self {
            head: opened.head.clone(),
            header: opened.header.clone(),
            missing_has_digits: missing.iter().any(is_digits),
            missing,
            read: super::settled(&opened.head, &read),
            clock,
            frame,
            all: bound.all,
            settings,
            number_patients,
            steps: steps(bound, opened.head.names().len()),
            patient: patient.map_or((0, "".into()), |column| {
                (column.position(), name_of(column.name()))
            }),
            time: bound.first(Role::Time).and_then(|found| {
                let (unit, days) = (found.unit?, days(found, clock));
                Some(TimeColumn {
                    name: name_of(found.column.name()),
                    takes_whole: days.is_empty() && unit.days().is_some(),
                    unit,
                    days,
                    codes: found
                        .settings
                        .codes
                        .keys()
                        .map(|text| text.as_bytes().to_vec())
                        .collect(),
                })
            }),
            scores: scores(bound, frame, clock)?,
            short_file: short(bound.table.file()),
        })
    }

    /// Whether a number with this decimal mark may be read without its column.
    pub(super) fn takes(&self, mark: DecimalMark) -> bool {
        self.read.decimal.is_none_or(|given| given == mark)
    }

    /// A finding about a column.
    pub(super) fn about(&self, column: &Arc<str>, message: String) -> Diagnostic {
        Diagnostic::error(self.head.file().clone(), message).in_column(column.clone())
    }

    /// A finding about a cell, by the position of its column.
    pub(super) fn finding(&self, line: usize, column: usize, message: String) -> Diagnostic {
        let name = self.head.name(column).unwrap_or_else(|| "".into());
        self.about(&name, message).at_row(line)
    }
}

/// The columns that a summary is about; the others are passed over.
fn is_read(role: Role) -> bool {
    matches!(
        role,
        Role::Patient
            | Role::Time
            | Role::Scale
            | Role::Score
            | Role::Item
            | Role::Completed
            | Role::StopReason
    )
}

/// The way through a row; `None` where only the careful way knows one.
fn steps(bound: &Bound<'_>, columns: usize) -> Option<Vec<Step>> {
    let others = [Role::Scale, Role::Item, Role::Completed, Role::StopReason];
    if others.iter().any(|role| bound.has(*role)) || !bound.only.is_empty() {
        return None;
    }
    let is_first = |role: Role, position: usize| {
        bound
            .first(role)
            .is_some_and(|first| first.column.position() == position)
    };
    let scores: Vec<usize> = bound.of(Role::Score).map(|b| b.column.position()).collect();
    let mut steps = Vec::new();
    for position in 0..columns {
        let score = scores.iter().position(|known| *known == position);
        match (score, steps.last_mut()) {
            (Some(score), _) => steps.push(Step::Score(score)),
            (None, _) if is_first(Role::Patient, position) => steps.push(Step::Patient),
            (None, _) if is_first(Role::Time, position) => steps.push(Step::Time),
            (None, Some(Step::Pass(count))) => *count += 1,
            (None, _) => steps.push(Step::Pass(1)),
        }
    }
    Some(steps)
}

/// The days of the texts at the start of the file, where times are written in words or codes.
fn days(found: &BoundColumn<'_>, clock: &Clock) -> HashMap<Vec<u8>, i64> {
    let is_worded = matches!(found.unit, Some(TimeUnit::Label | TimeUnit::Order))
        || !found.settings.codes.is_empty();
    let mut days = HashMap::new();
    if !is_worded {
        return days;
    }
    for cell in found.column.cells() {
        if let Some(text) = cell.text()
            && !days.contains_key(text.as_bytes())
            && let Ok(Some(time)) = when::time(cell, found)
            && let Ok(day) = clock.day(time)
        {
            days.insert(text.as_bytes().to_vec(), day);
        }
    }
    days
}

fn scores(bound: &Bound<'_>, frame: &Frame, clock: &Clock) -> Result<Vec<ScoreColumn>, AppError> {
    let measures = &frame.series.measures;
    let mut list = Vec::new();
    for found in bound.of(Role::Score) {
        let at = match found.at {
            Some(moment) => Some(
                clock
                    .day(RawTime::Moment(moment))
                    .map_err(|(message, help)| found.column.error(message).with_help(help))?,
            ),
            None => None,
        };
        let measure = found.measure.as_ref();
        let position = measure.and_then(|one| {
            measures
                .iter()
                .position(|known| known.instrument == one.instrument)
        });
        let (lowest, highest) = measure.map_or((0.0, None), |one| one.range);
        list.push(ScoreColumn {
            name: found.column.name().into(),
            position: found.column.position(),
            measure: position.unwrap_or(0),
            lowest: lowest.max(-SCORE_MAX),
            highest: highest.unwrap_or(SCORE_MAX).min(SCORE_MAX),
            at,
        });
    }
    Ok(list)
}
