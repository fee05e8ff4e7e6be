//! Draws one lane of a swimmer plot: bar, phases, marks, arrow.

use crate::axis::{Placed, Position};
use crate::axis_draw::line;
use crate::columns::{Layout, SMALL};
use crate::glyph::{self, Glyph};
use crate::lettering::{every, printed};
use crate::metrics::{Weight, fit};
use crate::scene::{Element, Group, Polygon, Stroke, Text};
use crate::swimmer::{LABEL, Lane, Swimmer, span};
use crate::texture::{self, Area, Texture};
use crate::theme::Paint;

const PITCH_MAX: f64 = 22.0;
const PITCH_MIN: f64 = 4.5;
/// Height wanted for all lanes; with 60 lanes each has 14 pixels.
const HEIGHT: f64 = 840.0;
const ARROW: f64 = 11.0;
/// Lanes at least this high have room for ticks above their bar.
const TICKS_FROM: f64 = 9.0;

/// Heights within a lane, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LaneHeight {
    /// From one lane to the next.
    pub(crate) pitch: f64,
    bar: f64,
    tick: f64,
    radius: f64,
}

impl LaneHeight {
    pub(crate) fn of(lanes: usize) -> Self {
        let pitch = (HEIGHT / lanes.max(1) as f64).clamp(PITCH_MIN, PITCH_MAX);
        Self {
            pitch,
            bar: (pitch * 0.56).max(3.0),
            tick: if pitch < TICKS_FROM {
                0.0
            } else {
                (pitch * 0.2).min(4.0)
            },
            radius: (pitch * 0.3).clamp(2.4, 5.0),
        }
    }
}

/// What is drawn of all lanes, and what could not be.
pub(crate) struct LaneDraw<'a> {
    figure: &'a Swimmer,
    layout: &'a Layout,
    placed: &'a Placed,
    height: LaneHeight,
    labels_every: usize,
    unusable: usize,
    beyond: usize,
    moved: usize,
    thin: usize,
}

impl<'a> LaneDraw<'a> {
    pub(crate) fn new(
        figure: &'a Swimmer,
        layout: &'a Layout,
        placed: &'a Placed,
        height: LaneHeight,
    ) -> Self {
        Self {
            figure,
            layout,
            placed,
            height,
            labels_every: every(height.pitch, SMALL + 1.0),
            unusable: 0,
            beyond: 0,
            moved: 0,
            thin: 0,
        }
    }

