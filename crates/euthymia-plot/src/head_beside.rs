//! A head from the side: a ball, on which the tape around the head lies four fifths of the way from
//! the vertex down.

use crate::head_guide::Lengths;
use crate::head_parts::{
    FURTHEST, Point, RING, angle, bold, guide, label, line, mark, outline, path, polyline, smooth,
    tape, thick, ticks,
};
use crate::scene::{Dash, Element, Stroke};
use crate::theme::Paint;

/// Radius of the ball from the side in pixels.
const RADIUS: f64 = 150.0;

/// The head from the side on which the place lies; the nose points to the left for the left side.
pub(crate) struct Beside {
    lengths: Lengths,
    centre: Point,
}

/// From the nasion over nose and chin to the neck and back to the inion, in radii: forwards, down.
const FACE: [(f64, f64); 19] = [
    (1.0, 0.0),
    (1.03, 0.1),
    (1.13, 0.27),
    (1.18, 0.36),
    (1.04, 0.43),
    (1.06, 0.52),
    (1.02, 0.57),
    (1.05, 0.63),
    (0.98, 0.71),
    (1.0, 0.84),
    (0.86, 0.96),
    (0.55, 0.94),
    (0.42, 1.03),
    (0.38, 1.32),
    (-0.5, 1.32),
    (-0.53, 0.85),
    (-0.7, 0.55),
    (-0.92, 0.28),
    (-1.0, 0.0),
];

impl Beside {
    pub(crate) fn new(lengths: Lengths, centre: Point) -> Self {
        Self { lengths, centre }
    }

    /// A place some radii to the front and down.
    fn place(&self, (front, down): Point) -> Point {
        let x = self.centre.0 + self.lengths.sign * front * RADIUS;
        (x, self.centre.1 + down * RADIUS)
    }

    /// A place on the ball at an angle from the front and a share of the way from the vertex down to
    /// the nasion.
    fn on_ball(&self, angle: f64, share: f64) -> Point {
        let from_vertex = share * std::f64::consts::FRAC_PI_2;
        self.place((from_vertex.sin() * angle.cos(), -from_vertex.cos()))
    }

    fn goal_share(&self) -> f64 {
        let way = angle(self.lengths, self.lengths.x);
        let wide = self.lengths.tragus / 2.0 * way.sin();
        let long = self.lengths.nasion_inion / 2.0 * way.cos();
        (self.lengths.y / wide.hypot(long).max(1.0)).min(FURTHEST)
    }

    fn features(&self) -> Vec<Element> {
        let skull = (0..=48).map(|step| {
            let turn = std::f64::consts::PI * f64::from(step) / 48.0;
            self.place((-turn.cos(), -turn.sin()))
        });
        let face = smooth(&FACE).into_iter().map(|point| self.place(point));
        let ear = [
            (0.0, -0.06),
            (-0.1, -0.12),
            (-0.17, 0.0),
            (-0.13, 0.16),
            (-0.04, 0.24),
            (0.01, 0.12),
            (0.0, -0.06),
        ];
        let ear = smooth(&ear).into_iter().map(|point| self.place(point));
        vec![
            polyline(skull.collect(), outline()),
            polyline(face.collect(), outline()),
            polyline(ear.collect(), Stroke::solid(Paint::Muted, 1.2)),
        ]
    }

    /// How far the tape crosses the forehead above the nasion.
    fn forehead(&self, front: Point, nasion: Point) -> Vec<Element> {
        let forwards = self.lengths.sign;
        let outer = nasion.0 + forwards * 20.0;
        let ends = [(outer, front.1), (outer, nasion.1 - 6.0)];
        let foot = |at: Point| line((at.0 - 4.0, at.1), (at.0 + 4.0, at.1), tape());
        let middle = (outer + forwards * 7.0, f64::midpoint(ends[0].1, ends[1].1));
        let up = format!("{:.1} cm", self.lengths.nasion_inion * 0.1);
        let mut out = vec![line(ends[0], ends[1], tape())];
        out.extend(ends.map(foot));
        out.push(bold(middle, forwards, &up, Paint::Study));
        out
    }

    fn tapes(&self) -> Vec<Element> {
        let lengths = self.lengths;
        let way = angle(lengths, lengths.x);
        let (front, mark_a) = (self.on_ball(0.0, RING), self.on_ball(way, RING));
        let back = self.on_ball(std::f64::consts::PI, RING);
        let mut out = vec![
            line(front, back, tape().dash(Dash::Dashed)),
            line(front, mark_a, thick(tape())),
        ];
        let along = |cm: f64| (self.on_ball(angle(lengths, cm), RING), (0.0, 1.0));
        out.extend(ticks(lengths.x, along, tape()));
        let curve = |until: f64| -> Vec<Point> {
            let steps = (0..=24).map(|step| until * f64::from(step) / 24.0);
            steps.map(|share| self.on_ball(way, share)).collect()
        };
        out.push(polyline(curve(RING), path().dash(Dash::Dashed)));
        out.push(polyline(curve(self.goal_share()), thick(path())));
        let ends = [self.on_ball(0.0, 0.0), self.place((0.0, 0.0))];
        out.push(polyline(ends.to_vec(), guide()));
        out
    }

    fn landmarks(&self) -> Vec<Element> {
        let (forwards, backwards) = (self.lengths.sign, -self.lengths.sign);
        let beside = |at: Point, (x, y): Point| (at.0 + x, at.1 + y);
        let place = |front: f64, by: Point| beside(self.place((front, 0.0)), by);
        let (nasion, inion) = (
            place(1.0, (forwards * 10.0, 8.0)),
            place(-1.0, (backwards * 8.0, 0.0)),
        );
        let tragus = place(0.0, (forwards * 8.0, 2.0));
        let vertex = beside(self.on_ball(0.0, 0.0), (0.0, -18.0));
        vec![
            label(nasion, forwards, "nasion", Paint::Muted),
            label(inion, backwards, "inion", Paint::Muted),
            label(tragus, forwards, "tragus", Paint::Muted),
            label(vertex, 0.0, "vertex", Paint::Ink),
        ]
    }

    pub(crate) fn draw(&self) -> Vec<Element> {
        let way = angle(self.lengths, self.lengths.x);
        let (front, mark_a) = (self.on_ball(0.0, RING), self.on_ball(way, RING));
        let goal = self.on_ball(way, self.goal_share());
        let mut out = self.features();
        out.extend(self.tapes());
        out.extend([
            mark(self.on_ball(0.0, 0.0), "1", false),
            mark(front, "2", false),
            mark(mark_a, "3", false),
            mark(goal, "5", true),
            label((mark_a.0, mark_a.1 + 20.0), 0.0, "A", Paint::Ink),
        ]);
        // Away from the line between the ears.
        let free = if way > 1.0 { 1.0 } else { -1.0 } * self.lengths.sign;
        let coil = (goal.0 + free * 22.0, goal.1 + 4.0);
        out.push(bold(coil, free, "coil", Paint::Emphasis));
        out.extend(self.landmarks());
        out.extend(self.forehead(front, self.place((1.0, 0.0))));
        out
    }
}
