//! Lines of meaning across a plot, with their names.

use crate::axis_draw::line;
use crate::columns::{MARGIN, SMALL};
use crate::metrics::{Weight, fit, text_width};
use crate::panel::Span;
use crate::scene::{Anchor, Dash, Element, Group, Stroke, Text};
use crate::theme::Paint;
use crate::words::number;

/// Widest name beside the plot.
const WIDEST: f64 = 180.0;
/// Distance of the name from the plot.
const GAP: f64 = 8.0;
const ROW: f64 = 15.0;

/// A line of meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// Where it lies; not drawn unless finite and within the limits.
    pub value: f64,
    /// What it means: printed at its right end, or above it when it is upright.
    pub label: String,
}

/// Width that the names need to the right of the plot.
pub(crate) fn room(thresholds: &[Threshold]) -> f64 {
    let labels = thresholds
        .iter()
        .map(|t| text_width(&t.label, SMALL, Weight::Regular))
        .fold(0.0, f64::max);
    if labels > 0.0 {
        labels.min(WIDEST) + GAP
    } else {
        0.0
    }
}

fn stroke() -> Stroke {
    Stroke::solid(Paint::Emphasis, 1.2).dash(Dash::Dashed)
}

fn group(across: Element, label: Text, full: &str) -> Element {
    let cut = label.content != full;
    let label = Element::Text(label.size(SMALL).paint(Paint::Emphasis));
    let mut group = Group::new("threshold", vec![across, label]);
    group.title = cut.then(|| full.trim().to_owned());
    Element::Group(group)
}

/// Draws level lines from `left` to `right` with their names beside them.
pub(crate) fn level(
    out: &mut Vec<Element>,
    y: &Span,
    (left, right): (f64, f64),
    thresholds: &[Threshold],
    canvas: f64,
) {
    let parts = vec![(left, right); thresholds.len()];
    level_parts(out, y, (left, right), (thresholds, &parts), canvas);
}

/// As [`level`], each line drawn over its own part only; names stand to the right of the plot.
pub(crate) fn level_parts(
    out: &mut Vec<Element>,
    y: &Span,
    (_, right): (f64, f64),
    (thresholds, parts): (&[Threshold], &[(f64, f64)]),
    canvas: f64,
) {
    let both = thresholds.iter().zip(parts);
    let mut shown: Vec<(&Threshold, &(f64, f64))> =
        both.filter(|(t, _)| y.contains(t.value)).collect();
    shown.sort_by(|a, b| y.at(a.0.value).total_cmp(&y.at(b.0.value)));
    let mut lowest = f64::NEG_INFINITY;
    for (threshold, (from, to)) in shown {
        let height = y.at(threshold.value);
        let label = fit(
            &threshold.label,
            canvas - MARGIN - right - GAP,
            SMALL,
            Weight::Regular,
        );
        // Labels of neighbouring thresholds are pushed apart downwards.
        let text_y = (height + SMALL * 0.35).max(lowest + SMALL + 2.0);
        lowest = text_y;
        let furthest = y.start.max(y.end) + 40.0;
        let text = Text::new(right + GAP, text_y.min(furthest), &label);
        let across = line((*from, height), (*to, height), stroke());
        out.push(group(across, text, &threshold.label));
    }
}

/// Where the names of upright lines stand: x of the middle, row, text.
pub(crate) struct Uprights<'a> {
    placed: Vec<Upright<'a>>,
}

struct Upright<'a> {
    threshold: &'a Threshold,
    /// Pixel of the line.
    at: f64,
    /// Middle of the name, which is held inside the plot.
    middle: f64,
    /// Row of the name, counted from the plot upwards.
    row: usize,
    label: String,
}

impl<'a> Uprights<'a> {
    /// Spreads the names over as many rows as keep them apart.
    pub(crate) fn new(
        thresholds: &'a [Threshold],
        position: impl Fn(f64) -> Option<f64>,
        (start, end): (f64, f64),
    ) -> Self {
        let finite = thresholds.iter().filter(|t| t.value.is_finite());
        let mut shown: Vec<(&Threshold, f64)> = finite
            .filter_map(|t| Some((t, position(t.value)?)))
            .collect();
        shown.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut ends: Vec<f64> = Vec::new();
        let mut placed = Vec::new();
        for (threshold, at) in shown {
            let label = fit(&threshold.label, WIDEST, SMALL, Weight::Regular);
            let half = text_width(&label, SMALL, Weight::Regular) / 2.0;
            let middle = at.clamp(start + half, (end - half).max(start + half));
            let free = ends.iter().position(|end| middle - half > end + GAP);
            let row = free.unwrap_or(ends.len());
            match ends.get_mut(row) {
                Some(end) => *end = middle + half,
                None => ends.push(middle + half),
            }
            placed.push(Upright {
                threshold,
                at,
                middle,
                row,
                label,
            });
        }
        Self { placed }
    }

    /// Height that the names need above the plot.
    pub(crate) fn height(&self) -> f64 {
        let rows = self.placed.iter().map(|p| p.row + 1).max().unwrap_or(0);
        rows as f64 * ROW
    }

    /// Draws the lines from `top` to `bottom` with the names above.
    pub(crate) fn draw(&self, out: &mut Vec<Element>, top: f64, bottom: f64) {
        for upright in &self.placed {
            let base = top - 4.0 - upright.row as f64 * ROW;
            let down = line((upright.at, top), (upright.at, bottom), stroke());
            let text = Text::new(upright.middle, base, &upright.label).anchor(Anchor::Middle);
            out.push(group(down, text, &upright.threshold.label));
        }
    }
}

/// The thresholds in words.
pub(crate) fn in_words(thresholds: &[Threshold]) -> impl Iterator<Item = String> + '_ {
    thresholds
        .iter()
        .filter(|t| t.value.is_finite())
        .map(|t| format!("Line at {}: {}", number(t.value), t.label))
}