    /// What the figure must say about what it does not show.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.labels_every > 1 {
            notes.push(format!(
                "One lane label in {} is printed.",
                self.labels_every
            ));
        }
        if self.thin > 0 {
            notes.push(format!(
                "Lanes this thin have no room for upright strokes: {} not drawn.",
                self.thin
            ));
        }
        if self.moved > 0 {
            notes.push(format!(
                "Marks set beside their place because another one stands there: {}.",
                self.moved
            ));
        }
        if self.beyond > 0 {
            notes.push(format!("Marks beyond the axis: {}.", self.beyond));
        }
        if self.unusable > 0 {
            notes.push(format!(
                "Not drawn for want of a usable time or kind: {}.",
                self.unusable
            ));
        }
        notes
    }

    /// Draws a lane with its top at `top`.
    pub(crate) fn lane(&mut self, out: &mut Vec<Element>, lane: &Lane, index: usize, top: f64) {
        let middle = top + self.height.pitch - self.height.bar / 2.0 - self.height.pitch * 0.12;
        let mut children = Vec::new();
        if printed(index, self.labels_every) {
            let label = fit(&lane.label, self.layout.label.width, LABEL, Weight::Regular);
            let text = Text::new(self.layout.label.x, middle + LABEL * 0.35, &label).size(LABEL);
            children.push(Element::Text(text));
        }
        match lane.span() {
            Some((from, to)) => {
                children.extend(self.bar(Texture::Open, from, to, middle, "contact"));
                children.extend(self.phases(lane, middle));
                children.extend(self.end(lane, to, middle));
            }
            None => {
                self.unusable += 1;
                children.extend(self.phases(lane, middle));
            }
        }
        children.extend(self.marks(lane, middle));
        out.push(Element::Group(Group {
            part: "lane",
            title: Some(self.figure.lane_in_words(lane)),
            children,
        }));
    }

    fn phases(&mut self, lane: &Lane, middle: f64) -> Vec<Element> {
        let mut out = Vec::new();
        for (index, from, to) in &lane.phases {
            let known = self.figure.phases.get(*index);
            match (known, span(*from, *to)) {
                (Some(phase), Some((from, to))) => {
                    out.extend(self.bar(phase.filling(*index), from, to, middle, "phase"));
                }
                _ => self.unusable += 1,
            }
        }
        out
    }

    /// The part of a bar that lies on the axis.
    fn bar(
        &self,
        texture: Texture,
        from: f64,
        to: f64,
        middle: f64,
        part: &'static str,
    ) -> Option<Element> {
        let (start, end) = (self.placed.position(from), self.placed.position(to));
        if matches!(start, Position::Right) || matches!(end, Position::Left) {
            return None;
        }
        let (left, right) = (self.placed.clamped(from), self.placed.clamped(to));
        let area = Area {
            x: left,
            y: middle - self.height.bar / 2.0,
            width: (right - left).max(0.5),
            height: self.height.bar,
        };
        Some(Element::Group(Group::new(
            part,
            texture::fill(texture, area),
        )))
    }

    /// An arrow at the end of a course that goes on, inside the margin of the figure.
    fn end(&self, lane: &Lane, last: f64, middle: f64) -> Option<Element> {
        if !lane.ongoing {
            return None;
        }
        let x = self.placed.clamped(last);
        let half = (self.height.pitch * 0.25).clamp(2.0, 4.5);
        let head = vec![
            (x + ARROW, middle),
            (x + ARROW - 1.7 * half, middle - half),
            (x + ARROW - 1.7 * half, middle + half),
        ];
        let stroke = Stroke::solid(Paint::Study, 1.6);
        let children = vec![
            line((x, middle), (x + ARROW - 1.7 * half, middle), stroke),
            Element::Polygon(Polygon {
                points: head,
                fill: Some(Paint::Study),
                stroke: None,
            }),
        ];
        Some(Element::Group(Group::new("ongoing", children)))
    }

    /// Ticks above the bar, then the other marks on it, those in the same place side by side.
    fn marks(&mut self, lane: &Lane, middle: f64) -> Vec<Element> {
        let mut ticks = Vec::new();
        let mut others = Vec::new();
        for (index, at) in &lane.marks {
            let kind = self.figure.kinds.get(*index).filter(|_| at.is_finite());
            match (kind, at.is_finite().then(|| self.placed.position(*at))) {
                (Some(kind), Some(Position::At(x))) if kind.glyph == Glyph::Tick => ticks.push(x),
                (Some(kind), Some(Position::At(x))) => others.push((x, kind.glyph)),
                (Some(_), Some(Position::Left | Position::Right)) => self.beyond += 1,
                _ => self.unusable += 1,
            }
        }
        let edge = middle - self.height.bar / 2.0;
        if self.height.tick <= 0.0 {
            self.thin += ticks.len();
            ticks.clear();
        }
        let stroke = Stroke::solid(Paint::Ink, 1.2);
        let mut out: Vec<Element> = ticks
            .into_iter()
            .map(|x| line((x, edge - self.height.tick), (x, edge), stroke))
            .collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0));
        let radius = self.height.radius;
        let mut taken = f64::NEG_INFINITY;
        for (x, glyph) in others {
            let place = x.max(taken + 2.1 * radius).min(self.placed.right);
            self.moved += usize::from(place - x > 0.5);
            taken = place;
            out.push(glyph::draw(glyph, (place, middle), radius));
        }
        out
    }
}
