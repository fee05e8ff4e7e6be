//! The table of character widths against the fonts it was written from.

use euthymia_plot::metrics::{Weight, advance, fit, text_width, wrap};
use ttf_parser::Face;

const REGULAR: &[u8] = include_bytes!("../../fonts/LiberationSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/LiberationSans-Bold.ttf");

/// Characters that figures of this field need, each of which must be in table and font.
const NEEDED: &str = "–—−±≥≤×°²³½∞τχαβγδμσω←→‘’“”…•†‡§čćłŁžšőűęąïøåßéñ\u{a0}\u{2009}\u{202f}";

#[test]
fn table_equals_the_fonts() {
    for (bytes, weight) in [(REGULAR, Weight::Regular), (BOLD, Weight::Bold)] {
        let face = Face::parse(bytes, 0).unwrap();
        assert_eq!(face.units_per_em(), 2048);
        let ranges = [
            0x20..=0x7Eu32,
            0xA0..=0x17F,
            0x391..=0x3C9,
            0x400..=0x45F,
            0x2010..=0x2026,
        ];
        let characters = ranges
            .into_iter()
            .flatten()
            .filter_map(char::from_u32)
            .filter(|c| face.glyph_index(*c).is_some())
            .chain(NEEDED.chars());
        for character in characters {
            let glyph = face.glyph_index(character);
            let expected = glyph.and_then(|g| face.glyph_hor_advance(g));
            assert_eq!(Some(advance(character, weight)), expected, "{character:?}");
        }
    }
}

#[test]
fn unknown_characters_have_a_generous_width() {
    assert_eq!(advance('漢', Weight::Regular), 2048);
    assert_eq!(advance('\u{0301}', Weight::Regular), 0);
    assert!(advance('\u{10348}', Weight::Regular) > 1400);
}

#[test]
fn fitted_text_fits() {
    for width in 0..200 {
        let width = f64::from(width);
        let text = fit(
            "A label that is longer than that",
            width,
            13.0,
            Weight::Bold,
        );
        assert!(text_width(&text, 13.0, Weight::Bold) <= width);
    }
}

#[test]
fn wrapping_loses_nothing_when_lines_suffice() {
    let text = "Randomised trials of at least eight weeks in adults";
    let lines = wrap(text, 90.0, 13.0, Weight::Regular, 20);
    assert_eq!(lines.join(" "), text);
    assert!(
        lines
            .iter()
            .all(|l| text_width(l, 13.0, Weight::Regular) <= 90.0)
    );
}

#[test]
fn a_word_longer_than_the_line_is_broken() {
    let lines = wrap(&"m".repeat(50), 60.0, 13.0, Weight::Regular, 100);
    assert_eq!(lines.concat().len(), 50);
    assert!(lines.len() > 5);
}
