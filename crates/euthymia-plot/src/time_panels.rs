//! Panels of values one above the other over one time axis.

use crate::axis::Scale;
use crate::columns::{MARGIN, SMALL};
use crate::frame::{self, KeyItem, Sign};
use crate::glyph;
use crate::metrics::{Weight, fit, text_width};
use crate::panel::{Panel, Span, loose_limits};
use crate::plane;
use crate::scene::{Element, Group, Polyline, Rect, Scene, Text};
use crate::series::Series;
use crate::theme::Paint;
use crate::threshold::{self, Threshold, Uprights};
use crate::time_axis;
use crate::value_axis;
use crate::words::number;

const WIDTH: f64 = 760.0;
/// Height of a panel with one line; another line of values adds to it.
const HEIGHT: f64 = 96.0;
const HEIGHT_OF_LINE: f64 = 44.0;
/// Room above a panel for its name, and below the name for the marks of the highest value.
const NAME: f64 = 28.0;
const LINE: f64 = 1.6;
const RADIUS: f64 = 3.4;

/// Values of several kinds over the same time, such as pressure, pulse and saturation: one panel a
/// kind, with lines of meaning, over a shared time axis with shaded spans and named moments.
///
/// Points are joined in order of time. What is not finite is left out and counted in a note.
///
/// # Example
/// ```
/// use euthymia_plot::{PanelLine, TimePanels, TimeSpan, ValuePanel};
/// let figure = TimePanels {
///     title: "A session".into(),
///     time_label: "Minutes".into(),
///     panels: vec![ValuePanel {
///         label: "Pulse (/min)".into(),
///         lines: vec![PanelLine { label: "pulse".into(), points: vec![(0.0, 70.0), (10.0, 84.0)] }],
///         ..ValuePanel::default()
///     }],
///     spans: vec![TimeSpan { from: 0.0, to: 40.0, label: "dose".into() }],
///     ..TimePanels::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("pulse: 70 at 0, 84 at 10"));
/// assert!(words.contains("dose: 0 to 40"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimePanels {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What the time axis shows, with its unit.
    pub time_label: String,
    /// The panels from the top.
    pub panels: Vec<ValuePanel>,
    /// Shaded spans of time.
    pub spans: Vec<TimeSpan>,
    /// Upright dashed lines at named moments.
    pub moments: Vec<Threshold>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValuePanel {
    /// What it shows, with its unit.
    pub label: String,
    /// Smallest and largest value shown; chosen from the data without it.
    pub limits: Option<(f64, f64)>,
    /// The values.
    pub lines: Vec<PanelLine>,
    /// Level dashed lines, each over its own part of the time.
    pub limits_over_time: Vec<PanelLimit>,
}

/// A limit that holds for a part of the time.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelLimit {
    /// Where it lies; not drawn unless finite and within the limits of the panel.
    pub value: f64,
    /// What it means: printed at the right of the panel.
    pub label: String,
    /// When it begins to hold; with the axis where there is none.
    pub from: Option<f64>,
    /// When it ends; with the axis where there is none.
    pub to: Option<f64>,
}

/// Values over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PanelLine {
    /// Its name in the key.
    pub label: String,
    /// Times and values, in any order.
    pub points: Vec<(f64, f64)>,
}

/// A shaded span of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeSpan {
    /// Its start.
    pub from: f64,
    /// Its end.
    pub to: f64,
    /// Its name in the key.
    pub label: String,
}

impl PanelLine {
    fn ordered(&self) -> Vec<(f64, f64)> {
        let finite = |point: &&(f64, f64)| point.0.is_finite() && point.1.is_finite();
        let mut points: Vec<(f64, f64)> = self.points.iter().filter(finite).copied().collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points
    }
}

