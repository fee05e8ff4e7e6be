//! FHIR R4 bundles read into the facts that the clinical rules ask for, and rating scales written as
//! FHIR R4 questionnaires.
//!
//! [`bundle`] reads one patient's bundle; [`depression_measure`] turns the facts into the course that
//! the measure of remission at twelve months counts. Nothing is dropped in silence: what cannot be
//! read is a [`Problem`] with the resource it is in, and resources of other types are counted.
//! [`questionnaire`](mod@questionnaire) goes the other way: a rating scale as other systems can take it.
//!
//! # Limits
//! JSON only, one patient a bundle, nothing fetched: a reference is never followed. A date must be
//! complete to the day; "2019" or "2019-05" is reported and not used.

pub mod bundle;
mod clinical;
pub mod depression_measure;
mod depression_measure_codes;
mod json;
pub mod moment;
pub mod questionnaire;

/// Something in a bundle that could not be read, or that a reader should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Type and id of the resource, for example `Observation/17`.
    pub resource: String,
    /// What was found, and what came of it.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.resource, self.message)
    }
}
