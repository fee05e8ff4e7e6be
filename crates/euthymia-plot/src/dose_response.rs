//! Dose and response: fitted curves with bands over the arms that were observed.

use crate::axis::{Axis, Extent};
use crate::columns::MARGIN;
use crate::coordinates::{Coordinates, Shown};
use crate::frame::{self, KeyItem, Sign};
use crate::glyph::{self, Glyph};
use crate::marks::circle;
use crate::network_graph::usable;
use crate::panel::{Point, loose_limits};
use crate::scene::{Element, Group, Polygon, Polyline, Scene, Stroke};
use crate::series::{FILLED, Series};
use crate::theme::Paint;
use crate::threshold::{self, Threshold, Uprights};
use crate::value_axis;
use crate::words::{capital, counted, number};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 340.0;
const LINE: f64 = 2.2;
const ARM_MAX: f64 = 15.0;
const ARM_MIN: f64 = 2.5;
/// Radius of an arm without a size.
const ARM_PLAIN: f64 = 4.0;

/// Curves of a response over dose with their bands; arms are circles whose area is in proportion to
/// their size.
///
/// Curves, bands and arms are given. Groups differ in colour, in the line and in the mark at the
/// centre of their circles; looks start again after six. Bands of more than three groups are outlined
/// only. Points that are not finite are left out; arms outside the axes are counted in a note.
///
/// # Example
/// ```
/// use euthymia_plot::{DoseArm, DoseCurve, DosePoint, DoseResponse};
/// let point = |dose, estimate| DosePoint { dose, estimate, band: Some((estimate - 1.0, estimate + 1.0)) };
/// let figure = DoseResponse {
///     title: "Dose and response".into(),
///     dose_label: "Dose in mg".into(),
///     curves: vec![DoseCurve {
///         label: "A".into(),
///         points: vec![point(0.0, 0.0), point(10.0, -3.0)],
///         arms: vec![DoseArm { dose: 10.0, response: -2.5, size: Some(40.0) }],
///     }],
///     ..DoseResponse::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("A at 10: −3 (−4 to −2)"));
/// assert!(words.contains("A, arm at 10: −2.5 (size 40)"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DoseResponse {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What the horizontal axis shows, with its unit.
    pub dose_label: String,
    /// Smallest and largest dose shown; chosen from the data without them.
    pub dose_limits: Option<(f64, f64)>,
    /// The response: label, scale, reference line, limits. Directions are not printed.
    pub response: Axis,
    /// The curves, in the order of the key.
    pub curves: Vec<DoseCurve>,
    /// Upright dashed lines at doses of meaning.
    pub references: Vec<Threshold>,
    /// What bands are, for the key, such as "95% CI".
    pub band_label: String,
    /// What the area of a circle shows, for the key, such as "patients".
    pub size_label: String,
    /// What a circle is, in one word; `arm` where it is empty.
    pub arm_word: String,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One curve with its arms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DoseCurve {
    /// Name of the group.
    pub label: String,
    /// The curve, in any order.
    pub points: Vec<DosePoint>,
    /// What was observed.
    pub arms: Vec<DoseArm>,
}

/// One point of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DosePoint {
    /// The dose.
    pub dose: f64,
    /// The response that is estimated there.
    pub estimate: f64,
    /// Bounds of the band, if there are any.
    pub band: Option<(f64, f64)>,
}

/// One arm of a study.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoseArm {
    /// Its dose.
    pub dose: f64,
    /// Its response.
    pub response: f64,
    /// Area of its circle, as a number that is not negative.
    pub size: Option<f64>,
}

impl DoseCurve {
    /// Finite points in the order of doses; bands that are not an ascending pair are left out.
    fn ordered(&self) -> Vec<DosePoint> {
        let finite = |p: &&DosePoint| p.dose.is_finite() && p.estimate.is_finite();
        let mut points: Vec<DosePoint> = self.points.iter().filter(finite).copied().collect();
        points.sort_by(|a, b| a.dose.total_cmp(&b.dose));
        for point in &mut points {
            point.band = point
                .band
                .filter(|(l, u)| l.is_finite() && u.is_finite() && l <= u);
        }
        points
    }

    fn observed(&self) -> impl Iterator<Item = &DoseArm> {
        self.arms
            .iter()
            .filter(|a| a.dose.is_finite() && a.response.is_finite())
    }
}

