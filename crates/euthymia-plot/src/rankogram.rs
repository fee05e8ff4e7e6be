//! Rankogram: how likely each node is to take each rank.

use crate::axis_draw::line;
use crate::columns::{MARGIN, SMALL};
use crate::frame;
use crate::glyph::{self, Glyph};
use crate::lettering;
use crate::metrics::{Weight, fit, text_width, wrap};
use crate::net_heat::percent;
use crate::panel::Point;
use crate::scene::{Anchor, Element, Group, Polygon, Polyline, Rect, Scene, Stroke, Text};
use crate::theme::Paint;
use crate::words::counted;

const WIDTH: f64 = 760.0;
const WIDTH_MAX: f64 = 1120.0;
/// Up to this many panels the figure has the usual width.
const FEW: usize = 12;
const PANEL_MAX: f64 = 300.0;
const PLOT: f64 = 92.0;
const GAP: f64 = 18.0;
const LINE: f64 = 15.0;
/// Room for the ticks of the upright axis.
const TICKS: f64 = 42.0;
/// More panels, or more ranks in one, than this are not drawn.
const MOST: usize = 100;

/// One small panel for each node, with the probability of each rank, from the first rank on. All
/// panels have the same upright axis; for bars it ends at 10, 20, 50 or 100 %.
///
/// With [`RankForm::Cumulative`] a line shows the probability of this rank or a better one; it is the
/// running sum of the probabilities given. Probabilities that are not finite are left out, others
/// held between 0 and 1; panels and ranks beyond the 100th are counted in a note.
///
/// # Example
/// ```
/// use euthymia_plot::{RankForm, RankNode, Rankogram};
/// let figure = Rankogram {
///     title: "Ranks".into(),
///     form: RankForm::Bars,
///     nodes: vec![
///         RankNode::new("A", [0.7, 0.3], "SUCRA 0.70"),
///         RankNode::new("B", [0.3, 0.7], "SUCRA 0.30"),
///     ],
///     ..Rankogram::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("A (SUCRA 0.70): 70 %, 30 %"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rankogram {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Bars or cumulative lines.
    pub form: RankForm,
    /// The nodes, row by row.
    pub nodes: Vec<RankNode>,
    /// What the horizontal axis shows.
    pub rank_label: String,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// What a panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RankForm {
    /// A bar for the probability of each rank.
    #[default]
    Bars,
    /// A line for the probability of each rank or a better one.
    Cumulative,
}

/// One node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankNode {
    /// Its name; wrapped into up to two lines.
    pub label: String,
    /// Probability of the first rank, the second, and so on, 0 to 1.
    pub probabilities: Vec<f64>,
    /// Printed below the name, such as "SUCRA 0.83"; may be empty.
    pub score: String,
}

impl RankNode {
    /// A node with its probabilities and score.
    #[must_use]
    pub fn new(label: &str, probabilities: impl IntoIterator<Item = f64>, score: &str) -> Self {
        Self {
            label: label.to_owned(),
            probabilities: probabilities.into_iter().collect(),
            score: score.to_owned(),
        }
    }

    /// Heights to draw, held between 0 and 1.
    fn heights(&self, form: RankForm) -> Vec<Option<f64>> {
        let mut sum = 0.0f64;
        let known = |p: f64| p.is_finite().then(|| p.clamp(0.0, 1.0));
        let each = self.probabilities.iter().take(MOST);
        each.map(|p| match form {
            RankForm::Bars => known(*p),
            RankForm::Cumulative => {
                sum += known(*p).unwrap_or(0.0);
                Some(sum.min(1.0))
            }
        })
        .collect()
    }
}

impl Default for Rankogram {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            form: RankForm::Bars,
            nodes: Vec::new(),
            rank_label: "Rank".to_owned(),
            footnotes: Vec::new(),
        }
    }
}

/// Where the plot of one panel stands.
#[derive(Clone, Copy)]
struct Plot {
    left: f64,
    width: f64,
    top: f64,
    ranks: usize,
    /// Probability at the top.
    most: f64,
}

impl Plot {
    /// Centre of a rank at a height.
    fn at(&self, index: usize, height: f64) -> Point {
        (
            self.left + self.pitch() * (index as f64 + 0.5),
            self.level(height),
        )
    }

