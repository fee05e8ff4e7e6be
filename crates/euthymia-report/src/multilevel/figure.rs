//! The rows of a multilevel analysis with its means, as a forest plot.

use super::Multilevel;
use crate::pooled::ForestOptions;
use crate::pooled::forest::axis;
use crate::words;
use euthymia_plot::{Block, Column, Estimate, ForestPlot, Prediction, Row, Summary};

/// Above so many rows no forest plot is drawn: nobody could read it.
pub const ROWS_DRAWN: usize = 100;

/// Draws each row with its own interval and the means as diamonds; `None` above [`ROWS_DRAWN`] rows.
#[must_use]
pub fn forest(found: &Multilevel, options: &ForestOptions) -> Option<ForestPlot> {
    let count = found.rows.len();
    if count > ROWS_DRAWN {
        return None;
    }
    let (measure, level) = (found.options.measure, found.options.level);
    let smallest = found.data.known().variances().iter().copied();
    let smallest = smallest.fold(f64::INFINITY, f64::min);
    let row = |place: usize| {
        let shown = found.rows.shown(place, level)?;
        let (candidate, computed) = found.rows.included.get(place)?;
        let estimate = Estimate::new(shown.estimate, shown.bounds.lower, shown.bounds.upper);
        Some(
            Row::new(&candidate.label, estimate)
                .right([words::shown(&shown, measure.scale())])
                .weight(smallest / computed.effect.variance.get()),
        )
    };
    let is_single = found.means.len() == 1;
    let summaries = found.means.iter().filter_map(|mean| {
        let shown = mean.shown?;
        let name = if is_single {
            "Multilevel model"
        } else {
            mean.name.as_str()
        };
        let estimate = Estimate::new(shown.estimate, shown.bounds.lower, shown.bounds.upper);
        Some(Summary {
            right: vec![words::shown(&shown, measure.scale())],
            prediction: mean.prediction.map(|bounds| {
                let b = found.rows.bounds_back(bounds);
                let label = format!("{} prediction interval", words::level(level));
                let printed = words::bounds(&b, measure.scale());
                Prediction::new(&label, b.lower, b.upper).right([printed])
            }),
            ..Summary::new(name, estimate)
        })
    });
    let block = Block {
        heading: None,
        rows: (0..count).filter_map(row).collect(),
        summaries: summaries.collect(),
        notes: found.warnings.clone(),
    };
    let header = format!("{} [{} CI]", words::measure(measure), words::level(level));
    Some(ForestPlot {
        title: options.title.clone(),
        description: options.description.clone(),
        caution: options.caution.clone(),
        right_columns: vec![Column::right(&header)],
        blocks: vec![block],
        axis: axis(measure, options),
        pooled_line: found
            .means
            .first()
            .filter(|_| is_single)
            .and_then(|m| Some(m.shown?.estimate)),
        ..ForestPlot::default()
    })
}
