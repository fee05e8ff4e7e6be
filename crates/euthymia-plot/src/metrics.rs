//! Text measurement from an explicit table of advance widths, without a font at hand.
//!
//! Layout never asks a renderer how wide a text is, so the same input gives the same figure on every
//! machine. Kerning is switched off in all outputs; the widths are therefore plain sums.

use crate::metrics_table::RUNS;

/// Family list printed in SVG. All four share the widths of the table, or nearly so.
pub const FONT_FAMILY: &str = "Liberation Sans, Arial, Helvetica, sans-serif";

/// Units of the table per type size.
const UNITS_PER_EM: f64 = 2048.0;
/// Width of a character that is not in the table: that of a wide capital, so that layout errs on the
/// side of too much room. East Asian characters are a full em.
const FALLBACK: u16 = 1479;
const FALLBACK_WIDE: u16 = 2048;

/// Weight of type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Regular, 400.
    #[default]
    Regular,
    /// Bold, 700.
    Bold,
}

/// Returns the advance width of one character in 1/2048 of the type size.
///
/// Characters outside the table (Latin, Greek, Cyrillic, punctuation, arrows, mathematics) get a
/// generous fallback; combining marks have no width.
#[must_use]
pub fn advance(character: char, weight: Weight) -> u16 {
    let code = u32::from(character);
    let run = RUNS.partition_point(|run| run.first <= code);
    let found = run
        .checked_sub(1)
        .and_then(|i| RUNS.get(i))
        .and_then(|run| {
            let widths = match weight {
                Weight::Regular => run.regular,
                Weight::Bold => run.bold,
            };
            usize::try_from(code - run.first)
                .ok()
                .and_then(|i| widths.get(i))
        });
    match (found, code) {
        (Some(width), _) => *width,
        (None, 0x0300..=0x036F) => 0,
        (None, 0x1100..=0xD7FF | 0xF900..=0xFFEF | 0x1F000..) => FALLBACK_WIDE,
        (None, _) => FALLBACK,
    }
}

/// Returns the width of `text` in pixels at type size `size` (pixels).
///
/// # Example
/// ```
/// use euthymia_plot::metrics::{Weight, text_width};
/// // A digit is 1139/2048 em wide.
/// assert_eq!(text_width("12", 2048.0, Weight::Regular), 2278.0);
/// ```
#[must_use]
pub fn text_width(text: &str, size: f64, weight: Weight) -> f64 {
    let units: f64 = text
        .chars()
        .map(|c| f64::from(advance(printable(c), weight)))
        .sum();
    units * size / UNITS_PER_EM
}

/// Replaces a character that no output format may contain by a blank.
pub(crate) fn printable(character: char) -> char {
    let forbidden = character.is_control() || matches!(character, '\u{FFFE}' | '\u{FFFF}');
    if forbidden { ' ' } else { character }
}

/// Returns `text` with control characters replaced by blanks.
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(printable).collect()
}

/// Shortens `text` to `max_width` pixels, ending in an ellipsis if anything was cut.
///
/// Returns the empty string when not even the ellipsis fits.
///
/// # Example
/// ```
/// use euthymia_plot::metrics::{Weight, fit};
/// assert_eq!(fit("short", 100.0, 13.0, Weight::Regular), "short");
/// assert_eq!(fit("a very long label", 60.0, 13.0, Weight::Regular), "a very l…");
/// ```
#[must_use]
pub fn fit(text: &str, max_width: f64, size: f64, weight: Weight) -> String {
    let text = clean(text);
    if text_width(&text, size, weight) <= max_width {
        return text;
    }
    let room = max_width - text_width("…", size, weight);
    if room < 0.0 {
        return String::new();
    }
    let kept = &text[..prefix_within(&text, room, size, weight)];
    format!("{}…", kept.trim_end())
}

/// Breaks `text` at blanks into at most `max_lines` lines of `max_width` pixels.
///
/// A word wider than the line is broken inside; what does not fit into the last line is replaced by
/// an ellipsis. An empty text gives no line.
///
/// # Example
/// ```
/// use euthymia_plot::metrics::{Weight, wrap};
/// let lines = wrap("one two three", 50.0, 13.0, Weight::Regular, 2);
/// assert_eq!(lines, ["one two", "three"]);
/// ```
#[must_use]
pub fn wrap(
    text: &str,
    max_width: f64,
    size: f64,
    weight: Weight,
    max_lines: usize,
) -> Vec<String> {
    let text = clean(text);
    let mut rest = text.trim();
    let mut lines = Vec::new();
    while !rest.is_empty() && lines.len() < max_lines {
        if lines.len() + 1 == max_lines || text_width(rest, size, weight) <= max_width {
            lines.push(fit(rest, max_width, size, weight));
            break;
        }
        let cut = break_point(rest, max_width, size, weight);
        lines.push(rest[..cut].trim_end().to_owned());
        rest = rest[cut..].trim_start();
    }
    lines
}

/// Byte index at which to break a text that is wider than the line: after the last blank that
/// fits, else inside the word, and always past the first character so that wrapping ends.
fn break_point(text: &str, max_width: f64, size: f64, weight: Weight) -> usize {
    let within = prefix_within(text, max_width, size, weight);
    let first = text.chars().next().map_or(0, char::len_utf8);
    // The blank right after a fitting word may itself be the first character outside.
    let ends_at_blank = text[within..].starts_with(' ');
    match text[..within].rfind(' ') {
        _ if ends_at_blank => within.max(first),
        Some(blank) if blank > 0 => blank,
        _ => within.max(first),
    }
}

/// Length in bytes of the longest prefix that is at most `max_width` pixels wide.
fn prefix_within(text: &str, max_width: f64, size: f64, weight: Weight) -> usize {
    let mut width = 0.0;
    for (index, character) in text.char_indices() {
        width += f64::from(advance(character, weight)) * size / UNITS_PER_EM;
        if width > max_width {
            return index;
        }
    }
    text.len()
}
