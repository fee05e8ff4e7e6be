//! Direct, indirect and network estimates below each other.

use super::axis::{drawn, effects};
use super::title;
use crate::compared::analysis::Compared;
use crate::compared::names::Names;
use crate::compared::tables::{Bearing, NodeSplit, limits, node_splits};
use crate::compared::view::shown;
use crate::words;
use euthymia_plot::{IntervalChart, IntervalGroup, IntervalPoint};
use euthymia_synthesis::network::Evidence;
use euthymia_table::fmt;

/// More comparisons than this are not drawn: they would not be legible on one page.
const MOST: usize = 20;

/// The comparisons of one part that have both direct and indirect evidence, the smallest p-value for
/// their difference first; `None` where there is none.
#[must_use]
pub fn splits_figure(compared: &Compared, at: usize) -> Option<IntervalChart> {
    let names = Names::of(compared);
    let mut found: Vec<NodeSplit> = node_splits(compared)
        .into_iter()
        .filter(|own| own.part == at && own.bearing == Bearing::Both)
        .collect();
    if found.is_empty() {
        return None;
    }
    let p_value = |own: &NodeSplit| own.split.difference.map_or(1.0, |d| d.p_value);
    found.sort_by(|a, b| p_value(a).total_cmp(&p_value(b)));
    let left = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    let groups = found.iter().map(|own| group(own, compared, &names));
    let level = words::level(compared.options.level);
    let mut footnotes = vec![
        "Estimates are the first treatment against the second; p is for no difference between direct \
         and indirect. The smallest p comes first: of many comparisons some differ by chance."
            .to_owned(),
    ];
    if left > 0 {
        footnotes.push(format!(
            "Not drawn: {left} comparisons with larger p-values."
        ));
    }
    Some(IntervalChart {
        title: title(compared, at, "Direct and indirect evidence"),
        description:
            "Direct, indirect and network estimates under random effects of the comparisons \
                      that have both kinds of evidence."
                .to_owned(),
        label_header: "Comparison".to_owned(),
        count_header: "Share, p".to_owned(),
        printed_header: format!("{} [{level} CI]", compared.options.measure.code()),
        groups: groups.collect(),
        axis: effects(compared, None),
        footnotes,
        emphasis_label: Some("Network".to_owned()),
        point_label: "Direct, indirect".to_owned(),
        ..IntervalChart::default()
    })
}

fn group(own: &NodeSplit, compared: &Compared, names: &Names) -> IntervalGroup {
    let measure = compared.options.measure;
    let split = &own.split;
    let point = |label: &str, evidence: Evidence| {
        let e = evidence.estimate;
        let bounds = limits(e, evidence.standard_error, compared.options.level);
        IntervalPoint::new(label, drawn(measure, e, bounds)).printed(shown(measure, e, bounds))
    };
    let share = |share: f64| fmt::percent(share, 0);
    let mut points = Vec::new();
    points.extend(
        split
            .direct
            .map(|e| point("Direct", e).count(share(split.proportion_direct))),
    );
    points.extend(
        split
            .indirect
            .map(|e| point("Indirect", e).count(share(1.0 - split.proportion_direct))),
    );
    let p = split.difference.map_or(String::new(), |d| {
        format!("p {}", words::p_value(d.p_value))
    });
    points.push(point("Network", split.network).count(p).emphasised());
    IntervalGroup {
        heading: names.pair(&own.node, &own.against),
        points,
    }
}
