//! Survival curve: who is still without an event, over time.

use crate::axis::Scale;
use crate::axis_draw::line;
use crate::columns::MARGIN;
use crate::count_rows::{self, CountRow};
use crate::frame::{self, KeyItem, Sign};
use crate::panel::{Panel, Point, Span, limits_from_zero, stairs};
use crate::scene::{Element, Group, Polygon, Polyline, Scene, Stroke};
use crate::series::{FILLED, Series};
use crate::threshold::{self, Threshold};
use crate::time_axis;
use crate::trajectories::left_of;
use crate::value_axis;
use crate::words::{counted, number};

const WIDTH: f64 = 760.0;
const PLOT_HEIGHT: f64 = 320.0;
const LINE: f64 = 2.2;
/// Half the height of the mark of a censored person.
const CENSOR: f64 = 5.0;

/// Staircases of proportions over time with confidence bands, marks where people were censored, and
/// the numbers at risk below the axis.
///
/// Steps, bands and numbers are given; a curve may fall (survival, from 1) or rise (incidence, from
/// 0). Groups differ in colour and in the line; looks start again after six. Bands of more than three
/// groups are outlined only.
///
/// # Example
/// ```
/// use euthymia_plot::{SurvivalCurve, SurvivalGroup, SurvivalStep};
/// let step = |time, share, lower, upper| SurvivalStep { time, share, band: Some((lower, upper)) };
/// let figure = SurvivalCurve {
///     title: "Time to relapse".into(),
///     share_label: "Without relapse".into(),
///     time_label: "Weeks".into(),
///     groups: vec![SurvivalGroup {
///         label: "Clinic".into(),
///         steps: vec![step(0.0, 1.0, 1.0, 1.0), step(4.0, 0.8, 0.5, 0.95)],
///         censored: vec![6.0],
///         end: Some(12.0),
///         at_risk: vec![(0.0, 5), (12.0, 3)],
///     }],
///     ..SurvivalCurve::default()
/// };
/// let text = figure.to_scene().text_alternative();
/// assert!(text.contains("Clinic, Weeks 4: 80 % (50 % to 95 %)"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SurvivalCurve {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What the proportion is, such as "Without relapse".
    pub share_label: String,
    /// What the horizontal axis shows, with its unit.
    pub time_label: String,
    /// Last time shown; chosen from the data without it, or if it is not a positive number. The axis
    /// starts at 0.
    pub until: Option<f64>,
    /// The groups, in the order of the key.
    pub groups: Vec<SurvivalGroup>,
    /// What bands are, for the key, such as "95% CI".
    pub band_label: String,
    /// Horizontal dashed lines, at proportions such as 0.5.
    pub thresholds: Vec<Threshold>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SurvivalGroup {
    /// Name of the group.
    pub label: String,
    /// The steps, in any order; those that are not finite are left out. The curve starts at the first.
    pub steps: Vec<SurvivalStep>,
    /// Times at which people were censored.
    pub censored: Vec<f64>,
    /// Until when anybody was observed; the last step, or the last censoring, without it.
    pub end: Option<f64>,
    /// Times with the number of people then at risk.
    pub at_risk: Vec<(f64, usize)>,
}

/// From `time` on, the proportion is `share`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalStep {
    /// When the step happens.
    pub time: f64,
    /// The proportion, 0 to 1.
    pub share: f64,
    /// Bounds of the band from here on, if there are any.
    pub band: Option<(f64, f64)>,
}

impl SurvivalGroup {
    fn ordered(&self) -> Vec<SurvivalStep> {
        let finite = |s: &&SurvivalStep| s.time.is_finite() && s.share.is_finite();
        let mut steps: Vec<SurvivalStep> = self.steps.iter().filter(finite).copied().collect();
        steps.sort_by(|a, b| a.time.total_cmp(&b.time));
        for step in &mut steps {
            let finite = |(l, u): &(f64, f64)| l.is_finite() && u.is_finite() && l <= u;
            step.band = step.band.filter(finite);
        }
        steps
    }

    /// Until when the curve is drawn.
    fn last(&self) -> f64 {
        let times = self
            .steps
            .iter()
            .map(|s| s.time)
            .chain(self.censored.iter().copied());
        let seen = times.filter(|t| t.is_finite()).fold(0.0, f64::max);
        self.end.filter(|end| end.is_finite()).unwrap_or(seen)
    }
}

