//! A head from above: the scalp laid flat, so that lengths from the vertex are to scale.

use crate::head_guide::Lengths;
use crate::head_parts::{
    FURTHEST, Point, RING, angle, bold, guide, label, line, mark, outline, path, polyline, smooth,
    tape, thick, ticks, unit,
};
use crate::scene::{Dash, Element, Polygon, Stroke};
use crate::theme::Paint;

/// Half of the longer line over the vertex, from above, in pixels.
const HALF: f64 = 200.0;
const CORNERS: usize = 96;

/// The head from above, the nose up.
pub(crate) struct Above {
    lengths: Lengths,
    centre: Point,
    /// Pixels of a centimetre.
    scale: f64,
}

impl Above {
    pub(crate) fn new(lengths: Lengths, centre: Point) -> Self {
        let longer = lengths.tragus.max(lengths.nasion_inion);
        Self {
            lengths,
            centre,
            scale: 2.0 * HALF / longer,
        }
    }

    /// A place at an angle from the front, at a share of the half line over the vertex.
    fn at(&self, angle: f64, share: f64) -> Point {
        let wide = self.lengths.tragus / 2.0 * self.scale * share;
        let long = self.lengths.nasion_inion / 2.0 * self.scale * share;
        let x = self.centre.0 + self.lengths.sign * wide * angle.sin();
        (x, self.centre.1 - long * angle.cos())
    }

    fn ellipse(&self, share: f64, stroke: Stroke) -> Element {
        let corner =
            |index: usize| self.at(std::f64::consts::TAU * index as f64 / CORNERS as f64, share);
        Element::Polygon(Polygon {
            points: (0..CORNERS).map(corner).collect(),
            fill: None,
            stroke: Some(stroke),
        })
    }

    fn features(&self) -> Vec<Element> {
        let front = self.at(0.0, 1.0);
        let nose = vec![
            (front.0 - 15.0, front.1 + 1.5),
            (front.0, front.1 - 17.0),
            (front.0 + 15.0, front.1 + 1.5),
        ];
        let mut out = vec![polyline(nose, outline())];
        for (side, way) in [(0.25, 1.0), (0.75, -1.0)] {
            let (x, y) = self.at(std::f64::consts::TAU * side, 1.0);
            let way = way * self.lengths.sign;
            let ear = [
                (0.0, -17.0),
                (8.0, -20.0),
                (12.0, -6.0),
                (9.0, 12.0),
                (0.0, 17.0),
            ];
            let ear = ear.map(|(dx, dy)| (x + way * dx, y + dy));
            out.push(polyline(smooth(&ear), outline()));
        }
        out.push(self.ellipse(1.0, outline()));
        out
    }

    fn tapes(&self) -> Vec<Element> {
        let lengths = self.lengths;
        let quarter = std::f64::consts::FRAC_PI_2;
        let (front, back) = (self.at(0.0, 1.0), self.at(2.0 * quarter, 1.0));
        let (left, right) = (self.at(quarter, 1.0), self.at(3.0 * quarter, 1.0));
        let mut out = vec![
            line(front, back, guide()),
            line(left, right, guide()),
            self.ellipse(RING, tape().dash(Dash::Dashed)),
        ];
        let along = |cm: f64| {
            let at = self.at(angle(lengths, cm), RING);
            (at, unit((at.0 - self.centre.0, at.1 - self.centre.1)))
        };
        out.extend(ticks(lengths.x, along, tape()));
        let way = angle(lengths, lengths.x);
        let steps = (0..=24).map(|step| self.at(way * f64::from(step) / 24.0, RING));
        out.push(polyline(steps.collect(), thick(tape())));
        let mark_a = self.at(way, RING);
        out.push(line(self.centre, mark_a, path().dash(Dash::Dashed)));
        let ahead = unit((mark_a.0 - self.centre.0, mark_a.1 - self.centre.1));
        let down = |cm: f64| {
            let at = self.down_from_vertex(ahead, cm);
            (at, (-ahead.1, ahead.0))
        };
        out.extend(ticks(lengths.y, down, path()));
        out.push(line(self.centre, self.goal(), thick(path())));
        out
    }

    fn down_from_vertex(&self, ahead: Point, cm: f64) -> Point {
        let reach = (cm * self.scale).min(FURTHEST * HALF);
        (
            self.centre.0 + ahead.0 * reach,
            self.centre.1 + ahead.1 * reach,
        )
    }

    fn goal(&self) -> Point {
        let mark_a = self.at(angle(self.lengths, self.lengths.x), RING);
        let ahead = unit((mark_a.0 - self.centre.0, mark_a.1 - self.centre.1));
        self.down_from_vertex(ahead, self.lengths.y)
    }

    pub(crate) fn draw(&self) -> Vec<Element> {
        let lengths = self.lengths;
        let (out_there, inwards) = (lengths.sign, -lengths.sign);
        let way = angle(lengths, lengths.x);
        let (front, mark_a, goal) = (self.at(0.0, RING), self.at(way, RING), self.goal());
        let mut out = self.features();
        out.extend(self.tapes());
        out.push(mark(self.centre, "1", false));
        out.push(mark(front, "2", false));
        out.push(mark(mark_a, "3", false));
        out.push(mark(goal, "5", true));
        let quiet = Paint::Muted;
        let beside = |at: Point, sign: f64, by: f64| (at.0 + sign * by, at.1);
        let back = self.at(std::f64::consts::PI, 1.0);
        let nasion = self.at(0.0, 1.0);
        out.push(label((back.0, back.1 + 14.0), 0.0, "inion", quiet));
        out.push(label(
            (nasion.0 - 22.0, nasion.1 - 8.0),
            -1.0,
            "nasion",
            quiet,
        ));
        let vertex = beside((self.centre.0, self.centre.1 + 16.0), inwards, 8.0);
        out.push(label(vertex, inwards, "vertex", Paint::Ink));
        let forehead = (front.0 + inwards * 13.0, front.1 + 20.0);
        out.push(label(forehead, inwards, "FPz", Paint::Ink));
        out.push(label(
            beside(mark_a, out_there, 13.0),
            out_there,
            "A",
            Paint::Ink,
        ));
        let half = self.at(way * 0.5, 0.63);
        let x = format!("X {:.1} cm", lengths.x);
        out.push(bold(half, 0.0, &x, Paint::Study));
        let middle = (
            f64::midpoint(self.centre.0, goal.0),
            f64::midpoint(self.centre.1, goal.1),
        );
        let y = format!("Y {:.1} cm", lengths.y);
        // Beside a steep line, above a flat one.
        let is_flat = (goal.0 - self.centre.0).abs() > 1.5 * (goal.1 - self.centre.1).abs();
        let (own, sign) = match is_flat {
            true => ((middle.0, middle.1 - 28.0), 0.0),
            false => ((middle.0 + out_there * 12.0, middle.1 + 16.0), out_there),
        };
        out.push(bold(own, sign, &y, Paint::Emphasis));
        let coil = (goal.0 + out_there * 16.0, goal.1 + 20.0);
        out.push(bold(coil, out_there, "coil", Paint::Emphasis));
        out
    }
}
