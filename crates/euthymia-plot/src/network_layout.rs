//! Where the nodes of a network and their names stand.

use std::f64::consts::PI;

use crate::columns::{MARGIN, SMALL};
use crate::metrics::{Weight, text_width, wrap};
use crate::network_graph::{NetworkNode, usable};
use crate::panel::Point;
use crate::point_names::Region;
use crate::scene::{Anchor, Element, Text};
use crate::theme::Paint;

const WIDTH_MIN: f64 = 760.0;
const WIDTH_MAX: f64 = 1120.0;
/// Distance of neighbouring nodes along the circle.
const ARC: f64 = 84.0;
const RADIUS_MIN: f64 = 92.0;
const RADIUS_MAX: f64 = 330.0;
const NODE_MAX: f64 = 24.0;
const NODE_MIN: f64 = 3.0;
/// Radius of a node without a size.
const NODE_PLAIN: f64 = 5.0;
/// Distance of a name from its node.
const GAP: f64 = 8.0;
/// Widest line of a name.
const LABEL: f64 = 150.0;
const LINE: f64 = 14.0;
/// Distance of two parts.
const APART: f64 = 36.0;

/// All positions, from the upper left corner of the drawing.
pub(crate) struct Layout {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Centre, radius and name of each node on a circle.
    pub(crate) places: Vec<Option<Place>>,
    /// The circles: nodes in clockwise order.
    pub(crate) rings: Vec<Vec<usize>>,
    pub(crate) alone: Vec<usize>,
    largest: f64,
}

/// One node and its name.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) centre: Point,
    pub(crate) radius: f64,
    pub(crate) name: Name,
}

/// Lines of text from `top` down.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    lines: Vec<(String, bool)>,
    x: f64,
    top: f64,
    anchor: Anchor,
}

impl Name {
    fn new(node: &NetworkNode) -> Self {
        let mut lines: Vec<(String, bool)> = wrap(&node.label, LABEL, SMALL, Weight::Bold, 2)
            .into_iter()
            .map(|line| (line, true))
            .collect();
        lines.extend(
            wrap(&node.detail, LABEL, SMALL, Weight::Regular, 1)
                .into_iter()
                .map(|line| (line, false)),
        );
        Self {
            lines,
            x: 0.0,
            top: 0.0,
            anchor: Anchor::Middle,
        }
    }

    fn height(&self) -> f64 {
        LINE * self.lines.len().max(1) as f64
    }

    fn width(&self) -> f64 {
        let width = |(line, _): &(String, bool)| text_width(line, SMALL, Weight::Bold);
        self.lines.iter().map(width).fold(0.0, f64::max)
    }

    /// Left and right end.
    fn ends(&self) -> (f64, f64) {
        let width = self.width();
        match self.anchor {
            Anchor::Start => (self.x, self.x + width),
            Anchor::Middle => (self.x - width / 2.0, self.x + width / 2.0),
            Anchor::End => (self.x - width, self.x),
        }
    }

    /// The box around the texts, moved down by `down`.
    pub(crate) fn region(&self, down: f64) -> Region {
        let (left, right) = self.ends();
        Region {
            left,
            top: self.top + down,
            right,
            bottom: self.top + down + self.height(),
        }
    }

    /// The texts, moved down by `down`; the name bold if wanted.
    pub(crate) fn texts(&self, down: f64, bold: bool) -> Vec<Element> {
        let text = |(index, (line, name)): (usize, &(String, bool))| {
            let y = down + self.top + LINE * index as f64 + SMALL * 0.86;
            let weight = if bold && *name {
                Weight::Bold
            } else {
                Weight::Regular
            };
            let paint = if *name { Paint::Ink } else { Paint::Muted };
            let text = Text::new(self.x, y, line)
                .size(SMALL)
                .weight(weight)
                .paint(paint);
            Element::Text(text.anchor(self.anchor))
        };
        self.lines.iter().enumerate().map(text).collect()
    }
}

