//! What to make of components.

use clap::Args as ClapArgs;
use euthymia_app::compare::components::ComponentSettings;

/// The model of components.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Components, with --nodes components or names joined by +")]
pub(super) struct ComponentArgs {
    /// The component that counts as doing nothing; none for none [default: the control]
    #[arg(long, value_name = "NAME")]
    inactive: Option<String>,
    /// Two components that may do more or less together than their sum, such as 'A*B', where trials have
    /// both in one arm; may be repeated
    #[arg(long, value_name = "A*B")]
    interaction: Vec<String>,
    /// Take further interactions into the model one after the other, as long as each makes it fit better:
    /// akaike, or p: with a limit, such as p:0.157
    #[arg(long, value_name = "RULE")]
    select: Option<String>,
    /// Predict a combination, whether or not any trial tried it, such as 'A+B+C': a sum that rests on the
    /// assumption that effects add up; may be repeated
    #[arg(long, value_name = "A+B+C")]
    combination: Vec<String>,
}

impl ComponentArgs {
    /// True when any of them was given.
    pub(super) fn is_given(&self) -> bool {
        !self.settings().is_default()
    }

    pub(super) fn settings(&self) -> ComponentSettings {
        ComponentSettings {
            inactive: self.inactive.clone(),
            interaction: self.interaction.clone(),
            select: self.select.clone(),
            combination: self.combination.clone(),
        }
    }
}
