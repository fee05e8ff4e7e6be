//! A record in the making, with the problems met on the way. Formats of XML and JSON share it.

use super::numbers;
use super::xml::{Element, Tree};
use crate::identifier::doi;
use crate::{Date, Identifier, Other, Piece, Problem, Reading, Record, Scheme};

/// A field that holds one text.
pub(crate) type Field = fn(&mut Record) -> &mut Option<String>;

/// A record in the making.
#[derive(Debug)]
pub(crate) struct Maker<'a> {
    /// Short name of the format, before the tags of [`Record::others`].
    format: &'static str,
    piece: &'a Piece,
    pub(crate) record: Record,
    problems: Vec<Problem>,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(format: &'static str, piece: &'a Piece) -> Self {
        Self {
            format,
            piece,
            record: Record::default(),
            problems: Vec::new(),
        }
    }

    /// Keeps a value under the tag of its format.
    pub(crate) fn other(&mut self, tag: &str, value: impl Into<String>) {
        self.record.others.push(Other {
            tag: format!("{}:{tag}", self.format),
            value: value.into(),
        });
    }

    /// Keeps a value for which there may be none.
    pub(crate) fn maybe_other(&mut self, tag: &str, value: Option<String>) {
        if let Some(value) = value {
            self.other(tag, value);
        }
    }

    /// Keeps everything in an element, each value under its path.
    pub(crate) fn leaves(&mut self, element: &Element<'_>) {
        element.leaves(element.name, &mut |path, value| self.other(&path, value));
    }

    /// Keeps the attributes of an element.
    pub(crate) fn attributes(&mut self, element: &Element<'_>) {
        for (name, value) in element.attributes() {
            if !value.trim().is_empty() {
                self.other(&format!("{}@{name}", element.name), value);
            }
        }
    }

    /// Puts a value into an empty field; what finds the field taken stays under its tag.
    pub(crate) fn fill(&mut self, field: Field, tag: &str, value: Option<String>) {
        let Some(value) = value else { return };
        let place = field(&mut self.record);
        match place {
            Some(held) if *held == value => {}
            Some(_) => self.other(tag, value),
            None => *place = Some(value),
        }
    }

    /// Tells what was not understood; the offset is in the text of the piece.
    pub(crate) fn problem(&mut self, offset: usize, field: &str, found: &str, message: &str) {
        let before = self.piece.text.as_bytes().get(..offset).unwrap_or_default();
        self.problems.push(Problem {
            line: self.piece.line + memchr::memchr_iter(b'\n', before).count() as u64,
            field: Some(field.to_owned()).filter(|field| !field.is_empty()),
            found: Some(found.to_owned()).filter(|found| !found.is_empty()),
            message: message.to_owned(),
        });
    }

    /// Tells what is wrong with the markup.
    pub(crate) fn flaws(&mut self, tree: &Tree<'_>) {
        for flaw in &tree.flaws {
            self.problem(flaw.offset, "", &flaw.found, flaw.message);
        }
    }

    /// Adds an identifier once.
    pub(crate) fn identifier(&mut self, scheme: Scheme, value: impl Into<String>) {
        let identifier = Identifier {
            scheme,
            value: value.into(),
        };
        if !self.record.identifiers.contains(&identifier) {
            self.record.identifiers.push(identifier);
        }
    }

    /// Adds a DOI; a text that holds none stays under its tag and is told.
    pub(crate) fn doi(&mut self, offset: usize, tag: &str, text: &str) {
        match doi(text) {
            Some(value) => self.identifier(Scheme::Doi, value),
            None => {
                self.problem(offset, tag, text, "this is no DOI");
                self.other(tag, text);
            }
        }
    }

    /// Adds a PubMed number; a text that is none stays under its tag and is told.
    pub(crate) fn pmid(&mut self, offset: usize, tag: &str, text: &str) {
        match numbers::pmid(text) {
            Some(value) => self.identifier(Scheme::Pmid, value),
            None => {
                self.problem(offset, tag, text, "this is no PubMed number");
                self.other(tag, text);
            }
        }
    }

    /// Adds a number of PubMed Central; a text that is none stays under its tag and is told.
    pub(crate) fn pmcid(&mut self, offset: usize, tag: &str, text: &str) {
        match numbers::pmcid(text) {
            Some(value) => self.identifier(Scheme::Pmcid, value),
            None => {
                self.problem(offset, tag, text, "this is no number of PubMed Central");
                self.other(tag, text);
            }
        }
    }

    /// Adds an ISSN; a text that is none stays under its tag and is told.
    pub(crate) fn issn(&mut self, offset: usize, tag: &str, text: &str) {
        match numbers::issn(text) {
            Some(value) => self.identifier(Scheme::Issn, value),
            None => {
                self.problem(offset, tag, text, "this is no ISSN");
                self.other(tag, text);
            }
        }
    }

    /// Sets the date of publication; one without a year is told.
    pub(crate) fn date(&mut self, offset: usize, tag: &str, text: &str) {
        let date = Date::parse(text);
        if date.year.is_none() {
            self.problem(offset, tag, text, "no year was found in this date");
        }
        self.record.date = Some(date);
    }

    /// The record, if anything was read.
    pub(crate) fn finish(mut self) -> Reading {
        let is_record = !self.record.is_empty();
        if !is_record {
            self.problem(
                0,
                "",
                "",
                "nothing that belongs to a citation was found in this record",
            );
        } else if self.record.title.is_none() && self.record.original_title.is_none() {
            self.problem(0, "", "", "the record has no title");
        }
        Reading {
            record: is_record.then_some(self.record),
            problems: self.problems,
        }
    }
}
