//! Fillings of areas that stay distinct in grey print.

use crate::columns::SMALL;
use crate::metrics::{Weight, text_width};
use crate::scene::{Anchor, Dash, Element, Group, Line, Polyline, Rect, Stroke, Text};
use crate::theme::Paint;

/// How an area is filled. Each differs from the others in its pattern, not only in its colour.
///
/// # Example
/// ```
/// use euthymia_plot::Texture;
/// assert_eq!(Texture::nth(0), Texture::Solid);
/// assert_eq!(Texture::nth(8), Texture::nth(0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Texture {
    /// A full dark blue.
    Solid,
    /// Lines that rise to the right.
    Rising,
    /// A light grey.
    Grey,
    /// Lines in both directions.
    Crossed,
    /// Rows of dots.
    Dotted,
    /// Lines that fall to the right.
    Falling,
    /// Full ink.
    Dark,
    /// An outline only.
    Open,
}

/// Distance of the lines of a pattern along an edge.
const STEP: f64 = 5.0;
/// A pattern has at most this many lines; in a larger area they stand further apart.
const LINES_MAX: f64 = 240.0;
/// Patterns end this far inside the outline, so that their corners do not pierce it.
const INSET: f64 = 0.6;
const THIN: f64 = 0.9;

impl Texture {
    /// All textures, in the order in which they are given to categories without one.
    pub const ALL: [Self; 8] = [
        Self::Solid,
        Self::Rising,
        Self::Grey,
        Self::Crossed,
        Self::Dotted,
        Self::Falling,
        Self::Dark,
        Self::Open,
    ];

    /// The texture of the category with this position; after eight they repeat.
    #[must_use]
    pub fn nth(index: usize) -> Self {
        let at = index % Self::ALL.len();
        Self::ALL.get(at).copied().unwrap_or(Self::Solid)
    }

    fn is_patterned(self) -> bool {
        !matches!(self, Self::Solid | Self::Dark | Self::Grey | Self::Open)
    }

    fn paint(self) -> Paint {
        match self {
            Self::Solid | Self::Rising => Paint::Study,
            Self::Crossed | Self::Falling => Paint::Emphasis,
            Self::Dotted | Self::Dark => Paint::Ink,
            Self::Grey | Self::Open => Paint::Reference,
        }
    }

    fn ground(self) -> Paint {
        match self {
            Self::Solid => Paint::Study,
            Self::Dark => Paint::Ink,
            Self::Grey => Paint::Rule,
            Self::Rising | Self::Crossed | Self::Dotted | Self::Falling | Self::Open => {
                Paint::Paper
            }
        }
    }
}

/// An upright area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    fn inset(self, by: f64) -> Option<Self> {
        let inner = Self {
            x: self.x + by,
            y: self.y + by,
            width: self.width - 2.0 * by,
            height: self.height - 2.0 * by,
        };
        (inner.width > 0.0 && inner.height > 0.0).then_some(inner)
    }
}

/// Fills an area and draws its outline.
pub(crate) fn fill(texture: Texture, area: Area) -> Vec<Element> {
    let stroke = Stroke::solid(texture.paint(), THIN);
    let mut out = vec![Element::Rect(Rect {
        x: area.x,
        y: area.y,
        width: area.width,
        height: area.height,
        fill: Some(texture.ground()),
        stroke: Some(stroke),
    })];
    let Some(inner) = area.inset(INSET) else {
        return out;
    };
    match texture {
        Texture::Rising => out.push(hatching(inner, false, STEP, stroke)),
        Texture::Falling => out.push(hatching(inner, true, STEP * 1.6, stroke)),
        Texture::Crossed => {
            out.push(hatching(inner, false, STEP * 1.2, stroke));
            out.push(hatching(inner, true, STEP * 1.2, stroke));
        }
        Texture::Dotted => out.extend(dots(inner, texture.paint())),
        Texture::Solid | Texture::Grey | Texture::Dark | Texture::Open => {}
    }
    out
}

