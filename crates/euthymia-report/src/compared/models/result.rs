//! What a model says about the treatments of one part, in one form for all models.

use super::further::FurtherModel;
use euthymia_numerics::chains::Worth;
use euthymia_synthesis::network::bayes::Quality;
use euthymia_synthesis::pairwise::Bounds;

/// Which model a result is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelName {
    /// Inverse variances, random effects.
    Random,
    /// Inverse variances, common effect.
    Common,
    /// Another one.
    Further(FurtherModel),
}

impl ModelName {
    /// Its name in a heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Random => "Random effects",
            Self::Common => "Common effect",
            Self::Further(model) => model.name(),
        }
    }

    /// Its name for machines.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Common => "common",
            Self::Further(model) => model.word(),
        }
    }

    /// What it does, in a sentence without its full stop.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Random => "inverse variances, random effects",
            Self::Common => "inverse variances, common effect",
            Self::Further(model) => model.description(),
        }
    }
}

/// A model and what came of it: a result, or why there is none.
pub type ModelOutcome = (ModelName, Result<ModelResult, String>);

/// What a model says about the treatments of one part.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelResult {
    /// By the places of the part's network; `None` for a treatment that the model leaves out.
    pub treatments: Vec<Option<ModelTreatment>>,
    /// The standard deviation between trials; `None` under a common effect.
    pub tau: Option<ModelTau>,
    /// What the draws are worth, of a posterior that was sampled.
    pub quality: Option<Quality>,
    /// Why the result is not to be relied on; empty when the search or the draws settled.
    pub unsettled: Vec<String>,
    /// What a reader must be warned of although the search or the draws settled.
    pub cautions: Vec<String>,
    /// What was left out, and why.
    pub left_out: Vec<String>,
    /// What else a reader must know.
    pub notes: Vec<String>,
}

impl ModelResult {
    /// True when the search or the draws settled.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.unsettled.is_empty()
    }

    /// Treatment by its place, against the reference; `None` for the reference and for one left out.
    #[must_use]
    pub fn effect(&self, place: usize) -> Option<&ModelEffect> {
        self.treatments.get(place)?.as_ref()?.effect.as_ref()
    }

    /// The rank of a treatment by its place.
    #[must_use]
    pub fn rank(&self, place: usize) -> Option<&ModelRank> {
        self.treatments.get(place)?.as_ref()?.rank.as_ref()
    }
}

/// One treatment under a model.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelTreatment {
    /// Against the reference; `None` for the reference itself, and when the model leaves it out.
    pub effect: Option<ModelEffect>,
    /// Among the treatments that the model has.
    pub rank: Option<ModelRank>,
}

/// A treatment less the reference on the analysis scale.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelEffect {
    /// The estimate, or the posterior median.
    pub estimate: f64,
    /// Its standard error, or the posterior standard deviation; `None` where that does not exist.
    pub standard_error: Option<f64>,
    /// Confidence or credible interval.
    pub bounds: Bounds,
    /// Two-sided p-value; none of a posterior.
    pub p_value: Option<f64>,
    /// The posterior mean; `None` where it does not exist and of models without priors.
    pub mean: Option<f64>,
    /// Prediction interval, or that of a new trial's true effect.
    pub new_trial: Option<Bounds>,
    /// The probability of being better than the reference.
    pub better: Option<f64>,
    /// The same for more than the important difference; `None` where none was stated.
    pub better_important: Option<f64>,
    /// What the draws are worth.
    pub worth: Option<Worth>,
}

/// The rank of a treatment.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelRank {
    /// P-score, or SUCRA of a posterior.
    pub score: f64,
    /// The expected rank, from 1 for the best.
    pub expected: f64,
    /// The interval of ranks at the level of the analysis.
    pub interval: (usize, usize),
    /// The probability of being the best.
    pub best: f64,
}

/// The standard deviation between trials on the analysis scale.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelTau {
    /// The estimate, or the posterior median.
    pub value: f64,
    /// Its interval; `None` where there is none.
    pub bounds: Option<Bounds>,
    /// What the draws are worth.
    pub worth: Option<Worth>,
}
