//! Time to an event when some patients are observed for a shorter time.
//!
//! | symbol | meaning |
//! |---|---|
//! | t | a time at which at least one event happens |
//! | d | events at t |
//! | n | patients at risk: observed up to t or longer |
//!
//! Censoring at t counts as after the events at t. Censoring is assumed to say nothing about the
//! event.

pub mod kaplan_meier;
pub mod log_rank;

use crate::group_error::GroupError;

/// How long a patient was observed, and what ended it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// Time, in the caller's unit; at least 0.
    pub time: f64,
    /// Whether the event happened then; otherwise observation ended.
    pub event: bool,
}

/// Patients in order of time.
pub(crate) fn sorted(patients: &[Observed]) -> Result<Vec<Observed>, GroupError> {
    let bad = patients
        .iter()
        .position(|p| !p.time.is_finite() || p.time < 0.0);
    if let Some((at, patient)) = bad.and_then(|at| Some((at, patients.get(at)?))) {
        return Err(GroupError::Time {
            patient: at + 1,
            time: patient.time,
        });
    }
    let mut sorted = patients.to_vec();
    sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
    Ok(sorted)
}
