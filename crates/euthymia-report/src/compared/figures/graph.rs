//! What was compared with what.

use crate::compared::analysis::Compared;
use crate::compared::names::Names;
use crate::compared::tables::{comparison_summaries, design_summaries, node_summaries};
use crate::words::counted;
use euthymia_plot::{MultiArm, NetworkEdge, NetworkGraph, NetworkNode, NodeOrder};
use euthymia_table::fmt;

/// What the width of a line shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EdgeWidth {
    /// The number of trials.
    #[default]
    Trials,
    /// One over the variance of the direct estimate under random effects.
    Precision,
}

/// The network graph: nodes by patients, or by trials where numbers of patients are not known, lines by
/// trials or precision.
#[must_use]
pub fn network_figure(compared: &Compared, width: EdgeWidth) -> NetworkGraph {
    let names = Names::of(compared);
    let place = |node: &str| compared.network.treatment(node);
    let summaries = node_summaries(compared);
    let by_patients = summaries.iter().all(|own| own.patients.is_some());
    let mut nodes: Vec<NetworkNode> = compared
        .network
        .treatments()
        .iter()
        .map(|node| NetworkNode::new(&names.name(node), 0.0))
        .collect();
    for own in &summaries {
        let Some(node) = place(&own.node).and_then(|at| nodes.get_mut(at)) else {
            continue;
        };
        let size = own.patients.unwrap_or(own.trials as u64);
        node.size = Some(size as f64);
        node.detail = match own.patients {
            Some(patients) => format!("n = {patients}"),
            None => counted(own.trials, "trial", "trials"),
        };
    }
    let edges = comparison_summaries(compared)
        .into_iter()
        .filter_map(|own| {
            let between = (place(&own.nodes.0)?, place(&own.nodes.1)?);
            let (size, count) = match width {
                EdgeWidth::Trials => (Some(own.trials as f64), own.trials.to_string()),
                EdgeWidth::Precision => (
                    own.precision,
                    own.precision.map_or(String::new(), |p| fmt::number(p, 1)),
                ),
            };
            Some(NetworkEdge {
                between,
                width: size,
                count,
            })
        });
    let multi_arm = design_summaries(compared)
        .into_iter()
        .filter(|design| design.nodes.len() > 2)
        .map(|design| MultiArm {
            nodes: design.nodes.iter().filter_map(|node| place(node)).collect(),
            label: counted(design.trials.len(), "trial", "trials"),
        });
    let (edge_label, count_label) = match width {
        EdgeWidth::Trials => ("trials", "number of trials"),
        EdgeWidth::Precision => ("precision", "one over the variance"),
    };
    let reference = compared.parts.first().map(|part| part.reference_name());
    NetworkGraph {
        title: "Network of comparisons".to_owned(),
        description: format!(
            "{} compared in {}.",
            counted(nodes.len(), "treatment", "treatments"),
            counted(compared.network.trials().len(), "trial", "trials")
        ),
        reference: reference.and_then(place),
        edges: edges.collect(),
        multi_arm: multi_arm.collect(),
        nodes,
        order: NodeOrder::FewCrossings,
        node_label: if by_patients { "patients" } else { "trials" }.to_owned(),
        edge_label: edge_label.to_owned(),
        count_label: count_label.to_owned(),
        ..NetworkGraph::default()
    }
}