/// Groups of nodes that are joined, the largest first; each in the given order.
pub(crate) fn parts(
    nodes: usize,
    links: &[(usize, usize)],
    areas: &[Vec<usize>],
) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..nodes).collect();
    let pairs = areas
        .iter()
        .flat_map(|a| a.iter().zip(a.iter().skip(1)).map(|(x, y)| (*x, *y)));
    for (a, b) in links.iter().copied().chain(pairs) {
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        if let Some(slot) = root.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for node in 0..nodes {
        let at = find(&mut root, node);
        if let Some(group) = groups.get_mut(at) {
            group.push(node);
        }
    }
    groups.retain(|g| !g.is_empty());
    groups.sort_by_key(|g| std::cmp::Reverse(g.len()));
    groups
}

/// The first node of a group; paths are halved on the way.
fn find(root: &mut [usize], node: usize) -> usize {
    let mut at = node;
    while let Some(up) = root.get(at).copied().filter(|up| *up != at) {
        let next = root.get(up).copied().unwrap_or(up);
        if let Some(slot) = root.get_mut(at) {
            *slot = next;
        }
        at = next;
    }
    at
}

impl Layout {
    pub(crate) fn new(nodes: &[NetworkNode], parts: &[Vec<usize>], alone: &[usize]) -> Self {
        let largest = nodes
            .iter()
            .filter_map(|n| usable(n.size))
            .fold(0.0, f64::max);
        let mut layout = Self {
            width: WIDTH_MIN,
            height: 0.0,
            places: vec![None; nodes.len()],
            rings: parts.to_vec(),
            alone: alone.to_vec(),
            largest,
        };
        let rings: Vec<Ring> = parts.iter().map(|part| layout.ring(nodes, part)).collect();
        layout.pack(rings);
        layout
    }

    /// Radius of a node of this size where the largest may have `most`.
    pub(crate) fn radius(&self, size: Option<f64>, most: f64) -> f64 {
        match usable(size) {
            Some(size) if self.largest > 0.0 => {
                (most * (size / self.largest).sqrt().min(1.0)).max(NODE_MIN)
            }
            _ => NODE_PLAIN.min(most),
        }
    }

    /// A circle of nodes around the origin.
    fn ring(&self, nodes: &[NetworkNode], part: &[usize]) -> Ring {
        let n = part.len().max(1) as f64;
        let radius = (n * ARC / (2.0 * PI)).clamp(RADIUS_MIN, RADIUS_MAX);
        let most = (0.4 * 2.0 * PI * radius / n).clamp(NODE_MIN, NODE_MAX);
        // Two nodes stand side by side.
        let turn = if part.len() == 2 { -PI / 2.0 } else { 0.0 };
        let outer = radius + most + GAP;
        let mut names = Vec::new();
        let mut members = Vec::new();
        for (index, node) in part.iter().enumerate() {
            let Some(node_at) = nodes.get(*node) else {
                continue;
            };
            let angle = turn + 2.0 * PI * index as f64 / n;
            let (sin, cos) = (angle.sin(), angle.cos());
            let mut name = Name::new(node_at);
            name.anchor = match sin {
                s if s > 1e-6 => Anchor::Start,
                s if s < -1e-6 => Anchor::End,
                _ => Anchor::Middle,
            };
            let own = self.radius(node_at.size, most);
            let clear = radius + own + GAP;
            name.x = clear * sin;
            name.top = -(clear + name.height() / 2.0) * cos - name.height() / 2.0;
            names.push((cos, name));
            members.push((*node, (radius * sin, -radius * cos), own));
        }
        keep_apart(&mut names);
        let places = members.into_iter().zip(names);
        let places: Vec<(usize, Place)> = places
            .map(|((node, centre, radius), (_, name))| {
                (
                    node,
                    Place {
                        centre,
                        radius,
                        name,
                    },
                )
            })
            .collect();
        Ring { places, outer }
    }

