//! One table into raw entries by patient.

use super::super::guess::is_date;
use super::super::moment::{Moment, TimeUnit, read_label, rounded};
use super::super::settings::{Role, Rows};
use super::bound::{Bound, BoundColumn, measure_of};
use euthymia_clinical::answer::Answer;
use euthymia_clinical::instrument::{Answers, bundled, score};
use euthymia_report::case_series::{Dose, LeftOut, Measure};
use euthymia_table::{Cell, Diagnostic, Problems};
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// When, as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RawTime {
    Date(Date),
    Moment(Moment),
}

/// Where something stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) file: Arc<str>,
    pub(super) row: usize,
    pub(super) column: Arc<str>,
}

/// A score.
#[derive(Clone, Debug)]
pub(super) struct RawScore {
    pub(super) measure: usize,
    pub(super) time: RawTime,
    pub(super) total: Option<f64>,
    pub(super) place: Place,
}

/// A session.
#[derive(Clone, Debug)]
pub(super) struct RawSession {
    pub(super) time: RawTime,
    pub(super) treatment: Option<String>,
    pub(super) dose: Option<Dose>,
    pub(super) deviation: Option<String>,
}

/// An adverse event.
#[derive(Clone, Debug)]
pub(super) struct RawEvent {
    pub(super) time: Option<RawTime>,
    pub(super) term: String,
    pub(super) severity: Option<String>,
    pub(super) relatedness: Option<String>,
    pub(super) serious: Option<bool>,
}

/// What is known of a patient.
#[derive(Clone, Debug, Default)]
pub(super) struct RawPatient {
    pub(super) id: String,
    pub(super) place: Option<Place>,
    pub(super) group: Option<String>,
    /// By the position of the characteristic, its text with its place.
    pub(super) values: HashMap<usize, (String, Place)>,
    pub(super) scores: Vec<RawScore>,
    pub(super) sessions: Vec<RawSession>,
    pub(super) events: Vec<RawEvent>,
    pub(super) session_count: Option<u32>,
    pub(super) completed: Option<bool>,
    pub(super) stop_reason: Option<String>,
    pub(super) flagged_sheets: u32,
}

/// A described column.
#[derive(Clone, Debug)]
pub(super) struct RawCharacteristic {
    pub(super) column: String,
    pub(super) settings: super::super::settings::ColumnSettings,
    pub(super) file: Arc<str>,
}

/// Everything that was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    pub(super) patients: Vec<RawPatient>,
    by_id: HashMap<String, usize>,
    pub(super) measures: Vec<Measure>,
    pub(super) characteristics: Vec<RawCharacteristic>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) has_events: bool,
    pub(super) has_sessions: bool,
    pub(super) has_groups: bool,
}

impl Raw {
    fn patient(&mut self, id: &str, place: &Place) -> &mut RawPatient {
        let at = *self.by_id.entry(id.to_owned()).or_insert_with(|| {
            self.patients.push(RawPatient {
                id: id.to_owned(),
                place: Some(place.clone()),
                ..RawPatient::default()
            });
            self.patients.len() - 1
        });
        &mut self.patients[at]
    }

    fn measure(&mut self, measure: &Measure) -> usize {
        let known = self
            .measures
            .iter()
            .position(|known| known.instrument == measure.instrument);
        known.unwrap_or_else(|| {
            self.measures.push(measure.clone());
            self.measures.len() - 1
        })
    }

    fn characteristic(&mut self, bound: &BoundColumn<'_>, file: &Arc<str>) -> usize {
        let name = bound.column.name();
        let known = self.characteristics.iter().position(|c| c.column == name);
        known.unwrap_or_else(|| {
            self.characteristics.push(RawCharacteristic {
                column: name.to_owned(),
                settings: bound.settings.clone(),
                file: file.clone(),
            });
            self.characteristics.len() - 1
        })
    }
}

