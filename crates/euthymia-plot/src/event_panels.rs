//! Panels of an event dot plot: columns, rows, axes.

use crate::adverse_events::{AdverseEvents, DifferencePanel, EventRow, glyph_of};
use crate::axis::{Axis, Extent, Placed, Scale};
use crate::axis_draw;
use crate::columns::{self, Align, BLEED, BODY, LINE, Layout, MARGIN, Need, SMALL, Span};
use crate::glyph::Glyph;
use crate::interval::Estimate;
use crate::lettering;
use crate::marks::{self, Shape};
use crate::metrics::{Weight, fit, wrap};
use crate::row_draw::words_in_plot;
use crate::scene::{Anchor, Element, Group, Rect, Text};
use crate::table_row::{Mark, leaves_axis};
use crate::theme::Paint;

/// Room wanted for the panel of differences.
const PANEL: f64 = 199.0;
const RADIUS: f64 = 4.6;
/// Distance of the two groups of a row from its middle.
const APART: f64 = 8.0;
const PADDING: f64 = 9.0;
/// Keeps the tick labels of the two axes apart.
const INDENT: f64 = 14.0;
const LABEL_LINES: usize = 3;
const TINY: f64 = 10.5;

/// Columns and axes of the figure.
pub(crate) struct Panels<'a> {
    pub(crate) layout: Layout,
    rates: (Axis, Placed),
    pub(crate) difference: Option<(Axis, Placed, &'a DifferencePanel)>,
    /// One column of counts per group, then perhaps the printed differences.
    pub(crate) texts: Vec<Span>,
}

impl AdverseEvents {
    pub(crate) fn panels(&self) -> Panels<'_> {
        let mut label = Need::of_header(&self.label_header);
        let headers = self.text_headers();
        let mut texts: Vec<Need> = headers.iter().map(|h| Need::of_header(h)).collect();
        for row in &self.rows {
            label.add(&row.label, Weight::Regular, 0.0);
            for (need, text) in texts.iter_mut().zip(self.row_texts(row)) {
                need.add(&text.0, Weight::Regular, 0.0);
                need.add(&text.1, Weight::Regular, 0.0);
            }
        }
        let panel = self.difference.as_ref().map(|_| Need {
            cells: PANEL,
            header: 0.0,
        });
        let right: Vec<(Need, Align)> = panel
            .into_iter()
            .chain(texts)
            .map(|need| (need, Align::Right))
            .collect();
        let layout = columns::layout(label, &[], &right);
        let spans = layout.right.clone();
        let (panel, texts) = spans.split_at(usize::from(self.difference.is_some()));
        let axis = self.rate_axis();
        let rates = axis.place(&self.rate_extent(), layout.plot.0, layout.plot.1);
        let difference = self
            .difference
            .as_ref()
            .zip(panel.first())
            .map(|(panel, span)| {
                let axis = difference_axis(panel);
                let placed = axis.place(
                    &self.difference_extent(),
                    span.x + INDENT,
                    span.x + span.width,
                );
                (axis, placed, panel)
            });
        Panels {
            rates: (axis, rates),
            difference,
            texts: texts.to_vec(),
            layout,
        }
    }

    fn rate_axis(&self) -> Axis {
        Axis {
            scale: Scale::Percent,
            limits: self.limits,
            ..Axis::default()
        }
    }

    fn rate_extent(&self) -> Extent {
        let shown = self.shown_groups().len();
        let rates = self
            .rows
            .iter()
            .flat_map(|row| row.rates.iter().take(shown));
        extent(rates.map(|rate| &rate.estimate))
    }

    fn difference_extent(&self) -> Extent {
        extent(self.rows.iter().filter_map(|row| row.difference.as_ref()))
    }

    /// Draws an event; returns its bottom.
    pub(crate) fn row(
        &self,
        row: &EventRow,
        panels: &Panels<'_>,
        index: usize,
        top: f64,
        behind: &mut Vec<Element>,
        front: &mut Vec<Element>,
    ) -> f64 {
        let layout = &panels.layout;
        let lines = wrap(
            &row.label,
            layout.label.width,
            BODY,
            Weight::Regular,
            LABEL_LINES,
        );
        let texts = self.row_texts(row);
        let small = texts.iter().any(|text| !text.1.is_empty());
        let groups = self.shown_groups().len();
        let least = if small || groups > 1 { 2 } else { 1 };
        let height = LINE * lines.len().max(least) as f64 + PADDING;
        let middle = top + height / 2.0;
        if index % 2 == 1 {
            behind.push(Element::Rect(Rect {
                x: MARGIN - BLEED,
                y: top,
                width: layout.width - 2.0 * (MARGIN - BLEED),
                height,
                fill: Some(Paint::Band),
                stroke: None,
            }));
        }
        let mut children = lettering::centred(&lines, &Text::new(layout.label.x, middle, ""));
        children.extend(cells(&texts, &panels.texts, middle));
        for (group, rate) in row.rates.iter().take(groups).enumerate() {
            let shift = match (groups, group) {
                (0 | 1, _) => 0.0,
                (_, 0) => -APART,
                _ => APART,
            };
            children.extend(mark(
                &rate.estimate,
                &panels.rates.1,
                &[],
                middle + shift,
                look(group),
            ));
        }
        if let (Some((_, placed, _)), Some(value)) = (&panels.difference, &row.difference) {
            let look = (Shape::Glyph(Glyph::Square, RADIUS), Paint::Summary);
            children.extend(mark(value, placed, &[0.0], middle, look));
        }
        front.push(Element::Group(Group {
            part: "row",
            title: Some(self.row_in_words(row)),
            children,
        }));
        top + height
    }

    /// Both axes; returns the lower of their bottoms.
    pub(crate) fn axes(&self, out: &mut Vec<Element>, panels: &Panels<'_>, y: f64) -> f64 {
        let mut draw = |axis: &Axis, placed: &Placed, label: &str| {
            let bottom = axis_draw::draw(out, axis, placed, y, panels.layout.width);
            panel_label(out, label, placed, bottom)
        };
        let rates = draw(&panels.rates.0, &panels.rates.1, &self.axis_label);
        match &panels.difference {
            Some((axis, placed, panel)) => {
                let bottom = draw(axis, placed, &panel.label);
                rates.max(directions(out, panel, placed, bottom))
            }
            None => rates,
        }
    }
}

