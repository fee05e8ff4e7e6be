//! Forest plot: studies with their intervals, pooled estimates, prediction intervals.

use crate::axis::Axis;
use crate::columns::Column;
use crate::frame::{KeyItem, Sign};
use crate::interval::{Estimate, Interval};
use crate::marks::{Shape, square_side, usable_weight};
use crate::scene::Scene;
use crate::table_chart::TableChart;
use crate::table_row::{Kind, Mark, Row as TableRow};
use crate::theme::Paint;

const INDENT: f64 = 10.0;
const RING_RADIUS: f64 = 5.5;

/// A forest plot, ready to be drawn. Nothing is computed: every number and every printed text is given.
///
/// The figure is 760–1120 pixels wide and as high as its rows. Body type is 13 pixels, notes and ticks
/// 12. Shown at a width of 620 CSS pixels, type appears at about 9 pixels, the smallest that reads
/// comfortably; on a phone (390 pixels) it would be 5–6 pixels, so let the figure scroll sideways
/// there ([`crate::theme::page_css`]) or show [`Scene::text_alternative`].
///
/// # Example: two trials and their pooled ratio
/// ```
/// use euthymia_plot::{Axis, Block, Column, Estimate, ForestPlot, Row, Scale, Summary};
/// let plot = ForestPlot {
///     title: "Response at 24 hours".into(),
///     description: "Risk ratios of two trials and their pooled value.".into(),
///     left_columns: vec![Column::right("Active"), Column::right("Control")],
///     right_columns: vec![Column::right("RR [95% CI]")],
///     blocks: vec![Block {
///         rows: vec![
///             Row::new("Trial A", Estimate::new(2.0, 1.1, 3.6)).left(["20/40", "10/40"]).weight(0.6),
///             Row::new("Trial B", Estimate::new(1.5, 0.7, 3.2)).left(["12/30", "8/30"]).weight(0.4),
///         ],
///         summaries: vec![Summary::new("Pooled", Estimate::new(1.8, 1.1, 2.8)).right(["1.80 [1.10, 2.80]"])],
///         ..Block::default()
///     }],
///     axis: Axis { scale: Scale::Log, reference_line: Some(1.0), ..Axis::default() },
///     ..ForestPlot::default()
/// };
/// let scene = plot.to_scene();
/// assert!(scene.to_svg(&Default::default()).contains("Trial A"));
/// assert!(scene.text_alternative().contains("Trial B: Active 12/30; Control 8/30; 1.5 (0.7 to 3.2)"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ForestPlot {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// What the figure shows, in one or two sentences; the alternative text.
    pub description: String,
    /// A warning drawn inside the figure, so that it stays when the figure is copied.
    pub caution: Option<String>,
    /// Heading of the first column.
    pub label_header: String,
    /// Text columns between the label and the plot.
    pub left_columns: Vec<Column>,
    /// Text columns to the right of the plot.
    pub right_columns: Vec<Column>,
    /// Groups of rows in order.
    pub blocks: Vec<Block>,
    /// Pooled estimates over all blocks.
    pub overall: Vec<Summary>,
    /// Lines below the overall estimates, such as heterogeneity.
    pub overall_notes: Vec<String>,
    /// The horizontal axis.
    pub axis: Axis,
    /// Value of a dotted vertical line, usually the overall estimate.
    pub pooled_line: Option<f64>,
    /// What [`Marker::Emphasised`] means, for the key, such as "This clinic".
    pub emphasis_label: Option<String>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

impl Default for ForestPlot {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            label_header: "Study".to_owned(),
            left_columns: Vec::new(),
            right_columns: Vec::new(),
            blocks: Vec::new(),
            overall: Vec::new(),
            overall_notes: Vec::new(),
            axis: Axis::default(),
            pooled_line: None,
            emphasis_label: None,
            footnotes: Vec::new(),
        }
    }
}

/// Rows under a common heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// Heading of a subgroup; without it the rows are not indented.
    pub heading: Option<String>,
    /// Studies in order.
    pub rows: Vec<Row>,
    /// Pooled estimates of the block.
    pub summaries: Vec<Summary>,
    /// Lines below, such as "τ² = 0.31; I² = 92%; Q(12) = 152.2, p < .001".
    pub notes: Vec<String>,
}