/// Parallel lines at 45 degrees as one zigzag, whose turns run along the edges of the area.
fn hatching(area: Area, falling: bool, step: f64, stroke: Stroke) -> Element {
    let (left, right) = (area.x, area.x + area.width);
    let (top, bottom) = (area.y, area.y + area.height);
    let step = step.max((area.width + area.height) / LINES_MAX);
    // On a rising line x + y is constant; it meets the left or lower edge and the upper or right one.
    let (first, last) = (left + top, right + bottom);
    let (lower_corner, upper_corner) = (left + bottom, right + top);
    let mut points = Vec::new();
    let mut before = first;
    let lines = ((last - first) / step).floor().max(0.0) as usize;
    for index in 0..=lines {
        let sum = first + step * (index as f64 + 0.5);
        if sum >= last {
            break;
        }
        let low = ((sum - bottom).max(left), (sum - left).min(bottom));
        let high = ((sum - top).min(right), (sum - right).max(top));
        let upward = index % 2 == 0;
        // The turn that leads here goes round a corner if one lies between the two lines.
        let (corner, at) = if upward {
            (lower_corner, (left, bottom))
        } else {
            (upper_corner, (right, top))
        };
        if index > 0 && before < corner && corner < sum {
            points.push(at);
        }
        points.extend(if upward { [low, high] } else { [high, low] });
        before = sum;
    }
    if falling {
        points.iter_mut().for_each(|p| p.1 = top + bottom - p.1);
    }
    Element::Polyline(Polyline { points, stroke })
}

/// Rows of dots, every other one shifted by half a step.
fn dots(area: Area, paint: Paint) -> Vec<Element> {
    let step = STEP.max(area.height / LINES_MAX);
    let rows = (area.height / step).floor().max(1.0) as usize;
    let top = area.y + (area.height - step * (rows - 1) as f64) / 2.0;
    let stroke = Stroke::solid(paint, 1.3).dash(Dash::Dotted);
    (0..rows)
        .map(|row| {
            let y = top + step * row as f64;
            let shift: f64 = if row % 2 == 0 { 1.0 } else { 3.2 };
            let from = (area.x + shift.min(area.width), y);
            let to = (area.x + area.width, y);
            Element::Line(Line { from, to, stroke })
        })
        .collect()
}

/// Width of an area in which a text can stand and the filling is still seen.
pub(crate) fn label_width(texture: Texture, text: &str) -> f64 {
    let beside = if texture.is_patterned() { 15.0 } else { 6.0 };
    text_width(text, SMALL, Weight::Regular) + beside
}

/// A short text in the middle of a filled area, on a plate where the pattern would disturb it.
pub(crate) fn label(texture: Texture, middle: (f64, f64), text: &str) -> Element {
    let paint = match texture {
        Texture::Solid | Texture::Dark => Paint::Paper,
        _ => Paint::Ink,
    };
    let mut children = Vec::new();
    if texture.is_patterned() {
        let width = text_width(text, SMALL, Weight::Regular) + 4.0;
        children.push(Element::Rect(Rect {
            x: middle.0 - width / 2.0,
            y: middle.1 - SMALL * 0.58,
            width,
            height: SMALL * 1.16,
            fill: Some(Paint::Paper),
            stroke: None,
        }));
    }
    children.push(Element::Text(
        Text::new(middle.0, middle.1 + SMALL * 0.35, text)
            .size(SMALL)
            .anchor(Anchor::Middle)
            .paint(paint),
    ));
    Element::Group(Group::new("label", children))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every point of a hatching lies on an edge, so the turns cannot be seen inside.
    #[test]
    fn hatching_turns_on_the_edges_only() {
        let area = Area {
            x: 10.0,
            y: 20.0,
            width: 33.0,
            height: 12.0,
        };
        for falling in [false, true] {
            let stroke = Stroke::solid(Paint::Ink, 1.0);
            let Element::Polyline(zigzag) = hatching(area, falling, 5.0, stroke) else {
                panic!("not one line");
            };
            assert!(zigzag.points.len() >= 18);
            for (x, y) in &zigzag.points {
                let vertical = (x - 10.0).abs() < 1e-9 || (x - 43.0).abs() < 1e-9;
                let horizontal = (y - 20.0).abs() < 1e-9 || (y - 32.0).abs() < 1e-9;
                assert!(vertical || horizontal, "{x} {y}");
            }
            for pair in zigzag.points.windows(2) {
                let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
                let slope = if falling { 1.0 } else { -1.0 };
                let along = dx.abs() < 1e-9 || dy.abs() < 1e-9;
                assert!(along || (dy / dx - slope).abs() < 1e-9, "{pair:?}");
            }
        }
    }
}
