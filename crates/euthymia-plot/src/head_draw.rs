//! A head from above and from the side: outlines, landmarks, tapes and marks.
//!
//! From above the scalp is laid flat, so that lengths from the vertex are to scale. From the side it is
//! a ball, on which the tape around the head lies four fifths of the way from the vertex down.

use crate::head_guide::Lengths;
use crate::metrics::Weight;
use crate::scene::{Anchor, Circle, Dash, Element, Group, Line, Polygon, Polyline, Stroke, Text};
use crate::theme::Paint;

type Point = (f64, f64);

/// Half of the longer line over the vertex, from above, in pixels.
const HALF: f64 = 200.0;
/// What lies further from the vertex than this share of half the line is drawn there.
const FURTHEST: f64 = 1.1;
/// The tape around the head crosses the lines over the vertex at this share of their half.
const RING: f64 = 0.8;
/// Radius of the ball from the side in pixels.
const RADIUS: f64 = 150.0;
const CORNERS: usize = 96;

/// The angle of a place along the tape, from the front.
fn angle(lengths: Lengths, along: f64) -> f64 {
    along / (lengths.circumference / 4.0) * std::f64::consts::FRAC_PI_2
}

fn outline() -> Stroke {
    Stroke::solid(Paint::Ink, 1.6)
}

fn guide() -> Stroke {
    Stroke::solid(Paint::Reference, 1.0).dash(Dash::Dotted)
}

fn tape() -> Stroke {
    Stroke::solid(Paint::Study, 1.6)
}

fn path() -> Stroke {
    Stroke::solid(Paint::Emphasis, 2.0)
}

fn line(from: Point, to: Point, stroke: Stroke) -> Element {
    Element::Line(Line { from, to, stroke })
}

fn polyline(points: Vec<Point>, stroke: Stroke) -> Element {
    Element::Polyline(Polyline { points, stroke })
}

/// A word at a place; `sign` −1 puts it to the left of it, 1 to the right, 0 in its middle.
fn label(at: Point, sign: f64, text: &str, paint: Paint) -> Element {
    let anchor = if sign < 0.0 {
        Anchor::End
    } else if sign > 0.0 {
        Anchor::Start
    } else {
        Anchor::Middle
    };
    Element::Text(
        Text::new(at.0, at.1 + 4.5, text)
            .anchor(anchor)
            .paint(paint),
    )
}

/// A mark with the number of its step.
fn mark(at: Point, number: &str, is_goal: bool) -> Element {
    let (paint, radius) = if is_goal {
        (Paint::Emphasis, 12.0)
    } else {
        (Paint::Study, 9.0)
    };
    let circle = |radius, fill, stroke| {
        Element::Circle(Circle {
            centre: at,
            radius,
            fill,
            stroke,
        })
    };
    let mut parts = vec![circle(radius, Some(paint), None)];
    if is_goal {
        parts.push(circle(radius + 4.0, None, Some(Stroke::solid(paint, 1.6))));
    }
    let digit = Text::new(at.0, at.1 + 4.5, number)
        .anchor(Anchor::Middle)
        .weight(Weight::Bold)
        .paint(Paint::Paper);
    parts.push(Element::Text(digit));
    Element::Group(Group::new("mark", parts))
}

/// Marks of a tape for every centimetre up to a length, longer at every fifth.
fn ticks(length: f64, place: impl Fn(f64) -> (Point, Point), stroke: Stroke) -> Vec<Element> {
    let mut out = Vec::new();
    let mut centimetre = 1;
    while f64::from(centimetre) <= length && centimetre < 60 {
        let (at, way) = place(f64::from(centimetre));
        let reach = if centimetre % 5 == 0 { 7.0 } else { 4.0 };
        let from = (at.0 - way.0 * reach, at.1 - way.1 * reach);
        let to = (at.0 + way.0 * reach, at.1 + way.1 * reach);
        out.push(line(
            from,
            to,
            Stroke {
                width: 1.0,
                ..stroke
            },
        ));
        centimetre += 1;
    }
    out
}

/// A direction of length one.
fn unit((x, y): Point) -> Point {
    let length = x.hypot(y).max(1e-9);
    (x / length, y / length)
}

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
        out.push(polyline(
            steps.collect(),
            Stroke {
                width: 3.0,
                ..tape()
            },
        ));
        let mark_a = self.at(way, RING);
        out.push(line(self.centre, mark_a, path().dash(Dash::Dashed)));
        let ahead = unit((mark_a.0 - self.centre.0, mark_a.1 - self.centre.1));
        let down = |cm: f64| {
            let at = self.down_from_vertex(ahead, cm);
            (at, (-ahead.1, ahead.0))
        };
        out.extend(ticks(lengths.y, down, path()));
        out.push(line(
            self.centre,
            self.goal(),
            Stroke {
                width: 3.0,
                ..path()
            },
        ));
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

