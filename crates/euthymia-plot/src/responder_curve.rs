//! Cumulative responder curve: how many people improved by at least so much.

use crate::axis::{Axis, Extent, Scale};
use crate::axis_draw;
use crate::columns::MARGIN;
use crate::frame::{self, KeyItem, Sign};
use crate::marks::circle;
use crate::panel::{Panel, Point, Span, stairs};
use crate::plane;
use crate::scene::{Element, Group, Polyline, Scene, Stroke};
use crate::series::Series;
use crate::theme::Paint;
use crate::threshold::{Threshold, Uprights};
use crate::value_axis;
use crate::words::{counted, number};

const WIDTH: f64 = 760.0;
const PLOT_HEIGHT: f64 = 340.0;
const LINE: f64 = 2.2;

/// For each improvement (horizontal, from worst to best) the percentage of people who improved by at
/// least as much (vertical), as one staircase per group.
///
/// A person exactly at a value counts as having reached it. [`Self::denominator`] says of whom the
/// percentages are, and the figure prints it. Groups differ in colour and in the line; looks start
/// again after six.
///
/// # Example
/// ```
/// use euthymia_plot::{Denominator, ResponderCurve, ResponderGroup, Threshold};
/// let figure = ResponderCurve {
///     title: "Improvement of four people".into(),
///     improvement_label: "Improvement in %".into(),
///     denominator: Denominator::Everybody,
///     groups: vec![ResponderGroup {
///         label: "Clinic".into(),
///         improvements: vec![Some(60.0), Some(50.0), Some(-5.0), None],
///     }],
///     references: vec![Threshold { value: 50.0, label: "halved".into() }],
///     ..ResponderCurve::default()
/// };
/// let text = figure.to_scene().text_alternative();
/// assert!(text.contains("at least 50 (halved): 2 of 4 (50 %)"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResponderCurve {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What the horizontal axis shows, with its unit; larger is better.
    pub improvement_label: String,
    /// Smallest and largest improvement shown; chosen from the data without it.
    pub limits: Option<(f64, f64)>,
    /// The groups, in the order of the key.
    pub groups: Vec<ResponderGroup>,
    /// Of whom the percentages are.
    pub denominator: Denominator,
    /// Upright dashed lines, named above the plot; circles mark where the curves cross them.
    pub references: Vec<Threshold>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// Of whom percentages are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Denominator {
    /// Of people with a value: the curve starts at 100 %.
    #[default]
    Observed,
    /// Of everybody: people without a value never count as improved, and the curve starts below
    /// 100 %.
    Everybody,
}

/// People whose improvements make one curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResponderGroup {
    /// Name of the group.
    pub label: String,
    /// Improvement of each person; missing (or not finite) ones are counted.
    pub improvements: Vec<Option<f64>>,
}

impl ResponderGroup {
    /// Finite improvements in order.
    fn sorted(&self) -> Vec<f64> {
        let values = self.improvements.iter().flatten().copied();
        let mut values: Vec<f64> = values.filter(|v| v.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        values
    }
}

impl ResponderCurve {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let name = match self.denominator {
            Denominator::Observed => "People with at least this improvement, of those with a value",
            Denominator::Everybody => "People with at least this improvement, of everybody",
        };
        let top = value_axis::name(out, name, top, WIDTH);
        let (low, high) = self.improvements();
        let left = MARGIN + value_axis::room(0.0, 1.0, Scale::Percent);
        let x = Span {
            low,
            high,
            start: left,
            end: WIDTH - MARGIN - 14.0,
        };
        let ends = (x.start, x.end);
        let inside = |v| x.contains(v).then(|| x.at(v));
        let uprights = Uprights::new(&self.references, inside, ends);
        let top = top + uprights.height();
        let y = Span {
            low: 0.0,
            high: 1.0,
            start: top + PLOT_HEIGHT,
            end: top,
        };
        let panel = Panel { x, y };
        let grid = value_axis::grid(&panel.y, ends, Scale::Percent);
        out.push(Element::Group(Group::new("grid", grid)));
        uprights.draw(out, top, panel.y.start);
        for (index, group) in self.groups.iter().enumerate() {
            self.curve(out, &panel, index, group);
        }
        let axis = Axis {
            label: self.improvement_label.clone(),
            limits: Some((low, high)),
            ..Axis::default()
        };
        let placed = axis.place(&Extent::default(), x.start, x.end);
        let bottom = axis_draw::draw(out, &axis, &placed, panel.y.start, WIDTH);
        let mut notes = self.footnotes.clone();
        notes.extend(self.missing_note());
        frame::finish(scene, bottom + 4.0, &self.key(), notes, self.in_words())
    }

