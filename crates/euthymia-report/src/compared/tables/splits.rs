//! Direct evidence beside indirect, comparison by comparison.

use super::league::standard_errors_note;
use super::network::part_cell;
use crate::compared::analysis::Compared;
use crate::compared::names::{Names, part_column};
use crate::compared::view::shown;
use crate::words::{self, counted};
use euthymia_numerics::{Probability, normal};
use euthymia_synthesis::network::{Evidence, Split, splits};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value};

/// What bears on a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// Trials with both treatments, and the rest of the network.
    Both,
    /// Trials with both treatments alone.
    OnlyDirect,
    /// The rest of the network alone.
    OnlyIndirect,
}

impl Bearing {
    /// In words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::OnlyDirect => "only direct",
            Self::OnlyIndirect => "only indirect",
        }
    }
}

/// One comparison under random effects, by what bears on it.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeSplit {
    /// Its part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// The treatment.
    pub node: String,
    /// The one it is compared with.
    pub against: String,
    /// What bears on it.
    pub bearing: Bearing,
    /// The numbers, the first node less the second.
    pub split: Split,
}

/// Separates direct from indirect evidence for every pair of treatments under random effects: those with
/// both first, then those with direct evidence alone, then the others.
#[must_use]
pub fn node_splits(compared: &Compared) -> Vec<NodeSplit> {
    let mut all = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        let treatments = part.network().treatments();
        all.extend(splits(&part.random).into_iter().filter_map(|split| {
            Some(NodeSplit {
                part: at,
                node: treatments.get(split.treatments.0)?.clone(),
                against: treatments.get(split.treatments.1)?.clone(),
                bearing: match (split.direct, split.indirect) {
                    (Some(_), Some(_)) => Bearing::Both,
                    (Some(_), None) => Bearing::OnlyDirect,
                    (None, _) => Bearing::OnlyIndirect,
                },
                split,
            })
        }));
    }
    all.sort_by_key(|own| (own.part, own.bearing));
    all
}

/// Limits of an estimate at a level, from the normal distribution.
pub(in crate::compared) fn limits(
    estimate: f64,
    standard_error: f64,
    level: Probability,
) -> Bounds {
    let half = normal::upper_quantile(level.complement().half()) * standard_error;
    Bounds {
        lower: estimate - half,
        upper: estimate + half,
    }
}

/// Direct and indirect evidence with their difference.
#[must_use]
pub fn splits_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let level = words::level(compared.options.level);
    let found = node_splits(compared);
    let difference = if compared.options.measure.is_ratio() {
        format!("Ratio of the two [{level} CI]")
    } else {
        format!("Direct less indirect [{level} CI]")
    };
    let mut columns = vec![part_column(compared)];
    columns.extend([
        ColumnSpec::text("treatment", "Treatment").for_machines(),
        ColumnSpec::text("against", "Against").for_machines(),
        ColumnSpec::text("comparison", "Comparison").for_people(),
        ColumnSpec::text("evidence", "Evidence").for_machines(),
        ColumnSpec::number("trials", "Trials"),
        ColumnSpec::number("share_direct", "Direct share"),
        ColumnSpec::number("direct", format!("Direct [{level} CI]")).for_people(),
        ColumnSpec::number("indirect", format!("Indirect [{level} CI]")).for_people(),
        ColumnSpec::number("difference", difference).for_people(),
        ColumnSpec::number("p_value", "p"),
    ]);
    for source in ["direct", "indirect", "network", "difference"] {
        for what in ["estimate", "standard_error"] {
            let key = format!("{source}_{what}");
            columns.push(ColumnSpec::number(&key, &key).for_machines());
        }
    }
    TableView {
        schema: "euthymia.compared.splits.v1".to_owned(),
        title: "Direct and indirect evidence under random effects".to_owned(),
        columns,
        rows: found.iter().map(|own| row(own, compared, &names)).collect(),
        notes: notes(&found, compared),
    }
}

fn row(own: &NodeSplit, compared: &Compared, names: &Names) -> Vec<Value> {
    let measure = compared.options.measure;
    let split = &own.split;
    let difference = split.difference.map(|d| Evidence {
        estimate: d.estimate,
        standard_error: d.standard_error,
    });
    let all = [
        split.direct,
        split.indirect,
        Some(split.network),
        difference,
    ];
    let mut row = vec![part_cell(own.part)];
    let comparison = format!("{} – {}", names.name(&own.node), names.name(&own.against));
    row.extend([
        Value::text(&own.node),
        Value::text(&own.against),
        Value::text(comparison),
        Value::text(own.bearing.word()),
        Value::Count(split.trials as u64),
        Value::percent(split.proportion_direct, 0),
    ]);
    row.extend([split.direct, split.indirect, difference].map(|evidence| {
        evidence.map_or(Value::Missing, |e| {
            let bounds = limits(e.estimate, e.standard_error, compared.options.level);
            Value::text(shown(measure, e.estimate, bounds))
        })
    }));
    let p_value = split.difference.map(|d| d.p_value);
    row.push(p_value.map_or(Value::Missing, Value::PValue));
    for evidence in all {
        row.push(Value::number(evidence.map(|e| measure.back(e.estimate)), 4));
        row.push(Value::number(evidence.map(|e| e.standard_error), 4));
    }
    row
}

fn notes(found: &[NodeSplit], compared: &Compared) -> Vec<String> {
    let level = compared.options.level.complement().get();
    let tested: Vec<f64> = found
        .iter()
        .filter_map(|own| own.split.difference.map(|d| d.p_value))
        .collect();
    let below = tested.iter().filter(|p| **p < level).count();
    let mut notes = vec![match tested.len() {
        0 => "No comparison has both direct and indirect evidence: whether they agree cannot be \
              tested."
            .to_owned(),
        n => format!(
            "{} both direct and indirect evidence; {below} of {n} differ with p below {level:.2}. So \
             many tests find some by chance, and each finds only large differences.",
            if n == 1 {
                "1 comparison has".to_owned()
            } else {
                format!("{n} comparisons have")
            }
        ),
    }];
    let only = |bearing: Bearing| found.iter().filter(|own| own.bearing == bearing).count();
    notes.push(format!(
        "{} only direct evidence, {} only indirect.",
        counted(only(Bearing::OnlyDirect), "pair with", "pairs with"),
        counted(only(Bearing::OnlyIndirect), "pair with", "pairs with"),
    ));
    notes.extend(standard_errors_note(compared));
    notes
}
