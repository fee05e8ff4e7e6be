//! The upright axis of a plot: its name, its ticks, its thin level lines.

use crate::axis::Scale;
use crate::axis_draw::line;
use crate::columns::{BODY, MARGIN, SMALL};
use crate::metrics::{Weight, fit, text_width, wrap};
use crate::panel::Span;
use crate::scene::{Anchor, Element, Stroke, Text};
use crate::theme::Paint;
use crate::ticks;

/// About this many ticks are wanted.
pub(crate) const TICKS: f64 = 6.0;
/// Widest tick label.
const WIDEST: f64 = 120.0;

/// Prints the name of the axis above the plot; returns the top of the plot.
pub(crate) fn name(out: &mut Vec<Element>, label: &str, top: f64, canvas: f64) -> f64 {
    let mut y = top;
    for text in wrap(label, canvas - 2.0 * MARGIN, BODY, Weight::Regular, 2) {
        y += 16.0;
        out.push(Element::Text(Text::new(MARGIN, y, &text)));
    }
    y + 14.0
}

fn labelled(low: f64, high: f64, scale: Scale) -> Vec<(f64, String)> {
    let values = ticks::multiples(low, high, ticks::nice_step((high - low) / TICKS));
    let labels = ticks::labels(&values, scale);
    values.into_iter().zip(labels).collect()
}

/// Width that the tick labels need to the left of the plot.
pub(crate) fn room(low: f64, high: f64, scale: Scale) -> f64 {
    let widest = labelled(low, high, scale)
        .iter()
        .map(|(_, label)| text_width(label, SMALL, Weight::Regular))
        .fold(0.0, f64::max);
    widest.min(WIDEST) + 12.0
}

/// The level lines from `left` to `right` with their labels.
pub(crate) fn grid(y: &Span, (left, right): (f64, f64), scale: Scale) -> Vec<Element> {
    let mut out = Vec::new();
    for (value, label) in labelled(y.low, y.high, scale) {
        let height = y.at(value);
        let rule = Stroke::solid(Paint::Rule, 0.7);
        out.push(line((left, height), (right, height), rule));
        let label = fit(&label, WIDEST, SMALL, Weight::Regular);
        out.push(Element::Text(
            Text::new(left - 8.0, height + SMALL * 0.35, &label)
                .size(SMALL)
                .anchor(Anchor::End),
        ));
    }
    out
}
