//! Every treatment against every other.

use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::names::{Names, node_columns, part_column};
use crate::compared::view::shown;
use crate::words;
use euthymia_synthesis::network::{Better, Comparison, p_scores};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value};

/// In which order nodes follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeOrder {
    /// The largest P-score of the random-effects model first.
    #[default]
    ByScore,
    /// As the network has them.
    AsNamed,
}

/// One treatment against another under both models.
#[derive(Clone, Debug, PartialEq)]
pub struct LeaguePair {
    /// Their part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// The treatment.
    pub node: String,
    /// The one it is compared with.
    pub against: String,
    /// Random effects.
    pub random: Comparison,
    /// Common effect.
    pub common: Comparison,
}

/// The nodes of a part, as places in its network, in an order.
#[must_use]
pub fn ordered(part: &Part, better: Better, order: NodeOrder) -> Vec<usize> {
    let mut places: Vec<usize> = (0..part.network().treatments().len()).collect();
    let scores = p_scores(&part.random, better, 0.0).unwrap_or_default();
    if order == NodeOrder::ByScore {
        let score = |place: &usize| scores.get(*place).copied().unwrap_or_default();
        places.sort_by(|a, b| score(b).total_cmp(&score(a)));
    }
    places
}

/// All pairs of treatments that stand in one part, in an order; the first of each pair comes first in
/// it.
#[must_use]
pub fn league_pairs(compared: &Compared, order: NodeOrder) -> Vec<LeaguePair> {
    let mut pairs = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        let places = ordered(part, compared.options.better, order);
        for (i, one) in places.iter().enumerate() {
            for other in places.iter().skip(i + 1) {
                pairs.extend(pair(part, at, *one, *other));
            }
        }
    }
    pairs
}

fn pair(part: &Part, at: usize, one: usize, other: usize) -> Option<LeaguePair> {
    let treatments = part.network().treatments();
    Some(LeaguePair {
        part: at,
        node: treatments.get(one)?.clone(),
        against: treatments.get(other)?.clone(),
        random: part.random.compare(one, other)?,
        common: part.common.compare(one, other)?,
    })
}

/// A square of all treatments for each part: random effects below the diagonal, the common effect above
/// it. For machines [`league_pairs_view`] says the same in numbers.
///
/// The column `node_k` is about the treatment of the k-th row.
#[must_use]
pub fn league_views(compared: &Compared, order: NodeOrder) -> Vec<TableView> {
    let parts = compared.parts.iter().enumerate();
    parts
        .map(|(at, part)| square(compared, at, part, order))
        .collect()
}

fn square(compared: &Compared, at: usize, part: &Part, order: NodeOrder) -> TableView {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let places = ordered(part, compared.options.better, order);
    let node = |place: usize| part.network().treatments().get(place).map_or("", |n| n);
    let mut columns: Vec<ColumnSpec> = node_columns("treatment", "Treatment").into();
    columns.extend(
        places.iter().enumerate().map(|(i, place)| {
            ColumnSpec::number(format!("node_{}", i + 1), names.name(node(*place)))
        }),
    );
    let cell = |row: usize, column: usize, below: bool| {
        let fit = if below { &part.random } else { &part.common };
        fit.compare(row, column).map_or(Value::Missing, |c| {
            Value::text(shown(measure, c.estimate, c.bounds))
        })
    };
    let rows = places.iter().enumerate().map(|(i, one)| {
        let mut row: Vec<Value> = names.cells(node(*one)).into();
        let cells = places.iter().enumerate();
        row.extend(cells.map(|(j, other)| cell(*one, *other, i > j)));
        row
    });
    let title = match compared.parts.len() {
        0 | 1 => format!("All comparisons: {}", measure.name()),
        _ => format!("All comparisons of part {}: {}", at + 1, measure.name()),
    };
    TableView {
        schema: "euthymia.compared.league.v1".to_owned(),
        title,
        columns,
        rows: rows.collect(),
        notes: vec![
            format!(
                "A cell is the treatment of its row against that of its column, with its {} \
                 confidence interval: random effects below the diagonal, the common effect above it.",
                words::level(compared.options.level)
            ),
            match order {
                NodeOrder::ByScore => {
                    "Treatments stand in the order of their P-scores, which says nothing about how \
                     far they are apart."
                        .to_owned()
                }
                NodeOrder::AsNamed => "Treatments stand in the order of the network.".to_owned(),
            },
        ],
    }
}

/// All pairs of treatments in numbers, on the scale people read.
#[must_use]
pub fn league_pairs_view(compared: &Compared, order: NodeOrder) -> TableView {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let level = words::level(compared.options.level);
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend(node_columns("against", "Against"));
    columns.extend([
        ColumnSpec::number("random", format!("Random effects [{level} CI]")).for_people(),
        ColumnSpec::number("random_p_value", "p"),
        ColumnSpec::number("prediction", "Prediction interval").for_people(),
        ColumnSpec::number("common", format!("Common effect [{level} CI]")).for_people(),
        ColumnSpec::number("common_p_value", "p, common"),
    ]);
    for model in ["random", "common"] {
        for what in ["estimate", "ci_low", "ci_high", "standard_error"] {
            let key = format!("{model}_{what}");
            columns.push(ColumnSpec::number(&key, &key).for_machines());
        }
    }
    for key in ["prediction_low", "prediction_high"] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    let back = |value: f64| measure.back(value);
    let text = |c: &Comparison| Value::text(shown(measure, c.estimate, c.bounds));
    let row = |pair: LeaguePair| {
        let predicted = pair.random.prediction.map(|bounds| Bounds {
            lower: back(bounds.lower),
            upper: back(bounds.upper),
        });
        let mut row = vec![part_cell(pair.part)];
        row.extend(names.cells(&pair.node));
        row.extend(names.cells(&pair.against));
        row.extend([
            text(&pair.random),
            Value::PValue(pair.random.p_value),
            predicted.map_or(Value::Missing, |bounds| {
                Value::text(words::bounds(&bounds, measure.scale()))
            }),
            text(&pair.common),
            Value::PValue(pair.common.p_value),
        ]);
        for c in [&pair.random, &pair.common] {
            row.extend([
                Value::number(back(c.estimate), 4),
                Value::number(back(c.bounds.lower), 4),
                Value::number(back(c.bounds.upper), 4),
                Value::number(c.standard_error, 4),
            ]);
        }
        row.push(Value::number(predicted.map(|bounds| bounds.lower), 4));
        row.push(Value::number(predicted.map(|bounds| bounds.upper), 4));
        row
    };
    TableView {
        schema: "euthymia.compared.league_pairs.v1".to_owned(),
        title: format!("All pairs of treatments: {}", measure.name()),
        columns,
        rows: league_pairs(compared, order).into_iter().map(row).collect(),
        notes: standard_errors_note(compared).into_iter().collect(),
    }
}

/// Says on which scale standard errors are, where that is not the one of the estimates.
pub(super) fn standard_errors_note(compared: &Compared) -> Option<String> {
    let ratio = compared.options.measure.is_ratio();
    ratio.then(|| "Standard errors are those of logarithms.".to_owned())
}
