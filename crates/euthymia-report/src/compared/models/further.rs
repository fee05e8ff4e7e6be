//! The models that can be fitted beside the two of inverse variances, and what they are asked.

use euthymia_synthesis::bayes::TauPrior;
use euthymia_synthesis::network::bayes::SampleOptions;

/// A model beside the common-effect and random-effects models of inverse variances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FurtherModel {
    /// Odds ratios pooled by design without a correction, then a network of designs.
    MantelHaenszel,
    /// Conditional on the events of each trial, by Breslow's approximation.
    ConditionalApproximate,
    /// Conditional on the events of each trial, summed exactly.
    Conditional,
    /// Logistic regression with a level for each trial.
    Binomial,
    /// The same with Firth's penalty, without trials that say nothing.
    Penalised,
    /// The same with Firth's penalty, with all trials.
    PenalisedAll,
    /// Binomial counts whose log odds ratios differ between trials.
    BinomialNormal,
    /// Normal estimates with priors, by integration.
    Bayes,
    /// Binomial counts with priors, by sampling.
    BayesBinomial,
}

impl FurtherModel {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::MantelHaenszel,
        Self::ConditionalApproximate,
        Self::Conditional,
        Self::Binomial,
        Self::Penalised,
        Self::PenalisedAll,
        Self::BinomialNormal,
        Self::Bayes,
        Self::BayesBinomial,
    ];

    /// Its name on a command line and in a saved analysis.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::MantelHaenszel => "mh",
            Self::ConditionalApproximate => "nch",
            Self::Conditional => "nch-exact",
            Self::Binomial => "binomial",
            Self::Penalised => "firth",
            Self::PenalisedAll => "firth-all",
            Self::BinomialNormal => "binomial-random",
            Self::Bayes => "bayes",
            Self::BayesBinomial => "bayes-binomial",
        }
    }

    /// Finds a model by its word.
    ///
    /// # Example
    /// ```
    /// use euthymia_report::compared::FurtherModel;
    /// assert_eq!(FurtherModel::from_word("mh"), Some(FurtherModel::MantelHaenszel));
    /// assert_eq!(FurtherModel::from_word("peto"), None);
    /// ```
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.word() == word)
    }

    /// Its name in a heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MantelHaenszel => "Mantel–Haenszel",
            Self::ConditionalApproximate => "NCH, Breslow",
            Self::Conditional => "NCH, exact",
            Self::Binomial => "Binomial",
            Self::Penalised => "Firth",
            Self::PenalisedAll => "Firth, all trials",
            Self::BinomialNormal => "Binomial–normal",
            Self::Bayes => "Bayes",
            Self::BayesBinomial => "Bayes, binomial",
        }
    }

    /// What it does, in a sentence without its full stop.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::MantelHaenszel => {
                "common effect; odds ratios pooled by design without a continuity correction, then a \
                 network of designs"
            }
            Self::ConditionalApproximate => {
                "common effect; non-central hypergeometric likelihood by Breslow's approximation, good \
                 when events are rare in every arm"
            }
            Self::Conditional => {
                "common effect; non-central hypergeometric likelihood, summed exactly"
            }
            Self::Binomial => "common effect; logistic regression with a level for each trial",
            Self::Penalised => {
                "common effect; logistic regression with Firth's penalty, without the trials that say \
                 nothing"
            }
            Self::PenalisedAll => {
                "common effect; logistic regression with Firth's penalty, with the trials that say \
                 nothing, which pull odds ratios a little towards 1"
            }
            Self::BinomialNormal => {
                "random effects; binomial counts whose log odds ratios are normal between trials, by \
                 maximum likelihood, which underestimates τ where trials are small"
            }
            Self::Bayes => {
                "random effects; normal estimates with priors, by integration over τ; medians with \
                 credible intervals"
            }
            Self::BayesBinomial => {
                "random effects; binomial counts with priors, by sampling; medians with credible \
                 intervals"
            }
        }
    }

    /// True for models of patients with an event among all, which give odds ratios and need no
    /// continuity correction.
    #[must_use]
    pub fn needs_counts(self) -> bool {
        self != Self::Bayes
    }

    /// True for models that need a prior.
    #[must_use]
    pub fn is_bayesian(self) -> bool {
        matches!(self, Self::Bayes | Self::BayesBinomial)
    }
}

/// The prior of τ.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior {
    /// The distribution.
    pub tau: TauPrior,
    /// As it was asked for.
    pub words: String,
    /// What must be said about it.
    pub caution: Option<String>,
}

/// Which further models, and what those with priors are asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelOptions {
    /// The models, in the order in which they are shown.
    pub models: Vec<FurtherModel>,
    /// The prior of τ, on the analysis scale. There is no usual one.
    pub prior: Option<Prior>,
    /// Standard deviation of the normal prior, about 0, of each effect against the reference; `None` for a
    /// flat prior where the posterior is integrated, and for 100 where it is sampled.
    pub effect_sd: Option<f64>,
    /// Chains.
    pub chains: usize,
    /// Draws of each chain that adapt the sampler and are thrown away.
    pub warm_up: usize,
    /// Draws of each chain that are kept.
    pub kept: usize,
    /// Mean acceptance that the sampler aims at, in (0, 1).
    pub acceptance: f64,
}

/// No further models; chains as [`SampleOptions::new`] has them.
impl Default for ModelOptions {
    fn default() -> Self {
        let usual = SampleOptions::new(None, 1);
        Self {
            models: Vec::new(),
            prior: None,
            effect_sd: None,
            chains: usual.chains,
            warm_up: usual.warm_up,
            kept: usual.kept,
            acceptance: usual.acceptance,
        }
    }
}
