//! Sessions of treatment: how many, in what doses, with what deviations.

use super::data::{CaseSeries, Patient};
use crate::words;
use euthymia_cohort::CohortError;
use euthymia_cohort::descriptive::{Descriptive, describe};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeMap;

/// What was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Sessions {
    /// Sessions per patient, of those for whom the number is known; the others are missing.
    pub per_patient: Descriptive,
    /// Sessions by treatment, where there are several.
    pub by_treatment: BTreeMap<String, usize>,
    /// Doses by treatment, where it is recorded, and unit: what differs in either is never put together.
    pub doses: BTreeMap<(Option<String>, String), Descriptive>,
    /// Sessions without a recorded dose, where any dose is recorded.
    pub without_dose: usize,
    /// What was not as planned, with how many sessions.
    pub deviations: BTreeMap<String, usize>,
}

/// Counts sessions of a group; `None` where the files know nothing of sessions.
///
/// # Errors
/// [`CohortError::NotFinite`] for a dose that is no number.
pub fn sessions(
    series: &CaseSeries,
    group: Option<usize>,
) -> Result<Option<Sessions>, CohortError> {
    let members: Vec<&Patient> = series.members(group).collect();
    let known = |patient: &&Patient| match patient.session_count {
        Some(count) => Some(f64::from(count)),
        // Where sessions are recorded one by one, a patient without any had none.
        None => series.has_sessions.then_some(0.0),
    };
    let counts: Vec<Option<f64>> = members.iter().map(known).collect();
    if counts.iter().all(Option::is_none) {
        return Ok(None);
    }
    let (mut by_treatment, mut deviations) = (BTreeMap::new(), BTreeMap::new());
    let mut doses: BTreeMap<(Option<String>, String), Vec<Option<f64>>> = BTreeMap::new();
    let mut without_dose = 0;
    for session in members.iter().flat_map(|patient| &patient.sessions) {
        if let Some(treatment) = &session.treatment {
            *by_treatment.entry(treatment.clone()).or_insert(0) += 1;
        }
        if let Some(deviation) = &session.deviation {
            *deviations.entry(deviation.clone()).or_insert(0) += 1;
        }
        match &session.dose {
            Some(dose) => doses
                .entry((session.treatment.clone(), dose.unit.clone()))
                .or_default()
                .push(Some(dose.amount)),
            None => without_dose += 1,
        }
    }
    Ok(Some(Sessions {
        per_patient: describe(&counts)?,
        by_treatment,
        without_dose: if doses.is_empty() { 0 } else { without_dose },
        doses: doses
            .into_iter()
            .map(|(of, values)| Ok((of, describe(&values)?)))
            .collect::<Result<_, CohortError>>()?,
        deviations,
    }))
}

/// The sessions as a table of one quantity a row.
#[must_use]
pub fn sessions_view(series: &CaseSeries, sessions: &Sessions) -> TableView {
    let spread = |label: String, counted: &str, of: &Descriptive| {
        let spread = of.spread;
        vec![
            Value::text(label),
            Value::text(counted),
            Value::Count(of.n as u64),
            Value::number(spread.map(|s| s.mean), 2),
            Value::number(spread.and_then(|s| s.sd), 2),
            Value::number(spread.map(|s| s.median), 2),
            Value::number(spread.map(|s| s.min), 2),
            Value::number(spread.map(|s| s.max), 2),
        ]
    };
    let counted = |label: String, count: usize| {
        let mut row = vec![
            Value::text(label),
            Value::text("sessions"),
            Value::Count(count as u64),
        ];
        row.extend(std::iter::repeat_n(Value::Missing, 5));
        row
    };
    let mut rows = vec![spread(
        "Sessions per patient".to_owned(),
        "patients",
        &sessions.per_patient,
    )];
    for (treatment, count) in &sessions.by_treatment {
        rows.push(counted(format!("Treatment: {treatment}"), *count));
    }
    for ((treatment, unit), doses) in &sessions.doses {
        let label = match treatment {
            Some(treatment) => format!("Dose of {treatment}, {unit}"),
            None => format!("Dose, {unit}"),
        };
        rows.push(spread(label, "sessions", doses));
    }
    for (deviation, count) in &sessions.deviations {
        rows.push(counted(format!("Deviation: {deviation}"), *count));
    }
    TableView {
        schema: "euthymia.case_series.sessions.v1".to_owned(),
        title: format!("Sessions: {}", series.name),
        columns: vec![
            ColumnSpec::text("quantity", "Quantity"),
            ColumnSpec::text("counted", "Counted"),
            ColumnSpec::number("n", "n"),
            ColumnSpec::number("mean", "Mean"),
            ColumnSpec::number("sd", "SD"),
            ColumnSpec::number("median", "Median"),
            ColumnSpec::number("minimum", "Minimum"),
            ColumnSpec::number("maximum", "Maximum"),
        ],
        rows,
        notes: notes(sessions),
    }
}

fn notes(sessions: &Sessions) -> Vec<String> {
    let mut notes = vec!["Of all patients in the files, with a baseline or without.".to_owned()];
    let unknown = sessions.per_patient.missing;
    if unknown > 0 {
        notes.push(format!(
            "The number of sessions is not known of {}.",
            words::counted(unknown, "patient", "patients")
        ));
    }
    if sessions.without_dose > 0 {
        notes.push(format!(
            "No dose is recorded for {}.",
            words::counted(sessions.without_dose, "session", "sessions")
        ));
    }
    if sessions.doses.len() > 1 {
        notes.push(
            "Doses in different units, or of different treatments, are not put together."
                .to_owned(),
        );
    }
    notes
}
