//! What the network consists of: nodes, comparisons, designs.

use crate::compared::analysis::{Compared, Part};
use crate::compared::data::ArmResult;
use crate::compared::names::{Names, node_columns, part_column};
use crate::compared::nodes::NodeRows;
use crate::pooled::{LeftOut, by_reason, counts_by_reason};
use crate::words::counted;
use euthymia_synthesis::network::{designs, splits};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeMap;

/// Up to so many arms or trials that were left out are named below the nodes.
const NAMED_MOST: usize = 10;

/// One node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeSummary {
    /// The node.
    pub node: String,
    /// Its part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// Trials with this node.
    pub trials: usize,
    /// Patients with this node; `None` where trials do not report numbers of patients.
    pub patients: Option<u64>,
}

/// Two nodes that trials compare.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonSummary {
    /// The nodes.
    pub nodes: (String, String),
    /// Their part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// Trials with both nodes.
    pub trials: usize,
    /// Patients of both nodes in these trials; `None` where trials do not report numbers of patients.
    pub patients: Option<u64>,
    /// One over the variance of the direct estimate with the τ² of the random-effects model.
    pub precision: Option<f64>,
}

/// The trials that compare the same nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesignSummary {
    /// The nodes.
    pub nodes: Vec<String>,
    /// Their part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// The trials.
    pub trials: Vec<String>,
}

/// Patients by trial and node; `None` where trials do not report numbers of patients.
fn patients(compared: &Compared) -> Option<BTreeMap<(&str, &str), u64>> {
    let NodeRows::Arms(arms) = &compared.rows else {
        return None;
    };
    let mut patients = BTreeMap::new();
    for arm in arms {
        let own = match arm.result {
            ArmResult::Count(count) => count.n(),
            ArmResult::Mean(group) => group.n(),
            ArmResult::PersonTime(_) => return None,
        };
        *patients
            .entry((arm.study.as_str(), arm.node.as_str()))
            .or_insert(0) += own;
    }
    Some(patients)
}

/// The nodes of the network, part by part.
#[must_use]
pub fn node_summaries(compared: &Compared) -> Vec<NodeSummary> {
    let patients = patients(compared);
    let mut all = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        let network = part.network();
        for (place, node) in network.treatments().iter().enumerate() {
            let with = || {
                let trials = network.trials().iter();
                trials.filter(move |trial| trial.arms().contains(&place))
            };
            let own = |known: &BTreeMap<(&str, &str), u64>| {
                let each = with().filter_map(|trial| known.get(&(trial.label(), node.as_str())));
                each.sum()
            };
            all.push(NodeSummary {
                node: node.clone(),
                part: at,
                trials: with().count(),
                patients: patients.as_ref().map(own),
            });
        }
    }
    all
}

/// The comparisons that trials make, part by part.
#[must_use]
pub fn comparison_summaries(compared: &Compared) -> Vec<ComparisonSummary> {
    let patients = patients(compared);
    let mut all = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        let both = patients
            .as_ref()
            .map(|known| patients_of_pairs(part, known));
        for split in splits(&part.random) {
            let Some(direct) = split.direct else {
                continue;
            };
            let treatments = part.network().treatments();
            let (Some(one), Some(other)) = (
                treatments.get(split.treatments.0),
                treatments.get(split.treatments.1),
            ) else {
                continue;
            };
            all.push(ComparisonSummary {
                nodes: (one.clone(), other.clone()),
                part: at,
                trials: split.trials,
                patients: both
                    .as_ref()
                    .map(|both| both.get(&split.treatments).copied().unwrap_or_default()),
                precision: Some(direct.standard_error.powi(-2)).filter(|p| p.is_finite()),
            });
        }
    }
    all
}

/// The patients of every pair of nodes that trials compare, the smaller place first.
fn patients_of_pairs(
    part: &Part,
    known: &BTreeMap<(&str, &str), u64>,
) -> BTreeMap<(usize, usize), u64> {
    let mut pairs = BTreeMap::new();
    let network = part.network();
    for trial in network.trials() {
        let own = |place: &usize| {
            let node = network.treatments().get(*place)?;
            known.get(&(trial.label(), node.as_str())).copied()
        };
        for (i, one) in trial.arms().iter().enumerate() {
            for other in trial.arms().iter().skip(i + 1) {
                let sum = own(one).unwrap_or_default() + own(other).unwrap_or_default();
                *pairs.entry((*one.min(other), *one.max(other))).or_insert(0) += sum;
            }
        }
    }
    pairs
}

/// The designs of the trials, part by part.
#[must_use]
pub fn design_summaries(compared: &Compared) -> Vec<DesignSummary> {
    let mut all = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        let network = part.network();
        for design in designs(network) {
            let node = |place: &usize| network.treatments().get(*place).cloned();
            let trial = |place: &usize| Some(network.trials().get(*place)?.label().to_owned());
            all.push(DesignSummary {
                nodes: design.treatments.iter().filter_map(node).collect(),
                part: at,
                trials: design.trials.iter().filter_map(trial).collect(),
            });
        }
    }
    all
}

