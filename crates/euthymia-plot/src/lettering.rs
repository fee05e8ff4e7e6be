//! Lines of text that belong together, and which of many labels are printed.

use crate::axis_draw;
use crate::columns::{BLEED, BODY, LINE, MARGIN, Span, unbroken_brackets};
use crate::metrics::{Weight, wrap};
use crate::scene::{Element, Stroke, Text};
use crate::theme::Paint;

/// Column headings, lined up at their last line; returns its baseline.
pub(crate) fn headings(out: &mut Vec<Element>, cells: &[(Span, &str)], top: f64) -> f64 {
    let wrapped: Vec<(Span, Vec<String>)> = cells
        .iter()
        .map(|(span, text)| {
            let text = unbroken_brackets(text);
            (*span, wrap(&text, span.width, BODY, Weight::Bold, 3))
        })
        .collect();
    let most = wrapped.iter().map(|(_, lines)| lines.len()).max();
    let base = top + LINE * most.unwrap_or(0).max(1) as f64;
    for (span, lines) in &wrapped {
        let (x, anchor) = span.anchor();
        for (index, line) in lines.iter().rev().enumerate() {
            out.push(Element::Text(
                Text::new(x, base - LINE * index as f64, line)
                    .weight(Weight::Bold)
                    .anchor(anchor),
            ));
        }
    }
    base
}

/// The rule below headings with this baseline; returns the top of what follows.
pub(crate) fn rule(out: &mut Vec<Element>, width: f64, base: f64) -> f64 {
    let y = base + 8.0;
    out.push(axis_draw::line(
        (MARGIN - BLEED, y),
        (width - MARGIN + BLEED, y),
        Stroke::solid(Paint::Ink, 1.0),
    ));
    y + 3.0
}

/// Lines that look like `like`, centred on its height.
pub(crate) fn centred(lines: &[String], like: &Text) -> Vec<Element> {
    let first = like.y - LINE * (lines.len().max(1) - 1) as f64 / 2.0 + like.size * 0.35;
    let line = |(index, line): (usize, &String)| {
        Element::Text(Text {
            y: first + LINE * index as f64,
            content: line.clone(),
            ..like.clone()
        })
    };
    lines.iter().enumerate().map(line).collect()
}

/// Every how many labels one is printed, when neighbours are `pitch` pixels apart and a label needs
/// `need` pixels: 1, 2, 5, 10, 20, 50 and so on.
pub(crate) fn every(pitch: f64, need: f64) -> usize {
    let wanted = need / pitch.max(0.01);
    let mut decade = 1usize;
    while decade < 1_000_000 {
        for factor in [1, 2, 5] {
            if (factor * decade) as f64 >= wanted {
                return factor * decade;
            }
        }
        decade *= 10;
    }
    decade
}

/// Whether the label with this position is printed: the first one, and every `every`-th after it.
pub(crate) fn printed(index: usize, every: usize) -> bool {
    index.is_multiple_of(every.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_thin_out_in_round_steps() {
        assert_eq!(every(20.0, 14.0), 1);
        assert_eq!(every(7.0, 14.0), 2);
        assert_eq!(every(4.0, 14.0), 5);
        assert_eq!(every(1.0, 14.0), 20);
        assert!(printed(0, 5) && printed(5, 5) && !printed(4, 5));
    }
}
