//! Whether small trials differ from large ones.

use super::axis::effects;
use super::title;
use crate::compared::analysis::Compared;
use crate::compared::names::Names;
use crate::compared::tables::{FunnelRow, funnel, funnel_notes};
use crate::words::capital;
use euthymia_numerics::normal;
use euthymia_plot::{Axis, ComparisonFunnel, FunnelPoint};
use std::collections::{BTreeMap, BTreeSet};

/// More comparisons than this have no marks of their own.
const MARKS: usize = 9;
/// Fewer points than this show nothing.
const FEWEST: usize = 3;

/// The comparison-adjusted funnel of one part; `None` with fewer than three contrasts.
#[must_use]
pub fn funnel_figure(compared: &Compared, at: usize) -> Option<ComparisonFunnel> {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let found: Vec<_> = funnel(compared)
        .into_iter()
        .filter(|own| own.part == at)
        .collect();
    if found.len() < FEWEST {
        return None;
    }
    let own_pair = |own: &FunnelRow| names.pair(&own.node, &own.against);
    let pairs: BTreeSet<String> = found.iter().map(own_pair).collect();
    let many = pairs.len() > MARKS;
    let reference = compared.parts.get(at)?.reference_name();
    let group = |own: &FunnelRow| match many {
        true if own.against == reference => format!("against {}", names.name(reference)),
        true => "between other treatments".to_owned(),
        false => own_pair(own),
    };
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut comparisons = Vec::new();
    let mut points = Vec::with_capacity(found.len());
    for own in &found {
        let name = group(own);
        let place = *places.entry(name.clone()).or_insert_with(|| {
            comparisons.push(name);
            comparisons.len() - 1
        });
        let effect = measure.back(own.adjusted.centred);
        points.push(FunnelPoint::new(
            &own.trial,
            place,
            effect,
            own.adjusted.standard_error,
        ));
    }
    let effect = effects(compared, None);
    Some(ComparisonFunnel {
        title: title(compared, at, "Small trials beside large ones"),
        description:
            "Each trial less the direct estimate of its comparison, over its standard error."
                .to_owned(),
        effect: Axis {
            label: format!("{}, centred at its comparison", capital(measure.name())),
            ..effect
        },
        comparisons,
        points,
        limits: vec![normal::upper_quantile(
            compared.options.level.complement().half(),
        )],
        footnotes: funnel_notes(compared),
        ..ComparisonFunnel::default()
    })
}
