//! Comparison-adjusted funnel plot: do small studies differ from large ones?

use std::collections::{BTreeMap, BTreeSet};

use crate::axis::{Axis, Extent};
use crate::axis_draw::line;
use crate::columns::MARGIN;
use crate::coordinates::{Coordinates, Shown, forward};
use crate::frame::{self, KeyItem, Sign};
use crate::glyph::{self, Glyph};
use crate::panel::Point;
use crate::scene::{Dash, Element, Group, Scene, Stroke};
use crate::series::Series;
use crate::theme::Paint;
use crate::threshold::{self, Threshold, Uprights};
use crate::value_axis;
use crate::words::{counted, number};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 380.0;
const RADIUS: f64 = 4.2;
/// Lines of pseudo-limits that differ.
const DASHES: [Dash; 3] = [Dash::Dashed, Dash::Dotted, Dash::Sparse];

/// Points at the effect of each study, centred at the estimate of its comparison, over its standard
/// error, which grows downwards from 0.
///
/// Pseudo-limits fan out from the reference line of the effect axis (0, or 1 for ratios, without one)
/// by multiples of the standard error; for ratios that is on the scale of logarithms. Comparisons
/// differ in mark and colour; marks start again after nine. Points that are not finite, have a
/// negative standard error or an unknown comparison are counted in a note.
///
/// # Example
/// ```
/// use euthymia_plot::{ComparisonFunnel, FunnelPoint};
/// let figure = ComparisonFunnel {
///     title: "Small studies".into(),
///     comparisons: vec!["A:B".into()],
///     points: vec![FunnelPoint::new("Study 1", 0, 0.2, 0.1), FunnelPoint::new("Study 2", 0, -0.1, 0.3)],
///     limits: vec![1.96],
///     ..ComparisonFunnel::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("Study 2 (A:B): effect −0.1, standard error 0.3"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonFunnel {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// The effect: label, scale, reference line, directions, limits.
    pub effect: Axis,
    /// What the upright axis shows.
    pub error_label: String,
    /// Names of the comparisons, in the order of the key.
    pub comparisons: Vec<String>,
    /// The studies.
    pub points: Vec<FunnelPoint>,
    /// Multiples of the standard error at which pseudo-limits are drawn, such as 1.96; those that are
    /// not positive are left out.
    pub limits: Vec<f64>,
    /// A straight line from one pair of effect and standard error to another, such as a regression.
    pub regression: Option<(Point, Point)>,
    /// What that line is.
    pub regression_label: String,
    /// Further upright lines.
    pub references: Vec<Threshold>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One study.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelPoint {
    /// Its name, for the tooltip and the text alternative.
    pub label: String,
    /// Position of its comparison in [`ComparisonFunnel::comparisons`].
    pub comparison: usize,
    /// Its effect less that of its comparison; for ratios the quotient of the two.
    pub effect: f64,
    /// Its standard error; of the logarithm for ratios.
    pub error: f64,
}

impl FunnelPoint {
    /// A point with its name.
    #[must_use]
    pub fn new(label: &str, comparison: usize, effect: f64, error: f64) -> Self {
        Self {
            label: label.to_owned(),
            comparison,
            effect,
            error,
        }
    }
}

impl Default for ComparisonFunnel {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            effect: Axis {
                label: "Effect, centred at its comparison".to_owned(),
                reference_line: Some(0.0),
                ..Axis::default()
            },
            error_label: "Standard error".to_owned(),
            comparisons: Vec::new(),
            points: Vec::new(),
            limits: Vec::new(),
            regression: None,
            regression_label: "Regression line".to_owned(),
            references: Vec::new(),
            footnotes: Vec::new(),
        }
    }
}

