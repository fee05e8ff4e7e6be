//! What the tests of tagged formats share.

use euthymia_review::{Broken, Context, Format, Piece, Problem, Record, parse, split};

/// A text cut and read.
pub(crate) struct Read {
    pub(crate) format: Format,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) broken: Vec<Broken>,
    pub(crate) records: Vec<Record>,
    pub(crate) problems: Vec<Problem>,
}

/// Recognises, cuts and reads.
pub(crate) fn read(text: &str) -> Read {
    read_as(Format::recognise(text).unwrap(), text)
}

pub(crate) fn read_as(format: Format, text: &str) -> Read {
    let mut read = Read {
        format,
        pieces: Vec::new(),
        broken: Vec::new(),
        records: Vec::new(),
        problems: Vec::new(),
    };
    for piece in split(format, text.as_bytes()) {
        match piece {
            Ok(piece) => {
                let reading = parse(format, &piece, &Context::default());
                read.records.extend(reading.record);
                read.problems.extend(reading.problems);
                read.pieces.push(piece);
            }
            Err(broken) => read.broken.push(broken),
        }
    }
    read
}

/// The values kept under a tag.
pub(crate) fn others<'a>(record: &'a Record, tag: &str) -> Vec<&'a str> {
    let of_tag = record.others.iter().filter(|other| other.tag == tag);
    of_tag.map(|other| other.value.as_str()).collect()
}

/// Identifiers as words.
pub(crate) fn identifiers(record: &Record) -> Vec<String> {
    record.identifiers.iter().map(ToString::to_string).collect()
}

/// Names of contributors.
pub(crate) fn names(record: &Record) -> Vec<String> {
    let people = record.contributors.iter();
    people.map(|who| who.person.inverted()).collect()
}
