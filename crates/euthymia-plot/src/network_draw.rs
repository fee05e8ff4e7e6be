//! Draws the areas, lines, nodes and names of a network.

use crate::axis_draw::line;
use crate::columns::{MARGIN, SMALL};
use crate::marks::circle;
use crate::metrics::{Weight, fit, text_width};
use crate::network_graph::{NetworkEdge, NetworkGraph, usable};
use crate::network_layout::{Layout, Place};
use crate::panel::Point;
use crate::point_names::Region;
use crate::scene::{Anchor, Dash, Element, Group, Polygon, Rect, Stroke, Text};
use crate::series::Series;
use crate::theme::Paint;

const LINE_MAX: f64 = 10.0;
const LINE_MIN: f64 = 0.8;
/// More areas than this are outlined only: filled ones would hide each other.
const FILLED: usize = 6;
/// Networks with more lines than this have no numbers on them.
const NUMBERED: usize = 250;
const TINY: f64 = 11.0;
/// Places of a number along its line, the best first.
const PLACES: [f64; 13] = [
    0.5, 0.44, 0.56, 0.38, 0.62, 0.33, 0.67, 0.28, 0.72, 0.24, 0.76, 0.2, 0.8,
];
const ROW: f64 = 30.0;

/// What is drawn, and where it begins.
pub(crate) struct Drawing<'a> {
    pub(crate) figure: &'a NetworkGraph,
    pub(crate) edges: &'a [&'a NetworkEdge],
    pub(crate) areas: &'a [Vec<usize>],
    pub(crate) layout: &'a Layout,
    pub(crate) top: f64,
}

impl Drawing<'_> {
    fn place(&self, node: usize) -> Option<&Place> {
        self.layout.places.get(node)?.as_ref()
    }

    fn centre(&self, node: usize) -> Option<Point> {
        let place = self.place(node)?;
        Some((place.centre.0, place.centre.1 + self.top))
    }

    fn ends(&self, edge: &NetworkEdge) -> Option<(Point, Point)> {
        Some((self.centre(edge.between.0)?, self.centre(edge.between.1)?))
    }

    fn is_reference(&self, node: usize) -> bool {
        self.figure.reference == Some(node)
    }
}

/// Draws everything that is joined; returns how many numbers found no room.
pub(crate) fn draw(out: &mut Vec<Element>, drawing: &Drawing) -> usize {
    areas(out, drawing);
    lines(out, drawing);
    nodes(out, drawing);
    let hidden = numbers(out, drawing);
    let placed = drawing.layout.places.iter().enumerate();
    for (node, place) in placed.filter_map(|(n, p)| Some((n, p.as_ref()?))) {
        let texts = place.name.texts(drawing.top, drawing.is_reference(node));
        let mut group = Group::new("name", texts);
        group.title = drawing.figure.nodes.get(node).map(|n| n.label.clone());
        out.push(Element::Group(group));
    }
    hidden
}

fn areas(out: &mut Vec<Element>, drawing: &Drawing) {
    let place_in_ring = |node: usize| {
        let rings = drawing.layout.rings.iter();
        rings.flatten().position(|n| *n == node)
    };
    let mut shapes: Vec<Vec<Point>> = drawing
        .areas
        .iter()
        .map(|area| {
            let mut nodes = area.clone();
            nodes.sort_by_key(|n| place_in_ring(*n));
            nodes
                .into_iter()
                .filter_map(|n| drawing.centre(n))
                .collect()
        })
        .collect();
    // Small areas lie on large ones.
    shapes.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let filled = shapes.len() <= FILLED;
    let shape = |points: &[Point], fill, stroke| {
        Element::Polygon(Polygon {
            points: points.to_vec(),
            fill,
            stroke,
        })
    };
    let tint = |index: usize| Series::of(index + 1).tint;
    let fills = shapes.iter().enumerate().filter(|_| filled);
    let fills = fills.map(|(i, points)| shape(points, Some(tint(i)), None));
    let edges = shapes
        .iter()
        .enumerate()
        .map(|(i, points)| shape(points, None, Some(Series::of(i + 1).stroke(1.0))));
    let children: Vec<Element> = fills.chain(edges).collect();
    if !children.is_empty() {
        out.push(Element::Group(Group::new("multi-arm", children)));
    }
}

