//! Fillings of areas that stay apart without colour.

use crate::panel::Point;
use crate::scene::{Element, Line, Rect, Stroke};
use crate::series::Series;
use crate::theme::Paint;

/// Distance of the lines of a hatch.
const EVERY: f64 = 5.0;

/// Narrowest rectangle with an outline.
pub(crate) const NARROW: f64 = 5.0;

/// How an area is filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pattern {
    paint: Paint,
    tint: Paint,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Full colour.
    Solid,
    /// Level lines.
    Level,
    /// Only an outline and a tint.
    Plain,
    /// Rising lines.
    Rising,
    /// Falling lines.
    Falling,
    /// Level lines, far apart.
    Wide,
}

impl Pattern {
    /// Filling of the category at `index`; fillings start again after six.
    pub(crate) fn of(index: usize) -> Self {
        let kind = match index % 6 {
            0 => Kind::Solid,
            1 => Kind::Level,
            2 => Kind::Plain,
            3 => Kind::Rising,
            4 => Kind::Falling,
            _ => Kind::Wide,
        };
        let Series { paint, tint, .. } = Series::of(match index % 6 {
            // The plain filling is grey, the rising one warm: no category, and a bad one.
            1 => 0,
            2 => 2,
            3 => 1,
            other => other,
        });
        Self { paint, tint, kind }
    }

    /// Filling of what belongs to no category.
    pub(crate) fn none() -> Self {
        Self {
            paint: Paint::Muted,
            tint: Paint::Paper,
            kind: Kind::Plain,
        }
    }

    /// An outlined area that stands for those of all groups.
    pub(crate) fn outline() -> Self {
        let Series { paint, tint, .. } = Series::of(0);
        Self {
            paint,
            tint,
            kind: Kind::Plain,
        }
    }

    /// Colour of outline and hatch.
    pub(crate) fn paint(self) -> Paint {
        self.paint
    }

    /// Fills the upright rectangle between two corners, the first upper left.
    ///
    /// The lines of a hatch keep the same places for all rectangles, so that neighbours run on. Narrow
    /// rectangles have no outline, which would be all that is seen.
    pub(crate) fn fill(self, (left, top): Point, (right, bottom): Point) -> Vec<Element> {
        let solid = self.kind == Kind::Solid;
        let thin = Stroke::solid(self.paint, 0.9);
        let mut out = vec![Element::Rect(Rect {
            x: left,
            y: top,
            width: right - left,
            height: bottom - top,
            fill: Some(if solid { self.paint } else { self.tint }),
            stroke: (!solid && right - left >= NARROW).then_some(thin),
        })];
        let mut put = |from, to| {
            out.push(Element::Line(Line {
                from,
                to,
                stroke: thin,
            }));
        };
        match self.kind {
            Kind::Solid | Kind::Plain => {}
            Kind::Level | Kind::Wide => {
                let every = if self.kind == Kind::Wide {
                    2.0 * EVERY
                } else {
                    EVERY
                };
                for y in places(top, bottom, every) {
                    put((left, y), (right, y));
                }
            }
            // On a rising line x + y is constant, on a falling one y − x.
            Kind::Rising => {
                for sum in places(left + top, right + bottom, 1.4 * EVERY) {
                    let (x1, x2) = (left.max(sum - bottom), right.min(sum - top));
                    put((x1, sum - x1), (x2, sum - x2));
                }
            }
            Kind::Falling => {
                for difference in places(top - right, bottom - left, 1.4 * EVERY) {
                    let (x1, x2) = (left.max(top - difference), right.min(bottom - difference));
                    put((x1, x1 + difference), (x2, x2 + difference));
                }
            }
        }
        out
    }
}

/// Multiples of `every` strictly between two pixels.
fn places(from: f64, to: f64, every: f64) -> impl Iterator<Item = f64> {
    let first = (from / every).floor() as i64 + 1;
    let last = (to / every).ceil() as i64 - 1;
    (first..=last).map(move |i| i as f64 * every)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatches_stay_inside() {
        for index in 0..6 {
            for element in Pattern::of(index).fill((10.0, 20.0), (33.0, 71.0)) {
                let Element::Line(line) = element else {
                    continue;
                };
                for (x, y) in [line.from, line.to] {
                    assert!((10.0 - 1e-9..=33.0 + 1e-9).contains(&x), "{index} {x}");
                    assert!((20.0 - 1e-9..=71.0 + 1e-9).contains(&y), "{index} {y}");
                }
            }
        }
    }

    #[test]
    fn lines_keep_their_places() {
        let found: Vec<f64> = places(3.0, 15.0, 5.0).collect();
        assert_eq!(found, [5.0, 10.0]);
    }
}
