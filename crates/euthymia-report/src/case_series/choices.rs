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
