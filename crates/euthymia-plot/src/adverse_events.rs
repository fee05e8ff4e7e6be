//! Event dot plot: how many had each event, in one or two groups, with their difference.

use crate::axis::{Axis, Extent, Placed, Scale};
use crate::axis_draw;
use crate::columns::{self, Align, BLEED, BODY, LINE, Layout, MARGIN, Need, SMALL, Span};
use crate::frame::{self, KeyItem, Sign};
use crate::glyph::Glyph;
use crate::interval::Estimate;
use crate::lettering;
use crate::marks::{self, Shape};
use crate::metrics::{Weight, fit, wrap};
use crate::row_draw::words_in_plot;
use crate::scene::{Anchor, Element, Group, Rect, Scene, Text};
use crate::theme::Paint;

/// Groups that are drawn.
const GROUPS_MAX: usize = 2;
/// Room wanted for the panel of differences.
const PANEL: f64 = 190.0;
const RADIUS: f64 = 4.6;
/// Distance of the two groups of a row from its middle.
const APART: f64 = 8.0;
const PADDING: f64 = 9.0;
/// Keeps the tick labels of the two axes apart.
const INDENT: f64 = 20.0;
const LABEL_LINES: usize = 3;
const TINY: f64 = 10.5;

/// A dot plot of events: one row per event in the order given; per group a dot with its interval;
/// optionally a second panel with the difference between the groups.
///
/// The first group is a filled circle, the second an open diamond. Counts are printed at the right, with
/// the numbers by severity in small type below them.
///
/// # Example
/// ```
/// use euthymia_plot::{AdverseEvents, Estimate, EventRate, EventRow};
/// let figure = AdverseEvents {
///     title: "Events".into(),
///     groups: vec!["All patients".into()],
///     severities: vec!["mild".into(), "severe".into()],
///     rows: vec![EventRow::new("Headache", [
///         EventRate::new(Estimate::new(0.25, 0.13, 0.42), "9/36").severity([8, 1]),
///     ])],
///     ..AdverseEvents::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("Headache: All patients 9/36 (mild 8, severe 1), 0.25 (0.13 to 0.42)"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AdverseEvents {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Heading of the first column.
    pub label_header: String,
    /// Names of the groups. The first two are drawn; a note names the others.
    pub groups: Vec<String>,
    /// Names of the degrees of severity, in the order of [`EventRate::severity`]; none if severity is not
    /// shown.
    pub severities: Vec<String>,
    /// The events from top to bottom.
    pub rows: Vec<EventRow>,
    /// What the axis of proportions shows.
    pub axis_label: String,
    /// Smallest and largest proportion shown (0.25 is 25 %); chosen from the rows without it.
    pub limits: Option<(f64, f64)>,
    /// The panel of differences; none without it.
    pub difference: Option<DifferencePanel>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// The panel of differences between two groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DifferencePanel {
    /// What the axis shows, such as "Risk difference".
    pub label: String,
    /// Heading of the printed differences; without it none are printed.
    pub printed_header: Option<String>,
    /// What a difference below zero means.
    pub left_label: Option<String>,
    /// What a difference above zero means.
    pub right_label: Option<String>,
    /// Smallest and largest difference shown, as proportions.
    pub limits: Option<(f64, f64)>,
}

/// One event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventRow {
    /// Its name; wrapped into up to three lines.
    pub label: String,
    /// How often it occurred, in the order of [`AdverseEvents::groups`].
    pub rates: Vec<EventRate>,
    /// Difference between the groups as a proportion, or the words in its place.
    pub difference: Option<Estimate>,
    /// The printed difference.
    pub printed: String,
}

impl EventRow {
    /// An event without a difference.
    #[must_use]
    pub fn new(label: &str, rates: impl IntoIterator<Item = EventRate>) -> Self {
        Self {
            label: label.to_owned(),
            rates: rates.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Sets the difference and its printed form.
    #[must_use]
    pub fn difference(mut self, value: Estimate, printed: &str) -> Self {
        self.difference = Some(value);
        self.printed = printed.to_owned();
        self
    }
}

/// How often an event occurred in a group.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRate {
    /// The proportion with its interval, or the words in its place.
    pub estimate: Estimate,
    /// The printed count, such as "9/36".
    pub count: String,
    /// Numbers by severity, in the order of [`AdverseEvents::severities`].
    pub severity: Vec<u64>,
}

impl EventRate {
    /// A rate with its printed count.
    #[must_use]
    pub fn new(estimate: Estimate, count: &str) -> Self {
        Self {
            estimate,
            count: count.to_owned(),
            severity: Vec::new(),
        }
    }

    /// Sets the numbers by severity.
    #[must_use]
    pub fn severity(mut self, numbers: impl IntoIterator<Item = u64>) -> Self {
        self.severity = numbers.into_iter().collect();
        self
    }
}

impl Default for AdverseEvents {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            label_header: "Event".to_owned(),
            groups: Vec::new(),
            severities: Vec::new(),
            rows: Vec::new(),
            axis_label: String::new(),
            limits: None,
            difference: None,
            footnotes: Vec::new(),
        }
    }
}

/// Columns and axes of the figure.
struct Panels<'a> {
    layout: Layout,
    rates: (Axis, Placed),
    difference: Option<(Axis, Placed, &'a DifferencePanel)>,
    /// One column of counts per group, then perhaps the printed differences.
    texts: Vec<Span>,
}

