//! Draws a row of a table chart: background, texts, mark.

use crate::axis::Placed;
use crate::axis_draw;
use crate::columns::{BLEED, BODY, LINE, Layout, MARGIN, SMALL};
use crate::lettering;
use crate::marks;
use crate::metrics::{Weight, fit, text_width, wrap};
use crate::scene::{Anchor, Element, Group, Rect, Stroke, Text};
use crate::table_row::{Kind, Mark, Row};
use crate::theme::Paint;

const ROW_PADDING: f64 = 7.0;
const LABEL_LINES: usize = 2;

/// Draws one row with its top at `top`; returns its bottom.
pub(crate) fn draw(
    row: &Row,
    layout: &Layout,
    placed: &Placed,
    guides: &[f64],
    top: f64,
    behind: &mut Vec<Element>,
    front: &mut Vec<Element>,
) -> f64 {
    let end = if row.spans_columns() {
        layout.left_end()
    } else {
        MARGIN + layout.label.width
    };
    let room = (end - MARGIN - row.indent).max(0.0);
    let (size, weight) = (row.size(), row.weight());
    let most = if row.spans_columns() { 4 } else { LABEL_LINES };
    let lines = wrap(&row.label, room, size, weight, most);
    let padding = match row.kind {
        Kind::Note | Kind::Minor => 3.0,
        _ => ROW_PADDING,
    };
    let above = match row.kind {
        Kind::Heading => 6.0,
        Kind::Summary if row.rule => 4.0,
        _ => 0.0,
    };
    // Two bars over each other need more room than one.
    let layered = matches!(row.mark, Mark::Layered(_, _, _, Some(_)));
    let padding = if layered { padding + 8.0 } else { padding };
    let height = LINE * lines.len().max(1) as f64 + padding;
    let middle = top + above + height / 2.0;
    backdrop(row, layout, top, above + height, behind);

    let mut children = label(row, &lines, middle);
    children.extend(cells(row, layout, middle));
    children.extend(draw_mark(&row.mark, placed, guides, middle));
    let part = match row.kind {
        Kind::Heading => "heading",
        Kind::Plain => "row",
        Kind::Emphasised => "row-emphasised",
        Kind::Summary => "summary",
        Kind::Minor => "row-minor",
        Kind::Note => "note",
    };
    let title = tooltip(row, &children);
    front.push(Element::Group(Group {
        part,
        title,
        children,
    }));
    top + above + height
}

/// The lines of the label, centred on the row.
fn label(row: &Row, lines: &[String], middle: f64) -> Vec<Element> {
    let like = Text::new(MARGIN + row.indent, middle, "")
        .size(row.size())
        .weight(row.weight())
        .paint(row.paint());
    lettering::centred(lines, &like)
}

/// The texts in the columns on both sides of the plot.
fn cells(row: &Row, layout: &Layout, middle: f64) -> Vec<Element> {
    let weight = row.weight();
    let mut texts = Vec::new();
    for (spans, cells) in [(&layout.left, &row.left), (&layout.right, &row.right)] {
        for (span, text) in spans.iter().zip(cells) {
            let (x, anchor) = span.anchor();
            let shown = fit(text, span.width, BODY, weight);
            if !shown.trim().is_empty() {
                texts.push(Element::Text(
                    Text::new(x, middle + BODY * 0.35, &shown)
                        .weight(weight)
                        .anchor(anchor)
                        .paint(row.paint()),
                ));
            }
        }
    }
    texts
}

/// The full texts of a row, when something was cut off.
fn tooltip(row: &Row, drawn: &[Element]) -> Option<String> {
    let cut = drawn
        .iter()
        .any(|e| matches!(e, Element::Text(t) if t.content.ends_with('…')));
    let texts = || {
        std::iter::once(&row.label)
            .chain(&row.left)
            .chain(&row.right)
    };
    let shown = drawn
        .iter()
        .filter(|e| matches!(e, Element::Text(_)))
        .count();
    let lost = shown < texts().filter(|t| !t.trim().is_empty()).count();
    (cut || lost).then(|| {
        texts()
            .map(|t| t.trim())
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("; ")
    })
}

fn backdrop(row: &Row, layout: &Layout, top: f64, height: f64, behind: &mut Vec<Element>) {
    let fill = match row.kind {
        Kind::Emphasised => Some(Paint::EmphasisBand),
        _ if row.stripe => Some(Paint::Band),
        _ => None,
    };
    if fill.is_some() {
        behind.push(Element::Rect(Rect {
            x: MARGIN - BLEED,
            y: top,
            width: layout.width - 2.0 * (MARGIN - BLEED),
            height,
            fill,
            stroke: None,
        }));
    }
    if row.rule {
        behind.push(axis_draw::line(
            (MARGIN - BLEED, top),
            (layout.width - MARGIN + BLEED, top),
            Stroke::solid(Paint::Rule, 1.0),
        ));
    }
}

fn draw_mark(mark: &Mark, placed: &Placed, guides: &[f64], y: f64) -> Vec<Element> {
    match mark {
        Mark::Empty => Vec::new(),
        Mark::Interval(value, shape, paint) => marks::interval(placed, y, *value, *shape, *paint),
        Mark::Diamond(value) => marks::diamond(placed, y, *value),
        Mark::Prediction(lower, upper) => marks::prediction(placed, y, *lower, *upper),
        Mark::Layered(value, shape, paint, prediction) => {
            let mut out = Vec::new();
            if let Some((lower, upper)) = prediction {
                out.extend(marks::prediction(placed, y + 7.0, *lower, *upper));
            }
            let lift = if prediction.is_some() { 5.0 } else { 0.0 };
            out.extend(marks::interval(placed, y - lift, *value, *shape, *paint));
            out
        }
        Mark::Words(words) => words_in_plot(words, placed, guides, y),
    }
}

/// Words in place of a mark, centred in the widest gap between vertical guide lines.
pub(crate) fn words_in_plot(words: &str, placed: &Placed, guides: &[f64], y: f64) -> Vec<Element> {
    let mut stops: Vec<f64> = guides.iter().map(|v| placed.clamped(*v)).collect();
    stops.extend([placed.left, placed.right]);
    stops.sort_by(f64::total_cmp);
    let (from, to) = stops
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
        .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
        .unwrap_or((placed.left, placed.right));
    let shown = fit(words, to - from - 8.0, SMALL, Weight::Regular);
    if text_width(&shown, SMALL, Weight::Regular) <= 0.0 {
        return Vec::new();
    }
    let x = f64::midpoint(from, to);
    vec![Element::Text(
        Text::new(x, y + SMALL * 0.35, &shown)
            .size(SMALL)
            .anchor(Anchor::Middle)
            .paint(Paint::Muted),
    )]
}
