//! A benefit against other outcomes.

use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::compare::against::AgainstSettings;
use std::collections::BTreeMap;

/// A benefit against other outcomes.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Benefit against risk")]
pub(super) struct AgainstArgs {
    /// Another outcome that the benefit (--outcome) is set against, such as dropout; may be repeated.
    /// Behind colons: smaller or larger (which is better), a measure, a baseline risk or pooled, as in
    /// dropout:smaller:RR:0.1. Same choice of nodes, same reference
    #[arg(long, value_name = "OUTCOME[:WORD]")]
    against: Vec<String>,
    /// How many of benefit one of harm is worth, for the net benefit [default: 0,0.5,1,2]
    #[arg(long, value_name = "λ,λ", value_delimiter = ',')]
    trade: Vec<f64>,
    /// What going from the worst to the best level of each outcome is worth, such as
    /// response=2,dropout=1; or only an order, 'response>dropout' [default: all weights equally likely]
    #[arg(long, value_name = "A=2,B=1")]
    weights: Option<String>,
    /// How much better at least an outcome must be to be enough, in its unit, such as response=0.1, or
    /// how much worse at most, dropout=-0.05; may be repeated [default: no worse]
    #[arg(long, value_name = "OUTCOME=GAIN")]
    enough: Vec<String>,
    /// One correlation between the errors of any two outcomes [default: independent]
    #[arg(long, value_name = "ρ", allow_hyphen_values = true)]
    correlation: Option<f64>,
}

impl AgainstArgs {
    /// True when any of them was given.
    pub(super) fn is_given(&self) -> bool {
        let lists = [&self.against, &self.enough];
        lists.iter().any(|list| !list.is_empty())
            || !self.trade.is_empty()
            || self.weights.is_some()
            || self.correlation.is_some()
    }

    pub(super) fn settings(&self) -> Result<AgainstSettings, AppError> {
        let mut least = BTreeMap::new();
        for text in &self.enough {
            let read = text.split_once('=').and_then(|(name, gain)| {
                let gain: f64 = gain.trim().parse().ok()?;
                gain.is_finite().then(|| (name.trim().to_owned(), gain))
            });
            let (name, gain) = read.ok_or_else(|| {
                AppError::Usage(format!(
                    "--enough: \"{text}\" is not a gain of an outcome; write OUTCOME=GAIN, such as \
                     response=0.1"
                ))
            })?;
            least.insert(name, gain);
        }
        Ok(AgainstSettings {
            outcome: self.against.clone(),
            trade: self.trade.clone(),
            weights: self.weights.clone(),
            correlation: self.correlation,
            least,
        })
    }
}
