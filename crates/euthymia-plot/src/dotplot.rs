//! Interval chart: estimates of several groups side by side on one axis.

use crate::axis::Axis;
use crate::columns::Column;
use crate::frame::{KeyItem, Sign};
use crate::interval::{Estimate, Interval};
use crate::marks::Shape;
use crate::scene::Scene;
use crate::table_chart::TableChart;
use crate::table_row::{Kind, Mark, Row};
use crate::theme::Paint;

const INDENT: f64 = 10.0;
const SQUARE: f64 = 9.0;
const RING_RADIUS: f64 = 5.5;

/// Labelled groups, each with points, intervals and prediction bars, on one axis: the overview of
/// several treatments. Size, type and behaviour on small screens are those of [`crate::ForestPlot`].
///
/// # Example
/// ```
/// use euthymia_plot::{Axis, Estimate, IntervalChart, IntervalGroup, IntervalPoint, Scale};
/// let chart = IntervalChart {
///     title: "Response, all treatments".into(),
///     groups: vec![IntervalGroup {
///         heading: "Treatment A".into(),
///         points: vec![
///             IntervalPoint::new("Published", Estimate::new(0.55, 0.4, 0.7)).count("110/200"),
///             IntervalPoint::new("This clinic", Estimate::new(0.6, 0.4, 0.8)).count("12/20").emphasised(),
///         ],
///     }],
///     axis: Axis { scale: Scale::Percent, ..Axis::default() },
///     ..IntervalChart::default()
/// };
/// assert!(chart.to_scene().text_alternative().contains("This clinic: n/N 12/20"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct IntervalChart {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Heading of the first column.
    pub label_header: String,
    /// Heading of the counts.
    pub count_header: String,
    /// Heading of the printed estimates.
    pub printed_header: String,
    /// Groups in order.
    pub groups: Vec<IntervalGroup>,
    /// The horizontal axis.
    pub axis: Axis,
    /// What an ordinary point is, for the key.
    pub point_label: String,
    /// What an emphasised point is, for the key.
    pub emphasis_label: Option<String>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

impl Default for IntervalChart {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            label_header: "Group".to_owned(),
            count_header: "n/N".to_owned(),
            printed_header: "Estimate".to_owned(),
            groups: Vec::new(),
            axis: Axis::default(),
            point_label: "Estimate".to_owned(),
            emphasis_label: None,
            footnotes: Vec::new(),
        }
    }
}

/// Points under a common heading. With an empty heading the points are not indented.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IntervalGroup {
    /// Name of the group.
    pub heading: String,
    /// Its estimates.
    pub points: Vec<IntervalPoint>,
}

/// One estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct IntervalPoint {
    /// Name of the estimate.
    pub label: String,
    /// Counts, such as "12/40".
    pub count: String,
    /// The printed estimate.
    pub printed: String,
    /// The estimate on the scale of the axis, or the words in its place.
    pub estimate: Estimate,
    /// Bounds of a prediction interval; not drawn unless finite and in order.
    pub prediction: Option<(f64, f64)>,
    /// Whether the point stands out in shape, colour, weight and background.
    pub emphasised: bool,
}

impl IntervalPoint {
    /// A point without printed texts.
    #[must_use]
    pub fn new(label: &str, estimate: Estimate) -> Self {
        Self {
            label: label.to_owned(),
            count: String::new(),
            printed: String::new(),
            estimate,
            prediction: None,
            emphasised: false,
        }
    }

    /// Sets the counts.
    #[must_use]
    pub fn count(mut self, text: impl Into<String>) -> Self {
        self.count = text.into();
        self
    }

    /// Sets the printed estimate.
    #[must_use]
    pub fn printed(mut self, text: impl Into<String>) -> Self {
        self.printed = text.into();
        self
    }

    /// Sets the prediction interval.
    #[must_use]
    pub fn prediction(mut self, lower: f64, upper: f64) -> Self {
        self.prediction = Some((lower, upper));
        self
    }

    /// Makes the point stand out.
    #[must_use]
    pub fn emphasised(mut self) -> Self {
        self.emphasised = true;
        self
    }

    fn usable_prediction(&self) -> Option<(f64, f64)> {
        let (lower, upper) = self.prediction?;
        Interval::new(lower, lower, upper).map(|i| (i.lower(), i.upper()))
    }

    fn row(&self, indent: f64) -> Row {
        let (kind, shape, paint) = if self.emphasised {
            (Kind::Emphasised, Shape::Ring(RING_RADIUS), Paint::Emphasis)
        } else {
            (Kind::Plain, Shape::Square(SQUARE), Paint::Study)
        };
        let mark = match &self.estimate {
            Estimate::Known(interval) => {
                Mark::Layered(*interval, shape, paint, self.usable_prediction())
            }
            Estimate::Missing(words) => Mark::Words(words.clone()),
        };
        Row {
            left: vec![self.count.clone()],
            right: vec![self.printed.clone()],
            mark,
            ..Row::words(kind, &self.label, indent)
        }
    }
}

impl IntervalChart {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        TableChart {
            title: &self.title,
            description: &self.description,
            caution: self.caution.as_deref(),
            label_header: &self.label_header,
            left: &[Column::right(&self.count_header)],
            right: &[Column::right(&self.printed_header)],
            rows: self.rows(),
            axis: &self.axis,
            pooled_line: None,
            key: self.key(),
            footnotes: &self.footnotes,
        }
        .to_scene()
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (index, group) in self.groups.iter().enumerate() {
            let headed = !group.heading.trim().is_empty();
            if headed {
                rows.push(Row {
                    rule: index > 0,
                    ..Row::words(Kind::Heading, &group.heading, 0.0)
                });
            }
            let indent = if headed { INDENT } else { 0.0 };
            rows.extend(group.points.iter().map(|point| point.row(indent)));
        }
        rows
    }

    fn key(&self) -> Vec<KeyItem> {
        let points = || self.groups.iter().flat_map(|g| &g.points);
        let known = |p: &&IntervalPoint| matches!(p.estimate, Estimate::Known(_));
        let mut key = Vec::new();
        let mut add = |present: bool, sign, text: &str| {
            if present {
                key.push(KeyItem {
                    sign,
                    text: text.to_owned(),
                });
            }
        };
        add(
            points().filter(known).any(|p| !p.emphasised),
            Sign::Square,
            &self.point_label,
        );
        let emphasis = self.emphasis_label.as_deref().unwrap_or("Highlighted row");
        add(
            points().filter(known).any(|p| p.emphasised),
            Sign::Ring,
            emphasis,
        );
        let predicted = points()
            .filter(known)
            .any(|p| p.usable_prediction().is_some());
        add(predicted, Sign::Prediction, "Prediction interval");
        key
    }
}
