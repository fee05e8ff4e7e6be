//! Swimmer plot: one lane per person along time.

use crate::axis::{Axis, Extent, Placed, Tick};
use crate::axis_draw;
use crate::axis_draw::line;
use crate::columns::{self, BODY, Layout, MARGIN, Need};
use crate::frame::{self, KeyItem, Sign};
use crate::glyph::Glyph;
use crate::lane::{LaneDraw, LaneHeight};
use crate::lettering;
use crate::metrics::Weight;
use crate::scene::{Element, Group, Scene, Stroke};
use crate::stacked_bar::Category;
use crate::texture::Texture;
use crate::theme::Paint;
use crate::ticks;

/// Lanes drawn; the others are left out and counted.
const LANES_MAX: usize = 200;
const TICKS_MAX: f64 = 11.0;

/// One bar per person from the first to the last contact, divided into phases, with marks for what
/// happened and an arrow where the course goes on.
///
/// Lanes are drawn in the order given; up to 60 have their full height, more become thinner and their
/// labels thin out. At most 200 are drawn; a note counts the others. Marks that would hide each other are
/// set side by side, and a note says so.
///
/// # Example
/// ```
/// use euthymia_plot::{Category, Glyph, Lane, MarkKind, Swimmer, TimeUnit};
/// let figure = Swimmer {
///     title: "Courses".into(),
///     unit: TimeUnit::Weeks,
///     time_label: "Weeks since the first session".into(),
///     phases: vec![Category::new("First course"), Category::new("Second course")],
///     kinds: vec![MarkKind::new("Goal reached", Glyph::Dot)],
///     lanes: vec![Lane::new("P01", 0.0, 12.0).phase(0, 0.0, 6.0).phase(1, 6.0, 9.0).mark(0, 5.0).ongoing()],
///     ..Swimmer::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains(
///     "P01: 0 to 12, ongoing; First course 0 to 6; Second course 6 to 9; Goal reached at 5"
/// ));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Swimmer {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Heading of the lane labels.
    pub label_header: String,
    /// Unit of all times; decides where ticks stand.
    pub unit: TimeUnit,
    /// What the axis shows, with its unit.
    pub time_label: String,
    /// Smallest and largest time shown; chosen from the lanes without it. Bars are cut at the limits,
    /// marks beyond them are not drawn and counted in a note.
    pub limits: Option<(f64, f64)>,
    /// The phases that lanes are divided into.
    pub phases: Vec<Category>,
    /// What the open parts of a bar mean, those in no phase, such as "Observed only"; for the key.
    pub rest_label: Option<String>,
    /// The kinds of marks.
    pub kinds: Vec<MarkKind>,
    /// The lanes from top to bottom.
    pub lanes: Vec<Lane>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// The unit of time of an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeUnit {
    /// Ticks stand at whole weeks where there is room: 7, 14, 28 and so on.
    #[default]
    Days,
    /// Ticks stand at round numbers.
    Weeks,
}

/// A kind of mark, with its sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkKind {
    /// Its name in the key.
    pub name: String,
    /// Its shape. [`Glyph::Tick`] stands above the bar, all others on it.
    pub glyph: Glyph,
}

impl MarkKind {
    /// A kind with its sign.
    #[must_use]
    pub fn new(name: &str, glyph: Glyph) -> Self {
        Self {
            name: name.to_owned(),
            glyph,
        }
    }
}

/// One lane. Times that are not finite, reversed, or of an unknown phase or kind are not drawn and counted
/// in a note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Its name.
    pub label: String,
    /// First contact.
    pub start: f64,
    /// Last contact.
    pub last: f64,
    /// Whether the course went on at the last contact: an arrow.
    pub ongoing: bool,
    /// Position in [`Swimmer::phases`], from when, until when. Later ones cover earlier ones.
    pub phases: Vec<(usize, f64, f64)>,
    /// Position in [`Swimmer::kinds`], and when.
    pub marks: Vec<(usize, f64)>,
}

impl Lane {
    /// A lane from the first to the last contact.
    #[must_use]
    pub fn new(label: &str, start: f64, last: f64) -> Self {
        Self {
            label: label.to_owned(),
            start,
            last,
            ..Self::default()
        }
    }

    /// Adds a phase.
    #[must_use]
    pub fn phase(mut self, phase: usize, from: f64, to: f64) -> Self {
        self.phases.push((phase, from, to));
        self
    }

    /// Adds a mark.
    #[must_use]
    pub fn mark(mut self, kind: usize, at: f64) -> Self {
        self.marks.push((kind, at));
        self
    }

    /// Says that the course went on.
    #[must_use]
    pub fn ongoing(mut self) -> Self {
        self.ongoing = true;
        self
    }

    /// From when to when, if both are numbers in this order.
    pub(crate) fn span(&self) -> Option<(f64, f64)> {
        span(self.start, self.last)
    }
}

/// Two times, if both are finite and in this order.
pub(crate) fn span(from: f64, to: f64) -> Option<(f64, f64)> {
    (from.is_finite() && to.is_finite() && from <= to).then_some((from, to))
}

impl Default for Swimmer {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            label_header: String::new(),
            unit: TimeUnit::Days,
            time_label: String::new(),
            limits: None,
            phases: Vec::new(),
            rest_label: None,
            kinds: Vec::new(),
            lanes: Vec::new(),
            footnotes: Vec::new(),
        }
    }
}

