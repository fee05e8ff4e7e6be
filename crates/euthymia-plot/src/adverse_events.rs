//! Event dot plot: how many had each event, in one or two groups, with their difference.

use crate::axis_draw;
use crate::columns::MARGIN;
use crate::event_panels::Panels;
use crate::frame::{self, KeyItem, Sign};
use crate::glyph::Glyph;
use crate::interval::Estimate;
use crate::lettering;
use crate::scene::Scene;
use crate::theme::Paint;

/// Groups that are drawn.
const GROUPS_MAX: usize = 2;

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
    /// What the printed counts are, such as "n/N"; stands after the name of the group.
    pub count_header: String,
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
            count_header: "n/N".to_owned(),
            severities: Vec::new(),
            rows: Vec::new(),
            axis_label: String::new(),
            limits: None,
            difference: None,
            footnotes: Vec::new(),
        }
    }
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
        let headers = headers.iter().map(String::as_str);
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
        y = frame::key(out, width, y + 8.0, &self.key(&panels));
        let notes = self.notes();
        y = frame::footnotes(out, width, y, &notes);
        scene.height = (y + MARGIN).ceil();
        scene.long_description = self.in_words(notes);
        scene
    }

    pub(crate) fn shown_groups(&self) -> &[String] {
        self.groups.get(..GROUPS_MAX).unwrap_or(&self.groups)
    }

    pub(crate) fn text_headers(&self) -> Vec<String> {
        let count = self.count_header.trim();
        let group = |name: &String| {
            if count.is_empty() {
                name.clone()
            } else {
                format!("{name}, {count}")
            }
        };
        let groups = self.shown_groups().iter().map(group);
        let printed = self.difference.iter().flat_map(|d| &d.printed_header);
        groups.chain(printed.cloned()).collect()
    }

    /// For each column of texts the line and the small line below it.
    pub(crate) fn row_texts(&self, row: &EventRow) -> Vec<(String, String)> {
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

    pub(crate) fn severities_of<'a>(
        &'a self,
        rate: &'a EventRate,
    ) -> impl Iterator<Item = (&'a String, u64)> {
        self.severities.iter().zip(rate.severity.iter().copied())
    }

    fn key(&self, panels: &Panels<'_>) -> Vec<KeyItem> {
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
        let cut = panels.cut(&self.rows, self.shown_groups().len());
        let arrow = cut.then(|| KeyItem {
            sign: Sign::Arrow,
            text: "Continues beyond the axis".to_owned(),
        });
        groups.chain(difference).chain(arrow).collect()
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

    pub(crate) fn row_in_words(&self, row: &EventRow) -> String {
        let mut parts: Vec<String> = self
            .shown_groups()
            .iter()
            .zip(&row.rates)
            .map(|(group, rate)| {
                let degrees: Vec<String> = self
                    .severities_of(rate)
                    .map(|(name, n)| format!("{name} {n}"))
                    .collect();
                let degrees = if degrees.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", degrees.join(", "))
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

/// Shape and colour of a group.
pub(crate) fn glyph_of(group: usize) -> (Glyph, Paint) {
    match group {
        0 => (Glyph::Dot, Paint::Study),
        _ => (Glyph::OpenDiamond, Paint::Emphasis),
    }
}

fn in_words(value: &Estimate) -> String {
    match value {
        Estimate::Known(i) => format!("{} ({} to {})", i.estimate(), i.lower(), i.upper()),
        Estimate::Missing(words) => words.clone(),
    }
}