    fn pitch(&self) -> f64 {
        self.width / self.ranks.max(1) as f64
    }

    fn level(&self, height: f64) -> f64 {
        self.top + PLOT * (1.0 - height / self.most)
    }
}

impl Rankogram {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let shown = self
            .nodes
            .get(..self.nodes.len().min(MOST))
            .unwrap_or_default();
        let width = if shown.len() > FEW { WIDTH_MAX } else { WIDTH };
        // As many rows as are needed, of about equal length.
        let rows = shown.len().div_ceil(if shown.len() > FEW { 6 } else { 4 });
        let across = shown.len().div_ceil(rows.max(1)).max(1);
        let room = (width - 2.0 * MARGIN - TICKS - GAP * (across - 1) as f64) / across as f64;
        let ranks = shown
            .iter()
            .map(|n| n.probabilities.len().min(MOST))
            .max()
            .unwrap_or(0);
        let most = self.highest(shown);
        let mut scene = Scene::new(width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let mut y = frame::head(out, width, &self.title, self.caution.as_deref());
        let name = match self.form {
            RankForm::Bars => "Probability of each rank",
            RankForm::Cumulative => "Probability of each rank or a better one",
        };
        if !shown.is_empty() {
            y = crate::value_axis::name(out, name, y, width) - 6.0;
        }
        for row in shown.chunks(across) {
            let heads: Vec<Vec<String>> = row
                .iter()
                .map(|n| wrap(&n.label, room.min(PANEL_MAX), SMALL, Weight::Bold, 2))
                .collect();
            let lines = heads.iter().map(Vec::len).max().unwrap_or(0);
            let top = y + LINE * (lines + 1) as f64 + 8.0;
            for (column, (node, head)) in row.iter().zip(&heads).enumerate() {
                let left = MARGIN + TICKS + (room.min(PANEL_MAX) + GAP) * column as f64;
                let plot = Plot {
                    left,
                    width: room.min(PANEL_MAX),
                    top,
                    ranks,
                    most,
                };
                out.push(self.panel(node, head, plot, column == 0));
            }
            y = top + PLOT + 34.0;
        }
        if !shown.is_empty() {
            let label = fit(
                &self.rank_label,
                width - 2.0 * MARGIN - TICKS,
                SMALL,
                Weight::Regular,
            );
            out.push(Element::Text(
                Text::new(MARGIN + TICKS, y, &label).size(SMALL),
            ));
        }
        let mut notes = self.footnotes.clone();
        notes.extend(self.notes(shown.len()));
        frame::finish(scene, y + 6.0, &[], notes, self.in_words())
    }

    /// Probability at the top of all panels: a round number that holds every bar.
    fn highest(&self, shown: &[RankNode]) -> f64 {
        let heights = shown.iter().flat_map(|n| n.heights(self.form)).flatten();
        let highest = heights.fold(0.0, f64::max);
        let tops = [0.1, 0.2, 0.5].into_iter();
        let tops =
            tops.filter(|top| *top >= highest && self.form == RankForm::Bars && highest > 0.0);
        tops.reduce(f64::min).unwrap_or(1.0)
    }