impl DoseResponse {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let top = value_axis::name(out, &self.response.label, top, WIDTH);
        let (x_axis, x_extent, y_extent) = self.extents();
        let x = Shown {
            axis: &x_axis,
            extent: x_extent,
        };
        let y = Shown {
            axis: &self.response,
            extent: y_extent,
        };
        let right = WIDTH - MARGIN - 14.0;
        let place = |top| Coordinates::new(&x, &y, (top, HEIGHT), right, false);
        let at = place(top);
        let uprights = Uprights::new(
            &self.references,
            |v| at.panel.x.contains(v).then(|| at.panel.x.at(v)),
            at.across(),
        );
        let at = place(top + uprights.height());
        let bands: Vec<Vec<Band>> = self.curves.iter().map(bands).collect();
        if self.curves.len() <= FILLED {
            areas(out, &at, &bands);
        }
        at.grid(out);
        let (top, bottom) = at.down();
        uprights.draw(out, top, bottom);
        let largest = self
            .curves
            .iter()
            .flat_map(DoseCurve::observed)
            .filter_map(|a| usable(a.size))
            .fold(0.0, f64::max);
        let mut beyond = 0;
        for (index, curve) in self.curves.iter().enumerate() {
            beyond += self.arms(out, &at, (index, curve), largest);
        }
        edges(out, &at, &bands);
        for (index, curve) in self.curves.iter().enumerate() {
            let points: Vec<Point> = curve
                .ordered()
                .iter()
                .map(|p| at.value((p.dose, p.estimate)))
                .collect();
            let stroke = Series::of(index).stroke(LINE);
            let runs = at.panel.path(&points).into_iter();
            let lines = runs.map(|points| Element::Polyline(Polyline { points, stroke }));
            out.push(Element::Group(Group::new("curve", lines.collect())));
        }
        let bottom = at.axis(out, WIDTH);
        let mut notes = self.footnotes.clone();
        if beyond > 0 {
            notes.push(format!(
                "Beyond the axes: {}.",
                counted(beyond, self.arm(), &format!("{}s", self.arm()))
            ));
        }
        frame::finish(
            scene,
            bottom + 8.0,
            &self.key(largest),
            notes,
            self.in_words(),
        )
    }

    /// What a circle is, in one word.
    fn arm(&self) -> &str {
        match self.arm_word.trim() {
            "" => "arm",
            word => word,
        }
    }

    /// The axis of doses, and what both axes must show.
    fn extents(&self) -> (Axis, Extent, Extent) {
        let (mut doses, mut responses) = (Extent::default(), Extent::default());
        for curve in &self.curves {
            for point in curve.ordered() {
                doses.points.push(point.dose);
                responses.points.push(point.estimate);
                responses.intervals.extend(point.band);
            }
            for arm in curve.observed() {
                doses.points.push(arm.dose);
                responses.points.push(arm.response);
            }
        }
        // Room for the circles of the first and the last dose.
        let loose = loose_limits(doses.points.iter().copied());
        let axis = Axis {
            label: self.dose_label.clone(),
            limits: self.dose_limits.or(Some(loose)),
            ..Axis::default()
        };
        (axis, doses, responses)
    }

    /// Draws the arms of one curve, large ones first; returns how many lie outside.
    fn arms(
        &self,
        out: &mut Vec<Element>,
        at: &Coordinates,
        (index, curve): (usize, &DoseCurve),
        largest: f64,
    ) -> usize {
        let look = Series::of(index);
        let mut arms: Vec<&DoseArm> = curve.observed().collect();
        arms.sort_by(|a, b| {
            usable(b.size)
                .unwrap_or(0.0)
                .total_cmp(&usable(a.size).unwrap_or(0.0))
        });
        let mut children = Vec::new();
        let mut beyond = 0;
        for arm in arms {
            let Some(centre) = at.point((arm.dose, arm.response)) else {
                beyond += 1;
                continue;
            };
            let radius = match usable(arm.size) {
                Some(size) if largest > 0.0 => (ARM_MAX * (size / largest).sqrt()).max(ARM_MIN),
                _ => ARM_PLAIN,
            };
            let edge = Stroke::solid(look.paint, 1.2);
            children.push(circle(centre, radius, Some(look.tint), Some(edge)));
            if self.curves.len() > 1 {
                children.push(glyph::painted(Glyph::nth(index), centre, 2.4, look.paint));
            }
        }
        out.push(Element::Group(Group::new("arms", children)));
        beyond
    }

    fn key(&self, largest: f64) -> Vec<KeyItem> {
        let curves = self.curves.iter().enumerate();
        let mut key: Vec<KeyItem> = curves
            .flat_map(|(index, curve)| {
                let stroke = Series::of(index).stroke(LINE);
                let line = KeyItem::new(Sign::Stroke(stroke), &curve.label);
                let marked = self.curves.len() > 1 && curve.observed().next().is_some();
                let arms = marked.then(|| {
                    let sign = Sign::Glyph(Glyph::nth(index), Some(Series::of(index).paint));
                    KeyItem::new(sign, format!("{}s of {}", capital(self.arm()), curve.label))
                });
                [line].into_iter().chain(arms)
            })
            .collect();
        let banded = self
            .curves
            .iter()
            .flat_map(DoseCurve::ordered)
            .any(|p| p.band.is_some());
        if banded && !self.band_label.trim().is_empty() {
            let sign = if self.curves.len() <= FILLED {
                Sign::Patch(Series::of(0).tint)
            } else {
                Sign::Stroke(Series::of(0).stroke(0.9))
            };
            key.push(KeyItem::new(sign, format!("Band: {}", self.band_label)));
        }
        if largest > 0.0 {
            let text = format!(
                "Area of a circle: {} (largest {})",
                self.size_label,
                number(largest)
            );
            key.push(KeyItem::new(
                Sign::Glyph(Glyph::Ring, Some(Paint::Series1)),
                text,
            ));
        }
        key
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.push(format!("{} by {}.", self.response.label, self.dose_label));
        for curve in &self.curves {
            for point in curve.ordered() {
                let band = point
                    .band
                    .map(|(l, u)| format!(" ({} to {})", number(l), number(u)));
                let (dose, estimate) = (number(point.dose), number(point.estimate));
                lines.push(format!(
                    "{} at {dose}: {estimate}{}",
                    curve.label,
                    band.unwrap_or_default()
                ));
            }
            for arm in curve.observed() {
                let size = usable(arm.size).map(|s| format!(" (size {})", number(s)));
                let (dose, response) = (number(arm.dose), number(arm.response));
                lines.push(format!(
                    "{}, {} at {dose}: {response}{}",
                    curve.label,
                    self.arm(),
                    size.unwrap_or_default()
                ));
            }
        }
        lines.extend(threshold::in_words(&self.references));
        lines
    }
}

