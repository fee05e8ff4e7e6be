//! A head from above: the scalp laid flat, so that lengths from the vertex are to scale.

use crate::head_guide::{HeadWay, Lengths};
use crate::head_labels::{Labels, Word, along, around};
use crate::head_parts::{
    FURTHEST, GOAL, HOTSPOT, MARK, Point, RING, TICK, angle, guide, line, mark, outline, path,
    polyline, smooth, tape, thick, ticks, unit,
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

    /// The lines over the vertex.
    fn cross(&self) -> Vec<Element> {
        let quarter = std::f64::consts::FRAC_PI_2;
        let at = |turns: f64| self.at(turns * quarter, 1.0);
        vec![
            line(at(0.0), at(2.0), guide()),
            line(at(1.0), at(3.0), guide()),
        ]
    }

    fn tapes(&self, x: f64, y: f64) -> Vec<Element> {
        let lengths = self.lengths;
        let mut out = self.cross();
        out.push(self.ellipse(RING, tape().dash(Dash::Dashed)));
        let beside = |cm: f64| {
            let at = self.at(angle(lengths, cm), RING);
            (at, unit((at.0 - self.centre.0, at.1 - self.centre.1)))
        };
        out.extend(ticks(x, beside, tape()));
        out.push(polyline(self.arc(x), thick(tape())));
        let mark_a = self.at(angle(lengths, x), RING);
        out.push(line(self.centre, mark_a, path().dash(Dash::Dashed)));
        let ahead = unit((mark_a.0 - self.centre.0, mark_a.1 - self.centre.1));
        let down = |cm: f64| (self.down_from_vertex(ahead, cm), (-ahead.1, ahead.0));
        out.extend(ticks(y, down, path()));
        out.push(line(self.centre, self.goal(x, y), thick(path())));
        out
    }

    /// The part of the tape around the head that is measured.
    fn arc(&self, x: f64) -> Vec<Point> {
        let way = angle(self.lengths, x);
        let steps = (0..=24).map(|step| self.at(way * f64::from(step) / 24.0, RING));
        steps.collect()
    }

    fn down_from_vertex(&self, ahead: Point, cm: f64) -> Point {
        let reach = (cm * self.scale).min(FURTHEST * HALF);
        (
            self.centre.0 + ahead.0 * reach,
            self.centre.1 + ahead.1 * reach,
        )
    }

    fn goal(&self, x: f64, y: f64) -> Point {
        let mark_a = self.at(angle(self.lengths, x), RING);
        let ahead = unit((mark_a.0 - self.centre.0, mark_a.1 - self.centre.1));
        self.down_from_vertex(ahead, y)
    }

    /// Words that every head has; all others keep off its outline and the lines over the vertex.
    fn landmarks(&self, words: &mut Labels) {
        let quarter = std::f64::consts::FRAC_PI_2;
        let at = |turns: f64| self.at(turns * quarter, 1.0);
        words.keep_line(&[at(0.0), at(2.0)], 1.0);
        words.keep_line(&[at(1.0), at(3.0)], 1.0);
        let outline: Vec<Point> = (0..=48).map(|step| at(f64::from(step) / 12.0)).collect();
        words.keep_line(&outline, 1.0);
        let (nasion, back) = (self.at(0.0, 1.0), self.at(std::f64::consts::PI, 1.0));
        words.put(
            &Word::quiet("nasion"),
            &[((nasion.0 - 22.0, nasion.1 - 8.0), -1.0)],
        );
        words.put(&Word::quiet("inion"), &[((back.0, back.1 + 14.0), 0.0)]);
        let wide = self.lengths.tragus / 2.0 * self.scale;
        for (side, sign) in [("L", -1.0), ("R", 1.0)] {
            let below_ear = (self.centre.0 + sign * (wide + 9.0), self.centre.1 + 36.0);
            words.put(&Word::bold(side, Paint::Ink), &[(below_ear, 0.0)]);
        }
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
        let (out_there, inwards) = (self.lengths.sign, -self.lengths.sign);
        let way = angle(self.lengths, x);
        let (front, mark_a, goal) = (self.at(0.0, RING), self.at(way, RING), self.goal(x, y));
        let mut out = self.tapes(x, y);
        out.push(mark(self.centre, "1", false));
        out.push(mark(front, "2", false));
        out.push(mark(mark_a, "3", false));
        out.push(mark(goal, "5", true));
        let mut words = Labels::default();
        for at in [self.centre, front, mark_a] {
            words.keep_mark(at, MARK);
        }
        words.keep_mark(goal, GOAL);
        words.keep_line(&self.arc(x), TICK);
        words.keep_line(&[self.centre, goal], TICK);
        words.keep_line(&[goal, mark_a], 3.0);
        self.landmarks(&mut words);
        let below = (self.centre.0 + inwards * 8.0, self.centre.1 + 16.0);
        let vertex = [vec![(below, inwards)], around(self.centre, MARK, inwards)].concat();
        words.put(&Word::plain("vertex"), &vertex);
        let below = (front.0 + inwards * 13.0, front.1 + 20.0);
        let forehead = [vec![(below, inwards)], around(front, MARK, inwards)].concat();
        words.put(&Word::plain("FPz"), &forehead);
        words.put(&Word::plain("A"), &around(mark_a, MARK, out_there));
        // Inside of the tape, then outside of it, then on the other side.
        let inside = [0.63, 0.5, 0.92].into_iter().flat_map(|share| {
            let along = [0.5, 0.35, 0.65, -0.5].map(|part| part * way);
            along.map(|way| (self.at(way, share), 0.0))
        });
        let inside: Vec<(Point, f64)> = inside.collect();
        let text = format!("X {x:.1} cm");
        words.put(&Word::bold(&text, Paint::Study), &inside);
        let text = format!("Y {y:.1} cm");
        let beside = along(self.centre, goal, out_there);
        words.put(&Word::bold(&text, Paint::Emphasis), &beside);
        let coil = (goal.0 + out_there * 16.0, goal.1 + 20.0);
        let coil = [vec![(coil, out_there)], around(goal, GOAL, out_there)].concat();
        words.put(&Word::bold("coil", Paint::Emphasis), &coil);
        out.extend(words.draw());
        out
    }

    /// From the hotspot forwards.
    fn forwards(&self, length: f64) -> Vec<Element> {
        let sign = self.lengths.sign;
        let across = HOTSPOT * self.lengths.tragus * self.scale;
        let hotspot = (self.centre.0 + sign * across, self.centre.1);
        let up = |cm: f64| (hotspot.0, hotspot.1 - cm * self.scale);
        let goal = up(length);
        let midline = (self.centre.0, self.at(0.0, 0.55).1);
        let third = up((length + 4.5).min(0.47 * self.lengths.nasion_inion));
        let mut out = self.cross();
        let whole = [self.at(0.0, 1.0), self.at(std::f64::consts::PI, 1.0)];
        out.push(line(whole[0], whole[1], tape().dash(Dash::Dashed)));
        out.push(line(up(-3.0), third, path().dash(Dash::Dashed)));
        out.extend(ticks(length, |cm| (up(cm), (1.0, 0.0)), path()));
        out.push(line(hotspot, goal, thick(path())));
        out.push(mark(hotspot, "1", false));
        out.push(mark(midline, "2", false));
        out.push(mark(third, "3", false));
        out.push(mark(goal, "4", true));
        let mut words = Labels::default();
        for at in [hotspot, midline, third] {
            words.keep_mark(at, MARK);
        }
        words.keep_mark(goal, GOAL);
        words.keep_line(&[up(-3.0), third], TICK);
        words.keep_line(&whole, 3.0);
        self.landmarks(&mut words);
        words.put(&Word::plain("vertex"), &around(self.centre, 4.0, -sign));
        words.put(&Word::plain("midline"), &around(midline, MARK, -sign));
        let below = ((hotspot.0, hotspot.1 + 60.0), 0.0);
        let hand = [vec![below], around(hotspot, MARK, sign)].concat();
        words.put(&Word::plain("hotspot of the hand"), &hand);
        let text = format!("{length:.1} cm");
        words.put(
            &Word::bold(&text, Paint::Emphasis),
            &along(hotspot, goal, sign),
        );
        words.put(
            &Word::bold("coil", Paint::Emphasis),
            &around(goal, GOAL, sign),
        );
        out.extend(words.draw());
        out
    }

    /// From the nasion along the midline.
    fn midline(&self, length: f64) -> Vec<Element> {
        let nasion = self.at(0.0, 1.0);
        let down = |cm: f64| (nasion.0, nasion.1 + cm * self.scale);
        let (goal, back) = (down(length), self.at(std::f64::consts::PI, 1.0));
        let mut out = self.cross();
        out.push(line(nasion, back, tape().dash(Dash::Dashed)));
        out.extend(ticks(length, |cm| (down(cm), (1.0, 0.0)), path()));
        out.push(line(nasion, goal, thick(path())));
        out.push(mark(nasion, "1", false));
        out.push(mark(goal, "2", true));
        let mut words = Labels::default();
        words.keep_mark(nasion, MARK);
        words.keep_mark(goal, GOAL);
        words.keep_line(&[nasion, goal], TICK);
        self.landmarks(&mut words);
        words.put(&Word::plain("vertex"), &around(self.centre, 4.0, 1.0));
        let text = format!("{length:.1} cm");
        words.put(
            &Word::bold(&text, Paint::Emphasis),
            &along(nasion, goal, -1.0),
        );
        words.put(
            &Word::bold("coil", Paint::Emphasis),
            &around(goal, GOAL, 1.0),
        );
        out.extend(words.draw());
        out
    }
}