/// The proportion at a time, if the curve has begun.
fn share_at(steps: &[SurvivalStep], time: f64) -> Option<f64> {
    let after = steps.partition_point(|s| s.time <= time);
    after
        .checked_sub(1)
        .and_then(|i| steps.get(i))
        .map(|s| s.share)
}

impl SurvivalCurve {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let top = value_axis::name(out, &self.share_label, top, WIDTH);
        let panel = self.panel(top);
        let ends = (panel.x.start, panel.x.end);
        // All areas before all edges, so that no band hides the edge of another.
        let bands: Vec<Vec<Band>> = self.groups.iter().map(bands).collect();
        if self.groups.len() <= FILLED {
            areas(out, &panel, &bands);
        }
        let grid = value_axis::grid(&panel.y, ends, Scale::Percent);
        out.push(Element::Group(Group::new("grid", grid)));
        threshold::level(out, &panel.y, ends, &self.thresholds, WIDTH);
        edges(out, &panel, &bands);
        for (index, group) in self.groups.iter().enumerate() {
            curve(out, &panel, index, group);
        }
        let risk = self.groups.iter().flat_map(|g| &g.at_risk);
        let mut places: Vec<(f64, String)> = risk.map(|r| (r.0, number(r.0))).collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        places.dedup();
        let bottom = time_axis::draw(out, &panel, &self.time_label, places, WIDTH);
        let (bottom, complete) = self.at_risk(out, &panel, bottom);
        let mut notes = self.footnotes.clone();
        if !complete {
            notes.push("Numbers at risk that would touch their neighbours are left out.".into());
        }
        frame::finish(scene, bottom + 4.0, &self.key(), notes, self.in_words())
    }

    fn has_risk(&self) -> bool {
        self.groups.iter().any(|g| !g.at_risk.is_empty())
    }

    fn panel(&self, top: f64) -> Panel {
        let last = self.groups.iter().map(SurvivalGroup::last);
        let risk = self.groups.iter().flat_map(|g| &g.at_risk).map(|r| r.0);
        let until = self.until.filter(|t| *t > 1e-9 && t.is_finite());
        let (low, high) = until.map_or_else(|| limits_from_zero(last.chain(risk)), |t| (0.0, t));
        let names = if self.has_risk() {
            count_rows::room(self.groups.iter().map(|g| g.label.as_str()))
        } else {
            0.0
        };
        Panel {
            x: Span {
                low,
                high,
                start: left_of(value_axis::room(0.0, 1.0, Scale::Percent), names),
                end: WIDTH - MARGIN - threshold::room(&self.thresholds).max(14.0),
            },
            y: Span {
                low: 0.0,
                high: 1.0,
                start: top + PLOT_HEIGHT,
                end: top,
            },
        }
    }

    fn at_risk(&self, out: &mut Vec<Element>, panel: &Panel, top: f64) -> (f64, bool) {
        if !self.has_risk() {
            return (top, true);
        }
        let groups = self.groups.iter().enumerate();
        let rows: Vec<CountRow> = groups
            .map(|(index, group)| {
                let mut numbers = group.at_risk.clone();
                numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
                let shown = numbers
                    .into_iter()
                    .filter(|(time, _)| panel.x.contains(*time));
                CountRow {
                    label: group.label.clone(),
                    paint: Series::of(index).paint,
                    cells: shown
                        .map(|(time, n)| (panel.x.at(time), n.to_string()))
                        .collect(),
                }
            })
            .collect();
        count_rows::draw(
            out,
            "Number at risk",
            &rows,
            (panel.x.start, top + 2.0),
            WIDTH,
        )
    }

    fn key(&self) -> Vec<KeyItem> {
        let groups = self.groups.iter().enumerate();
        let mut key: Vec<KeyItem> = groups
            .map(|(index, group)| {
                let sign = Sign::Stroke(Series::of(index).stroke(LINE));
                KeyItem::new(sign, &group.label)
            })
            .collect();
        let steps = || self.groups.iter().flat_map(SurvivalGroup::ordered);
        if steps().any(|s| s.band.is_some()) && !self.band_label.trim().is_empty() {
            let sign = if self.groups.len() <= FILLED {
                Sign::Patch(Series::of(0).tint)
            } else {
                Sign::Stroke(Series::of(0).stroke(0.9))
            };
            key.push(KeyItem::new(sign, format!("Band: {}", self.band_label)));
        }
        if self.groups.iter().any(|g| !g.censored.is_empty()) {
            let stroke = Stroke::solid(Series::of(0).paint, 1.6);
            key.push(KeyItem::new(Sign::Upright(stroke), "Censored"));
        }
        key
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        lines.push(format!("{} by {}.", self.share_label, self.time_label));
        let percent = |share: f64| format!("{} %", number(100.0 * share));
        for group in &self.groups {
            let censored = counted(group.censored.len(), "person", "people");
            lines.push(format!("{}: {censored} censored", group.label));
            for step in group.ordered() {
                let band = step
                    .band
                    .map(|(l, u)| format!(" ({} to {})", percent(l), percent(u)));
                lines.push(format!(
                    "{}, {} {}: {}{}",
                    group.label,
                    self.time_label,
                    number(step.time),
                    percent(step.share),
                    band.unwrap_or_default()
                ));
            }
            for (time, n) in &group.at_risk {
                lines.push(format!(
                    "{}, at risk at {}: {n}",
                    group.label,
                    number(*time)
                ));
            }
        }
        lines.extend(threshold::in_words(&self.thresholds));
        lines
    }
}