impl PanelLimit {
    /// Pixels between which it is drawn.
    fn part(&self, area: &Panel) -> (f64, f64) {
        let at = |time: Option<f64>, end: f64| {
            let time = time.filter(|time| time.is_finite());
            time.map_or(end, |time| area.x.at(time))
        };
        let (from, to) = (at(self.from, area.x.start), at(self.to, area.x.end));
        (from.min(to), to.max(from))
    }
}

impl TimeSpan {
    fn is_drawn(&self) -> bool {
        self.from.is_finite() && self.to.is_finite() && self.from < self.to
    }
}

impl ValuePanel {
    fn limits(&self) -> (f64, f64) {
        let lines = self.lines.iter().flat_map(PanelLine::ordered);
        let values = lines
            .map(|(_, value)| value)
            .chain(self.limits_over_time.iter().map(|limit| limit.value));
        plane::usable_limits(self.limits).unwrap_or_else(|| plane::round_limits(values, 4.0))
    }

    /// The limits as lines of meaning.
    fn named(&self) -> Vec<Threshold> {
        let limits = self.limits_over_time.iter();
        limits
            .map(|limit| Threshold {
                value: limit.value,
                label: limit.label.clone(),
            })
            .collect()
    }

    fn height(&self) -> f64 {
        let more = self.lines.len().saturating_sub(1).min(3);
        HEIGHT + HEIGHT_OF_LINE * more as f64
    }
}

impl TimePanels {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let (low, high) = self.time();
        let room = |panel: &ValuePanel| {
            let (low, high) = panel.limits();
            value_axis::room(low, high, Scale::Linear)
        };
        let left = MARGIN + self.panels.iter().map(room).fold(0.0, f64::max);
        let names = self.panels.iter().map(|p| threshold::room(&p.named()));
        let right = WIDTH - MARGIN - names.fold(4.0, f64::max);
        let x = Span {
            low,
            high,
            start: left,
            end: right,
        };
        let at = |time: f64| x.contains(time).then(|| x.at(time));
        let uprights = Uprights::new(&self.moments, at, (left, right));
        let first = top + uprights.height();
        let mut y = first;
        let mut last = None;
        let mut names = Vec::new();
        for (index, panel) in self.panels.iter().enumerate() {
            let area = panel_area(panel, x, y);
            y = area.y.start + 8.0;
            self.shade(out, &area);
            draw(out, panel, &area, self.first_look(index));
            names.extend(name(panel, &area));
            last = Some(area);
        }
        let bottom = match &last {
            None => y,
            Some(area) => {
                uprights.draw(out, first, area.y.start);
                out.extend(names);
                time_axis::draw(out, area, &self.time_label, Vec::new(), WIDTH)
            }
        };
        let mut notes = self.footnotes.clone();
        let lost = self.lost();
        if lost > 0 {
            notes.push(format!("Values that are no numbers, not drawn: {lost}."));
        }
        frame::finish(scene, bottom + 4.0, &self.key(), notes, self.in_words())
    }

    /// Limits of the time axis.
    fn time(&self) -> (f64, f64) {
        let lines = self.panels.iter().flat_map(|panel| &panel.lines);
        let spans = self.spans.iter().filter(|span| span.is_drawn());
        loose_limits(
            lines
                .flat_map(PanelLine::ordered)
                .map(|(time, _)| time)
                .chain(spans.flat_map(|span| [span.from, span.to]))
                .chain(self.moments.iter().map(|moment| moment.value)),
        )
    }

    /// Looks are counted over all panels, so that the key tells every line apart.
    fn first_look(&self, index: usize) -> usize {
        let before = self.panels.iter().take(index);
        before.map(|panel| panel.lines.len()).sum()
    }

    fn shade(&self, out: &mut Vec<Element>, area: &Panel) {
        let spans = self.spans.iter().filter(|span| span.is_drawn());
        let shades = spans.map(|span| {
            let (from, to) = (area.x.at(span.from), area.x.at(span.to));
            Element::Rect(Rect {
                x: from,
                y: area.y.end,
                width: to - from,
                height: area.y.start - area.y.end,
                fill: Some(Paint::Band),
                stroke: None,
            })
        });
        out.push(Element::Group(Group::new("spans", shades.collect())));
    }

    fn lost(&self) -> usize {
        let lines = self.panels.iter().flat_map(|panel| &panel.lines);
        lines
            .map(|line| line.points.len() - line.ordered().len())
            .sum()
    }

    fn key(&self) -> Vec<KeyItem> {
        let lines = self.panels.iter().flat_map(|panel| &panel.lines);
        let lines = lines.enumerate().map(|(index, line)| {
            let look = Series::of(index);
            KeyItem::new(Sign::Marked(look.stroke(LINE), look.glyph), &line.label)
        });
        let spans = self.spans.iter().filter(|span| span.is_drawn());
        lines
            .chain(spans.map(|span| KeyItem::new(Sign::Patch(Paint::Band), &span.label)))
            .collect()
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        for panel in &self.panels {
            lines.push(format!("{} by {}.", panel.label, self.time_label));
            for line in &panel.lines {
                let points = line.ordered();
                let points = points
                    .iter()
                    .map(|(time, value)| format!("{} at {}", number(*value), number(*time)));
                let points: Vec<String> = points.collect();
                lines.push(match points.as_slice() {
                    [] => format!("{}: no value", line.label),
                    some => format!("{}: {}", line.label, some.join(", ")),
                });
            }
            lines.extend(threshold::in_words(&panel.named()));
        }
        for span in self.spans.iter().filter(|span| span.is_drawn()) {
            let (from, to) = (number(span.from), number(span.to));
            lines.push(format!("{}: {from} to {to}", span.label));
        }
        lines.extend(threshold::in_words(&self.moments));
        lines
    }
}

