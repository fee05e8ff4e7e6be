//! Two results of each node against each other: ranks, or benefit and risk.

use crate::axis::{Axis, Extent};
use crate::axis_draw::line;
use crate::columns::{MARGIN, SMALL};
use crate::coordinates::{Coordinates, Shown};
use crate::frame::{self, KeyItem, Sign};
use crate::glyph::{self, Glyph};
use crate::interval::{Estimate, Interval};
use crate::metrics::{Weight, fit};
use crate::panel::Point;
use crate::point_names::{self, Named, Region};
use crate::scene::{Anchor, Element, Group, Scene, Stroke, Text};
use crate::theme::Paint;
use crate::value_axis;
use crate::words::{counted, number};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 440.0;
const RADIUS: f64 = 4.6;

/// Nodes in a plane of two results, each with a cross of its two intervals if it has any.
///
/// The reference lines of the two axes divide the plane into quadrants, which can be named. Points
/// beyond the axes, and those without both results, are listed below; intervals are cut at the axes.
/// A name that finds no room is listed below, too.
///
/// # Example
/// ```
/// use euthymia_plot::{Axis, RankPoint, RankScatter, Scale};
/// let share = |label: &str| Axis {
///     scale: Scale::Percent,
///     label: label.into(),
///     limits: Some((0.0, 1.0)),
///     reference_line: Some(0.5),
///     ..Axis::default()
/// };
/// let figure = RankScatter {
///     title: "Two ranks".into(),
///     x: share("SUCRA, response"),
///     y: share("SUCRA, staying in"),
///     points: vec![RankPoint::at("A", 0.9, 0.4), RankPoint::at("B", 0.2, 0.7)],
///     quadrants: ["", "both high", "both low", ""].map(str::to_owned),
///     ..RankScatter::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("A: SUCRA, response 0.9; SUCRA, staying in 0.4"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankScatter {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// The horizontal axis.
    pub x: Axis,
    /// The upright axis; its directions and the name of its reference line are not printed.
    pub y: Axis,
    /// The nodes.
    pub points: Vec<RankPoint>,
    /// Names of the quadrants: upper left, upper right, lower left, lower right; may be empty.
    pub quadrants: [String; 4],
    /// What crosses are, for the key, such as "95% CI".
    pub interval_label: String,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One node.
#[derive(Clone, Debug, PartialEq)]
pub struct RankPoint {
    /// Its name.
    pub label: String,
    /// Its result on the horizontal axis.
    pub x: Estimate,
    /// Its result on the upright axis.
    pub y: Estimate,
    /// Whether it should be found at once.
    pub emphasised: bool,
}

impl RankPoint {
    /// A point without intervals.
    #[must_use]
    pub fn at(label: &str, x: f64, y: f64) -> Self {
        Self::crossed(label, Estimate::new(x, x, x), Estimate::new(y, y, y))
    }

    /// A point with its intervals.
    #[must_use]
    pub fn crossed(label: &str, x: Estimate, y: Estimate) -> Self {
        Self {
            label: label.to_owned(),
            x,
            y,
            emphasised: false,
        }
    }

    /// Makes the point one to be found at once.
    #[must_use]
    pub fn emphasise(mut self) -> Self {
        self.emphasised = true;
        self
    }

    fn known(&self) -> Option<(Interval, Interval)> {
        match (&self.x, &self.y) {
            (Estimate::Known(x), Estimate::Known(y)) => Some((*x, *y)),
            _ => None,
        }
    }

    fn weight(&self) -> Weight {
        if self.emphasised {
            Weight::Bold
        } else {
            Weight::Regular
        }
    }

    fn paint(&self) -> Paint {
        if self.emphasised {
            Paint::Emphasis
        } else {
            Paint::Study
        }
    }
}

