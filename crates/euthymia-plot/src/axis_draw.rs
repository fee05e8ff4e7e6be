//! Draws an axis: line, ticks, label, directions, reference line.

use crate::axis::{Axis, Placed, Position};
use crate::columns::{BODY, MARGIN, SMALL};
use crate::metrics::{Weight, fit, text_width, wrap};
use crate::scene::{Anchor, Dash, Element, Group, Line, Stroke, Text};
use crate::theme::Paint;

/// How far a tick label may stick out beyond the end of the axis.
const OVERHANG: f64 = 14.0;
const LINE: f64 = 16.0;

/// Draws the axis at height `y`; returns the bottom of what was drawn.
pub(crate) fn draw(
    out: &mut Vec<Element>,
    axis: &Axis,
    placed: &Placed,
    y: f64,
    canvas: f64,
) -> f64 {
    let mut children = vec![line(
        (placed.left, y),
        (placed.right, y),
        Stroke::solid(Paint::Ink, 1.0),
    )];
    let mut taken = f64::NEG_INFINITY;
    for tick in &placed.ticks {
        children.push(line(
            (tick.x, y),
            (tick.x, y + 5.0),
            Stroke::solid(Paint::Ink, 1.0),
        ));
        let half = text_width(&tick.label, SMALL, Weight::Regular) / 2.0;
        let furthest = (placed.right + OVERHANG - half).max(placed.left - OVERHANG + half);
        let x = tick
            .x
            .clamp((placed.left - OVERHANG + half).min(furthest), furthest);
        // A label that would touch its neighbour is left out; its tick stays.
        if x - half > taken + 6.0 {
            taken = x + half;
            children.push(Element::Text(
                Text::new(x, y + 18.0, &tick.label)
                    .size(SMALL)
                    .anchor(Anchor::Middle),
            ));
        }
    }
    let mut bottom = y + 20.0;
    bottom = label(&mut children, axis, placed, bottom, canvas);
    bottom = directions(&mut children, axis, placed, bottom, canvas);
    out.push(Element::Group(Group::new("axis", children)));
    bottom
}

fn label(out: &mut Vec<Element>, axis: &Axis, placed: &Placed, top: f64, canvas: f64) -> f64 {
    let centre = f64::midpoint(placed.left, placed.right);
    let room = 2.0 * (centre - MARGIN).min(canvas - MARGIN - centre);
    let lines = wrap(
        &axis.label,
        room.min(placed.right - placed.left + 120.0),
        BODY,
        Weight::Regular,
        3,
    );
    let mut y = top;
    for text in &lines {
        y += LINE;
        out.push(Element::Text(
            Text::new(centre, y, text).anchor(Anchor::Middle),
        ));
    }
    y
}

/// "← favours A" and "favours B →", on either side of the reference line.
fn directions(out: &mut Vec<Element>, axis: &Axis, placed: &Placed, top: f64, canvas: f64) -> f64 {
    let divide = axis
        .reference_line
        .filter(|v| v.is_finite())
        .map(|v| placed.position(v));
    let (left_end, right_start) = match divide {
        Some(Position::At(x)) => (x - 8.0, x + 8.0),
        _ => {
            let middle = f64::midpoint(placed.left, placed.right);
            (middle - 8.0, middle + 8.0)
        }
    };
    let mut lines = 0usize;
    let mut put = |text: &Option<String>, x: f64, room: f64, left: bool| {
        let Some(text) = text.as_deref().filter(|t| !t.trim().is_empty()) else {
            return;
        };
        let arrow = if left { "← " } else { " →" };
        let arrow_width = text_width(arrow, SMALL, Weight::Regular);
        // A reference line at the end of the axis leaves nothing beyond it to name.
        if room < arrow_width + text_width("…", SMALL, Weight::Regular) {
            return;
        }
        let mut wrapped = wrap(
            text,
            (room - arrow_width).max(0.0),
            SMALL,
            Weight::Regular,
            2,
        );
        if let Some(first) = wrapped.first_mut() {
            *first = if left {
                format!("{arrow}{first}")
            } else {
                format!("{first}{arrow}")
            };
        }
        lines = lines.max(wrapped.len());
        for (index, text) in wrapped.iter().enumerate() {
            let anchor = if left { Anchor::End } else { Anchor::Start };
            out.push(Element::Text(
                Text::new(x, top + LINE * (index + 1) as f64 + 1.0, text)
                    .size(SMALL)
                    .anchor(anchor)
                    .paint(Paint::Muted),
            ));
        }
    };
    put(&axis.left_label, left_end, left_end - MARGIN, true);
    put(
        &axis.right_label,
        right_start,
        canvas - MARGIN - right_start,
        false,
    );
    top + LINE * lines as f64 + if lines > 0 { 2.0 } else { 0.0 }
}

/// Dashed line at the reference value from `top` to `bottom`.
pub(crate) fn reference(
    out: &mut Vec<Element>,
    axis: &Axis,
    placed: &Placed,
    top: f64,
    bottom: f64,
) {
    let Some(Position::At(x)) = axis
        .reference_line
        .filter(|v| v.is_finite())
        .map(|v| placed.position(v))
    else {
        return;
    };
    let stroke = Stroke::solid(Paint::Reference, 1.0).dash(Dash::Dashed);
    let children = vec![line((x, top), (x, bottom), stroke)];
    out.push(Element::Group(Group::new("reference", children)));
}

/// Text over the reference line, held inside the plot, with its baseline at `y`.
pub(crate) fn reference_label(out: &mut Vec<Element>, axis: &Axis, placed: &Placed, y: f64) {
    let text = axis.reference_label.as_deref().unwrap_or_default();
    let Some(Position::At(x)) = axis
        .reference_line
        .filter(|v| v.is_finite())
        .map(|v| placed.position(v))
    else {
        return;
    };
    let text = fit(text, placed.right - placed.left, SMALL, Weight::Regular);
    if text.trim().is_empty() {
        return;
    }
    let half = text_width(&text, SMALL, Weight::Regular) / 2.0;
    let x = x.max(placed.left + half).min(placed.right - half);
    out.push(Element::Text(
        Text::new(x, y, &text)
            .size(SMALL)
            .anchor(Anchor::Middle)
            .paint(Paint::Muted),
    ));
}

/// Dotted line at the pooled estimate from `top` to `bottom`.
pub(crate) fn pooled(
    out: &mut Vec<Element>,
    value: Option<f64>,
    placed: &Placed,
    top: f64,
    bottom: f64,
) {
    let Some(Position::At(x)) = value.filter(|v| v.is_finite()).map(|v| placed.position(v)) else {
        return;
    };
    let stroke = Stroke::solid(Paint::Summary, 1.0).dash(Dash::Dotted);
    let children = vec![line((x, top), (x, bottom), stroke)];
    out.push(Element::Group(Group::new("pooled", children)));
}

pub(crate) fn line(from: (f64, f64), to: (f64, f64), stroke: Stroke) -> Element {
    Element::Line(Line { from, to, stroke })
}
