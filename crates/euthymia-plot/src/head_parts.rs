//! What both views of a head are drawn with: tapes, marks, words.

use crate::head_guide::Lengths;
use crate::metrics::Weight;
use crate::scene::{Anchor, Circle, Dash, Element, Group, Line, Polyline, Stroke, Text};
use crate::theme::Paint;

/// x to the right and y down, in pixels.
pub(crate) type Point = (f64, f64);

/// The tape around the head crosses the lines over the vertex at this share of their half.
pub(crate) const RING: f64 = 0.8;
/// What lies further from the vertex than this share of half the line is drawn there.
pub(crate) const FURTHEST: f64 = 1.1;

/// The angle of a place along the tape, from the front.
pub(crate) fn angle(lengths: Lengths, along: f64) -> f64 {
    along / (lengths.circumference / 4.0) * std::f64::consts::FRAC_PI_2
}

pub(crate) fn outline() -> Stroke {
    Stroke::solid(Paint::Ink, 1.6)
}

pub(crate) fn guide() -> Stroke {
    Stroke::solid(Paint::Reference, 1.0).dash(Dash::Dotted)
}

pub(crate) fn tape() -> Stroke {
    Stroke::solid(Paint::Study, 1.6)
}

pub(crate) fn path() -> Stroke {
    Stroke::solid(Paint::Emphasis, 2.0)
}

/// The part of a tape that is measured.
pub(crate) fn thick(stroke: Stroke) -> Stroke {
    Stroke {
        width: 3.0,
        ..stroke
    }
}

pub(crate) fn line(from: Point, to: Point, stroke: Stroke) -> Element {
    Element::Line(Line { from, to, stroke })
}

pub(crate) fn polyline(points: Vec<Point>, stroke: Stroke) -> Element {
    Element::Polyline(Polyline { points, stroke })
}

/// A word at a place; `sign` −1 puts it to the left of it, 1 to the right, 0 in its middle.
pub(crate) fn label(at: Point, sign: f64, text: &str, paint: Paint) -> Element {
    let anchor = if sign < 0.0 {
        Anchor::End
    } else if sign > 0.0 {
        Anchor::Start
    } else {
        Anchor::Middle
    };
    Element::Text(
        Text::new(at.0, at.1 + 4.5, text)
            .anchor(anchor)
            .paint(paint),
    )
}

/// A mark with the number of its step.
pub(crate) fn mark(at: Point, number: &str, is_goal: bool) -> Element {
    let (paint, radius) = if is_goal {
        (Paint::Emphasis, 12.0)
    } else {
        (Paint::Study, 9.0)
    };
    let circle = |radius, fill, stroke| {
        Element::Circle(Circle {
            centre: at,
            radius,
            fill,
            stroke,
        })
    };
    let mut parts = vec![circle(radius, Some(paint), None)];
    if is_goal {
        parts.push(circle(radius + 4.0, None, Some(Stroke::solid(paint, 1.6))));
    }
    let digit = Text::new(at.0, at.1 + 4.5, number)
        .anchor(Anchor::Middle)
        .weight(Weight::Bold)
        .paint(Paint::Paper);
    parts.push(Element::Text(digit));
    Element::Group(Group::new("mark", parts))
}

/// Marks of a tape for every centimetre up to a length, longer at every fifth.
pub(crate) fn ticks(
    length: f64,
    place: impl Fn(f64) -> (Point, Point),
    stroke: Stroke,
) -> Vec<Element> {
    let mut out = Vec::new();
    let mut centimetre = 1;
    while f64::from(centimetre) <= length && centimetre < 60 {
        let (at, way) = place(f64::from(centimetre));
        let reach = if centimetre % 5 == 0 { 7.0 } else { 4.0 };
        let from = (at.0 - way.0 * reach, at.1 - way.1 * reach);
        let to = (at.0 + way.0 * reach, at.1 + way.1 * reach);
        out.push(line(
            from,
            to,
            Stroke {
                width: 1.0,
                ..stroke
            },
        ));
        centimetre += 1;
    }
    out
}

/// Radius of a mark with a ring, and of one without.
pub(crate) const GOAL: f64 = 17.0;
pub(crate) const MARK: f64 = 10.0;
/// How far ticks reach from a tape.
pub(crate) const TICK: f64 = 8.0;

/// The hotspot of the hand is drawn at C3 or C4: a fifth of the way from tragus to tragus beside the
/// vertex.
pub(crate) const HOTSPOT: f64 = 0.2;

/// A direction of length one.
pub(crate) fn unit((x, y): Point) -> Point {
    let length = x.hypot(y).max(1e-9);
    (x / length, y / length)
}

pub(crate) fn bold(at: Point, sign: f64, text: &str, paint: Paint) -> Element {
    match label(at, sign, text, paint) {
        Element::Text(text) => Element::Text(text.weight(Weight::Bold)),
        other => other,
    }
}

/// A curve through points (Catmull–Rom), with straight tangents at the ends.
pub(crate) fn smooth(points: &[Point]) -> Vec<Point> {
    let get = |index: usize| points.get(index).copied();
    let mut out: Vec<Point> = points.first().copied().into_iter().collect();
    for (index, pair) in points.windows(2).enumerate() {
        let &[from, to] = pair else { continue };
        let before = index.checked_sub(1).and_then(get).unwrap_or(from);
        let after = get(index + 2).unwrap_or(to);
        for step in 1..=4 {
            let t = f64::from(step) / 4.0;
            let blend = |a: f64, b: f64, c: f64, d: f64| {
                let (p, q) = (c - a, 2.0 * a - 5.0 * b + 4.0 * c - d);
                let r = 3.0 * b - a - 3.0 * c + d;
                0.5 * (2.0 * b + p * t + q * t * t + r * t * t * t)
            };
            out.push((
                blend(before.0, from.0, to.0, after.0),
                blend(before.1, from.1, to.1, after.1),
            ));
        }
    }
    out
}
