//! Values of treatments by weighted outcomes, and for whom each is best.

use super::sides::Decision;
use crate::words;
use euthymia_synthesis::network::benefit_risk::{
    Acceptability, BenefitRiskError, Central, ValueScale, Weights, acceptability,
};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// Values with the weights that were asked for, where there are any, and with unknown weights.
///
/// # Errors
/// [`BenefitRiskError`].
pub fn values_views(decision: &Decision) -> Result<Vec<TableView>, BenefitRiskError> {
    let mut all = Vec::new();
    if let Ok(weights @ (Weights::Swing(_) | Weights::Ordered(_))) = decision.weights() {
        all.push(values_view(decision, &weights)?);
    }
    all.push(values_view(decision, &Weights::Unknown)?);
    Ok(all)
}

fn values_view(decision: &Decision, weights: &Weights) -> Result<TableView, BenefitRiskError> {
    let (level, draws) = decision.asked();
    let scales = decision.scales();
    let found = acceptability(&decision.set, &scales, weights, level, &draws)?;
    let (id, title) = match weights {
        Weights::Unknown => (
            "acceptability",
            "For whom each treatment is best: any weights",
        ),
        Weights::Ordered(_) => (
            "acceptability_ordered",
            "Values of treatments: weights in the order given",
        ),
        Weights::Swing(_) => ("values", "Values of treatments with the weights given"),
    };
    let shares = found.shares();
    let mut places: Vec<usize> = (0..found.treatments.len()).collect();
    let first = |place: &usize| share(&shares, *place, 0);
    places.sort_by(|one, other| first(other).total_cmp(&first(one)));
    let rows = places
        .iter()
        .filter_map(|place| row(decision, &found, &shares, *place));
    Ok(TableView {
        schema: format!("euthymia.compared.{id}.v1"),
        title: title.to_owned(),
        columns: columns(decision, &words::level(level)),
        rows: rows.collect(),
        notes: notes(decision, &found),
    })
}

fn share(shares: &[Vec<f64>], place: usize, rank: usize) -> f64 {
    let own = shares.get(place).and_then(|own| own.get(rank));
    own.copied().unwrap_or_default()
}

fn columns(decision: &Decision, level: &str) -> Vec<ColumnSpec> {
    let mut columns = vec![
        ColumnSpec::text("treatment", "treatment").for_machines(),
        ColumnSpec::text("treatment_name", "Treatment").for_people(),
        ColumnSpec::number("best", "P(best)"),
        ColumnSpec::number("worst", "P(worst)"),
        ColumnSpec::number("expected_rank", "Mean rank"),
        ColumnSpec::number("shown", format!("Value [{level} CI]")).for_people(),
        ColumnSpec::number("value", "value").for_machines(),
        ColumnSpec::number("value_low", "value_low").for_machines(),
        ColumnSpec::number("value_high", "value_high").for_machines(),
        ColumnSpec::text("central", "Best for weights of").for_people(),
    ];
    for side in decision.sides() {
        let key = format!("central_{}", side.name);
        columns.push(ColumnSpec::number(key.clone(), key).for_machines());
    }
    columns.push(ColumnSpec::number("confidence", "Confidence"));
    columns
}

fn row(
    decision: &Decision,
    found: &Acceptability,
    shares: &[Vec<f64>],
    place: usize,
) -> Option<Vec<Value>> {
    let treatment = found.treatments.get(place)?;
    let own = shares.get(place)?;
    let rank: f64 = own
        .iter()
        .enumerate()
        .map(|(r, share)| (r + 1) as f64 * share)
        .sum();
    let (value, bounds) = (found.means.get(place)?, found.bounds.get(place)?);
    let central: Option<&Central> = found.central.get(place)?.as_ref();
    let mut row = vec![
        Value::text(treatment),
        Value::text(decision.node(treatment)),
        Value::number(own.first().copied(), 3),
        Value::number(own.last().copied(), 3),
        Value::number(rank, 2),
        Value::text(fmt::interval(*value, bounds.lower, bounds.upper, 2)),
        Value::number(*value, 4),
        Value::number(bounds.lower, 4),
        Value::number(bounds.upper, 4),
        central.map_or(Value::Missing, |central| {
            let parts: Vec<String> = central.weights.iter().map(|w| fmt::number(*w, 2)).collect();
            Value::text(parts.join(" : "))
        }),
    ];
    for k in 0..decision.sides().len() {
        let weight = central.and_then(|central| central.weights.get(k).copied());
        row.push(Value::number(weight, 3));
    }
    row.push(Value::number(central.map(|central| central.confidence), 3));
    Some(row)
}

fn notes(decision: &Decision, found: &Acceptability) -> Vec<String> {
    let names: Vec<String> = (0..decision.sides().len())
        .map(|k| decision.outcome(k))
        .collect();
    let scales = found.scales.iter().enumerate().map(|(k, scale)| {
        let ValueScale { worst, best } = *scale;
        let (factor, decimals) = decision.print(k);
        let print = |value: f64| fmt::number(factor * value, decimals);
        format!(
            "{} {} (0) to {} (1)",
            decision.outcome(k),
            print(worst),
            print(best)
        )
    });
    let scales: Vec<String> = scales.collect();
    let mut notes = vec![
        format!(
            "Weights in the order {}: {}.",
            names.join(" : "),
            match &found.weights {
                Weights::Swing(given) => {
                    let given: Vec<String> = given.iter().map(|w| fmt::number(*w, 2)).collect();
                    format!("{}, as given", given.join(" : "))
                }
                other => other.name().to_owned(),
            }
        ),
        format!(
            "A weight is what it is worth to go from the worst to the best level; values are linear \
             between the two: {}.",
            scales.join("; ")
        ),
        "P(best) is a share of draws of effects and weights. Confidence is how surely a treatment is \
         best for somebody with the weights of its row."
            .to_owned(),
    ];
    for (k, beyond) in found
        .beyond
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
    {
        notes.push(format!(
            "{}: {} draws have a level beyond its worst or best; they are valued on the same line.",
            words::capital(&decision.outcome(k)),
            beyond
        ));
    }
    notes
}
