//! How something was judged, as a sign that differs in shape, letter and colour.

use crate::columns::SMALL;
use crate::marks::circle;
use crate::metrics::Weight;
use crate::scene::{Anchor, Dash, Element, Group, Polygon, Stroke, Text};
use crate::texture::Texture;
use crate::theme::Paint;

/// How good a judgement is, whatever a tool calls it. Each has a shape of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The best answer: a circle.
    Good,
    /// In between: a diamond.
    Fair,
    /// Bad: a square.
    Poor,
    /// Worse than bad: a full octagon.
    Worst,
    /// Nobody can say: a dashed circle.
    Unknown,
    /// The question does not arise: a short line.
    NotApplicable,
}

/// A word of a tool for its judgements.
///
/// # Example
/// ```
/// use euthymia_plot::{Texture, Verdict, VerdictLevel};
/// let level = VerdictLevel::new("Some concerns", 'S', Verdict::Fair);
/// assert_eq!(level.verdict.texture(), Texture::Amber);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictLevel {
    /// The word.
    pub name: String,
    /// The letter inside its sign; each level of a figure should have its own.
    pub letter: char,
    /// Which sign it has.
    pub verdict: Verdict,
}

impl VerdictLevel {
    /// A word with its letter and sign.
    #[must_use]
    pub fn new(name: &str, letter: char, verdict: Verdict) -> Self {
        Self {
            name: name.to_owned(),
            letter,
            verdict,
        }
    }
}

impl Verdict {
    /// How an area is filled that stands for this judgement.
    #[must_use]
    pub fn texture(self) -> Texture {
        match self {
            Self::Good => Texture::Green,
            Self::Fair => Texture::Amber,
            Self::Poor => Texture::Red,
            Self::Worst => Texture::Dark,
            Self::Unknown => Texture::Open,
            Self::NotApplicable => Texture::Grey,
        }
    }

    /// Filling, edge and letter.
    fn paints(self) -> (Paint, Paint, Paint) {
        match self {
            Self::Good => (Paint::Tint4, Paint::Series4, Paint::Ink),
            Self::Fair => (Paint::Tint6, Paint::Series6, Paint::Ink),
            Self::Poor => (Paint::Warm2, Paint::Emphasis, Paint::Ink),
            Self::Worst => (Paint::Ink, Paint::Ink, Paint::Paper),
            Self::Unknown => (Paint::Paper, Paint::Reference, Paint::Ink),
            Self::NotApplicable => (Paint::Paper, Paint::Paper, Paint::Muted),
        }
    }
}

/// Draws a sign whose shape fits into a circle of about this radius.
pub(crate) fn draw(verdict: Verdict, letter: char, centre: (f64, f64), radius: f64) -> Element {
    let (fill, edge, ink) = verdict.paints();
    let stroke = Stroke::solid(edge, 1.8);
    let polygon = |points| {
        Element::Polygon(Polygon {
            points,
            fill: Some(fill),
            stroke: Some(stroke),
        })
    };
    let mut children = match verdict {
        Verdict::Good => vec![circle(centre, radius, Some(fill), Some(stroke))],
        Verdict::Fair => vec![polygon(corners(centre, 1.22 * radius, 4, 0.0))],
        Verdict::Poor => vec![polygon(corners(centre, 1.28 * radius, 4, 0.5))],
        Verdict::Worst => vec![polygon(corners(centre, 1.08 * radius, 8, 0.5))],
        Verdict::Unknown => {
            let dashed = Stroke::solid(edge, 1.3).dash(Dash::Dashed);
            vec![circle(centre, radius, Some(fill), Some(dashed))]
        }
        Verdict::NotApplicable => Vec::new(),
    };
    let size = SMALL.min(1.25 * radius);
    let (x, y) = (centre.0, centre.1 + size * 0.36);
    let text = Text::new(x, y, &letter.to_string()).size(size);
    let text = text.weight(Weight::Bold).anchor(Anchor::Middle).paint(ink);
    children.push(Element::Text(text));
    Element::Group(Group::new("verdict", children))
}

/// The corners of a regular shape; the first is at the right, turned by this share of a side.
fn corners((x, y): (f64, f64), radius: f64, sides: u32, turned: f64) -> Vec<(f64, f64)> {
    let side = std::f64::consts::TAU / f64::from(sides);
    let corner = |i: u32| {
        let angle = side * (f64::from(i) + turned);
        (x + radius * angle.cos(), y + radius * angle.sin())
    };
    (0..sides).map(corner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byhand_half_a_side_makes_an_upright_square() {
        let found = corners((10.0, 20.0), 2f64.sqrt(), 4, 0.5);
        let expected = [(11.0, 21.0), (9.0, 21.0), (9.0, 19.0), (11.0, 19.0)];
        for (a, b) in found.iter().zip(expected) {
            assert!((a.0 - b.0).abs() < 1e-12 && (a.1 - b.1).abs() < 1e-12);
        }
        assert_eq!(found.len(), 4);
    }
}