    fn improvements(&self) -> (f64, f64) {
        let values = self.groups.iter().flat_map(ResponderGroup::sorted);
        let values = values.chain(self.references.iter().map(|r| r.value));
        plane::usable_limits(self.limits).unwrap_or_else(|| plane::round_limits(values, 8.0))
    }

    /// Number that the shares of a group are of.
    fn total(&self, group: &ResponderGroup, seen: usize) -> usize {
        match self.denominator {
            Denominator::Observed => seen,
            Denominator::Everybody => group.improvements.len(),
        }
    }

    fn curve(&self, out: &mut Vec<Element>, panel: &Panel, index: usize, group: &ResponderGroup) {
        let values = group.sorted();
        if values.is_empty() {
            return;
        }
        let look = Series::of(index);
        let total = self.total(group, values.len()) as f64;
        let share = |reached: usize| reached as f64 / total;
        // From the left edge, or from the worst value if that is further left.
        let start = panel.x.low.min(values.first().copied().unwrap_or(0.0));
        let mut steps: Vec<Point> = vec![(start, share(values.len()))];
        for (passed, value) in values.iter().enumerate() {
            steps.push((*value, share(values.len() - passed - 1)));
        }
        let end = values.last().copied().unwrap_or(start);
        let stroke = look.stroke(LINE);
        let runs = panel.path(&stairs(&steps, end)).into_iter();
        let mut children: Vec<Element> = runs
            .map(|points| Element::Polyline(Polyline { points, stroke }))
            .collect();
        for reference in &self.references {
            let reached = reached(&values, reference.value);
            if reached == 0 {
                continue;
            }
            let crossing = panel.point((reference.value, share(reached)));
            let ring = Stroke::solid(look.paint, 1.6);
            children.extend(crossing.map(|p| circle(p, 3.6, Some(Paint::Paper), Some(ring))));
        }
        out.push(Element::Group(Group::new("curve", children)));
    }

    fn key(&self) -> Vec<KeyItem> {
        let groups = self.groups.iter().enumerate();
        groups
            .map(|(index, group)| {
                let sign = Sign::Stroke(Series::of(index).stroke(LINE));
                KeyItem::new(sign, format!("{}: {}", group.label, self.size(group)))
            })
            .collect()
    }

    fn size(&self, group: &ResponderGroup) -> String {
        let seen = group.sorted().len();
        let missing = group.improvements.len() - seen;
        format!("n = {}, {missing} missing", self.total(group, seen))
    }

    /// What becomes of people without a value, if there are any.
    fn missing_note(&self) -> Option<String> {
        let missing = |g: &ResponderGroup| g.sorted().len() < g.improvements.len();
        let fate = match self.denominator {
            Denominator::Observed => "are left out of n and of all percentages",
            Denominator::Everybody => "are part of n and never count as improved",
        };
        let any = self.groups.iter().any(missing);
        any.then(|| format!("People whose improvement is missing {fate}."))
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.push(format!("{}.", self.improvement_label));
        for group in &self.groups {
            let values = group.sorted();
            let people = counted(group.improvements.len(), "person", "people");
            lines.push(format!("{} ({people}): {}", group.label, self.size(group)));
            let total = self.total(group, values.len());
            for reference in self.references.iter().filter(|r| r.value.is_finite()) {
                let reached = reached(&values, reference.value);
                let mut line = format!(
                    "{}, at least {} ({}): {reached} of {total}",
                    group.label,
                    number(reference.value),
                    reference.label
                );
                if total > 0 {
                    let percent = 100.0 * reached as f64 / total as f64;
                    line.push_str(&format!(" ({} %)", number(percent)));
                }
                lines.push(line);
            }
        }
        lines
    }
}

/// How many of the ordered values are at least `value`.
fn reached(values: &[f64], value: f64) -> usize {
    values.len() - values.partition_point(|v| *v < value)
}
