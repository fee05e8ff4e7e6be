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

#[test]
fn a_record_of_more_than_64_mib_is_told_and_the_next_is_read() {
    let long = "x".repeat(1 << 20) + "\n";
    let file = format!(
        "TY  - JOUR\nAB  - {}ER  - \nTY  - BOOK\nTI  - Two\nER  - \n",
        long.repeat(65)
    );
    let found: Vec<_> = split(Format::Ris, file.as_bytes()).collect();
    let [Err(broken), Ok(second)] = found.as_slice() else {
        panic!("{} pieces", found.len());
    };
    assert_eq!((broken.line, broken.text.len()), (1, 4096));
    assert_eq!(
        (second.line, second.text.as_str()),
        (68, "TY  - BOOK\nTI  - Two\nER  - \n")
    );
}
