//! Before–after chart: one line per person from the first to the second value.

use crate::axis::Scale;
use crate::axis_draw::line;
use crate::columns::{BODY, MARGIN, SMALL};
use crate::frame::{self, KeyItem, Sign};
use crate::interval::Interval;
use crate::marks::circle;
use crate::metrics::{Weight, fit, text_width, wrap};
use crate::plane::{self, Plane};
use crate::scene::{Anchor, Dash, Element, Group, Line, Scene, Stroke, Text};
use crate::theme::Paint;
use crate::ticks;

const WIDTH: f64 = 760.0;
const PLOT_HEIGHT: f64 = 360.0;
const TICKS: f64 = 6.0;
/// Distance of the means from the columns.
const OUTSIDE: f64 = 14.0;

/// A slope chart of paired values. There are no identifiers: a person is a pair of numbers.
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

/// A horizontal line of meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// Where it lies; not drawn unless finite and within the limits.
    pub value: f64,
    /// What it means, printed at its right end.
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
        let top = self.axis_name(&mut scene.elements, top);
        let plane = self.plane(&finite, top);
        self.scale(&mut scene.elements, &plane);
        self.people(&mut scene.elements, &plane, &finite);
        self.mean_line(&mut scene.elements, &plane);
        let bottom = frame::key(
            &mut scene.elements,
            WIDTH,
            plane.bottom + 32.0,
            &self.key(&finite),
        );
        let mut notes = self.footnotes.clone();
        let lost = self.pairs.len() - finite.len();
        if lost > 0 {
            notes.push(format!("Not drawn for want of a value: {lost}."));
        }
        let bottom = frame::footnotes(&mut scene.elements, WIDTH, bottom, &notes);
        scene.height = (bottom + MARGIN).ceil();
        scene.long_description = self.in_words(&finite, notes);
        scene
    }

    fn axis_name(&self, out: &mut Vec<Element>, top: f64) -> f64 {
        let mut y = top;
        for text in wrap(
            &self.value_label,
            WIDTH - 2.0 * MARGIN,
            BODY,
            Weight::Regular,
            2,
        ) {
            y += 16.0;
            out.push(Element::Text(Text::new(MARGIN, y, &text)));
        }
        y + 14.0
    }

    fn plane(&self, pairs: &[(f64, f64)], top: f64) -> Plane {
        let (low, high) = plane::usable_limits(self.limits)
            .unwrap_or_else(|| plane::round_limits(self.values(pairs), TICKS));
        let widest = self
            .tick_labels(low, high)
            .iter()
            .map(|(_, label)| text_width(label, SMALL, Weight::Regular))
            .fold(0.0, f64::max);
        let left = MARGIN + widest.min(120.0) + 12.0;
        let labels = self
            .thresholds
            .iter()
            .map(|t| text_width(&t.label, SMALL, Weight::Regular))
            .fold(0.0, f64::max);
        let right = WIDTH
            - MARGIN
            - if labels > 0.0 {
                labels.min(180.0) + 8.0
            } else {
                0.0
            };
        Plane {
            low,
            high,
            top,
            bottom: top + PLOT_HEIGHT,
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

    fn tick_labels(&self, low: f64, high: f64) -> Vec<(f64, String)> {
        let values = ticks::multiples(low, high, ticks::nice_step((high - low) / TICKS));
        let labels = ticks::labels(&values, Scale::Linear);
        values.into_iter().zip(labels).collect()
    }

    fn scale(&self, out: &mut Vec<Element>, plane: &Plane) {
        let mut children = Vec::new();
        for (value, label) in self.tick_labels(plane.low, plane.high) {
            let y = plane.y(value);
            children.push(line(
                (plane.left, y),
                (plane.right, y),
                Stroke::solid(Paint::Rule, 0.7),
            ));
            let label = fit(&label, 120.0, SMALL, Weight::Regular);
            children.push(Element::Text(
                Text::new(plane.left - 8.0, y + SMALL * 0.35, &label)
                    .size(SMALL)
                    .anchor(Anchor::End),
            ));
        }
        for (x, name) in [
            (plane.before, &self.before_label),
            (plane.after, &self.after_label),
        ] {
            children.push(line(
                (x, plane.top),
                (x, plane.bottom),
                Stroke::solid(Paint::Ink, 1.0),
            ));
            let room = 2.0 * (x - plane.left).min(WIDTH - MARGIN - x).max(60.0);
            let name = fit(name, room, BODY, Weight::Bold);
            children.push(Element::Text(
                Text::new(x, plane.bottom + 19.0, &name)
                    .weight(Weight::Bold)
                    .anchor(Anchor::Middle),
            ));
        }
        out.push(Element::Group(Group::new("axis", children)));
        self.draw_thresholds(out, plane);
    }

    fn draw_thresholds(&self, out: &mut Vec<Element>, plane: &Plane) {
        let stroke = Stroke::solid(Paint::Emphasis, 1.2).dash(Dash::Dashed);
        let mut shown: Vec<&Threshold> = self
            .thresholds
            .iter()
            .filter(|t| plane.contains(t.value))
            .collect();
        shown.sort_by(|a, b| b.value.total_cmp(&a.value));
        let mut lowest = f64::NEG_INFINITY;
        for threshold in shown {
            let y = plane.y(threshold.value);
            let label = fit(
                &threshold.label,
                WIDTH - MARGIN - plane.right - 8.0,
                SMALL,
                Weight::Regular,
            );
            // Labels of neighbouring thresholds are pushed apart downwards.
            let text_y = (y + SMALL * 0.35).max(lowest + SMALL + 2.0);
            lowest = text_y;
            let children = vec![
                line((plane.left, y), (plane.right, y), stroke),
                Element::Text(
                    Text::new(plane.right + 8.0, text_y.min(plane.bottom + 40.0), &label)
                        .size(SMALL)
                        .paint(Paint::Emphasis),
                ),
            ];
            out.push(Element::Group(Group::new("threshold", children)));
        }
    }

    fn worsens(&self, pair: (f64, f64)) -> bool {
        match self.better {
            Better::Lower => pair.1 > pair.0,
            Better::Higher => pair.1 < pair.0,
        }
    }

    fn strokes(&self) -> (Stroke, Stroke) {
        (
            Stroke::solid(Paint::Study, 1.1),
            Stroke::solid(Paint::Muted, 1.2).dash(Dash::Dashed),
        )
    }

    fn people(&self, out: &mut Vec<Element>, plane: &Plane, pairs: &[(f64, f64)]) {
        let (improved, worse) = self.strokes();
        let mut children = Vec::new();
        for pair in pairs {
            let stroke = if self.worsens(*pair) { worse } else { improved };
            if let Some((from, to)) = plane.cut(pair.0, pair.1, 0.0) {
                children.push(Element::Line(Line { from, to, stroke }));
            }
            for (x, value) in [(plane.before, pair.0), (plane.after, pair.1)] {
                if plane.contains(value) {
                    children.push(circle((x, plane.y(value)), 2.6, Some(stroke.paint), None));
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
            children.push(Element::Line(Line { from, to, stroke }));
        }
        for (x, value) in [
            (plane.before - OUTSIDE, mean.before),
            (plane.after + OUTSIDE, mean.after),
        ] {
            let (low, high) = (plane.y(value.lower()), plane.y(value.upper()));
            children.push(line(
                (x, low),
                (x, high),
                Stroke::solid(Paint::Summary, 2.0),
            ));
            for (y, end) in [(low, value.lower()), (high, value.upper())] {
                if plane.contains(end) {
                    children.push(line(
                        (x - 4.0, y),
                        (x + 4.0, y),
                        Stroke::solid(Paint::Summary, 2.0),
                    ));
                }
            }
            if plane.contains(value.estimate()) {
                children.push(circle(
                    (x, plane.y(value.estimate())),
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
        let (improved_stroke, worse_stroke) = self.strokes();
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

    fn in_words(&self, pairs: &[(f64, f64)], notes: Vec<String>) -> Vec<String> {
        let count = |keep: fn(&(f64, f64)) -> bool| pairs.iter().filter(|p| keep(p)).count();
        let (falls, rises) = (count(|p| p.1 < p.0), count(|p| p.1 > p.0));
        let mut lines: Vec<String> = self
            .caution
            .iter()
            .map(|c| format!("Caution: {c}"))
            .collect();
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
        let thresholds = self.thresholds.iter().filter(|t| t.value.is_finite());
        lines.extend(thresholds.map(|t| format!("Line at {}: {}", t.value, t.label)));
        lines.extend(notes);
        lines
    }
}