/// One study.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name of the study; wrapped into up to two lines.
    pub label: String,
    /// Cells of [`ForestPlot::left_columns`]; missing ones stay empty, surplus ones are not drawn.
    pub left: Vec<String>,
    /// Cells of [`ForestPlot::right_columns`].
    pub right: Vec<String>,
    /// The estimate on the scale of the axis, or the words in its place.
    pub estimate: Estimate,
    /// Share of the pooled estimate, 0 to 1. The area of the square is in proportion to it; the
    /// largest weight of the figure gives a square of 15 pixels. Without it the square is 8 pixels.
    pub weight: Option<f64>,
    /// How the row is marked.
    pub marker: Marker,
}

/// How a row stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marker {
    /// A square.
    #[default]
    Study,
    /// A ring with a dot, bold text and a tinted row: different in shape and colour.
    Emphasised,
}

impl Row {
    /// A study without printed cells, weight or emphasis.
    #[must_use]
    pub fn new(label: &str, estimate: Estimate) -> Self {
        Self {
            label: label.to_owned(),
            left: Vec::new(),
            right: Vec::new(),
            estimate,
            weight: None,
            marker: Marker::Study,
        }
    }

    /// Sets the cells to the left of the plot.
    #[must_use]
    pub fn left<T: Into<String>>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.left = cells.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the cells to the right of the plot.
    #[must_use]
    pub fn right<T: Into<String>>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.right = cells.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the weight, 0 to 1.
    #[must_use]
    pub fn weight(mut self, share: f64) -> Self {
        self.weight = Some(share);
        self
    }

    /// Makes the row stand out.
    #[must_use]
    pub fn emphasised(mut self) -> Self {
        self.marker = Marker::Emphasised;
        self
    }
}

/// A pooled estimate, drawn as a diamond.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Name, such as "Random effects (REML, HKSJ)".
    pub label: String,
    /// Cells of [`ForestPlot::left_columns`].
    pub left: Vec<String>,
    /// Cells of [`ForestPlot::right_columns`].
    pub right: Vec<String>,
    /// The pooled estimate, or the words in its place.
    pub estimate: Estimate,
    /// Drawn in a line of its own under the diamond.
    pub prediction: Option<Prediction>,
}

/// A prediction interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// Name, such as "95% prediction interval".
    pub label: String,
    /// Lower bound on the scale of the axis.
    pub lower: f64,
    /// Upper bound on the scale of the axis.
    pub upper: f64,
    /// Cells of [`ForestPlot::right_columns`].
    pub right: Vec<String>,
}

impl Prediction {
    /// A prediction interval without printed cells. Bounds that are not finite or in the wrong
    /// order are drawn as the words "not estimable".
    #[must_use]
    pub fn new(label: &str, lower: f64, upper: f64) -> Self {
        Self {
            label: label.to_owned(),
            lower,
            upper,
            right: Vec::new(),
        }
    }

    /// Sets the cells to the right of the plot.
    #[must_use]
    pub fn right<T: Into<String>>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.right = cells.into_iter().map(Into::into).collect();
        self
    }
}

impl Summary {
    /// A pooled estimate without printed cells or prediction interval.
    #[must_use]
    pub fn new(label: &str, estimate: Estimate) -> Self {
        Self {
            label: label.to_owned(),
            left: Vec::new(),
            right: Vec::new(),
            estimate,
            prediction: None,
        }
    }

    /// Sets the cells to the left of the plot.
    #[must_use]
    pub fn left<T: Into<String>>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.left = cells.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the cells to the right of the plot.
    #[must_use]
    pub fn right<T: Into<String>>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.right = cells.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a prediction interval.
    #[must_use]
    pub fn prediction(mut self, prediction: Prediction) -> Self {
        self.prediction = Some(prediction);
        self
    }
}