/// Lower and upper edge of a band, in values.
pub(crate) type Band = (Vec<Point>, Vec<Point>);

/// The bands of runs of points that have one.
fn bands(curve: &DoseCurve) -> Vec<Band> {
    let points = curve.ordered();
    let edge = |run: &[DosePoint], bound: fn((f64, f64)) -> f64| -> Vec<Point> {
        run.iter()
            .filter_map(|p| Some((p.dose, bound(p.band?))))
            .collect()
    };
    points
        .split(|p| p.band.is_none())
        .map(|run| (edge(run, |b| b.0), edge(run, |b| b.1)))
        .collect()
}

/// Fills bands, one list for each look.
pub(crate) fn areas(out: &mut Vec<Element>, at: &Coordinates, bands: &[Vec<Band>]) {
    for (index, bands) in bands.iter().enumerate() {
        let area = |(lower, upper): &Band| {
            let corners: Vec<Point> = lower
                .iter()
                .chain(upper.iter().rev())
                .map(|p| at.value(*p))
                .collect();
            Element::Polygon(Polygon {
                points: at.panel.area(&corners),
                fill: Some(Series::of(index).tint),
                stroke: None,
            })
        };
        out.push(Element::Group(Group::new(
            "band",
            bands.iter().map(area).collect(),
        )));
    }
}

/// Draws the edges of bands, one list for each look.
pub(crate) fn edges(out: &mut Vec<Element>, at: &Coordinates, bands: &[Vec<Band>]) {
    for (index, bands) in bands.iter().enumerate() {
        let stroke = Series::of(index).stroke(0.9);
        let edges = bands.iter().flat_map(|(lower, upper)| [lower, upper]);
        let runs = edges.flat_map(|edge| {
            let points: Vec<Point> = edge.iter().map(|p| at.value(*p)).collect();
            at.panel.path(&points)
        });
        let lines = runs.map(|points| Element::Polyline(Polyline { points, stroke }));
        out.push(Element::Group(Group::new("band-edge", lines.collect())));
    }
}
