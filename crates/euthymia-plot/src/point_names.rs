//! Names beside points, such that none lies on another.

use crate::columns::SMALL;
use crate::metrics::{Weight, fit, text_width};
use crate::panel::Point;
use crate::scene::{Anchor, Text};

const WIDEST: f64 = 270.0;
const HEIGHT: f64 = 13.0;
/// Distances from the point that are tried.
const REACH: [f64; 4] = [4.0, 12.0, 22.0, 34.0];

/// An upright box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Region {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Region {
    pub(crate) fn touches(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn lies_in(&self, other: &Self) -> bool {
        self.left >= other.left
            && self.right <= other.right
            && self.top >= other.top
            && self.bottom <= other.bottom
    }

    /// The box around an upright or level line.
    pub(crate) fn around((a, b): (Point, Point)) -> Self {
        Self {
            left: a.0.min(b.0) - 1.0,
            top: a.1.min(b.1) - 1.0,
            right: a.0.max(b.0) + 1.0,
            bottom: a.1.max(b.1) + 1.0,
        }
    }

    /// The box with this much more on each side.
    pub(crate) fn wider(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// The box around a text.
    pub(crate) fn of(text: &Text) -> Self {
        Self {
            left: text.left(),
            top: text.y - 0.8 * HEIGHT,
            right: text.left() + text.width(),
            bottom: text.y + 0.25 * HEIGHT,
        }
    }
}

/// A point with its name.
pub(crate) struct Named<'a> {
    pub(crate) centre: Point,
    pub(crate) radius: f64,
    pub(crate) name: &'a str,
    pub(crate) weight: Weight,
}

/// A placed name; with the end of a line to it if it is far from its point.
pub(crate) struct PlacedName {
    pub(crate) text: Text,
    pub(crate) leader: Option<Point>,
}

/// Places each name in turn around its point: clear of all points, of the names before it, of
/// `taken`, and inside `bounds`; among such places the nearest of those that touch the fewest of
/// `lines`. `None` where there is no such place.
pub(crate) fn place(
    points: &[Named],
    taken: &[Region],
    lines: &[Region],
    bounds: Region,
) -> Vec<Option<PlacedName>> {
    let mut taken = taken.to_vec();
    taken.extend(points.iter().map(|p| Region {
        left: p.centre.0 - p.radius,
        top: p.centre.1 - p.radius,
        right: p.centre.0 + p.radius,
        bottom: p.centre.1 + p.radius,
    }));
    let mut out = Vec::with_capacity(points.len());
    for point in points {
        let name = fit(point.name, WIDEST, SMALL, point.weight);
        let free = candidates(point, &name).filter(|(text, _)| {
            let region = Region::of(text);
            region.lies_in(&bounds) && !taken.iter().any(|other| region.touches(other))
        });
        let free = free.min_by_key(|(text, _)| {
            let region = Region::of(text);
            lines.iter().filter(|line| region.touches(line)).count()
        });
        let placed = free.map(|(text, reach)| {
            taken.push(Region::of(&text));
            let near = Region::of(&text);
            let end = (
                point.centre.0.clamp(near.left, near.right),
                point.centre.1.clamp(near.top, near.bottom),
            );
            PlacedName {
                text,
                leader: (reach > 1).then_some(end),
            }
        });
        out.push(placed);
    }
    out
}

/// Places around a point from near to far, with the rank of their distance.
fn candidates<'a>(point: &Named<'a>, name: &str) -> impl Iterator<Item = (Text, usize)> + use<'a> {
    let (x, y) = point.centre;
    let radius = point.radius;
    let name = name.to_owned();
    let weight = point.weight;
    let half = text_width(&name, SMALL, weight) / 2.0;
    REACH
        .into_iter()
        .enumerate()
        .flat_map(move |(rank, reach)| {
            let r = radius + reach;
            let d = 0.75 * r;
            let places = [
                (r, 0.0, Anchor::Start),
                (d, -d, Anchor::Start),
                (d, d, Anchor::Start),
                (-r, 0.0, Anchor::End),
                (-d, -d, Anchor::End),
                (-d, d, Anchor::End),
                (0.0, -r - HEIGHT / 2.0, Anchor::Middle),
                (0.0, r + HEIGHT / 2.0, Anchor::Middle),
                (half.min(30.0), -r - HEIGHT / 2.0, Anchor::Middle),
                (-half.min(30.0), r + HEIGHT / 2.0, Anchor::Middle),
            ];
            let name = name.clone();
            places.map(|(dx, dy, anchor)| {
                let text = Text::new(x + dx, y + dy + SMALL * 0.35, &name);
                (text.size(SMALL).weight(weight).anchor(anchor), rank)
            })
        })
}