impl ForestPlot {
    /// Lays the figure out. The same plot gives the same scene on every machine.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        TableChart {
            title: &self.title,
            description: &self.description,
            caution: self.caution.as_deref(),
            label_header: &self.label_header,
            left: &self.left_columns,
            right: &self.right_columns,
            rows: self.table_rows(),
            axis: &self.axis,
            pooled_line: self.pooled_line,
            key: self.key(),
            footnotes: &self.footnotes,
        }
        .to_scene()
    }

    fn studies(&self) -> impl Iterator<Item = &Row> {
        self.blocks.iter().flat_map(|block| &block.rows)
    }

    fn largest_weight(&self) -> f64 {
        self.studies()
            .filter_map(|row| usable_weight(row.weight))
            .fold(0.0, f64::max)
    }

    fn table_rows(&self) -> Vec<TableRow> {
        let largest = self.largest_weight();
        let mut rows = Vec::new();
        for block in &self.blocks {
            let indent = if block.heading.is_some() { INDENT } else { 0.0 };
            if let Some(heading) = &block.heading {
                rows.push(TableRow::words(Kind::Heading, heading, 0.0));
            }
            for (index, row) in block.rows.iter().enumerate() {
                let stripe = index % 2 == 1;
                rows.push(study_row(row, indent, largest, stripe));
            }
            let rule = block.heading.is_none();
            push_summaries(&mut rows, &block.summaries, &block.notes, indent, rule);
        }
        push_summaries(&mut rows, &self.overall, &self.overall_notes, 0.0, true);
        rows
    }

    fn key(&self) -> Vec<KeyItem> {
        let item = |sign, text: &str| KeyItem {
            sign,
            text: text.to_owned(),
        };
        let known = |row: &&Row| matches!(row.estimate, Estimate::Known(_));
        let of = |marker| {
            self.studies()
                .filter(known)
                .filter(move |r| r.marker == marker)
        };
        let mut key = Vec::new();
        if of(Marker::Study).next().is_some() {
            let weights = of(Marker::Study).filter(|r| usable_weight(r.weight).is_some());
            let weighted = weights.count() > 1;
            let text = if weighted {
                "Study; area in proportion to weight"
            } else {
                "Study"
            };
            key.push(item(Sign::Square, text));
        }
        if of(Marker::Emphasised).next().is_some() {
            let text = self.emphasis_label.as_deref().unwrap_or("Highlighted row");
            key.push(item(Sign::Ring, text));
        }
        let summaries = || {
            self.blocks
                .iter()
                .flat_map(|b| &b.summaries)
                .chain(&self.overall)
        };
        if summaries().any(|s| matches!(s.estimate, Estimate::Known(_))) {
            key.push(item(Sign::Diamond, "Pooled estimate"));
        }
        if summaries().any(|s| s.prediction.is_some()) {
            key.push(item(Sign::Prediction, "Prediction interval"));
        }
        key
    }
}

fn study_row(row: &Row, indent: f64, largest: f64, stripe: bool) -> TableRow {
    let (kind, shape, paint) = match row.marker {
        Marker::Study => (
            Kind::Plain,
            Shape::Square(square_side(row.weight, largest)),
            Paint::Study,
        ),
        Marker::Emphasised => (Kind::Emphasised, Shape::Ring(RING_RADIUS), Paint::Emphasis),
    };
    let mark = match &row.estimate {
        Estimate::Known(interval) => Mark::Interval(*interval, shape, paint),
        Estimate::Missing(words) => Mark::Words(words.clone()),
    };
    TableRow {
        kind,
        label: row.label.clone(),
        left: row.left.clone(),
        right: row.right.clone(),
        mark,
        indent,
        rule: false,
        stripe,
    }
}

fn push_summaries(
    rows: &mut Vec<TableRow>,
    summaries: &[Summary],
    notes: &[String],
    indent: f64,
    rule: bool,
) {
    for (index, summary) in summaries.iter().enumerate() {
        let mark = match &summary.estimate {
            Estimate::Known(interval) => Mark::Diamond(*interval),
            Estimate::Missing(words) => Mark::Words(words.clone()),
        };
        rows.push(TableRow {
            kind: Kind::Summary,
            label: summary.label.clone(),
            left: summary.left.clone(),
            right: summary.right.clone(),
            mark,
            indent,
            rule: rule && index == 0,
            stripe: false,
        });
        if let Some(prediction) = &summary.prediction {
            let bounds = Interval::new(prediction.lower, prediction.lower, prediction.upper);
            let mark = bounds.map_or_else(
                || Mark::Words("not estimable".to_owned()),
                |b| Mark::Prediction(b.lower(), b.upper()),
            );
            rows.push(TableRow {
                mark,
                right: prediction.right.clone(),
                ..TableRow::words(Kind::Minor, &prediction.label, indent)
            });
        }
    }
    for note in notes {
        rows.push(TableRow::words(Kind::Note, note, indent));
    }
}
