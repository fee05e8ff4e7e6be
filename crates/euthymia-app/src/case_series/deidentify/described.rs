//! What is known of each patient at the start: kept, put into bands, or left out.

use super::super::moment::read_date;
use super::super::moment::tokens;
use super::identifiers::Identifiers;
use super::{Numbered, Policy};
use crate::error::AppError;
use euthymia_report::case_series::{CaseSeries, Characteristic, CharacteristicKind, Datum};
use std::collections::BTreeMap;

/// Ages above this are one: 45 CFR 164.514(b)(2)(i)(C).
const AGE_MAX: f64 = 89.0;

/// Words in a column's name that say that it holds a person's name, address, number or birthday.
const IDENTIFYING: [&str; 22] = [
    "name",
    "surname",
    "firstname",
    "lastname",
    "initials",
    "birth",
    "birthday",
    "birthdate",
    "dob",
    "phone",
    "telephone",
    "mobile",
    "fax",
    "email",
    "mail",
    "address",
    "street",
    "postcode",
    "zip",
    "mrn",
    "ssn",
    "insurance",
];

/// A column as it is written.
pub(super) struct WrittenColumn {
    /// Its name.
    pub(super) header: String,
    /// What it is called in print.
    pub(super) label: String,
    /// The unit, of numbers.
    pub(super) unit: Option<String>,
    is_category: bool,
    /// One text for each patient, in the order of the numbers.
    pub(super) cells: Vec<Option<String>>,
}

impl WrittenColumn {
    /// Whether it holds categories, or numbers in bands.
    pub(super) fn is_category(&self) -> bool {
        self.is_category
    }
}

/// The columns, and what was done to them.
pub(super) struct Described {
    pub(super) columns: Vec<WrittenColumn>,
    /// Columns that are not written, each with the reason.
    pub(super) left_out: Vec<(String, &'static str)>,
    /// Columns whose numbers were put into bands, with the width.
    pub(super) banded: Vec<(String, f64)>,
    /// Columns of ages in which ages above 89 became 90, with the number of patients.
    pub(super) capped: Vec<(String, u64)>,
    /// Columns of numbers that are written as they are.
    pub(super) exact: Vec<String>,
}

/// Headers of `patients.csv` that are not the clinic's.
pub(super) const OWN: [&str; 5] = ["number", "group", "completed", "stop_reason", "sessions"];

pub(super) fn described(
    series: &CaseSeries,
    patients: &[Numbered<'_>],
    identifiers: &Identifiers,
    policy: &Policy,
) -> Result<Described, AppError> {
    check_bands(series, policy)?;
    let mut found = Described {
        columns: Vec::new(),
        left_out: Vec::new(),
        banded: Vec::new(),
        capped: Vec::new(),
        exact: Vec::new(),
    };
    for (at, one) in series.characteristics.iter().enumerate() {
        let data: Vec<Option<Datum>> = patients
            .iter()
            .map(|patient| patient.patient.values.get(at).copied().flatten())
            .collect();
        match why_left_out(one, identifiers) {
            Some(why) => {
                // The name may be the very thing: it is told only where it holds no identifier.
                let name = match identifiers.stand_in(&one.column) {
                    true => "a column".to_owned(),
                    false => one.column.clone(),
                };
                found.left_out.push((name, why));
            }
            None => found.add(one, &data, policy),
        }
    }
    Ok(found)
}

fn check_bands(series: &CaseSeries, policy: &Policy) -> Result<(), AppError> {
    let is_number = |one: &&Characteristic| matches!(one.kind, CharacteristicKind::Number { .. });
    let numbers = || series.characteristics.iter().filter(is_number);
    for (column, width) in &policy.bands {
        if !numbers().any(|one| one.column == *column) {
            let names: Vec<&str> = numbers().map(|one| one.column.as_str()).collect();
            return Err(AppError::Usage(format!(
                "--bands: \"{column}\" is no column of numbers; they are: {}",
                names.join(", ")
            )));
        }
        if !(width.is_finite() && *width > 0.0) {
            return Err(AppError::Usage(format!(
                "--bands: {column}={width} is no width; write a number above 0, such as age=5"
            )));
        }
    }
    Ok(())
}

fn why_left_out(one: &Characteristic, identifiers: &Identifiers) -> Option<&'static str> {
    let by_name = tokens(&one.column)
        .iter()
        .any(|word| IDENTIFYING.contains(&word.as_str()));
    if by_name {
        return Some("its name says that it identifies a person");
    }
    let CharacteristicKind::Category { levels } = &one.kind else {
        return None;
    };
    if levels.iter().any(|level| read_date(level).is_some()) {
        return Some("it holds dates");
    }
    if levels.iter().any(|level| level.contains('@')) {
        return Some("it holds addresses");
    }
    let holds_identifiers = levels.iter().any(|level| identifiers.stand_in(level));
    holds_identifiers.then_some("it holds identifiers")
}

/// What fewer patients have than may be shown becomes `other`: one patient's comment is that patient.
fn rare_as_other(cells: Vec<Option<String>>, least: u64) -> Vec<Option<String>> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for cell in cells.iter().flatten() {
        *counts.entry(cell.clone()).or_insert(0) += 1;
    }
    let shown = |cell: String| match counts.get(&cell) {
        Some(count) if *count >= least => cell,
        _ => "other".to_owned(),
    };
    cells.into_iter().map(|cell| cell.map(shown)).collect()
}

