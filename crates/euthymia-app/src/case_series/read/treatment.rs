//! The sessions and adverse events of a row.

use super::super::settings::{Role, Rows};
use super::bound::BoundColumn;
use super::raw::{Place, RawEvent, RawSession};
use super::rows::Line;
use euthymia_report::case_series::Dose;
use euthymia_table::{Cell, Diagnostic};

impl Line<'_, '_> {
    pub(super) fn session(&mut self) {
        let Some(bound) = self.bound.first(Role::Time) else {
            return;
        };
        let cell = bound.column.cell(self.row);
        let dose = self.dose();
        let Some(time) = self.time() else {
            self.leave_out(cell, "session", "the session has no time");
            return;
        };
        let session = RawSession {
            time,
            place: Place::of(cell, self.file),
            treatment: self.text(Role::Treatment),
            dose,
            deviation: self.text(Role::Deviation),
        };
        self.patient().sessions.push(session);
    }

    fn dose(&mut self) -> Option<Dose> {
        let bound = self.bound.first(Role::Dose)?;
        let cell = bound.column.cell(self.row);
        let unit = self
            .text(Role::DoseUnit)
            .or_else(|| bound.settings.unit.clone());
        match dose(cell, unit) {
            Ok(found) => found,
            Err(finding) => {
                self.problems.add(finding);
                None
            }
        }
    }

    pub(super) fn event(&mut self) {
        let Some(term) = self.text(Role::Term) else {
            self.unnamed_event();
            return;
        };
        let serious = self.yes_or_no(Role::Serious);
        let place = self.place();
        let event = RawEvent {
            time: self.time(),
            term,
            severity: self.text(Role::Severity),
            relatedness: self.text(Role::Relatedness),
            serious,
            place,
        };
        self.patient().events.push(event);
    }

    /// A row that says something about an event without saying which.
    fn unnamed_event(&mut self) {
        let Some(bound) = self.bound.first(Role::Term) else {
            return;
        };
        let said = [Role::Time, Role::Severity, Role::Relatedness, Role::Serious];
        if said.iter().any(|role| self.text(*role).is_some()) {
            let cell = bound.column.cell(self.row);
            self.leave_out(cell, "event", "the event is not named");
        }
    }

    /// Where the row's time stands, or its patient where it has none.
    fn place(&self) -> Place {
        let bound: Option<&BoundColumn<'_>> = self
            .bound
            .first(Role::Time)
            .or_else(|| self.bound.first(Role::Patient));
        match bound {
            Some(bound) => Place::of(bound.column.cell(self.row), self.file),
            None => Place {
                file: self.file.clone(),
                row: self.bound.table.line(self.row).unwrap_or(0),
                column: "".into(),
            },
        }
    }

    /// What the kind of rows cannot do without.
    pub(super) const fn needs(rows: Rows) -> &'static [Role] {
        match rows {
            Rows::Patients | Rows::Visits => &[],
            Rows::Sessions => &[Role::Time],
            Rows::Events => &[Role::Term],
        }
    }
}

/// A dose with its unit: after the number, in a column of its own, or of the whole column.
fn dose(cell: Cell<'_>, unit: Option<String>) -> Result<Option<Dose>, Diagnostic> {
    let Some(text) = cell.text() else {
        return Ok(None);
    };
    let amount = match cell.number() {
        Ok(number) => number.map(|number| (number, unit)),
        Err(finding) => match with_unit(text) {
            Some((number, own)) => Some((number, Some(own))),
            None if text.starts_with(|c: char| c.is_ascii_digit()) => return Err(finding),
            None => None,
        },
    };
    let Some((amount, unit)) = amount.filter(|(amount, _)| *amount >= 0.0) else {
        return Err(cell
            .error("expected a dose")
            .with_help("Write a number, and its unit in a column of its own or after it."));
    };
    let Some(unit) = unit else {
        return Err(cell
            .error("the dose has no unit")
            .with_help("Write unit = \"mg/kg\" in the column's line, or add a column dose_unit."));
    };
    Ok(Some(Dose {
        amount,
        unit: unit.split_whitespace().collect(),
    }))
}

/// `0.5 mg/kg`, `0,5mg`: a number and the unit after it. `1,500 mg` can be read in two ways and is not.
fn with_unit(text: &str) -> Option<(f64, String)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))?;
    let (number, unit) = text.split_at(end);
    let unit = unit.trim();
    let thousands = number
        .split_once(',')
        .is_some_and(|(whole, part)| whole != "0" && part.len() == 3);
    let starts = unit.starts_with(|c: char| c.is_alphabetic() || c == '%');
    if thousands || !starts {
        return None;
    }
    let amount: f64 = number.replace(',', ".").parse().ok()?;
    amount.is_finite().then(|| (amount, unit.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::with_unit;

    #[test]
    fn a_number_and_its_unit() {
        let found = |text| with_unit(text);
        assert_eq!(found("0.5 mg/kg"), Some((0.5, "mg/kg".to_owned())));
        assert_eq!(found("0,5mg"), Some((0.5, "mg".to_owned())));
        assert_eq!(found("0,125 mg"), Some((0.125, "mg".to_owned())));
        for text in ["1,500 mg", "mg 5", "5", "5 -", "1.2.3 mg", "-5 mg", ""] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
