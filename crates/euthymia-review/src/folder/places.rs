//! `pieces.tsv`: where the pieces of an imported file are in its text.

use std::io::{self, BufRead, Write};

use crate::{Broken, Piece, PieceKind};

/// Name of the file in the folder of an import.
pub(crate) const FILE: &str = "pieces.tsv";

/// First line of the file.
const HEADER: &str = "kind\toffset\tlength\tline\tmessage\n";

/// Place of a piece in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) offset: u64,
    pub(crate) line: u64,
    pub(crate) length: u32,
}

/// A stretch of an imported file that is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Bytes of text before it.
    pub offset: u64,
    /// Bytes of it that were shown when it was found.
    pub length: u32,
    /// Line on which it starts, counted from 1.
    pub line: u64,
    /// What is wrong, as sentences.
    pub message: String,
}

/// Where everything is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) records: Vec<Place>,
    pub(crate) contexts: Vec<Place>,
    pub(crate) broken: Vec<Stretch>,
}

pub(crate) fn write_header(out: &mut impl Write) -> io::Result<()> {
    out.write_all(HEADER.as_bytes())
}

pub(crate) fn write_piece(out: &mut impl Write, piece: &Piece) -> io::Result<()> {
    let kind = match piece.kind {
        PieceKind::Record => "record",
        PieceKind::Context => "context",
    };
    let (offset, length, line) = (piece.offset, piece.text.len(), piece.line);
    writeln!(out, "{kind}\t{offset}\t{length}\t{line}\t")
}

pub(crate) fn write_broken(out: &mut impl Write, broken: &Broken) -> io::Result<()> {
    let (offset, length, line) = (broken.offset, broken.text.len(), broken.line);
    write!(out, "broken\t{offset}\t{length}\t{line}\t")?;
    writeln!(out, "{}", escaped(&broken.message))
}

/// Reads the file.
///
/// # Errors
/// Outside what the system says, inside the number of a line that is none of ours.
pub(crate) fn read(mut text: impl BufRead) -> io::Result<Result<Places, usize>> {
    let mut places = Places::default();
    let mut line = String::new();
    let mut number = 0;
    loop {
        line.clear();
        if text.read_line(&mut line)? == 0 {
            return Ok(if number > 0 { Ok(places) } else { Err(1) });
        }
        number += 1;
        let is_good = match number {
            1 => line == HEADER,
            _ => line
                .strip_suffix('\n')
                .and_then(|row| add(&mut places, row))
                .is_some(),
        };
        if !is_good {
            return Ok(Err(number));
        }
    }
}

fn add(places: &mut Places, row: &str) -> Option<()> {
    let mut cells = row.splitn(5, '\t');
    let kind = cells.next()?;
    let place = Place {
        offset: cells.next()?.parse().ok()?,
        length: cells.next()?.parse().ok()?,
        line: cells.next()?.parse().ok()?,
    };
    let message = cells.next()?;
    match kind {
        "record" => places.records.push(place),
        "context" => places.contexts.push(place),
        "broken" => places.broken.push(Stretch {
            offset: place.offset,
            length: place.length,
            line: place.line,
            message: unescaped(message),
        }),
        _ => return None,
    }
    Some(())
}

/// Without line ends.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match (char, char == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            (other, false) => out.push(other),
        }
    }
    out
}
