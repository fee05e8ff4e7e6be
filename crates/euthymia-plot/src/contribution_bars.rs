//! Contribution bars: how each row is made up of parts of several categories.

use crate::axis::{Axis, Extent, Placed, Scale};
use crate::axis_draw;
use crate::columns::{self, BODY, LINE, Layout, Need};
use crate::frame::{self, KeyItem, Sign};
use crate::lettering;
use crate::metrics::{Weight, wrap};
use crate::net_heat::percent;
use crate::scene::{Element, Group, Scene, Text};
use crate::stacked_bar::Category;
use crate::texture::{self, Area, Texture};
use crate::words::counted;

const BAR: f64 = 18.0;
const ROW: f64 = 26.0;
/// By how much rounded shares may exceed 1.
const ROUNDED: f64 = 0.01;

/// One bar for each row, from 0 to 100 %, of parts that are filled by their category, such as the
/// risk of bias of the study that gives the part.
///
/// Parts of one category stand together, in the order of the categories; parts of unknown categories
/// come last and open. Parts that are not finite or below 0 are left out and counted in a note, and so is
/// what goes beyond 100 %. Names of parts are printed where they fit.
///
/// # Example
/// ```
/// use euthymia_plot::{Category, ContributionBar, ContributionBars};
/// let figure = ContributionBars {
///     title: "Contributions by risk of bias".into(),
///     categories: vec![Category::new("Low"), Category::new("High")],
///     bars: vec![ContributionBar::new("A:B").part("S1", 0.5, 0).part("S2", 0.2, 1).part("S3", 0.3, 0)],
///     ..ContributionBars::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("A:B: Low 80 % (S1 50 %, S3 30 %); High 20 % (S2 20 %)"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContributionBars {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Heading of the first column.
    pub label_header: String,
    /// What the axis shows.
    pub axis_label: String,
    /// The categories from left to right.
    pub categories: Vec<Category>,
    /// The bars from top to bottom.
    pub bars: Vec<ContributionBar>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContributionBar {
    /// Its name; wrapped into up to two lines.
    pub label: String,
    /// What it is made of.
    pub parts: Vec<ContributionPart>,
}

/// A part of a bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContributionPart {
    /// Its name.
    pub label: String,
    /// Its share of the bar, 0 to 1.
    pub share: f64,
    /// Position of its category in [`ContributionBars::categories`].
    pub category: usize,
}

impl ContributionBar {
    /// A bar without parts.
    #[must_use]
    pub fn new(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            parts: Vec::new(),
        }
    }

    /// Adds a part.
    #[must_use]
    pub fn part(mut self, label: &str, share: f64, category: usize) -> Self {
        self.parts.push(ContributionPart {
            label: label.to_owned(),
            share,
            category,
        });
        self
    }

    /// Parts that can be drawn, in the order of their categories.
    fn drawable(&self) -> Vec<&ContributionPart> {
        let usable = |p: &&ContributionPart| p.share.is_finite() && p.share > 0.0;
        let mut parts: Vec<&ContributionPart> = self.parts.iter().filter(usable).collect();
        parts.sort_by_key(|p| p.category);
        parts
    }
}

