//! Whether small trials differ from large ones: the points of a comparison-adjusted funnel plot.

use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::names::{Names, node_columns, part_column};
use crate::words;
use euthymia_synthesis::network::{Adjusted, comparison_adjusted};
use euthymia_table::{ColumnSpec, TableView, Value};

/// One contrast of a trial, centred at its comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelRow {
    /// Its part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// The trial.
    pub trial: String,
    /// The treatment.
    pub node: String,
    /// The one it is compared with.
    pub against: String,
    /// The numbers on the analysis scale.
    pub adjusted: Adjusted,
}

/// The order in which treatments stand before each other: as the network has them, the reference last.
fn order(part: &Part) -> Vec<usize> {
    let others = (0..part.network().treatments().len()).filter(|place| *place != part.reference);
    others.chain([part.reference]).collect()
}

/// Every contrast of every trial less the direct estimate of its comparison under random effects, each
/// treatment before the reference.
#[must_use]
pub fn funnel(compared: &Compared) -> Vec<FunnelRow> {
    let mut rows = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        let network = part.network();
        let points = comparison_adjusted(&part.random, &order(part)).unwrap_or_default();
        rows.extend(points.into_iter().filter_map(|adjusted| {
            Some(FunnelRow {
                part: at,
                trial: network.trials().get(adjusted.trial)?.label().to_owned(),
                node: network.treatments().get(adjusted.treatments.0)?.clone(),
                against: network.treatments().get(adjusted.treatments.1)?.clone(),
                adjusted,
            })
        }));
    }
    rows
}

/// The points in numbers.
#[must_use]
pub fn funnel_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let mut columns = vec![part_column(compared), ColumnSpec::text("trial", "Trial")];
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend(node_columns("against", "Against"));
    columns.extend([
        ColumnSpec::number("estimate", words::capital(measure.name())),
        ColumnSpec::number("standard_error", "Standard error"),
        ColumnSpec::number("centred", "Centred at its comparison"),
    ]);
    let row = |own: FunnelRow| {
        let mut row = vec![part_cell(own.part), Value::text(&own.trial)];
        row.extend(names.cells(&own.node));
        row.extend(names.cells(&own.against));
        row.extend([
            Value::number(measure.back(own.adjusted.estimate), 2),
            Value::number(own.adjusted.standard_error, 3),
            Value::number(measure.back(own.adjusted.centred), 2),
        ]);
        row
    };
    TableView {
        schema: "euthymia.compared.funnel.v1".to_owned(),
        title: "Comparison-adjusted funnel: each trial beside its comparison".to_owned(),
        columns,
        rows: funnel(compared).into_iter().map(row).collect(),
        notes: notes(compared),
    }
}

/// What must stand beside the points.
pub(in crate::compared) fn notes(compared: &Compared) -> Vec<String> {
    let mut notes = vec![
        "Every treatment stands before the reference; two others stand in the order of the network, \
         so that only contrasts with the reference show whether small trials favour treatment."
            .to_owned(),
        "The only trial of a comparison lies at its centre and shows nothing.".to_owned(),
    ];
    if compared.options.measure.is_ratio() {
        notes.push(
            "A centred ratio is the one of the trial over that of its comparison; standard errors are \
             those of logarithms."
                .to_owned(),
        );
    }
    notes
}
