//! What was read, by patient, before it is known what all tables have in common.

use super::super::moment::Moment;
use super::super::settings::ColumnSettings;
use super::bound::BoundColumn;
use euthymia_report::case_series::{Dose, LeftOut, Measure};
use euthymia_table::{Cell, Diagnostic};
use jiff::civil::Date;
use std::collections::HashMap;
use std::path::Path;
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
    /// Whether the file repeats it by its layout: a baseline in every row, a total beside its items.
    pub(super) is_repeated: bool,
    pub(super) place: Place,
}

/// A session.
#[derive(Clone, Debug)]
pub(super) struct RawSession {
    pub(super) time: RawTime,
    pub(super) place: Place,
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
    pub(super) place: Place,
}

/// A value of a characteristic.
#[derive(Clone, Debug)]
pub(super) struct RawValue {
    pub(super) text: String,
    /// The number, where the column is one of numbers.
    pub(super) number: Option<f64>,
    pub(super) place: Place,
}

/// What is known of a patient.
#[derive(Clone, Debug, Default)]
pub(super) struct RawPatient {
    pub(super) id: String,
    pub(super) place: Option<Place>,
    pub(super) group: Option<String>,
    /// By the position of the characteristic.
    pub(super) values: HashMap<usize, RawValue>,
    pub(super) scores: Vec<RawScore>,
    pub(super) sessions: Vec<RawSession>,
    pub(super) events: Vec<RawEvent>,
    pub(super) session_count: Option<u32>,
    pub(super) completed: Option<bool>,
    pub(super) stop_reason: Option<String>,
    pub(super) flagged_sheets: u32,
    /// Whether a table of patients or visits has a row of this patient.
    pub(super) is_listed: bool,
}

/// A described column.
#[derive(Clone, Debug)]
pub(super) struct RawCharacteristic {
    pub(super) column: String,
    pub(super) settings: ColumnSettings,
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
    pub(super) fn patient(&mut self, id: &str, place: &Place) -> &mut RawPatient {
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

    pub(super) fn measure(&mut self, measure: &Measure) -> usize {
        let known = self
            .measures
            .iter()
            .position(|known| known.instrument == measure.instrument);
        known.unwrap_or_else(|| {
            self.measures.push(measure.clone());
            self.measures.len() - 1
        })
    }

    pub(super) fn characteristic(&mut self, bound: &BoundColumn<'_>) -> usize {
        let name = bound.column.name();
        let known = self.characteristics.iter().position(|c| c.column == name);
        known.unwrap_or_else(|| {
            self.characteristics.push(RawCharacteristic {
                column: name.to_owned(),
                settings: bound.settings.clone(),
            });
            self.characteristics.len() - 1
        })
    }
}

impl Place {
    pub(super) fn of(cell: Cell<'_>, file: &Arc<str>) -> Self {
        Self {
            file: file.clone(),
            row: cell.line(),
            column: cell.column_name().into(),
        }
    }

    /// An error about this place.
    pub(super) fn error(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.file.clone(), message)
            .at_row(self.row)
            .in_column(self.column.clone())
    }

    /// Something here that is not used.
    pub(super) fn left_out(&self, what: &'static str, reason: impl Into<String>) -> LeftOut {
        LeftOut {
            file: short(&self.file),
            row: Some(self.row),
            column: Some(self.column.to_string()).filter(|name| !name.is_empty()),
            what,
            reason: reason.into(),
        }
    }

    /// This place as seen from another: the row, and the file where it is another one.
    pub(super) fn seen_from(&self, other: &Self) -> String {
        if self.file == other.file {
            format!("row {}", self.row)
        } else {
            format!("row {} of {}", self.row, self.file)
        }
    }
}

/// A file's name without its folders.
pub(in crate::case_series) fn short(file: &str) -> String {
    Path::new(file)
        .file_name()
        .map_or(file.to_owned(), |name| name.to_string_lossy().into_owned())
}