/// Lower and upper edge of a band.
type Band = (Vec<Point>, Vec<Point>);

/// The bands of steps that have one, each until the next step.
fn bands(group: &SurvivalGroup) -> Vec<Band> {
    let steps = group.ordered();
    let mut start = 0;
    let mut out = Vec::new();
    for run in steps.split(|s| s.band.is_none()) {
        let after = steps.get(start + run.len());
        start += run.len() + 1;
        let end = after.map_or_else(|| group.last(), |next| next.time);
        let edge = |bound: fn((f64, f64)) -> f64| -> Vec<Point> {
            let bounds = run.iter().filter_map(|s| Some((s.time, bound(s.band?))));
            stairs(&bounds.collect::<Vec<Point>>(), end)
        };
        out.push((edge(|b| b.0), edge(|b| b.1)));
    }
    out
}

fn areas(out: &mut Vec<Element>, panel: &Panel, bands: &[Vec<Band>]) {
    for (index, bands) in bands.iter().enumerate() {
        let area = |(lower, upper): &Band| {
            let corners: Vec<Point> = lower.iter().chain(upper.iter().rev()).copied().collect();
            Element::Polygon(Polygon {
                points: panel.area(&corners),
                fill: Some(Series::of(index).tint),
                stroke: None,
            })
        };
        let areas = bands.iter().map(area).collect();
        out.push(Element::Group(Group::new("band", areas)));
    }
}

fn edges(out: &mut Vec<Element>, panel: &Panel, bands: &[Vec<Band>]) {
    for (index, bands) in bands.iter().enumerate() {
        let stroke = Series::of(index).stroke(0.9);
        let edges = bands.iter().flat_map(|(lower, upper)| [lower, upper]);
        let runs = edges.flat_map(|edge| panel.path(edge));
        let lines = runs.map(|points| Element::Polyline(Polyline { points, stroke }));
        out.push(Element::Group(Group::new("band-edge", lines.collect())));
    }
}

fn curve(out: &mut Vec<Element>, panel: &Panel, index: usize, group: &SurvivalGroup) {
    let look = Series::of(index);
    let steps = group.ordered();
    let points: Vec<Point> = steps.iter().map(|s| (s.time, s.share)).collect();
    let stroke = look.stroke(LINE);
    let runs = panel.path(&stairs(&points, group.last())).into_iter();
    let mut children: Vec<Element> = runs
        .map(|points| Element::Polyline(Polyline { points, stroke }))
        .collect();
    let marks = group.censored.iter().filter_map(|time| {
        let (x, y) = panel.point((*time, share_at(&steps, *time)?))?;
        let (above, below) = (
            (y - CENSOR).max(panel.y.end),
            (y + CENSOR).min(panel.y.start),
        );
        Some(line((x, above), (x, below), Stroke::solid(look.paint, 1.6)))
    });
    children.extend(marks);
    out.push(Element::Group(Group::new("curve", children)));
}
