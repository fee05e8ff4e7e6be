//! Recall curve: how many of the relevant texts are found as more are read.

use crate::axis::{Axis, Extent, Scale};
use crate::axis_draw;
use crate::columns::MARGIN;
use crate::frame::{self, KeyItem, Sign};
use crate::panel::{Panel, Point, Span, stairs};
use crate::scene::{Dash, Element, Group, Polyline, Scene, Stroke};
use crate::series::Series;
use crate::theme::Paint;
use crate::threshold::{self, Threshold};
use crate::value_axis;
use crate::words::{counted, number};

const WIDTH: f64 = 760.0;
const PLOT_HEIGHT: f64 = 340.0;
const LINE: f64 = 1.4;

/// For each percentage of the texts read (horizontal) the percentage of the relevant ones found
/// (vertical), as one staircase per run; groups of runs differ in colour and in the line.
///
/// A dashed diagonal shows what random order finds on average.
///
/// # Example
/// ```
/// use euthymia_plot::{RecallCurve, RecallGroup, RecallRun};
/// let figure = RecallCurve {
///     title: "Two of ten".into(),
///     groups: vec![RecallGroup {
///         label: "svm".into(),
///         runs: vec![RecallRun { texts: 10, found_at: vec![1, 4] }],
///     }],
///     ..RecallCurve::default()
/// };
/// let text = figure.to_scene().text_alternative();
/// assert!(text.contains("svm (1 run): half found after 10 %, all after 40 % of the texts"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecallCurve {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// The groups, in the order of the key; looks start again after six.
    pub groups: Vec<RecallGroup>,
    /// Horizontal dashed lines, at shares such as 0.95.
    pub thresholds: Vec<Threshold>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// Runs that are drawn alike, such as the same model with other seeds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecallGroup {
    /// Name of the group.
    pub label: String,
    /// The runs.
    pub runs: Vec<RecallRun>,
}

/// One reading of all texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecallRun {
    /// Number of texts.
    pub texts: usize,
    /// Ranks from 1 at which relevant texts were read, in any order.
    pub found_at: Vec<usize>,
}

impl RecallRun {
    fn ranks(&self) -> Vec<usize> {
        let mut ranks = self.found_at.clone();
        ranks.sort_unstable();
        ranks
    }

    /// The share of the texts that was read when a share of the relevant ones was found.
    fn read_for(&self, share: f64) -> Option<f64> {
        let ranks = self.ranks();
        let wanted = (share * ranks.len() as f64).ceil() as usize;
        let rank = *ranks.get(wanted.checked_sub(1)?)?;
        (self.texts > 0).then(|| rank as f64 / self.texts as f64)
    }

    /// Corners of the staircase, in shares.
    fn corners(&self) -> Vec<Point> {
        let ranks = self.ranks();
        let (all, found) = (self.texts.max(1) as f64, ranks.len().max(1) as f64);
        let steps = ranks.iter().enumerate();
        let steps = steps.map(|(before, &rank)| (rank as f64 / all, (before + 1) as f64 / found));
        let steps: Vec<Point> = std::iter::once((0.0, 0.0)).chain(steps).collect();
        stairs(&steps, 1.0)
    }
}

impl RecallCurve {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, None);
        let top = value_axis::name(out, "Relevant texts found", top, WIDTH);
        let right = threshold::room(&self.thresholds).max(14.0);
        let span = |start, end| Span {
            low: 0.0,
            high: 1.0,
            start,
            end,
        };
        let left = MARGIN + value_axis::room(0.0, 1.0, Scale::Percent);
        let panel = Panel {
            x: span(left, WIDTH - MARGIN - right),
            y: span(top + PLOT_HEIGHT, top),
        };
        let ends = (panel.x.start, panel.x.end);
        let grid = value_axis::grid(&panel.y, ends, Scale::Percent);
        out.push(Element::Group(Group::new("grid", grid)));
        threshold::level(out, &panel.y, ends, &self.thresholds, WIDTH);
        let diagonal = polylines(&panel, &[(0.0, 0.0), (1.0, 1.0)], chance());
        out.push(Element::Group(Group::new("chance", diagonal)));
        for (index, group) in self.groups.iter().enumerate() {
            let stroke = Series::of(index).stroke(LINE);
            let runs = group.runs.iter();
            let lines = runs.flat_map(|run| polylines(&panel, &run.corners(), stroke));
            out.push(Element::Group(Group::new("curve", lines.collect())));
        }
        let axis = Axis {
            label: "Texts read".to_owned(),
            scale: Scale::Percent,
            limits: Some((0.0, 1.0)),
            ..Axis::default()
        };
        let placed = axis.place(&Extent::default(), panel.x.start, panel.x.end);
        let bottom = axis_draw::draw(out, &axis, &placed, panel.y.start, WIDTH);
        let notes = self.footnotes.clone();
        frame::finish(scene, bottom + 4.0, &self.key(), notes, self.in_words())
    }

    fn key(&self) -> Vec<KeyItem> {
        let groups = self.groups.iter().enumerate();
        let mut key: Vec<KeyItem> = groups
            .map(|(index, group)| {
                let sign = Sign::Stroke(Series::of(index).stroke(LINE));
                let runs = counted(group.runs.len(), "run", "runs");
                KeyItem::new(sign, format!("{} ({runs})", group.label))
            })
            .collect();
        key.push(KeyItem::new(
            Sign::Stroke(chance()),
            "random order".to_owned(),
        ));
        key
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.groups.iter().map(RecallGroup::in_words).collect();
        lines.extend(threshold::in_words(&self.thresholds));
        lines
    }
}

impl RecallGroup {
    fn in_words(&self) -> String {
        let runs = counted(self.runs.len(), "run", "runs");
        let between = |share: f64| {
            let read = self.runs.iter().filter_map(|run| run.read_for(share));
            let read: Vec<f64> = read.map(|read| 100.0 * read).collect();
            let low = read.iter().copied().reduce(f64::min)?;
            let high = read.iter().copied().reduce(f64::max)?;
            Some(match low == high {
                true => format!("{} %", number(low)),
                false => format!("{} % to {} %", number(low), number(high)),
            })
        };
        match (between(0.5), between(1.0)) {
            (Some(half), Some(all)) => format!(
                "{} ({runs}): half found after {half}, all after {all} of the texts",
                self.label
            ),
            _ => format!("{} ({runs}): nothing found", self.label),
        }
    }
}

fn chance() -> Stroke {
    Stroke::solid(Paint::Rule, 1.2).dash(Dash::Dashed)
}

fn polylines(panel: &Panel, points: &[Point], stroke: Stroke) -> Vec<Element> {
    let runs = panel.path(points).into_iter();
    runs.map(|points| Element::Polyline(Polyline { points, stroke }))
        .collect()
}