fn panel_area(panel: &ValuePanel, x: Span, top: f64) -> Panel {
    let (low, high) = panel.limits();
    let top = top + NAME;
    Panel {
        x,
        y: Span {
            low,
            high,
            start: top + panel.height(),
            end: top,
        },
    }
}

/// The name of a panel, on a ground that keeps lines of moments away from it.
fn name(panel: &ValuePanel, area: &Panel) -> [Element; 2] {
    let room = WIDTH - MARGIN - area.x.start;
    let name = fit(&panel.label, room, SMALL, Weight::Bold);
    let ground = Rect {
        x: area.x.start,
        y: area.y.end - NAME + 6.0,
        width: text_width(&name, SMALL, Weight::Bold) + 3.0,
        height: NAME - 12.0,
        fill: Some(Paint::Paper),
        stroke: None,
    };
    let text = Text::new(area.x.start, area.y.end - 11.0, &name)
        .size(SMALL)
        .weight(Weight::Bold);
    [Element::Rect(ground), Element::Text(text)]
}

/// Level lines, lines of meaning and values of one panel.
fn draw(out: &mut Vec<Element>, panel: &ValuePanel, area: &Panel, first: usize) {
    let ends = (area.x.start, area.x.end);
    let grid = value_axis::grid(&area.y, ends, Scale::Linear);
    out.push(Element::Group(Group::new("grid", grid)));
    let parts: Vec<(f64, f64)> = panel
        .limits_over_time
        .iter()
        .map(|l| l.part(area))
        .collect();
    threshold::level_parts(out, &area.y, ends, (&panel.named(), &parts), WIDTH);
    for (index, line) in panel.lines.iter().enumerate() {
        let look = Series::of(first + index);
        let points = line.ordered();
        let paths = area.path(&points).into_iter().map(|points| {
            Element::Polyline(Polyline {
                points,
                stroke: look.stroke(LINE),
            })
        });
        let mut children: Vec<Element> = paths.collect();
        let marks = points.iter().filter_map(|point| area.point(*point));
        children.extend(marks.flat_map(|at| glyph::plain(look.glyph, at, RADIUS, look.paint)));
        out.push(Element::Group(Group::new("values", children)));
    }
}
