//! What was measured: response, remission, a score, an adverse event.

use std::fmt;

/// Whether an outcome is counted in patients or measured in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// Patients with the event among patients observed.
    Event,
    /// A mean on a scale.
    Measurement,
}

/// An outcome of the controlled vocabulary.
///
/// # Example
/// ```
/// use euthymia_clinical::outcome::{Outcome, OutcomeKind};
/// let outcome = Outcome::parse("ae_dissociation")?;
/// assert_eq!(outcome.kind(), OutcomeKind::Event);
/// assert!(outcome.is_adverse_event());
/// assert_eq!(outcome.to_string(), "dissociation");
/// # Ok::<(), euthymia_clinical::outcome::UnknownOutcome>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Outcome(String);

/// The word is not an outcome of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not an outcome; use response, partial_response, remission, relapse, score, change, percent_change, \
     serious_ae, dropout, or ae_ followed by the adverse event, such as ae_headache"
)]
pub struct UnknownOutcome(pub String);

const EVENTS: [&str; 6] = [
    "response",
    "partial_response",
    "remission",
    "relapse",
    "serious_ae",
    "dropout",
];
const MEASUREMENTS: [&str; 3] = ["score", "change", "percent_change"];

impl Outcome {
    /// Reads an outcome's identifier.
    ///
    /// # Errors
    /// [`UnknownOutcome`].
    pub fn parse(id: &str) -> Result<Self, UnknownOutcome> {
        let adverse = id.strip_prefix("ae_").is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        });
        if adverse || EVENTS.contains(&id) || MEASUREMENTS.contains(&id) {
            Ok(Self(id.to_owned()))
        } else {
            Err(UnknownOutcome(id.to_owned()))
        }
    }

    /// Response: enough improvement.
    #[must_use]
    pub fn response() -> Self {
        Self("response".to_owned())
    }

    /// Remission: (almost) no symptoms.
    #[must_use]
    pub fn remission() -> Self {
        Self("remission".to_owned())
    }

    /// Change of a depression score from baseline.
    #[must_use]
    pub fn change() -> Self {
        Self("change".to_owned())
    }

    /// Depression score at a time point.
    #[must_use]
    pub fn score() -> Self {
        Self("score".to_owned())
    }

    /// The identifier.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0
    }

    /// Counted or measured.
    #[must_use]
    pub fn kind(&self) -> OutcomeKind {
        if MEASUREMENTS.contains(&self.0.as_str()) {
            OutcomeKind::Measurement
        } else {
            OutcomeKind::Event
        }
    }

    /// True for a named adverse event and for serious adverse events.
    #[must_use]
    pub fn is_adverse_event(&self) -> bool {
        self.0.starts_with("ae_") || self.0 == "serious_ae"
    }

    /// True when having the event is bad for the patient: adverse events, drop-out, relapse.
    #[must_use]
    pub fn is_harm(&self) -> bool {
        self.is_adverse_event() || self.0 == "dropout" || self.0 == "relapse"
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.0.as_str() {
            "serious_ae" => "serious adverse event".to_owned(),
            "dropout" => "drop-out".to_owned(),
            "score" => "mean score".to_owned(),
            "change" => "mean change".to_owned(),
            "percent_change" => "mean percent change".to_owned(),
            other => other.strip_prefix("ae_").unwrap_or(other).replace('_', " "),
        };
        f.write_str(&words)
    }
}
