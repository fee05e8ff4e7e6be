//! Concentrations over time: curves with bands, what was given when, and levels of meaning.

use crate::axis::{Axis, Extent};
use crate::columns::MARGIN;
use crate::coordinates::{Coordinates, Shown};
use crate::dose_response::{Band, areas, edges};
use crate::frame::{self, KeyItem, Sign};
use crate::marks::circle;
use crate::panel::{Point, Span, limits_from_zero};
use crate::scene::{Element, Group, Polyline, Rect, Scene, Stroke};
use crate::series::{FILLED, Series};
use crate::threshold::{self, Threshold};
use crate::value_axis;
use crate::words::number;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 320.0;
const LINE: f64 = 2.0;
/// A curve that goes with another one.
const ASIDE: f64 = 7.0;
const PEAK: f64 = 3.2;
/// Height of the bar of what is given, and of its row.
const BAR: f64 = 5.0;
const ROW: f64 = 9.0;
/// Narrowest bar: what is given at once.
const BAR_MIN: f64 = 2.5;

/// Concentrations over time. Above the plot, a bar for each dose of a curve from its beginning to its
/// end; a ring at the peak.
///
/// Curves, bands, peaks and doses are given. Curves differ in colour and in the line; looks start again
/// after six. Bands of more than three curves are outlined only. What is not finite is left out.
///
/// # Example
/// ```
/// use euthymia_plot::{Concentration, ConcentrationCurve, ConcentrationPoint};
/// let point = |time, value| ConcentrationPoint { time, value, band: None };
/// let figure = Concentration {
///     title: "A drug in plasma".into(),
///     time_label: "Hours".into(),
///     value_label: "ng/mL".into(),
///     curves: vec![ConcentrationCurve {
///         label: "A".into(),
///         points: vec![point(0.0, 0.0), point(1.0, 10.0), point(2.0, 5.0)],
///         peak: Some((1.0, 10.0)),
///         given: vec![(0.0, 1.0)],
///         is_aside: false,
///     }],
///     ..Concentration::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("A: highest 10 at 1; 5 at 2. Given 0 to 1"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Concentration {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What the horizontal axis shows, with its unit.
    pub time_label: String,
    /// What the upright axis shows, with its unit.
    pub value_label: String,
    /// The curves, in the order of the key.
    pub curves: Vec<ConcentrationCurve>,
    /// Level dashed lines at concentrations of meaning.
    pub levels: Vec<Threshold>,
    /// What bands are, for the key.
    pub band_label: String,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One course of concentrations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConcentrationCurve {
    /// Its name.
    pub label: String,
    /// The curve, in the order of time.
    pub points: Vec<ConcentrationPoint>,
    /// Time and height of the peak, if it is marked.
    pub peak: Option<Point>,
    /// Beginning and end of each dose; the same twice for what is given at once.
    pub given: Vec<(f64, f64)>,
    /// Whether it only goes with the curve before it: drawn wide and pale in the same colour, below it,
    /// so that two that lie on one another are both seen.
    pub is_aside: bool,
}

/// One point of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConcentrationPoint {
    /// The time.
    pub time: f64,
    /// The concentration.
    pub value: f64,
    /// Bounds of the band, if there are any.
    pub band: Option<(f64, f64)>,
}

impl ConcentrationCurve {
    fn finite(&self) -> impl Iterator<Item = &ConcentrationPoint> {
        let finite = |p: &&ConcentrationPoint| p.time.is_finite() && p.value.is_finite();
        self.points.iter().filter(finite)
    }

    fn band(&self) -> Band {
        let sound = |b: &(f64, f64)| b.0.is_finite() && b.1.is_finite() && b.0 <= b.1;
        let banded = |p: &ConcentrationPoint| Some((p.time, p.band.filter(sound)?));
        let bounds = self.finite().filter_map(banded);
        bounds
            .map(|(time, (lower, upper))| ((time, lower), (time, upper)))
            .unzip()
    }

    fn peak(&self) -> Option<Point> {
        self.peak
            .filter(|(time, value)| time.is_finite() && value.is_finite())
    }

    fn given(&self) -> impl Iterator<Item = (f64, f64)> {
        let sound = |(from, to): &(f64, f64)| from.is_finite() && to.is_finite() && from <= to;
        self.given.iter().copied().filter(sound)
    }

    fn in_words(&self) -> String {
        let mut parts = Vec::new();
        if let Some((time, value)) = self.peak() {
            parts.push(format!("highest {} at {}", number(value), number(time)));
        }
        if let Some(last) = self.finite().last() {
            parts.push(format!("{} at {}", number(last.value), number(last.time)));
        }
        let given = self.given().map(|(from, to)| match from == to {
            true => format!("at {}", number(from)),
            false => format!("{} to {}", number(from), number(to)),
        });
        let given: Vec<String> = given.collect();
        let curve = match parts.is_empty() {
            true => "nothing to draw".to_owned(),
            false => parts.join("; "),
        };
        match given.is_empty() {
            true => format!("{}: {curve}.", self.label),
            false => format!("{}: {curve}. Given {}.", self.label, given.join(", ")),
        }
    }
}

