//! From pairs of values to points of a drawing area, and what of a line or an area lies inside.

/// Shares of a span further out than this are held there, so that products stay finite.
const FURTHEST: f64 = 1e6;
/// Values further out than this are treated as this when limits are chosen.
const LARGEST: f64 = 1e15;

/// A linear scale from values to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Pixel of `low`.
    pub(crate) start: f64,
    /// Pixel of `high`.
    pub(crate) end: f64,
}

impl Span {
    /// Whether a value lies between the limits.
    pub(crate) fn contains(&self, value: f64) -> bool {
        value >= self.low && value <= self.high
    }

    /// 0 at the lower limit and 1 at the upper one.
    fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(-FURTHEST, FURTHEST)
    }

    fn pixel(&self, share: f64) -> f64 {
        self.start + share.clamp(0.0, 1.0) * (self.end - self.start)
    }

    /// Pixel of a value, held at the limits.
    pub(crate) fn at(&self, value: f64) -> f64 {
        self.pixel(self.share(value))
    }
}

/// A point in pixels or in values.
pub(crate) type Point = (f64, f64);

/// A rectangle with a scale in both directions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Panel {
    pub(crate) x: Span,
    pub(crate) y: Span,
}

impl Panel {
    /// The point of a pair of values, if it lies inside.
    pub(crate) fn point(&self, (x, y): Point) -> Option<Point> {
        (self.x.contains(x) && self.y.contains(y)).then(|| (self.x.at(x), self.y.at(y)))
    }

    fn shares(&self, (x, y): Point) -> Point {
        (self.x.share(x), self.y.share(y))
    }

    fn pixels(&self, (x, y): Point) -> Point {
        (self.x.pixel(x), self.y.pixel(y))
    }

    /// The visible part of a straight line between two pairs of values.
    pub(crate) fn segment(&self, a: Point, b: Point) -> Option<(Point, Point)> {
        let (a, b) = (self.shares(a), self.shares(b));
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let (mut from, mut to) = (0.0f64, 1.0f64);
        // Each side: how far inside the line starts, and how fast it leaves.
        for (inside, leaving) in [(a.0, -dx), (1.0 - a.0, dx), (a.1, -dy), (1.0 - a.1, dy)] {
            if leaving == 0.0 {
                if inside < 0.0 {
                    return None;
                }
            } else if leaving < 0.0 {
                from = from.max(inside / leaving);
            } else {
                to = to.min(inside / leaving);
            }
        }
        let at = |t: f64| self.pixels((a.0 + t * dx, a.1 + t * dy));
        (from <= to).then(|| (at(from), at(to)))
    }

    /// The visible parts of a connected line.
    pub(crate) fn path(&self, points: &[Point]) -> Vec<Vec<Point>> {
        let mut runs: Vec<Vec<Point>> = Vec::new();
        for (a, b) in points.iter().zip(points.iter().skip(1)) {
            let Some((from, to)) = self.segment(*a, *b) else {
                continue;
            };
            match runs.last_mut() {
                Some(run) if run.last() == Some(&from) => run.push(to),
                _ => runs.push(vec![from, to]),
            }
        }
        runs
    }

    /// The visible part of a filled area; fewer than three corners if there is none.
    pub(crate) fn area(&self, corners: &[Point]) -> Vec<Point> {
        let mut shape: Vec<Point> = corners.iter().map(|c| self.shares(*c)).collect();
        // How far inside each of the four sides a corner lies.
        let sides: [fn(Point) -> f64; 4] = [|p| p.0, |p| 1.0 - p.0, |p| p.1, |p| 1.0 - p.1];
        for inside in sides {
            shape = cut(&shape, inside);
        }
        shape.into_iter().map(|p| self.pixels(p)).collect()
    }
}

/// Cuts a closed shape along the line where `inside` is 0.
fn cut(shape: &[Point], inside: fn(Point) -> f64) -> Vec<Point> {
    let mut out = Vec::with_capacity(shape.len() + 2);
    let before = shape.iter().skip(shape.len().saturating_sub(1));
    for (a, b) in before.chain(shape).zip(shape) {
        let (da, db) = (inside(*a), inside(*b));
        if (da < 0.0) != (db < 0.0) {
            let t = da / (da - db);
            out.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
        }
        if db >= 0.0 {
            out.push(*b);
        }
    }
    out
}

/// A staircase: each height holds from its place until the next one.
pub(crate) fn stairs(steps: &[Point], end: f64) -> Vec<Point> {
    let mut out = Vec::with_capacity(2 * steps.len());
    for (index, (x, y)) in steps.iter().enumerate() {
        let until = steps.get(index + 1).map_or(end.max(*x), |next| next.0);
        out.push((*x, *y));
        out.push((until, *y));
    }
    out
}

/// Smallest and largest of the finite values, held where differences stay finite.
fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values
        .filter(|v| v.is_finite())
        .map(|v| v.clamp(-LARGEST, LARGEST))
        .fold(None, |range, v| match range {
            None => Some((v, v)),
            Some((low, high)) => Some((low.min(v), high.max(v))),
        })
}

/// Limits of a horizontal axis a little wider than all finite values.
pub(crate) fn loose_limits(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let Some((low, high)) = range(values) else {
        return (0.0, 1.0);
    };
    let size = low.abs().max(high.abs()).max(1.0);
    let width = high - low;
    let pad = if width < 1e-6 * size {
        0.5 * size
    } else {
        0.03 * width
    };
    (low - pad, high + pad)
}

/// Limits of an axis that starts at 0 and ends a little beyond the largest value.
pub(crate) fn limits_from_zero(values: impl Iterator<Item = f64>) -> (f64, f64) {
    match range(values) {
        Some((_, high)) if high > 1e-9 => (0.0, 1.02 * high),
        _ => (0.0, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel() -> Panel {
        let span = |end| Span {
            low: 0.0,
            high: 10.0,
            start: 0.0,
            end,
        };
        Panel {
            x: span(100.0),
            y: span(200.0),
        }
    }

    #[test]
    fn a_line_is_cut_at_the_edges() {
        let seen = panel().segment((-5.0, 5.0), (15.0, 5.0));
        assert_eq!(seen, Some(((0.0, 100.0), (100.0, 100.0))));
        assert_eq!(panel().segment((-5.0, 1.0), (-1.0, 9.0)), None);
        assert_eq!(panel().segment((-4.0, 8.0), (4.0, 16.0)), None);
    }

    #[test]
    fn an_area_is_cut_at_the_edges() {
        let seen = panel().area(&[(5.0, -5.0), (15.0, -5.0), (15.0, 5.0), (5.0, 5.0)]);
        let mut corners = seen.clone();
        corners.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        assert_eq!(
            corners,
            [(50.0, 0.0), (50.0, 100.0), (100.0, 0.0), (100.0, 100.0)]
        );
    }

    #[test]
    fn a_stair_holds_until_the_next() {
        let steps = stairs(&[(0.0, 1.0), (2.0, 0.5)], 3.0);
        assert_eq!(steps, [(0.0, 1.0), (2.0, 1.0), (2.0, 0.5), (3.0, 0.5)]);
    }
}