/// Reads the rows of a table.
pub(super) fn read_rows(bound: &Bound<'_>, raw: &mut Raw, problems: &mut Problems) {
    let file: Arc<str> = bound.table.file().into();
    match bound.settings.rows {
        Rows::Events => raw.has_events = true,
        Rows::Sessions => raw.has_sessions = true,
        Rows::Patients | Rows::Visits => {}
    }
    raw.has_groups |= bound.has(Role::Group);
    let mut lines: HashMap<String, usize> = HashMap::new();
    for row in 0..bound.table.row_count() {
        if !bound.is_asked(row) {
            continue;
        }
        let Some((id, place)) = patient_of(bound, row, &file, problems) else {
            continue;
        };
        if bound.settings.rows == Rows::Patients
            && let Some(first) = lines.insert(id.clone(), place.row)
        {
            problems.add(
                Diagnostic::error(
                    file.clone(),
                    format!("this patient is already in row {first}"),
                )
                .at_row(place.row)
                .with_help(
                    "One row per patient here; for one row per visit write rows = \"visits\".",
                ),
            );
            continue;
        }
        raw.patient(&id, &place);
        let mut line = Line {
            bound,
            row,
            id: &id,
            file: &file,
            raw,
            problems,
        };
        line.described();
        match bound.settings.rows {
            Rows::Patients | Rows::Visits => line.scores(),
            Rows::Sessions => line.session(),
            Rows::Events => line.event(),
        }
    }
}

/// The identifier of a row; without a column of identifiers the row's number.
fn patient_of(
    bound: &Bound<'_>,
    row: usize,
    file: &Arc<str>,
    problems: &mut Problems,
) -> Option<(String, Place)> {
    let line = bound.table.line(row).unwrap_or(0);
    let Some(column) = bound.first(Role::Patient) else {
        let place = Place {
            file: file.clone(),
            row: line,
            column: "".into(),
        };
        return Some((format!("row {line}"), place));
    };
    let cell = column.column.cell(row);
    match cell.text() {
        Some(text) => Some((text.to_owned(), place_of(cell, column, file))),
        None => {
            problems.add(
                cell.error("the patient is not named")
                    .with_help("Give every row an identifier."),
            );
            None
        }
    }
}

fn place_of(cell: Cell<'_>, bound: &BoundColumn<'_>, file: &Arc<str>) -> Place {
    Place {
        file: file.clone(),
        row: cell.line(),
        column: bound.column.name().into(),
    }
}

/// One row on its way.
struct Line<'a, 't> {
    bound: &'a Bound<'t>,
    row: usize,
    id: &'a str,
    file: &'a Arc<str>,
    raw: &'a mut Raw,
    problems: &'a mut Problems,
}