fn bold(at: Point, sign: f64, text: &str, paint: Paint) -> Element {
    match label(at, sign, text, paint) {
        Element::Text(text) => Element::Text(text.weight(Weight::Bold)),
        other => other,
    }
}

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

    pub(crate) fn draw(&self) -> Vec<Element> {
        let lengths = self.lengths;
        let way = angle(lengths, lengths.x);
        let (forwards, backwards) = (lengths.sign, -lengths.sign);
        let mut out = self.features();
        let (front, back) = (
            self.on_ball(0.0, RING),
            self.on_ball(std::f64::consts::PI, RING),
        );
        let (vertex, mark_a) = (self.on_ball(0.0, 0.0), self.on_ball(way, RING));
        out.push(line(front, back, tape().dash(Dash::Dashed)));
        out.push(line(
            front,
            mark_a,
            Stroke {
                width: 3.0,
                ..tape()
            },
        ));
        let along = |cm: f64| (self.on_ball(angle(lengths, cm), RING), (0.0, 1.0));
        out.extend(ticks(lengths.x, along, tape()));
        let curve = |until: f64| -> Vec<Point> {
            let steps = 0..=24;
            steps
                .map(|step| self.on_ball(way, until * f64::from(step) / 24.0))
                .collect()
        };
        out.push(polyline(curve(RING), path().dash(Dash::Dashed)));
        let share = self.goal_share();
        out.push(polyline(
            curve(share),
            Stroke {
                width: 3.0,
                ..path()
            },
        ));
        let tragus = self.place((0.0, 0.0));
        out.push(polyline(vec![vertex, tragus], guide()));
        let goal = self.on_ball(way, share);
        out.extend([
            mark(vertex, "1", false),
            mark(front, "2", false),
            mark(mark_a, "3", false),
            mark(goal, "5", true),
        ]);
        out.push(label(
            (vertex.0, vertex.1 - 18.0),
            0.0,
            "vertex",
            Paint::Ink,
        ));
        let a = (mark_a.0, mark_a.1 + 20.0);
        out.push(label(a, 0.0, "A", Paint::Ink));
        // Away from the line between the ears.
        let free = if way > 1.0 { forwards } else { backwards };
        let coil = (goal.0 + free * 22.0, goal.1 + 4.0);
        out.push(bold(coil, free, "coil", Paint::Emphasis));
        let nasion = self.place((1.0, 0.0));
        let word = (nasion.0 + forwards * 10.0, nasion.1 + 8.0);
        out.push(label(word, forwards, "nasion", Paint::Muted));
        out.extend(self.forehead(front, nasion));
        let inion = self.place((-1.0, 0.0));
        out.push(label(
            (inion.0 + backwards * 8.0, inion.1),
            backwards,
            "inion",
            Paint::Muted,
        ));
        let tragus_word = (tragus.0 + forwards * 8.0, tragus.1 + 2.0);
        out.push(label(tragus_word, forwards, "tragus", Paint::Muted));
        out
    }
}

/// A curve through points (Catmull–Rom), with straight tangents at the ends.
fn smooth(points: &[Point]) -> Vec<Point> {
    let get = |index: usize| points.get(index).copied();
    let mut out: Vec<Point> = points.first().copied().into_iter().collect();
    for (index, pair) in points.windows(2).enumerate() {
        let &[from, to] = pair else { continue };
        let before = index.checked_sub(1).and_then(get).unwrap_or(from);
        let after = get(index + 2).unwrap_or(to);
        for step in 1..=4 {
            let t = f64::from(step) / 4.0;
            let blend = |a: f64, b: f64, c: f64, d: f64| {
                let (p, q) = (c - a, 2.0 * a - 5.0 * b + 4.0 * c - d);
                let r = 3.0 * b - a - 3.0 * c + d;
                0.5 * (2.0 * b + p * t + q * t * t + r * t * t * t)
            };
            out.push((
                blend(before.0, from.0, to.0, after.0),
                blend(before.1, from.1, to.1, after.1),
            ));
        }
    }
    out
}
