//! What must hold when any text is cut and read.

use euthymia_review::{Context, Format, PieceKind, parse, split};

/// Cuts and reads a file, and holds the result against the file.
pub(crate) fn check(format: Format, data: &[u8]) {
    let file = String::from_utf8_lossy(data);
    let mut context = Context::default();
    let mut end = 0;
    for found in split(format, file.as_bytes()) {
        let (offset, length) = match found {
            Ok(piece) => {
                let place = place(&file, piece.offset, &piece.text);
                match piece.kind {
                    PieceKind::Context => context.texts.push(piece.text),
                    PieceKind::Record => {
                        let first = parse(format, &piece, &context);
                        assert_eq!(first, parse(format, &piece, &context), "read twice");
                    }
                }
                place
            }
            Err(broken) if broken.text.len() < 4000 => stretch(&file, broken.offset, &broken.text),
            Err(_) => return,
        };
        assert!(
            offset >= end,
            "what begins at {offset} overlaps what ends at {end}"
        );
        between(format, &file[end..offset]);
        end = offset + length;
    }
    between(format, &file[end..]);
}

/// Where the text stands in the file.
fn place(file: &str, offset: u64, text: &str) -> (usize, usize) {
    let offset = usize::try_from(offset).unwrap();
    let rest = file.get(offset..).expect("an offset inside the file");
    let mark = rest.len() - rest.trim_start_matches('\u{feff}').len();
    let at = if rest.starts_with(text) {
        offset
    } else {
        offset + mark
    };
    assert!(file[at..].starts_with(text), "not at {offset}: {text:?}");
    (at, text.len())
}

/// Where the text of a broken stretch stands in the file; blanks in it may be left out.
fn stretch(file: &str, offset: u64, text: &str) -> (usize, usize) {
    let offset = usize::try_from(offset).unwrap();
    let mut rest = file
        .get(offset..)
        .expect("an offset inside the file")
        .chars();
    for wanted in text.chars().filter(|c| !is_blank(*c)) {
        let found = rest.find(|c| !is_blank(*c));
        assert_eq!(found, Some(wanted), "not at {offset}: {text:?}");
    }
    (offset, file.len() - offset - rest.as_str().len())
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// In a format without a head nothing but blanks and ends (`ER`, `EF`) is between pieces.
fn between(format: Format, text: &str) {
    let has_frame = ["xml", "json", "bib", "isi", "ovid"];
    if has_frame.iter().any(|part| format.word().contains(part)) {
        return;
    }
    for line in text.split(['\n', '\r']) {
        let line = line.trim_matches(is_blank);
        let is_end = ["", "EF", "ER", "ER  -", "ER -"].contains(&line);
        assert!(is_end, "dropped in silence: {line:?}");
    }
}
