//! Small marks that differ in shape.

use crate::marks::circle;
use crate::scene::{Element, Group, Line, Polygon, Stroke};
use crate::theme::Paint;

/// The shape of a mark. Every shape can be told from the others without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Glyph {
    /// A filled circle.
    Dot,
    /// An open circle.
    Ring,
    /// A filled square.
    Square,
    /// An open square.
    OpenSquare,
    /// A filled diamond.
    Diamond,
    /// An open diamond.
    OpenDiamond,
    /// A filled triangle that points up.
    Up,
    /// A filled triangle that points down.
    Down,
    /// Two crossed strokes.
    Cross,
    /// A short upright stroke.
    Tick,
}

const OUTLINE: f64 = 1.7;
/// Width of the paper-coloured edge that keeps a mark apart from what lies under it.
const EDGE: f64 = 1.2;

impl Glyph {
    /// Shapes for groups, in their order.
    const GROUPS: [Self; 9] = [
        Self::Dot,
        Self::Square,
        Self::Up,
        Self::Diamond,
        Self::Ring,
        Self::OpenSquare,
        Self::Down,
        Self::OpenDiamond,
        Self::Cross,
    ];

    /// The shape of the group with this position; after nine they repeat.
    #[must_use]
    pub fn nth(index: usize) -> Self {
        let at = index % Self::GROUPS.len();
        Self::GROUPS.get(at).copied().unwrap_or(Self::Dot)
    }

    fn paint(self) -> Paint {
        match self {
            Self::Up | Self::Down | Self::Cross => Paint::Emphasis,
            _ => Paint::Ink,
        }
    }
}

/// Draws a mark in its own colour.
pub(crate) fn draw(glyph: Glyph, centre: (f64, f64), radius: f64) -> Element {
    painted(glyph, centre, radius, glyph.paint())
}

/// Draws a mark in a given colour, with an edge that keeps it apart from what lies under it.
pub(crate) fn painted(glyph: Glyph, centre: (f64, f64), radius: f64, paint: Paint) -> Element {
    let children = shapes(glyph, centre, radius, paint, EDGE);
    Element::Group(Group::new("glyph", children))
}

/// Draws a mark in a given colour without an edge: one of many that may lie on each other.
pub(crate) fn plain(glyph: Glyph, centre: (f64, f64), radius: f64, paint: Paint) -> Vec<Element> {
    shapes(glyph, centre, radius, paint, 0.0)
}

fn shapes(glyph: Glyph, (x, y): (f64, f64), radius: f64, paint: Paint, edge: f64) -> Vec<Element> {
    // The paper-coloured edge of a full shape covers half its own width of the shape.
    let r = match glyph {
        Glyph::Ring | Glyph::OpenSquare | Glyph::OpenDiamond => radius,
        _ => radius + edge / 2.0,
    };
    let outline = OUTLINE.min(radius * 0.42);
    let square = |s: f64| {
        vec![
            (x - s, y - s),
            (x + s, y - s),
            (x + s, y + s),
            (x - s, y + s),
        ]
    };
    let diamond = |s: f64| vec![(x, y - s), (x + s, y), (x, y + s), (x - s, y)];
    let full = Look::Full(paint, edge);
    let open = Look::Open(paint, outline);
    match glyph {
        Glyph::Dot => vec![disc((x, y), r, full)],
        Glyph::Ring => vec![disc((x, y), r, open)],
        Glyph::Square => vec![shape(square(r * 0.88), full)],
        Glyph::OpenSquare => vec![shape(square(r * 0.88), open)],
        Glyph::Diamond => vec![shape(diamond(r * 1.2), full)],
        Glyph::OpenDiamond => vec![shape(diamond(r * 1.2), open)],
        Glyph::Up => vec![shape(triangle(x, y, r, -1.0), full)],
        Glyph::Down => vec![shape(triangle(x, y, r, 1.0), full)],
        Glyph::Cross => cross((x, y), r * 0.85, paint, edge),
        Glyph::Tick => vec![bar((x, y - r), (x, y + r), Stroke::solid(paint, 1.5))],
    }
}

#[derive(Clone, Copy)]
enum Look {
    /// Colour, and width of the edge.
    Full(Paint, f64),
    /// Colour and width of the outline.
    Open(Paint, f64),
}

impl Look {
    fn parts(self) -> (Option<Paint>, Option<Stroke>) {
        match self {
            Self::Full(paint, edge) => {
                let edge = (edge > 0.0).then(|| Stroke::solid(Paint::Paper, edge));
                (Some(paint), edge)
            }
            Self::Open(paint, width) => (Some(Paint::Paper), Some(Stroke::solid(paint, width))),
        }
    }
}

fn disc(centre: (f64, f64), radius: f64, look: Look) -> Element {
    let (fill, stroke) = look.parts();
    circle(centre, radius, fill, stroke)
}

fn shape(points: Vec<(f64, f64)>, look: Look) -> Element {
    let (fill, stroke) = look.parts();
    Element::Polygon(Polygon {
        points,
        fill,
        stroke,
    })
}

fn triangle(x: f64, y: f64, r: f64, direction: f64) -> Vec<(f64, f64)> {
    let base = y - direction * r * 0.8;
    vec![
        (x, y + direction * r),
        (x - r * 1.1, base),
        (x + r * 1.1, base),
    ]
}

fn cross((x, y): (f64, f64), r: f64, paint: Paint, edge: f64) -> Vec<Element> {
    let under = (edge > 0.0).then(|| Stroke::solid(Paint::Paper, 2.2 + 2.0 * edge));
    under
        .into_iter()
        .chain([Stroke::solid(paint, 2.2)])
        .flat_map(|stroke| {
            [
                bar((x - r, y - r), (x + r, y + r), stroke),
                bar((x - r, y + r), (x + r, y - r), stroke),
            ]
        })
        .collect()
}

fn bar(from: (f64, f64), to: (f64, f64), stroke: Stroke) -> Element {
    Element::Line(Line { from, to, stroke })
}
