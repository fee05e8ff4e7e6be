//! What a file is cut into.

use euthymia_review::{Format, Piece, split};

fn pieces(text: &str) -> Vec<Piece> {
    split(Format::Ris, text.as_bytes())
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn a_record_knows_its_place_and_keeps_its_text() {
    let file = "\u{feff}TY  - JOUR\r\nTI  - One\r\nER  - \r\n\r\nTY  - BOOK\r\nTI  - Two\r\n";
    let found = pieces(file);
    let places: Vec<_> = found
        .iter()
        .map(|piece| (piece.line, piece.text.lines().count()))
        .collect();
    assert_eq!(places, [(1, 3), (5, 2)]);
    let second = &found[1];
    assert_eq!(&file[second.offset as usize..], second.text);
}