/// The number of a part as people count.
pub(in crate::compared) fn part_cell(part: usize) -> Value {
    Value::Count(part as u64 + 1)
}

fn count(of: Option<u64>) -> Value {
    of.map_or(Value::Missing, Value::Count)
}

/// The nodes with their trials and patients; below the table what was left out, with reasons.
#[must_use]
pub fn nodes_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let summaries = node_summaries(compared);
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("node", "Node"));
    columns.extend([
        ColumnSpec::number("trials", "Trials"),
        ColumnSpec::number("patients", "Patients"),
    ]);
    let row = |summary: &NodeSummary| {
        let mut row = vec![part_cell(summary.part)];
        row.extend(names.cells(&summary.node));
        row.extend([Value::Count(summary.trials as u64), count(summary.patients)]);
        row
    };
    let trials = compared.network.trials().len();
    let mut notes = vec![format!(
        "{} and {}; nodes: {}.",
        counted(summaries.len(), "node", "nodes"),
        counted(trials, "trial", "trials"),
        compared.choice
    )];
    if compared.parts.len() > 1 {
        notes.push(format!(
            "The network is in {} parts that no trial joins: nothing is said across them.",
            compared.parts.len()
        ));
    }
    notes.extend(left_out_notes(compared));
    TableView {
        schema: "euthymia.compared.nodes.v1".to_owned(),
        title: "Nodes of the network".to_owned(),
        columns,
        rows: summaries.iter().map(row).collect(),
        notes,
    }
}

/// What was left out: each by its name where these are few, else how many for each reason.
fn left_out_notes(compared: &Compared) -> Vec<String> {
    let left_out = &compared.left_out;
    if left_out.len() <= NAMED_MOST {
        let lines = by_reason(left_out);
        return lines
            .iter()
            .map(|line| format!("Left out, {line}."))
            .collect();
    }
    vec![format!(
        "{} left out; the table of what was left out names them. {}.",
        counted(left_out.len(), "arm or trial was", "arms or trials were"),
        counts_by_reason(left_out)
    )]
}

/// What was left out, with reasons.
#[must_use]
pub fn left_out_view(compared: &Compared) -> TableView {
    let mut left_out: Vec<&LeftOut> = compared.left_out.iter().collect();
    left_out.sort_by(|a, b| a.reason.cmp(&b.reason));
    let row = |left: &&LeftOut| vec![Value::text(&left.reason), Value::text(&left.label)];
    TableView {
        schema: "euthymia.compared.left_out.v1".to_owned(),
        title: "What was left out".to_owned(),
        columns: vec![
            ColumnSpec::text("reason", "Reason"),
            ColumnSpec::text("label", "Which"),
        ],
        rows: left_out.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

/// The comparisons that trials make.
#[must_use]
pub fn comparisons_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("node1", "Node"));
    columns.extend(node_columns("node2", "Against"));
    columns.extend([
        ColumnSpec::number("trials", "Trials"),
        ColumnSpec::number("patients", "Patients"),
        ColumnSpec::number("precision", "Precision"),
    ]);
    let row = |summary: ComparisonSummary| {
        let mut row = vec![part_cell(summary.part)];
        row.extend(names.cells(&summary.nodes.0));
        row.extend(names.cells(&summary.nodes.1));
        row.extend([
            Value::Count(summary.trials as u64),
            count(summary.patients),
            Value::number(summary.precision, 2),
        ]);
        row
    };
    TableView {
        schema: "euthymia.compared.comparisons.v1".to_owned(),
        title: "Comparisons that trials make".to_owned(),
        columns,
        rows: comparison_summaries(compared)
            .into_iter()
            .map(row)
            .collect(),
        notes: vec![
            "Patients are those of the two nodes. Precision is one over the variance of the direct \
             estimate under random effects, on the analysis scale."
                .to_owned(),
        ],
    }
}

/// The designs: which trials compare the same nodes.
#[must_use]
pub fn designs_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let row = |summary: DesignSummary| {
        vec![
            part_cell(summary.part),
            Value::text(summary.nodes.join(" : ")),
            Value::text(names.list(&summary.nodes)),
            Value::Count(summary.nodes.len() as u64),
            Value::Count(summary.trials.len() as u64),
            Value::text(summary.trials.join("; ")),
        ]
    };
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("design", "Design"));
    columns.extend([
        ColumnSpec::number("arms", "Arms"),
        ColumnSpec::number("count", "Trials"),
        ColumnSpec::text("trials", "Which"),
    ]);
    TableView {
        schema: "euthymia.compared.designs.v1".to_owned(),
        title: "Designs: trials that compare the same nodes".to_owned(),
        columns,
        rows: design_summaries(compared).into_iter().map(row).collect(),
        notes: Vec::new(),
    }
}