/// Twice the area of a shape.
fn size(points: &[Point]) -> f64 {
    let next = points.iter().cycle().skip(1);
    points
        .iter()
        .zip(next)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum::<f64>()
        .abs()
}

fn lines(out: &mut Vec<Element>, drawing: &Drawing) {
    let largest = drawing
        .edges
        .iter()
        .filter_map(|e| usable(e.width))
        .fold(0.0, f64::max);
    // Among many nodes thick lines would hide each other.
    let most = LINE_MAX * (12.0 / drawing.figure.nodes.len().max(1) as f64).clamp(0.5, 1.0);
    let look = |width: Option<f64>| match usable(width) {
        Some(w) if largest > 0.0 => {
            Stroke::solid(Paint::Prediction, (most * (w / largest)).max(LINE_MIN))
        }
        _ => Stroke::solid(Paint::Prediction, 1.0).dash(Dash::Dashed),
    };
    let children = drawing.edges.iter().filter_map(|edge| {
        let (from, to) = drawing.ends(edge)?;
        Some(line(from, to, look(edge.width)))
    });
    out.push(Element::Group(Group::new(
        "comparisons",
        children.collect(),
    )));
}

fn nodes(out: &mut Vec<Element>, drawing: &Drawing) {
    let mut children = Vec::new();
    for (node, place) in drawing.layout.places.iter().enumerate() {
        let (Some(place), Some(at)) = (place, drawing.figure.nodes.get(node)) else {
            continue;
        };
        let centre = (place.centre.0, place.centre.1 + drawing.top);
        children.extend(mark(
            centre,
            place.radius,
            usable(at.size).is_some(),
            drawing.is_reference(node),
        ));
    }
    out.push(Element::Group(Group::new("nodes", children)));
}

/// A full disc, or a ring without a size; the reference is ringed.
fn mark(centre: Point, radius: f64, sized: bool, reference: bool) -> Vec<Element> {
    let paint = if reference {
        Paint::Emphasis
    } else {
        Paint::Study
    };
    let disc = if sized {
        circle(
            centre,
            radius,
            Some(paint),
            Some(Stroke::solid(Paint::Paper, 1.2)),
        )
    } else {
        circle(
            centre,
            radius,
            Some(Paint::Paper),
            Some(Stroke::solid(paint, 1.6)),
        )
    };
    let ring = reference.then(|| {
        circle(
            centre,
            radius + 3.5,
            Some(Paint::Paper),
            Some(Stroke::solid(paint, 1.8)),
        )
    });
    ring.into_iter().chain([disc]).collect()
}

/// Puts the number of each line on a plate where it touches no node, no name, no other plate, and as
/// few other lines as can be; returns how many found no room.
fn numbers(out: &mut Vec<Element>, drawing: &Drawing) -> usize {
    let wanted: Vec<(&NetworkEdge, (Point, Point))> = drawing
        .edges
        .iter()
        .filter(|e| !e.count.trim().is_empty())
        .filter_map(|e| Some((*e, drawing.ends(e)?)))
        .collect();
    if wanted.len() > NUMBERED {
        return wanted.len();
    }
    let nodes: Vec<(Point, f64)> = (0..drawing.figure.nodes.len())
        .filter_map(|n| Some((drawing.centre(n)?, drawing.place(n)?.radius + 4.0)))
        .collect();
    let segments: Vec<(Point, Point)> = drawing
        .edges
        .iter()
        .filter_map(|e| drawing.ends(e))
        .collect();
    let placed = drawing.layout.places.iter().flatten();
    let mut taken: Vec<Region> = placed.map(|p| p.name.region(drawing.top)).collect();
    let mut children = Vec::new();
    let mut hidden = 0;
    for (edge, ends) in wanted {
        let text = fit(&edge.count, 60.0, TINY, Weight::Regular);
        let half = (text_width(&text, TINY, Weight::Regular) / 2.0 + 2.5, 7.0);
        let free = PLACES.iter().enumerate().filter_map(|(rank, share)| {
            let plate = Plate {
                centre: between(ends, *share),
                half,
            };
            let clear = !taken.iter().any(|t| t.touches(&plate.region()))
                && !nodes
                    .iter()
                    .any(|(centre, radius)| plate.distance(*centre) < *radius);
            let others = segments.iter().filter(|s| **s != ends);
            clear.then(|| {
                (
                    others.filter(|s| plate.is_crossed(**s)).count(),
                    rank,
                    plate,
                )
            })
        });
        match free.min_by_key(|(crossed, rank, _)| (*crossed, *rank)) {
            Some((_, _, plate)) => {
                children.extend(plate.draw(&text));
                taken.push(plate.region());
            }
            None => hidden += 1,
        }
    }
    out.push(Element::Group(Group::new("counts", children)));
    hidden
}

