//! Stacked bars: how a total divides into categories, row by row.

use crate::axis::{Axis, Extent, Scale};
use crate::axis_draw;
use crate::bar_parts::{self, BAR, Part};
use crate::columns::{self, Align, BODY, Layout, MARGIN, Need};
use crate::frame::{self, KeyItem, Sign};
use crate::lettering;
use crate::metrics::{Weight, fit, wrap};
use crate::scene::{Anchor, Element, Group, Scene, Text};
use crate::texture::Texture;

const PADDING: f64 = 20.0;

/// Horizontal bars of equal length, each divided into the shares of its categories.
///
/// Every segment is filled with a pattern, so that the figure survives grey print, and carries its
/// count. A count too wide for its segment stands above it, or, where neighbours leave no room, only
/// in the text alternative.
///
/// # Example
/// ```
/// use euthymia_plot::{Category, StackedBar, StackedBars};
/// let chart = StackedBars {
///     title: "Outcome by visit".into(),
///     categories: vec![Category::new("Well"), Category::new("Better"), Category::new("Missing")],
///     bars: vec![
///         StackedBar::new("Week 2", [4, 9, 0]),
///         StackedBar::new("Week 4", [6, 5, 2]),
///     ],
///     ..StackedBars::default()
/// };
/// let words = chart.to_scene().text_alternative();
/// assert!(words.contains("Week 4: 13 in all; Well 6; Better 5; Missing 2"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct StackedBars {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Heading of the first column.
    pub label_header: String,
    /// Heading of the column of totals.
    pub total_header: String,
    /// The categories from left to right.
    pub categories: Vec<Category>,
    /// The bars from top to bottom.
    pub bars: Vec<StackedBar>,
    /// What the axis shows.
    pub axis_label: String,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// A part of every bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its name in the key.
    pub name: String,
    /// How it is filled; by its position ([`Texture::nth`]) without one.
    pub texture: Option<Texture>,
}

impl Category {
    /// A category filled by its position.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            texture: None,
        }
    }

    /// Sets how the category is filled.
    #[must_use]
    pub fn texture(mut self, texture: Texture) -> Self {
        self.texture = Some(texture);
        self
    }

    /// How it is filled at this position.
    pub(crate) fn filling(&self, index: usize) -> Texture {
        self.texture.unwrap_or_else(|| Texture::nth(index))
    }
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackedBar {
    /// Its name; wrapped into up to two lines.
    pub label: String,
    /// Counts of [`StackedBars::categories`] in order. Absent ones are 0; surplus ones are not drawn
    /// and named in a note. A bar without any count says "none".
    pub counts: Vec<u64>,
}

impl StackedBar {
    /// A bar with its counts.
    #[must_use]
    pub fn new(label: &str, counts: impl IntoIterator<Item = u64>) -> Self {
        Self {
            label: label.to_owned(),
            counts: counts.into_iter().collect(),
        }
    }
}

impl Default for StackedBars {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            label_header: String::new(),
            total_header: "n".to_owned(),
            categories: Vec::new(),
            bars: Vec::new(),
            axis_label: String::new(),
            footnotes: Vec::new(),
        }
    }
}

