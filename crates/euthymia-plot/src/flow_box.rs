//! A box of a flow diagram: wrapped lines in an outline, and the arrows between boxes.

use crate::axis_draw::line;
use crate::columns::{BODY, LINE, SMALL};
use crate::metrics::{Weight, wrap};
use crate::scene::{Anchor, Dash, Element, Polygon, Rect, Stroke, Text};
use crate::theme::Paint;

const PADDING_X: f64 = 12.0;
const PADDING_Y: f64 = 8.0;
const INDENT: f64 = 12.0;
const HEADING_LINES: usize = 4;
const ITEM_LINES: usize = 3;
const HEAD: f64 = 8.0;

/// Lines of text with the box around them.
pub(crate) struct FlowBox {
    width: f64,
    anchor: Anchor,
    lines: Vec<BoxLine>,
}

struct BoxLine {
    text: String,
    weight: Weight,
    size: f64,
    indent: f64,
    bullet: bool,
}

impl FlowBox {
    /// A box of the main line: centred text.
    pub(crate) fn stage(width: f64) -> Self {
        Self {
            width,
            anchor: Anchor::Middle,
            lines: Vec::new(),
        }
    }

    /// A box beside the main line: text at the left.
    pub(crate) fn aside(width: f64) -> Self {
        Self {
            width,
            anchor: Anchor::Start,
            lines: Vec::new(),
        }
    }

    /// Adds a heading; bold in the main line.
    pub(crate) fn heading(&mut self, text: &str) {
        let weight = match self.anchor {
            Anchor::Middle => Weight::Bold,
            Anchor::Start | Anchor::End => Weight::Regular,
        };
        self.add(text, weight, BODY, 0.0, HEADING_LINES);
    }

    /// Adds a line of ordinary text.
    pub(crate) fn line(&mut self, text: &str) {
        self.add(text, Weight::Regular, BODY, 0.0, ITEM_LINES);
    }

    /// Adds an entry of a list.
    pub(crate) fn item(&mut self, text: &str) {
        let first = self.lines.len();
        self.add(text, Weight::Regular, SMALL, INDENT, ITEM_LINES);
        if let Some(line) = self.lines.get_mut(first) {
            line.bullet = true;
        }
    }

    fn add(&mut self, text: &str, weight: Weight, size: f64, indent: f64, most: usize) {
        let room = self.width - 2.0 * PADDING_X - indent;
        for text in wrap(text, room.max(0.0), size, weight, most) {
            self.lines.push(BoxLine {
                text,
                weight,
                size,
                indent,
                bullet: false,
            });
        }
    }

    pub(crate) fn height(&self) -> f64 {
        LINE * self.lines.len().max(1) as f64 + 2.0 * PADDING_Y
    }

    /// The box with its upper left corner at (`x`, `y`).
    pub(crate) fn draw(&self, x: f64, y: f64) -> Vec<Element> {
        self.draw_in(x, y, self.height(), Dash::Solid)
    }

    /// The box in a given height, which is at least its own: its lines stand in the middle.
    pub(crate) fn draw_in(&self, x: f64, y: f64, height: f64, outline: Dash) -> Vec<Element> {
        let mut out = vec![Element::Rect(Rect {
            x,
            y,
            width: self.width,
            height,
            fill: Some(Paint::Paper),
            stroke: Some(Stroke::solid(Paint::Ink, 1.1).dash(outline)),
        })];
        let y = y + (height - self.height()) / 2.0;
        let start = match self.anchor {
            Anchor::Middle => x + self.width / 2.0,
            Anchor::Start | Anchor::End => x + PADDING_X,
        };
        for (index, line) in self.lines.iter().enumerate() {
            let base = y + PADDING_Y + LINE * index as f64 + 12.0;
            let text = |x: f64, text: &str| {
                Element::Text(
                    Text::new(x, base, text)
                        .size(line.size)
                        .weight(line.weight)
                        .anchor(self.anchor),
                )
            };
            if line.bullet {
                out.push(text(start, "•"));
            }
            out.push(text(start + line.indent, &line.text));
        }
        out
    }
}

/// A straight line that ends in an arrow head.
pub(crate) fn arrow(from: (f64, f64), to: (f64, f64), stroke: Stroke) -> Vec<Element> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-9);
    let (ux, uy) = (dx / length, dy / length);
    let base = (to.0 - ux * HEAD, to.1 - uy * HEAD);
    let half = HEAD * 0.5;
    vec![
        line(from, (base.0 + ux, base.1 + uy), stroke),
        Element::Polygon(Polygon {
            points: vec![
                to,
                (base.0 - uy * half, base.1 + ux * half),
                (base.0 + uy * half, base.1 - ux * half),
            ],
            fill: Some(stroke.paint),
            stroke: None,
        }),
    ]
}
