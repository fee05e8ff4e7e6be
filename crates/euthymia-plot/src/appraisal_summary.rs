//! Summary of appraisals: how judgements divide in every domain.

use crate::axis::{Axis, Extent, Scale};
use crate::axis_draw;
use crate::bar_parts::{self, BAR, Part};
use crate::columns::{self, Align, BODY, Layout, Need};
use crate::frame::{self, KeyItem, Sign};
use crate::lettering;
use crate::metrics::{Weight, fit, wrap};
use crate::scene::{Anchor, Element, Group, Scene, Text};
use crate::verdict::VerdictLevel;

const PADDING: f64 = 16.0;

/// One bar for each domain, divided into the shares of the judgements.
///
/// Shares are given: of studies, or of the weight that studies have in an analysis; say in
/// [`Self::axis_label`] of which. They are drawn in proportion to their sum, with whole per cent.
///
/// # Example
/// ```
/// use euthymia_plot::{AppraisalBar, AppraisalSummary, Verdict, VerdictLevel};
/// let figure = AppraisalSummary {
///     title: "Risk of bias".into(),
///     levels: vec![
///         VerdictLevel::new("Low", 'L', Verdict::Good),
///         VerdictLevel::new("High", 'H', Verdict::Poor),
///     ],
///     bars: vec![AppraisalBar::new("Allocation", 4, [0.75, 0.25])],
///     ..AppraisalSummary::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("Allocation: 4 judged; Low 75 %; High 25 %"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppraisalSummary {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// The words of the tool, from best to worst.
    pub levels: Vec<VerdictLevel>,
    /// The bars from top to bottom.
    pub bars: Vec<AppraisalBar>,
    /// What the shares are shares of.
    pub axis_label: String,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One domain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppraisalBar {
    /// Its name; wrapped into up to two lines.
    pub label: String,
    /// How many studies were judged in it.
    pub judged: usize,
    /// Shares of [`AppraisalSummary::levels`] in order. What is not finite or below 0 counts as 0,
    /// and so does what has no level.
    pub shares: Vec<f64>,
}

impl AppraisalBar {
    /// A domain with its shares.
    #[must_use]
    pub fn new(label: &str, judged: usize, shares: impl IntoIterator<Item = f64>) -> Self {
        Self {
            label: label.to_owned(),
            judged,
            shares: shares.into_iter().collect(),
        }
    }
}

impl AppraisalSummary {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let layout = self.layout();
        let mut scene = Scene::new(layout.width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, layout.width, &self.title, self.caution.as_deref());
        let mut cells = vec![(layout.label, "Domain")];
        cells.extend(layout.right.iter().map(|span| (*span, "Judged")));
        let base = lettering::headings(out, &cells, top);
        let mut y = lettering::rule(out, layout.width, base);
        for bar in &self.bars {
            out.push(self.bar(bar, &layout, y));
            y += PADDING + BAR;
        }
        let axis = Axis {
            scale: Scale::Percent,
            label: self.axis_label.clone(),
            limits: Some((0.0, 1.0)),
            ..Axis::default()
        };
        let placed = axis.place(&Extent::default(), layout.plot.0, layout.plot.1);
        y = axis_draw::draw(out, &axis, &placed, y + 6.0, layout.width);
        let words = self.in_words();
        frame::finish(scene, y + 8.0, &self.key(), self.footnotes.clone(), words)
    }

    fn layout(&self) -> Layout {
        let mut label = Need::of_header("Domain");
        let mut judged = Need::of_header("Judged");
        for bar in &self.bars {
            label.add(&bar.label, Weight::Regular, 0.0);
            judged.add(&bar.judged.to_string(), Weight::Regular, 0.0);
        }
        columns::layout(label, &[], &[(judged, Align::Right)])
    }

    /// The levels with their shares, which are 1 together unless all are nothing.
    fn shares<'a>(&'a self, bar: &'a AppraisalBar) -> Vec<(&'a VerdictLevel, f64)> {
        let usable = |share: &f64| {
            if share.is_finite() {
                share.max(0.0)
            } else {
                0.0
            }
        };
        let largest = bar.shares.iter().map(usable).fold(0.0, f64::max);
        let scaled = |share: &f64| {
            if largest > 0.0 {
                usable(share) / largest
            } else {
                0.0
            }
        };
        let sum: f64 = bar.shares.iter().take(self.levels.len()).map(scaled).sum();
        let share = |share: &f64| if sum > 0.0 { scaled(share) / sum } else { 0.0 };
        self.levels
            .iter()
            .zip(bar.shares.iter().map(share))
            .collect()
    }

    fn bar(&self, bar: &AppraisalBar, layout: &Layout, top: f64) -> Element {
        let lines = wrap(&bar.label, layout.label.width, BODY, Weight::Regular, 2);
        let middle = top + PADDING / 2.0 + 3.0 + BAR / 2.0;
        let mut children = lettering::centred(&lines, &Text::new(layout.label.x, middle, ""));
        for span in &layout.right {
            let (x, anchor) = span.anchor();
            let text = fit(&bar.judged.to_string(), span.width, BODY, Weight::Regular);
            let like = Text::new(x, middle, "").anchor(anchor);
            children.extend(lettering::centred(&[text], &like));
        }
        let parts = self.parts(bar);
        if parts.is_empty() {
            let centre = f64::midpoint(layout.plot.0, layout.plot.1);
            let like = Text::new(centre, middle, "").anchor(Anchor::Middle);
            children.extend(lettering::centred(&["not judged".to_owned()], &like));
        } else {
            children.extend(bar_parts::draw(&parts, layout.plot, middle));
        }
        Element::Group(Group {
            part: "bar",
            title: Some(self.bar_in_words(bar)),
            children,
        })
    }

    fn parts(&self, bar: &AppraisalBar) -> Vec<Part> {
        let mut before = 0.0;
        let mut out = Vec::new();
        for (level, share) in self.shares(bar) {
            let from = before;
            before += share;
            if share > 0.0 {
                out.push(Part {
                    texture: level.verdict.texture(),
                    from,
                    to: before,
                    text: format!("{} {}", level.letter, whole_percent(share)),
                });
            }
        }
        out
    }

    fn key(&self) -> Vec<KeyItem> {
        let item = |level: &VerdictLevel| {
            let text = format!("{} {}", level.letter, level.name);
            KeyItem::new(Sign::Texture(level.verdict.texture()), text)
        };
        self.levels.iter().map(item).collect()
    }

    fn bar_in_words(&self, bar: &AppraisalBar) -> String {
        let parts = self.shares(bar).into_iter();
        let parts: String = parts
            .map(|(level, share)| format!("; {} {}", level.name, whole_percent(share)))
            .collect();
        format!("{}: {} judged{parts}", bar.label, bar.judged)
    }

    fn in_words(&self) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        if !self.axis_label.trim().is_empty() {
            lines.push(format!("Bars: {}.", self.axis_label));
        }
        lines.extend(self.bars.iter().map(|bar| self.bar_in_words(bar)));
        lines
    }
}

/// A share between 0 and 1 in whole per cent; a small one is not nothing, a large one not all.
fn whole_percent(share: f64) -> String {
    let whole = (100.0 * share).round();
    match share {
        s if s > 0.0 && whole < 1.0 => "<1 %".to_owned(),
        s if s < 1.0 - 1e-9 && whole > 99.0 => ">99 %".to_owned(),
        _ => format!("{whole:.0} %"),
    }
}
