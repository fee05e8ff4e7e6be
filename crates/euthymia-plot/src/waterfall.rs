//! Waterfall chart: one bar per person, sorted from worst to best.

use crate::axis::Scale;
use crate::axis_draw::line;
use crate::beforeafter::Better;
use crate::columns::{BODY, MARGIN};
use crate::frame::{self, KeyItem, Sign};
use crate::metrics::{Weight, wrap};
use crate::panel::Span;
use crate::plane;
use crate::scene::{Anchor, Element, Group, Polygon, Scene, Stroke, Text};
use crate::texture::{self, Area, NARROW, Texture};
use crate::theme::Paint;
use crate::threshold::{self, Threshold};
use crate::value_axis;
use crate::words::counted;

const WIDTH: f64 = 760.0;
const PLOT_HEIGHT: f64 = 340.0;
/// Widest bar with the gap beside it.
const BAR_MAX: f64 = 60.0;
/// How many values of cut bars are named.
const NAMED: usize = 8;

/// The change of each person as a bar from zero, sorted from worst to best.
///
/// Categories differ in colour and in hatching, so that they survive grey print; fillings start again
/// after eight. Bars beyond [`Self::limits`] end in an arrow and their values are named below.
///
/// # Example
/// ```
/// use euthymia_plot::{Threshold, Waterfall, WaterfallBar};
/// let figure = Waterfall {
///     title: "Change of three people".into(),
///     value_label: "Change in %".into(),
///     categories: vec!["Improved".into(), "Not improved".into()],
///     bars: [(-60.0, 0), (10.0, 1), (-20.0, 1)]
///         .map(|(value, category)| WaterfallBar { value, category: Some(category) })
///         .to_vec(),
///     thresholds: vec![Threshold { value: -50.0, label: "halved".into() }],
///     ..Waterfall::default()
/// };
/// let text = figure.to_scene().text_alternative();
/// assert!(text.contains("3 people, from 10 (worst) to −60 (best)"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waterfall {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What the vertical axis shows, with its unit.
    pub value_label: String,
    /// Smallest and largest value shown; chosen from the data without it.
    pub limits: Option<(f64, f64)>,
    /// One bar per person, in any order. Values that are not finite are counted and left out.
    pub bars: Vec<WaterfallBar>,
    /// Names of the categories, in the order of the key.
    pub categories: Vec<String>,
    /// Which direction is an improvement: the best bar stands at the right end.
    pub better: Better,
    /// Horizontal dashed lines.
    pub thresholds: Vec<Threshold>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// The bar of one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaterfallBar {
    /// Where the bar ends; it starts at 0.
    pub value: f64,
    /// Index into [`Waterfall::categories`]; a bar without a category, or with an index that has no
    /// name, is white.
    pub category: Option<usize>,
}

