//! RIS: `TY  - JOUR`, one tag a line, `ER  -` at the end.

use std::io::BufRead;

use super::Pieces;
use super::lines::Lines;
use crate::{
    Broken, Contributor, Date, Identifier, Other, Person, Piece, PieceKind, Reading, Record, Role,
    Scheme,
};

/// Whether a text looks like RIS.
pub(crate) fn is(head: &str) -> bool {
    head.lines()
        .take(200)
        .any(|line| tagged(line).is_some_and(|(tag, _)| tag == "TY"))
}

/// Cuts at `ER` and before `TY`.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    let mut lines = Lines::new(text);
    let mut next: Option<Piece> = None;
    Box::new(std::iter::from_fn(move || {
        loop {
            let line = match lines.next_line() {
                Ok(Some(line)) => line,
                Ok(None) => return next.take().map(Ok),
                Err(error) => {
                    let message = format!("The file could not be read further: {error}.");
                    return Some(Err(Broken {
                        offset: 0,
                        line: 0,
                        message,
                        text: String::new(),
                    }));
                }
            };
            let tag = tagged(&line.text).map(|(tag, _)| tag);
            if tag == Some("TY") {
                let start = Piece {
                    kind: PieceKind::Record,
                    offset: line.offset,
                    line: line.number,
                    text: line.text,
                };
                if let Some(done) = next.replace(start) {
                    return Some(Ok(done));
                }
                continue;
            }
            let Some(piece) = &mut next else { continue };
            piece.text.push_str(&line.text);
            if tag == Some("ER") {
                return next.take().map(Ok);
            }
        }
    }))
}

/// Reads one record.
pub(crate) fn parse(piece: &Piece) -> Reading {
    let mut record = Record::default();
    for line in piece.text.lines() {
        let Some((tag, value)) = tagged(line) else {
            continue;
        };
        let value = value.to_owned();
        match tag {
            "ER" => {}
            "TY" => record.kind_words.push(value),
            "TI" | "T1" => record.title = Some(value),
            "AU" | "A1" => record.contributors.push(Contributor::new(
                Role::Author,
                Person::from_inverted(&value),
            )),
            "PY" | "Y1" => record.date = Some(Date::parse(&value)),
            "DO" => record.identifiers.push(Identifier {
                scheme: Scheme::Doi,
                value,
            }),
            _ => record.others.push(Other {
                tag: format!("ris:{tag}"),
                value,
            }),
        }
    }
    Reading {
        record: Some(record),
        problems: Vec::new(),
    }
}

/// Tag and value of a line.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let (tag, rest) = (line.get(..2)?, line.get(2..)?);
    let rest = rest.trim_start().strip_prefix('-')?;
    let is_tag = tag
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    is_tag.then(|| (tag, rest.trim()))
}
