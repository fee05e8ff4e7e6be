//! A drawing area with an axis below and one to the left, each linear or of ratios.

use crate::axis::{Axis, Extent, Placed, Scale};
use crate::axis_draw::{self, line};
use crate::columns::{MARGIN, SMALL};
use crate::metrics::{Weight, fit, text_width};
use crate::panel::{Panel, Point, Span};
use crate::point_names::Region;
use crate::scene::{Anchor, Dash, Element, Group, Stroke, Text};
use crate::theme::Paint;

/// Widest tick label of the upright axis.
const WIDEST: f64 = 110.0;
/// Where the logarithm of nothing lies: far beyond any axis.
const NOWHERE: f64 = -1e9;

/// An axis with the values it must show.
pub(crate) struct Shown<'a> {
    pub(crate) axis: &'a Axis,
    pub(crate) extent: Extent,
}

/// Both axes in their places.
pub(crate) struct Coordinates {
    x_axis: Axis,
    y_axis: Axis,
    x: Placed,
    /// Along the upright axis, from its lower limit.
    y: Placed,
    /// Whether small values of the upright axis are at the top.
    downwards: bool,
    pub(crate) panel: Panel,
}

impl Coordinates {
    /// Places both axes; the area reaches from `top` down `height` pixels and right to `right`.
    pub(crate) fn new(
        x: &Shown,
        y: &Shown,
        (top, height): (f64, f64),
        right: f64,
        downwards: bool,
    ) -> Self {
        let upright = y.axis.place(&y.extent, 0.0, height);
        let widest = upright
            .ticks
            .iter()
            .map(|t| text_width(&t.label, SMALL, Weight::Regular));
        let left = MARGIN + widest.fold(0.0, f64::max).min(WIDEST) + 12.0;
        let level = x.axis.place(&x.extent, left, right);
        let span = |placed: &Placed, scale, (start, end): (f64, f64)| {
            let (low, high) = placed.limits();
            Span {
                low: forward(low, scale),
                high: forward(high, scale),
                start,
                end,
            }
        };
        let ends = if downwards {
            (top, top + height)
        } else {
            (top + height, top)
        };
        let panel = Panel {
            x: span(&level, x.axis.scale, (left, right)),
            y: span(&upright, y.axis.scale, ends),
        };
        Self {
            x_axis: x.axis.clone(),
            y_axis: y.axis.clone(),
            x: level,
            y: upright,
            downwards,
            panel,
        }
    }

    /// A pair of values as the panel measures them.
    pub(crate) fn value(&self, (x, y): Point) -> Point {
        (forward(x, self.x_axis.scale), forward(y, self.y_axis.scale))
    }

    /// The pixel of a pair of values, if it lies inside.
    pub(crate) fn point(&self, pair: Point) -> Option<Point> {
        self.panel.point(self.value(pair))
    }

    /// Left and right end.
    pub(crate) fn across(&self) -> (f64, f64) {
        (self.panel.x.start, self.panel.x.end)
    }

    /// Upper and lower end.
    pub(crate) fn down(&self) -> (f64, f64) {
        let (a, b) = (self.panel.y.start, self.panel.y.end);
        (a.min(b), a.max(b))
    }

    /// Smallest and largest value of the upright axis.
    pub(crate) fn y_limits(&self) -> (f64, f64) {
        self.y.limits()
    }

    /// Draws level lines with the ticks of the upright axis, and the reference lines of both axes.
    pub(crate) fn grid(&self, out: &mut Vec<Element>) {
        let (left, right) = self.across();
        let (top, bottom) = self.down();
        let mut children = Vec::new();
        for tick in &self.y.ticks {
            let y = if self.downwards {
                top + tick.x
            } else {
                bottom - tick.x
            };
            children.push(line((left, y), (right, y), Stroke::solid(Paint::Rule, 0.7)));
            let label = fit(&tick.label, WIDEST, SMALL, Weight::Regular);
            let text = Text::new(left - 8.0, y + SMALL * 0.35, &label);
            children.push(Element::Text(text.size(SMALL).anchor(Anchor::End)));
        }
        out.push(Element::Group(Group::new("grid", children)));
        let stroke = Stroke::solid(Paint::Reference, 1.0).dash(Dash::Dashed);
        for (from, to) in self.reference_lines() {
            out.push(Element::Group(Group::new(
                "reference",
                vec![line(from, to, stroke)],
            )));
        }
    }

    /// Where the reference lines stand, as far as they lie inside.
    fn divided(&self) -> (Option<f64>, Option<f64>) {
        let place = |axis: &Axis, span: &Span| {
            let value = axis.reference_line.filter(|v| v.is_finite())?;
            let value = forward(value, axis.scale);
            span.contains(value).then(|| span.at(value))
        };
        (
            place(&self.x_axis, &self.panel.x),
            place(&self.y_axis, &self.panel.y),
        )
    }

    /// The corner that all quadrants share: where the reference lines cross, or else the middle.
    pub(crate) fn centre(&self) -> Point {
        let ((left, right), (top, bottom)) = (self.across(), self.down());
        let (x, y) = self.divided();
        (
            x.unwrap_or(f64::midpoint(left, right)),
            y.unwrap_or(f64::midpoint(top, bottom)),
        )
    }

    /// The reference lines that lie inside: the upright one, then the level one.
    fn reference_lines(&self) -> impl Iterator<Item = (Point, Point)> {
        let ((left, right), (top, bottom)) = (self.across(), self.down());
        let (x, y) = self.divided();
        let upright = x.map(|x| ((x, top), (x, bottom)));
        let level = y.map(|y| ((left, y), (right, y)));
        upright.into_iter().chain(level)
    }

    /// The boxes around the reference lines.
    pub(crate) fn references(&self) -> impl Iterator<Item = Region> {
        self.reference_lines().map(Region::around)
    }

    /// Draws the axis below; returns the bottom.
    pub(crate) fn axis(&self, out: &mut Vec<Element>, canvas: f64) -> f64 {
        axis_draw::draw(out, &self.x_axis, &self.x, self.down().1, canvas)
    }
}

/// A value on the spread of its axis.
pub(crate) fn forward(value: f64, scale: Scale) -> f64 {
    match scale {
        Scale::Log if value > 0.0 => value.ln(),
        Scale::Log => NOWHERE,
        Scale::Linear | Scale::Percent => value,
    }
}