impl RankScatter {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let top = value_axis::name(out, &self.y.label, top, WIDTH);
        let extent = |of: fn((Interval, Interval)) -> Interval| {
            let known: Vec<Interval> = self
                .points
                .iter()
                .filter_map(|p| p.known().map(of))
                .collect();
            Extent {
                points: known.iter().map(|i| i.estimate()).collect(),
                intervals: known.iter().map(|i| (i.lower(), i.upper())).collect(),
            }
        };
        let x = Shown {
            axis: &self.x,
            extent: extent(|p| p.0),
        };
        let y = Shown {
            axis: &self.y,
            extent: extent(|p| p.1),
        };
        let at = Coordinates::new(&x, &y, (top, HEIGHT), WIDTH - MARGIN - 14.0, false);
        at.grid(out);
        let quadrants = self.name_quadrants(out, &at);
        let mut lines = self.crosses(out, &at);
        lines.extend(at.references());
        let unnamed = self.marks(out, &at, &quadrants, &lines);
        let bottom = at.axis(out, WIDTH);
        let mut notes = self.footnotes.clone();
        notes.extend(self.notes(&at, &unnamed));
        frame::finish(scene, bottom + 8.0, &self.key(), notes, self.in_words())
    }

    /// Prints the names of the quadrants, each in the outermost of its corners that holds no point;
    /// returns where they stand.
    fn name_quadrants(&self, out: &mut Vec<Element>, at: &Coordinates) -> Vec<Region> {
        let ((left, right), (top, bottom)) = (at.across(), at.down());
        let (x, y) = at.centre();
        let marks: Vec<Region> = self
            .points
            .iter()
            .filter_map(|p| at.point(estimates(p)?))
            .map(|centre| Region::around((centre, centre)).wider(RADIUS))
            .collect();
        let mut regions = Vec::new();
        let mut children = Vec::new();
        for (index, name) in self.quadrants.iter().enumerate() {
            let (from, to, outer) = if index % 2 == 0 {
                (left, x, Anchor::Start)
            } else {
                (x, right, Anchor::End)
            };
            let (high, low) = if index < 2 { (top, y) } else { (y, bottom) };
            let name = fit(name, to - from - 14.0, SMALL, Weight::Bold);
            if name.trim().is_empty() {
                continue;
            }
            let inner = if outer == Anchor::Start {
                Anchor::End
            } else {
                Anchor::Start
            };
            let rows = if index < 2 {
                [high + 16.0, low - 8.0]
            } else {
                [low - 8.0, high + 16.0]
            };
            let places = rows.into_iter().flat_map(|y| [(outer, y), (inner, y)]);
            let texts: Vec<Text> = places
                .map(|(anchor, y)| {
                    let x = if anchor == Anchor::Start {
                        from + 7.0
                    } else {
                        to - 7.0
                    };
                    let text = Text::new(x, y, &name).size(SMALL).weight(Weight::Bold);
                    text.anchor(anchor).paint(Paint::Muted)
                })
                .collect();
            let free = |text: &&Text| !marks.iter().any(|m| m.touches(&Region::of(text)));
            if let Some(text) = texts.iter().find(free).or(texts.first()) {
                regions.push(Region::of(text));
                children.push(Element::Text(text.clone()));
            }
        }
        out.push(Element::Group(Group::new("quadrants", children)));
        regions
    }

    /// Draws the intervals; returns where they stand.
    fn crosses(&self, out: &mut Vec<Element>, at: &Coordinates) -> Vec<Region> {
        let mut regions = Vec::new();
        let mut children = Vec::new();
        for point in &self.points {
            let Some((x, y)) = point.known() else {
                continue;
            };
            let stroke = Stroke::solid(point.paint(), 1.1);
            let ends = [
                ((x.lower(), y.estimate()), (x.upper(), y.estimate())),
                ((x.estimate(), y.lower()), (x.estimate(), y.upper())),
            ];
            for (from, to) in ends.into_iter().filter(|(from, to)| from != to) {
                if let Some((from, to)) = at.panel.segment(at.value(from), at.value(to)) {
                    children.push(line(from, to, stroke));
                    regions.push(Region::around((from, to)));
                }
            }
        }
        out.push(Element::Group(Group::new("crosses", children)));
        regions
    }

    /// Draws marks and names; returns the names that found no room.
    fn marks(
        &self,
        out: &mut Vec<Element>,
        at: &Coordinates,
        quadrants: &[Region],
        lines: &[Region],
    ) -> Vec<String> {
        let shown: Vec<(&RankPoint, Point)> = self
            .points
            .iter()
            .filter_map(|p| Some((p, at.point(estimates(p)?)?)))
            .collect();
        let named: Vec<Named> = shown
            .iter()
            .map(|(point, centre)| Named {
                centre: *centre,
                radius: RADIUS + 1.0,
                name: &point.label,
                weight: point.weight(),
            })
            .collect();
        let ((left, right), (top, bottom)) = (at.across(), at.down());
        let bounds = Region {
            left: left + 2.0,
            top,
            right: right + 10.0,
            bottom,
        };
        let mut unnamed = Vec::new();
        let mut texts = Vec::new();
        let names = point_names::place(&named, quadrants, lines, bounds);
        for ((point, centre), name) in shown.iter().zip(names) {
            let kind = if point.emphasised {
                Glyph::Diamond
            } else {
                Glyph::Dot
            };
            match name {
                Some(name) => {
                    if let Some(end) = name.leader {
                        texts.push(line(*centre, end, Stroke::solid(Paint::Reference, 0.8)));
                    }
                    texts.push(Element::Text(name.text));
                }
                None => unnamed.push(point.label.clone()),
            }
            let mut group = Group::new(
                "node",
                vec![glyph::painted(kind, *centre, RADIUS, point.paint())],
            );
            group.title = Some(point.label.clone());
            texts.push(Element::Group(group));
        }
        out.push(Element::Group(Group::new("nodes", texts)));
        unnamed
    }

    fn notes(&self, at: &Coordinates, unnamed: &[String]) -> Vec<String> {
        let missing = self.points.iter().filter(|p| p.known().is_none());
        let missing: Vec<String> = missing.map(|p| p.label.clone()).collect();
        let beyond = self
            .points
            .iter()
            .filter(|p| estimates(p).is_some_and(|e| at.point(e).is_none()));
        let beyond: Vec<String> = beyond.map(|p| p.label.clone()).collect();
        let note = |what: &str, names: &[String]| {
            let count = counted(names.len(), "node", "nodes");
            (!names.is_empty()).then(|| format!("{what}, {count}: {}.", names.join(", ")))
        };
        [
            note("Without both results", &missing),
            note("Beyond the axes", &beyond),
            note("Without a name for want of room", unnamed),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn key(&self) -> Vec<KeyItem> {
        let known = || self.points.iter().filter_map(|p| p.known());
        let wide = known().any(|(x, y)| x.lower() < x.upper() || y.lower() < y.upper());
        let label = self.interval_label.trim();
        let cross = (wide && !label.is_empty()).then(|| {
            KeyItem::new(
                Sign::Stroke(Stroke::solid(Paint::Study, 1.1)),
                format!("Cross: {label}"),
            )
        });
        cross.into_iter().collect()
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        let names = ["upper left", "upper right", "lower left", "lower right"];
        for (place, name) in names
            .iter()
            .zip(&self.quadrants)
            .filter(|(_, n)| !n.trim().is_empty())
        {
            lines.push(format!("The {place} quadrant: {name}"));
        }
        for point in &self.points {
            let (x, y) = (said(&point.x), said(&point.y));
            lines.push(format!(
                "{}: {} {x}; {} {y}",
                point.label, self.x.label, self.y.label
            ));
        }
        lines
    }
}

fn estimates(point: &RankPoint) -> Option<Point> {
    point.known().map(|(x, y)| (x.estimate(), y.estimate()))
}

/// An estimate with its interval, if it has a width.
fn said(estimate: &Estimate) -> String {
    match estimate {
        Estimate::Known(i) if i.lower() < i.upper() => {
            format!(
                "{} ({} to {})",
                number(i.estimate()),
                number(i.lower()),
                number(i.upper())
            )
        }
        Estimate::Known(i) => number(i.estimate()),
        Estimate::Missing(words) => words.clone(),
    }
}
