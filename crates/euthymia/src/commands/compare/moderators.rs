//! Which properties of trials may explain differences.

use clap::Args as ClapArgs;
use euthymia_app::compare::moderators::ModeratorSettings;

/// Which properties of trials may explain differences.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Moderators: network meta-regression")]
pub(super) struct ModeratorArgs {
    /// A property of trials that may explain why results differ: a column of numbers or of yes and no;
    /// with the evidence base year, mean_age, pct_female, baseline (on one scale), failed_trials, trd,
    /// bipolar_included, day, patients. Interactions with treatments are shared (one for all),
    /// independent (one each), exchangeable (one each, from a normal distribution) or by-class [default:
    /// shared]; controls have none. May be repeated
    #[arg(long, value_name = "NAME[:SHARING]")]
    moderator: Vec<String>,
    /// A value of a moderator at which effects are stated, such as year=2020; may be repeated [default:
    /// the mean over trials]
    #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
    at: Vec<String>,
}

impl ModeratorArgs {
    /// True when any of them was given.
    pub(super) fn is_given(&self) -> bool {
        !self.settings().is_empty()
    }

    pub(super) fn settings(&self) -> ModeratorSettings {
        ModeratorSettings {
            moderators: self.moderator.clone(),
            at: self.at.clone(),
        }
    }
}
