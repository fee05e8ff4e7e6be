//! The choices of a model of networks.

use clap::Args as ClapArgs;
use euthymia_app::compare::baseline::BaselineSetting;
use euthymia_app::compare::settings::ModelSettings;

/// Which model, and what is made of it.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "The model")]
pub(super) struct ModelArgs {
    /// OR, RR, RD (events and patients), MD, SMD (means), IRR (events in a time), HR, GEN
    /// (comparisons) [default with the evidence base: OR for counts, SMD for scores]
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// Which way is better: larger, smaller [default: larger; with the evidence base, larger for
    /// response and remission and smaller for everything else]
    #[arg(long, value_name = "WAY")]
    better: Option<String>,
    /// Estimator of τ²: reml, dl, ml, or a value [default: reml]
    #[arg(long, value_name = "ESTIMATOR")]
    tau2: Option<String>,
    /// Prediction interval: t (degrees of freedom of Q), z [default: t]
    #[arg(long, value_name = "KIND")]
    prediction: Option<String>,
    /// Confidence level in percent [default: 95]
    #[arg(long, value_name = "PERCENT")]
    level: Option<f64>,
    /// The node that others are compared with [default: the control, else the node in most trials]
    #[arg(long, value_name = "NODE")]
    reference: Option<String>,
    /// The smallest difference that matters, as printed: above 1 for ratios, such as 1.25
    #[arg(long, value_name = "DIFFERENCE", allow_hyphen_values = true)]
    important: Option<f64>,
    /// With the reference, for absolute effects: a risk (0 to 1) or mean that counts as known; pooled,
    /// the reference arms with random effects, whose error intervals then contain; or arms, the
    /// reference arms added up, as known [default: pooled]
    #[arg(long, value_name = "RISK|pooled", allow_hyphen_values = true)]
    baseline: Option<BaselineSetting>,
    /// Standard deviation of the scale on which standardised mean differences are stated
    #[arg(long, value_name = "SD")]
    baseline_sd: Option<f64>,
    /// Draws for ranks [default: 100000]
    #[arg(long, value_name = "N")]
    draws: Option<usize>,
    /// Seed of the draws [default: 1]
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// By how much the comparisons of one trial may fail to add up, on the analysis scale [default:
    /// 0.001]
    #[arg(long, value_name = "DIFFERENCE")]
    adds_up_within: Option<f64>,
}

impl ModelArgs {
    /// True when any of them was given.
    pub(super) fn is_given(&self) -> bool {
        self.settings() != ModelSettings::default()
    }

    pub(super) fn settings(&self) -> ModelSettings {
        ModelSettings {
            measure: self.measure.clone(),
            better: self.better.clone(),
            tau2: self.tau2.clone(),
            prediction: self.prediction.clone(),
            level: self.level,
            reference: self.reference.clone(),
            important: self.important,
            baseline: self.baseline.clone(),
            baseline_sd: self.baseline_sd,
            draws: self.draws,
            seed: self.seed,
            adds_up_within: self.adds_up_within,
            covariates: Vec::new(),
        }
    }
}
