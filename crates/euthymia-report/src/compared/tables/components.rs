//! Effects of components: what each part of a combination adds.

use crate::compared::analysis::Compared;
use crate::compared::component_model::{
    COMPONENTS_MOST, ComponentKind, ComponentModel, ComponentRow, component_model,
};
use crate::compared::names::{Names, node_columns};
use crate::compared::view::shown;
use crate::words;
use euthymia_synthesis::network::QTest;
use euthymia_synthesis::network::component::{Candidate, Criterion};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// Components and combinations against the inactive component.
#[must_use]
pub fn components_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let (rows, notes, kind) = match component_model(compared) {
        Ok(model) => (
            model
                .rows
                .iter()
                .map(|own| row(own, compared, &names))
                .collect(),
            notes(&model, compared, &names),
            match model.interactions.is_empty() {
                true => "additive model",
                false => "model with interactions",
            },
        ),
        Err(error) => (
            Vec::new(),
            vec![format!("No component model: {error}.")],
            "additive model",
        ),
    };
    TableView {
        schema: "euthymia.compared.components.v2".to_owned(),
        title: format!("Components, {kind}: {}", measure.name()),
        columns: columns(compared),
        rows,
        notes,
    }
}

fn columns(compared: &Compared) -> Vec<ColumnSpec> {
    let level = words::level(compared.options.level);
    let mut columns = vec![ColumnSpec::text("kind", "What")];
    columns.extend(node_columns("component", "Component or combination"));
    columns.extend([
        ColumnSpec::number("trials", "Trials"),
        ColumnSpec::number("shown", format!("Effect [{level} CI]")).for_people(),
        ColumnSpec::number("p_value", "p"),
        ColumnSpec::number("network", format!("Without adding up [{level} CI]")).for_people(),
    ]);
    for key in [
        "estimate",
        "ci_low",
        "ci_high",
        "standard_error",
        "network_estimate",
        "network_ci_low",
        "network_ci_high",
        "network_standard_error",
    ] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    columns.push(ColumnSpec::text("undetermined", "undetermined").for_machines());
    columns
}

/// The printed name of a row.
pub(in crate::compared) fn printed(own: &ComponentRow, names: &Names) -> String {
    match own.kind {
        ComponentKind::Interaction => {
            let parts: Vec<String> = own.parts.iter().map(|part| names.treatment(part)).collect();
            parts.join(" × ")
        }
        _ => match own.parts.as_slice() {
            [one] => names.treatment(one),
            _ => names.name(&own.name()),
        },
    }
}

/// What trials fail to show, of one component or of several together.
fn missing(components: &[String], names: &Names) -> String {
    let name = |component: &String| match component.split_once('*') {
        Some((one, other)) => format!("{} × {}", names.treatment(one), names.treatment(other)),
        None => names.treatment(component),
    };
    let list: Vec<String> = components.iter().map(name).collect();
    match list.as_slice() {
        [one] => format!("no trial shows what {one} adds"),
        several => format!("no trial tells apart {}", several.join(", ")),
    }
}

fn row(own: &ComponentRow, compared: &Compared, names: &Names) -> Vec<Value> {
    let measure = compared.options.measure;
    let number = |value: Option<f64>| Value::number(value.map(|v| measure.back(v)), 4);
    let (found, free) = (own.estimate, own.of_network);
    let undetermined = match own.undetermined.as_slice() {
        [] => Value::Missing,
        several => {
            let each: Vec<String> = several.iter().map(|names| names.join(", ")).collect();
            Value::text(each.join("; "))
        }
    };
    vec![
        Value::text(own.kind.word()),
        Value::text(own.name()),
        Value::text(printed(own, names)),
        Value::Count(own.trials as u64),
        found.map_or(Value::text("not determined"), |e| {
            Value::text(shown(measure, e.estimate, e.bounds))
        }),
        found.map_or(Value::Missing, |e| Value::PValue(e.p_value)),
        free.map_or(Value::Missing, |e| {
            Value::text(shown(measure, e.estimate, e.bounds))
        }),
        number(found.map(|e| e.estimate)),
        number(found.map(|e| e.bounds.lower)),
        number(found.map(|e| e.bounds.upper)),
        Value::number(found.map(|e| e.standard_error), 4),
        number(free.map(|e| e.estimate)),
        number(free.map(|e| e.bounds.lower)),
        number(free.map(|e| e.bounds.upper)),
        Value::number(free.map(|e| e.standard_error), 4),
        undetermined,
    ]
}

/// A test in few words.
fn tested(test: &QTest) -> String {
    let p = test
        .p_value
        .map_or(String::new(), |p| format!(", p {}", words::p_value(p)));
    format!("Q({}) = {}{p}", test.df, fmt::number(test.q, 2))
}