impl ContributionBars {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut need = Need::of_header(&self.label_header);
        for bar in &self.bars {
            need.add(&bar.label, Weight::Regular, 0.0);
        }
        let layout = columns::layout(need, &[], &[]);
        let mut scene = Scene::new(layout.width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, layout.width, &self.title, self.caution.as_deref());
        let base = lettering::headings(out, &[(layout.label, self.label_header.as_str())], top);
        let mut y = lettering::rule(out, layout.width, base) + 4.0;
        let axis = Axis {
            scale: Scale::Percent,
            label: self.axis_label.clone(),
            limits: Some((0.0, 1.0)),
            ..Axis::default()
        };
        let placed = axis.place(&Extent::default(), layout.plot.0, layout.plot.1);
        let mut cut = 0;
        for bar in &self.bars {
            let (bottom, beyond) = self.draw(out, bar, &layout, &placed, y);
            cut += usize::from(beyond);
            y = bottom;
        }
        y = axis_draw::draw(out, &axis, &placed, y + 6.0, layout.width);
        let mut notes = self.footnotes.clone();
        let unusable = self
            .bars
            .iter()
            .flat_map(|b| &b.parts)
            .filter(|p| !p.share.is_finite() || p.share < 0.0)
            .count();
        if unusable > 0 {
            let parts = counted(unusable, "part", "parts");
            notes.push(format!("Not drawn: {parts} without a usable number."));
        }
        if cut > 0 {
            notes.push(format!("Cut at 100 %: {}.", counted(cut, "bar", "bars")));
        }
        frame::finish(scene, y + 8.0, &self.key(), notes, self.in_words())
    }

    fn filling(&self, category: usize) -> Texture {
        self.categories
            .get(category)
            .map_or(Texture::Open, |c| c.filling(category))
    }

    /// Draws one bar; returns its lower edge, and whether it was cut.
    fn draw(
        &self,
        out: &mut Vec<Element>,
        bar: &ContributionBar,
        layout: &Layout,
        placed: &Placed,
        top: f64,
    ) -> (f64, bool) {
        let lines = wrap(&bar.label, layout.label.width, BODY, Weight::Regular, 2);
        let height = ROW.max(LINE * lines.len() as f64 + 8.0);
        let middle = top + height / 2.0;
        out.extend(lettering::centred(
            &lines,
            &Text::new(layout.label.x, middle, ""),
        ));
        let mut sum = 0.0f64;
        for part in bar.drawable() {
            let from = placed.clamped(sum.min(1.0));
            sum += part.share;
            let to = placed.clamped(sum.min(1.0));
            if to <= from {
                continue;
            }
            let area = Area {
                x: from,
                y: middle - BAR / 2.0,
                width: to - from,
                height: BAR,
            };
            let filling = self.filling(part.category);
            let mut children = texture::fill(filling, area);
            let name = part.label.trim();
            if !name.is_empty() && texture::label_width(filling, name) <= area.width {
                children.push(texture::label(
                    filling,
                    (f64::midpoint(from, to), middle),
                    name,
                ));
            }
            let mut group = Group::new("part", children);
            group.title = Some(format!("{name} {}", percent(part.share)).trim().to_owned());
            out.push(Element::Group(group));
        }
        (top + height, sum > 1.0 + ROUNDED)
    }

    fn key(&self) -> Vec<KeyItem> {
        let categories = self.categories.iter().enumerate();
        let mut key: Vec<KeyItem> = categories
            .map(|(i, c)| KeyItem::new(Sign::Texture(c.filling(i)), &c.name))
            .collect();
        let unknown = |p: &ContributionPart| p.category >= self.categories.len();
        if self
            .bars
            .iter()
            .flat_map(ContributionBar::drawable)
            .any(unknown)
        {
            key.push(KeyItem::new(Sign::Texture(Texture::Open), "No category"));
        }
        key
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        for bar in &self.bars {
            let parts = bar.drawable();
            let groups: Vec<String> = parts
                .chunk_by(|a, b| a.category == b.category)
                .map(|group| {
                    let first = group.first().map_or(usize::MAX, |p| p.category);
                    let name = self
                        .categories
                        .get(first)
                        .map_or("No category", |c| c.name.as_str());
                    let sum: f64 = group.iter().map(|p| p.share).sum();
                    let each: Vec<String> = group
                        .iter()
                        .map(|p| format!("{} {}", p.label, percent(p.share)))
                        .collect();
                    format!("{name} {} ({})", percent(sum), each.join(", "))
                })
                .collect();
            let groups = if groups.is_empty() {
                "nothing".to_owned()
            } else {
                groups.join("; ")
            };
            lines.push(format!("{}: {groups}", bar.label));
        }
        lines
    }
}
