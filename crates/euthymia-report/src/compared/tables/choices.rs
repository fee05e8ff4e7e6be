//! The result under each choice of nodes, side by side.

use crate::compared::analysis::Compared;
use crate::compared::choice::NodeChoice;
use crate::compared::error::CompareError;
use crate::compared::names::{Names, node_columns};
use crate::compared::view::shown;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// A choice of nodes and what came of it.
pub type Outcome = (NodeChoice, Result<Compared, CompareError>);

/// The choices as columns: trials, nodes, parts, τ², then each treatment against its reference under
/// random effects. The column `choice_k` is about the k-th choice; the notes say what each is.
#[must_use]
pub fn choices_view(outcomes: &[Outcome]) -> TableView {
    let mut columns: Vec<ColumnSpec> = node_columns("quantity", "Quantity").into();
    let header = |(at, (choice, _)): (usize, &Outcome)| {
        let name = match choice.name.as_str() {
            "" => format!("Choice {}", at + 1),
            name => name.to_owned(),
        };
        ColumnSpec::text(format!("choice_{}", at + 1), name)
    };
    columns.extend(outcomes.iter().enumerate().map(header));
    let line = |key: &str, label: &str, cell: &dyn Fn(&Compared) -> Value| {
        let mut row = vec![Value::text(key), Value::text(label)];
        row.extend(outcomes.iter().map(|(_, outcome)| match outcome {
            Ok(compared) => cell(compared),
            Err(_) => Value::Missing,
        }));
        row
    };
    let mut rows = vec![
        line("trials", "Trials", &|c| {
            Value::Count(c.network.trials().len() as u64)
        }),
        line("nodes", "Nodes", &|c| {
            Value::Count(c.network.treatments().len() as u64)
        }),
        line("parts", "Parts", &|c| Value::Count(c.parts.len() as u64)),
        line("reference", "Reference", &references),
        line("tau2", "τ²", &variances),
    ];
    for (node, name) in nodes(outcomes) {
        rows.push(line(&node, &name, &|compared| effect(compared, &node)));
    }
    TableView {
        schema: "euthymia.compared.choices.v1".to_owned(),
        title: "The result under each choice of nodes".to_owned(),
        columns,
        rows,
        notes: notes(outcomes),
    }
}

fn references(compared: &Compared) -> Value {
    let names = Names::of(compared);
    let parts = compared.parts.iter();
    let all: Vec<String> = parts
        .map(|part| names.name(part.reference_name()))
        .collect();
    Value::text(all.join("; "))
}

fn variances(compared: &Compared) -> Value {
    let one = |part: &crate::compared::Part| {
        let tau2 = part.random.tau2.map(|tau2| fmt::number(tau2.value, 3));
        tau2.unwrap_or_else(|| fmt::MISSING.to_owned())
    };
    let all: Vec<String> = compared.parts.iter().map(one).collect();
    Value::text(all.join("; "))
}

/// The nodes of all choices that are no reference everywhere, in the order in which they first come,
/// with their names.
fn nodes(outcomes: &[Outcome]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for compared in outcomes
        .iter()
        .filter_map(|(_, outcome)| outcome.as_ref().ok())
    {
        let names = Names::of(compared);
        for part in &compared.parts {
            for (place, node) in part.network().treatments().iter().enumerate() {
                if place != part.reference && all.iter().all(|(known, _)| known != node) {
                    all.push((node.clone(), names.name(node)));
                }
            }
        }
    }
    all
}

fn effect(compared: &Compared, node: &str) -> Value {
    let found = compared.parts.iter().find_map(|part| {
        let place = part.network().treatment(node)?;
        Some(match part.random.compare(place, part.reference) {
            Some(c) => Value::text(shown(compared.options.measure, c.estimate, c.bounds)),
            None => Value::text("reference"),
        })
    });
    found.unwrap_or(Value::Missing)
}

fn notes(outcomes: &[Outcome]) -> Vec<String> {
    let mut notes = Vec::new();
    for (at, (choice, outcome)) in outcomes.iter().enumerate() {
        let name = match choice.name.as_str() {
            "" => format!("Choice {}", at + 1),
            name => name.to_owned(),
        };
        notes.push(format!("{name}: {choice}."));
        if let Err(error) = outcome {
            notes.push(format!("{name} has no result: {error}."));
        }
    }
    if outcomes.iter().any(|(_, outcome)| outcome.is_ok()) {
        notes.push(
            "Random effects, each treatment against the reference of its part. A dash: the choice has \
             no such node."
                .to_owned(),
        );
    }
    notes
}
