//! Models beside those of inverse variances.

use clap::Args as ClapArgs;
use euthymia_app::compare::models::ModelsSettings;

/// Which further models, and what those with priors are asked.
#[derive(ClapArgs, Clone, Debug)]
#[command(
    next_help_heading = "Other models (beside random and common effects of inverse variances)"
)]
pub(super) struct ModelsArgs {
    /// Other models, separated by commas or repeated. For odds ratios of counts, without a continuity
    /// correction: mh (Mantel–Haenszel), nch (non-central hypergeometric, Breslow's approximation),
    /// nch-exact (the same exactly), binomial (logistic), firth (penalised: finite also for a treatment
    /// without events), firth-all (with the trials without events), all with a common effect;
    /// binomial-random (random effects). With priors: bayes (any measure, by integration),
    /// bayes-binomial (odds ratios of counts, by sampling). They are fitted under the main choice of
    /// nodes
    #[arg(long, value_name = "MODELS", value_delimiter = ',')]
    model: Vec<String>,
    /// For bayes and bayes-binomial: prior of τ on the analysis scale, such as half-normal:0.5,
    /// half-cauchy:0.5, half-t:3:0.5, uniform:5, inverse-gamma:1:0.1 (of τ²), log-normal:-2.5:1.7 (of
    /// τ²), log-t:5:-3.4:2.6 (of τ²), exponential:2, published:7 (euthymia pool lists them). There
    /// is no default: with few trials it decides the answer
    #[arg(long, value_name = "PRIOR", allow_hyphen_values = true)]
    tau_prior: Option<String>,
    /// For bayes and bayes-binomial: prior of each effect against the reference, flat or normal:0:SD
    /// [default: flat for bayes, normal:0:100 for bayes-binomial]
    #[arg(long, value_name = "PRIOR", allow_hyphen_values = true)]
    mean_prior: Option<String>,
    /// For bayes-binomial: chains; they must agree with each other before the draws are used [default: 4]
    #[arg(long, value_name = "N")]
    chains: Option<usize>,
    /// For bayes-binomial: draws that each chain keeps, from the seed of --seed; more of them when it is
    /// NOT SETTLED [default: 1000]
    #[arg(long, value_name = "N")]
    chain_draws: Option<usize>,
    /// For bayes-binomial: draws by which each chain finds its step, and which are thrown away [default:
    /// 1000]
    #[arg(long, value_name = "N")]
    warm_up: Option<usize>,
    /// For bayes-binomial: mean acceptance that the sampler aims at; nearer to 1 means shorter steps and
    /// fewer divergences [default: 0.95]
    #[arg(long, value_name = "SHARE")]
    acceptance: Option<f64>,
}

impl ModelsArgs {
    /// True when any of them was given.
    pub(super) fn is_given(&self) -> bool {
        !self.settings().is_empty()
    }

    pub(super) fn settings(&self) -> ModelsSettings {
        ModelsSettings {
            model: self
                .model
                .iter()
                .map(|word| word.trim().to_owned())
                .collect(),
            tau_prior: self.tau_prior.clone(),
            mean_prior: self.mean_prior.clone(),
            chains: self.chains,
            chain_draws: self.chain_draws,
            warm_up: self.warm_up,
            acceptance: self.acceptance,
        }
    }
}
