//! Which model pools the studies.

use euthymia_synthesis::bayes::{MeanPrior, TauPrior};
use euthymia_synthesis::glmm;
use euthymia_synthesis::measure::Measure;

/// How studies become one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Model {
    /// Each study's estimate weighted by the inverse of its variance; common or random effects, as
    /// [`PoolOptions::fit`](super::PoolOptions::fit) says.
    InverseVariance,
    /// Mantel–Haenszel sums over the tables.
    MantelHaenszel,
    /// Peto's one-step odds ratio.
    Peto,
    /// A generalised linear mixed model of the counts; its kind matters for two groups only.
    Glmm(glmm::Model),
    /// The beta-binomial model of the counts.
    BetaBinomial,
    /// The normal–normal model with priors, integrated over τ.
    Bayes {
        /// The prior of the mean.
        mean: MeanPrior,
        /// The prior of τ.
        tau: TauPrior,
    },
}

impl Model {
    /// The generalised linear mixed model that is meant where no kind is named: for two groups a level
    /// for each study, the effect coded half in each group.
    pub const GLMM: Self = Self::Glmm(glmm::Model::FixedStudies(glmm::Coding::Half));

    /// True when the model can pool this measure.
    #[must_use]
    pub fn pools(self, measure: Measure) -> bool {
        use Measure as M;
        match self {
            Self::InverseVariance | Self::Bayes { .. } => true,
            Self::MantelHaenszel => matches!(
                measure,
                M::OddsRatio | M::RiskRatio | M::RiskDifference | M::RateRatio | M::RateDifference
            ),
            Self::Peto => matches!(measure, M::OddsRatio | M::PetoOddsRatio),
            Self::Glmm(_) => matches!(measure, M::Logit | M::LogRate | M::OddsRatio | M::RateRatio),
            Self::BetaBinomial => matches!(measure, M::Logit | M::OddsRatio),
        }
    }

    /// The measures that the model can pool, by their abbreviations.
    #[must_use]
    pub fn measures(self) -> Vec<&'static str> {
        let pooled = Measure::ALL.into_iter().filter(|m| self.pools(*m));
        pooled.map(Measure::code).collect()
    }

    /// In words, as the label of the pooled row.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InverseVariance => "Inverse variance",
            Self::MantelHaenszel => "Mantel–Haenszel",
            Self::Peto => "Peto",
            Self::Glmm(_) => "GLMM",
            Self::BetaBinomial => "Beta-binomial",
            Self::Bayes { .. } => "Bayesian random effects",
        }
    }
}
