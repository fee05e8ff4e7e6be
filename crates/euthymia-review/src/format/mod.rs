//! Formats of files of citations: which there are, how a file is recognised, cut and read.
//!
//! Every format is a module with `split` (a stream of text into [`Piece`]s in bounded memory) and
//! `parse` (one piece into a [`Record`](crate::Record)); those that can be written have `write`.

mod accession;
pub mod bibtex;
mod carried;
pub mod csl_json;
pub mod csv;
mod cut;
mod draft;
mod emit;
pub mod endnote_xml;
mod enw;
mod exact;
mod fields;
mod foreign;
mod held;
mod isi;
mod json;
mod lines;
mod loss;
mod maker;
mod names;
pub mod nbib;
mod numbers;
mod ovid;
mod packed;
pub mod pubmed_xml;
mod recognise;
mod refworks;
mod registry;
pub mod ris;
mod slot;
mod texts;
mod window;
mod writer;
mod xml;

use std::io::BufRead;

use crate::{Broken, Piece, Reading};

pub use csv::{ColumnMap, ColumnMapError, Prepared};
pub use foreign::refusal;
pub use loss::{Loss, Written};
pub use recognise::Unrecognised;
pub use writer::Writer;

/// A format of citations that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// BibTeX and BibLaTeX.
    Bibtex,
    /// A table: CSV, TSV, or a sheet of a workbook.
    Csv,
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
    /// ClinicalTrials.gov, JSON of the API.
    CtgovJson,
    /// ClinicalTrials.gov, XML.
    CtgovXml,
    /// CSL-JSON.
    CslJson,
    /// EndNote XML.
    EndnoteXml,
    /// WHO portal of trial registries, XML.
    IctrpXml,
    /// PubMed XML.
    PubmedXml,
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
    /// What was made of both when the first record was read; it is made again when they change.
    pub prepared: Prepared,
}

impl Format {
    /// All of them, in the order in which they are listed for people.
    pub const ALL: &'static [Self] = &[
        Self::Bibtex,
        Self::Csv,
        Self::Enw,
        Self::Isi,
        Self::Nbib,
        Self::Ovid,
        Self::RefWorks,
        Self::CtgovJson,
        Self::CtgovXml,
        Self::CslJson,
        Self::EndnoteXml,
        Self::IctrpXml,
        Self::PubmedXml,
        Self::Ris,
    ];

    /// The word on the command line and in the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bibtex => "bibtex",
            Self::Csv => "csv",
            Self::Enw => "enw",
            Self::Isi => "isi",
            Self::Nbib => "nbib",
            Self::Ovid => "ovid",
            Self::RefWorks => "refworks",
            Self::CtgovJson => "ctgov-json",
            Self::CtgovXml => "ctgov-xml",
            Self::CslJson => "csl-json",
            Self::EndnoteXml => "endnote-xml",
            Self::IctrpXml => "ictrp-xml",
            Self::PubmedXml => "pubmed-xml",
            Self::Ris => "ris",
        }
    }

    /// Which format a file has, by the beginning of its text (64 KiB suffice); `None` when it is
    /// none of ours.
    pub fn recognise(head: &str) -> Option<Self> {
        recognise::recognise(head)
    }

    /// The same, or what the file is instead and what to do.
    ///
    /// # Errors
    /// No format recognises the text.
    ///
    /// # Example
    /// ```
    /// use euthymia_review::Format;
    /// assert_eq!(Format::identify("@book{a, title = {A}}"), Ok(Format::Bibtex));
    /// let error = Format::identify("<!DOCTYPE html><html>").unwrap_err();
    /// assert!(error.to_string().starts_with("This is a web page"));
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
        Format::Enw => enw::split(text),
        Format::Isi => isi::split(text),
        Format::Nbib => nbib::split(text),
        Format::Ovid => ovid::split(text),
        Format::RefWorks => refworks::split(text),
        Format::CtgovJson => registry::split_ctgov_json(text),
        Format::CtgovXml => registry::split_ctgov_xml(text),
        Format::CslJson => csl_json::split(text),
        Format::EndnoteXml => endnote_xml::split(text),
        Format::IctrpXml => registry::split_ictrp_xml(text),
        Format::PubmedXml => pubmed_xml::split(text),
        Format::Ris => ris::split(text),
    }
}

/// Reads one record.
pub fn parse(format: Format, piece: &Piece, context: &Context) -> Reading {
    match format {
        Format::Bibtex => bibtex::parse(piece, context),
        Format::Csv => csv::parse(piece, context),
        Format::Enw => enw::parse(piece),
        Format::Isi => isi::parse(piece),
        Format::Nbib => nbib::parse(piece),
        Format::Ovid => ovid::parse(piece),
        Format::RefWorks => refworks::parse(piece),
        Format::CtgovJson => registry::parse_ctgov_json(piece),
        Format::CtgovXml => registry::parse_ctgov_xml(piece),
        Format::CslJson => csl_json::parse(piece),
        Format::EndnoteXml => endnote_xml::parse(piece),
        Format::IctrpXml => registry::parse_ictrp_xml(piece),
        Format::PubmedXml => pubmed_xml::parse(piece),
        Format::Ris => ris::parse(piece),
    }
}
