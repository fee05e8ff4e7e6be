//! A head from the side: a ball, on which the tape around the head lies four fifths of the way from
//! the vertex down.

use crate::head_guide::{HeadWay, Lengths};
use crate::head_labels::{Labels, Word, along, around};
use crate::head_parts::{
    FURTHEST, GOAL, HOTSPOT, MARK, Point, RING, TICK, angle, bold, guide, line, mark, outline,
    path, polyline, smooth, tape, thick, ticks,
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

    fn goal_share(&self, x: f64, y: f64) -> f64 {
        let way = angle(self.lengths, x);
        let wide = self.lengths.tragus / 2.0 * way.sin();
        let long = self.lengths.nasion_inion / 2.0 * way.cos();
        (y / wide.hypot(long).max(1.0)).min(FURTHEST)
    }

    /// From the inion over the vertex to the nasion.
    fn skull(&self) -> Vec<Point> {
        let steps = (0..=48).map(|step| std::f64::consts::PI * f64::from(step) / 48.0);
        let steps = steps.map(|turn| self.place((-turn.cos(), -turn.sin())));
        steps.collect()
    }

    fn features(&self) -> Vec<Element> {
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
            polyline(self.skull(), outline()),
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

    /// From the vertex down to a share of the way to the nasion, at an angle from the front.
    fn curve(&self, way: f64, until: f64) -> Vec<Point> {
        let steps = (0..=24).map(|step| until * f64::from(step) / 24.0);
        steps.map(|share| self.on_ball(way, share)).collect()
    }

    /// The line from the vertex to the ear.
    fn upright(&self) -> Vec<Point> {
        vec![self.on_ball(0.0, 0.0), self.place((0.0, 0.0))]
    }

    fn tapes(&self, x: f64, y: f64) -> Vec<Element> {
        let lengths = self.lengths;
        let way = angle(lengths, x);
        let (front, mark_a) = (self.on_ball(0.0, RING), self.on_ball(way, RING));
        let back = self.on_ball(std::f64::consts::PI, RING);
        let mut out = vec![
            line(front, back, tape().dash(Dash::Dashed)),
            line(front, mark_a, thick(tape())),
        ];
        let beside = |cm: f64| (self.on_ball(angle(lengths, cm), RING), (0.0, 1.0));
        out.extend(ticks(x, beside, tape()));
        out.push(polyline(self.curve(way, RING), path().dash(Dash::Dashed)));
        let goal = self.curve(way, self.goal_share(x, y));
        out.push(polyline(goal, thick(path())));
        out.push(polyline(self.upright(), guide()));
        out
    }

    fn landmarks(&self, words: &mut Labels) {
        words.keep_line(&self.skull(), 1.0);
        let (forwards, backwards) = (self.lengths.sign, -self.lengths.sign);
        let place = |front: f64, (x, y): Point| {
            let at = self.place((front, 0.0));
            (at.0 + x, at.1 + y)
        };
        let nasion = place(1.0, (forwards * 10.0, 8.0));
        let inion = place(-1.0, (backwards * 8.0, 0.0));
        words.put(&Word::quiet("nasion"), &[(nasion, forwards)]);
        // Towards the neck there is room on every head.
        let lower = (inion.0, inion.1 + 26.0);
        let inion = [(inion, backwards), (lower, backwards)];
        words.put(&Word::quiet("inion"), &inion);
        let tragus = place(0.0, (forwards * 8.0, 2.0));
        let beside = [vec![(tragus, forwards)], around(tragus, 26.0, forwards)];
        words.put(&Word::quiet("tragus"), &beside.concat());
    }

    pub(crate) fn draw(&self) -> Vec<Element> {
        let mut out = self.features();
        out.extend(match self.lengths.way {
            HeadWay::Tape { x, y } => self.by_tape(x, y),
            HeadWay::Forwards { length } => self.forwards(length),
            HeadWay::Midline { length } => self.midline(length),
        });
        out
    }

    fn by_tape(&self, x: f64, y: f64) -> Vec<Element> {
        let way = angle(self.lengths, x);
        let (front, mark_a) = (self.on_ball(0.0, RING), self.on_ball(way, RING));
        let vertex = self.on_ball(0.0, 0.0);
        let goal = self.on_ball(way, self.goal_share(x, y));
        let mut out = self.tapes(x, y);
        out.extend([
            mark(vertex, "1", false),
            mark(front, "2", false),
            mark(mark_a, "3", false),
            mark(goal, "5", true),
        ]);
        let mut words = Labels::default();
        for at in [vertex, front, mark_a] {
            words.keep_mark(at, MARK);
        }
        words.keep_mark(goal, GOAL);
        words.keep_line(&self.curve(way, RING), 3.0);
        words.keep_line(&[front, mark_a], TICK);
        words.keep_line(&self.upright(), 2.0);
        self.landmarks(&mut words);
        words.put(
            &Word::plain("vertex"),
            &[((vertex.0, vertex.1 - 18.0), 0.0)],
        );
        let below = ((mark_a.0, mark_a.1 + 20.0), 0.0);
        let a = [vec![below], around(mark_a, MARK, self.lengths.sign)].concat();
        words.put(&Word::plain("A"), &a);
        // Away from the line between the ears.
        let free = if way > 1.0 { 1.0 } else { -1.0 } * self.lengths.sign;
        words.put(
            &Word::bold("coil", Paint::Emphasis),
            &around(goal, GOAL, free),
        );
        out.extend(self.forehead(front, self.place((1.0, 0.0))));
        out.extend(words.draw());
        out
    }

    /// Along a line on the ball that stays as far beside the midline as the hotspot: so many
    /// centimetres in front of it.
    fn ahead(&self, cm: f64) -> Point {
        let radius = self.lengths.nasion_inion / std::f64::consts::PI;
        let around = (HOTSPOT * 2.0 * std::f64::consts::FRAC_PI_2).cos();
        let turn = cm / (radius * around);
        self.place((around * turn.sin(), -around * turn.cos()))
    }

    fn forwards(&self, length: f64) -> Vec<Element> {
        let sign = self.lengths.sign;
        let (hotspot, goal) = (self.ahead(0.0), self.ahead(length));
        let steps = |from: f64, to: f64| -> Vec<Point> {
            let steps = (0..=24).map(|step| from + (to - from) * f64::from(step) / 24.0);
            steps.map(|cm| self.ahead(cm)).collect()
        };
        let (own, all) = (steps(0.0, length), steps(-2.0, length + 4.0));
        let third = self.ahead(length + 4.0);
        let vertex = self.on_ball(0.0, 0.0);
        let mut out = vec![
            polyline(self.upright(), guide()),
            polyline(all.clone(), path().dash(Dash::Dashed)),
            polyline(own, thick(path())),
            mark(hotspot, "1", false),
            mark(third, "3", false),
            mark(goal, "4", true),
        ];
        let mut words = Labels::default();
        for at in [hotspot, third] {
            words.keep_mark(at, MARK);
        }
        words.keep_mark(goal, GOAL);
        words.keep_line(&all, 4.0);
        words.keep_line(&self.upright(), 2.0);
        self.landmarks(&mut words);
        words.put(
            &Word::plain("vertex"),
            &[((vertex.0, vertex.1 - 12.0), 0.0)],
        );
        let below = ((hotspot.0 - sign * 8.0, hotspot.1 + 46.0), -sign);
        let hand = [vec![below], around(hotspot, MARK, -sign)].concat();
        words.put(&Word::plain("hotspot of the hand"), &hand);
        let below = ((f64::midpoint(hotspot.0, goal.0), hotspot.1 + 26.0), 0.0);
        let text = format!("{length:.1} cm");
        let beside = [vec![below], along(hotspot, goal, sign)].concat();
        words.put(&Word::bold(&text, Paint::Emphasis), &beside);
        let below = ((goal.0 - sign * 2.0, goal.1 + GOAL + 12.0), 0.0);
        let coil = [vec![below], around(goal, GOAL, sign)].concat();
        words.put(&Word::bold("coil", Paint::Emphasis), &coil);
        out.extend(words.draw());
        out
    }

    fn midline(&self, length: f64) -> Vec<Element> {
        let sign = self.lengths.sign;
        let until = 1.0 - length / (self.lengths.nasion_inion / 2.0);
        let share = |part: f64| self.on_ball(0.0, 1.0 + part * (until - 1.0));
        let tape_there: Vec<Point> = (0..=24).map(|step| share(f64::from(step) / 24.0)).collect();
        let (nasion, goal, vertex) = (share(0.0), share(1.0), self.on_ball(0.0, 0.0));
        let middle = share(0.5);
        let mut out = vec![
            polyline(self.upright(), guide()),
            polyline(tape_there.clone(), thick(path())),
            mark(nasion, "1", false),
            mark(goal, "2", true),
        ];
        let mut words = Labels::default();
        words.keep_mark(nasion, MARK);
        words.keep_mark(goal, GOAL);
        words.keep_line(&tape_there, 4.0);
        words.keep_line(&self.upright(), 2.0);
        self.landmarks(&mut words);
        words.put(
            &Word::plain("vertex"),
            &[((vertex.0, vertex.1 - 12.0), 0.0)],
        );
        let text = format!("{length:.1} cm");
        words.put(
            &Word::bold(&text, Paint::Emphasis),
            &around(middle, 8.0, sign),
        );
        words.put(
            &Word::bold("coil", Paint::Emphasis),
            &around(goal, GOAL, sign),
        );
        out.extend(words.draw());
        out
    }
}
