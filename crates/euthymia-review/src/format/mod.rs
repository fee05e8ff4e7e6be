//! Formats of files of citations: which there are, how a file is recognised, cut and read.
//!
//! Every format is a module with `split` (a stream of text into [`Piece`]s in bounded memory) and
//! `parse` (one piece into a [`Record`](crate::Record)); those that can be written have `write`.

pub mod bibtex;
pub mod csv;
mod exact;
mod lines;
mod loss;
mod packed;
mod recognise;
pub mod ris;
mod slot;

use std::io::BufRead;

use crate::{Broken, Piece, Reading};

pub use csv::{ColumnMap, ColumnMapError};
pub use loss::{Loss, Written};
pub use recognise::Unrecognised;

/// A format of citations that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// BibTeX and BibLaTeX.
    Bibtex,
    /// A table: CSV, TSV, or a sheet of a workbook.
    Csv,
    /// RIS in any dialect.
    Ris,
}

/// The pieces of a file, in its order.
pub type Pieces<'a> = Box<dyn Iterator<Item = Result<Piece, Broken>> + 'a>;

/// What the records of a file need to be read: the texts of its context pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Texts of [`PieceKind::Context`](crate::PieceKind::Context), in the order of the file.
    pub texts: Vec<String>,
    /// What a user said about the columns of a table.
    pub columns: ColumnMap,
}

impl Format {
    /// All of them, in the order in which they are listed for people.
    pub const ALL: &'static [Self] = &[Self::Bibtex, Self::Csv, Self::Ris];

    /// The word on the command line and in the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bibtex => "bibtex",
            Self::Csv => "csv",
            Self::Ris => "ris",
        }
    }

    /// Which format a file has, by the beginning of its text (64 KiB suffice); `None` when it is
    /// none of ours.
    pub fn recognise(head: &str) -> Option<Self> {
        recognise::recognise(head)
    }

    /// As [`recognise`](Self::recognise); for a file that is none of ours, what it looks like and
    /// what to do.
    ///
    /// # Errors
    /// No format recognises the text.
    ///
    /// # Example
    /// ```
    /// use euthymia_review::Format;
    /// assert_eq!(Format::identify("@book{a, title = {A}}"), Ok(Format::Bibtex));
    /// let error = Format::identify("<!DOCTYPE html><html>").unwrap_err();
    /// assert!(error.to_string().starts_with("this is a web page."));
    /// ```
    pub fn identify(head: &str) -> Result<Self, Unrecognised> {
        Self::recognise(head).ok_or_else(|| recognise::foreign(head))
    }
}

/// Cuts a file into records. Memory is bounded by the longest record.
pub fn split<'a>(format: Format, text: impl BufRead + 'a) -> Pieces<'a> {
    match format {
        Format::Bibtex => bibtex::split(text),
        Format::Csv => csv::split(text),
        Format::Ris => ris::split(text),
    }
}

/// Reads one record.
pub fn parse(format: Format, piece: &Piece, context: &Context) -> Reading {
    match format {
        Format::Bibtex => bibtex::parse(piece, context),
        Format::Csv => csv::parse(piece, context),
        Format::Ris => ris::parse(piece),
    }
}