/// What a reader of the model must know.
pub(in crate::compared) fn notes(
    model: &ComponentModel,
    compared: &Compared,
    names: &Names,
) -> Vec<String> {
    let tau2 = model.fit.tau2.map_or(String::new(), |t| {
        format!(", τ² = {}", fmt::number(t.value, 3))
    });
    let mut notes = vec![match &model.inactive {
        Some(name) => format!(
            "Effects are against {}, which counts as doing nothing; random effects{tau2}. Trials: with an \
             arm that contains all of it.",
            names.name(name)
        ),
        None => format!(
            "Effects are against nothing: no component counts as inactive; random effects{tau2}. Trials: \
             with an arm that contains all of it."
        ),
    }];
    notes.push(adds_up(model));
    notes.extend(selected(model, names));
    if compared.parts.len() > 1 {
        notes.push(format!(
            "The network is in {} parts; the components that they share join them here, on the \
             assumption that effects add up.",
            compared.parts.len()
        ));
    }
    let untried = |row: &ComponentRow| {
        matches!(row.kind, ComponentKind::Untried | ComponentKind::Asked)
            && row.of_network.is_none()
            && row.estimate.is_some()
            && row.parts.len() > 1
    };
    if model.rows.iter().any(untried) {
        notes.push(
            "What was never tried together is a sum: nothing but the assumption that effects add up \
             stands behind it, and parts that act alike will not."
                .to_owned(),
        );
    }
    for row in &model.rows {
        if row.kind == ComponentKind::Asked && row.estimate.is_none() {
            let each = row.undetermined.iter().map(|own| missing(own, names));
            let reasons: Vec<String> = each.collect();
            let reasons = match reasons.as_slice() {
                [] => "it contains nothing active".to_owned(),
                several => several.join("; "),
            };
            notes.push(format!(
                "Not determined: {}, because {reasons}.",
                printed(row, names)
            ));
        }
    }
    notes.extend(model.fit.aliases.iter().map(|alias| {
        let components = alias.components.iter().map(|(name, _)| name.clone());
        let components: Vec<String> = components.collect();
        format!("Not determined: {}.", missing(&components, names))
    }));
    if model.fit.components.names().len() - model.interactions.len() > COMPONENTS_MOST {
        notes.push(format!(
            "With more than {COMPONENTS_MOST} components, combinations that nobody tried are predicted on \
             request alone."
        ));
    }
    if !model.fit.converged() {
        notes.push("NOT CONVERGED: the search for τ² did not settle.".to_owned());
    }
    notes
}

/// Whether effects add up, and what interactions leave of it.
fn adds_up(model: &ComponentModel) -> String {
    let test = &model.additivity;
    let mut text = match test.p_value {
        None => "Whether effects add up cannot be tested: the additive model has as many effects as the \
                 network."
            .to_owned(),
        Some(p) => {
            let found = if p < 0.05 {
                "Effects do not add up: plain sums do not describe the trials"
            } else {
                "No sign that effects fail to add up; with few combinations that is no proof"
            };
            format!("{found} ({}).", tested(test))
        }
    };
    if let Some(left) = &model.left {
        text.push_str(&match left.p_value {
            None => " With the interactions nothing is left to test.".to_owned(),
            Some(_) => format!(" The interactions leave {}.", tested(left)),
        });
    }
    text
}

/// How interactions were selected.
fn selected(model: &ComponentModel, names: &Names) -> Vec<String> {
    let Some(selection) = &model.selection else {
        return Vec::new();
    };
    let pair = |(one, other): &(String, String)| {
        format!("{} × {}", names.treatment(one), names.treatment(other))
    };
    let each =
        |own: &Candidate| format!("{} ({})", pair(&own.components), tested(&own.improvement));
    let rule = match selection.criterion {
        Criterion::Akaike => "Akaike's criterion".to_owned(),
        Criterion::BelowP(p) => format!("p below {}", p.get()),
    };
    let taken: Vec<String> = selection.taken.iter().map(each).collect();
    let mut text = match taken.as_slice() {
        [] => format!("No interaction was taken by {rule}"),
        several => format!(
            "Interactions taken one after the other by {rule}: {}",
            several.join("; ")
        ),
    };
    if let Some(refused) = &selection.refused {
        text.push_str(&format!("; the best of the others is {}", each(refused)));
    }
    text.push_str(". After a selection p-values are too small.");
    let mut notes = vec![text];
    if !selection.aliased.is_empty() {
        let list: Vec<String> = selection.aliased.iter().map(pair).collect();
        notes.push(format!(
            "The trials cannot tell from the rest: {}.",
            list.join(", ")
        ));
    }
    notes
}
