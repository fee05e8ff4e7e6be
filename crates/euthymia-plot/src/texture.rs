//! Fillings of areas that stay distinct in grey print.

use crate::columns::SMALL;
use crate::metrics::{Weight, text_width};
use crate::panel::Point;
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
    /// A light green: low, or good.
    Green,
    /// Lines that rise to the right on light amber: in between.
    Amber,
    /// Lines in both directions on a light red: high, or bad.
    Red,
}

/// Distance of the lines of a pattern along an edge.
const STEP: f64 = 5.0;
/// A pattern has at most this many lines; in a larger area they stand further apart.
const LINES_MAX: f64 = 240.0;
/// Patterns end this far inside the outline, so that their corners do not pierce it.
const INSET: f64 = 0.6;
const THIN: f64 = 0.9;
/// Narrowest area with an outline, which would be all that is seen of a narrower one.
pub(crate) const NARROW: f64 = 5.0;

impl Texture {
    /// Low, in between and high.
    pub const LEVELS: [Self; 3] = [Self::Green, Self::Amber, Self::Red];

    /// The textures that are given to categories without one, in this order.
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
        !matches!(
            self,
            Self::Solid | Self::Dark | Self::Grey | Self::Open | Self::Green
        )
    }

    /// Colour of outline and pattern.
    pub(crate) fn paint(self) -> Paint {
        match self {
            Self::Solid | Self::Rising => Paint::Study,
            Self::Crossed | Self::Falling | Self::Red => Paint::Emphasis,
            Self::Green => Paint::Series4,
            Self::Amber => Paint::Series6,
            Self::Dotted | Self::Dark => Paint::Ink,
            Self::Grey | Self::Open => Paint::Reference,
        }
    }

    /// Ground of an area without an outline: light, but not paper.
    fn narrow_ground(self) -> Paint {
        match self {
            Self::Rising => Paint::Tint1,
            Self::Crossed | Self::Falling => Paint::Tint2,
            Self::Dotted | Self::Open => Paint::Tint3,
            Self::Solid | Self::Grey | Self::Dark | Self::Green | Self::Amber | Self::Red => {
                self.ground()
            }
        }
    }

    fn ground(self) -> Paint {
        match self {
            Self::Solid => Paint::Study,
            Self::Dark => Paint::Ink,
            Self::Grey => Paint::Rule,
            Self::Green => Paint::Tint4,
            Self::Amber => Paint::Tint6,
            Self::Red => Paint::Tint2,
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

/// Fills an area and draws its outline. Patterns keep the same places for all areas, so that those of
/// neighbours run on.
pub(crate) fn fill(texture: Texture, area: Area) -> Vec<Element> {
    let stroke = Stroke::solid(texture.paint(), THIN);
    let narrow = area.width < NARROW;
    let ground = if narrow {
        texture.narrow_ground()
    } else {
        texture.ground()
    };
    let mut out = vec![Element::Rect(Rect {
        x: area.x,
        y: area.y,
        width: area.width,
        height: area.height,
        fill: Some(ground),
        stroke: (!narrow).then_some(stroke),
    })];
    let Some(inner) = area.inset(if narrow { 0.0 } else { INSET }) else {
        return out;
    };
    let hatch = |falling, step| hatching(inner, falling, step, stroke, narrow);
    match texture {
        Texture::Rising | Texture::Amber => out.extend(hatch(false, STEP)),
        Texture::Falling => out.extend(hatch(true, STEP * 1.6)),
        Texture::Crossed | Texture::Red => {
            out.extend(hatch(false, STEP * 1.2));
            out.extend(hatch(true, STEP * 1.2));
        }
        Texture::Dotted => out.extend(dots(inner, texture.paint())),
        Texture::Solid | Texture::Grey | Texture::Dark | Texture::Open | Texture::Green => {}
    }
    out
}

/// Parallel lines at 45 degrees: as one zigzag, whose turns run along the edges of the area, or each
/// for itself where the edges are to stay free.
fn hatching(area: Area, falling: bool, step: f64, stroke: Stroke, apart: bool) -> Vec<Element> {
    let (left, right) = (area.x, area.x + area.width);
    let (top, bottom) = (area.y, area.y + area.height);
    let step = step.max((area.width + area.height) / LINES_MAX);
    // A falling line is a rising one in a mirror.
    let (mirror, shift) = (top + bottom, if falling { top + bottom } else { 0.0 });
    let turned = |(x, y): Point| if falling { (x, mirror - y) } else { (x, y) };
    let (lower_corner, upper_corner) = (left + bottom, right + top);
    let mut points = Vec::new();
    let mut lines = Vec::new();
    let mut before = left + top;
    for (index, sum) in places(left + top - shift, right + bottom - shift, step).enumerate() {
        let sum = sum + shift;
        // On a rising line x + y is constant; it meets the left or lower edge and the upper or right one.
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
            points.push(turned(at));
        }
        points.extend(if upward { [low, high] } else { [high, low] }.map(turned));
        lines.push((turned(low), turned(high)));
        before = sum;
    }
    if apart {
        let line = |(from, to)| Element::Line(Line { from, to, stroke });
        return lines.into_iter().map(line).collect();
    }
    let seen = !points.is_empty();
    seen.then_some(Element::Polyline(Polyline { points, stroke }))
        .into_iter()
        .collect()
}

/// Multiples of `step` strictly between two numbers.
fn places(from: f64, to: f64, step: f64) -> impl Iterator<Item = f64> {
    let first = (from / step).floor() as i64 + 1;
    let last = (to / step).ceil() as i64 - 1;
    (first..=last).map(move |i| i as f64 * step)
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
            let all = hatching(area, falling, 5.0, stroke, false);
            let Some(Element::Polyline(zigzag)) = all.first() else {
                panic!("not one line");
            };
            // Multiples of 5 between 30 and 75, or −22 and 23 for x − y: eight or nine lines.
            assert!(zigzag.points.len() >= if falling { 18 } else { 16 });
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

    #[test]
    fn lines_keep_their_places_and_stay_inside() {
        let found: Vec<f64> = places(3.0, 15.0, 5.0).collect();
        assert_eq!(found, [5.0, 10.0]);
        let area = Area {
            x: 10.0,
            y: 20.0,
            width: 3.0,
            height: 51.0,
        };
        for texture in Texture::ALL.into_iter().chain(Texture::LEVELS) {
            for element in fill(texture, area) {
                let Element::Line(line) = element else {
                    continue;
                };
                for (x, y) in [line.from, line.to] {
                    assert!((10.0 - 1e-9..=13.0 + 1e-9).contains(&x), "{texture:?} {x}");
                    assert!((20.0 - 1e-9..=71.0 + 1e-9).contains(&y), "{texture:?} {y}");
                }
            }
        }
    }
}