impl ComparisonFunnel {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let top = value_axis::name(out, &self.error_label, top, WIDTH);
        let at = self.place(top);
        let position = |v: f64| {
            let x = at.value((v, 0.0)).0;
            at.panel.x.contains(x).then(|| at.panel.x.at(x))
        };
        let uprights = Uprights::new(&self.references, position, at.across());
        let at = self.place(top + uprights.height());
        at.grid(out);
        let (upper, lower) = at.down();
        uprights.draw(out, upper, lower);
        self.pseudo_limits(out, &at);
        if let Some((from, to)) = self.finite_regression()
            && let Some((from, to)) = at.panel.segment(at.value(from), at.value(to))
        {
            let stroke = Stroke::solid(Paint::Emphasis, 1.8);
            out.push(Element::Group(Group::new(
                "regression",
                vec![line(from, to, stroke)],
            )));
        }
        let mut beyond = 0;
        for point in self.drawable() {
            let Some(centre) = at.point((point.effect, point.error)) else {
                beyond += 1;
                continue;
            };
            let (kind, paint) = look(point.comparison);
            let mut group = Group::new("study", vec![glyph::painted(kind, centre, RADIUS, paint)]);
            group.title = Some(point.label.clone()).filter(|l| !l.trim().is_empty());
            out.push(Element::Group(group));
        }
        let bottom = at.axis(out, WIDTH);
        let mut notes = self.footnotes.clone();
        notes.extend(self.notes(beyond));
        frame::finish(scene, bottom + 8.0, &self.key(), notes, self.in_words())
    }

    fn drawable(&self) -> impl Iterator<Item = &FunnelPoint> {
        let usable = |p: &&FunnelPoint| {
            let finite = p.effect.is_finite() && p.error.is_finite() && p.error >= 0.0;
            finite && p.comparison < self.comparisons.len()
        };
        self.points.iter().filter(usable)
    }

    fn finite_regression(&self) -> Option<(Point, Point)> {
        let finite = |(x, y): Point| x.is_finite() && y.is_finite();
        self.regression.filter(|(a, b)| finite(*a) && finite(*b))
    }

    fn place(&self, top: f64) -> Coordinates {
        let x = Shown {
            axis: &self.effect,
            extent: Extent {
                points: self.drawable().map(|p| p.effect).collect(),
                ..Extent::default()
            },
        };
        let largest = self
            .drawable()
            .map(|p| p.error)
            .fold(0.0, f64::max)
            .min(1e12);
        let errors = Axis {
            limits: Some((0.0, if largest > 1e-12 { 1.06 * largest } else { 1.0 })),
            ..Axis::default()
        };
        let y = Shown {
            axis: &errors,
            extent: Extent::default(),
        };
        Coordinates::new(&x, &y, (top, HEIGHT), WIDTH - MARGIN - 14.0, true)
    }

    /// Usable multiples, the narrowest first.
    fn multiples(&self) -> Vec<f64> {
        let mut multiples: Vec<f64> = self
            .limits
            .iter()
            .copied()
            .filter(|z| *z > 0.0 && *z < 1e6)
            .collect();
        multiples.sort_by(f64::total_cmp);
        multiples.dedup();
        multiples
    }

    fn pseudo_limits(&self, out: &mut Vec<Element>, at: &Coordinates) {
        let none = if self.effect.scale == crate::axis::Scale::Log {
            1.0
        } else {
            0.0
        };
        let centre = self
            .effect
            .reference_line
            .filter(|v| v.is_finite())
            .unwrap_or(none);
        let centre = forward(centre, self.effect.scale);
        let deepest = at.y_limits().1;
        let mut children = Vec::new();
        for (index, multiple) in self.multiples().into_iter().enumerate() {
            for side in [-1.0, 1.0] {
                let end = (centre + side * multiple * deepest, deepest);
                if let Some((from, to)) = at.panel.segment((centre, 0.0), end) {
                    children.push(line(from, to, limit_stroke(index)));
                }
            }
        }
        out.push(Element::Group(Group::new("pseudo-limits", children)));
    }

    fn notes(&self, beyond: usize) -> Vec<String> {
        let unusable = self.points.len() - self.drawable().count();
        let note = |n: usize, what: &str| {
            (n > 0).then(|| format!("{what}: {}.", counted(n, "study", "studies")))
        };
        let used: BTreeSet<usize> = self.drawable().map(|p| p.comparison).collect();
        let marks: BTreeSet<usize> = used.iter().map(|comparison| comparison % 9).collect();
        let repeated =
            (marks.len() < used.len()).then(|| "Marks repeat after nine comparisons.".to_owned());
        note(
            unusable,
            "Not drawn, for want of a usable effect, standard error or comparison",
        )
        .into_iter()
        .chain(note(beyond, "Beyond the axes"))
        .chain(repeated)
        .collect()
    }

    fn key(&self) -> Vec<KeyItem> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for point in self.drawable() {
            *counts.entry(point.comparison).or_default() += 1;
        }
        let named = counts.iter().filter_map(|(index, n)| {
            let (kind, paint) = look(*index);
            let name = self.comparisons.get(*index)?;
            Some(KeyItem::new(
                Sign::Glyph(kind, Some(paint)),
                format!("{name} ({n})"),
            ))
        });
        let limits = self.multiples().into_iter().enumerate().map(|(index, z)| {
            let text = format!("± {} standard errors", multiple(z));
            KeyItem::new(Sign::Stroke(limit_stroke(index)), text)
        });
        let regression = self.finite_regression().map(|_| {
            let stroke = Stroke::solid(Paint::Emphasis, 1.8);
            KeyItem::new(Sign::Stroke(stroke), &self.regression_label)
        });
        named.chain(limits).chain(regression).collect()
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.push(format!("{} by {}.", self.effect.label, self.error_label));
        for point in self.drawable() {
            let comparison = self
                .comparisons
                .get(point.comparison)
                .map_or("", String::as_str);
            let (effect, error) = (number(point.effect), number(point.error));
            lines.push(format!(
                "{} ({comparison}): effect {effect}, standard error {error}",
                point.label
            ));
        }
        for z in self.multiples() {
            lines.push(format!("Lines at ± {} standard errors", multiple(z)));
        }
        if let Some((a, b)) = self.finite_regression() {
            let pair =
                |(x, y): Point| format!("effect {} at standard error {}", number(x), number(y));
            lines.push(format!(
                "{}: from {} to {}",
                self.regression_label,
                pair(a),
                pair(b)
            ));
        }
        lines.extend(threshold::in_words(&self.references));
        lines
    }
}

/// Mark and colour of a comparison.
fn look(comparison: usize) -> (Glyph, Paint) {
    (Glyph::nth(comparison), Series::of(comparison).paint)
}

fn limit_stroke(index: usize) -> Stroke {
    let dash = DASHES
        .get(index % DASHES.len())
        .copied()
        .unwrap_or(Dash::Dashed);
    Stroke::solid(Paint::Prediction, 1.2).dash(dash)
}

/// A multiple with up to three decimals: 1.645.
fn multiple(z: f64) -> String {
    let text = format!("{z:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
