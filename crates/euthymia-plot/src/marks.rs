//! Marks on an axis: square, circle, diamond, prediction bar, arrows.

use crate::axis::{Placed, Position};
use crate::glyph::{self, Glyph};
use crate::interval::Interval;
use crate::scene::{Circle, Element, Group, Line, Polygon, Rect, Stroke};
use crate::theme::Paint;

/// Side of the square with the largest weight.
pub(crate) const SQUARE_MAX: f64 = 15.0;
/// Side of a square without a weight.
pub(crate) const SQUARE_PLAIN: f64 = 8.0;
/// Half the height of a diamond.
const DIAMOND_HALF: f64 = 7.0;
const ARROW_LENGTH: f64 = 8.0;
const ARROW_HALF: f64 = 4.5;
/// Half the height of a diamond where it is cut.
const STEM_HALF: f64 = 1.0;
const WHISKER: f64 = 1.5;

/// Shape of a point estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    /// A filled square with this side.
    Square(f64),
    /// A filled circle with this radius inside a ring.
    Ring(f64),
    /// A mark with this radius.
    Glyph(Glyph, f64),
}

/// Draws an estimate with its interval at height `y`.
///
/// A bound beyond the axis becomes an arrow; an estimate beyond the axis leaves only the arrow.
pub(crate) fn interval(
    axis: &Placed,
    y: f64,
    value: Interval,
    shape: Shape,
    paint: Paint,
) -> Vec<Element> {
    let mut out = whisker(
        axis,
        y,
        value.lower(),
        value.upper(),
        Stroke::solid(paint, WHISKER),
    );
    match axis.position(value.estimate()) {
        Position::At(x) => out.push(marker(x, y, shape, paint)),
        Position::Left if value.lower() > value.estimate() => {
            out.push(arrow(axis.left, y, -1.0, paint))
        }
        Position::Right if value.upper() < value.estimate() => {
            out.push(arrow(axis.right, y, 1.0, paint))
        }
        Position::Left | Position::Right => {}
    }
    out
}

fn marker(x: f64, y: f64, shape: Shape, paint: Paint) -> Element {
    let children = match shape {
        Shape::Square(side) => {
            let square = Element::Rect(Rect {
                x: x - side / 2.0,
                y: y - side / 2.0,
                width: side,
                height: side,
                fill: Some(paint),
                stroke: None,
            });
            // A tiny weight makes a tiny square; a short upright keeps its place visible
            // without adding to the area.
            let upright = vertical(x, y, 3.5, Stroke::solid(paint, WHISKER));
            if side < 5.0 {
                vec![square, upright]
            } else {
                vec![square]
            }
        }
        Shape::Ring(radius) => vec![
            circle(
                (x, y),
                radius,
                Some(Paint::Paper),
                Some(Stroke::solid(paint, 2.0)),
            ),
            circle((x, y), radius * 0.5, Some(paint), None),
        ],
        Shape::Glyph(kind, radius) => vec![glyph::painted(kind, (x, y), radius, paint)],
    };
    Element::Group(Group::new("marker", children))
}

pub(crate) fn circle(
    centre: (f64, f64),
    radius: f64,
    fill: Option<Paint>,
    stroke: Option<Stroke>,
) -> Element {
    Element::Circle(Circle {
        centre,
        radius,
        fill,
        stroke,
    })
}

fn vertical(x: f64, y: f64, half: f64, stroke: Stroke) -> Element {
    Element::Line(Line {
        from: (x, y - half),
        to: (x, y + half),
        stroke,
    })
}

/// The part of an interval that lies on the axis, with an arrow at each end that does not.
pub(crate) fn whisker(
    axis: &Placed,
    y: f64,
    lower: f64,
    upper: f64,
    stroke: Stroke,
) -> Vec<Element> {
    let (from, to) = (axis.position(lower), axis.position(upper));
    let (x1, x2) = (axis.clamped(lower), axis.clamped(upper));
    let mut out = Vec::new();
    // An interval wholly beyond one end has no visible part but its arrow, which gets a short
    // tail on the axis so that it reads as an arrow and not as a marker.
    let (tail_from, tail_to) = match (from, to) {
        (_, Position::Left) => (axis.left, (axis.left + 2.0 * ARROW_LENGTH).min(axis.right)),
        (Position::Right, _) => ((axis.right - 2.0 * ARROW_LENGTH).max(axis.left), axis.right),
        _ => (x1, x2),
    };
    let left_arrow = matches!(from, Position::Left);
    let right_arrow = matches!(to, Position::Right);
    // The line stops inside the arrow head so that its blunt end does not blur the tip.
    let start = if left_arrow {
        tail_from + ARROW_LENGTH * 0.7
    } else {
        tail_from
    };
    let end = if right_arrow {
        tail_to - ARROW_LENGTH * 0.7
    } else {
        tail_to
    };
    if end > start {
        out.push(Element::Line(Line {
            from: (start, y),
            to: (end, y),
            stroke,
        }));
    }
    if left_arrow {
        out.push(arrow(axis.left, y, -1.0, stroke.paint));
    }
    if right_arrow {
        out.push(arrow(axis.right, y, 1.0, stroke.paint));
    }
    out
}

