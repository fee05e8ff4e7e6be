//! Formats of files of citations: which there are, how a file is recognised, cut and read.
//!
//! Every format is a module with `split` (a stream of text into [`Piece`]s in bounded memory) and
//! `parse` (one piece into a [`Record`](crate::Record)); those that can be written have `write`.

mod accession;
mod carried;
mod cut;
mod draft;
mod emit;
mod enw;
mod fields;
mod isi;
mod lines;
mod loss;
mod names;
pub mod nbib;
mod numbers;
mod ovid;
mod refworks;
pub mod ris;
mod texts;

use std::io::BufRead;

pub use loss::Loss;

use crate::{Broken, Piece, Reading};

/// A format of citations that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// The tagged format of EndNote and refer.
    Enw,
    /// The tagged format of Web of Science.
    Isi,
    /// The tagged format of PubMed.
    Nbib,
    /// The tagged format of Ovid.
    Ovid,
    /// The tagged format of RefWorks.
    RefWorks,
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
}

impl Format {
    /// All of them, in the order in which they are listed for people.
    pub const ALL: &'static [Self] = &[
        Self::Enw,
        Self::Isi,
        Self::Nbib,
        Self::Ovid,
        Self::RefWorks,
        Self::Ris,
    ];

    /// The word on the command line and in the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Enw => "enw",
            Self::Isi => "isi",
            Self::Nbib => "nbib",
            Self::Ovid => "ovid",
            Self::RefWorks => "refworks",
            Self::Ris => "ris",
        }
    }

    /// Which format a file has, by the beginning of its text (64 KiB suffice); `None` when it is
    /// none of ours.
    pub fn recognise(head: &str) -> Option<Self> {
        let found = RECOGNISED.iter().find(|(is, _)| is(head));
        found.map(|&(_, format)| format)
    }
}

/// How each format is recognised; the first that answers yes has it.
const RECOGNISED: &[(Recognise, Format)] = &[
    (isi::is, Format::Isi),
    (enw::is, Format::Enw),
    (ovid::is, Format::Ovid),
    (ris::is, Format::Ris),
    (nbib::is, Format::Nbib),
    (refworks::is, Format::RefWorks),
];

/// Whether the beginning of a file looks like a format.
type Recognise = fn(&str) -> bool;

/// Cuts a file into records. Memory is bounded by the longest record.
pub fn split<'a>(format: Format, text: impl BufRead + 'a) -> Pieces<'a> {
    match format {
        Format::Enw => enw::split(text),
        Format::Isi => isi::split(text),
        Format::Nbib => nbib::split(text),
        Format::Ovid => ovid::split(text),
        Format::RefWorks => refworks::split(text),
        Format::Ris => ris::split(text),
    }
}

/// Reads one record.
pub fn parse(format: Format, piece: &Piece, context: &Context) -> Reading {
    let _ = context;
    match format {
        Format::Enw => enw::parse(piece),
        Format::Isi => isi::parse(piece),
        Format::Nbib => nbib::parse(piece),
        Format::Ovid => ovid::parse(piece),
        Format::RefWorks => refworks::parse(piece),
        Format::Ris => ris::parse(piece),
    }
}
