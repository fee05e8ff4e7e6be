//! Words beside marks and tapes of a head, where they touch nothing.

use crate::head_parts::{Point, bold, label};
use crate::scene::Element;
use crate::theme::Paint;

/// A rectangle that something takes up: left, top, right, bottom.
type Area = [f64; 4];

/// What is already drawn, so that words go beside it.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    taken: Vec<Area>,
    out: Vec<Element>,
}

/// A word: what it says, how it looks, and where it may stand, the best place first; each place with the
/// side of it on which the word stands (−1, 0 or 1).
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    pub(crate) paint: Paint,
    pub(crate) is_bold: bool,
}

impl<'a> Word<'a> {
    pub(crate) fn quiet(text: &'a str) -> Self {
        Self {
            text,
            paint: Paint::Muted,
            is_bold: false,
        }
    }

    pub(crate) fn plain(text: &'a str) -> Self {
        Self {
            text,
            paint: Paint::Ink,
            is_bold: false,
        }
    }

    pub(crate) fn bold(text: &'a str, paint: Paint) -> Self {
        Self {
            text,
            paint,
            is_bold: true,
        }
    }

    fn at(&self, place: Point, sign: f64) -> Element {
        match self.is_bold {
            true => bold(place, sign, self.text, self.paint),
            false => label(place, sign, self.text, self.paint),
        }
    }
}

/// Free space around words.
const ROOM: f64 = 2.0;

fn area(element: &Element) -> Option<Area> {
    let Element::Text(text) = element else {
        return None;
    };
    let left = text.left();
    Some([
        left - ROOM,
        text.y - 0.78 * text.size - ROOM,
        left + text.width() + ROOM,
        text.y + 0.24 * text.size + ROOM,
    ])
}

/// A word that would begin to the left of the canvas begins at its edge.
fn on_canvas(mut element: Element) -> Element {
    if let Element::Text(text) = &mut element {
        text.x += (-text.left()).max(0.0);
    }
    element
}

/// The common area of two rectangles.
fn overlap(one: Area, other: Area) -> f64 {
    let [left, top, right, bottom] = one;
    let wide = right.min(other[2]) - left.max(other[0]);
    let high = bottom.min(other[3]) - top.max(other[1]);
    wide.max(0.0) * high.max(0.0)
}

impl Labels {
    /// Keeps words away from a round mark.
    pub(crate) fn keep_mark(&mut self, (x, y): Point, radius: f64) {
        self.taken
            .push([x - radius, y - radius, x + radius, y + radius]);
    }

    /// Keeps words away from a line through points, by so many pixels.
    pub(crate) fn keep_line(&mut self, points: &[Point], reach: f64) {
        for pair in points.windows(2) {
            let &[from, to] = pair else { continue };
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            // At most 64 pieces, whatever the length.
            let pieces = (length / 6.0).ceil().clamp(1.0, 64.0);
            let mut piece = 0.0;
            while piece <= pieces {
                let share = piece / pieces;
                let at = (
                    from.0 + share * (to.0 - from.0),
                    from.1 + share * (to.1 - from.1),
                );
                self.keep_mark(at, reach);
                piece += 1.0;
            }
        }
    }

    /// Puts a word at the first place at which it touches nothing; where there is none, where it touches
    /// least.
    pub(crate) fn put(&mut self, word: &Word<'_>, places: &[(Point, f64)]) {
        let mut best: Option<(f64, Element, Area)> = None;
        for (place, sign) in places {
            let element = on_canvas(word.at(*place, *sign));
            let Some(own) = area(&element) else { continue };
            let touched: f64 = self.taken.iter().map(|other| overlap(own, *other)).sum();
            let is_better = best.as_ref().is_none_or(|(least, ..)| touched < *least);
            if is_better {
                best = Some((touched, element, own));
            }
        }
        if let Some((_, element, own)) = best {
            self.taken.push(own);
            self.out.push(element);
        }
    }

    /// The words.
    pub(crate) fn draw(self) -> Vec<Element> {
        self.out
    }
}

/// Places around a mark of a radius: beside it first, on the side of `sign`.
pub(crate) fn around((x, y): Point, radius: f64, sign: f64) -> Vec<(Point, f64)> {
    let beside = |sign: f64, down: f64| ((x + sign * (radius + 5.0), y + down), sign);
    let mut places = vec![
        beside(sign, 0.0),
        beside(-sign, 0.0),
        ((x, y + radius + 11.0), 0.0),
        ((x, y - radius - 10.0), 0.0),
        beside(sign, radius),
        beside(-sign, radius),
        beside(sign, -radius),
        beside(-sign, -radius),
        beside(sign, radius + 12.0),
        beside(-sign, radius + 12.0),
        beside(sign, -radius - 12.0),
        beside(-sign, -radius - 12.0),
    ];
    // Farther away, where marks stand close to each other.
    let farther = [18.0, 30.0].map(|away| {
        let reach = radius + away;
        [(1.0, 0.0), (0.7, 0.7), (0.7, -0.7), (0.0, 1.0), (0.0, -1.0)].map(|(wide, down)| {
            let place = |side: f64| {
                (
                    (x + side * wide * reach, y + down * reach),
                    side * wide.ceil(),
                )
            };
            [place(sign), place(-sign)]
        })
    });
    places.extend(farther.into_iter().flatten().flatten());
    places
}

/// Places beside a straight line: on the side of `sign` first, near its middle first.
pub(crate) fn along(from: Point, to: Point, sign: f64) -> Vec<(Point, f64)> {
    let mut out = Vec::new();
    for away in [14.0, 20.0, 28.0] {
        for share in [0.5, 0.4, 0.6, 0.3, 0.7] {
            let (x, y) = (
                from.0 + share * (to.0 - from.0),
                from.1 + share * (to.1 - from.1),
            );
            for side in [sign, -sign] {
                out.push(((x + side * away, y), side));
                out.push(((x + side * away, y + away), side));
                out.push(((x + side * away, y - away), side));
            }
            out.push(((x, y - away), 0.0));
            out.push(((x, y + away), 0.0));
        }
    }
    out
}