impl Panels<'_> {
    /// Whether any mark of these rows is cut at an end of its axis.
    pub(crate) fn cut(&self, rows: &[EventRow], groups: usize) -> bool {
        let leaves = |value: &Estimate, placed: &Placed| match value {
            Estimate::Known(i) => {
                let (shape, paint) = look(0);
                leaves_axis(&Mark::Interval(*i, shape, paint), placed)
            }
            Estimate::Missing(_) => false,
        };
        rows.iter().any(|row| {
            let mut rates = row.rates.iter().take(groups);
            let difference = self.difference.as_ref().zip(row.difference.as_ref());
            rates.any(|rate| leaves(&rate.estimate, &self.rates.1))
                || difference.is_some_and(|((_, placed, _), value)| leaves(value, placed))
        })
    }
}

fn difference_axis(panel: &DifferencePanel) -> Axis {
    Axis {
        scale: Scale::Percent,
        reference_line: Some(0.0),
        limits: panel.limits,
        ..Axis::default()
    }
}

fn look(group: usize) -> (Shape, Paint) {
    let (glyph, paint) = glyph_of(group);
    (Shape::Glyph(glyph, RADIUS), paint)
}

fn extent<'a>(values: impl Iterator<Item = &'a Estimate>) -> Extent {
    let mut extent = Extent::default();
    for value in values {
        if let Estimate::Known(interval) = value {
            extent.points.push(interval.estimate());
            extent.intervals.push((interval.lower(), interval.upper()));
        }
    }
    extent
}

fn mark(
    value: &Estimate,
    placed: &Placed,
    guides: &[f64],
    y: f64,
    (shape, paint): (Shape, Paint),
) -> Vec<Element> {
    match value {
        Estimate::Known(interval) => marks::interval(placed, y, *interval, shape, paint),
        Estimate::Missing(words) => words_in_plot(words, placed, guides, y),
    }
}

/// The texts at the right: a line, and perhaps a small one below it.
fn cells(texts: &[(String, String)], spans: &[Span], middle: f64) -> Vec<Element> {
    let mut out = Vec::new();
    for ((text, small), span) in texts.iter().zip(spans) {
        let (x, anchor) = span.anchor();
        let up = if small.is_empty() { 0.0 } else { -7.0 };
        let place = middle + up + BODY * 0.35;
        let shown = fit(text, span.width, BODY, Weight::Regular);
        let below = fit(small, span.width, TINY, Weight::Regular);
        if !shown.trim().is_empty() {
            out.push(Element::Text(Text::new(x, place, &shown).anchor(anchor)));
        }
        if !below.trim().is_empty() {
            out.push(Element::Text(
                Text::new(x, place + 13.0, &below)
                    .size(TINY)
                    .anchor(anchor)
                    .paint(Paint::Muted),
            ));
        }
    }
    out
}

/// The name of a panel below its axis, no wider than the panel.
fn panel_label(out: &mut Vec<Element>, label: &str, placed: &Placed, top: f64) -> f64 {
    let centre = f64::midpoint(placed.left, placed.right);
    let room = placed.right - placed.left;
    let mut y = top;
    for text in wrap(label, room, SMALL, Weight::Regular, 3) {
        y += LINE;
        out.push(Element::Text(
            Text::new(centre, y, &text)
                .size(SMALL)
                .anchor(Anchor::Middle),
        ));
    }
    y
}

/// What both sides of zero mean, each within half of the panel; returns the bottom.
fn directions(out: &mut Vec<Element>, panel: &DifferencePanel, placed: &Placed, top: f64) -> f64 {
    let room = (placed.right - placed.left) / 2.0 - 4.0;
    let left = panel.left_label.as_ref().map(|text| format!("← {text}"));
    let right = panel.right_label.as_ref().map(|text| format!("{text} →"));
    let sides = [
        (left, placed.left, Anchor::Start),
        (right, placed.right, Anchor::End),
    ];
    let mut bottom = top;
    for (text, x, anchor) in sides {
        let lines = text.map(|text| wrap(&text, room, SMALL, Weight::Regular, 3));
        for (index, line) in lines.unwrap_or_default().iter().enumerate() {
            let y = top + LINE * (index + 1) as f64;
            bottom = bottom.max(y);
            out.push(Element::Text(
                Text::new(x, y, line)
                    .size(SMALL)
                    .anchor(anchor)
                    .paint(Paint::Muted),
            ));
        }
    }
    bottom
}