fn between((a, b): (Point, Point), share: f64) -> Point {
    (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1))
}

/// The ground of a number.
struct Plate {
    centre: Point,
    half: Point,
}

impl Plate {
    /// The plate with a little room around it.
    fn region(&self) -> Region {
        let Self {
            centre: (x, y),
            half,
        } = self;
        Region {
            left: x - half.0,
            top: y - half.1,
            right: x + half.0,
            bottom: y + half.1,
        }
        .wider(0.5)
    }

    /// From a point to the nearest one of the plate.
    fn distance(&self, point: Point) -> f64 {
        let dx = ((point.0 - self.centre.0).abs() - self.half.0).max(0.0);
        let dy = ((point.1 - self.centre.1).abs() - self.half.1).max(0.0);
        dx.hypot(dy)
    }

    /// Whether a line passes through the plate, by its point nearest to the middle of the plate.
    fn is_crossed(&self, (a, b): (Point, Point)) -> bool {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = (dx * dx + dy * dy).max(1e-9);
        let t = ((self.centre.0 - a.0) * dx + (self.centre.1 - a.1) * dy) / length;
        let nearest = between((a, b), t.clamp(0.0, 1.0));
        self.distance(nearest) < 2.0
    }

    fn draw(&self, text: &str) -> [Element; 2] {
        let plate = Element::Rect(Rect {
            x: self.centre.0 - self.half.0,
            y: self.centre.1 - self.half.1,
            width: 2.0 * self.half.0,
            height: 2.0 * self.half.1,
            fill: Some(Paint::Paper),
            stroke: None,
        });
        let text = Text::new(self.centre.0, self.centre.1 + TINY * 0.36, text)
            .size(TINY)
            .anchor(Anchor::Middle);
        [plate, Element::Text(text)]
    }
}

/// Draws the nodes without a comparison below the circles; returns the bottom.
pub(crate) fn unconnected(out: &mut Vec<Element>, drawing: &Drawing) -> f64 {
    let mut y = drawing.top + drawing.layout.height;
    if drawing.layout.alone.is_empty() {
        return y;
    }
    let mut x = MARGIN;
    y += ROW / 2.0;
    let mut children = Vec::new();
    for node in &drawing.layout.alone {
        let Some(at) = drawing.figure.nodes.get(*node) else {
            continue;
        };
        let radius = drawing.layout.radius(at.size, ROW / 2.0 - 3.0);
        let detail = Some(at.detail.trim()).filter(|d| !d.is_empty());
        let text = detail.map_or_else(|| at.label.clone(), |d| format!("{} ({d})", at.label));
        let text = fit(&text, 300.0, SMALL, Weight::Regular);
        let need = ROW + text_width(&text, SMALL, Weight::Bold);
        if x > MARGIN && x + need > drawing.layout.width - MARGIN {
            (x, y) = (MARGIN, y + ROW);
        }
        let centre = (x + ROW / 2.0, y);
        let reference = drawing.is_reference(*node);
        let paint = if reference {
            Paint::Emphasis
        } else {
            Paint::Study
        };
        let outline = Stroke::solid(paint, 1.6).dash(Dash::Short);
        children.push(circle(centre, radius, Some(Paint::Paper), Some(outline)));
        let weight = if reference {
            Weight::Bold
        } else {
            Weight::Regular
        };
        let label = Text::new(x + ROW + 2.0, y + SMALL * 0.35, &text)
            .size(SMALL)
            .weight(weight);
        children.push(Element::Text(label));
        x += need + 18.0;
    }
    out.push(Element::Group(Group::new("unconnected", children)));
    y + ROW / 2.0
}
