//! Numbers of people below a time axis, in columns under the times.

use crate::columns::{MARGIN, SMALL};
use crate::metrics::{Weight, fit, text_width, wrap};
use crate::scene::{Anchor, Element, Group, Text};
use crate::theme::Paint;

const ROW: f64 = 16.0;
/// Distance of the lines of one row, of which there are at most so many.
const LOWER: f64 = 13.0;
const LINES: usize = 3;
/// Least distance of two numbers.
const GAP: f64 = 4.0;
/// Widest name of a row.
const WIDEST: f64 = 150.0;

/// One row: a name and numbers at their horizontal places.
pub(crate) struct CountRow {
    pub(crate) label: String,
    pub(crate) paint: Paint,
    pub(crate) cells: Vec<(f64, String)>,
}

/// Width that the names need to the left of the plot.
pub(crate) fn room<'a>(labels: impl Iterator<Item = &'a str>) -> f64 {
    labels
        .map(|label| text_width(label, SMALL, Weight::Bold))
        .fold(0.0, f64::max)
        .min(WIDEST)
        + 18.0
}

/// Draws heading and rows below `top`; returns the new bottom and whether all numbers had room.
pub(crate) fn draw(
    out: &mut Vec<Element>,
    heading: &str,
    rows: &[CountRow],
    (left, top): (f64, f64),
    canvas: f64,
) -> (f64, bool) {
    let mut complete = true;
    let mut y = top;
    let mut children = Vec::new();
    for text in wrap(heading, canvas - 2.0 * MARGIN, SMALL, Weight::Regular, 2) {
        y += ROW;
        let text = Text::new(MARGIN, y, &text).size(SMALL);
        children.push(Element::Text(text.paint(Paint::Muted)));
    }
    out.push(Element::Group(Group::new("counts-heading", children)));
    for row in rows {
        y += ROW;
        let label = fit(&row.label, left - MARGIN - 14.0, SMALL, Weight::Bold);
        let cut = label != row.label;
        let name = Text::new(MARGIN, y, &label)
            .size(SMALL)
            .weight(Weight::Bold);
        let mut children = vec![Element::Text(name.paint(row.paint))];
        // A number that would touch its neighbour stands one line lower.
        let mut taken = vec![MARGIN + text_width(&label, SMALL, Weight::Bold)];
        for (x, number) in &row.cells {
            let half = text_width(number, SMALL, Weight::Regular) / 2.0;
            let free = taken.iter().position(|end| x - half >= end + GAP);
            let place = free.unwrap_or(taken.len());
            if place >= LINES || x + half > canvas || x - half < 0.0 {
                complete = false;
                continue;
            }
            match taken.get_mut(place) {
                Some(end) => *end = x + half,
                None => taken.push(x + half),
            }
            let text = Text::new(*x, y + place as f64 * LOWER, number).size(SMALL);
            children.push(Element::Text(text.anchor(Anchor::Middle)));
        }
        y += (taken.len() - 1) as f64 * LOWER;
        let mut group = Group::new("counts", children);
        group.title = cut.then(|| row.label.trim().to_owned());
        out.push(Element::Group(group));
    }
    (y, complete)
}
