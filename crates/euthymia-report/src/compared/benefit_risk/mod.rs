//! Several outcomes of the same treatments: what is gained in one against what is lost in others.
//!
//! Each outcome has its own network under the same choice of nodes ([`Side`]); [`decision`] sets them
//! side by side at the baselines of their options. One file for each table and figure.

mod balance;
mod dominance;
mod lines;
mod net;
mod plane;
mod sides;
mod values;

pub use balance::{balance_view, joint_view};
pub use dominance::dominance_view;
pub use lines::net_benefit_figure;
pub use net::net_benefit_view;
pub use plane::plane_figure;
pub use sides::{
    AskedWeights, Decision, DecisionError, DecisionOptions, Side, decision, decisions,
};
pub use values::values_views;

use super::figures::Figure;
use euthymia_synthesis::network::benefit_risk::BenefitRiskError;
use euthymia_table::TableView;

/// All tables of a decision, the gains first.
///
/// # Errors
/// [`BenefitRiskError`] for draws, weights or trade-offs that cannot be used.
pub fn decision_tables(decision: &Decision) -> Result<Vec<TableView>, BenefitRiskError> {
    let mut all = vec![balance_view(decision)?, joint_view(decision)?];
    for harm in 1..decision.sides().len() {
        all.push(net_benefit_view(decision, harm)?);
    }
    all.extend(values_views(decision)?);
    all.push(dominance_view(decision)?);
    Ok(all)
}

/// All figures of decisions: for each other outcome the plane and the lines of net benefit.
///
/// # Errors
/// As [`decision_tables`].
pub fn decision_figures(decisions: &[Decision]) -> Result<Vec<Figure>, BenefitRiskError> {
    let mut all = Vec::new();
    for decision in decisions {
        for harm in 1..decision.sides().len() {
            let name = decision
                .sides()
                .get(harm)
                .map_or("", |side| side.name.as_str());
            let letters = name
                .chars()
                .map(|c| if c.is_alphanumeric() { c } else { '-' });
            let name: String = letters.collect();
            let figure = |id: &str, scene: euthymia_plot::Scene| Figure {
                id: format!("{id}-{name}"),
                title: scene.title.clone(),
                scene,
            };
            let plane = plane_figure(decision, harm)?;
            all.push(figure("benefit-risk", plane.to_scene()));
            let lines = net_benefit_figure(decision, harm)?;
            all.push(figure("net-benefit", lines.to_scene()));
        }
    }
    Ok(all)
}
