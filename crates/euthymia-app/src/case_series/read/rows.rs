//! One table into raw entries by patient.

use super::super::settings::{Role, Rows};
use super::bound::{Bound, BoundColumn};
use super::raw::{Place, Raw, RawPatient, RawTime, RawValue};
use super::when::time;
use euthymia_table::{Cell, Diagnostic, Problems};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Reads the rows of a table.
pub(super) fn read_rows(bound: &Bound<'_>, raw: &mut Raw, problems: &mut Problems) {
    for role in Line::needs(bound.settings.rows) {
        bound.require(*role, problems);
    }
    let file: Arc<str> = bound.table.file().into();
    match bound.settings.rows {
        Rows::Events => raw.has_events = true,
        Rows::Sessions => raw.has_sessions = true,
        Rows::Patients | Rows::Visits => {}
    }
    raw.has_groups |= bound.has(Role::Group);
    let mut lines: HashMap<String, usize> = HashMap::new();
    let mut asked = 0;
    for row in 0..bound.table.row_count() {
        if !bound.is_asked(row) {
            continue;
        }
        asked += 1;
        let Some((id, place)) = patient_of(bound, row, &file, problems) else {
            continue;
        };
        if bound.settings.rows == Rows::Patients
            && let Some(first) = lines.insert(id.clone(), place.row)
        {
            problems.add(
                place
                    .error(format!("this patient is already in row {first}"))
                    .with_help(
                        "One row per patient here; for one row per visit write rows = \"visits\".",
                    ),
            );
            continue;
        }
        let is_listed = matches!(bound.settings.rows, Rows::Patients | Rows::Visits);
        raw.patient(&id, &place).is_listed |= is_listed;
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
    if asked == 0 && !bound.only.is_empty() {
        problems.add(nothing_asked(bound));
    }
}

fn nothing_asked(bound: &Bound<'_>) -> Diagnostic {
    let wanted: Vec<String> = bound
        .only
        .iter()
        .map(|(column, text)| format!("{} = \"{text}\"", column.name()))
        .collect();
    bound
        .table
        .error(format!("no row has {}", wanted.join(" and ")))
        .with_help("Correct only = { … } in the settings: the texts must be those of the file.")
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
        Some(text) => Some((text.to_owned(), Place::of(cell, file))),
        None => {
            problems.add(
                cell.error("the patient is not named")
                    .with_help("Give every row an identifier."),
            );
            None
        }
    }
}

/// One row on its way.
pub(super) struct Line<'a, 't> {
    pub(super) bound: &'a Bound<'t>,
    pub(super) row: usize,
    pub(super) id: &'a str,
    pub(super) file: &'a Arc<str>,
    pub(super) raw: &'a mut Raw,
    pub(super) problems: &'a mut Problems,
}