/// An arrow head with its tip at the end of the axis.
fn arrow(tip: f64, y: f64, direction: f64, paint: Paint) -> Element {
    let base = tip - direction * ARROW_LENGTH;
    let head = Element::Polygon(Polygon {
        points: vec![(tip, y), (base, y - ARROW_HALF), (base, y + ARROW_HALF)],
        fill: Some(paint),
        stroke: None,
    });
    Element::Group(Group::new("arrow", vec![head]))
}

/// Draws a diamond from bound to bound with its corners at the estimate, cut at the axis ends.
pub(crate) fn diamond(axis: &Placed, y: f64, value: Interval) -> Vec<Element> {
    let paint = Paint::Summary;
    let Position::At(middle) = axis.position(value.estimate()) else {
        return whisker(
            axis,
            y,
            value.lower(),
            value.upper(),
            Stroke::solid(paint, 2.0),
        );
    };
    let mut points = Vec::new();
    let mut arrows = Vec::new();
    let left = axis.clamped(value.lower().min(value.estimate()));
    let right = axis.clamped(value.upper().max(value.estimate()));
    // A cut end is a narrow stem with an arrow head, never beyond the estimate itself.
    if axis.position(value.lower()) == Position::Left {
        let stem = (left + ARROW_LENGTH).min(middle);
        points.push((stem, y + STEM_HALF));
        points.push((stem, y - STEM_HALF));
        arrows.push(arrow(axis.left, y, -1.0, paint));
    } else {
        points.push((left, y));
    }
    points.push((middle, y - DIAMOND_HALF));
    if axis.position(value.upper()) == Position::Right {
        let stem = (right - ARROW_LENGTH).max(middle);
        points.push((stem, y - STEM_HALF));
        points.push((stem, y + STEM_HALF));
        arrows.push(arrow(axis.right, y, 1.0, paint));
    } else {
        points.push((right, y));
    }
    points.push((middle, y + DIAMOND_HALF));
    // The outline keeps a diamond visible whose interval is narrower than a pixel.
    let shape = Element::Polygon(Polygon {
        points,
        fill: Some(paint),
        stroke: Some(Stroke::solid(paint, 1.0)),
    });
    let mut out = vec![Element::Group(Group::new("diamond", vec![shape]))];
    out.extend(arrows);
    out
}

/// Draws a prediction interval: a thin bar with end caps, or arrows where it leaves the axis.
pub(crate) fn prediction(axis: &Placed, y: f64, lower: f64, upper: f64) -> Vec<Element> {
    let stroke = Stroke::solid(Paint::Prediction, 2.5);
    let mut children = whisker(axis, y, lower, upper, stroke);
    for bound in [lower, upper] {
        if let Position::At(x) = axis.position(bound) {
            children.push(vertical(x, y, 5.0, Stroke::solid(Paint::Prediction, 1.5)));
        }
    }
    vec![Element::Group(Group::new("prediction", children))]
}

/// Side of a square whose area is in proportion to `weight`, given the largest weight drawn.
///
/// Weights that are missing, negative or not finite get the plain size.
pub(crate) fn square_side(weight: Option<f64>, largest: f64) -> f64 {
    match usable_weight(weight) {
        Some(w) if largest > 0.0 => SQUARE_MAX * (w / largest).sqrt().min(1.0),
        _ => SQUARE_PLAIN,
    }
}

/// The weight, if it can be drawn.
pub(crate) fn usable_weight(weight: Option<f64>) -> Option<f64> {
    weight.filter(|w| w.is_finite() && *w >= 0.0)
}
