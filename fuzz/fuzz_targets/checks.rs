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

/// In formats of lines nothing but blanks and the frame of the format is between pieces.
fn between(format: Format, text: &str) {
    if format.word().ends_with("xml") || format.word().ends_with("json") {
        return;
    }
    for line in text.split(['\n', '\r']) {
        let line = line.trim_matches(is_blank);
        assert!(
            line.is_empty() || is_frame(format, line),
            "dropped in silence: {line:?}"
        );
    }
}

/// What the documentation of the format puts between records.
fn is_frame(format: Format, line: &str) -> bool {
    let begins = |starts: &[&str]| starts.iter().any(|start| line.starts_with(start));
    let is_number = || {
        let bare = line.trim_matches(['<', '>', '.']);
        !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())
    };
    match format {
        Format::Bibtex => line.starts_with('%'),
        Format::Isi => line == "EF" || line == "FN" || begins(&["FN ", "FN\t", "VR "]),
        Format::Nbib => is_number(),
        Format::Ovid => line == "Search Strategy:" || line.starts_with("Database: "),
        Format::Ris => {
            is_number() || begins(&["Record #", "Provider: ", "Database: ", "Content: text/"])
        }
        _ => false,
    }
}
