//! Each treatment against the reference under every model.

use super::axis::{drawn, effects};
use super::title;
use crate::compared::analysis::Compared;
use crate::compared::models::{ModelOutcome, NOT_SETTLED, all_models, complaints, marked, status};
use crate::compared::names::Names;
use crate::compared::tables::{NodeOrder, ordered};
use crate::compared::view::shown;
use crate::words;
use euthymia_plot::{Estimate, IntervalChart, IntervalGroup, IntervalPoint};

/// The treatments of one part against its reference under every model that has a result; `None` for a part
/// that does not exist, and where no further model was asked for.
#[must_use]
pub fn models_figure(compared: &Compared, at: usize) -> Option<IntervalChart> {
    let part = compared.parts.get(at)?;
    if compared.options.further.models.is_empty() {
        return None;
    }
    let names = Names::of(compared);
    let reference = names.name(part.reference_name());
    let all = all_models(compared, at);
    let with_result: Vec<&ModelOutcome> = all.iter().filter(|(_, found)| found.is_ok()).collect();
    let places = ordered(part, compared.options.better, NodeOrder::ByScore);
    let groups = places.into_iter().filter(|place| *place != part.reference);
    let groups = groups.filter_map(|place| {
        let points = with_result
            .iter()
            .map(|outcome| point(compared, outcome, place));
        Some(IntervalGroup {
            heading: names.name(part.network().treatments().get(place)?),
            points: points.collect(),
        })
    });
    let bad: Vec<String> = with_result
        .iter()
        .filter(|outcome| status(outcome) == NOT_SETTLED)
        .map(|outcome| outcome.0.name().to_owned())
        .collect();
    let mut footnotes = complaints(at, compared.parts.len(), &all);
    footnotes
        .push("Confidence intervals; of posteriors medians with credible intervals.".to_owned());
    let level = words::level(compared.options.level);
    Some(IntervalChart {
        title: title(
            compared,
            at,
            &format!("Each treatment against {reference}, by model"),
        ),
        description: format!(
            "{} of each treatment against {reference} under {} models.",
            words::capital(compared.options.measure.name()),
            with_result.len()
        ),
        caution: (!bad.is_empty())
            .then(|| format!("{NOT_SETTLED}: {}; not to be relied on.", bad.join(", "))),
        label_header: "Treatment and model".to_owned(),
        count_header: String::new(),
        printed_header: format!("{} [{level} interval]", compared.options.measure.code()),
        groups: groups.collect(),
        axis: effects(compared, Some(("treatment", "reference"))),
        footnotes,
        ..IntervalChart::default()
    })
}

fn point(compared: &Compared, outcome: &ModelOutcome, place: usize) -> IntervalPoint {
    let measure = compared.options.measure;
    let found = outcome.1.as_ref().ok();
    let label = marked(outcome);
    match found.and_then(|found| found.effect(place)) {
        Some(effect) => IntervalPoint::new(&label, drawn(measure, effect.estimate, effect.bounds))
            .printed(shown(measure, effect.estimate, effect.bounds)),
        None => IntervalPoint::new(&label, Estimate::Missing("left out".to_owned())),
    }
}
