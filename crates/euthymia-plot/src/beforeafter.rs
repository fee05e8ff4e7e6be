//! Before–after chart: one line per person from the first to the second value.

use std::collections::HashMap;

use crate::axis::Scale;
use crate::axis_draw::line;
use crate::columns::{BODY, MARGIN};
use crate::crowd;
use crate::frame::{self, KeyItem, Sign};
use crate::interval::Interval;
use crate::marks::circle;
use crate::metrics::{Weight, fit};
use crate::panel::Span;
use crate::plane::{self, Plane};
use crate::scene::{Anchor, Dash, Element, Group, Line, Scene, Stroke, Text};
use crate::theme::Paint;
use crate::threshold::{self, Threshold};
use crate::value_axis;

const WIDTH: f64 = 760.0;
const PLOT_HEIGHT: f64 = 360.0;
/// Distance of the means from the columns.
const OUTSIDE: f64 = 14.0;

/// A slope chart of paired values. There are no identifiers: a person is a pair of numbers.
///
/// Lines are 1.1 pixels wide for up to 40 people, 0.7 for up to 100 and hairlines above; people with
/// the same two values share one line, thicker than the others. What changed on average is said in
/// [`Self::mean`] or in a footnote, as computed elsewhere.
///
/// 760 pixels wide; see [`crate::ForestPlot`] for type sizes on small screens.
///
/// # Example
/// ```
/// use euthymia_plot::{BeforeAfter, Better, Interval, MeanChange, Threshold};
/// let chart = BeforeAfter {
///     title: "Score before and after".into(),
///     value_label: "Score".into(),
///     pairs: vec![(30.0, 8.0), (28.0, 25.0), (34.0, 36.0)],
///     better: Better::Lower,
///     mean: Interval::new(30.7, 28.0, 33.0)
///         .zip(Interval::new(23.0, 12.0, 34.0))
///         .map(|(before, after)| MeanChange { before, after, label: "Mean and 95% CI".into() }),
///     thresholds: vec![Threshold { value: 10.0, label: "remission < 10".into() }],
///     ..BeforeAfter::default()
/// };
/// assert!(chart.to_scene().text_alternative().contains("2 of 3 lines fall"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct BeforeAfter {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Name of the first time point.
    pub before_label: String,
    /// Name of the second time point.
    pub after_label: String,
    /// What the vertical axis shows, with its unit.
    pub value_label: String,
    /// Smallest and largest value shown; chosen from the data without it. Lines are cut at the
    /// limits.
    pub limits: Option<(f64, f64)>,
    /// First and second value of each person. Pairs that are not finite are counted and left out.
    pub pairs: Vec<(f64, f64)>,
    /// Which direction is an improvement: the other direction is drawn dashed.
    pub better: Better,
    /// Means with intervals, drawn over the lines.
    pub mean: Option<MeanChange>,
    /// Horizontal dashed lines.
    pub thresholds: Vec<Threshold>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// The direction of improvement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Better {
    /// Smaller values are better.
    #[default]
    Lower,
    /// Larger values are better.
    Higher,
}

/// Means at both time points with their intervals, as given.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanChange {
    /// Mean before.
    pub before: Interval,
    /// Mean after.
    pub after: Interval,
    /// What the intervals are, for the key, such as "Mean and 95% CI".
    pub label: String,
}

impl Default for BeforeAfter {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            before_label: "Before".to_owned(),
            after_label: "After".to_owned(),
            value_label: String::new(),
            limits: None,
            pairs: Vec::new(),
            better: Better::Lower,
            mean: None,
            thresholds: Vec::new(),
            footnotes: Vec::new(),
        }
    }
}