impl Concentration {
    /// The look and the line of each curve: those that go with another one have none of their own.
    fn strokes(&self) -> Vec<(Series, Stroke)> {
        let mut own = 0_usize;
        let look = |curve: &ConcentrationCurve| {
            if !curve.is_aside {
                own += 1;
            }
            let series = Series::of(own.saturating_sub(1));
            let stroke = match curve.is_aside {
                true => Stroke::solid(series.tint, ASIDE),
                false => series.stroke(LINE),
            };
            (series, stroke)
        };
        self.curves.iter().map(look).collect()
    }

    fn curve(at: &Coordinates, curve: &ConcentrationCurve, stroke: Stroke) -> Element {
        let points = curve.finite().map(|p| at.value((p.time, p.value)));
        let points: Vec<Point> = points.collect();
        let runs = at.panel.path(&points).into_iter();
        let mut children: Vec<Element> = runs
            .map(|points| Element::Polyline(Polyline { points, stroke }))
            .collect();
        let peak = curve.peak().filter(|_| !curve.is_aside);
        let edge = Stroke::solid(stroke.paint, 1.6);
        let centre = peak.and_then(|peak| at.point(peak));
        children.extend(centre.map(|centre| circle(centre, PEAK, None, Some(edge))));
        Element::Group(Group::new("curve", children))
    }

    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let top = value_axis::name(out, &self.value_label, top, WIDTH);
        let rows = self
            .curves
            .iter()
            .filter(|c| c.given().next().is_some())
            .count();
        let (x_axis, y_axis) = self.axes();
        let shown = |axis| Shown {
            axis,
            extent: Extent::default(),
        };
        let right = WIDTH - MARGIN - threshold::room(&self.levels).max(14.0);
        let place = (top + ROW * rows as f64, HEIGHT);
        let at = Coordinates::new(&shown(&x_axis), &shown(&y_axis), place, right, false);
        let bands: Vec<Vec<Band>> = self.curves.iter().map(|c| vec![c.band()]).collect();
        if self.curves.len() <= FILLED {
            areas(out, &at, &bands);
        }
        at.grid(out);
        threshold::level(out, &at.panel.y, at.across(), &self.levels, WIDTH);
        self.doses(out, &at.panel.x, top);
        edges(out, &at, &bands);
        // What goes with another curve lies below it.
        for below in [true, false] {
            let curves = self.curves.iter().zip(self.strokes());
            let curves = curves.filter(|(curve, _)| curve.is_aside == below);
            out.extend(curves.map(|(curve, (_, stroke))| Self::curve(&at, curve, stroke)));
        }
        let bottom = at.axis(out, WIDTH);
        let notes = self.footnotes.clone();
        frame::finish(scene, bottom + 8.0, &self.key(), notes, self.in_words())
    }

    /// The axes: from 0 to what is shown last, and to a little beyond the highest.
    fn axes(&self) -> (Axis, Axis) {
        let points = || self.curves.iter().flat_map(ConcentrationCurve::finite);
        let last = points().map(|p| p.time).fold(0.0, f64::max);
        let peaks = self
            .curves
            .iter()
            .filter_map(|c| c.peak())
            .map(|peak| peak.1);
        let bounds = points().filter_map(|p| p.band).map(|band| band.1);
        let levels = self.levels.iter().map(|level| level.value);
        let heights = points()
            .map(|p| p.value)
            .chain(peaks)
            .chain(bounds)
            .chain(levels);
        let axis = |label: &str, limits| Axis {
            label: label.to_owned(),
            limits: Some(limits),
            ..Axis::default()
        };
        let across = (0.0, if last > 1e-9 { last } else { 1.0 });
        (
            axis(&self.time_label, across),
            axis(&self.value_label, limits_from_zero(heights)),
        )
    }

    /// A row of bars for each curve with doses.
    fn doses(&self, out: &mut Vec<Element>, x: &Span, top: f64) {
        let curves = self.curves.iter().zip(self.strokes());
        let given = curves.filter(|(curve, _)| curve.given().next().is_some());
        for (row, (curve, (series, _))) in given.enumerate() {
            let shown = curve.given().filter(|(from, _)| x.contains(*from));
            let bar = |(from, to): (f64, f64)| {
                let (left, right) = (x.at(from), x.at(to.min(x.high)));
                Element::Rect(Rect {
                    x: left,
                    y: top + ROW * row as f64,
                    width: (right - left).max(BAR_MIN),
                    height: BAR,
                    fill: Some(series.paint),
                    stroke: None,
                })
            };
            out.push(Element::Group(Group::new(
                "given",
                shown.map(bar).collect(),
            )));
        }
    }

    fn key(&self) -> Vec<KeyItem> {
        let curves = self.curves.iter().zip(self.strokes());
        let mut key: Vec<KeyItem> = curves
            .map(|(curve, (_, stroke))| KeyItem::new(Sign::Stroke(stroke), &curve.label))
            .collect();
        let banded = self.curves.iter().any(|curve| !curve.band().0.is_empty());
        if banded && !self.band_label.trim().is_empty() {
            let sign = match self.curves.len() <= FILLED {
                true => Sign::Patch(Series::of(0).tint),
                false => Sign::Stroke(Series::of(0).stroke(0.9)),
            };
            key.push(KeyItem::new(sign, format!("Band: {}", self.band_label)));
        }
        key
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.push(format!("{} by {}.", self.value_label, self.time_label));
        lines.extend(self.curves.iter().map(ConcentrationCurve::in_words));
        lines.extend(threshold::in_words(&self.levels));
        lines
    }
}
