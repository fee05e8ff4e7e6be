//! The trials of the network, arm by arm.

use crate::compared::analysis::Compared;
use crate::compared::data::{ArmResult, Concern, Rows};
use crate::compared::names::{Names, node_columns};
use crate::compared::nodes::{NodeArm, NodeContrast, NodeRows};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};
use std::collections::{BTreeMap, BTreeSet};

/// A concern in a word.
#[must_use]
pub fn concern_word(concern: Concern) -> &'static str {
    match concern {
        Concern::Low => "low",
        Concern::Some => "some",
        Concern::High => "high",
    }
}

/// The trials that the network is made of: what each arm was treated with and reports, where the numbers
/// come from, and the risk of bias.
#[must_use]
pub fn trials_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let in_network: BTreeSet<&str> = compared
        .network
        .trials()
        .iter()
        .map(|trial| trial.label())
        .collect();
    let mut columns = vec![ColumnSpec::text("trial", "Trial")];
    let rows = match &compared.rows {
        NodeRows::Arms(arms) => {
            columns.extend(arm_columns());
            let sources = sources(compared);
            let kept = arms
                .iter()
                .filter(|arm| in_network.contains(arm.study.as_str()));
            kept.map(|arm| arm_row(arm, compared, &names, &sources))
                .collect()
        }
        NodeRows::Contrasts(contrasts) => {
            columns.extend(node_columns("treatment", "Treatment"));
            columns.extend(node_columns("against", "Against"));
            columns.extend([
                ColumnSpec::number("estimate", "Estimate"),
                ColumnSpec::number("standard_error", "Standard error"),
            ]);
            contrasts
                .iter()
                .map(|row| contrast_row(row, compared, &names))
                .collect()
        }
    };
    columns.extend([
        ColumnSpec::text("risk_of_bias", "Risk of bias"),
        ColumnSpec::text("source", "Source").for_machines(),
    ]);
    let mut notes =
        vec!["Where each number comes from stands in the CSV and JSON forms.".to_owned()];
    if matches!(compared.rows, NodeRows::Contrasts(_)) && compared.options.measure.is_ratio() {
        notes.push("Estimates are logarithms.".to_owned());
    }
    TableView {
        schema: "euthymia.compared.trials.v1".to_owned(),
        title: "Trials of the network".to_owned(),
        columns,
        rows,
        notes,
    }
}

fn arm_columns() -> Vec<ColumnSpec> {
    let mut columns: Vec<ColumnSpec> = node_columns("node", "Node").into();
    columns.extend([
        ColumnSpec::text("treatments", "treatments").for_machines(),
        ColumnSpec::text("treatments_name", "Treatments in it").for_people(),
        ColumnSpec::number("result", "Result").for_people(),
    ]);
    for key in ["events", "n", "mean", "sd", "time"] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    columns
}

fn arm_row(
    arm: &NodeArm,
    compared: &Compared,
    names: &Names,
    sources: &BTreeMap<(&str, &str), Vec<&str>>,
) -> Vec<Value> {
    let mut row = vec![Value::text(&arm.study)];
    row.extend(names.cells(&arm.node));
    let mut treatments: Vec<&str> = arm.treatments.iter().map(String::as_str).collect();
    treatments.sort_unstable();
    treatments.dedup();
    let printed: Vec<String> = treatments.iter().map(|id| names.treatment(id)).collect();
    row.push(Value::text(treatments.join("; ")));
    row.push(Value::text(printed.join("; ")));
    let (shown, numbers) = result(arm.result);
    row.push(Value::text(shown));
    row.extend(numbers);
    let each = treatments.iter();
    let from: Vec<&str> = each
        .filter_map(|treatment| sources.get(&(arm.study.as_str(), *treatment)))
        .flatten()
        .copied()
        .collect();
    row.extend(known_of(compared, &arm.study, &from.join("; ")));
    row
}

fn contrast_row(contrast: &NodeContrast, compared: &Compared, names: &Names) -> Vec<Value> {
    let mut row = vec![Value::text(&contrast.study)];
    row.extend(names.cells(&contrast.node1));
    row.extend(names.cells(&contrast.node2));
    row.push(Value::number(contrast.estimate, 4));
    row.push(Value::number(contrast.standard_error, 4));
    let mut from = compared.data.rows.sources(&contrast.study);
    from.dedup();
    row.extend(known_of(compared, &contrast.study, &from.join("; ")));
    row
}

/// Risk of bias and source.
fn known_of(compared: &Compared, study: &str, source: &str) -> [Value; 2] {
    let facts = compared.data.facts.get(study);
    let bias = facts.and_then(|facts| facts.risk_of_bias);
    [
        bias.map_or(Value::Missing, |c| Value::text(concern_word(c))),
        match source {
            "" => Value::Missing,
            source => Value::text(source),
        },
    ]
}

/// What an arm reports, in words and in numbers: events, n, mean, sd, time.
fn result(result: ArmResult) -> (String, [Value; 5]) {
    const NONE: Value = Value::Missing;
    match result {
        ArmResult::Count(count) => (
            format!("{}/{}", count.events(), count.n()),
            [
                Value::Count(count.events()),
                Value::Count(count.n()),
                NONE,
                NONE,
                NONE,
            ],
        ),
        ArmResult::Mean(group) => (
            format!(
                "{}, n = {}",
                fmt::plus_minus(group.mean(), group.sd(), 2),
                group.n()
            ),
            [
                NONE,
                Value::Count(group.n()),
                Value::number(group.mean(), 2),
                Value::number(group.sd(), 2),
                NONE,
            ],
        ),
        ArmResult::PersonTime(rate) => (
            format!("{} in {}", rate.events(), fmt::number(rate.time(), 1)),
            [
                Value::Count(rate.events()),
                NONE,
                NONE,
                NONE,
                Value::number(rate.time(), 1),
            ],
        ),
    }
}

/// Where numbers come from, by trial and treatment.
fn sources(compared: &Compared) -> BTreeMap<(&str, &str), Vec<&str>> {
    let mut sources: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    if let Rows::Arms(arms) = &compared.data.rows {
        for arm in arms {
            let own = sources.entry((&arm.study, &arm.treatment.id)).or_default();
            own.extend(arm.source.as_deref());
        }
    }
    sources
}
