//! A row of a table chart: what it says, in print and in words.

use crate::axis::{Placed, Position};
use crate::columns::{BODY, Column, SMALL};
use crate::interval::Interval;
use crate::marks::Shape;
use crate::metrics::Weight;
use crate::theme::Paint;

/// What a row draws in the plot.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    Empty,
    Interval(Interval, Shape, Paint),
    Diamond(Interval),
    Prediction(f64, f64),
    /// A point with its interval, over a prediction bar.
    Layered(Interval, Shape, Paint, Option<(f64, f64)>),
    Words(String),
}

/// What kind of row it is; decides type and spacing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Heading,
    Plain,
    Emphasised,
    Summary,
    Minor,
    Note,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) kind: Kind,
    pub(crate) label: String,
    pub(crate) left: Vec<String>,
    pub(crate) right: Vec<String>,
    pub(crate) mark: Mark,
    pub(crate) indent: f64,
    /// A thin rule above the row.
    pub(crate) rule: bool,
    /// A light background.
    pub(crate) stripe: bool,
}

impl Row {
    /// A row with a label only.
    pub(crate) fn words(kind: Kind, label: &str, indent: f64) -> Self {
        Self {
            kind,
            label: label.to_owned(),
            left: Vec::new(),
            right: Vec::new(),
            mark: Mark::Empty,
            indent,
            rule: false,
            stripe: false,
        }
    }

    pub(crate) fn weight(&self) -> Weight {
        match self.kind {
            Kind::Heading | Kind::Emphasised | Kind::Summary => Weight::Bold,
            Kind::Plain | Kind::Minor | Kind::Note => Weight::Regular,
        }
    }

    pub(crate) fn spans_columns(&self) -> bool {
        matches!(self.kind, Kind::Heading | Kind::Note)
    }

    pub(crate) fn size(&self) -> f64 {
        if self.kind == Kind::Note { SMALL } else { BODY }
    }

    pub(crate) fn paint(&self) -> Paint {
        match self.kind {
            Kind::Note | Kind::Minor => Paint::Muted,
            _ => Paint::Ink,
        }
    }
}

/// Whether a value or a bound of this row lies beyond the axis.
pub(crate) fn leaves_axis(mark: &Mark, placed: &Placed) -> bool {
    let beyond = |v: f64| !matches!(placed.position(v), Position::At(_));
    match mark {
        Mark::Interval(i, ..) | Mark::Diamond(i) => {
            beyond(i.estimate()) || beyond(i.lower()) || beyond(i.upper())
        }
        Mark::Layered(i, _, _, p) => {
            beyond(i.lower()) || beyond(i.upper()) || p.is_some_and(|(l, u)| beyond(l) || beyond(u))
        }
        Mark::Prediction(lower, upper) => beyond(*lower) || beyond(*upper),
        Mark::Empty | Mark::Words(_) => false,
    }
}

/// A row as one line of text.
pub(crate) fn row_in_words(row: &Row, left: &[Column], right: &[Column]) -> String {
    let cells = |columns: &[Column], texts: &[String]| -> Vec<String> {
        columns
            .iter()
            .zip(texts)
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(column, text)| format!("{} {text}", column.header).trim().to_owned())
            .collect()
    };
    let mut parts = cells(left, &row.left);
    let printed = cells(right, &row.right);
    if printed.is_empty() {
        match &row.mark {
            Mark::Interval(i, ..) | Mark::Diamond(i) | Mark::Layered(i, ..) => {
                parts.push(format!("{} ({} to {})", i.estimate(), i.lower(), i.upper()))
            }
            Mark::Prediction(lower, upper) => parts.push(format!("{lower} to {upper}")),
            Mark::Empty | Mark::Words(_) => {}
        }
    }
    parts.extend(printed);
    if let Mark::Words(words) = &row.mark {
        parts.push(words.clone());
    }
    let label = row.label.trim();
    match (row.kind, parts.is_empty()) {
        (Kind::Heading, _) => format!("{label}:"),
        (_, true) => label.to_owned(),
        (_, false) => format!("{label}: {}", parts.join("; ")),
    }
}