    /// Name, score, axes and bars or line of one node.
    fn panel(&self, node: &RankNode, head: &[String], plot: Plot, labelled: bool) -> Element {
        let mut children = Vec::new();
        let base = plot.top - 10.0;
        let score = fit(&node.score, plot.width, SMALL, Weight::Regular);
        children.push(Element::Text(
            Text::new(plot.left, base, &score)
                .size(SMALL)
                .paint(Paint::Muted),
        ));
        for (up, line) in head.iter().rev().enumerate() {
            let text = Text::new(plot.left, base - LINE * (up + 1) as f64, line);
            children.push(Element::Text(text.size(SMALL).weight(Weight::Bold)));
        }
        for height in [0.0, plot.most / 2.0, plot.most] {
            let label = percent(height);
            let y = plot.level(height);
            let paint = if height == 0.0 {
                Paint::Ink
            } else {
                Paint::Rule
            };
            children.push(line(
                (plot.left, y),
                (plot.left + plot.width, y),
                Stroke::solid(paint, 0.8),
            ));
            if labelled {
                let text = Text::new(plot.left - 6.0, y + SMALL * 0.35, &label);
                children.push(Element::Text(text.size(SMALL).anchor(Anchor::End)));
            }
        }
        let widest = text_width(&plot.ranks.to_string(), SMALL, Weight::Regular);
        let every = lettering::every(plot.pitch(), widest + 5.0);
        for rank in (1..=plot.ranks).filter(|r| *r == 1 || r.is_multiple_of(every)) {
            // The label of the first rank gives way to its neighbour where they would touch.
            if rank == 1
                && every > 1
                && every <= plot.ranks
                && plot.pitch() * (every - 1) as f64 <= widest + 3.0
            {
                continue;
            }
            let (x, y) = plot.at(rank - 1, 0.0);
            let text = Text::new(x, y + 14.0, &rank.to_string());
            children.push(Element::Text(text.size(SMALL).anchor(Anchor::Middle)));
        }
        let heights = node.heights(self.form);
        children.extend(match self.form {
            RankForm::Bars => bars(&heights, plot),
            RankForm::Cumulative => curve(&heights, plot),
        });
        let mut group = Group::new("panel", children);
        group.title = Some(node.label.clone());
        Element::Group(group)
    }

    fn notes(&self, shown: usize) -> Vec<String> {
        let mut notes = Vec::new();
        let mut say = |n: usize, one: &str, many: &str| {
            if n > 0 {
                notes.push(format!("Not drawn: {}.", counted(n, one, many)));
            }
        };
        say(self.nodes.len() - shown, "further node", "further nodes");
        let beyond = self
            .nodes
            .iter()
            .map(|n| n.probabilities.len().saturating_sub(MOST))
            .max();
        say(beyond.unwrap_or(0), "further rank", "further ranks");
        let unknown = self
            .nodes
            .iter()
            .flat_map(|n| &n.probabilities)
            .filter(|p| !p.is_finite())
            .count();
        say(
            unknown,
            "probability that is not a number",
            "probabilities that are not numbers",
        );
        notes
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.push("Probability of each rank, from the first on.".to_owned());
        for node in &self.nodes {
            let said = |p: &f64| {
                if p.is_finite() {
                    percent(*p)
                } else {
                    "unknown".to_owned()
                }
            };
            let each: Vec<String> = node.probabilities.iter().map(said).collect();
            let score = Some(node.score.trim()).filter(|s| !s.is_empty());
            let score = score.map(|s| format!(" ({s})")).unwrap_or_default();
            lines.push(format!("{}{score}: {}", node.label, each.join(", ")));
        }
        lines
    }
}

fn bars(heights: &[Option<f64>], plot: Plot) -> Vec<Element> {
    let wide = (plot.pitch() * 0.78).min(40.0);
    let bar = |(index, height): (usize, &Option<f64>)| {
        let (x, y) = plot.at(index, (*height)?);
        Some(Element::Rect(Rect {
            x: x - wide / 2.0,
            y,
            width: wide,
            height: plot.level(0.0) - y,
            fill: Some(Paint::Study),
            stroke: None,
        }))
    };
    heights.iter().enumerate().filter_map(bar).collect()
}

/// A line with the area below it; marks while ranks are few.
fn curve(heights: &[Option<f64>], plot: Plot) -> Vec<Element> {
    let at = |(index, height): (usize, &Option<f64>)| Some(plot.at(index, (*height)?));
    let points: Vec<Point> = heights.iter().enumerate().filter_map(at).collect();
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else {
        return Vec::new();
    };
    let mut corners = points.clone();
    corners.extend([(last.0, plot.level(0.0)), (first.0, plot.level(0.0))]);
    let area = Element::Polygon(Polygon {
        points: corners,
        fill: Some(Paint::Tint1),
        stroke: None,
    });
    let stroke = Stroke::solid(Paint::Study, 1.8);
    let line = Element::Polyline(Polyline {
        points: points.clone(),
        stroke,
    });
    let marked = plot.pitch() >= 8.0;
    let marks = points
        .iter()
        .filter(|_| marked)
        .map(|p| glyph::painted(Glyph::Dot, *p, 2.4, Paint::Study));
    [area, line].into_iter().chain(marks).collect()
}
