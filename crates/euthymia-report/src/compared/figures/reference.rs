//! Each treatment against the reference, under both models.

use super::axis::{drawn, effects};
use super::title;
use crate::compared::analysis::Compared;
use crate::compared::names::Names;
use crate::compared::tables::{NodeOrder, ordered};
use crate::compared::view::shown;
use crate::words::{self, counted};
use euthymia_plot::{IntervalChart, IntervalGroup, IntervalPoint};
use euthymia_synthesis::network::Comparison;

/// The treatments of one part against its reference, those with the largest P-score first; `None` for a
/// part that does not exist.
#[must_use]
pub fn reference_figure(compared: &Compared, at: usize) -> Option<IntervalChart> {
    let part = compared.parts.get(at)?;
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let reference = names.name(part.reference_name());
    let network = part.network();
    let places = ordered(part, compared.options.better, NodeOrder::ByScore);
    let point = |label: &str, c: &Comparison| {
        IntervalPoint::new(label, drawn(measure, c.estimate, c.bounds))
            .printed(shown(measure, c.estimate, c.bounds))
    };
    let groups = places.into_iter().filter_map(|place| {
        let random = part.random.compare(place, part.reference)?;
        let common = part.common.compare(place, part.reference)?;
        let trials = network.trials().iter();
        let trials = trials.filter(|trial| trial.arms().contains(&place)).count();
        let mut first = point("Random effects", &random).count(trials.to_string());
        if let Some(bounds) = random.prediction {
            first = first.prediction(measure.back(bounds.lower), measure.back(bounds.upper));
        }
        Some(IntervalGroup {
            heading: names.name(network.treatments().get(place)?),
            points: vec![first, point("Common effect", &common)],
        })
    });
    let level = words::level(compared.options.level);
    Some(IntervalChart {
        title: title(compared, at, &format!("Each treatment against {reference}")),
        description: format!(
            "{} of {} against {reference} under random effects, with prediction intervals, and under \
             a common effect.",
            words::capital(measure.name()),
            counted(
                network.treatments().len().saturating_sub(1),
                "treatment",
                "treatments"
            )
        ),
        label_header: "Treatment".to_owned(),
        count_header: "Trials".to_owned(),
        printed_header: format!("{} [{level} CI]", measure.code()),
        groups: groups.collect(),
        axis: effects(compared, Some(("treatment", "reference"))),
        footnotes: vec![format!("The reference is {reference}.")],
        ..IntervalChart::default()
    })
}