impl<'t> Line<'_, 't> {
    pub(super) fn cell(&self, role: Role) -> Option<Cell<'t>> {
        Some(self.bound.first(role)?.column.cell(self.row))
    }

    pub(super) fn text(&self, role: Role) -> Option<String> {
        self.cell(role)?.text().map(str::to_owned)
    }

    pub(super) fn patient(&mut self) -> &mut RawPatient {
        let place = Place {
            file: self.file.clone(),
            row: 0,
            column: "".into(),
        };
        self.raw.patient(self.id, &place)
    }

    pub(super) fn leave_out(&mut self, cell: Cell<'_>, what: &'static str, why: &str) {
        let place = Place::of(cell, self.file);
        self.raw.left_out.push(place.left_out(what, why));
    }

    /// The time of this row; `None` after a finding.
    pub(super) fn time(&mut self) -> Option<RawTime> {
        let bound = self.bound.first(Role::Time)?;
        let found = time(bound.column.cell(self.row), bound);
        self.problems.keep(found).flatten()
    }

    /// Yes or no in the first column of this role; `None` where it is empty or after a finding.
    pub(super) fn yes_or_no(&mut self, role: Role) -> Option<bool> {
        let bound = self.bound.first(role)?;
        let found = yes_or_no(bound.column.cell(self.row), &bound.settings.codes);
        self.problems.keep(found).flatten()
    }

    /// Group, characteristics, status: one value per patient.
    fn described(&mut self) {
        self.group();
        for bound in self.bound.of(Role::Characteristic) {
            self.value(bound);
        }
        if let Some(completed) = self.yes_or_no(Role::Completed) {
            self.one_value(Role::Completed, completed, |p| &mut p.completed);
        }
        if let Some(reason) = self.text(Role::StopReason) {
            self.one_value(Role::StopReason, reason, |p| &mut p.stop_reason);
        }
        if let Some(cell) = self.cell(Role::SessionCount)
            && let Some(count) = self.problems.keep(cell.count()).flatten()
        {
            match u32::try_from(count) {
                Ok(count) => self.one_value(Role::SessionCount, count, |p| &mut p.session_count),
                Err(_) => self.problems.add(
                    cell.error("these are more sessions than can be counted")
                        .with_help("Correct the number."),
                ),
            }
        }
    }

    fn group(&mut self) {
        let Some(bound) = self.bound.first(Role::Group) else {
            return;
        };
        let cell = bound.column.cell(self.row);
        if let Some(text) = cell.text() {
            let named = bound.settings.codes.get(text).cloned();
            let label = bound.settings.label.as_deref();
            let label = label.unwrap_or(bound.column.name());
            let group = named.unwrap_or_else(|| group_name(label, text));
            self.one_value(Role::Group, group, |patient| &mut patient.group);
        }
    }

    /// Sets what a patient has once; another value in a later row is a finding.
    fn one_value<T: PartialEq>(
        &mut self,
        role: Role,
        value: T,
        slot: impl Fn(&mut RawPatient) -> &mut Option<T>,
    ) {
        let cell = self.cell(role);
        let known = slot(self.patient());
        match known {
            None => *known = Some(value),
            Some(known) if *known == value => {}
            Some(_) => {
                let message = match role {
                    Role::Group => "this patient is in another group in an earlier row",
                    _ => "an earlier row has another value for this patient",
                };
                self.problems.extend(cell.map(|cell| {
                    let help = format!("A patient has one {}.", role.word().replace('_', " "));
                    cell.error(message).with_help(help)
                }));
            }
        }
    }

    fn value(&mut self, bound: &BoundColumn<'_>) {
        let cell = bound.column.cell(self.row);
        let Some(text) = cell.text() else {
            return;
        };
        let number = match bound.settings.kind.as_deref() {
            Some("number") => match self.problems.keep(cell.number()) {
                Some(number) => number,
                None => return,
            },
            _ => None,
        };
        let value = RawValue {
            text: text.to_owned(),
            number,
            place: Place::of(cell, self.file),
        };
        let at = self.raw.characteristic(bound);
        let patient = self.patient();
        let Some(known) = patient.values.get(&at) else {
            patient.values.insert(at, value);
            return;
        };
        let is_same = match (known.number, value.number) {
            (Some(known), Some(number)) => known == number,
            _ => known.text == value.text,
        };
        if !is_same {
            let row = known.place.seen_from(&value.place);
            self.problems.add(
                cell.error(format!("{row} has another value for this patient"))
                    .with_help(
                        "A characteristic has one value per patient; if it changes between visits, \
                         give the column the role ignore.",
                    ),
            );
        }
    }
}

/// What a group is called: `yes` and `1` alone say nothing, so the column's name stands before them.
pub(in crate::case_series) fn group_name(column: &str, text: &str) -> String {
    let says_nothing = text.parse::<f64>().is_ok()
        || ["yes", "no", "y", "n", "true", "false"].contains(&text.to_lowercase().as_str());
    match says_nothing {
        true => format!("{column}: {text}"),
        false => text.to_owned(),
    }
}

fn yes_or_no(cell: Cell<'_>, codes: &BTreeMap<String, String>) -> Result<Option<bool>, Diagnostic> {
    let Some(text) = cell.text() else {
        return Ok(None);
    };
    let meant = codes.get(text).map_or(text, String::as_str);
    match meant.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "ja" => Ok(Some(true)),
        "no" | "n" | "false" | "0" | "nein" => Ok(Some(false)),
        _ => Err(cell.error("expected yes or no").with_help(
            "Write yes or no, or say in the settings what the word means: \
             codes = { \"withdrawn\" = \"no\" }.",
        )),
    }
}