    /// Puts the circles side by side, in as many rows as they need.
    fn pack(&mut self, rings: Vec<Ring>) {
        let mut rows: Vec<(Vec<Ring>, f64)> = Vec::new();
        for ring in rings {
            let (left, right) = ring.across();
            let width = right - left;
            match rows.last_mut() {
                Some((row, used)) if *used + APART + width <= WIDTH_MAX - 2.0 * MARGIN => {
                    row.push(ring);
                    *used += APART + width;
                }
                _ => rows.push((vec![ring], width)),
            }
        }
        let widest = rows.iter().map(|r| r.1).fold(0.0, f64::max);
        self.width = (widest + 2.0 * MARGIN).clamp(WIDTH_MIN, WIDTH_MAX).ceil();
        let mut y = 0.0;
        for (row, used) in rows {
            let up = row.iter().map(|r| -r.down().0).fold(0.0, f64::max);
            let down = row.iter().map(|r| r.down().1).fold(0.0, f64::max);
            let mut x = (self.width - used) / 2.0;
            for ring in row {
                let (left, right) = ring.across();
                for (node, mut place) in ring.places {
                    let (dx, dy) = (x - left, y + up);
                    place.centre = (place.centre.0 + dx, place.centre.1 + dy);
                    place.name.x += dx;
                    place.name.top += dy;
                    if let Some(slot) = self.places.get_mut(node) {
                        *slot = Some(place);
                    }
                }
                x += right - left + APART;
            }
            y += up + down + APART / 2.0;
        }
        self.height = y;
    }
}

struct Ring {
    places: Vec<(usize, Place)>,
    outer: f64,
}

impl Ring {
    /// Left and right end of circle and names.
    fn across(&self) -> (f64, f64) {
        let ends = self.places.iter().map(|(_, p)| p.name.ends());
        ends.fold((-self.outer, self.outer), |(l, r), (a, b)| {
            (l.min(a), r.max(b))
        })
    }

    /// Upper and lower end of nodes and names.
    fn down(&self) -> (f64, f64) {
        self.places
            .iter()
            .fold((0.0, 0.0), |(top, bottom), (_, p)| {
                let (above, below) = (p.centre.1 - p.radius - 4.0, p.centre.1 + p.radius + 4.0);
                let name = (p.name.top - 2.0, p.name.top + p.name.height() + 2.0);
                (
                    f64::min(top, above.min(name.0)),
                    f64::max(bottom, below.max(name.1)),
                )
            })
    }
}

/// Moves names outwards, from the middle of each side to its ends, until none touches another; a
/// name at the very top or bottom comes last.
fn keep_apart(names: &mut [(f64, Name)]) {
    let mut ends = [f64::INFINITY, f64::NEG_INFINITY];
    for anchor in [Anchor::Start, Anchor::End] {
        let mut side: Vec<&mut (f64, Name)> = names
            .iter_mut()
            .filter(|(_, n)| n.anchor == anchor)
            .collect();
        side.sort_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
        let (mut above, mut below) = (f64::INFINITY, f64::NEG_INFINITY);
        for (cos, name) in side {
            if *cos >= -1e-9 {
                name.top = name.top.min(above - name.height());
                above = name.top;
                below = below.max(
                    name.top
                        + if below.is_finite() {
                            0.0
                        } else {
                            name.height()
                        },
                );
            } else {
                name.top = name.top.max(below);
                below = name.top + name.height();
                above = if above.is_finite() { above } else { name.top };
            }
        }
        ends = [ends[0].min(above), ends[1].max(below)];
    }
    for (cos, name) in names.iter_mut().filter(|(_, n)| n.anchor == Anchor::Middle) {
        if *cos > 0.0 {
            name.top = name.top.min(ends[0] - name.height());
        } else {
            name.top = name.top.max(ends[1]);
        }
    }
}
