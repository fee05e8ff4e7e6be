//! Curves over doses.

use clap::Args as ClapArgs;
use euthymia_app::compare::doses::DoseSettings;

/// Curves over doses.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Doses: dose–response network meta-analysis")]
pub(super) struct DoseArgs {
    /// How effects depend on doses: linear, log-linear, quadratic, emax (half the largest effect at
    /// ED50), spline, categories (each dose apart), or compare (all of them; the one with the smallest
    /// AIC is shown). Controls are dose 0. A file needs a column dose, with dose_unit where units differ
    #[arg(long, value_name = "SHAPE")]
    dose_response: Option<String>,
    /// An agent with a curve of its own, such as drug=linear; may be repeated
    #[arg(long, value_name = "AGENT=SHAPE")]
    dose_shape: Vec<String>,
    /// A treatment that counts as a dose of another one, such as 'low drug=drug'; a control low_dose_X
    /// counts as a dose of X without being named. May be repeated
    #[arg(long, value_name = "TREATMENT=AGENT")]
    dose_of: Vec<String>,
    /// Make doses per kg, or per 70 kg, into doses at this body weight in kg, such as 70 [default: arms
    /// in another unit than most of their agent are left out]
    #[arg(long, value_name = "KG")]
    body_weight: Option<f64>,
    /// A dose at which the effect is stated beside those tried, such as drug=40; may be repeated
    #[arg(long, value_name = "AGENT=DOSE")]
    at_dose: Vec<String>,
}

impl DoseArgs {
    /// True when any of them was given.
    pub(super) fn is_given(&self) -> bool {
        !self.settings().is_empty()
    }

    pub(super) fn settings(&self) -> DoseSettings {
        DoseSettings {
            shape: self.dose_response.clone(),
            own: self.dose_shape.clone(),
            dose_of: self.dose_of.clone(),
            body_weight: self.body_weight,
            at: self.at_dose.clone(),
        }
    }
}