impl Described {
    fn add(&mut self, one: &Characteristic, data: &[Option<Datum>], policy: &Policy) {
        let header = self.free_header(&one.column);
        let mut column = WrittenColumn {
            header,
            label: one.label.clone(),
            unit: None,
            is_category: true,
            cells: Vec::new(),
        };
        let text = |datum: &Option<Datum>, of: &dyn Fn(f64) -> String| match (datum, &one.kind) {
            (Some(Datum::Number(value)), _) => Some(of(*value)),
            (Some(Datum::Level(level)), CharacteristicKind::Category { levels }) => {
                levels.get(*level).cloned()
            }
            _ => None,
        };
        let is_age = is_age(one);
        let band = policy.bands.get(&one.column).copied();
        let old =
            |datum: &&Option<Datum>| matches!(datum, Some(Datum::Number(age)) if *age > AGE_MAX);
        let capped = data.iter().filter(old).count() as u64;
        column.cells = match (&one.kind, band) {
            (CharacteristicKind::Number { .. }, Some(width)) => {
                self.banded.push((column.header.clone(), width));
                data.iter()
                    .map(|datum| text(datum, &|value| band_of(value, width, is_age)))
                    .collect()
            }
            (CharacteristicKind::Number { unit }, None) => {
                column.is_category = false;
                column.unit.clone_from(unit);
                self.exact.push(column.header.clone());
                let shown = |value: f64| {
                    if is_age {
                        value.min(AGE_MAX + 1.0)
                    } else {
                        value
                    }
                };
                data.iter()
                    .map(|datum| text(datum, &|value| shown(value).to_string()))
                    .collect()
            }
            (CharacteristicKind::Category { .. }, _) => {
                let shown = data.iter().map(|datum| text(datum, &|_| String::new()));
                rare_as_other(shown.collect(), policy.small.least)
            }
        };
        if is_age && capped > 0 {
            if !column.is_category {
                column.label.push_str(" (90 is 90 or above)");
            }
            self.capped.push((column.header.clone(), capped));
        }
        self.columns.push(column);
    }

    /// The column's name, with a line behind it where it is taken.
    fn free_header(&self, name: &str) -> String {
        let mut header = name.to_owned();
        let is_taken = |header: &str| {
            OWN.iter().any(|own| own.eq_ignore_ascii_case(header))
                || self.columns.iter().any(|known| known.header == header)
        };
        while is_taken(&header) {
            header.push('_');
        }
        header
    }
}

/// Numbers whose name has the word age, in years or without a unit.
fn is_age(one: &Characteristic) -> bool {
    let CharacteristicKind::Number { unit } = &one.kind else {
        return false;
    };
    let in_years = unit
        .as_deref()
        .is_none_or(|unit| unit.to_lowercase().starts_with('y'));
    in_years && tokens(&one.column).iter().any(|word| word == "age")
}

/// The band of a number, from a multiple of the width to below the next: `35-39` of ages in completed
/// years, `5 to <10` of other numbers; ages above 89 are `90+`.
fn band_of(value: f64, width: f64, is_age: bool) -> String {
    let low = (value / width).floor() * width;
    if !is_age || width.fract() != 0.0 {
        return match is_age && value > AGE_MAX {
            true => "90+".to_owned(),
            false => format!("{low} to <{}", low + width),
        };
    }
    match (value.floor() > AGE_MAX, low + width - 1.0) {
        (true, _) => "90+".to_owned(),
        (false, high) => format!("{low}-{}", high.min(AGE_MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::band_of;

    #[test]
    fn ages_fall_into_bands_of_completed_years() {
        let of = |age| band_of(age, 5.0, true);
        assert_eq!([of(35.0), of(39.9), of(40.0)], ["35-39", "35-39", "40-44"]);
        assert_eq!(
            [of(89.0), of(89.5), of(90.0), of(104.0)],
            ["85-89", "85-89", "90+", "90+"]
        );
        assert_eq!(band_of(89.0, 10.0, true), "80-89");
        assert_eq!(band_of(85.0, 20.0, true), "80-89");
    }

    #[test]
    fn other_numbers_fall_into_half_open_bands() {
        let of = |value| band_of(value, 2.5, false);
        assert_eq!(
            [of(0.0), of(2.5), of(4.9), of(-1.0)],
            ["0 to <2.5", "2.5 to <5", "2.5 to <5", "-2.5 to <0"]
        );
        assert_eq!(band_of(120.0, 10.0, false), "120 to <130");
    }
}
