//! Effects of components: what each part of a combination adds.

use crate::compared::analysis::Compared;
use crate::compared::choice::CONTROL;
use crate::compared::names::{Names, node_columns};
use crate::compared::view::shown;
use crate::words;
use euthymia_synthesis::network::component::{
    Alias, ComponentError, ComponentFit, Components, Estimate, additivity, fit_components,
};
use euthymia_synthesis::network::{FitError, Model, QTest};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// With more components than this, pairs that nobody tried are not predicted.
pub const COMPONENTS_MOST: usize = 12;

/// What a row of the component model is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComponentKind {
    /// One component.
    Component,
    /// A combination that trials tried.
    Combination,
    /// A pair of components that no trial tried together, of which the trials determine the sum.
    Untried,
}

impl ComponentKind {
    /// In words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Component => "component",
            Self::Combination => "combination",
            Self::Untried => "never tried together",
        }
    }
}

/// A component, or a sum of components, against the inactive one.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentRow {
    /// What it is.
    pub kind: ComponentKind,
    /// Its name, components joined by `+`.
    pub name: String,
    /// The sum of its components; `None` where the trials do not determine it.
    pub estimate: Option<Estimate>,
}

/// The additive component model of a network, under random effects.
#[derive(Clone, Debug)]
pub struct ComponentModel {
    /// The component that counts as nothing; `None` where none does.
    pub inactive: Option<String>,
    /// The fit.
    pub fit: ComponentFit,
    /// Components, combinations that were tried, pairs that were not.
    pub rows: Vec<ComponentRow>,
    /// Whether effects add up: Q of the component model less Q of the network.
    pub additivity: QTest,
}

/// Why there is no component model.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoComponents {
    /// No node is made of several components.
    #[error("no node is a combination joined by +: choose nodes by their components")]
    NoCombination,
    /// The labels name no components.
    #[error(transparent)]
    Components(#[from] ComponentError),
    /// The model cannot be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
}

/// The component that counts as nothing: the control, else the reference of the first part, unless it is
/// a combination.
fn inactive(compared: &Compared) -> Option<String> {
    let has = |label: &str| {
        let mut labels = compared.network.treatments().iter();
        labels.any(|own| own.split('+').any(|piece| piece.trim() == label))
    };
    if has(CONTROL) {
        return Some(CONTROL.to_owned());
    }
    let reference = compared.parts.first()?.reference_name();
    (!reference.contains('+') && !reference.is_empty()).then(|| reference.to_owned())
}

/// Fits the additive component model to the whole network, whether or not it is connected.
///
/// # Errors
/// [`NoComponents`].
pub fn component_model(compared: &Compared) -> Result<ComponentModel, NoComponents> {
    let network = &compared.network;
    if !network.treatments().iter().any(|label| label.contains('+')) {
        return Err(NoComponents::NoCombination);
    }
    let inactive = inactive(compared);
    let components = Components::from_labels(network, "+", inactive.as_deref())?;
    let options = &compared.options;
    let fit = fit_components(
        network,
        components,
        Model::RandomEffects(options.tau2),
        options.level,
    )?;
    Ok(ComponentModel {
        additivity: additivity(network, &fit)?,
        rows: rows(compared, &fit),
        inactive,
        fit,
    })
}

fn rows(compared: &Compared, fit: &ComponentFit) -> Vec<ComponentRow> {
    let names = fit.components.names();
    let effects = names.iter().zip(fit.effects());
    let mut rows: Vec<ComponentRow> = effects
        .map(|(name, estimate)| ComponentRow {
            kind: ComponentKind::Component,
            name: name.clone(),
            estimate,
        })
        .collect();
    let treatments = compared.network.treatments().iter().enumerate();
    let made: Vec<Vec<f64>> = (0..compared.network.treatments().len())
        .map(|place| fit.components.of(place))
        .collect();
    let active = |place: usize| {
        let parts = made.get(place).map_or(&[][..], Vec::as_slice);
        parts.iter().filter(|share| **share != 0.0).count()
    };
    let combined = treatments.filter(|(place, _)| active(*place) > 1);
    rows.extend(combined.map(|(place, label)| ComponentRow {
        kind: ComponentKind::Combination,
        name: label.clone(),
        estimate: fit.treatment(place),
    }));
    if names.len() > COMPONENTS_MOST {
        return rows;
    }
    for (i, one) in names.iter().enumerate() {
        for (j, other) in names.iter().enumerate().skip(i + 1) {
            let has = |own: &[f64], at: usize| own.get(at).is_some_and(|share| *share != 0.0);
            if made.iter().any(|own| has(own, i) && has(own, j)) {
                continue;
            }
            let sum = fit.sum(&[(one, 1.0), (other, 1.0)]);
            rows.extend(sum.map(|sum| ComponentRow {
                kind: ComponentKind::Untried,
                name: format!("{one}+{other}"),
                estimate: Some(sum),
            }));
        }
    }
    rows
}

