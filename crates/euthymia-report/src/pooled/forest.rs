//! A pooled analysis as a forest plot.

use super::inputs::{headers, texts, totals};
use super::view::remark;
use super::{Pooled, PooledRow};
use crate::words;
use euthymia_plot::{
    Axis, Block, Column, Estimate, ForestPlot, Prediction, Row, Scale as PlotScale, Summary,
};
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_table::fmt;

/// What the figure says beside its numbers.
#[derive(Clone, Debug, Default)]
pub struct ForestOptions {
    /// Title.
    pub title: String,
    /// Alternative text.
    pub description: String,
    /// A caution drawn inside the figure.
    pub caution: Option<String>,
    /// What lies to the left and to the right of the line of no effect.
    pub sides: Option<(String, String)>,
}

/// Draws one analysis, or several under headings.
///
/// All must have the same measure; the first one's is used for the axis.
#[must_use]
pub fn forest(analyses: &[(Option<String>, &Pooled)], options: &ForestOptions) -> ForestPlot {
    let Some((_, first)) = analyses.first() else {
        return ForestPlot::default();
    };
    let heaviest = analyses
        .iter()
        .map(|(_, pooled)| weight_sum(pooled))
        .fold(0.0, f64::max);
    let blocks = analyses
        .iter()
        .map(|(heading, pooled)| block(pooled, heading.clone(), heaviest))
        .collect();
    let has_weights = analyses
        .iter()
        .any(|(_, p)| p.summary.k > 1 && p.rows.iter().any(|row| row.weight.is_some()));
    let mut plot = frame(first, blocks, options);
    if !has_weights {
        without_weights(&mut plot);
    }
    plot
}

fn frame(first: &Pooled, blocks: Vec<Block>, options: &ForestOptions) -> ForestPlot {
    let measure = first.options.measure;
    let level = words::level(first.options.fit.level);
    let mut left: Vec<Column> = headers(measure.input())
        .iter()
        .map(|(_, header)| Column::right(header))
        .collect();
    left.push(Column::left("Remark"));
    let single = blocks.len() == 1 && first.rows.len() > 1;
    ForestPlot {
        title: options.title.clone(),
        description: options.description.clone(),
        caution: options.caution.clone(),
        left_columns: left,
        right_columns: vec![
            Column::right(&format!("{} [{level} CI]", words::measure(measure))),
            Column::right("Weight"),
        ],
        blocks,
        axis: axis(measure, options),
        pooled_line: single.then_some(first.shown.estimate),
        ..ForestPlot::default()
    }
}

/// Takes away the column of weights, which no analysis of the figure has.
fn without_weights(plot: &mut ForestPlot) {
    plot.right_columns.truncate(1);
    for block in &mut plot.blocks {
        block.rows.iter_mut().for_each(|row| row.right.truncate(1));
        let summaries = block.summaries.iter_mut();
        summaries.for_each(|summary| summary.right.truncate(1));
    }
}

pub(crate) fn axis(measure: Measure, options: &ForestOptions) -> Axis {
    let (left_label, right_label) = match &options.sides {
        Some((left, right)) => (Some(left.clone()), Some(right.clone())),
        None => (None, None),
    };
    let (scale, label, limits) = match measure.scale() {
        Scale::Proportion => (
            PlotScale::Percent,
            "Patients with the event".to_owned(),
            Some((0.0, 1.0)),
        ),
        Scale::Ratio => (
            PlotScale::Log,
            format!("{} (log scale)", crate::words::capital(measure.name())),
            None,
        ),
        Scale::ProportionDifference => (
            PlotScale::Percent,
            crate::words::capital(measure.name()),
            None,
        ),
        _ => (
            PlotScale::Linear,
            crate::words::capital(measure.name()),
            None,
        ),
    };
    Axis {
        scale,
        label,
        reference_line: measure.null_value(),
        reference_label: None,
        left_label,
        right_label,
        limits,
    }
}

/// Each study's share of the ink: its weight, or where the model has none that of an inverse-variance
/// model with the same τ².
pub(crate) fn shares(pooled: &Pooled) -> Vec<f64> {
    let tau2 = pooled.summary.tau2.map_or(0.0, |t| t.value);
    let sum = weight_sum(pooled);
    let precision = |row: &PooledRow| 1.0 / (row.effect.variance.get() + tau2) / sum;
    let rows = pooled.rows.iter();
    rows.map(|row| row.weight.unwrap_or_else(|| precision(row)))
        .collect()
}

/// The sum of the weights of an analysis on its own scale.
fn weight_sum(pooled: &Pooled) -> f64 {
    let tau2 = pooled.summary.tau2.map_or(0.0, |t| t.value);
    pooled
        .rows
        .iter()
        .map(|row| 1.0 / (row.effect.variance.get() + tau2))
        .sum()
}

/// One analysis as a block of a larger figure.
///
/// Printed weights are shares of the block; squares are sized by the weights themselves, with
/// `heaviest` the largest sum of weights of any block, so that they compare over the whole figure.
#[must_use]
pub fn block(pooled: &Pooled, heading: Option<String>, heaviest: f64) -> Block {
    let share_of_figure = if heaviest > 0.0 {
        weight_sum(pooled) / heaviest
    } else {
        1.0
    };
    let scale = pooled.options.measure.scale();
    let rows = pooled
        .rows
        .iter()
        .zip(shares(pooled))
        .map(|(row, share)| study_row(row, share, scale, share_of_figure))
        .collect();
    let mut summaries = Vec::new();
    if pooled.summary.k > 1 {
        let has_weights = pooled.rows.iter().any(|row| row.weight.is_some());
        let all = if has_weights {
            fmt::percent(1.0, 0)
        } else {
            String::new()
        };
        let mut left = totals(pooled);
        left.push(String::new());
        let summary = Summary::new(
            &pooled.summary.model,
            Estimate::new(
                pooled.shown.estimate,
                pooled.shown.bounds.lower,
                pooled.shown.bounds.upper,
            ),
        );
        summaries.push(Summary {
            left,
            right: vec![words::shown(&pooled.shown, scale), all],
            prediction: pooled.prediction.map(|p| {
                let label = format!(
                    "{} prediction interval",
                    words::level(pooled.options.fit.level)
                );
                let printed = words::bounds(&p, scale);
                Prediction::new(&label, p.lower, p.upper).right([printed])
            }),
            ..summary
        });
    }
    let mut notes: Vec<String> = words::heterogeneity(&pooled.summary).into_iter().collect();
    notes.extend(
        pooled
            .warnings
            .iter()
            .filter(|_| pooled.summary.k > 1)
            .cloned(),
    );
    Block {
        heading,
        rows,
        summaries,
        notes,
    }
}

fn study_row(row: &PooledRow, share: f64, scale: Scale, share_of_figure: f64) -> Row {
    let printed = row.weight.map_or(String::new(), |w| fmt::percent(w, 1));
    let mut left = texts(&row.candidate.data);
    left.push(remark(row));
    Row::new(
        &row.candidate.label,
        Estimate::new(
            row.shown.estimate,
            row.shown.bounds.lower,
            row.shown.bounds.upper,
        ),
    )
    .left(left)
    .right([words::shown(&row.shown, scale), printed])
    .weight(share * share_of_figure)
}