impl StackedBars {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let layout = self.layout();
        let mut scene = Scene::new(layout.width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, layout.width, &self.title, self.caution.as_deref());
        let mut cells = vec![(layout.label, self.label_header.as_str())];
        cells.extend(
            layout
                .right
                .iter()
                .map(|s| (*s, self.total_header.as_str())),
        );
        let base = lettering::headings(out, &cells, top);
        let mut y = lettering::rule(out, layout.width, base);
        for bar in &self.bars {
            y = self.draw_bar(out, bar, &layout, y);
        }
        let axis = Axis {
            scale: Scale::Percent,
            label: self.axis_label.clone(),
            limits: Some((0.0, 1.0)),
            ..Axis::default()
        };
        let placed = axis.place(&Extent::default(), layout.plot.0, layout.plot.1);
        y = axis_draw::draw(out, &axis, &placed, y + 6.0, layout.width);
        y = frame::key(out, layout.width, y + 8.0, &self.key());
        let notes = self.notes();
        y = frame::footnotes(out, layout.width, y, &notes);
        scene.height = (y + MARGIN).ceil();
        scene.long_description = self.in_words(notes);
        scene
    }

    fn layout(&self) -> Layout {
        let mut label = Need::of_header(&self.label_header);
        let mut total = Need::of_header(&self.total_header);
        for bar in &self.bars {
            label.add(&bar.label, Weight::Regular, 0.0);
            total.add(&self.total(bar).to_string(), Weight::Regular, 0.0);
        }
        columns::layout(label, &[], &[(total, Align::Right)])
    }

    /// Sum of the counts that have a category. It cannot overflow: there are fewer counts than 2⁶⁴.
    fn total(&self, bar: &StackedBar) -> u128 {
        let counted = bar.counts.iter().zip(&self.categories);
        counted.map(|(count, _)| u128::from(*count)).sum()
    }

    fn draw_bar(&self, out: &mut Vec<Element>, bar: &StackedBar, layout: &Layout, top: f64) -> f64 {
        let lines = wrap(&bar.label, layout.label.width, BODY, Weight::Regular, 2);
        let middle = top + PADDING / 2.0 + 3.0 + BAR / 2.0;
        let mut children = lettering::centred(&lines, &Text::new(layout.label.x, middle, ""));
        let total = self.total(bar);
        for span in &layout.right {
            let (x, anchor) = span.anchor();
            let text = fit(&total.to_string(), span.width, BODY, Weight::Regular);
            children.extend(lettering::centred(
                &[text],
                &Text::new(x, middle, "").anchor(anchor),
            ));
        }
        if total == 0 {
            let centre = f64::midpoint(layout.plot.0, layout.plot.1);
            let none = ["none".to_owned()];
            let like = Text::new(centre, middle, "").anchor(Anchor::Middle);
            children.extend(lettering::centred(&none, &like));
        } else {
            children.extend(bar_parts::draw(
                &self.parts(bar, total),
                layout.plot,
                middle,
            ));
        }
        out.push(Element::Group(Group {
            part: "bar",
            title: Some(self.bar_in_words(bar)),
            children,
        }));
        top + PADDING + BAR
    }

    /// The filled parts of a bar with their counts.
    fn parts(&self, bar: &StackedBar, total: u128) -> Vec<Part> {
        let mut before = 0u128;
        let mut out = Vec::new();
        for (index, (category, count)) in self.categories.iter().zip(&bar.counts).enumerate() {
            let from = before as f64 / total as f64;
            before += u128::from(*count);
            if *count > 0 {
                out.push(Part {
                    texture: category.filling(index),
                    from,
                    to: before as f64 / total as f64,
                    text: count.to_string(),
                });
            }
        }
        out
    }

    fn key(&self) -> Vec<KeyItem> {
        let item = |(index, category): (usize, &Category)| KeyItem {
            sign: Sign::Texture(category.filling(index)),
            text: category.name.clone(),
        };
        self.categories.iter().enumerate().map(item).collect()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.footnotes.clone();
        let surplus = self
            .bars
            .iter()
            .flat_map(|b| b.counts.iter().skip(self.categories.len()));
        let lost: u128 = surplus.map(|count| u128::from(*count)).sum();
        if lost > 0 {
            notes.push(format!("Not drawn for want of a category: {lost}."));
        }
        notes
    }

    fn bar_in_words(&self, bar: &StackedBar) -> String {
        let parts = self.categories.iter().zip(&bar.counts);
        let parts: String = parts
            .map(|(category, count)| format!("; {} {count}", category.name))
            .collect();
        format!("{}: {} in all{parts}", bar.label, self.total(bar))
    }

    fn in_words(&self, notes: Vec<String>) -> Vec<String> {
        let caution = self.caution.iter().map(|c| format!("Caution: {c}"));
        let bars = self.bars.iter().map(|bar| self.bar_in_words(bar));
        caution.chain(bars).chain(notes).collect()
    }
}