impl Swimmer {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let drawn = self.lanes.get(..LANES_MAX).unwrap_or(&self.lanes);
        let layout = self.layout(drawn);
        let axis = Axis {
            label: self.time_label.clone(),
            limits: self.limits,
            ..Axis::default()
        };
        let placed = self.placed(&axis, drawn, layout.plot);
        let mut scene = Scene::new(layout.width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, layout.width, &self.title, self.caution.as_deref());
        let base = lettering::headings(out, &[(layout.label, &self.label_header)], top);
        let top = lettering::rule(out, layout.width, base) + 3.0;
        let height = LaneHeight::of(drawn.len());
        let bottom = top + height.pitch * drawn.len() as f64 + 4.0;
        grid(out, &placed, top, bottom);
        let mut draw = LaneDraw::new(self, &layout, &placed, height);
        let mut y = top;
        for (index, lane) in drawn.iter().enumerate() {
            draw.lane(out, lane, index, y);
            y += height.pitch;
        }
        let mut y = axis_draw::draw(out, &axis, &placed, bottom, layout.width);
        y = frame::key(out, layout.width, y + 8.0, &self.key(drawn));
        let mut notes = self.footnotes.clone();
        notes.extend(draw.notes());
        if self.lanes.len() > LANES_MAX {
            let rest = self.lanes.len() - LANES_MAX;
            notes.push(format!(
                "Only the first {LANES_MAX} lanes are drawn; {rest} more are not."
            ));
        }
        y = frame::footnotes(out, layout.width, y, &notes);
        scene.height = (y + MARGIN).ceil();
        scene.long_description = self.in_words(notes);
        scene
    }

    fn layout(&self, drawn: &[Lane]) -> Layout {
        let mut label = Need::of_header(&self.label_header);
        for lane in drawn {
            label.add(&lane.label, Weight::Regular, 0.0);
        }
        columns::layout(label, &[], &[])
    }

    /// The axis over all bars and marks, with ticks that suit the unit.
    fn placed(&self, axis: &Axis, drawn: &[Lane], (left, right): (f64, f64)) -> Placed {
        let times = drawn.iter().flat_map(|lane| {
            let ends = lane.span().into_iter().flat_map(|(a, b)| [a, b]);
            let phases = lane.phases.iter().filter_map(|(_, a, b)| span(*a, *b));
            let marks = lane.marks.iter().map(|(_, at)| *at);
            ends.chain(phases.flat_map(|(a, b)| [a, b])).chain(marks)
        });
        let extent = Extent {
            points: times.filter(|t| t.is_finite()).collect(),
            intervals: Vec::new(),
        };
        let mut placed = axis.place(&extent, left, right);
        if self.unit == TimeUnit::Days {
            whole_weeks(&mut placed);
        }
        placed
    }

    fn key(&self, drawn: &[Lane]) -> Vec<KeyItem> {
        let item = |sign, text: &str| KeyItem {
            sign,
            text: text.to_owned(),
        };
        let phases = self.phases.iter().enumerate();
        let phases = phases.map(|(i, phase)| item(Sign::Texture(phase.filling(i)), &phase.name));
        let rest = self.rest_label.iter();
        let rest = rest.map(|text| item(Sign::Texture(Texture::Open), text));
        let kinds = self.kinds.iter();
        let kinds = kinds.map(|kind| item(Sign::Glyph(kind.glyph, None), &kind.name));
        let ongoing = drawn
            .iter()
            .any(|lane| lane.ongoing && lane.span().is_some());
        let ongoing = ongoing.then(|| item(Sign::Arrow, "Ongoing"));
        phases.chain(rest).chain(kinds).chain(ongoing).collect()
    }

    fn in_words(&self, notes: Vec<String>) -> Vec<String> {
        let caution = self.caution.iter().map(|c| format!("Caution: {c}"));
        let lanes = self.lanes.iter().map(|lane| self.lane_in_words(lane));
        let axis = (!self.time_label.is_empty()).then(|| format!("Axis: {}", self.time_label));
        caution.chain(lanes).chain(axis).chain(notes).collect()
    }

    /// One lane as a line of text.
    pub(crate) fn lane_in_words(&self, lane: &Lane) -> String {
        let mut text = match lane.span() {
            Some((from, to)) => format!("{}: {from} to {to}", lane.label),
            None => format!("{}: no times", lane.label),
        };
        if lane.ongoing {
            text.push_str(", ongoing");
        }
        for (phase, from, to) in &lane.phases {
            if let (Some(phase), Some((from, to))) = (self.phases.get(*phase), span(*from, *to)) {
                text.push_str(&format!("; {} {from} to {to}", phase.name));
            }
        }
        for (kind, at) in &lane.marks {
            if let Some(kind) = self.kinds.get(*kind).filter(|_| at.is_finite()) {
                text.push_str(&format!("; {} at {at}", kind.name));
            }
        }
        text
    }
}

/// Thin upright lines at the ticks.
fn grid(out: &mut Vec<Element>, placed: &Placed, top: f64, bottom: f64) {
    let stroke = Stroke::solid(Paint::Rule, 0.6);
    let upright = |tick: &Tick| line((tick.x, top), (tick.x, bottom), stroke);
    let children = placed.ticks.iter().map(upright).collect();
    out.push(Element::Group(Group::new("grid", children)));
}

/// Moves the ticks of an axis in days to whole weeks, where that leaves two to eleven of them.
fn whole_weeks(placed: &mut Placed) {
    let (low, high) = placed.limits();
    let steps = [7.0, 14.0, 28.0, 56.0, 84.0, 182.0, 364.0];
    let step = steps
        .into_iter()
        .find(|step| (high - low) / step <= TICKS_MAX);
    let values = step
        .map(|step| ticks::multiples(low, high, step))
        .unwrap_or_default();
    if values.len() >= 3 {
        placed.set_ticks(&values);
    }
}

/// Type size of lane labels.
pub(crate) const LABEL: f64 = BODY - 1.0;