impl Line<'_, '_> {
    fn cell(&self, role: Role) -> Option<Cell<'_>> {
        Some(self.bound.first(role)?.column.cell(self.row))
    }

    fn text(&self, role: Role) -> Option<String> {
        self.cell(role)?.text().map(str::to_owned)
    }

    fn patient(&mut self) -> &mut RawPatient {
        let place = Place {
            file: self.file.clone(),
            row: 0,
            column: "".into(),
        };
        self.raw.patient(self.id, &place)
    }

    /// Group, characteristics, status: one value per patient.
    fn described(&mut self) {
        if let Some(cell) = self.cell(Role::Group)
            && let Some(text) = cell.text()
        {
            let codes = self
                .bound
                .first(Role::Group)
                .map(|bound| &bound.settings.codes);
            let named = codes.and_then(|codes| codes.get(text)).cloned();
            let group = named.unwrap_or_else(|| text.to_owned());
            let error = cell.error("this patient is in another group in an earlier row");
            let patient = self.patient();
            if patient.group.as_ref().is_some_and(|known| *known != group) {
                self.problems
                    .add(error.with_help("A patient has one group."));
            } else {
                patient.group = Some(group);
            }
        }
        for bound in self.bound.of(Role::Characteristic) {
            let cell = bound.column.cell(self.row);
            let Some(text) = cell.text() else {
                continue;
            };
            let at = self.raw.characteristic(bound, self.file);
            let place = place_of(cell, bound, self.file);
            let patient = self.patient();
            let known = patient
                .values
                .get(&at)
                .map(|(known, place)| (known.clone(), place.row));
            match known {
                Some((known, row)) if known != text => self.problems.add(
                    cell.error(format!("row {row} has another value for this patient"))
                        .with_help(
                            "A characteristic has one value per patient; if it changes between visits, \
                             give the column the role ignore.",
                        ),
                ),
                Some(_) => {}
                None => {
                    patient.values.insert(at, (text.to_owned(), place));
                }
            }
        }
        self.status();
    }

    fn status(&mut self) {
        if let Some(cell) = self.cell(Role::Completed) {
            let completed = self.problems_keep(yes_or_no(cell));
            if completed.is_some() {
                self.patient().completed = completed;
            }
        }
        if let Some(reason) = self.text(Role::StopReason) {
            self.patient().stop_reason = Some(reason);
        }
        if let Some(cell) = self.cell(Role::SessionCount) {
            let count = self.problems.keep(cell.count()).flatten();
            if let Some(count) = count {
                self.patient().session_count = u32::try_from(count).ok();
            }
        }
    }

    fn problems_keep(&mut self, found: Result<Option<bool>, Diagnostic>) -> Option<bool> {
        self.problems.keep(found).flatten()
    }

    /// The time of this row; `None` after a finding.
    fn time(&mut self) -> Option<RawTime> {
        let bound = self.bound.first(Role::Time)?;
        let cell = bound.column.cell(self.row);
        let found = time(cell, bound);
        self.problems.keep(found).flatten()
    }

    fn scores(&mut self) {
        let is_visit = self.bound.settings.rows == Rows::Visits;
        let row_time = if is_visit { self.time() } else { None };
        let columns: Vec<BoundColumn<'_>> = self.bound.of(Role::Score).cloned().collect();
        let scale = self
            .cell(Role::Scale)
            .map(|cell| scale_of(cell, self.bound));
        for bound in &columns {
            let cell = bound.column.cell(self.row);
            let measure = match (&bound.measure, &scale) {
                (Some(measure), _) => measure.clone(),
                (None, Some(Ok(Some(measure)))) => measure.clone(),
                (None, Some(Ok(None))) => continue,
                (None, Some(Err(finding))) => {
                    self.leave_out(cell, bound, "score", finding);
                    continue;
                }
                (None, None) => {
                    self.problems.add(
                        cell.error("it is not said which scale this score is on")
                            .with_help("Write instrument = \"madrs\" in the column's line."),
                    );
                    continue;
                }
            };
            let time = match (bound.at, row_time) {
                (Some(moment), _) => RawTime::Moment(moment),
                (None, Some(time)) => time,
                (None, None) => {
                    if is_visit && self.bound.has(Role::Time) {
                        self.leave_out(cell, bound, "score", "the visit has no time");
                    } else {
                        self.problems.add(
                            cell.error("it is not said when this score was taken")
                                .with_help("Write at = \"baseline\" or at = \"week 4\" in the column's line."),
                        );
                    }
                    continue;
                }
            };
            let total = self.total(cell, bound, &measure);
            self.add_score(&measure, time, total, place_of(cell, bound, self.file));
        }
        self.items(row_time);
    }

    fn add_score(&mut self, measure: &Measure, time: RawTime, total: Option<f64>, place: Place) {
        let measure = self.raw.measure(measure);
        self.patient().scores.push(RawScore {
            measure,
            time,
            total,
            place,
        });
    }

    fn total(&mut self, cell: Cell<'_>, bound: &BoundColumn<'_>, scale: &Measure) -> Option<f64> {
        let value = self.problems.keep(cell.number()).flatten()?;
        let (lowest, highest) = scale.range;
        if value >= lowest && highest.is_none_or(|highest| value <= highest) {
            return Some(value);
        }
        let range = match highest {
            Some(highest) => format!("from {lowest} to {highest}"),
            None => format!("of at least {lowest}"),
        };
        let expected = format!("expected a {} total {range}", scale.name);
        if self.bound.all.outcome.impossible.as_deref() == Some("missing") {
            self.leave_out(cell, bound, "score", &expected);
        } else {
            self.problems.add(cell.error(expected).with_help(
                "Correct the score, or leave the cell empty if it is missing; a code for missing \
                 values goes into the settings: missing = [\"-9\"].",
            ));
        }
        None
    }

    fn leave_out(
        &mut self,
        cell: Cell<'_>,
        bound: &BoundColumn<'_>,
        what: &'static str,
        why: &str,
    ) {
        self.raw.left_out.push(LeftOut {
            file: self.file.to_string(),
            row: Some(cell.line()),
            column: Some(bound.column.name().to_owned()),
            what,
            reason: why.to_owned(),
        });
    }

    /// Totals from the answers to items, by the scale's own rules.
    fn items(&mut self, row_time: Option<RawTime>) {
        let mut sheets: Vec<(Measure, RawTime, Vec<BoundColumn<'_>>)> = Vec::new();
        for bound in self.bound.of(Role::Item) {
            let (Some(measure), Some(time)) =
                (&bound.measure, bound.at.map(RawTime::Moment).or(row_time))
            else {
                continue;
            };
            let known = sheets
                .iter_mut()
                .find(|(known, when, _)| known.instrument == measure.instrument && *when == time);
            match known {
                Some((.., columns)) => columns.push(bound.clone()),
                None => sheets.push((measure.clone(), time, vec![bound.clone()])),
            }
        }
        for (measure, time, columns) in sheets {
            let total = self.sheet(&measure, &columns);
            let Some(first) = columns.first() else {
                continue;
            };
            let place = place_of(first.column.cell(self.row), first, self.file);
            self.add_score(&measure, time, total, place);
        }
    }

    fn sheet(&mut self, measure: &Measure, columns: &[BoundColumn<'_>]) -> Option<f64> {
        let pack = bundled(&measure.instrument)?;
        let mut values = vec![None; pack.items.len()];
        for bound in columns {
            let cell = bound.column.cell(self.row);
            let value = self.problems.keep(cell.number()).flatten();
            let place = bound.settings.item.and_then(|item| item.checked_sub(1));
            match place.and_then(|place| values.get_mut(place)) {
                Some(slot) => *slot = value,
                None => self.problems.add(cell.error(format!(
                    "the {} has {} items",
                    measure.name,
                    pack.items.len()
                ))),
            }
        }
        match Answers::new(pack, values) {
            Ok(answers) => {
                let scored = score(&answers, None);
                if scored
                    .suicide
                    .is_some_and(|flag| flag.flagged == Answer::Yes)
                {
                    self.patient().flagged_sheets += 1;
                }
                let id = &pack.primary_total()?.id;
                let found = scored.totals.iter().find(|one| one.total.id == *id)?;
                Some(found.computed?.value)
            }
            Err(errors) => {
                for error in errors {
                    if let Some(first) = columns.first() {
                        let cell = first.column.cell(self.row);
                        self.problems.add(cell.error(error.to_string()));
                    }
                }
                None
            }
        }
    }

    fn session(&mut self) {
        let time = self.time();
        let Some(time) = time else {
            if let Some(bound) = self.bound.first(Role::Time) {
                let cell = bound.column.cell(self.row);
                self.leave_out(cell, &bound.clone(), "session", "the session has no time");
            }
            return;
        };
        let session = RawSession {
            time,
            treatment: self.text(Role::Treatment),
            dose: self.dose(),
            deviation: self.text(Role::Deviation),
        };
        self.patient().sessions.push(session);
    }

    fn dose(&mut self) -> Option<Dose> {
        let bound = self.bound.first(Role::Dose)?;
        let unit = self
            .text(Role::DoseUnit)
            .or_else(|| bound.settings.unit.clone());
        let cell = bound.column.cell(self.row);
        let text = cell.text()?;
        // A unit in the cell itself is the cell's.
        let number_end = text
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .unwrap_or(text.len());
        let (number, own_unit) = text.split_at(number_end);
        let own_unit = own_unit.trim();
        let amount = if own_unit.is_empty() {
            self.problems.keep(cell.number()).flatten()
        } else {
            number.trim().replace(',', ".").parse().ok()
        };
        let unit = match own_unit {
            "" => unit,
            own => Some(own.to_owned()),
        };
        match (amount, unit) {
            (Some(amount), Some(unit)) => Some(Dose { amount, unit }),
            (Some(_), None) => {
                self.problems
                    .add(cell.error("the dose has no unit").with_help(
                        "Write unit = \"mg/kg\" in the column's line, or add a column dose_unit.",
                    ));
                None
            }
            (None, _) => {
                self.problems.add(
                    cell.error("expected a dose").with_help(
                        "Write a number, and its unit in a column of its own or after it.",
                    ),
                );
                None
            }
        }
    }

    fn event(&mut self) {
        let Some(term) = self.text(Role::Term) else {
            return;
        };
        let serious = match self.cell(Role::Serious).map(yes_or_no) {
            Some(found) => self.problems_keep(found),
            None => None,
        };
        let event = RawEvent {
            time: self.time(),
            term,
            severity: self.text(Role::Severity),
            relatedness: self.text(Role::Relatedness),
            serious,
        };
        self.patient().events.push(event);
    }
}

fn scale_of(cell: Cell<'_>, bound: &Bound<'_>) -> Result<Option<Measure>, String> {
    let Some(text) = cell.text() else {
        return Ok(None);
    };
    let words = super::super::moment::tokens(text);
    let known = measure_of(&text.to_lowercase(), bound.all).or_else(|| {
        let mut fitting = super::super::scale::at_start(&words).into_iter();
        let (id, _) = fitting.find(|(_, length)| *length == words.len())?;
        measure_of(id, bound.all)
    });
    known
        .map(Some)
        .ok_or_else(|| format!("\"{text}\" is not a scale that is known; add it as [[scale]]"))
}

pub(super) fn time(cell: Cell<'_>, bound: &BoundColumn<'_>) -> Result<Option<RawTime>, Diagnostic> {
    let Some(text) = cell.text() else {
        return Ok(None);
    };
    let moment = |moment| Ok(Some(RawTime::Moment(moment)));
    if let Some(code) = bound.settings.codes.get(text) {
        return match code
            .parse::<i64>()
            .ok()
            .map(Moment::Days)
            .or_else(|| read_label(code))
        {
            Some(found) => moment(found),
            None => Err(cell.error(format!("the code \"{code}\" says no time"))),
        };
    }
    match bound.unit {
        Some(TimeUnit::Date) => match text.get(..10).filter(|_| is_date(text)) {
            Some(day) => Ok(day.parse().ok().map(RawTime::Date)),
            None => Err(cell.error("expected a date such as 2026-03-31").with_help(
                "Year, month, day, joined by hyphens; other orders can be read in two ways.",
            )),
        },
        Some(TimeUnit::Label) => match read_label(text) {
            Some(found) => moment(found),
            None => Err(cell.error("this says no time that is known").with_help(
                "Write baseline, day 7, week 4, visit 2 or end, or say its day in the settings: \
                 codes = { \"T1-4\" = \"28\" }.",
            )),
        },
        Some(TimeUnit::Order) => match cell.count()? {
            Some(place) => moment(Moment::Nth(i64::try_from(place).unwrap_or(i64::MAX))),
            None => Ok(None),
        },
        Some(unit) => {
            let Some(number) = cell.number()? else {
                return Ok(None);
            };
            let days = number * unit.days().unwrap_or(1.0);
            if days.abs() > 36_500.0 {
                return Err(cell.error("this is more than a hundred years"));
            }
            moment(Moment::Days(rounded(days)))
        }
        None => Ok(None),
    }
}

fn yes_or_no(cell: Cell<'_>) -> Result<Option<bool>, Diagnostic> {
    let Some(text) = cell.text() else {
        return Ok(None);
    };
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Ok(Some(true)),
        "no" | "n" | "false" | "0" => Ok(Some(false)),
        _ => Err(cell.error("expected yes or no")),
    }
}
