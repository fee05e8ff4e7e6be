//! Which treatments count as one node.

use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::compare::settings::ChoiceSettings;
use std::collections::BTreeMap;

/// Which treatments count as one node.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Nodes of the network")]
pub(super) struct ChoiceArgs {
    /// How finely treatments are told apart: treatment (as named), group (as reports pool them),
    /// class, components (joined by +) [default: treatment]
    #[arg(long, value_name = "LEVEL")]
    nodes: Option<String>,
    /// Controls: merged (one node), by-kind (inert placebo, active placebo, sham, low dose, waiting
    /// list), apart [default: merged]
    #[arg(long, value_name = "RULE")]
    controls: Option<String>,
    /// Doses: merged, apart [default: merged]
    #[arg(long, value_name = "RULE")]
    doses: Option<String>,
    /// A node made by hand, such as 'TMS=rtms_hf+itbs'; may be repeated
    #[arg(long, value_name = "NAME=A+B")]
    merge: Vec<String>,
    /// A treatment or node to leave out; may be repeated
    #[arg(long, value_name = "NODE")]
    drop: Vec<String>,
    /// Also show what comes out under the other usual choices of nodes
    #[arg(long)]
    side_by_side: bool,
}

impl ChoiceArgs {
    /// True when any of them was given.
    pub(super) fn is_given(&self) -> bool {
        let words = [&self.nodes, &self.controls, &self.doses];
        words.iter().any(|word| word.is_some())
            || !self.merge.is_empty()
            || !self.drop.is_empty()
            || self.side_by_side
    }

    pub(super) fn settings(&self) -> Result<Vec<ChoiceSettings>, AppError> {
        let mut merge = BTreeMap::new();
        for text in &self.merge {
            let (name, taken) = merged(text)?;
            if merge.insert(name.clone(), taken).is_some() {
                return Err(AppError::Usage(format!(
                    "--merge: \"{name}\" is made twice: name all its treatments in one"
                )));
            }
        }
        let main = ChoiceSettings {
            name: "main".to_owned(),
            nodes: self.nodes.clone(),
            controls: self.controls.clone(),
            doses: self.doses.clone(),
            days: None,
            drop: self.drop.clone(),
            merge,
        };
        let mut all = vec![main.clone()];
        if self.side_by_side {
            all.extend(main.beside()?);
        }
        Ok(all)
    }
}

/// Reads `NAME=A+B`.
fn merged(text: &str) -> Result<(String, Vec<String>), AppError> {
    let parts = text.split_once('=').map(|(name, taken)| {
        let taken: Vec<String> = taken
            .split('+')
            .map(|one| one.trim().to_owned())
            .filter(|one| !one.is_empty())
            .collect();
        (name.trim().to_owned(), taken)
    });
    match parts {
        Some((name, taken)) if !name.is_empty() && !taken.is_empty() => Ok((name, taken)),
        _ => Err(AppError::Usage(format!(
            "--merge: \"{text}\" is not a node made by hand; write NAME=A+B, such as \
             'TMS=rtms_hf+itbs'"
        ))),
    }
}