/// Components and combinations against the inactive component.
#[must_use]
pub fn components_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let level = words::level(compared.options.level);
    let mut columns = vec![ColumnSpec::text("kind", "What")];
    columns.extend(node_columns("component", "Component or combination"));
    columns.extend([
        ColumnSpec::number("shown", format!("Effect [{level} CI]")).for_people(),
        ColumnSpec::number("p_value", "p"),
    ]);
    for key in ["estimate", "ci_low", "ci_high", "standard_error"] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    let row = |own: &ComponentRow| {
        let found = own.estimate;
        let back = |of: fn(&Estimate) -> f64| {
            Value::number(found.as_ref().map(|e| measure.back(of(e))), 4)
        };
        let mut row = vec![Value::text(own.kind.word())];
        row.extend(names.cells(&own.name));
        row.extend([
            found.map_or(Value::text("not determined"), |e| {
                Value::text(shown(measure, e.estimate, e.bounds))
            }),
            found.map_or(Value::Missing, |e| Value::PValue(e.p_value)),
            back(|e| e.estimate),
            back(|e| e.bounds.lower),
            back(|e| e.bounds.upper),
            Value::number(found.map(|e| e.standard_error), 4),
        ]);
        row
    };
    let (rows, notes) = match component_model(compared) {
        Ok(model) => (
            model.rows.iter().map(row).collect(),
            notes(&model, compared, &names),
        ),
        Err(error) => (Vec::new(), vec![format!("No component model: {error}.")]),
    };
    TableView {
        schema: "euthymia.compared.components.v1".to_owned(),
        title: format!("Components, additive model: {}", measure.name()),
        columns,
        rows,
        notes,
    }
}

fn notes(model: &ComponentModel, compared: &Compared, names: &Names) -> Vec<String> {
    let mut notes = vec![match &model.inactive {
        Some(name) => format!(
            "Effects are against {}, which counts as doing nothing; random effects{}.",
            names.name(name),
            model.fit.tau2.map_or(String::new(), |t| {
                format!(", τ² = {}", fmt::number(t.value, 3))
            })
        ),
        None => "Effects are against nothing: no component counts as inactive.".to_owned(),
    }];
    notes.push(additivity_note(&model.additivity));
    if compared.parts.len() > 1 {
        notes.push(format!(
            "The network is in {} parts; the components that they share join them here, on the \
             assumption that effects add up.",
            compared.parts.len()
        ));
    }
    if model
        .rows
        .iter()
        .any(|row| row.kind == ComponentKind::Untried)
    {
        notes.push(
            "Pairs that were never tried together are sums: nothing but the assumption that effects \
             add up stands behind them, and parts that act alike will not."
                .to_owned(),
        );
    }
    let aliases = model.fit.aliases.iter();
    notes.extend(aliases.map(|alias| alias_note(alias, names)));
    if model.fit.components.names().len() > COMPONENTS_MOST {
        notes.push(format!(
            "Pairs that nobody tried are not predicted with more than {COMPONENTS_MOST} components."
        ));
    }
    if !model.fit.converged() {
        notes.push("NOT CONVERGED: the search for τ² did not settle.".to_owned());
    }
    notes
}

/// What the test of additivity says.
fn additivity_note(test: &QTest) -> String {
    let Some(p) = test.p_value else {
        return "Whether effects add up cannot be tested: the component model has as many effects as \
                the network."
            .to_owned();
    };
    let said = if p < 0.05 {
        "Effects do not add up: the sums above do not describe the trials"
    } else {
        "No sign that effects fail to add up; with few combinations that is no proof"
    };
    format!(
        "{said} (Q({}) = {}, p {}).",
        test.df,
        fmt::number(test.q, 2),
        words::p_value(p)
    )
}

/// Which components the trials do not determine.
fn alias_note(alias: &Alias, names: &Names) -> String {
    let components = alias.components.iter();
    let pieces: Vec<String> = components.map(|(name, _)| names.name(name)).collect();
    match pieces.as_slice() {
        [one] => format!("Not determined: no trial bears on {one}."),
        several => format!(
            "Not told apart: {} always change together.",
            several.join(", ")
        ),
    }
}