impl BeforeAfter {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let finite: Vec<(f64, f64)> = self
            .pairs
            .iter()
            .copied()
            .filter(|(a, b)| a.is_finite() && b.is_finite())
            .collect();
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let top = frame::head(
            &mut scene.elements,
            WIDTH,
            &self.title,
            self.caution.as_deref(),
        );
        let top = value_axis::name(&mut scene.elements, &self.value_label, top, WIDTH);
        let plane = self.plane(&finite, top);
        self.scale(&mut scene.elements, &plane);
        self.people(&mut scene.elements, &plane, &finite);
        self.mean_line(&mut scene.elements, &plane);
        let mut notes = self.footnotes.clone();
        let lost = self.pairs.len() - finite.len();
        if lost > 0 {
            notes.push(format!("Not drawn for want of a value: {lost}."));
        }
        if alike(&finite).iter().any(|(_, people)| *people > 1) {
            notes.push("Thicker lines: several people with the same two values.".to_owned());
        }
        let key = self.key(&finite);
        let words = self.in_words(&finite);
        frame::finish(scene, plane.y.start + 32.0, &key, notes, words)
    }

    fn plane(&self, pairs: &[(f64, f64)], top: f64) -> Plane {
        let (low, high) = plane::usable_limits(self.limits)
            .unwrap_or_else(|| plane::round_limits(self.values(pairs), value_axis::TICKS));
        let left = MARGIN + value_axis::room(low, high, Scale::Linear);
        let right = WIDTH - MARGIN - threshold::room(&self.thresholds);
        Plane {
            y: Span {
                low,
                high,
                start: top + PLOT_HEIGHT,
                end: top,
            },
            before: left + (right - left) * 0.17,
            after: left + (right - left) * 0.83,
            left,
            right,
        }
    }

    /// All values, means and thresholds that the axis should make room for.
    fn values(&self, pairs: &[(f64, f64)]) -> impl Iterator<Item = f64> {
        let means = self.mean.iter().flat_map(|m| {
            [
                m.before.lower(),
                m.before.upper(),
                m.after.lower(),
                m.after.upper(),
            ]
        });
        pairs
            .iter()
            .flat_map(|(a, b)| [*a, *b])
            .chain(means)
            .chain(self.thresholds.iter().map(|t| t.value))
    }

    fn scale(&self, out: &mut Vec<Element>, plane: &Plane) {
        let ends = (plane.left, plane.right);
        let mut children = value_axis::grid(&plane.y, ends, Scale::Linear);
        for (x, name) in [
            (plane.before, &self.before_label),
            (plane.after, &self.after_label),
        ] {
            children.push(line(
                (x, plane.y.end),
                (x, plane.y.start),
                Stroke::solid(Paint::Ink, 1.0),
            ));
            let room = 2.0 * (x - plane.left).min(WIDTH - MARGIN - x).max(60.0);
            let name = fit(name, room, BODY, Weight::Bold);
            children.push(Element::Text(
                Text::new(x, plane.y.start + 19.0, &name)
                    .weight(Weight::Bold)
                    .anchor(Anchor::Middle),
            ));
        }
        out.push(Element::Group(Group::new("axis", children)));
        threshold::level(out, &plane.y, ends, &self.thresholds, WIDTH);
    }

    fn worsens(&self, pair: (f64, f64)) -> bool {
        match self.better {
            Better::Lower => pair.1 > pair.0,
            Better::Higher => pair.1 < pair.0,
        }
    }

    fn strokes(people: usize) -> (Stroke, Stroke) {
        let width = crowd::line_width(people);
        (
            Stroke::solid(Paint::Study, width),
            Stroke::solid(Paint::Muted, width + 0.1).dash(Dash::Dashed),
        )
    }

    fn people(&self, out: &mut Vec<Element>, plane: &Plane, pairs: &[(f64, f64)]) {
        let (improved, worse) = Self::strokes(pairs.len());
        let radius = crowd::point_radius(pairs.len());
        let mut children = Vec::new();
        for (pair, people) in alike(pairs) {
            let mut stroke = if self.worsens(pair) { worse } else { improved };
            stroke.width *= (0.5 + 0.5 * people as f64).min(4.0);
            if let Some((from, to)) = plane.cut(pair.0, pair.1, 0.0) {
                children.push(Element::Line(Line { from, to, stroke }));
            }
            for (x, value) in [(plane.before, pair.0), (plane.after, pair.1)] {
                if plane.y.contains(value) {
                    let centre = (x, plane.y.at(value));
                    children.push(circle(centre, radius, Some(stroke.paint), None));
                }
            }
        }
        out.push(Element::Group(Group::new("people", children)));
    }

    /// Means stand just outside the two columns, so that their intervals do not hide the points.
    fn mean_line(&self, out: &mut Vec<Element>, plane: &Plane) {
        let Some(mean) = &self.mean else { return };
        let stroke = Stroke::solid(Paint::Summary, 2.5);
        let mut children = Vec::new();
        if let Some((from, to)) = plane.cut(mean.before.estimate(), mean.after.estimate(), OUTSIDE)
        {
            // A light edge keeps the mean apart from the lines of people.
            let halo = Stroke::solid(Paint::Paper, 5.0);
            children.extend([halo, stroke].map(|stroke| Element::Line(Line { from, to, stroke })));
        }
        for (x, value) in [
            (plane.before - OUTSIDE, mean.before),
            (plane.after + OUTSIDE, mean.after),
        ] {
            let (low, high) = (plane.y.at(value.lower()), plane.y.at(value.upper()));
            children.push(line(
                (x, low),
                (x, high),
                Stroke::solid(Paint::Summary, 2.0),
            ));
            for (y, end) in [(low, value.lower()), (high, value.upper())] {
                if plane.y.contains(end) {
                    children.push(line(
                        (x - 4.0, y),
                        (x + 4.0, y),
                        Stroke::solid(Paint::Summary, 2.0),
                    ));
                }
            }
            if plane.y.contains(value.estimate()) {
                children.push(circle(
                    (x, plane.y.at(value.estimate())),
                    4.5,
                    Some(Paint::Summary),
                    None,
                ));
            }
        }
        out.push(Element::Group(Group::new("mean", children)));
    }

    fn key(&self, pairs: &[(f64, f64)]) -> Vec<KeyItem> {
        let worse = pairs.iter().filter(|p| self.worsens(**p)).count();
        let (improved_stroke, worse_stroke) = Self::strokes(pairs.len());
        let mut key = Vec::new();
        let mut add = |present: bool, stroke, text: String| {
            if present {
                key.push(KeyItem {
                    sign: Sign::Stroke(stroke),
                    text,
                });
            }
        };
        let improved = pairs.len() - worse;
        add(
            improved > 0,
            improved_stroke,
            format!("Better or unchanged ({improved})"),
        );
        add(worse > 0, worse_stroke, format!("Worse ({worse})"));
        if let Some(mean) = &self.mean {
            add(true, Stroke::solid(Paint::Summary, 2.5), mean.label.clone());
        }
        key
    }

    fn in_words(&self, pairs: &[(f64, f64)]) -> Vec<String> {
        let count = |keep: fn(&(f64, f64)) -> bool| pairs.iter().filter(|p| keep(p)).count();
        let (falls, rises) = (count(|p| p.1 < p.0), count(|p| p.1 > p.0));
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.push(format!(
            "{} from {} to {}: {falls} of {} lines fall, {rises} rise.",
            self.value_label,
            self.before_label,
            self.after_label,
            pairs.len()
        ));
        if let Some(mean) = &self.mean {
            for (name, value) in [
                (&self.before_label, mean.before),
                (&self.after_label, mean.after),
            ] {
                lines.push(format!(
                    "{}, {name}: {} ({} to {})",
                    mean.label,
                    value.estimate(),
                    value.lower(),
                    value.upper()
                ));
            }
        }
        lines.extend(threshold::in_words(&self.thresholds));
        lines
    }
}

/// Each pair once, in the order of first appearance, with the number of people who have it.
fn alike(pairs: &[(f64, f64)]) -> Vec<((f64, f64), usize)> {
    // Zero and minus zero are one place.
    let bits = |p: &(f64, f64)| ((p.0 + 0.0).to_bits(), (p.1 + 0.0).to_bits());
    let mut places: HashMap<(u64, u64), usize> = HashMap::new();
    let mut out: Vec<((f64, f64), usize)> = Vec::new();
    for pair in pairs {
        let place = *places.entry(bits(pair)).or_insert(out.len());
        match out.get_mut(place) {
            Some((_, people)) => *people += 1,
            None => out.push((*pair, 1)),
        }
    }
    out
}