impl AdverseEvents {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let panels = self.panels();
        let width = panels.layout.width;
        let mut scene = Scene::new(width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, width, &self.title, self.caution.as_deref());
        let mut cells = vec![(panels.layout.label, self.label_header.as_str())];
        let headers = self.text_headers();
        cells.extend(panels.texts.iter().copied().zip(headers));
        let base = lettering::headings(out, &cells, top);
        let top = lettering::rule(out, width, base);
        let mut behind = Vec::new();
        let mut front = Vec::new();
        let mut y = top;
        for (index, row) in self.rows.iter().enumerate() {
            y = self.row(row, &panels, index, y, &mut behind, &mut front);
        }
        let bottom = y + 6.0;
        if let Some((axis, placed, _)) = &panels.difference {
            axis_draw::reference(&mut behind, axis, placed, top, bottom);
        }
        out.append(&mut behind);
        out.append(&mut front);
        y = self.axes(out, &panels, bottom);
        y = frame::key(out, width, y + 8.0, &self.key());
        let notes = self.notes();
        y = frame::footnotes(out, width, y, &notes);
        scene.height = (y + MARGIN).ceil();
        scene.long_description = self.in_words(notes);
        scene
    }

    fn shown_groups(&self) -> &[String] {
        self.groups.get(..GROUPS_MAX).unwrap_or(&self.groups)
    }

    fn text_headers(&self) -> Vec<&str> {
        let printed = self
            .difference
            .as_ref()
            .and_then(|d| d.printed_header.as_deref());
        let groups = self.shown_groups().iter().map(String::as_str);
        groups.chain(printed).collect()
    }

    fn panels(&self) -> Panels<'_> {
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

    /// For each column of texts the line and the small line below it.
    fn row_texts(&self, row: &EventRow) -> Vec<(String, String)> {
        let rate = |index: usize| {
            let rate = row.rates.get(index);
            rate.map_or_else(Default::default, |rate| {
                let numbers: Vec<String> = self
                    .severities_of(rate)
                    .map(|(_, n)| n.to_string())
                    .collect();
                (rate.count.clone(), numbers.join(" · "))
            })
        };
        let groups = (0..self.shown_groups().len()).map(rate);
        let printed = self
            .difference
            .as_ref()
            .and_then(|d| d.printed_header.as_ref());
        let printed = printed.map(|_| (row.printed.clone(), String::new()));
        groups.chain(printed).collect()
    }

    fn severities_of<'a>(&'a self, rate: &'a EventRate) -> impl Iterator<Item = (&'a String, u64)> {
        self.severities.iter().zip(rate.severity.iter().copied())
    }

    /// Draws an event; returns its bottom.
    fn row(
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
        let mut children = lettering::centred(&lines, layout.label.x, middle, BODY, Anchor::Start);
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
    fn axes(&self, out: &mut Vec<Element>, panels: &Panels<'_>, y: f64) -> f64 {
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

    fn key(&self) -> Vec<KeyItem> {
        let groups = self.shown_groups().iter().enumerate().map(|(index, name)| {
            let (glyph, paint) = glyph_of(index);
            KeyItem {
                sign: Sign::Glyph(glyph, Some(paint)),
                text: name.clone(),
            }
        });
        let difference = self.difference.iter().map(|panel| KeyItem {
            sign: Sign::Glyph(Glyph::Square, Some(Paint::Summary)),
            text: panel.label.clone(),
        });
        groups.chain(difference).collect()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.severities.is_empty() {
            notes.push(format!("Small numbers: {}.", self.severities.join(" · ")));
        }
        notes.extend(self.footnotes.iter().cloned());
        let beyond = self.groups.get(GROUPS_MAX..).unwrap_or_default();
        if !beyond.is_empty() {
            notes.push(format!("Groups not drawn: {}.", beyond.join(", ")));
        }
        notes
    }

    fn row_in_words(&self, row: &EventRow) -> String {
        let mut parts: Vec<String> = self
            .shown_groups()
            .iter()
            .zip(&row.rates)
            .map(|(group, rate)| {
                let degrees: Vec<String> = self
                    .severities_of(rate)
                    .map(|(name, n)| format!("{name} {n}"))
                    .collect();
                let degrees = match degrees.is_empty() {
                    true => String::new(),
                    false => format!(" ({})", degrees.join(", ")),
                };
                format!(
                    "{group} {}{degrees}, {}",
                    rate.count,
                    in_words(&rate.estimate)
                )
            })
            .collect();
        if let (Some(panel), Some(value)) = (&self.difference, &row.difference) {
            parts.push(format!("{} {}", panel.label, in_words(value)));
        }
        format!("{}: {}", row.label, parts.join("; "))
    }

    fn in_words(&self, notes: Vec<String>) -> Vec<String> {
        let caution = self.caution.iter().map(|c| format!("Caution: {c}"));
        let rows = self.rows.iter().map(|row| self.row_in_words(row));
        let axis = (!self.axis_label.is_empty()).then(|| format!("Axis: {}", self.axis_label));
        caution.chain(rows).chain(axis).chain(notes).collect()
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

/// Shape and colour of a group.
fn glyph_of(group: usize) -> (Glyph, Paint) {
    match group {
        0 => (Glyph::Dot, Paint::Study),
        _ => (Glyph::OpenDiamond, Paint::Emphasis),
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

fn in_words(value: &Estimate) -> String {
    match value {
        Estimate::Known(i) => format!("{} ({} to {})", i.estimate(), i.lower(), i.upper()),
        Estimate::Missing(words) => words.clone(),
    }
}
