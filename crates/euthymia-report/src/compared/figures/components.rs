//! Effects of components and combinations below each other.

use super::axis::{drawn, effects};
use crate::compared::analysis::Compared;
use crate::compared::component_model::{ComponentKind, ComponentRow, component_model};
use crate::compared::names::Names;
use crate::compared::tables::{component_notes, component_printed};
use crate::compared::view::shown;
use crate::words::{self, capital};
use euthymia_plot::{IntervalChart, IntervalGroup, IntervalPoint};

/// More rows than this are not drawn.
const MOST: usize = 40;

/// Components, interactions, combinations asked for and tried, with the estimate of the network beside
/// those that are nodes; `None` where there is no component model.
#[must_use]
pub fn components_figure(compared: &Compared) -> Option<IntervalChart> {
    let model = component_model(compared).ok()?;
    let names = Names::of(compared);
    let drawable = model
        .rows
        .iter()
        .filter(|row| row.kind != ComponentKind::Untried && row.estimate.is_some());
    let groups: Vec<IntervalGroup> = drawable
        .clone()
        .take(MOST)
        .filter_map(|row| group(row, compared, &names))
        .collect();
    if groups.is_empty() {
        return None;
    }
    let mut footnotes = component_notes(&model, compared, &names);
    let left = drawable.count().saturating_sub(MOST);
    if left > 0 {
        footnotes.push(format!("Not drawn: {left} more; the table has them."));
    }
    let level = words::level(compared.options.level);
    let against = model
        .inactive
        .as_deref()
        .map_or("nothing".to_owned(), |name| names.name(name));
    Some(IntervalChart {
        title: format!("Components and combinations against {against}"),
        description: format!(
            "{} of components and of combinations under random effects, as sums of components and, \
             where trials tried them, without that assumption.",
            capital(compared.options.measure.name())
        ),
        label_header: "Component or combination".to_owned(),
        count_header: "Trials".to_owned(),
        printed_header: format!("{} [{level} CI]", compared.options.measure.code()),
        groups,
        axis: effects(compared, Some(("treatment", &against))),
        footnotes,
        emphasis_label: Some("Asked for".to_owned()),
        point_label: "By components, by the network".to_owned(),
        ..IntervalChart::default()
    })
}

fn group(row: &ComponentRow, compared: &Compared, names: &Names) -> Option<IntervalGroup> {
    let measure = compared.options.measure;
    let sum = row.estimate?;
    let label = match row.kind {
        ComponentKind::Component => "Component",
        ComponentKind::Interaction => "Beyond the sum",
        _ => "Sum of components",
    };
    let mut first = IntervalPoint::new(label, drawn(measure, sum.estimate, sum.bounds))
        .printed(shown(measure, sum.estimate, sum.bounds))
        .count(row.trials.to_string());
    if row.kind == ComponentKind::Asked {
        first = first.emphasised();
    }
    let mut points = vec![first];
    points.extend(row.of_network.map(|own| {
        IntervalPoint::new("Network", drawn(measure, own.estimate, own.bounds)).printed(shown(
            measure,
            own.estimate,
            own.bounds,
        ))
    }));
    Some(IntervalGroup {
        heading: component_printed(row, names),
        points,
    })
}