impl Waterfall {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let bars = self.sorted();
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let top = value_axis::name(out, &self.value_label, top, WIDTH);
        let values = bars.iter().map(|b| b.value).chain([0.0]);
        let values = values.chain(self.thresholds.iter().map(|t| t.value));
        let (low, high) = plane::usable_limits(self.limits)
            .unwrap_or_else(|| plane::round_limits(values, value_axis::TICKS));
        let y = Span {
            low,
            high,
            start: top + PLOT_HEIGHT,
            end: top,
        };
        let ends = (
            MARGIN + value_axis::room(low, high, Scale::Linear),
            WIDTH - MARGIN - threshold::room(&self.thresholds),
        );
        let grid = value_axis::grid(&y, ends, Scale::Linear);
        out.push(Element::Group(Group::new("grid", grid)));
        self.draw_bars(out, &bars, &y, ends);
        self.light_edges(out, &y, ends);
        threshold::level(out, &y, ends, &self.thresholds, WIDTH);
        if y.contains(0.0) {
            let (left, right) = ends;
            let ink = Stroke::solid(Paint::Ink, 1.2);
            let zero = line((left, y.at(0.0)), (right, y.at(0.0)), ink);
            out.push(Element::Group(Group::new("axis", vec![zero])));
        }
        let bottom = self.caption(out, bars.len(), ends, y.start + 6.0);
        let mut notes = self.footnotes.clone();
        notes.extend(self.notes(&bars, &y));
        frame::finish(scene, bottom, &self.key(&bars), notes, self.in_words(&bars))
    }

    /// Finite bars from worst to best; equal ones in the order given.
    fn sorted(&self) -> Vec<WaterfallBar> {
        let finite = self.bars.iter().filter(|b| b.value.is_finite());
        let mut bars: Vec<WaterfallBar> = finite.copied().collect();
        match self.better {
            Better::Lower => bars.sort_by(|a, b| b.value.total_cmp(&a.value)),
            Better::Higher => bars.sort_by(|a, b| a.value.total_cmp(&b.value)),
        }
        bars
    }

    /// Filling of the category of a bar; open without one.
    fn filling(&self, bar: &WaterfallBar) -> Texture {
        self.category(bar).map_or(Texture::Open, Texture::nth)
    }

    fn category(&self, bar: &WaterfallBar) -> Option<usize> {
        bar.category.filter(|i| *i < self.categories.len())
    }

    fn draw_bars(
        &self,
        out: &mut Vec<Element>,
        bars: &[WaterfallBar],
        y: &Span,
        (left, right): (f64, f64),
    ) {
        let pitch = ((right - left) / bars.len().max(1) as f64).min(BAR_MAX);
        let first = left + ((right - left) - pitch * bars.len() as f64) / 2.0;
        let gap = if pitch < NARROW {
            0.0
        } else {
            (pitch * 0.2).min(4.0)
        };
        for (index, bar) in bars.iter().enumerate() {
            let from = first + index as f64 * pitch + gap / 2.0;
            let to = from + pitch - gap;
            let (a, b) = (y.at(0.0), y.at(bar.value));
            // A change of zero is a bar one pixel high, so that the person is seen.
            let (upper, lower) = if (a - b).abs() < 1.0 {
                (
                    a.min(y.start - 1.0).max(y.end),
                    a.min(y.start - 1.0).max(y.end) + 1.0,
                )
            } else {
                (a.min(b), a.max(b))
            };
            let filling = self.filling(bar);
            let area = Area {
                x: from,
                y: upper,
                width: to - from,
                height: lower - upper,
            };
            let mut children = texture::fill(filling, area);
            if to - from < NARROW {
                let end = Stroke::solid(filling.paint(), 1.2);
                children.push(line((from, b), (to, b), end));
            }
            if !y.contains(bar.value) {
                children.push(cut_end((from, to), y.at(bar.value), bar.value > y.high));
            }
            out.push(Element::Group(Group::new("bar", children)));
        }
    }

    /// Light lines below the thresholds, so that these are seen on dark bars.
    fn light_edges(&self, out: &mut Vec<Element>, y: &Span, (left, right): (f64, f64)) {
        let light = Stroke::solid(Paint::Paper, 3.0);
        let shown = self.thresholds.iter().filter(|t| y.contains(t.value));
        let heights = shown.map(|t| y.at(t.value));
        let edges = heights.map(|height| line((left, height), (right, height), light));
        out.push(Element::Group(Group::new("light", edges.collect())));
    }

    fn caption(
        &self,
        out: &mut Vec<Element>,
        people: usize,
        (left, right): (f64, f64),
        top: f64,
    ) -> f64 {
        let text = format!(
            "Each bar is one person (n = {people}), from worst on the left to best on the right"
        );
        let mut y = top;
        for text in wrap(&text, right - left, BODY, Weight::Regular, 2) {
            y += 16.0;
            let middle = f64::midpoint(left, right);
            out.push(Element::Text(
                Text::new(middle, y, &text).anchor(Anchor::Middle),
            ));
        }
        y + 4.0
    }

    /// Names and sizes of the categories; the last entry is for bars without one.
    fn sizes(&self, bars: &[WaterfallBar]) -> Vec<(String, usize, Texture)> {
        let of = |index: usize| bars.iter().filter(|b| b.category == Some(index)).count();
        let named = self.categories.iter().enumerate();
        let mut sizes: Vec<(String, usize, Texture)> = named
            .map(|(index, name)| (name.clone(), of(index), Texture::nth(index)))
            .collect();
        let none = bars.iter().filter(|b| self.category(b).is_none()).count();
        if none > 0 {
            sizes.push(("No category".to_owned(), none, Texture::Open));
        }
        sizes
    }

    fn key(&self, bars: &[WaterfallBar]) -> Vec<KeyItem> {
        self.sizes(bars)
            .into_iter()
            .map(|(name, n, filling)| KeyItem::new(Sign::Texture(filling), format!("{name} ({n})")))
            .collect()
    }

    fn notes(&self, bars: &[WaterfallBar], y: &Span) -> Vec<String> {
        let mut notes = Vec::new();
        let lost = self.bars.len() - bars.len();
        if lost > 0 {
            notes.push(format!("Not drawn for want of a value: {lost}."));
        }
        let cut: Vec<String> = bars
            .iter()
            .filter(|b| !y.contains(b.value))
            .map(|b| crate::words::number(b.value))
            .collect();
        if !cut.is_empty() {
            let more = cut.len().saturating_sub(NAMED);
            let mut text = cut.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
            if more > 0 {
                text.push_str(&format!(" and {more} more"));
            }
            notes.push(format!("Bars with an arrow go on beyond the axis: {text}."));
        }
        notes
    }

    fn in_words(&self, bars: &[WaterfallBar]) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        let ends = bars.first().zip(bars.last()).map(|(worst, best)| {
            let [worst, best] = [worst, best].map(|b| crate::words::number(b.value));
            format!(", from {worst} (worst) to {best} (best)")
        });
        let people = counted(bars.len(), "person", "people");
        let label = &self.value_label;
        lines.push(format!("{label}: {people}{}", ends.unwrap_or_default()));
        let sizes = self.sizes(bars).into_iter();
        lines.extend(sizes.map(|(name, n, _)| format!("{name}: {n} of {}", bars.len())));
        lines.extend(threshold::in_words(&self.thresholds));
        lines
    }
}

/// An arrow head with its tip where the bar is cut.
fn cut_end((from, to): (f64, f64), tip: f64, upwards: bool) -> Element {
    let middle = f64::midpoint(from, to);
    let half = ((to - from) / 2.0).clamp(3.5, 7.0);
    let base = if upwards { tip + 9.0 } else { tip - 9.0 };
    let head = Element::Polygon(Polygon {
        points: vec![(middle, tip), (middle - half, base), (middle + half, base)],
        fill: Some(Paint::Ink),
        stroke: Some(Stroke::solid(Paint::Paper, 1.0)),
    });
    Element::Group(Group::new("arrow", vec![head]))
}
