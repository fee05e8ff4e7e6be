//! What counts and how it is computed: every choice is printed with the results.

use euthymia_clinical::course::Reliability;
use euthymia_clinical::definition::Definition;
use euthymia_clinical::source::Source;
use euthymia_numerics::Probability;

/// The choices of an analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// Confidence level of every interval.
    pub level: Probability,
    /// Response, with its source.
    pub response: (Definition, Source),
    /// Remission, with its source; `None` where no source has a rule for the scale and none was given.
    pub remission: Option<(Definition, Source)>,
    /// Whether a patient in remission without response counts as a responder.
    pub remitters_are_responders: bool,
    /// Standard deviation and reliability of the main scale, for reliable change, and where they come
    /// from; `None`: no reliable change is computed.
    pub reliable: Option<(Reliability, String)>,
    /// Seed of every resampling.
    pub seed: u64,
    /// Bootstrap resamples.
    pub resamples: usize,
}

impl Choices {
    /// Whether a baseline and a later score are a response, remission counted in where that was chosen;
    /// `None` where it cannot be said.
    #[must_use]
    pub fn responded(&self, before: f64, later: f64) -> Option<bool> {
        match self.remitters_are_responders && self.remitted(before, later) == Some(true) {
            true => Some(true),
            false => self.response.0.met(before, later),
        }
    }

    /// Whether a baseline and a later score are remission; `None` where it cannot be said, or there is
    /// no rule.
    #[must_use]
    pub fn remitted(&self, before: f64, later: f64) -> Option<bool> {
        self.remission.as_ref()?.0.met(before, later)
    }

    /// Response in words, such as `≥ 50 % decrease on MADRS, or MADRS < 10`.
    #[must_use]
    pub fn response_in_words(&self) -> String {
        match (&self.remission, self.remitters_are_responders) {
            (Some((remission, _)), true) => format!("{}, or {remission}", self.response.0),
            _ => self.response.0.to_string(),
        }
    }

    /// Remission in words.
    #[must_use]
    pub fn remission_in_words(&self) -> String {
        match &self.remission {
            Some((remission, _)) => remission.to_string(),
            None => "no rule for this scale".to_owned(),
        }
    }
}

/// Which patients a rate is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnalysisSet {
    /// Those with a score at the endpoint.
    Observed,
    /// All who started, with a missing endpoint counted as not met.
    AllStarted,
    /// All who started and have any later score, the last one carried forward.
    LastObservation,
}

impl AnalysisSet {
    /// The sets in the order of the tables.
    pub const ALL: [Self; 3] = [Self::Observed, Self::AllStarted, Self::LastObservation];

    /// Its name in print.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Observed => "observed at the endpoint",
            Self::AllStarted => "all who started, missing counted as not met",
            Self::LastObservation => "last observation carried forward",
        }
    }
}
