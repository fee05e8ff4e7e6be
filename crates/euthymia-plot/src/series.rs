//! How groups of people are told apart: colour, line, symbol. Any one of the three suffices, so that
//! the groups survive grey print and colour blindness.

use crate::marks::circle;
use crate::panel::Point;
use crate::scene::{Dash, Element, Polygon, Stroke};
use crate::theme::Paint;

/// Bands of more groups than this are outlined only: filled ones would hide each other.
pub(crate) const FILLED: usize = 3;

/// Looks of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Series {
    /// Lines and symbols.
    pub(crate) paint: Paint,
    /// Areas.
    pub(crate) tint: Paint,
    /// Lines of summaries.
    pub(crate) dash: Dash,
    /// Points.
    pub(crate) symbol: Symbol,
}

/// Shape of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symbol {
    /// A filled circle.
    Disc,
    /// A filled square.
    Square,
    /// A filled triangle on its base.
    Triangle,
    /// A filled square on its corner.
    Diamond,
    /// An empty circle.
    Ring,
    /// An empty square.
    Frame,
}

const LOOKS: [Series; 6] = [
    look(Paint::Series1, Paint::Tint1, Dash::Solid, Symbol::Disc),
    look(Paint::Series2, Paint::Tint2, Dash::Long, Symbol::Square),
    look(Paint::Series3, Paint::Tint3, Dash::Dotted, Symbol::Triangle),
    look(Paint::Series4, Paint::Tint4, Dash::Dashed, Symbol::Diamond),
    look(Paint::Series5, Paint::Tint5, Dash::Short, Symbol::Ring),
    look(Paint::Series6, Paint::Tint6, Dash::Sparse, Symbol::Frame),
];

const fn look(paint: Paint, tint: Paint, dash: Dash, symbol: Symbol) -> Series {
    Series {
        paint,
        tint,
        dash,
        symbol,
    }
}

impl Series {
    /// Looks of the group at `index`; they start again after six.
    pub(crate) fn of(index: usize) -> Self {
        let [first, ..] = LOOKS;
        LOOKS.get(index % LOOKS.len()).copied().unwrap_or(first)
    }

    /// The line of a summary.
    pub(crate) fn stroke(self, width: f64) -> Stroke {
        Stroke::solid(self.paint, width).dash(self.dash)
    }
}

impl Symbol {
    /// The symbol around `centre`, about `2 × radius` across.
    pub(crate) fn draw(self, centre: Point, radius: f64, paint: Paint) -> Element {
        let (x, y) = centre;
        let hollow = Some(Stroke::solid(paint, (radius * 0.5).clamp(0.8, 1.8)));
        let r = radius * 0.9;
        let square = vec![
            (x - r, y - r),
            (x + r, y - r),
            (x + r, y + r),
            (x - r, y + r),
        ];
        let d = radius * 1.3;
        match self {
            Self::Disc => circle(centre, radius, Some(paint), None),
            Self::Ring => circle(centre, radius, Some(Paint::Paper), hollow),
            Self::Square => shape(square, Some(paint), None),
            Self::Frame => shape(square, Some(Paint::Paper), hollow),
            Self::Diamond => {
                let corners = vec![(x, y - d), (x + d, y), (x, y + d), (x - d, y)];
                shape(corners, Some(paint), None)
            }
            Self::Triangle => {
                let corners = vec![(x, y - d), (x + d, y + r), (x - d, y + r)];
                shape(corners, Some(paint), None)
            }
        }
    }
}

fn shape(points: Vec<Point>, fill: Option<Paint>, stroke: Option<Stroke>) -> Element {
    Element::Polygon(Polygon {
        points,
        fill,
        stroke,
    })
}
