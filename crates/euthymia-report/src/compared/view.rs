//! The tables that everybody reads first: each treatment against the reference, and the network.

use super::analysis::{Compared, Part};
use super::measure::NetworkMeasure;
use super::names::{Names, node_columns};
use crate::words::{self, Shown};
use euthymia_synthesis::network::{Comparison, Relative};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// An estimate with limits as printed.
#[must_use]
pub fn shown(measure: NetworkMeasure, estimate: f64, bounds: Bounds) -> String {
    let back = |value: f64| measure.back(value);
    words::shown(
        &Shown {
            estimate: back(estimate),
            bounds: Bounds {
                lower: back(bounds.lower),
                upper: back(bounds.upper),
            },
        },
        measure.scale(),
    )
}

/// An estimate with limits as printed, with so many decimals that its interval shows two digits: for
/// changes per unit, which may be small.
pub(super) fn fine(measure: NetworkMeasure, estimate: f64, bounds: Bounds) -> String {
    let (lower, upper) = (measure.back(bounds.lower), measure.back(bounds.upper));
    let width = upper - lower;
    let needed = if width > 0.0 && width.is_finite() {
        1.0 - width.log10().floor()
    } else {
        2.0
    };
    let decimals = needed.clamp(2.0, 6.0) as u8;
    fmt::interval(measure.back(estimate), lower, upper, decimals)
}

/// Each node against the reference of its part, under both models.
#[must_use]
pub fn against_reference_view(compared: &Compared) -> TableView {
    let measure = compared.options.measure;
    let level = words::level(compared.options.level);
    let names = Names::of(compared);
    let mut rows = Vec::new();
    for part in &compared.parts {
        for place in 0..part.network().treatments().len() {
            rows.extend(row(part, place, measure, &names));
        }
    }
    let mut columns: Vec<ColumnSpec> = node_columns("treatment", "Treatment").into();
    columns.extend(node_columns("reference", "Against"));
    columns.extend(number_columns(&level));
    TableView {
        schema: "euthymia.compared.against_reference.v1".to_owned(),
        title: format!("Each treatment against the reference: {}", measure.name()),
        columns,
        rows,
        notes: Vec::new(),
    }
}

fn number_columns(level: &str) -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::number("trials", "Trials"),
        ColumnSpec::number("random", format!("Random effects [{level} CI]")).for_people(),
        ColumnSpec::number("prediction", "Prediction interval").for_people(),
        ColumnSpec::number("common", format!("Common effect [{level} CI]")).for_people(),
        ColumnSpec::number("estimate", "random, estimate").for_machines(),
        ColumnSpec::number("ci_low", "random, lower").for_machines(),
        ColumnSpec::number("ci_high", "random, upper").for_machines(),
        ColumnSpec::number("standard_error", "random, standard error").for_machines(),
        ColumnSpec::number("p_value", "p"),
        ColumnSpec::number("prediction_low", "prediction, lower").for_machines(),
        ColumnSpec::number("prediction_high", "prediction, upper").for_machines(),
        ColumnSpec::number("common_estimate", "common, estimate").for_machines(),
        ColumnSpec::number("common_ci_low", "common, lower").for_machines(),
        ColumnSpec::number("common_ci_high", "common, upper").for_machines(),
        ColumnSpec::number("common_standard_error", "common, standard error").for_machines(),
    ]
}

fn row(part: &Part, place: usize, measure: NetworkMeasure, names: &Names) -> Option<Vec<Value>> {
    let random = Relative::compare(&part.random, place, part.reference)?;
    let common = Relative::compare(&part.common, place, part.reference)?;
    let text = |c: &Comparison| Value::text(shown(measure, c.estimate, c.bounds));
    let network = part.network();
    let trials = network
        .trials()
        .iter()
        .filter(|trial| trial.arms().contains(&place))
        .count();
    let back = |value: f64| Value::number(measure.back(value), 4);
    let predicted = random.prediction;
    let mut row: Vec<Value> = names.cells(network.treatments().get(place)?).into();
    row.extend(names.cells(part.reference_name()));
    row.extend([
        Value::Count(trials as u64),
        text(&random),
        predicted.map_or(Value::Missing, |bounds| {
            let printed = Bounds {
                lower: measure.back(bounds.lower),
                upper: measure.back(bounds.upper),
            };
            Value::text(words::bounds(&printed, measure.scale()))
        }),
        text(&common),
        back(random.estimate),
        back(random.bounds.lower),
        back(random.bounds.upper),
        Value::number(random.standard_error, 4),
        Value::PValue(random.p_value),
        Value::number(predicted.map(|bounds| measure.back(bounds.lower)), 4),
        Value::number(predicted.map(|bounds| measure.back(bounds.upper)), 4),
        back(common.estimate),
        back(common.bounds.lower),
        back(common.bounds.upper),
        Value::number(common.standard_error, 4),
    ]);
    Some(row)
}
