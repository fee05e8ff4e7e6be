//! Draws the cells of a league table.

use crate::columns::SMALL;
use crate::frame;
use crate::marks::circle;
use crate::matrix::{fitted, whole};
use crate::metrics::{Weight, text_width, wrap};
use crate::panel::Point;
use crate::scene::{Anchor, Element, Group, Polygon, Stroke, Text};
use crate::texture::Area;
use crate::theme::Paint;

const PADDING: f64 = 4.0;
const DOT: f64 = 2.1;
const POINTER: f64 = 4.2;
const LINE: f64 = 14.0;

/// What one cell shows.
#[derive(Clone, Debug)]
pub(crate) struct CellLook {
    pub(crate) text: String,
    pub(crate) ground: Paint,
    /// Where the triangle points, and whether it is full.
    pub(crate) pointer: Option<(Pointer, bool)>,
    /// Full dots, of four.
    pub(crate) dots: Option<usize>,
    pub(crate) title: String,
}

/// Where a triangle points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pointer {
    Left,
    Right,
    Up,
    Down,
}

/// A cell with its text, triangle and dots.
pub(crate) fn cell(area: Area, look: &CellLook) -> Element {
    let mut children = vec![frame::patch(area, look.ground)];
    let room = area.width - 2.0 * PADDING;
    let middle = area.x + area.width / 2.0;
    let lines = lines_of(&look.text, room);
    let size = lines
        .iter()
        .map(|line| fitted(line, room, SMALL).1)
        .fold(SMALL, f64::min);
    let base =
        area.y + area.height / 2.0 + size * 0.35 + if look.dots.is_some() { -2.0 } else { 1.0 };
    let first = base - (size + 1.5) * (lines.len().max(1) - 1) as f64 / 2.0;
    for (index, line) in lines.iter().enumerate() {
        let text = crate::metrics::fit(line, room + 0.01, size, Weight::Regular);
        let y = first + (size + 1.5) * index as f64;
        let text = Text::new(middle, y, &text)
            .size(size)
            .anchor(Anchor::Middle);
        children.push(Element::Text(text));
    }
    if let Some((pointer, full)) = look.pointer {
        let reach = POINTER.min(area.width / 6.0);
        let centre = match pointer {
            Pointer::Left => (area.x + reach + 2.0, area.y + reach + 2.0),
            Pointer::Up => (area.x + area.width - reach - 2.0, area.y + reach + 2.0),
            Pointer::Right => (
                area.x + area.width - reach - 2.0,
                area.y + area.height - reach - 2.0,
            ),
            Pointer::Down => (area.x + reach + 2.0, area.y + area.height - reach - 2.0),
        };
        children.push(triangle(pointer, centre, reach, full));
    }
    if let Some(dots) = look.dots {
        let step = (3.4 * DOT).min(room / 5.0);
        for index in 0..4usize {
            let x = middle + step * (index as f64 - 1.5);
            let fill = if index < dots {
                Paint::Ink
            } else {
                Paint::Paper
            };
            let edge = Some(Stroke::solid(Paint::Ink, 0.8));
            let radius = DOT.min(step / 2.5);
            children.push(circle(
                (x, area.y + area.height - 6.0),
                radius,
                Some(fill),
                edge,
            ));
        }
    }
    let mut group = Group::new("cell", children);
    group.title = Some(look.title.clone());
    Element::Group(group)
}

/// A text on one line, or broken before its bracket if it is too long for one.
fn lines_of(text: &str, room: f64) -> Vec<String> {
    let text = text.trim();
    if text_width(text, SMALL, Weight::Regular) <= room {
        return vec![text.to_owned()];
    }
    match text.find(['[', '(']) {
        Some(at) if at > 0 => {
            let (estimate, interval) = text.split_at(at);
            vec![estimate.trim().to_owned(), interval.to_owned()]
        }
        _ => wrap(text, room, SMALL, Weight::Regular, 2),
    }
}

fn triangle(pointer: Pointer, (x, y): Point, r: f64, full: bool) -> Element {
    let turn = |(dx, dy): Point| match pointer {
        Pointer::Up => (x + dx, y + dy),
        Pointer::Down => (x - dx, y - dy),
        Pointer::Left => (x + dy, y - dx),
        Pointer::Right => (x - dy, y + dx),
    };
    Element::Polygon(Polygon {
        points: [(0.0, -r), (r, r * 0.8), (-r, r * 0.8)].map(turn).to_vec(),
        fill: Some(if full { Paint::Ink } else { Paint::Paper }),
        stroke: Some(Stroke::solid(Paint::Ink, 0.9)),
    })
}

/// A cell of the diagonal: the name in the largest type that shows all of it.
pub(crate) fn node(area: Area, name: &str) -> Element {
    let room = (area.width - 2.0 * PADDING).max(0.0);
    let most = (area.height / LINE) as usize;
    let sizes = [SMALL, 11.0, 10.0, 9.0, 8.0];
    let fits = |size: &f64| whole(&wrap(name, room, *size, Weight::Bold, most), name);
    let size = sizes.into_iter().find(fits).unwrap_or(9.0);
    let lines = wrap(name, room, size, Weight::Bold, most);
    let mut children = vec![frame::patch(area, Paint::Band)];
    let first =
        area.y + area.height / 2.0 - LINE * (lines.len().max(1) - 1) as f64 / 2.0 + size * 0.35;
    for (index, line) in lines.iter().enumerate() {
        let text = Text::new(area.x + area.width / 2.0, first + LINE * index as f64, line);
        children.push(Element::Text(
            text.size(size).weight(Weight::Bold).anchor(Anchor::Middle),
        ));
    }
    let mut group = Group::new("node", children);
    group.title = Some(name.to_owned());
    Element::Group(group)
}
